import { afterAll, beforeAll, expect, test } from 'vitest';
import { read, sql, view, write } from '../../src/platform/db.ts';
import { draftAnswer, approveAndSend, returnDraft } from '../../src/rooms/appeals/acts/answer.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { giveVerdict } from '../../src/rooms/appeals/acts/holder.ts';
import { filesOf, takeUpload } from '../../src/rooms/files/contract.ts';
import { madeUpIin } from '../../src/rooms/appeals/make.ts';
import { ok } from '../support/house.ts';
import * as acts from './acts.ts';
import { Caller } from './caller.ts';
import { notFoundInside, reach, secondLock, wanting, type Held, type Rooms } from './held.ts';
import { openWorld, type World } from './world.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
});
afterAll(() => w.end());

const letter = { lang: 'kk', applicant: { kind: 'person', surname: 'Құпияева', given: 'Сыр', phone: '8 701 000 00 77' }, matter: { kind: 'application', text: 'Аулада жарық жанбайды.' } };
const sendLetter = (caller: Caller, key: string, body: unknown = letter, headers: Record<string, string> = {}) =>
  caller.send('/api/v1/appeals', { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'idempotency-key': key, ...headers } });

/** What must not leak: asked of this house, and of one that lacks a line. */
const questionsOf = (h: Rooms) => {
  const { forgetAnswers } = h.acts;
  return {
    'a copy of the database opens no matter: the answers kept for a second try are sealed': async () => {
      const key = crypto.randomUUID();
      const given = (await (await sendLetter(new Caller(h.app), key)).json()) as { followCode: string; followUrl: string; number: string };
      const token = given.followUrl.split('/').at(-1) ?? '';
      const rows = JSON.stringify(await w.t.raw('SELECT * FROM platform.idempotency'));
      expect(rows).not.toContain(given.followCode);
      expect(rows).not.toContain(token);
      const again = (await (await sendLetter(new Caller(h.app), key)).json()) as typeof given;
      expect(again).toEqual(given);
    },
    'the key of a clerk opens nothing to a visitor, and the other way round': async () => {
      const key = crypto.randomUUID();
      const clerk = new Caller(h.app, await w.token('head'));
      const byClerk = (await (await sendLetter(clerk, key)).json()) as { number: string };
      const byVisitor = (await (await sendLetter(new Caller(h.app), key)).json()) as { number: string };
      expect(byVisitor.number).toMatch(/^[A-Z0-9]+-2026-\d{6}$/);
      expect(byVisitor.number).not.toBe(byClerk.number);
    },
    'answers kept for a second try are forgotten after thirty days': async () => {
      await sendLetter(new Caller(h.app), 'forget-me-not-3');
      await w.t.raw(`UPDATE platform.idempotency SET made_at = $1 WHERE key = 'forget-me-not-3'`, [new Date(w.clock.now - 31 * 86_400_000)]);
      await forgetAnswers(h.ctx());
      expect(await w.t.raw(`SELECT 1 FROM platform.idempotency WHERE key = 'forget-me-not-3'`)).toEqual([]);
    },
    'papers of a draft are nobody’s to read until the answer is sent': async () => {
      const m = await w.given();
      const executor = await w.by('executor');
      const paper = async (name: string) => ok(await takeUpload(executor, new File([`${name}: қолмен жазылған`], `${name}.txt`), { by: `account:${w.people.executor}` })).fileId;
      const first = await paper('үшінші тұлға туралы');
      const draft = ok(await draftAnswer(executor, { number: m.number, outcome: 'done', text: 'Шам ауыстырылды.', papers: [first] }));
      const person = new Caller(h.app);
      const seen = async () => (await (await person.get(`/kk/follow/${m.link}`)).text()).match(/papers\/\d+/g) ?? [];
      expect(await seen()).toEqual([]);
      expect((await person.get(`/kk/follow/${m.link}/papers/${first}`)).status).toBe(404);
      // the controller reads it, and sends it back
      const controller = new Caller(h.app, await w.token('controller'));
      expect((await controller.get(`/kk/desk/appeals/${m.number}/papers/${first}`)).status).toBe(200);
      expect(await (await controller.get(`/kk/desk/appeals/${m.number}`)).text()).toContain(`papers/${first}`);
      ok(await returnDraft(await w.by('controller'), { number: m.number, answerId: draft.answerId, reason: 'Басқа адамның деректері бар' }));
      const second = await paper('акт');
      const better = ok(await draftAnswer(executor, { number: m.number, outcome: 'done', text: 'Шам ауыстырылды.', papers: [second] }));
      ok(await approveAndSend(await w.by('controller'), { number: m.number, answerId: better.answerId }));
      expect(await seen()).toEqual([`papers/${second}`]);
      expect((await person.get(`/kk/follow/${m.link}/papers/${second}`)).status).toBe(200);
      expect((await person.get(`/kk/follow/${m.link}/papers/${first}`)).status).toBe(404);
    },
    'a paper is opened by its own matter only': async () => {
      const [mine, other] = [await w.given(), await w.given()];
      const executor = await w.by('executor');
      const { fileId } = ok(await takeUpload(executor, new File(['хат'], 'хат.txt'), { by: 'visit:x' }));
      await write(w.ctx(), async (tx) => (await import('../../src/rooms/files/contract.ts')).attach(tx, [fileId], `appeal:${mine.id}`));
      expect(await read(w.ctx(), (q) => filesOf(q, `appeal:${mine.id}`))).toHaveLength(1);
      const person = new Caller(h.app);
      expect((await person.get(`/kk/follow/${mine.link}/papers/${fileId}`)).status).toBe(200);
      expect((await person.get(`/kk/follow/${other.link}/papers/${fileId}`)).status).toBe(404);
      const clerk = new Caller(h.app, await w.token('clerk'));
      expect((await clerk.get(`/kk/desk/appeals/${other.number}/papers/${fileId}`)).status).toBe(404);
    },
    'what somebody typed and did not send is shown to no other browser, by the database itself': async () => {
      const visitor = h.ctx({ kind: 'visitor' });
      await h.acts.write(visitor, (tx) => h.acts.keepDraft(tx, 'mine-mine-mine-mine-mine', { surname: 'Құпияева' }, [], new Date(w.clock.now)));
      await h.acts.write(visitor, (tx) => h.acts.keepDraft(tx, 'other-other-other-other', { surname: 'Басқаева' }, [], new Date(w.clock.now)));
      const all = await h.acts.read(visitor, async (q) => {
        await h.acts.draftOf(q, 'mine-mine-mine-mine-mine');
        return (await sql<{ fields: Record<string, string> }>`SELECT fields FROM appeals.draft`.execute(view(q))).rows.map((row) => row.fields);
      });
      expect(all.map((fields) => Object.keys(fields))).toEqual([['surname']]);
      expect(JSON.stringify(all), 'nor in a copy of the table').not.toContain('Құпияева');
      expect((await h.acts.read(visitor, (q) => h.acts.draftOf(q, 'mine-mine-mine-mine-mine')))?.fields).toEqual({ surname: 'Құпияева' });
      expect(await h.acts.read(visitor, async (q) => (await sql`SELECT 1 FROM appeals.draft`.execute(view(q))).rows.length)).toBe(0);
    },
    'every table with a resident’s own words is behind the second lock': async () => {
      const open = await w.t.raw(`SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname IN ('appeals', 'assignments') AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1`);
      // ids, hashes and numbers; what was agreed to and redacted; rules of the house
      expect(open.map((row) => row['name'])).toEqual(['appeals.counter', 'appeals.follow_try', 'appeals.intake', 'appeals.publication', 'appeals.search_due', 'appeals.search_progress', 'assignments.ladder', 'assignments.rung']);
      expect(await w.t.raw(`SELECT rolsuper OR rolbypassrls AS free FROM pg_roles WHERE rolname = 'jauap_app'`)).toEqual([{ free: false }]);
    },
    'a name in an answer nobody has looked through is on no public page, in no interface and in no search, whatever happens to the matter': async () => {
      const clerk = h.ctx(await w.staff('clerk'));
      const name = 'Құралайбек Жасырынов';
      const m = await w.given({ publishConsent: true });
      const answer = async (who: 'executor' | 'colleague') => {
        const { answerId } = ok(await draftAnswer(await w.by(who), { number: m.number, outcome: 'done', text: `Шамды ${name} ауыстырды.`, papers: [] }));
        await seen(`${who} drafted`);
        ok(await approveAndSend(await w.by('controller'), { number: m.number, answerId, anyway: 'Бәрі тексерілді' }));
        return answerId;
      };
      const seen = async (when: string): Promise<void> => {
        const anybody = new Caller(h.app);
        const q = encodeURIComponent('жасырынов');
        for (const path of ['/kk', '/kk/appeals', `/ru/appeals/${m.number}`, `/kk/appeals?q=${q}`, '/api/v1/appeals', `/api/v1/appeals/${m.number}`, '/kk/figures']) {
          const response = await anybody.get(path);
          const said = await response.text();
          expect(said.replaceAll(`?q=${q}`, '').toLowerCase().includes('құралайбек'), `${when}: ${path}`).toBe(false);
          if (path.includes('q=')) expect(said, when).not.toContain(`/appeals/${m.number}`);
        }
        expect(JSON.stringify(await w.t.raw('SELECT p::text FROM appeals.publication p')), when).not.toMatch(/Құралайбек|жасырын/i);
      };
      ok(await h.acts.redact(clerk, { number: m.number, publicText: 'Шам жанбайды.' }));
      ok(await h.acts.publish(clerk, { number: m.number }));
      const answerId = await answer('executor');
      await seen('sent');
      ok(await h.acts.publish(clerk, { number: m.number }));
      await seen('published again without a look');
      ok(await h.acts.redact(clerk, { number: m.number, publicText: 'Шам жанбайды.', answerId, publicAnswer: 'Шамды █████ ауыстырды.' }));
      await seen('looked through');
      ok(await h.acts.publish(clerk, { number: m.number }));
      await seen('published');
      expect(await (await new Caller(h.app).get(`/kk/appeals/${m.number}`)).text()).toContain('Шамды █████ ауыстырды.');
      ok(await giveVerdict(w.holder(m), { verdict: 'not_solved', comment: 'Жанбайды' }));
      ok(await assign(await w.by('clerk'), { number: m.number, unitId: w.units.lighting, accountId: w.people.colleague, suggested: false }));
      await answer('colleague');
      await seen('answered anew');
      ok(await h.acts.unpublish(clerk, { number: m.number }));
      ok(await h.acts.publish(clerk, { number: m.number }));
      await seen('taken off and published anew');
    },
    'a clerk finds nobody who wrote to the branch beside, whatever is typed': async () => {
      await w.received({ applicant: { kind: 'person', surname: 'Көршіева', given: 'Ақжайық', phone: '8 701 555 44 33', iin: '' } });
      const sibling = h.ctx(await w.staff('sibling'));
      for (const typed of [{ text: 'көршіева' }, { text: 'Коршиева' }, { phone: '+77015554433' }, { text: '%' }, { text: '___' }, { text: '\\%%%' }, { text: '77015554433' }])
        expect(await h.read(sibling, (q) => h.acts.findPeople(q, typed)), JSON.stringify(typed)).toEqual([]);
      expect(await h.read(h.ctx(await w.staff('clerk')), (q) => h.acts.findPeople(q, { text: 'көршіева' }))).toHaveLength(1);
    },
    '?from= of a matter of another branch fills nothing in': async () => {
      const m = await w.received({ applicant: { kind: 'person', surname: 'Көршіева', given: 'Ақжайық', phone: '8 701 555 44 33', iin: '' } });
      const sibling = new Caller(h.app, await w.token('sibling'));
      const page = await (await sibling.get(`/kk/desk/register?from=${m.number}&find=${encodeURIComponent('Көршіева')}`)).text();
      expect(page).not.toMatch(/value="Көршіева"[^>]*name="surname"|name="surname"[^>]*value="Көршіева"|5554433|555 44 33/);
      const own = await (await new Caller(h.app, await w.token('clerk')).get(`/kk/desk/register?from=${m.number}`)).text();
      expect(own).toMatch(/name="surname"[^>]*value="Көршіева"/);
    },
    'the personal number of somebody of another branch is not carried over by naming their matter in the form': async () => {
      const iin = madeUpIin(55);
      const m = await w.received({ applicant: { kind: 'person', surname: 'Көршіева', given: 'Ақжайық', phone: '8 701 555 44 33', iin } });
      const carried = async (who: 'sibling' | 'clerk', branchId: number) => {
        const clerk = await new Caller(h.app, await w.token(who)).arrive('/kk/desk/register');
        const done = await clerk.post('/kk/desk/registrations', { key: `carried-over-${who}-${crypto.randomUUID()}`, channel: 'desk', lang: 'kk', branchId: String(branchId), from: m.number, iinKnown: 'yes', surname: 'Көршіева', given: 'Ақжайық', 'm1.kind': 'application', 'm1.text': 'Аулада жарық жанбайды.' });
        expect(done.status).toBe(201);
        return (await w.t.raw('SELECT iin_hash IS NOT NULL AS carried FROM appeals.applicant WHERE branch_id = $1 ORDER BY appeal_id DESC LIMIT 1', [branchId]))[0]?.['carried'];
      };
      expect(await carried('sibling', w.units.aqzhaiyq)).toBe(false);
      expect(await carried('clerk', w.units.tasqala)).toBe(true);
    },
    'a topic that is not in the list would be somebody’s words in a public file: it is refused in the asked language': async () => {
      const named = { ...letter, matter: { ...letter.matter, topicCode: '=Құпияева 8 701 000 00 77' } };
      for (const [lang, word] of [['kk', 'тақырып'], ['ru', 'темы'], ['en', 'topic']] as const) {
        const response = await sendLetter(new Caller(h.app), `topic-key-${lang}-${crypto.randomUUID()}`, named, { 'accept-language': lang });
        expect(response.status).toBe(422);
        expect(((await response.json()) as { detail: string }).detail).toContain(word);
      }
    },
    'the next person at a library’s computer is not shown the secret link of the one before': async () => {
      const person = await new Caller(h.app).arrive();
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
    },
  };
};
type Question = keyof ReturnType<typeof questionsOf>;

const whole: Rooms = { get app() { return w.app; }, ctx: (actor) => w.ctx(actor), read, acts };
for (const [what, ask] of Object.entries(questionsOf(whole))) test(what, ask);

const [appeals, once] = ['src/rooms/appeals', 'src/app/api/once.ts'];
const tables = 'every table with a resident’s own words is behind the second lock';
const held: Readonly<Record<Exclude<Question, typeof tables>, Held>> = {
  'a copy of the database opens no matter: the answers kept for a second try are sealed': { finds: "not to contain '", without: [[once, 'sealed: seal(config, once, answer.text)', 'sealed: seal(config, once, answer.text), plain: answer.text']] },
  'the key of a clerk opens nothing to a visitor, and the other way round': { finds: 'not to be', without: [[once, "${actor.kind === 'staff' ? `account ${actor.accountId}` : 'public'}", 'public']] },
  'answers kept for a second try are forgotten after thirty days': { finds: '?column?', without: [[once, 'const keptDays = 30;', 'const keptDays = 60;']] },
  'papers of a draft are nobody’s to read until the answer is sent': { finds: '[ \'papers/', without: [[`${appeals}/store/matter.ts`, ".where('state', '=', 'sent').limit(200)", '.limit(200)']] },
  'a paper is opened by its own matter only': { finds: 'expected 200 to be 404', without: [['src/rooms/files/store.ts', "selectAll().where('owner', 'in', [owner].flat()).where('id', '=', fileId)", "selectAll().where('id', '=', fileId)"]] },
  'what somebody typed and did not send is shown to no other browser, by the database itself': { finds: 'nor in a copy of the table', without: [[`${appeals}/store/draft.ts`, "seal(value).toString('base64')", 'value'], [`${appeals}/store/draft.ts`, "unseal(Buffer.from(value, 'base64'))", 'value']] },
  'a name in an answer nobody has looked through is on no public page, in no interface and in no search, whatever happens to the matter': { finds: 'without a look: ', without: [[`${appeals}/store/records.ts`, 'const answer = final?.publicText ?? null;', 'const answer = final?.publicText ?? final?.text ?? null;']] },
  'a clerk finds nobody who wrote to the branch beside, whatever is typed': { finds: 'to deeply equal []', without: [...secondLock] },
  '?from= of a matter of another branch fills nothing in': { finds: 'not to match', without: [reach] },
  'the personal number of somebody of another branch is not carried over by naming their matter in the form': { finds: 'expected true to be false', without: [] },
  'a topic that is not in the list would be somebody’s words in a public file: it is refused in the asked language': { finds: 'expected 201 to be 422', without: [[`${appeals}/acts/around.ts`, 'Promise<boolean> => code === undefined || topicStands(q, code)', 'Promise<boolean> => Promise.resolve(code === undefined || q !== null)']] },
  'the next person at a library’s computer is not shown the secret link of the one before': { finds: 'expected [ 200, null ]', without: [[`${appeals}/pages/done.tsx`, 'if (asked.ctx.clock.now() - (draft?.touchedAt?.getTime() ?? 0) > shownForMs) return seeOther(`/${lang}/follow`);', '']] },
};
test('control: without the lines that hold them each of these questions finds what it asks for, and a table whose lock does not bind its owner', async () => {
  expect(await notFoundInside(w, questionsOf, held)).toEqual([]);
  await w.t.raw('ALTER TABLE appeals.note NO FORCE ROW LEVEL SECURITY');
  expect(await wanting(questionsOf(whole)[tables])).toContain('to deeply equal');
  console.log(`proof: control: ${Object.keys(held).length + 1} questions of leaks, each of them found what it asks for where its line was missing`);
});
