import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../src/kernel/actor.ts';
import { visitor } from '../../src/kernel/actor.ts';
import { read, sql, view } from '../../src/platform/db.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { indexAll } from '../../src/rooms/appeals/acts/indexing.ts';
import { proposals } from '../../src/rooms/appeals/acts/likeness.ts';
import { today } from '../../src/kernel/day.ts';
import { endPost } from '../../src/rooms/people/contract.ts';
import { ok } from '../support/house.ts';
import * as acts from './acts.ts';
import { Caller } from './caller.ts';
import { notFoundInside, reach, secondLock, type Held, type Rooms } from './held.ts';
import { openWorld, type Matter, type Who, type World } from './world.ts';

let w: World;
let m: Matter;
const secret = 'Ғажайыпсөздік';
const surname = 'Құпияханова';
beforeAll(async () => {
  w = await openWorld();
  m = await w.given({ text: `${secret} бағаналар Мұхтасар көшесінде құлап тұр, түнде қараңғы.`, applicant: { kind: 'person', surname, given: 'Сыр', phone: '8 701 000 00 77' } });
  await w.received({ branchId: w.units.aqzhaiyq, text: 'Ауылда көпір сынған, өту қиын.' });
  ok(await indexAll(w.ctx()));
});
afterAll(() => w.end());

const lines = [secret, secret.toLowerCase(), 'ғажайыпсөздiк', 'ғажаыпсөздік', 'ғажайып', 'ға', surname, 'құпияхнова', 'kupiyakhanova', '87010000077', '77', `«${secret} бағаналар»`, 'мұхтасар', 'бағана', '§u1 | §a1', "' | '", 'a:*', '!a', 'a <-> b', `${secret}:*`, '%', '_', `${secret.slice(0, 5)}%`];

const asked = (line: string) => encodeURIComponent(line);
/** the line itself stands in the box: what else of the matter is there */
const tells = (html: string): boolean => [m.number, surname, 'бағаналар Мұхтасар', 'түнде қараңғы', `>${secret.toLowerCase()}<`].some((word) => html.includes(word));

/** By one of these rooms, as somebody of the staff. */
const callersOf = (h: Rooms) => {
  const caller = async (who: Who) => new Caller(h.app, await w.token(who)).arrive('/kk/me');
  const opened = async (path: string, who: Who): Promise<string> => {
    const response = await (await caller(who)).get(path);
    expect(response.status, path).toBeLessThan(500);
    return response.text();
  };
  return { caller, opened };
};
let ended = false;
/** What a stranger asks of the search: of this house, and of one that lacks a line. */
const questionsOf = (h: Rooms) => {
  const { caller, opened } = callersOf(h);
  return {
    'the branch beside finds nothing by any line, in any scope, order, filter, on any page': async () => {
      for (const line of lines) for (const more of ['', '&begun=1', '&order=fitting', '&of=branch&order=fitting&after=0', '&of=unit', '&of=mine', `&unit=${w.units.lighting}`, '&stage=in_work', '&since=2020-01-01&until=2030-01-01', '&after=2030-01-01.999999999']) {
        const html = await opened(`/kk/desk/search?q=${asked(line)}${more}`, 'sibling');
        expect(tells(html.replaceAll(line, '')), `${line} ${more}`).toBe(false);
      }
    },
    'the interface for other systems and its errors say nothing of it either': async () => {
      for (const line of lines) for (const path of [`/api/v1/desk/appeals?q=${asked(line)}`, `/api/v1/desk/appeals?search=${asked(line)}`, `/api/v1/desk/appeals?number=${m.number}`]) {
        const response = await (await caller('sibling')).get(path);
        expect([response.status < 500, tells((await response.text()).replaceAll(m.number, ''))], path).toEqual([true, false]);
      }
    },
    'a word that is nowhere and a word of another branch are answered with the same page': async () => {
      const bare = (html: string, line: string) => html.replaceAll(line, '…').replaceAll(encodeURIComponent(line), '…').replace(/csrf" value="[^"]+/g, '').replace(/nonce="[^"]+/g, '');
      for (const [known, unknown] of [['ғажайыпсөздік', 'ғажайжпсіздік'], ['құпияханова', 'құпилханеву'], ['ғажайыпсөздік', 'qqqqzzzz']] as const) {
        expect(bare(await opened(`/kk/desk/search?q=${asked(known)}`, 'sibling'), known)).toBe(bare(await opened(`/kk/desk/search?q=${asked(unknown)}`, 'sibling'), unknown));
      }
    },
    'the functions that look past the lock give nothing to whoever has no sight, and are nobody else’s to call': async () => {
      const nobodies: readonly Actor[] = [visitor, { kind: 'holder', appealId: m.id }, { kind: 'holder', appealId: 0 }, await w.staff('sibling'), await w.staff('administrator')];
      const alikeOf = (q: Parameters<Parameters<typeof read>[1]>[0]) => sql`SELECT * FROM appeals.find_alike((SELECT array_agg(n) FROM generate_series(1, 10) n), array_fill(1, ARRAY[10]), ${w.units.tasqala}::bigint, '2000-01-01', '2100-01-01', 100)`.execute(view(q));
      for (const actor of nobodies) await h.read(h.ctx(actor), async (q) => {
        const word = `§u${w.units.tasqala}`;
        const found = await sql`SELECT * FROM appeals.find_matters(${`'${word}'`}::tsquery, NULL, '2026-11-20', '2000-01-01', '2100-01-01', NULL, NULL, 100)`.execute(view(q));
        const ranked = await sql`SELECT * FROM appeals.rank_matters(${`'${word}'`}::tsquery, ${`'${word}'`}::tsquery, NULL, '2026-11-20', '2000-01-01', '2100-01-01', 0, 100)`.execute(view(q));
        const rows = await sql<{ n: number }>`SELECT (SELECT count(*) FROM appeals.search)::int + (SELECT count(*) FROM appeals.search_word)::int + (SELECT count(*) FROM appeals.sketch)::int AS n`.execute(view(q));
        expect([found.rows, ranked.rows, (await alikeOf(q)).rows, rows.rows[0]?.n], actor.kind).toEqual([[], [], [], 0]);
      });
      const functions = await w.t.raw(`SELECT p.proname AS name, p.proconfig @> ARRAY['search_path=pg_catalog'] OR p.proconfig @> ARRAY['search_path=pg_catalog, public'] AS held, has_function_privilege('public', p.oid, 'EXECUTE') AS everybody, r.rolname AS owner, r.rolcanlogin OR r.rolsuper OR r.rolbypassrls AS strong
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.oid = p.proowner WHERE n.nspname = 'appeals' AND p.prosecdef ORDER BY 1`);
      expect(functions.length).toBeGreaterThan(4);
      for (const one of functions) expect([one['name'], one['held'], one['everybody'], one['owner'], one['strong']]).toEqual([one['name'], true, false, 'jauap_search', false]);
      // nobody may put a function or a table of theirs where words_near would meet it first
      expect(await w.t.raw(`SELECT has_schema_privilege('jauap_app', 'public', 'CREATE') AS app, has_schema_privilege('jauap_search', 'appeals', 'CREATE') AS owner, has_table_privilege('jauap_app', 'appeals.search_due', 'SELECT') AS due`)).toMatchObject([{ app: false, owner: false }]);
    },
    'the session of somebody whose post has ended finds it no more': async () => {
      if (!ended) {
        expect(tells(await opened(`/kk/desk/search?q=${asked(secret)}`, 'colleague'))).toBe(true);
        const [post] = await w.t.raw('SELECT id FROM people.post WHERE account_id = $1', [w.people.colleague]);
        ok(await endPost(w.ctx(), { postId: Number(post?.['id']) }));
        ended = true;
      }
      expect(tells(await opened(`/kk/desk/search?q=${asked(secret)}`, 'colleague'))).toBe(false);
    },
  };
};
type Question = keyof ReturnType<typeof questionsOf>;

const whole: Rooms = { get app() { return w.app; }, ctx: (actor) => w.ctx(actor), read, acts };
const { caller, opened } = callersOf(whole);
test('whoever may read it finds it', async () => {
  for (const who of ['clerk', 'executor'] as const) expect(tells(await opened(`/kk/desk/search?q=${asked(secret)}`, who)), who).toBe(true);
});

test('whoever handed it on finds it no more', async () => {
  const one = await w.given({ text: 'Қолауысұзын қақпақ сынған, өткізбейді.' });
  ok(await indexAll(w.ctx()));
  expect(await opened(`/kk/desk/search?q=${asked('қолауысұзын')}`, 'executor')).toContain(one.number);
  ok(await assign(await w.by('clerk'), { number: one.number, unitId: w.units.roads, suggested: false }));
  // before what is searched has been written anew, and after
  for (const when of ['before', 'after']) {
    const html = await opened(`/kk/desk/search?q=${asked('қолауысұзын')}`, 'executor');
    const near = await opened(`/kk/desk/search?q=${asked('қолауысұзынн')}`, 'executor');
    const direct = await (await caller('executor')).get(`/kk/desk/appeals/${one.number}`);
    // search knows no more than the matter's own page
    if (direct.status === 404) expect([html.includes(one.number), near.includes(one.number), near.toLowerCase().includes('>қолауысұзын<')], when).toEqual([false, false, false]);
    if (when === 'before') ok(await indexAll(w.ctx()));
  }
});

for (const [what, ask] of Object.entries(questionsOf(whole))) test(what, ask);

test('a long line, a million letters, NUL and marks that turn a line around are answered', async () => {
  const c = await caller('clerk');
  for (const line of ['сөз '.repeat(10_000), 'ш'.repeat(1_000_000), '\u0000\u0000', '\u202eшам\u202c', '😀'.repeat(500), 'ı İ ß ﬁ', "'".repeat(199), '\\'.repeat(199), '«'.repeat(199), '«а б» «в г» "д е"', '<->', '&', '()', ':*', 'а&б|!в', '\ud83d', '%%%', '1'.repeat(199), '9'.repeat(9), '99999999999999999999']) {
    for (const more of ['', '&begun=1', '&order=fitting']) expect((await c.get(`/kk/desk/search?q=${encodeURIComponent(line.toWellFormed())}${more}`)).status, `${line.slice(0, 20)}${more}`).toBeLessThan(500);
    expect((await c.get(`/kk/appeals?q=${encodeURIComponent(line.toWellFormed())}`)).status, `public ${line.slice(0, 20)}`).toBeLessThan(500);
  }
});

test('a clerk is proposed nothing of another branch, however alike', async () => {
  const sibling = await w.staff('sibling');
  const letter = { text: `${secret} бағаналар Мұхтасар көшесінде құлап тұр, түнде қараңғы.`, on: today(w.ctx().clock) };
  for (const branchId of [w.units.tasqala, w.units.aqzhaiyq]) expect(await read(w.ctx(sibling), (q) => proposals(q, sibling, { ...letter, branchId }, { iinHash: null, phone: '+77010000077', name: `${surname} Сыр`, address: null }))).toEqual([]);
  const clerk = await w.staff('clerk');
  expect((await read(w.ctx(clerk), (q) => proposals(q, clerk, { ...letter, branchId: w.units.tasqala }, null))).map((one) => one.number)).toEqual([m.number]);
});

const held: Readonly<Record<Question, Held>> = {
  'the branch beside finds nothing by any line, in any scope, order, filter, on any page': { finds: 'expected true to be false', without: [reach, ...secondLock, ['src/rooms/people/store/sessions.ts', ' AND (p.ended_on IS NULL OR p.ended_on > ${on})', '']] },
  'the interface for other systems and its errors say nothing of it either': { finds: 'expected [ true, true ] to deeply equal [ true, false ]', without: [] },
  'a word that is nowhere and a word of another branch are answered with the same page': { finds: "to be '<!doctype html>", without: [] },
  'the functions that look past the lock give nothing to whoever has no sight, and are nobody else’s to call': { finds: 'to deeply equal [ [], [], [], +0 ]', without: [] },
  'the session of somebody whose post has ended finds it no more': { finds: 'expected true to be false', without: [] },
};
test('control: where a post reaches everywhere and after its end, and the second lock is open, each of these questions finds it', async () => {
  expect(await notFoundInside(w, questionsOf, held)).toEqual([]);
  console.log(`proof: control: ${Object.keys(held).length} questions to the search, each of them found what it asks for where its line was missing`);
});
