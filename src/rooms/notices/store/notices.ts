import type { Permit } from '../../../kernel/permit.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import type { Lang, Sentence } from '../../../kernel/words.ts';
import type { Channel, Slots, State, WayChannel } from '../law.ts';
import { db } from './tables.ts';

/** How one person hears of one matter. `address` is for sending only: screens show `masked`. */
export type Way = { readonly id: number; readonly owner: string; readonly channel: WayChannel; readonly address: string; readonly lang: Lang; readonly stopped: boolean; readonly bounceCode: string | null };
type WayRow = { id: number; owner: string; channel: WayChannel; address: string; lang: Lang; stopped_at: Date | null; bounced_at: Date | null; bounce_code: string | null };
const wayOf = (r: WayRow): Way => ({ id: r.id, owner: r.owner, channel: r.channel, address: r.address, lang: r.lang, stopped: r.stopped_at !== null, bounceCode: r.bounced_at === null ? null : (r.bounce_code ?? 'unknown') });

export const waysOf = async (q: Read, owner: string): Promise<readonly Way[]> =>
  (await db(q).selectFrom('notices.way').selectAll().where('owner', '=', owner).orderBy('id').limit(20).execute()).map(wayOf);
export const wayById = async (q: Read, id: number): Promise<Way | undefined> => {
  const row = await db(q).selectFrom('notices.way').selectAll().where('id', '=', id).executeTakeFirst();
  return row && wayOf(row);
};
export const insertWay = async (tx: Tx, _permit: Permit<'notice.set_way'>, w: { owner: string; channel: WayChannel; address: string; lang: Lang; at: Date }): Promise<void> => {
  await sql`INSERT INTO notices.way (owner, channel, address, lang, made_at) VALUES (${w.owner}, ${w.channel}, ${w.address}, ${w.lang}, ${w.at}) ON CONFLICT DO NOTHING`.execute(db(tx));
};
/** The person has another address now: what went to the old one goes there no more. An address that comes back is good again. */
export const replaceWays = async (tx: Tx, _permit: Permit<'notice.set_way'>, w: { owner: string; channel: WayChannel; address: string; at: Date }): Promise<void> => {
  await sql`UPDATE notices.way SET bounced_at = CASE WHEN address = ${w.address} THEN NULL ELSE ${w.at}::timestamptz END, bounce_code = CASE WHEN address = ${w.address} THEN NULL ELSE 'replaced' END,
    stopped_at = CASE WHEN address = ${w.address} THEN NULL ELSE stopped_at END WHERE owner = ${w.owner} AND channel = ${w.channel}`.execute(db(tx));
};
/** What was told last to the person behind a record. */
export const lastToHolder = async (q: Read, owner: string): Promise<{ readonly key: string; readonly code: string; readonly slots: Slots; readonly path: string } | undefined> =>
  db(q).selectFrom('notices.notice').select(['key', 'code', 'slots', 'path']).where('owner', '=', owner).where('way_id', 'is not', null).orderBy('id', 'desc').limit(1).executeTakeFirst();
export const writeStopped = async (tx: Tx, _permit: Permit<'notice.stop'>, wayId: number, at: Date | null): Promise<boolean> =>
  Number((await db(tx).updateTable('notices.way').set({ stopped_at: at }).where('id', '=', wayId).executeTakeFirst()).numUpdatedRows) > 0;
/** Every way to an address that is gone; the matters that wait for it show it. */
export const writeBounced = async (tx: Tx, _permit: Permit<'notice.arrive'> | Permit<'notice.tell'>, w: { channel: WayChannel; address: string; code: string; at: Date }): Promise<number> =>
  Number((await db(tx).updateTable('notices.way').set({ bounced_at: w.at, bounce_code: w.code }).where('channel', '=', w.channel).where('address', '=', w.address).where('bounced_at', 'is', null).executeTakeFirst()).numUpdatedRows);

export type NewNotice = { key: string; owner: string; code: string; wayId: number | null; accountId: number | null; channel: Channel; slots: Slots; path: string; state: 'waiting' | 'held'; at: Date; sendAt: Date };
/** The new notice's id, or null when this was told already. */
export const insertNotice = async (tx: Tx, _permit: Permit<'notice.tell'>, n: NewNotice): Promise<number | null> => {
  const { rows } = await sql<{ id: number }>`INSERT INTO notices.notice (key, owner, code, way_id, account_id, channel, slots, path, state, made_at, send_at)
    VALUES (${n.key}, ${n.owner}, ${n.code}, ${n.wayId}, ${n.accountId}, ${n.channel}, ${JSON.stringify(n.slots)}::jsonb, ${n.path}, ${n.state}, ${n.at}, ${n.sendAt})
    ON CONFLICT DO NOTHING RETURNING id`.execute(db(tx));
  return rows[0]?.id ?? null;
};

export type Notice = { readonly id: number; readonly owner: string; readonly code: string; readonly wayId: number | null; readonly accountId: number | null; readonly channel: Channel; readonly slots: Slots; readonly path: string; readonly state: State; readonly tries: number; readonly sendAt: Date };
const noticeColumns = ['id', 'owner', 'code', 'way_id', 'account_id', 'channel', 'slots', 'path', 'state', 'tries', 'send_at'] as const;
type NoticeRow = { id: number; owner: string; code: string; way_id: number | null; account_id: number | null; channel: Channel; slots: Slots; path: string; state: State; tries: number; send_at: Date };
const noticeOf = (r: NoticeRow): Notice => ({ id: r.id, owner: r.owner, code: r.code, wayId: r.way_id, accountId: r.account_id, channel: r.channel, slots: r.slots, path: r.path, state: r.state, tries: r.tries, sendAt: r.send_at });

export const lockNotice = async (tx: Tx, id: number): Promise<Notice | undefined> => {
  const row = await db(tx).selectFrom('notices.notice').select(noticeColumns).where('id', '=', id).forUpdate().executeTakeFirst();
  return row && noticeOf(row);
};
export const writeState = async (tx: Tx, _permit: Permit<'notice.tell'> | Permit<'notice.arrive'>, id: number, w: { state: State; errorCode?: string | null; sentAt?: Date; sentAs?: string | null; tried?: boolean }): Promise<void> => {
  await db(tx).updateTable('notices.notice').set((eb) => ({
    state: w.state, ...(w.errorCode === undefined ? {} : { error_code: w.errorCode }), ...(w.sentAt ? { sent_at: w.sentAt, sent_as: w.sentAs ?? null } : {}),
    ...(w.tried ? { tries: eb('tries', '+', 1) } : {}),
  })).where('id', '=', id).execute();
};

/** Given up before, and begun anew: with as many tries as the first time. */
export const writeAgainWaiting = async (tx: Tx, _permit: Permit<'notice.send_again'>, id: number, sendAt: Date): Promise<void> => {
  await db(tx).updateTable('notices.notice').set({ state: 'waiting', tries: 0, error_code: null, send_at: sendAt }).where('id', '=', id).execute();
};

/** Everybody whose morning has come. */
export const accountsHeldUntil = async (q: Read, at: Date): Promise<readonly number[]> =>
  (await db(q).selectFrom('notices.notice').select('account_id').distinct().where('state', '=', 'held').where('send_at', '<=', at).orderBy('account_id').limit(500).execute()).map((row) => Number(row.account_id ?? 0));

/**
 * What is held for one of them, a few hundred notices at a time. Whoever gathers the same at the same moment waits here and then finds nothing:
 * to pass over what another has locked would make two letters of one morning.
 */
export const heldUntil = async (tx: Tx, at: Date, accountId: number): Promise<readonly Notice[]> =>
  (await db(tx).selectFrom('notices.notice').select(noticeColumns).where('state', '=', 'held').where('send_at', '<=', at)
    .where('account_id', '=', accountId).orderBy('id').limit(500).forUpdate().execute()).map(noticeOf);

export type StaffWay = { readonly email: boolean; readonly push: boolean; readonly digest: boolean; readonly quietFrom: number; readonly quietTo: number };
export const staffWayOf = async (q: Read, accountId: number): Promise<StaffWay | null> => {
  const r = await db(q).selectFrom('notices.staff_way').selectAll().where('account_id', '=', accountId).executeTakeFirst();
  return r ? { email: r.email, push: r.push, digest: r.digest, quietFrom: r.quiet_from, quietTo: r.quiet_to } : null;
};
export const putStaffWay = async (tx: Tx, _permit: Permit<'notice.own'>, accountId: number, w: StaffWay, at: Date): Promise<void> => {
  const row = { email: w.email, push: w.push, digest: w.digest, quiet_from: w.quietFrom, quiet_to: w.quietTo, changed_at: at };
  await db(tx).insertInto('notices.staff_way').values({ account_id: accountId, ...row }).onConflict((oc) => oc.column('account_id').doUpdateSet(row)).execute();
};

export type Subscription = { readonly id: number; readonly endpoint: string; readonly p256dh: string; readonly auth: string };
export const subscriptionsOf = (q: Read, accountId: number): Promise<readonly Subscription[]> =>
  db(q).selectFrom('notices.push_subscription').select(['id', 'endpoint', 'p256dh', 'auth']).where('account_id', '=', accountId).orderBy('id').limit(20).execute();

/** What became of each notice of one record, for the clerk: where it went, masked by the page. */
export type Fate = {
  readonly id: number; readonly code: string; readonly channel: Channel; readonly address: string | null; readonly accountId: number | null; readonly state: State;
  readonly tries: number; readonly errorCode: string | null; readonly madeAt: Date; readonly sendAt: Date; readonly sentAt: Date | null; readonly gone: boolean; readonly stopped: boolean;
};
export const fatesOf = async (q: Read, owner: string): Promise<readonly Fate[]> =>
  (await db(q).selectFrom('notices.notice as n').leftJoin('notices.way as w', 'w.id', 'n.way_id')
    .select(['n.id', 'n.code', 'n.channel', 'w.address', 'n.account_id', 'n.state', 'n.tries', 'n.error_code', 'n.made_at', 'n.send_at', 'n.sent_at', 'w.bounced_at', 'w.stopped_at'])
    .where('n.owner', '=', owner).orderBy('n.id').limit(300).execute())
    .map((r) => ({ id: r.id, code: r.code, channel: r.channel, address: r.address, accountId: r.account_id, state: r.state, tries: r.tries, errorCode: r.error_code, madeAt: r.made_at, sendAt: r.send_at, sentAt: r.sent_at, gone: r.bounced_at !== null, stopped: r.stopped_at !== null }));

/** A browser is one person's: whoever turns the notices on in it takes it over. */
export const putSubscription = async (tx: Tx, _permit: Permit<'notice.own'>, accountId: number, s: Omit<Subscription, 'id'>, at: Date): Promise<void> => {
  const row = { account_id: accountId, p256dh: s.p256dh, auth: s.auth, made_at: at };
  await db(tx).insertInto('notices.push_subscription').values({ endpoint: s.endpoint, ...row }).onConflict((oc) => oc.column('endpoint').doUpdateSet(row)).execute();
};
export const deleteSubscription = async (tx: Tx, _permit: Permit<'notice.own'> | Permit<'notice.tell'>, endpoint: string): Promise<boolean> =>
  Number((await db(tx).deleteFrom('notices.push_subscription').where('endpoint', '=', endpoint).executeTakeFirst()).numDeletedRows) > 0;
/** Browsers of one person beyond the newest `most`. */
export const deleteOldest = async (tx: Tx, _permit: Permit<'notice.own'>, accountId: number, most: number): Promise<void> => {
  await sql`DELETE FROM notices.push_subscription WHERE account_id = ${accountId} AND id NOT IN
    (SELECT id FROM notices.push_subscription WHERE account_id = ${accountId} ORDER BY made_at DESC, id DESC LIMIT ${most})`.execute(db(tx));
};

export type Wording = { readonly subject: Sentence; readonly text: Sentence; readonly madeAt: Date; readonly madeBy: number | null };
/** An administrator's wording, newest first; none: the program's own. */
export const wordingsOf = async (q: Read, code: string, most = 20): Promise<readonly Wording[]> =>
  (await db(q).selectFrom('notices.wording').selectAll().where('code', '=', code).orderBy('id', 'desc').limit(most).execute()).map((r) => ({
    subject: { kk: r.subject_kk, ru: r.subject_ru, en: r.subject_en }, text: { kk: r.text_kk, ru: r.text_ru, en: r.text_en }, madeAt: r.made_at, madeBy: r.made_by,
  }));
/** What is in force; null: the program's own, because nobody worded it anew or somebody went back to it. */
export const wordingNow = async (q: Read, code: string): Promise<{ readonly subject: Sentence; readonly text: Sentence } | null> => {
  const newest = (await wordingsOf(q, code, 1))[0];
  return newest && !isOwnAgain(newest) ? newest : null;
};
/** Going back is a wording without words: what the program says may get better with its next version. */
export const isOwnAgain = (w: { readonly subject: Sentence }): boolean => w.subject.kk === '';
/** Codes with a wording of an administrator in force. */
export const wordedCodes = async (q: Read): Promise<ReadonlySet<string>> =>
  new Set((await db(q).selectFrom('notices.wording').distinctOn('code').select(['code', 'subject_kk']).orderBy('code').orderBy('id', 'desc').execute()).filter((r) => r.subject_kk !== '').map((r) => r.code));
/** Editors of one notice come one after another: without it two who saw the same would both find it newest. */
export const lockWording = async (tx: Tx, _permit: Permit<'notice.word'>, code: string): Promise<void> => {
  await sql`SELECT pg_advisory_xact_lock(7215061, hashtext(${code}))`.execute(db(tx));
};

export const insertWording = async (tx: Tx, permit: Permit<'notice.word'>, w: { code: string; subject: Sentence; text: Sentence; at: Date }): Promise<void> => {
  await db(tx).insertInto('notices.wording').values({
    code: w.code, subject_kk: w.subject.kk, subject_ru: w.subject.ru, subject_en: w.subject.en, text_kk: w.text.kk, text_ru: w.text.ru, text_en: w.text.en,
    made_at: w.at, made_by: permit.actor.kind === 'staff' ? permit.actor.accountId : null,
  }).execute();
};

/** How people name the matter of a way: as its last notice did. */
export const lastNumber = async (q: Read, wayId: number): Promise<string | null> => {
  const row = await db(q).selectFrom('notices.notice').select('slots').where('way_id', '=', wayId).orderBy('id', 'desc').limit(1).executeTakeFirst();
  const number = row?.slots['number'];
  return typeof number === 'string' ? number : null;
};
