import { z } from 'zod';
import { normalPhone } from '../../../kernel/phone.ts';
import { oneLine } from '../../../kernel/typed.ts';
import { isTopicCode, profiles, unitLevels } from '../law.ts';

/** Messages are codes: the sentences stand in words. */
const name = z.string().transform(oneLine).pipe(z.string().min(2, 'unit_name_required').max(200, 'unit_name_long_invalid'));

export const namesForm = z.object({ name_kk: name, name_ru: name, name_en: name }).transform((f) => ({ kk: f.name_kk, ru: f.name_ru, en: f.name_en }));

export const topicForm = z.object({ code: z.string().transform((text) => text.trim().toLowerCase()).refine(isTopicCode, 'topic_code_invalid') });

const closing = z.string().trim().regex(/^([01]?\d|2[0-3]):[0-5]\d$/, 'unit_closing_invalid').transform((text) => {
  const [hours = '', minutes = ''] = text.split(':');
  return Number(hours) * 60 + Number(minutes);
});

const phone = z.string().trim().transform((text, issues) => {
  if (text === '') return null;
  const stored = normalPhone(text);
  if (stored === null) issues.addIssue({ code: 'custom', message: 'phone_invalid' });
  return stored;
});

export const detailsForm = z.object({
  address: z.string().trim().max(300, 'unit_address_long_invalid').transform((text) => text || null),
  phone,
  profile: z.enum(profiles, 'unit_profile_invalid'),
  calendar: z.enum(['kz5', 'kz6'], 'unit_calendar_invalid'),
  closing,
}).transform(({ closing: closingMinute, ...rest }) => ({ ...rest, closingMinute }));

export const openForm = z.object({
  code: z.string().transform((text) => text.trim().toUpperCase()).pipe(z.string().regex(/^[A-Z0-9]{2,10}$/, 'unit_code_invalid')),
  level: z.enum(unitLevels, 'unit_level_invalid'),
});
