import { wallClock } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import { sql, type Tx } from '../../../platform/db.ts';
import { dropExtensions } from '../../assignments/contract.ts';
import type { Outcome, Verdict } from '../law/stages.ts';
import { finalAnswer } from './matter.ts';
import { publicDocument } from './public.ts';
import { madeWith } from './searched.ts';
import { db } from './tables.ts';

const account = (permit: Permit<string>): number | null => (permit.actor.kind === 'staff' ? permit.actor.accountId : null);

export const addNote = async (tx: Tx, permit: Permit<'appeal.note'> | Permit<'appeal.add'>, n: { appealId: number; at: Date; text: string }): Promise<number> => {
  const by = permit.actor.kind === 'staff' && permit.act === 'appeal.note' ? 'staff' : permit.actor.kind === 'system' ? 'system' : 'holder';
  const { id } = await db(tx).insertInto('appeals.note').values({ appeal_id: n.appealId, by_kind: by, by_account: account(permit), at: n.at, text: n.text }).returning('id').executeTakeFirstOrThrow();
  return id;
};

export const addQuestion = async (tx: Tx, permit: Permit<'appeal.ask_clarification'>, q: { appealId: number; at: Date; question: string }): Promise<number> => {
  const { id } = await db(tx).insertInto('appeals.clarification').values({ appeal_id: q.appealId, question: q.question, asked_by: account(permit), asked_at: q.at, answer: null, answered_at: null }).returning('id').executeTakeFirstOrThrow();
  return id;
};

/** A wait ended without an answer keeps `answer` empty. */
export const closeQuestion = async (tx: Tx, _permit: Permit<'appeal.answer_clarification'> | Permit<'appeal.end_clarification'>, q: { appealId: number; at: Date; answer: string | null }): Promise<number | null> => {
  const row = await db(tx).updateTable('appeals.clarification').set({ answer: q.answer, answered_at: q.at }).where('appeal_id', '=', q.appealId).where('answered_at', 'is', null).returning('id').executeTakeFirst();
  return row?.id ?? null;
};

export type Draft = { id: number; outcome: Outcome; text: string; draftedBy: number | null; draftedUnit: number };

export const openDraft = async (tx: Tx, appealId: number): Promise<Draft | undefined> => {
  const r = await db(tx).selectFrom('appeals.answer').select(['id', 'outcome', 'text', 'drafted_by', 'drafted_unit']).where('appeal_id', '=', appealId).where('state', '=', 'draft').forUpdate().executeTakeFirst();
  return r?.outcome ? { id: r.id, outcome: r.outcome, text: r.text, draftedBy: r.drafted_by, draftedUnit: r.drafted_unit } : undefined;
};

type NewAnswer = { appealId: number; round: number; text: string; unitId: number; at: Date };
const emptyAnswer = { returned_by: null, returned_at: null, return_reason: null, approved_by: null, sent_at: null, public_text: null } as const;

export const addDraft = async (tx: Tx, permit: Permit<'appeal.draft_answer'>, a: NewAnswer & { outcome: Outcome }): Promise<number> => {
  const { id } = await db(tx).insertInto('appeals.answer').values({
    ...emptyAnswer, appeal_id: a.appealId, round: a.round, interim: false, state: 'draft', outcome: a.outcome, text: a.text,
    drafted_by: account(permit), drafted_unit: a.unitId, drafted_at: a.at,
  }).returning('id').executeTakeFirstOrThrow();
  return id;
};

export const addInterim = async (tx: Tx, permit: Permit<'appeal.answer_interim'>, a: NewAnswer): Promise<number> => {
  const { id } = await db(tx).insertInto('appeals.answer').values({
    ...emptyAnswer, appeal_id: a.appealId, round: a.round, interim: true, state: 'sent', outcome: null, text: a.text,
    drafted_by: account(permit), drafted_unit: a.unitId, drafted_at: a.at, approved_by: account(permit), sent_at: a.at,
  }).returning('id').executeTakeFirstOrThrow();
  return id;
};

export const sendDraft = async (tx: Tx, permit: Permit<'appeal.approve'>, a: { id: number; at: Date }): Promise<void> => {
  await db(tx).updateTable('appeals.answer').set({ state: 'sent', approved_by: account(permit), sent_at: a.at }).where('id', '=', a.id).execute();
};

/** The same answer goes to every letter of one cause, each with a row of its own. */
export const copyAnswer = async (tx: Tx, permit: Permit<'appeal.answer_joined'>, a: { appealId: number; round: number; from: Draft; at: Date }): Promise<number> => {
  const { id } = await db(tx).insertInto('appeals.answer').values({
    ...emptyAnswer, appeal_id: a.appealId, round: a.round, interim: false, state: 'sent', outcome: a.from.outcome, text: a.from.text,
    drafted_by: a.from.draftedBy, drafted_unit: a.from.draftedUnit, drafted_at: a.at, approved_by: account(permit), sent_at: a.at,
  }).returning('id').executeTakeFirstOrThrow();
  return id;
};

/** A draft that waits when a letter is answered with another, or withdrawn, is put aside. */
export const putDraftAside = async (tx: Tx, _permit: Permit<'appeal.answer_joined'> | Permit<'appeal.withdraw'>, appealId: number, at: Date): Promise<void> => {
  await db(tx).updateTable('appeals.answer').set({ state: 'returned', returned_at: at }).where('appeal_id', '=', appealId).where('state', '=', 'draft').execute();
};

/** Questions and requests that wait when a matter ends are ended with it, so that a matter that comes back starts clean. */
export const endWaiting = async (tx: Tx, permit: Permit<'appeal.approve'> | Permit<'appeal.answer_joined'> | Permit<'appeal.withdraw'>, appealId: number, at: Date): Promise<void> => {
  await db(tx).updateTable('appeals.clarification').set({ answered_at: at }).where('appeal_id', '=', appealId).where('answered_at', 'is', null).execute();
  await dropExtensions(tx, permit, { kind: 'appeal', id: appealId }, at);
};

export const returnDraftRow = async (tx: Tx, permit: Permit<'appeal.return_draft'>, a: { id: number; reason: string; at: Date }): Promise<void> => {
  await db(tx).updateTable('appeals.answer').set({ state: 'returned', returned_by: account(permit), returned_at: a.at, return_reason: a.reason }).where('id', '=', a.id).execute();
};

export const addVerdict = async (
  tx: Tx, _permit: Permit<'appeal.settle'> | Permit<'appeal.reopen'> | Permit<'appeal.close_silent'>,
  v: { appealId: number; round: number; verdict: Verdict; comment: string | null; at: Date },
): Promise<void> => {
  await db(tx).insertInto('appeals.verdict').values({ appeal_id: v.appealId, round: v.round, verdict: v.verdict, comment: v.comment, at: v.at }).execute();
};

/** Says whether the answer goes with it: only words a clerk has looked through, and only those of the newest answer. */
export const addPublication = async (tx: Tx, _permit: Permit<'appeal.publish'>, appealId: number, at: Date): Promise<boolean> => {
  const a = await db(tx).selectFrom('appeals.appeal').selectAll().where('id', '=', appealId).executeTakeFirstOrThrow();
  const final = await finalAnswer(tx, appealId);
  const answer = final?.publicText ?? null;
  const said = {
    text: a.public_text ?? '', answer, answer_id: answer === null ? null : (final?.id ?? null), answer_unit: final?.unitId ?? null, published_at: at,
    document: sql<string>`${publicDocument({ number: a.number, text: a.public_text ?? '', answer })}::tsvector`, made_with: madeWith,
  };
  await db(tx).insertInto('appeals.publication').values({
    appeal_id: a.id, number: a.number, branch_id: a.branch_id, territory_path: a.territory_path, topic_code: a.topic_code, kind: a.kind, lang: a.lang,
    stage: a.stage, office_outcome: a.office_outcome, verdict: a.verdict,
    registered_on: a.registered_on, due_on: a.due_on, answered_on: a.answered_at === null ? null : wallClock(a.answered_at.getTime()).on,
    ...said,
  }).onConflict((oc) => oc.column('appeal_id').doUpdateSet(said)).execute();
  return answer !== null;
};

/** What everybody may read of one answer; null: nothing of it. */
export const keepPublicAnswer = async (tx: Tx, _permit: Permit<'appeal.redact'>, a: { id: number; text: string | null }): Promise<void> => {
  await db(tx).updateTable('appeals.answer').set({ public_text: a.text }).where('id', '=', a.id).execute();
};

export const removePublication = async (tx: Tx, _permit: Permit<'appeal.unpublish'> | Permit<'appeal.withdraw_consent'> | Permit<'appeal.redact'>, appealId: number): Promise<void> => {
  await db(tx).deleteFrom('appeals.publication').where('appeal_id', '=', appealId).execute();
};
