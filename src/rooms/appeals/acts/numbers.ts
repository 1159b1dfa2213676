import type { Actor } from '../../../kernel/actor.ts';
import type { Day } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../journal/contract.ts';
import { rulesOn, type Profile, type Unit } from '../law/terms.ts';
import { kinds, type Kind } from '../law/stages.ts';
import { takeBlock } from '../store/numbers.ts';

export type NumberBlock = { readonly prefix: string; readonly year: number; readonly from: number; readonly to: number };

/**
 * Real numbers for a tablet without signal, in the caller's transaction, whose permit proves that a policy was asked (decision 0019). The counter's row is locked as by a
 * registration: no number is given out twice. The caller keeps the block and says of each number in the end who has it, or why nobody does.
 */
export const reserveNumbers = async (tx: Tx, permit: Permit<string>, o: { readonly branchId: number; readonly code: string; readonly year: number; readonly count: number; readonly actor: Actor; readonly at: Date }): Promise<NumberBlock> => {
  const { from, to } = await takeBlock(tx, permit, o);
  await record(tx, { act: 'appeal.reserve_numbers', subject: `branch:${o.branchId}`, actor: o.actor, at: o.at, postId: permit.postId, facts: { year: o.year, from, to } });
  return { prefix: `${o.code}-${o.year}-`, year: o.year, from, to };
};

/** Days until the answer by kind, for whoever counts without the house. None is in months. */
export const answerTerms = (profile: Profile, on: Day): { readonly version: string; readonly of: Readonly<Record<Kind, { readonly count: number; readonly unit: Unit }>> } => {
  const rules = rulesOn(profile, on);
  return { version: rules.version, of: Object.fromEntries(kinds.map((kind) => [kind, { count: rules.answer[kind].count, unit: rules.answer[kind].unit }])) as Record<Kind, { count: number; unit: Unit }> };
};
