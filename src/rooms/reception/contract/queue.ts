import { z } from 'zod';

/** What an administrator's forms say. Codes of issues are sentences of words/queue.ts. */
const name = z.string().trim().min(1, 'names_required').max(120, 'names_required');
const names = { kk: name, ru: name, en: name };
const whole = (code: string, most: number) => z.string().trim().regex(/^\d{1,3}$/, code).transform(Number).refine((n) => n <= most, code);

export const laneSchema = z.object({ ...names, letter: z.string().trim().toUpperCase().regex(/^[A-Z]$/, 'letter_invalid'), usualMinutes: z.literal('').transform(() => null).or(whole('minutes_invalid', 240).refine((n) => n >= 1, 'minutes_invalid')), forReceptions: z.string() });
export const deskSchema = z.object({ label: z.string().trim().min(1, 'label_required').max(8, 'label_required') });
export const prioritySchema = z.object({ ...names, source: z.string().trim().min(3, 'source_required').max(300, 'source_required'), afterOthers: whole('after_invalid', 20) });
export const screenSchema = z.object({ kind: z.enum(['display', 'kiosk'], 'label_required'), name: z.string().trim().min(1, 'label_required').max(60, 'label_required') });
