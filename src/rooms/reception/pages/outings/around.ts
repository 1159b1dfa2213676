import { randomUUID } from 'node:crypto';
import { today } from '../../../../kernel/day.ts';
import { clockTime } from '../../../../kernel/show.ts';
import { isRefusal, type Refusal } from '../../../../kernel/refusal.ts';
import { say, type Lang, type Sentence } from '../../../../kernel/words.ts';
import type { Read } from '../../../../platform/db.ts';
import type { Asked } from '../../../../platform/web.ts';
import type { Tone } from '../../../../ui/parts.tsx';
import { nameOf, territoriesByCodes } from '../../../units/contract.ts';
import type { OutingState } from '../../law/outings.ts';
import { maySeeOuting, type Standing } from '../../policy/outings.ts';
import { outingById, teamOf, type Member, type Outing } from '../../store/outings.ts';
import { outingWords as w } from '../../words/outings-pages.ts';

export const href = (lang: Lang, id: number, act = ''): string => `/${lang}/desk/outings/${id}${act === '' ? '' : `/${act}`}`;
export const idOf = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : 0);
export const formKey = (): string => randomUUID();

export const states: Readonly<Record<OutingState, { readonly tone: Tone; readonly word: Sentence }>> = {
  planned: { tone: 'new', word: w.isPlanned }, under_way: { tone: 'work', word: w.isUnderWay }, closed: { tone: 'done', word: w.isClosed }, cancelled: { tone: 'late', word: w.isCancelled },
};
export const hours = (lang: Lang, o: Pick<Outing, 'fromMinute' | 'toMinute'>): string => say(lang, w.hours, { from: clockTime(o.fromMinute), to: clockTime(o.toMinute) });
export const placesOf = async (q: Read, lang: Lang, codes: readonly string[]): Promise<(code: string) => string> => {
  const places = await territoriesByCodes(q, codes);
  return (code) => { const one = places.get(code); return one ? nameOf(one, lang) : code; };
};

export type Seen = { readonly outing: Outing; readonly team: readonly Member[]; readonly standing: Standing };
export const outingSeen = async (q: Read, asked: Asked, id: number): Promise<Seen | Refusal> => {
  const outing = await outingById(q, id);
  const team = outing ? await teamOf(q, outing.id) : [];
  const standing = { branchId: outing?.branchId ?? 0, team: team.map((one) => one.accountId) };
  const seen = maySeeOuting(asked.ctx.actor, standing);
  if (isRefusal(seen) || !outing) return isRefusal(seen) ? seen : { refused: true, code: 'outing_not_found', facts: {} };
  return { outing, team, standing };
};
export const nowOn = (asked: Asked) => today(asked.ctx.clock);
