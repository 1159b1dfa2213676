import type { VNode } from 'preact';
import { say, sayLoose, type Lang } from '../../../kernel/words.ts';
import type { Slot, Slots, Template } from '../law.ts';
import { slotsOf } from '../law.ts';
import { longDay } from '../../../kernel/show.ts';
import { adminWords as w } from '../words/pages.ts';

/** What a notice is for, in its room's words; else its own subject with nothing filled in. */
export const aboutOf = (lang: Lang, template: Template): string => {
  if (template.about) return template.about[lang];
  const { named, counted } = slotsOf(template);
  const bare = sayLoose(lang, template.subject, Object.fromEntries([...named].map((name) => [name, counted.has(name) ? 2 : '…']))).replace(/^…[:,]?\s*/, '');
  return bare.slice(0, 1).toLocaleUpperCase(lang) + bare.slice(1);
};

export const Kinds = ({ lang, templates }: { lang: Lang; templates: readonly Template[] }): VNode => <ul>{templates.map((one) => <li key={one.code}>{aboutOf(lang, one)}</li>)}</ul>;

export const madeUpNumber = 'BQ01-2026-000123';
const sampleDay = '2026-12-11';
/** Made up: nobody's number, day or code. */
export const madeUp = (lang: Lang, template: Template): Record<string, string | number> => {
  const { named, counted } = slotsOf(template);
  const known: Readonly<Record<string, string | number>> = { number: madeUpNumber, code: 'ABCD-2345', lines: say(lang, w.sampleLines), address: '***@example.kz' };
  return Object.fromEntries([...named].map((name) => [name, counted.has(name) || /count|days$/i.test(name) ? 3 : (known[name] ?? (/^(day|on|due|until|to|from)$|(On|Day)$/.test(name) ? longDay(lang, sampleDay) : say(lang, w.sampleWords)))]));
};

const shown = (lang: Lang, slot: Slot): string | number => (typeof slot === 'object' ? ('day' in slot ? longDay(lang, slot.day) : slot[lang]) : slot);
/** A notice's subject as it went. */
export const subjectOf = (lang: Lang, template: Template, slots: Slots): string =>
  sayLoose(lang, template.subject, { ...madeUp(lang, template), ...Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, shown(lang, slot)])) });
