import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import { sayLoose, type Lang, type Sentence } from '../../../kernel/words.ts';
import type { Read } from '../../../platform/db.ts';
import type { Asked } from '../../../platform/web.ts';
import type { Errors } from '../../../ui/fields.tsx';
import type { Unit } from '../law.ts';
import { managedBy } from '../policy.ts';
import { groundsOf, unitById } from '../store.ts';
import { refusalWords } from '../words.ts';

/** What the post does not reach is not found. */
export const unitSeen = async (q: Read, asked: Asked): Promise<Unit | Refusal> => {
  const unit = await unitById(q, Number(asked.param('unitId')));
  const within = managedBy(asked.ctx.actor);
  if (!unit) return refuse('unit_not_found');
  if (within === 'all' || within.includes(unit.id)) return unit;
  return unit.kind === 'body' && (await groundsOf(q, unit.territoryCode)).some((id) => within.includes(id)) ? unit : refuse('unit_not_found');
};

const sentences: Readonly<Record<string, Sentence>> = refusalWords;
export const sentence = (lang: Lang, code: string, facts: Readonly<Record<string, string | number>> = {}): string => {
  const found = sentences[code];
  return found ? sayLoose(lang, found, facts) : code;
};

/** The refusal beside the field it speaks of. */
export const errorOf = (lang: Lang, refusal: unknown, fields: Readonly<Record<string, string>> = {}): Errors =>
  isRefusal(refusal) ? { [fields[refusal.code] ?? '']: sentence(lang, refusal.code, refusal.facts) } : {};
