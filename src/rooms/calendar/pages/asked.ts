import { isDay, yearOf, type Day } from '../../../kernel/day.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import { sayLoose, type Lang, type Sentence } from '../../../kernel/words.ts';
import { shortDay } from '../../../kernel/show.ts';
import type { Read } from '../../../platform/db.ts';
import type { Errors } from '../../../ui/fields.tsx';
import { years } from '../kazakhstan.ts';
import type { Order } from '../law/orders.ts';
import type { CalendarName } from '../store.ts';
import { refusalWords } from '../words.ts';

/** Who published, by name: given by app, because this room opens no other than the journal. */
export type NamesOf = (q: Read, accountIds: readonly number[]) => Promise<ReadonlyMap<number, { readonly name: string }>>;

export const nameAsked = (text: string | null): CalendarName => (text === 'kz6' ? 'kz6' : 'kz5');

export const yearAsked = (text: string | null, today: Day): number => {
  const year = /^\d{4}$/.test(text ?? '') ? Number(text) : yearOf(today);
  return Math.min(Math.max(year, years.first), years.last);
};

/** As a browser sends it, or as a person writes it: 31.12.2026. */
export const dayTyped = (text: string): Day | null => {
  const [, date = '', month = '', year = ''] = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text.trim()) ?? [];
  const plain = year === '' ? text.trim() : `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(plain) ? plain : null;
};

/** An order in an address: `off:2026-12-11`, `move:2026-05-02:2026-05-08`. */
export const orderText = (order: Order): string => (order.act === 'move' ? `move:${order.on}:${order.to}` : `${order.act}:${order.on}`);
export const orderOf = (text: string): Order | null => {
  const [act, on = '', to = ''] = text.split(':');
  if (!isDay(on)) return null;
  if (act === 'off' || act === 'worked' || act === 'clear') return { act, on };
  return act === 'move' && isDay(to) ? { act, on, to } : null;
};
export const ordersOf = (texts: readonly string[]): readonly Order[] => texts.map(orderOf).filter((one) => one !== null);

const sentences: Readonly<Record<string, Sentence>> = refusalWords;
const beside: Readonly<Record<string, string>> = { calendar_reason_required: 'reason', calendar_reason_long_invalid: 'reason' };

/** The refusal beside the field it speaks of; days as people write them. */
export const errorOf = (lang: Lang, refusal: unknown, field = ''): Errors => {
  if (!isRefusal(refusal)) return {};
  const facts = Object.fromEntries(Object.entries(refusal.facts).map(([name, value]) => [name, typeof value === 'string' && isDay(value) ? shortDay(value) : String(value)]));
  const found = sentences[refusal.code];
  return { [beside[refusal.code] ?? field]: found ? sayLoose(lang, found, facts) : refusal.code };
};
