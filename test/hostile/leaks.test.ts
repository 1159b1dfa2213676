import { afterAll, beforeAll, expect, test } from 'vitest';
import { read, sql, view, write } from '../../src/platform/db.ts';
import { draftAnswer, approveAndSend, returnDraft } from '../../src/rooms/appeals/acts/answer.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { giveVerdict } from '../../src/rooms/appeals/acts/holder.ts';
import { publish, redact, unpublish } from '../../src/rooms/appeals/acts/publish.ts';
import { draftOf, keepDraft } from '../../src/rooms/appeals/store/draft.ts';
import { findPeople } from '../../src/rooms/appeals/store/person.ts';
import { filesOf, takeUpload } from '../../src/rooms/files/contract.ts';
import { madeUpIin } from '../../src/rooms/appeals/make.ts';
import { ok } from '../support/house.ts';
import { Caller } from './caller.ts';
import { openWorld, type World } from './world.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
});
afterAll(() => w.end());

const letter = { lang: 'kk', applicant: { kind: 'person', surname: 'Құпияева', given: 'Сыр', phone: '8 701 000 00 77' }, matter: { kind: 'application', text: 'Аулада жарық жанбайды.' } };
const sendLetter = (caller: Caller, key: string, body: unknown = letter, headers: Record<string, string> = {}) =>
  caller.send('/api/v1/appeals', { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'idempotency-key': key, ...headers } });

test('a copy of the database opens no matter: the answers kept for a second try are sealed', async () => {
  const given = (await (await sendLetter(new Caller(w.app), 'a-key-of-mine-1')).json()) as { followCode: string; followUrl: string; number: string };
  const token = given.followUrl.split('/').at(-1) ?? '';
  const rows = JSON.stringify(await w.t.raw('SELECT * FROM platform.idempotency'));
  expect(rows).not.toContain(given.followCode);
  expect(rows).not.toContain(token);
  const again = (await (await sendLetter(new Caller(w.app), 'a-key-of-mine-1')).json()) as typeof given;
  expect(again).toEqual(given);
});

test('the key of a clerk opens nothing to a visitor, and the other way round', async () => {
  const clerk = new Caller(w.app, await w.token('head'));
  const byClerk = (await (await sendLetter(clerk, 'the-same-key-2')).json()) as { number: string };
  const byVisitor = (await (await sendLetter(new Caller(w.app), 'the-same-key-2')).json()) as { number: string };
  expect(byVisitor.number).toMatch(/^[A-Z0-9]+-2026-\d{6}$/);
  expect(byVisitor.number).not.toBe(byClerk.number);
});

test('answers kept for a second try are forgotten after thirty days', async () => {
  const { forgetAnswers } = await import('../../src/app/api/once.ts');
  await sendLetter(new Caller(w.app), 'forget-me-not-3');
  await w.t.raw(`UPDATE platform.idempotency SET made_at = $1 WHERE key = 'forget-me-not-3'`, [new Date(w.clock.now - 31 * 86_400_000)]);
  await forgetAnswers(w.ctx());
  expect(await w.t.raw(`SELECT 1 FROM platform.idempotency WHERE key = 'forget-me-not-3'`)).toEqual([]);
});

test('papers of a draft are nobody’s to read until the answer is sent', async () => {
  const m = await w.given();
  const executor = await w.by('executor');
  const paper = async (name: string) => ok(await takeUpload(executor, new File([`${name}: қолмен жазылған`], `${name}.txt`), { by: `account:${w.people.executor}` })).fileId;
  const first = await paper('үшінші тұлға туралы');
  const draft = ok(await draftAnswer(executor, { number: m.number, outcome: 'done', text: 'Шам ауыстырылды.', papers: [first] }));
  const person = new Caller(w.app);
  const seen = async () => (await (await person.get(`/kk/follow/${m.link}`)).text()).match(/papers\/\d+/g) ?? [];
  expect(await seen()).toEqual([]);
  expect((await person.get(`/kk/follow/${m.link}/papers/${first}`)).status).toBe(404);
  // the controller reads it, and sends it back
  const controller = new Caller(w.app, await w.token('controller'));
  expect((await controller.get(`/kk/desk/appeals/${m.number}/papers/${first}`)).status).toBe(200);
  expect(await (await controller.get(`/kk/desk/appeals/${m.number}`)).text()).toContain(`papers/${first}`);
  ok(await returnDraft(await w.by('controller'), { number: m.number, answerId: draft.answerId, reason: 'Басқа адамның деректері бар' }));
  const second = await paper('акт');
  const better = ok(await draftAnswer(executor, { number: m.number, outcome: 'done', text: 'Шам ауыстырылды.', papers: [second] }));
  ok(await approveAndSend(await w.by('controller'), { number: m.number, answerId: better.answerId }));
  expect(await seen()).toEqual([`papers/${second}`]);
  expect((await person.get(`/kk/follow/${m.link}/papers/${second}`)).status).toBe(200);
  expect((await person.get(`/kk/follow/${m.link}/papers/${first}`)).status).toBe(404);
});

test('a paper is opened by its own matter only', async () => {
  const [mine, other] = [await w.given(), await w.given()];
  const executor = await w.by('executor');
  const { fileId } = ok(await takeUpload(executor, new File(['хат'], 'хат.txt'), { by: 'visit:x' }));
  await write(w.ctx(), async (tx) => (await import('../../src/rooms/files/contract.ts')).attach(tx, [fileId], `appeal:${mine.id}`));
  expect(await read(w.ctx(), (q) => filesOf(q, `appeal:${mine.id}`))).toHaveLength(1);
  const person = new Caller(w.app);
  expect((await person.get(`/kk/follow/${mine.link}/papers/${fileId}`)).status).toBe(200);
  expect((await person.get(`/kk/follow/${other.link}/papers/${fileId}`)).status).toBe(404);
  const clerk = new Caller(w.app, await w.token('clerk'));
  expect((await clerk.get(`/kk/desk/appeals/${other.number}/papers/${fileId}`)).status).toBe(404);
});

test('what somebody typed and did not send is shown to no other browser, by the database itself', async () => {
  const visitor = w.ctx({ kind: 'visitor' });
  await write(visitor, (tx) => keepDraft(tx, 'mine-mine-mine-mine-mine', { surname: 'Құпияева' }, [], new Date(w.clock.now)));
  await write(visitor, (tx) => keepDraft(tx, 'other-other-other-other', { surname: 'Басқаева' }, [], new Date(w.clock.now)));
  const all = await read(visitor, async (q) => {
    await draftOf(q, 'mine-mine-mine-mine-mine');
    return (await sql<{ fields: Record<string, string> }>`SELECT fields FROM appeals.draft`.execute(view(q))).rows.map((row) => row.fields);
  });
  expect(all.map((fields) => Object.keys(fields))).toEqual([['surname']]);
  expect(JSON.stringify(all), 'nor in a copy of the table').not.toContain('Құпияева');
  expect((await read(visitor, (q) => draftOf(q, 'mine-mine-mine-mine-mine')))?.fields).toEqual({ surname: 'Құпияева' });
  expect(await read(visitor, async (q) => (await sql`SELECT 1 FROM appeals.draft`.execute(view(q))).rows.length)).toBe(0);
});

test('every table with a resident’s own words is behind the second lock', async () => {
  const open = await w.t.raw(`SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname IN ('appeals', 'assignments') AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1`);
  // ids, hashes and numbers; what was agreed to and redacted; rules of the house
  expect(open.map((row) => row['name'])).toEqual(['appeals.counter', 'appeals.follow_try', 'appeals.intake', 'appeals.publication', 'appeals.search_due', 'appeals.search_progress', 'assignments.ladder', 'assignments.rung']);
  expect(await w.t.raw(`SELECT rolsuper OR rolbypassrls AS free FROM pg_roles WHERE rolname = 'jauap_app'`)).toEqual([{ free: false }]);
});

test('a name in an answer nobody has looked through is on no public page, in no interface and in no search, whatever happens to the matter', async () => {
  const clerk = await w.by('clerk');
  const name = 'Құралайбек Жасырынов';
  const m = await w.given({ publishConsent: true });
  const answer = async (who: 'executor' | 'colleague') => {
    const { answerId } = ok(await draftAnswer(await w.by(who), { number: m.number, outcome: 'done', text: `Шамды ${name} ауыстырды.`, papers: [] }));
    await seen(`${who} drafted`);
    ok(await approveAndSend(await w.by('controller'), { number: m.number, answerId, anyway: 'Бәрі тексерілді' }));
    return answerId;
  };
  const seen = async (when: string): Promise<void> => {
    const anybody = new Caller(w.app);
    const q = encodeURIComponent('жасырынов');
    for (const path of ['/kk', '/kk/appeals', `/ru/appeals/${m.number}`, `/kk/appeals?q=${q}`, '/api/v1/appeals', `/api/v1/appeals/${m.number}`, '/kk/figures']) {
      const response = await anybody.get(path);
      const said = await response.text();
      expect(said.replaceAll(`?q=${q}`, '').toLowerCase().includes('құралайбек'), `${when}: ${path}`).toBe(false);
      if (path.includes('q=')) expect(said, when).not.toContain(`/appeals/${m.number}`);
    }
    expect(JSON.stringify(await w.t.raw('SELECT p::text FROM appeals.publication p')), when).not.toMatch(/Құралайбек|жасырын/i);
  };
  ok(await redact(clerk, { number: m.number, publicText: 'Шам жанбайды.' }));
  ok(await publish(clerk, { number: m.number }));
  const answerId = await answer('executor');
  await seen('sent');
  ok(await publish(clerk, { number: m.number }));
  await seen('published again without a look');
  ok(await redact(clerk, { number: m.number, publicText: 'Шам жанбайды.', answerId, publicAnswer: 'Шамды █████ ауыстырды.' }));
  await seen('looked through');
  ok(await publish(clerk, { number: m.number }));
  await seen('published');
  expect(await (await new Caller(w.app).get(`/kk/appeals/${m.number}`)).text()).toContain('Шамды █████ ауыстырды.');
  ok(await giveVerdict(w.holder(m), { verdict: 'not_solved', comment: 'Жанбайды' }));
  ok(await assign(clerk, { number: m.number, unitId: w.units.lighting, accountId: w.people.colleague, suggested: false }));
  await answer('colleague');
  await seen('answered anew');
  ok(await unpublish(clerk, { number: m.number }));
  ok(await publish(clerk, { number: m.number }));
  await seen('taken off and published anew');
});

test('a clerk finds nobody who wrote to the branch beside, whatever is typed', async () => {
  await w.received({ applicant: { kind: 'person', surname: 'Көршіева', given: 'Ақжайық', phone: '8 701 555 44 33', iin: '' } });
  const sibling = await w.by('sibling');
  for (const typed of [{ text: 'көршіева' }, { text: 'Коршиева' }, { phone: '+77015554433' }, { text: '%' }, { text: '___' }, { text: '\\%%%' }, { text: '77015554433' }])
    expect(await read(sibling, (q) => findPeople(q, typed)), JSON.stringify(typed)).toEqual([]);
  expect(await read(await w.by('clerk'), (q) => findPeople(q, { text: 'көршіева' }))).toHaveLength(1);
});

test('?from= of a matter of another branch fills nothing in', async () => {
  const m = await w.received({ applicant: { kind: 'person', surname: 'Көршіева', given: 'Ақжайық', phone: '8 701 555 44 33', iin: '' } });
  const sibling = new Caller(w.app, await w.token('sibling'));
  const page = await (await sibling.get(`/kk/desk/register?from=${m.number}&find=${encodeURIComponent('Көршіева')}`)).text();
  expect(page).not.toMatch(/value="Көршіева"[^>]*name="surname"|name="surname"[^>]*value="Көршіева"|5554433|555 44 33/);
  const own = await (await new Caller(w.app, await w.token('clerk')).get(`/kk/desk/register?from=${m.number}`)).text();
  expect(own).toMatch(/name="surname"[^>]*value="Көршіева"/);
});

test('the personal number of somebody of another branch is not carried over by naming their matter in the form', async () => {
  const iin = madeUpIin(55);
  const m = await w.received({ applicant: { kind: 'person', surname: 'Көршіева', given: 'Ақжайық', phone: '8 701 555 44 33', iin } });
  const carried = async (who: 'sibling' | 'clerk', branchId: number) => {
    const clerk = await new Caller(w.app, await w.token(who)).arrive('/kk/desk/register');
    const done = await clerk.post('/kk/desk/registrations', { key: `carried-over-${who}-key`, channel: 'desk', lang: 'kk', branchId: String(branchId), from: m.number, iinKnown: 'yes', surname: 'Көршіева', given: 'Ақжайық', 'm1.kind': 'application', 'm1.text': 'Аулада жарық жанбайды.' });
    expect(done.status).toBe(201);
    return (await w.t.raw('SELECT iin_hash IS NOT NULL AS carried FROM appeals.applicant WHERE branch_id = $1 ORDER BY appeal_id DESC LIMIT 1', [branchId]))[0]?.['carried'];
  };
  expect(await carried('sibling', w.units.aqzhaiyq)).toBe(false);
  expect(await carried('clerk', w.units.tasqala)).toBe(true);
});

test('a topic that is not in the list would be somebody’s words in a public file: it is refused in the asked language', async () => {
  const named = { ...letter, matter: { ...letter.matter, topicCode: '=Құпияева 8 701 000 00 77' } };
  for (const [lang, word] of [['kk', 'тақырып'], ['ru', 'темы'], ['en', 'topic']] as const) {
    const response = await sendLetter(new Caller(w.app), `topic-key-${lang}`, named, { 'accept-language': lang });
    expect(response.status).toBe(422);
    expect(((await response.json()) as { detail: string }).detail).toContain(word);
  }
});

test('the next person at a library’s computer is not shown the secret link of the one before', async () => {
  const person = await new Caller(w.app).arrive();
  await person.post('/kk/appeals/new', {});
  for (const [step, fields] of [
    ['what', { text: 'Аулада жарық жанбайды.' }], ['where', { place: 'Тасқала ауданы' }], ['kind', { kind: 'application' }], ['who', { who: 'person' }],
    ['contact', { surname: 'Құпияева', given: 'Сыр', phone: '8 701 000 00 77' }], ['publish', { publish: 'no' }], ['check', {}],
  ] as const) expect((await person.post(`/kk/appeals/new/${step}`, fields)).status).toBe(303);
  expect(await (await person.get('/kk/appeals/new/done')).text()).toMatch(/\/follow\/[\w-]{22}/);
  w.clock.now += 2 * 60 * 60_000 + 1;
  const later = await person.get('/kk/appeals/new/done');
  expect([later.status, later.headers.get('location')]).toEqual([303, '/kk/follow']);
  // and whoever wants to write may
  expect((await person.post('/kk/appeals/new', {})).headers.get('location')).toBe('/kk/appeals/new/what');
  expect((await person.get('/kk/appeals/new/what')).status).toBe(200);
});
