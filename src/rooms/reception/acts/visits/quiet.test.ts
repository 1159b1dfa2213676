import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system, visitor, type Actor } from '../../../../kernel/actor.ts';
import { day } from '../../../../kernel/day.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { read, sql, view, write, type Read } from '../../../../platform/db.ts';
import { testNow } from '../../../../../test/support/database.ts';
import { ok, openHouse, type TestHouse } from '../../../../../test/support/house.ts';
import { reportTask } from '../../../assignments/contract.ts';
import { createAccount, givePost, sessionActor } from '../../../people/contract.ts';
import { seeQuiet, visitsLike, visitsOn } from '../../store/visits.ts';
import { readers } from '../../reacts/visits.ts';
import { addMatter, beginVisit, finishVisit, markQuiet, settleMatter } from '../visits.ts';
import { visitSeen } from './around.ts';
import { keepInStep } from './keep.ts';

/** Words that must be found nowhere but in the room. */
const secret = 'Күйеуім ұрады, баламды алып кеткім келеді';
const promise = 'Баланы бүгін дағдарыс орталығына орналастырамыз';
let h: TestHouse;
const staff = new Map<string, Actor>();
const actorOf = async (accountId: number): Promise<Actor> => {
  const token = randomBytes(32).toString('base64url');
  await h.t.raw(`INSERT INTO people.session (account_id, token_hash, by_way, user_agent, remote, started_at, seen_at) VALUES ($1, $2, 'password', '', '', $3, $3)`, [accountId, createHash('sha256').update(token).digest(), new Date(testNow)]);
  const actor = await sessionActor(h.t.ctx(visitor), token);
  if (!actor) throw new Error('the session is not good');
  return actor;
};
const as = (who: string) => { const actor = staff.get(who); if (!actor) throw new Error(`nobody is ${who}`); return h.ctx(actor); };
const code = (value: unknown): string => (isRefusal(value) ? value.code : 'done');
let number = '';
let visitId = 0;
let assignmentId = 0;

beforeAll(async () => {
  h = await openHouse();
  for (const [who, accountId] of Object.entries(h.people)) staff.set(who, await actorOf(accountId));
  // a second clerk of the same desk, and a head of the whole country, who see everything that is not quiet
  for (const [who, unitId, role] of [['neighbour desk', h.units.tasqala, 'reception_clerk'], ['far official', h.units.tasqala, 'controller']] as const) {
    const { accountId } = ok(await createAccount(h.ctx(), { login: `${who.replace(' ', '')}@ashyq.example`, name: who, lang: 'kk' }));
    ok(await givePost(h.ctx(), { accountId, unitId, role, fromOn: day('2026-01-01') }));
    staff.set(who, await actorOf(accountId));
  }
  const begun = ok(await write(as('reception'), (tx) => beginVisit(as('reception'), tx, { branchId: h.units.tasqala, unitId: h.units.tasqala, surname: 'Жасырынова', given: 'Айша', phone: '+77015550999' })));
  ({ number, visitId } = begun);
  ok(await addMatter(as('reception'), { number, text: secret }));
  ok(await markQuiet(as('reception'), { number, quiet: true }));
  const given = { number, nth: 1, how: 'promised', text: promise, executorUnit: h.units.lighting, dueOn: day('2026-11-23') } as const;
  expect(code(await settleMatter(as('reception'), given))).toBe('quiet_needs_person');
  ok(await settleMatter(as('reception'), { ...given, executorAccount: h.people.executor }));
  [{ assignment_id: assignmentId }] = (await h.t.raw('SELECT assignment_id::float8 FROM reception.promise')) as [{ assignment_id: number }];
  ok(await reportTask(as('executor'), { assignmentId, text: 'Ана мен бала орталықта', papers: [] }));
});
afterAll(() => h.end());

test('those in the room, whoever they entrusted, and whoever is named for it read it; nobody else finds it', async () => {
  const sees = async (who: string) => (await read(as(who), (q) => visitSeen(q, as(who).actor, number))) !== undefined;
  const found: Record<string, boolean> = {};
  for (const who of staff.keys()) found[who] = await sees(who);
  expect(found).toEqual({
    reception: true, executor: true, head: true,
    clerk: false, controller: false, administrator: false, colleague: false, bodyHead: false, sibling: false, 'neighbour desk': false, 'far official': false,
  });
});

/** Every row of this room and of the board that the reader's own rights give, as one text. */
const everythingOf = (who: string) => read(as(who), async (q: Read) => {
  const tables = ['reception.visit', 'reception.matter', 'reception.promise', 'reception.promise_put', 'reception.visit_act', 'assignments.assignment', 'assignments.act', 'assignments.report', 'notices.notice', 'notices.way'];
  let all = '';
  for (const table of tables) all += JSON.stringify((await sql`SELECT * FROM ${sql.table(table)}`.execute(view(q))).rows);
  return all;
});

test('row-level security alone keeps its words from everybody else, the board shows a promise without words', async () => {
  for (const who of ['clerk', 'controller', 'neighbour desk', 'far official', 'sibling', 'colleague', 'bodyHead', 'administrator']) {
    const all = await everythingOf(who);
    for (const words of [secret, promise, 'Жасырынова', '77015550999', 'орталықта']) expect(all.includes(words), `${who} reads «${words}»`).toBe(false);
  }
  // the test can fail: with the mark off they would
  await h.t.raw(`UPDATE reception.visit SET quiet = false WHERE id = ${visitId}`);
  expect((await everythingOf('clerk')).includes(secret)).toBe(true);
  await h.t.raw(`UPDATE reception.visit SET quiet = true WHERE id = ${visitId}`);
  expect(await h.t.raw(`SELECT task FROM assignments.assignment WHERE id = ${assignmentId}`)).toEqual([{ task: null }]);
});

test('not even whoever sees the whole country reads it without the named right, and with it only in their branches', async () => {
  const ctx = { ...as('far official'), actor: { ...as('far official').actor, sight: 'all' } as Actor };
  const rows = async (branches: 'all' | readonly number[]) => read(ctx, async (q) => { await seeQuiet(q, branches); return (await sql`SELECT id FROM reception.visit`.execute(view(q))).rows.length; });
  expect([await rows([]), await rows([h.units.aqzhaiyq]), await rows([h.units.tasqala])]).toEqual([0, 0, 1]);
});

test('no list, no search by name or telephone and no other clerk’s day has it', async () => {
  for (const who of ['clerk', 'neighbour desk', 'reception', 'head']) {
    expect(await read(as(who), (q) => visitsLike(q, { text: 'Жасырынова Айша' }))).toEqual([]);
    expect(await read(as(who), (q) => visitsLike(q, { phone: '+77015550999' }))).toEqual([]);
  }
  const days = async (who: string) => (await read(as(who), (q) => visitsOn(q, { branchIds: [h.units.tasqala], on: day('2026-11-20') }))).map((one) => one.number);
  expect([await days('clerk'), await days('neighbour desk')]).toEqual([[], []]);
  expect(await days('reception')).toEqual([number]);
});

test('pages of the board, of the morning and of its sheet have no word of it', async () => {
  const page = await h.signedIn('controller');
  for (const address of ['/kk/desk/control', '/kk/desk/control?source=visit', '/kk/desk/control/morning', '/kk/desk/control/agenda', `/kk/desk/control/assignments/${assignmentId}`]) {
    await page.open(address);
    expect([page.status, address]).toEqual([200, address]);
    for (const words of [secret, promise, 'Жасырынова', 'орталықта']) expect(page.text.includes(words), `${address}: ${words}`).toBe(false);
  }
  expect((await page.open(`/kk/desk/visits/${number}`)).status).toBe(404);
  expect((await page.open(`/kk/desk/visits/${number}/paper`)).status).toBe(404);
});

test('the journal says no more of it than of any other, and no event carries a word', async () => {
  const ordinary = ok(await write(as('reception'), (tx) => beginVisit(as('reception'), tx, { branchId: h.units.tasqala, unitId: h.units.tasqala, surname: 'Кәдімгі', given: 'Адам' })));
  ok(await addMatter(as('reception'), { number: ordinary.number, text: 'Көшеде жарық жоқ' }));
  const leaves = JSON.stringify(await h.t.raw('SELECT act, subject, facts FROM journal.leaf'));
  expect(leaves).toContain(`visit:${visitId}`);
  for (const words of [secret, promise, 'Жасырынова', 'quiet', 'violence', 'child']) expect(leaves.includes(words), words).toBe(false);
  const jobs = JSON.stringify(await h.t.raw(`SELECT payload FROM graphile_worker._private_jobs`));
  for (const words of [secret, promise, 'Жасырынова', 'quiet']) expect(jobs.includes(words), words).toBe(false);
});

test('a promise that ends tells the person that there is an answer, and nothing more', async () => {
  const ctx = h.ctx(system('test'));
  await h.t.raw(`INSERT INTO notices.way (owner, channel, address, lang, made_at) VALUES ('visit:${visitId}', 'email', 'aisha@ashyq.example', 'kk', now())`);
  await h.t.raw(`UPDATE assignments.assignment SET stage = 'settled', ended_at = now() WHERE id = ${assignmentId}`);
  const [matter] = await h.t.raw(`SELECT id::int FROM reception.matter WHERE visit_id = ${visitId}`);
  const [reader] = readers['assignment.settled'] ?? [];
  if (!reader) throw new Error('nobody hears of it');
  await (reader.react as (c: typeof ctx, e: object) => Promise<void>)(ctx, { sourceKind: 'visit', sourceId: matter?.['id'], eventId: 'e1' });
  const notices = await h.t.raw('SELECT code, slots FROM notices.notice');
  for (const one of notices) expect(one).toEqual({ code: 'reception.visit_answer', slots: { number } });
  expect(await write(ctx, (tx) => keepInStep(ctx, tx, Number(matter?.['id'])))).toEqual([]);
});

test('an appeal made of it is marked as urgent and is not for publication', async () => {
  ok(await addMatter(as('reception'), { number, text: 'Полиция арызымды алмады' }));
  const done = ok(await settleMatter(as('reception'), { number, nth: 2, how: 'registered', kind: 'complaint', publishConsent: true, papers: [] }));
  expect(await h.t.raw(`SELECT urgency IS NOT NULL AS urgent, publish_consent FROM appeals.appeal WHERE number = '${done.appealNumber}'`)).toEqual([{ urgent: true, publish_consent: false }]);
  ok(await finishVisit(as('reception'), { number }));
});
