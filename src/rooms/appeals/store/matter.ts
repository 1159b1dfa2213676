import { sql, type Read } from '../../../platform/db.ts';
import { openExtension, type Extension } from '../../assignments/contract.ts';
import { answerOwner, paperOwner, type Outcome, type Stage, type Verdict } from '../law/stages.ts';
import { appealBy } from './change.ts';
import { personOf, type Person } from './person.ts';
import { db, type Appeal } from './tables.ts';

/** One matter with its words, as its page shows it. Row-level security decides whether it exists. */
export type Whole = {
  readonly appeal: Appeal;
  readonly text: string; readonly address: string | null; readonly point: { lat: number; lon: number; accuracy: number | null } | null; readonly publicText: string | null;
  readonly person: Person | undefined;
  readonly joined: readonly { id: number; number: string; stage: Stage; how: 'repeat_of' | 'repeated_by' | 'joined_to' | 'joined_by' | 'split_from' | 'part' }[];
  /** the answer and the request for time that wait for a decision: policies ask who made them */
  readonly draft: { id: number; outcome: Outcome | null; text: string; draftedBy: number | null; draftedUnit: number; draftedBefore: readonly number[]; draftedAt: Date } | null;
  readonly extension: Extension | null;
  readonly question: { id: number; question: string; askedAt: Date } | null;
  readonly final: FinalAnswer | null;
};

export const appealByNumber = (q: Read, number: string): Promise<Whole | undefined> => wholeBy(q, { number });
/** For the holder of a link or code, and for jobs. */
export const appealById = (q: Read, id: number): Promise<Whole | undefined> => wholeBy(q, { id });

const wholeBy = async (q: Read, which: { number: string } | { id: number }): Promise<Whole | undefined> => {
  const appeal = await appealBy(q, which);
  if (!appeal) return undefined;
  // asked together: one round trip
  const [words, draft, extension, question, person, joined, final] = await Promise.all([
    db(q).selectFrom('appeals.appeal').select(['text', 'address', 'lat', 'lon', 'point_accuracy_m', 'public_text']).where('id', '=', appeal.id).executeTakeFirstOrThrow(),
    db(q).selectFrom('appeals.answer').select(['id', 'outcome', 'text', 'drafted_by', 'drafted_unit', 'drafted_at']).where('appeal_id', '=', appeal.id).where('state', '=', 'draft').executeTakeFirst(),
    openExtension(q, { kind: 'appeal', id: appeal.id }),
    db(q).selectFrom('appeals.clarification').select(['id', 'question', 'asked_at']).where('appeal_id', '=', appeal.id).where('answered_at', 'is', null).executeTakeFirst(),
    personOf(q, appeal.id),
    relatives(q, appeal),
    finalAnswer(q, appeal.id),
  ]);
  return {
    appeal, text: words.text, address: words.address, point: words.lat === null || words.lon === null ? null : { lat: words.lat, lon: words.lon, accuracy: words.point_accuracy_m }, publicText: words.public_text,
    person, joined,
    draft: draft ? { id: draft.id, outcome: draft.outcome, text: draft.text, draftedBy: draft.drafted_by, draftedUnit: draft.drafted_unit, draftedBefore: await draftersOf(q, appeal.id, appeal.reopenedCount), draftedAt: draft.drafted_at } : null,
    extension: extension ?? null,
    question: question ? { id: question.id, question: question.question, askedAt: question.asked_at } : null,
    final,
  };
};

/** Everybody who wrote an answer in this round, returned ones too: none of them accepts it. */
export const draftersOf = async (q: Read, appealId: number, round: number): Promise<readonly number[]> => {
  const rows = await db(q).selectFrom('appeals.answer').select('drafted_by').distinct().where('appeal_id', '=', appealId).where('round', '=', round).where('interim', '=', false).execute();
  return rows.flatMap((r) => r.drafted_by ?? []);
};

const relatives = async (q: Read, a: Appeal): Promise<Whole['joined']> => {
  const { rows } = await sql<{ id: number; number: string; stage: Stage; how: Whole['joined'][number]['how'] }>`
    SELECT id, number, stage, 'repeat_of' AS how FROM appeals.appeal WHERE id = ${a.repeatOf}
    UNION ALL SELECT id, number, stage, 'joined_to' FROM appeals.appeal WHERE id = ${a.joinedTo} AND id IS DISTINCT FROM ${a.repeatOf}::bigint
    UNION ALL SELECT id, number, stage, 'split_from' FROM appeals.appeal WHERE id = ${a.splitFrom}
    UNION ALL SELECT id, number, stage, 'joined_by' FROM appeals.appeal WHERE joined_to = ${a.id}
    UNION ALL SELECT id, number, stage, 'part' FROM appeals.appeal WHERE split_from = ${a.id}
    ORDER BY id LIMIT 100`.execute(db(q));
  return rows;
};

export type TimelineRow = {
  readonly id: number; readonly act: string; readonly code: string; readonly at: Date; readonly byKind: string; readonly byAccount: number | null; readonly public: boolean;
  readonly stageAfter: Stage; readonly dueBefore: string | null; readonly dueAfter: string | null;
  /** unit, account, day, number, outcome …: ids and codes of the sentence */
  readonly facts: Readonly<Record<string, unknown>>;
  /** the words of the act, where it has any: an answer, a question, a note, a reason */
  readonly text: string | null;
};

const mostActs = 500;

/** Everything that happened, oldest first. `publicOnly`: as the person who asked sees it: no notes, no drafts, nothing of the check before sending. */
export const timeline = async (q: Read, appealId: number, publicOnly: boolean): Promise<readonly TimelineRow[]> => {
  const { rows } = await sql<{
    id: number; act: string; code: string; at: Date; by_kind: string; by_account: number | null; public: boolean; stage_after: Stage;
    due_before: string | null; due_after: string | null; facts: Record<string, unknown>; text: string | null;
  }>`SELECT c.id, c.act, c.code, c.at, c.by_kind, c.by_account, c.public, c.stage_after, c.due_before, c.due_after, ${publicOnly ? sql`c.facts - '{warnings,anyway}'::text[]` : sql`c.facts`} AS facts,
      coalesce(w.text, n.text, q.question, v.comment, c.facts->>'text') AS text
    FROM appeals.act c
    LEFT JOIN appeals.answer w ON w.id = (c.facts->>'answer')::bigint AND w.appeal_id = c.appeal_id
    LEFT JOIN appeals.note n ON n.id = (c.facts->>'note')::bigint AND n.appeal_id = c.appeal_id
    LEFT JOIN LATERAL (SELECT CASE c.code WHEN 'clarification_asked' THEN k.question ELSE k.answer END AS question FROM appeals.clarification k
      WHERE k.id = (c.facts->>'clarification')::bigint AND k.appeal_id = c.appeal_id) q ON true
    LEFT JOIN LATERAL (SELECT d.comment FROM appeals.verdict d WHERE d.appeal_id = c.appeal_id AND d.at = c.at AND c.act IN ('settle', 'reopen') LIMIT 1) v ON true
    WHERE c.appeal_id = ${appealId} ${publicOnly ? sql`AND c.public` : sql``} ORDER BY c.id LIMIT ${sql.raw(String(mostActs))}`.execute(db(q));
  return rows.map((r) => ({
    id: r.id, act: r.act, code: r.code, at: r.at, byKind: r.by_kind, byAccount: r.by_account, public: r.public, stageAfter: r.stage_after,
    dueBefore: r.due_before, dueAfter: r.due_after, facts: r.facts, text: r.text,
  }));
};

export type SentAnswer = { readonly id: number; readonly round: number; readonly interim: boolean; readonly outcome: Outcome | null; readonly text: string; readonly unitId: number; readonly sentAt: Date };

/** What the person was told, oldest first. */
export const answersSent = async (q: Read, appealId: number): Promise<readonly SentAnswer[]> => {
  const rows = await db(q).selectFrom('appeals.answer').select(['id', 'round', 'interim', 'outcome', 'text', 'drafted_unit', 'sent_at']).where('appeal_id', '=', appealId).where('state', '=', 'sent').orderBy('id').limit(100).execute();
  return rows.flatMap((r) => (r.sent_at === null ? [] : [{ id: r.id, round: r.round, interim: r.interim, outcome: r.outcome, text: r.text, unitId: r.drafted_unit, sentAt: r.sent_at }]));
};

/** The newest answer that was meant as the last word. `publicText`: made ready for everybody; `shown`: what of it everybody reads now. */
export type FinalAnswer = { readonly id: number; readonly text: string; readonly unitId: number; readonly publicText: string | null; readonly shown: string | null };

export const finalAnswer = async (q: Read, appealId: number): Promise<FinalAnswer | null> => {
  const r = await db(q).selectFrom('appeals.answer as w').leftJoin('appeals.publication as p', (on) => on.onRef('p.answer_id', '=', 'w.id').onRef('p.appeal_id', '=', 'w.appeal_id'))
    .select(['w.id', 'w.text', 'w.drafted_unit', 'w.public_text', 'p.answer as shown']).where('w.appeal_id', '=', appealId).where('w.state', '=', 'sent').where('w.interim', '=', false)
    .orderBy('w.id', 'desc').limit(1).executeTakeFirst();
  return r ? { id: r.id, text: r.text, unitId: r.drafted_unit, publicText: r.public_text, shown: r.shown } : null;
};

/** What was made ready for everybody before. */
export const publicTextOf = async (q: Read, appealId: number): Promise<string | null> =>
  (await db(q).selectFrom('appeals.appeal').select('public_text').where('id', '=', appealId).executeTakeFirst())?.public_text ?? null;

/** Whose papers the person sees: the matter's, and those of answers that were sent. A draft's papers wait with the draft. */
export const ownersSeen = async (q: Read, appealId: number): Promise<readonly string[]> => {
  const rows = await db(q).selectFrom('appeals.answer').select('id').where('appeal_id', '=', appealId).where('state', '=', 'sent').limit(200).execute();
  return [paperOwner(appealId), ...rows.map((r) => answerOwner(appealId, r.id))];
};

/** Whose papers the office sees beside its own inner ones. */
export const ownersHeld = async (q: Read, appealId: number): Promise<readonly string[]> => {
  const rows = await db(q).selectFrom('appeals.answer').select('id').where('appeal_id', '=', appealId).limit(200).execute();
  return [paperOwner(appealId), ...rows.map((r) => answerOwner(appealId, r.id))];
};

/** The person's words alone. */
export const textOf = async (q: Read, appealId: number): Promise<string | null> =>
  (await db(q).selectFrom('appeals.appeal').select('text').where('id', '=', appealId).executeTakeFirst())?.text ?? null;

export const verdictsGiven = async (q: Read, appealId: number): Promise<readonly { round: number; verdict: Verdict; comment: string | null; at: Date }[]> =>
  db(q).selectFrom('appeals.verdict').select(['round', 'verdict', 'comment', 'at']).where('appeal_id', '=', appealId).orderBy('id').limit(100).execute();

/** Answered and silent since before `before`: for the clock. */
export const silentOnes = async (q: Read, before: Date, most: number): Promise<readonly { id: number; answeredAt: Date }[]> => {
  const rows = await db(q).selectFrom('appeals.appeal').select(['id', 'answered_at']).where('stage', '=', 'answered').where('answered_at', '<', before).orderBy('answered_at').orderBy('id').limit(most).execute();
  return rows.flatMap((r) => (r.answered_at === null ? [] : [{ id: r.id, answeredAt: r.answered_at }]));
};
