import { z } from 'zod';

/** An uploaded file's id, given by rooms/files before the act. */
export const papers = z.array(z.coerce.number().int().positive()).max(20, 'too_many_files').default([]);

/** `CODE-YEAR-NNNNNN`. Typed by people: spaces and letter case forgiven. */
export const numberField = z.string('number_wrong').transform((typed) => typed.replace(/[\s–—‑]/g, (c) => (c.trim() === '' ? '' : '-')).toUpperCase())
  .refine((text) => /^[A-Z0-9]{2,10}-\d{4}-\d{6,}$/.test(text), 'number_wrong');
