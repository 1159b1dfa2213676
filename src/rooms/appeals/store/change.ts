import type { Permit } from '../../../kernel/permit.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import { keepBeside } from '../../assignments/contract.ts';
import type { Act, Stage } from '../law/stages.ts';
import { forgetTakenWords } from './public.ts';
import type { HolderTime } from '../law/terms.ts';
import { appealColumns, appealOf, db, type Appeal, type AppealTable } from './tables.ts';

export type Which = { readonly number: string } | { readonly id: number };

const find = (q: Read, which: Which) => {
  const base = db(q).selectFrom('appeals.appeal').select(appealColumns).select(sql<boolean>`public_text IS NOT NULL`.as('redacted'));
  return 'id' in which ? base.where('id', '=', which.id) : base.where('number', '=', which.number);
};

/** Undefined also when row-level security hides it: what may not be seen is not there. */
export const appealBy = async (q: Read, which: Which): Promise<Appeal | undefined> => {
  const row = await find(q, which).executeTakeFirst();
  return row && appealOf(row);
};

/** Those of them the reader sees. */
export const appealsByIds = async (q: Read, ids: readonly number[]): Promise<ReadonlyMap<number, Appeal>> => {
  if (ids.length === 0) return new Map();
  const rows = await db(q).selectFrom('appeals.appeal').select(appealColumns).select(sql<boolean>`public_text IS NOT NULL`.as('redacted')).where('id', 'in', [...ids]).execute();
  return new Map(rows.map((row) => [row.id, appealOf(row)]));
};

export const lockAppeal = async (tx: Tx, which: Which): Promise<Appeal | undefined> => {
  const row = await find(tx, which).forUpdate().executeTakeFirst();
  return row && appealOf(row);
};

/** In the order of ids, so that two acts on the same letters wait and never lock each other for ever. */
export const lockJoined = async (tx: Tx, mainId: number): Promise<readonly Appeal[]> => {
  const rows = await db(tx).selectFrom('appeals.appeal').select(appealColumns).select(sql<boolean>`public_text IS NOT NULL`.as('redacted'))
    .where('joined_to', '=', mainId).orderBy('id').forUpdate().execute();
  return rows.map(appealOf);
};

export type Patch = Partial<Pick<AppealTable,
  | 'stage' | 'office_outcome' | 'verdict' | 'urgency' | 'topic_code' | 'territory_code' | 'territory_path' | 'address' | 'kind'
  | 'profile' | 'rule_version' | 'calendar_version' | 'term_from_on' | 'due_on' | 'own_due_on' | 'own_term_from_on' | 'own_rule_version' | 'own_calendar_version'
  | 'holder_unit' | 'holder_account' | 'assignment_id' | 'hand_overs' | 'came_back' | 'reopened_count'
  | 'first_human_answer_at' | 'answered_at' | 'closed_at' | 'publish_consent' | 'public_text' | 'published_at'
  | 'repeat_of' | 'joined_to' | 'secret_version' | 'link_hash' | 'code_hash'>> & {
  seen_by?: readonly number[];
  /** a holder's time begins, or its last day to forward is counted again: never one without the other */
  held?: HolderTime;
};

export type Done<A extends Act> = {
  readonly act: A;
  readonly appeal: Appeal;
  readonly at: Date;
  readonly stage: Stage;
  readonly patch?: Patch;
  /** the sentence of the timeline, in words/timeline.ts */
  readonly code: string;
  /** seen by the person who asked */
  readonly public: boolean;
  /** ids, codes and days of the sentence; `text` only where the act is its words and nothing else keeps them */
  readonly facts?: Readonly<Record<string, unknown>>;
};

/** The one way a matter changes: its row, its act, and what everybody may read of it, under the very permit of that act. */
export const apply = async <A extends Act>(tx: Tx, permit: Permit<`appeal.${A}`>, d: Done<A>): Promise<void> => {
  const patch = { ...d.patch, stage: d.stage };
  const { seen_by, held, ...columns } = patch;
  await db(tx).updateTable('appeals.appeal')
    .set({ ...columns, ...(held ? { holder_since_on: held.sinceOn, forward_by: held.forwardBy, forward_calendar_version: held.forwardCalendar } : {}), ...(seen_by ? { seen_by: [...new Set([...d.appeal.seenBy, ...seen_by])] } : {}) })
    .where('id', '=', d.appeal.id).execute();
  await db(tx).insertInto('appeals.act').values({
    appeal_id: d.appeal.id, act: d.act, code: d.code, at: d.at, by_kind: permit.actor.kind,
    by_account: permit.actor.kind === 'staff' ? permit.actor.accountId : null, by_post: permit.postId, public: d.public,
    stage_before: d.appeal.stage, stage_after: d.stage, due_before: patch.due_on === undefined ? null : d.appeal.dueOn, due_after: patch.due_on ?? null,
    facts: d.facts ?? {},
  }).execute();
  await promiseBeside(tx, permit, d);
  if (d.appeal.publishedAt !== null && patch.published_at === undefined) await refresh(tx, d.appeal.id);
};

/** The holder's promise knows the branch's own one beside it from the act that brings or moves either. */
const promiseBeside = async <A extends Act>(tx: Tx, permit: Permit<`appeal.${A}`>, { appeal, patch = {} }: Done<A>): Promise<void> => {
  const assignmentId = patch.assignment_id === undefined ? appeal.assignmentId : patch.assignment_id;
  const before = appeal.own?.dueOn ?? null;
  const promisedOn = patch.own_due_on === undefined ? before : patch.own_due_on;
  if (assignmentId === null || (promisedOn === before && (assignmentId === appeal.assignmentId || promisedOn === null))) return;
  await keepBeside(tx, permit, { assignmentId, promisedOn });
};

/** Brings the public row to what stands in the matter now. A newer answer takes the words of the former one away; its own wait for a clerk. */
const refresh = async (tx: Tx, id: number): Promise<void> => {
  await sql`UPDATE appeals.publication p SET stage = a.stage, office_outcome = a.office_outcome, verdict = a.verdict, due_on = a.due_on, topic_code = a.topic_code,
      territory_path = a.territory_path, kind = a.kind, answered_on = (a.answered_at AT TIME ZONE 'Asia/Almaty')::date,
      answer = CASE WHEN last.id = p.answer_id THEN p.answer END, answer_unit = last.drafted_unit
    FROM appeals.appeal a LEFT JOIN LATERAL (SELECT w.id, w.drafted_unit FROM appeals.answer w WHERE w.appeal_id = a.id AND w.state = 'sent' AND NOT w.interim ORDER BY w.id DESC LIMIT 1) last ON true
    WHERE a.id = ${id} AND p.appeal_id = a.id`.execute(db(tx));
  await forgetTakenWords(tx, id);
};
