import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { day } from '../../src/kernel/day.ts';
import { giveTask } from '../../src/rooms/appeals/acts/task.ts';
import { giveTaskSchema } from '../../src/rooms/appeals/contract/desk-forms.ts';
import { ok } from '../support/house.ts';
import { unzipped } from '../support/unzipped.ts';
import { Caller } from './caller.ts';
import { openWorld, type Who, type World } from './world.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
});
afterAll(() => w.end());
const caller = async (who: Who) => new Caller(w.app, await w.token(who)).arrive('/kk/me');

test('a file of the board opens whatever people wrote: no formula, no broken sheet, no cell that is cut into two', async () => {
  const written = ['=HYPERLINK("http://evil.example","басыңыз")', '+77010000001', '-1+1', '@SUM(A1)', '\t=1+1', '＝1+1', '"; =1+1,"', 'А\uFFFEБ\uFFFF В \u0085 \u2028', ']]><x/>&amp;', '<c><f>1+1</f></c>', 'ұ'.repeat(2_000)];
  const m = await w.given();
  for (const text of written) {
    const input = giveTaskSchema.parse({ number: m.number, task: `${text} бағанды тексеріңіз`.slice(0, 2_000), unitId: w.units.lighting, dueOn: day('2026-11-23') });
    ok(await giveTask(await w.by('clerk'), input));
  }
  const c = await caller('clerk');
  const sheets = unzipped(Buffer.from(await (await c.get('/kk/desk/control.xlsx?of=branch')).arrayBuffer()));
  const all = [...sheets].filter(([name]) => name.endsWith('.xml'));
  for (const [name, xml] of all) {
    // XML 1.0: what no parser takes
    expect(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(xml), name).toBe(false);
    expect(xml, name).not.toMatch(/<f>|<x\/>/);
    expect(() => parseHTML(xml), name).not.toThrow();
  }
  expect(all.map(([, xml]) => xml).join('')).toContain('=HYPERLINK(');
  const csv = (await (await c.get('/kk/desk/control.csv?of=branch')).text()).replace(/^\uFEFF/, '');
  const cells = [...csv.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,\n]*)/gm)].map((match) => (match[1] ?? '').replace(/^"/, ''));
  expect(cells.filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell))).toEqual([]);
});

test('a ladder is set by whoever may, for what their post reaches, and takes no nonsense', async () => {
  const count = async () => Number((await w.t.raw('SELECT count(*)::int AS n FROM assignments.ladder'))[0]?.['n']);
  const before = await count();
  const rung = { 'r0.days': '-3', 'r0.executor': 'yes' };
  for (const who of ['clerk', 'controller', 'executor', 'sibling'] as const) expect([403, 404], who).toContain((await (await caller(who)).post('/kk/admin/ladder/versions', { branch: String(w.units.tasqala), ...rung })).status);
  const head = await caller('head');
  // the house's own ladder, another region's, a body's, none that is there
  for (const branch of ['', String(w.units.roads), '999999', '-1', '1e3', '٣']) expect((await head.post('/kk/admin/ladder/versions', { branch, ...rung })).status, branch).toBeGreaterThanOrEqual(400);
  for (const days of ['91', '-31', '1e1', '0x10', '1.5', 'NaN', '９', '--1', '999', '9'.repeat(40)]) {
    const response = await head.post('/kk/admin/ladder/versions', { branch: String(w.units.tasqala), 'r0.days': days, 'r0.executor': 'yes' });
    expect([days, response.status]).toEqual([days, 422]);
  }
  for (const fields of [{ 'r0.days': '1' }, { 'r0.days': '1', 'r0.prime_minister': 'yes' }, { 'r0.days': '2', 'r0.executor': 'yes', 'r1.days': '1', 'r1.executor': 'yes' }, { 'r0.days': '1', 'r0.executor': 'yes', 'r1.days': '1', 'r1.executor': 'yes' }])
    expect((await head.post('/kk/admin/ladder/versions', { branch: String(w.units.tasqala), ...fields })).status).toBe(422);
  expect(await count()).toBe(before);
  expect((await head.post('/kk/admin/ladder/versions', { branch: String(w.units.tasqala), ...rung })).status).toBe(303);
  expect(await count()).toBe(before + 1);
});

test('the calendar is changed, and dates are moved by it, by nobody but whoever may', async () => {
  const before = await w.t.raw(`SELECT (SELECT count(*) FROM journal.leaf WHERE act LIKE 'calendar.%') AS leaves`);
  const { house } = await import('../../src/app/house.ts');
  const posts = house.routes.filter((route) => route.method === 'post' && /calendar/.test(route.path));
  expect(posts.length).toBeGreaterThan(0);
  for (const who of ['clerk', 'controller', 'head', 'executor', 'sibling', 'reception'] as const) {
    const c = await caller(who);
    for (const route of posts) {
      const path = `/kk${route.path.replace(/:[a-z]+\{[^}]*\}+/gi, '1').replace(/:[a-z]+/gi, 'kz5')}`;
      expect([403, 404], `${who} ${path}`).toContain((await c.post(path, { reason: 'бұйрық', days: '2026-12-16', name: 'kz5' })).status);
    }
  }
  expect(await w.t.raw(`SELECT (SELECT count(*) FROM journal.leaf WHERE act LIKE 'calendar.%') AS leaves`)).toEqual(before);
});
