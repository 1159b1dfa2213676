import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { day } from '../../../kernel/day.ts';
import { longDay } from '../../../kernel/show.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import { carryOut, foreseeAll, changeOf, moveDates, registerRecounts } from '../../calendar/acts/moves.ts';
import { publish } from '../../calendar/acts.ts';
import { jobs } from '../../calendar/reacts.ts';
import { lineOf } from '../../calendar/law/moves.ts';
import type { Order } from '../../calendar/law/orders.ts';
import { read, write } from '../../../platform/db.ts';
import { registerReaders } from '../../../platform/jobs.ts';
import { setChannels, setWay } from '../../notices/contract.ts';
import { readers } from '../reacts.ts';
import { sessionActor } from '../../people/contract.ts';
import { mattersOf } from '../../../../e2e/nojs/matters.ts';
import { ok, openHouse, type TestHouse } from '../../../../test/support/house.ts';
import { decideExtension, requestExtension } from './extend.ts';
import { withdraw } from './holder.ts';
import { forward } from './forward.ts';
import { appealRecount } from './recount.ts';
import { giveTask } from './task.ts';

let h: TestHouse;
let m: ReturnType<typeof mattersOf>;
beforeEach(async () => { h = await openHouse(); m = mattersOf(h); });
afterEach(() => h.end());

const off = (...days: readonly string[]): readonly Order[] => days.map((on) => ({ act: 'off', on: day(on) }));
const published = async (orders: readonly Order[], name: 'kz5' | 'kz6' = 'kz5'): Promise<string> => ok(await publish(h.ctx(), { name, orders, reason: 'Үкіметтің қаулысы' })).version;
const due = async (number: string): Promise<unknown> => (await h.t.raw('SELECT due_on::text AS due, calendar_version AS by FROM appeals.appeal WHERE number = $1', [number]))[0];
const rows = (number: string, code: string) => h.t.raw(`SELECT c.due_before::text AS before, c.due_after::text AS after, c.facts, c.by_account::int AS who, c.public FROM appeals.act c JOIN appeals.appeal a ON a.id = c.appeal_id WHERE a.number = $1 AND c.code = $2`, [number, code]);
/** As a page's text has it: every space is one space. */
const plain = (on: string): string => longDay('kk', on).replace(/\s+/g, ' ');
const administrator = async () => {
  const page = await h.signedIn('administrator');
  const actor = await sessionActor(h.ctx({ kind: 'visitor' }), page.cookies.find((one) => one.name === 'jauap_session')?.value ?? '');
  if (!actor) throw new Error('no session');
  return h.ctx(actor);
};

describe('moving the dates of a published version', () => {
  test('moves the answer, its holder’s promise, tasks and requests on a day off, each with a row that says who and why; one leaf for all', async () => {
    const admin = await administrator();
    const given = await m.given(h.people.executor);
    const task = ok(await giveTask(h.ctx(), { number: given.number, task: 'Көріп шығыңыз', unitId: h.units.roads, dueOn: day('2026-12-11') })).assignmentId;
    const asks = await m.given();
    ok(await requestExtension(h.ctx(), { number: asks.number, toOn: day('2026-12-25'), reason: 'Мердігер іздеп жатырмыз' }));
    const version = await published(off('2026-12-10', '2026-12-11', '2026-12-25'));
    expect(await due(given.number)).toEqual({ due: '2026-12-11', by: 'kz5-2026.11' });

    const change = await read(h.ctx(), (q) => changeOf(q, version, h.ctx()));
    if (!change) throw new Error('no such version');
    const list = ok(await foreseeAll(admin, change.change));
    expect(list.map((one) => [one.reference, one.what, one.before, one.after])).toEqual([
      [given.number, 'answer', '2026-12-11', '2026-12-15'], [given.number, 'task', '2026-12-11', '2026-12-14'],
      [asks.number, 'answer', '2026-12-11', '2026-12-15'], [asks.number, 'request', '2026-12-25', '2026-12-28'],
    ]);
    expect(ok(await moveDates(admin, { version }))).toMatchObject({ dates: 4, waiting: false });
    expect(await due(given.number)).toEqual({ due: '2026-12-15', by: version });
    expect(await rows(given.number, 'term_moved')).toEqual([{ before: '2026-12-11', after: '2026-12-15', facts: { before: '2026-12-11', day: '2026-12-15', calendar: version }, who: h.people.administrator, public: true }]);
    expect(await h.t.raw(`SELECT a.id = $1 AS task, a.due_on::text AS due, c.act, c.by_account::int AS who, c.reason FROM assignments.assignment a JOIN assignments.act c ON c.assignment_id = a.id AND c.act = 'move_term' WHERE a.reference = $2 ORDER BY a.id`, [task, given.number]))
      .toEqual([{ task: false, due: '2026-12-15', act: 'move_term', who: h.people.administrator, reason: 'Үкіметтің қаулысы' }, { task: true, due: '2026-12-14', act: 'move_term', who: h.people.administrator, reason: 'Үкіметтің қаулысы' }]);
    expect(await h.t.raw('SELECT to_on::text AS day FROM assignments.extension')).toEqual([{ day: '2026-12-28' }]);
    const leaves = await h.t.raw(`SELECT actor_id::int AS who, facts::jsonb AS facts FROM journal.leaf WHERE act = 'calendar.move'`);
    expect(leaves).toEqual([{ who: h.people.administrator, facts: expect.objectContaining({ version, dates: 4, hash: createHash('sha256').update(list.map(lineOf).join('')).digest('hex') }) }]);
    expect(await h.t.raw(`SELECT count(*)::int AS n FROM journal.leaf WHERE act LIKE '%move_term%'`)).toEqual([{ n: 0 }]);
    expect(await moveDates(admin, { version })).toMatchObject({ code: 'calendar_nothing_moves' });
  });

  test('the branch’s own promise and the body’s term move each by its own rule; the timer to forward moves with them', async () => {
    const one = await m.given();
    h.clock.now += 3 * 86_400_000;
    ok(await forward(h.ctx(), { number: one.number, unitId: h.units.roads, reason: 'Құзыреті бойынша' }));
    const version = await published(off('2026-11-25', '2026-12-11'));
    ok(await moveDates(h.ctx(), { version }));
    expect(await h.t.raw('SELECT due_on::text AS due, own_due_on::text AS own, own_calendar_version AS by FROM appeals.appeal WHERE number = $1', [one.number])).toEqual([{ due: '2026-12-17', own: '2026-12-15', by: version }]);
    expect((await rows(one.number, 'forward_moved'))[0]?.['facts']).toMatchObject({ before: '2026-11-26', day: '2026-11-27' });
  });

  test('a published version alone moves no last day to forward; its order moves it, with a row, and once', async () => {
    const [one, passed] = [await m.fresh(), await m.fresh()];
    const until = async (number: string) => (await h.t.raw('SELECT forward_by::text AS day, forward_calendar_version AS by FROM appeals.appeal WHERE number = $1', [number]))[0];
    const shown = async () => { const page = await h.signedIn('clerk'); await page.open(`/kk/desk/appeals/${one.number}`); return page.text.includes(`Жолдаудың соңғы күні: ${plain('2026-11-25')}`); };
    expect([await until(one.number), await shown()]).toEqual([{ day: '2026-11-25', by: 'kz5-2026.11' }, true]);
    const version = await published(off('2026-11-24', '2026-11-25'));
    expect([await until(one.number), await shown(), await rows(one.number, 'forward_moved')]).toEqual([{ day: '2026-11-25', by: 'kz5-2026.11' }, true, []]);
    // whoever begins to hold it now is counted by the new one
    ok(await forward(h.ctx(), { number: passed.number, unitId: h.units.roads, reason: 'Құзыреті бойынша' }));
    expect(await until(passed.number)).toEqual({ day: '2026-11-27', by: version });
    ok(await moveDates(h.ctx(), { version }));
    expect([await until(one.number), await shown()]).toEqual([{ day: '2026-11-27', by: version }, false]);
    expect((await rows(one.number, 'forward_moved')).map((row) => row['facts'])).toEqual([{ before: '2026-11-25', day: '2026-11-27', calendar: version }]);
    expect(await rows(passed.number, 'forward_moved')).toEqual([]);
    // on the 26th the branch still passes it on, as the row says
    h.clock.now = Date.parse('2026-11-26T05:00:00Z');
    const clerk = await h.signedIn('clerk');
    await clerk.open(`/kk/desk/appeals/${one.number}`);
    expect(clerk.text).toContain(`Жолдаудың соңғы күні: ${plain('2026-11-27')}`);
  });

  test('an extended date stays where the decision put it, unless it is a day off now', async () => {
    const [stays, moves] = [await m.given(), await m.given()];
    for (const [one, toOn] of [[stays, '2026-12-24'], [moves, '2026-12-25']] as const) {
      const { extensionId } = ok(await requestExtension(h.ctx(), { number: one.number, toOn: day(toOn), reason: 'Мердігер іздеп жатырмыз' }));
      ok(await decideExtension(h.ctx(), { number: one.number, extensionId, granted: true, reason: undefined }));
    }
    ok(await moveDates(h.ctx(), { version: await published(off('2026-12-10', '2026-12-25')) }));
    expect([await due(stays.number), await due(moves.number)]).toMatchObject([{ due: '2026-12-24' }, { due: '2026-12-28' }]);
  });

  test('what is closed never moves, nor what another week counts, nor anything by hands that may not', async () => {
    const [answered, gone, other] = [await m.answered(), await m.fresh(), await m.fresh()];
    ok(await withdraw(h.ctx({ kind: 'holder', appealId: gone.appealId }), {}));
    await h.t.raw(`UPDATE units.unit SET calendar = 'kz6'`);
    expect(await moveDates(h.ctx(), { version: await published(off('2026-12-10')) })).toMatchObject({ code: 'calendar_nothing_moves' });
    const version = await published(off('2026-12-07'), 'kz6');
    for (const who of ['clerk', 'head'] as const) expect(isRefusal(await moveDates({ ...h.ctx(), actor: { kind: 'staff', accountId: h.people[who], name: '', posts: [], sight: 'all' } }, { version }))).toBe(true);
    ok(await moveDates(h.ctx(), { version }));
    expect([await due(answered.number), await due(gone.number)]).toMatchObject([{ due: '2026-12-11' }, { due: '2026-12-11' }]);
    expect(await rows(other.number, 'term_moved')).toHaveLength(1);
    expect(await h.t.raw(`SELECT count(*)::int AS n FROM appeals.act WHERE code = 'term_moved'`)).toEqual([{ n: 1 }]);
  });

  test('ended in the middle it goes on where it stopped, and moves nothing twice; two at once do it once', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => m.fresh()));
    const version = await published(off('2026-12-11'));
    let parts = 0;
    registerRecounts([{ foresee: appealRecount.foresee, move: async (ctx, tx, change, page, order) => {
      if ((parts += 1) === 3) throw new Error('the plug was pulled');
      return appealRecount.move(ctx, tx, change, { ...page, limit: 2 }, order);
    } }]);
    await expect(moveDates(h.ctx(), { version })).rejects.toThrow('plug');
    const moved = async () => (await h.t.raw(`SELECT count(*)::int AS n, count(DISTINCT appeal_id)::int AS matters FROM appeals.act WHERE code = 'term_moved'`))[0];
    expect(await moved()).toEqual({ n: 4, matters: 4 });
    expect(await moveDates(h.ctx(), { version })).toMatchObject({ code: 'calendar_moving' });
    const [move] = await h.t.raw('SELECT id::int FROM calendar.move');
    await Promise.all([carryOut(h.ctx(), { moveId: Number(move?.['id']) }), carryOut(h.ctx(), { moveId: Number(move?.['id']) })]);
    registerRecounts([appealRecount]);
    expect(await moved()).toEqual({ n: all.length, matters: all.length });
    expect(await h.t.raw('SELECT moved, dates, finished_at IS NOT NULL AS over FROM calendar.move')).toEqual([{ moved: 6, dates: 6, over: true }]);
    expect(await h.t.raw(`SELECT count(*)::int AS n FROM journal.leaf WHERE act = 'calendar.move'`)).toEqual([{ n: 1 }]);
  });

  test('acts that come in between stand: what was withdrawn is not moved, what was given more time is not set back', async () => {
    const all = await Promise.all(Array.from({ length: 24 }, () => m.given()));
    const version = await published(off('2026-12-11'));
    const meanwhile = all.map(async (one, nth) => {
      if (nth % 3 === 0) return withdraw(h.ctx({ kind: 'holder', appealId: one.appealId }), {});
      if (nth % 3 === 1) {
        const { extensionId } = ok(await requestExtension(h.ctx(), { number: one.number, toOn: day('2026-12-24'), reason: 'Мердігер іздеп жатырмыз' }));
        return decideExtension(h.ctx(), { number: one.number, extensionId, granted: true, reason: undefined });
      }
      return null;
    });
    await Promise.all([moveDates(h.ctx(), { version }), ...meanwhile]);
    for (const [nth, one] of all.entries()) {
      const [row] = await h.t.raw(`SELECT a.stage, a.due_on::text AS due, a.calendar_version AS by, (SELECT count(*)::int FROM appeals.act c WHERE c.appeal_id = a.id AND c.code = 'term_moved') AS moved,
        (SELECT s.due_on::text FROM assignments.assignment s WHERE s.source_id = a.id AND s.lead) AS promised, (SELECT max(id) FROM appeals.act c WHERE c.appeal_id = a.id AND c.code = 'withdrawn') AS gone,
        (SELECT max(id) FROM appeals.act c WHERE c.appeal_id = a.id AND c.code = 'term_moved') AS last FROM appeals.appeal a WHERE number = $1`, [one.number]);
      expect(row?.['due']).toBe(nth % 3 === 1 ? '2026-12-24' : row?.['moved'] === 1 ? '2026-12-14' : '2026-12-11');
      expect(row?.['promised']).toBe(row?.['due']);
      if (nth % 3 === 2) expect(row?.['moved']).toBe(1);
      if (nth % 3 === 0) expect([row?.['stage'], row?.['last'] === null || Number(row?.['last']) < Number(row?.['gone'])]).toEqual(['closed', true]);
    }
  });
});

/** Many matters alike, laid beside one that was registered: only numbers and secrets differ. */
const many = async (count: number): Promise<void> => {
  const one = await m.fresh();
  const columns = String((await h.t.raw(`SELECT string_agg(column_name, ',') AS names FROM information_schema.columns WHERE table_schema = 'appeals' AND table_name = 'appeal' AND is_generated = 'NEVER' AND column_name NOT IN ('id', 'number', 'link_hash')`))[0]?.['names']);
  await h.t.raw(`INSERT INTO appeals.appeal (number, link_hash, ${columns}) SELECT 'BQ99-2026-' || lpad(n::text, 6, '0'), sha256(n::text::bytea), ${columns} FROM appeals.appeal, generate_series(1, ${count - 1}) AS n WHERE number = '${one.number}'`);
};
const termRows = async () => (await h.t.raw(`SELECT count(*)::int AS n, count(DISTINCT appeal_id)::int AS matters FROM appeals.act WHERE code = 'term_moved'`))[0];

test('more than 2,000 dates are left to the worker: one order, moved in parts, every one of them once', async () => {
  await many(2_100);
  const version = await published(off('2026-12-11'));
  expect(await moveDates(h.ctx(), { version })).toMatchObject({ dates: 2_100, waiting: true });
  expect(await termRows()).toEqual({ n: 0, matters: 0 });
  const [job] = await h.t.raw(`SELECT j.payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = 'calendar:move'`);
  await jobs['calendar:move'](h.ctx(), job?.['payload'] as { moveId: number });
  expect(await termRows()).toEqual({ n: 2_100, matters: 2_100 });
  // the job may run twice
  await jobs['calendar:move'](h.ctx(), job?.['payload'] as { moveId: number });
  expect(await termRows()).toEqual({ n: 2_100, matters: 2_100 });
  expect(await h.t.raw('SELECT moved, finished_at IS NOT NULL AS over FROM calendar.move')).toEqual([{ moved: 2_100, over: true }]);
});

test('whoever was told a date is told the new one, once', async () => {
  setChannels({ email: () => Promise.resolve({ sent: true, as: null }) }, 'https://ashyq.example');
  const one = await m.given(h.people.executor);
  ok(await write(h.ctx(), (tx) => setWay(h.ctx(), tx, { owner: `appeal:${one.appealId}`, channel: 'email', address: 'aigul@example.kz', lang: 'kk' })));
  const version = await published(off('2026-12-11'));
  registerReaders(readers);
  try {
    ok(await moveDates(h.ctx(), { version }));
  } finally {
    registerReaders({});
  }
  const heard = await h.t.raw(`SELECT j.payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = 'appeal.term_moved>notices'`);
  expect(heard.map((job) => job['payload'])).toMatchObject([{ number: one.number, before: '2026-12-11', dueOn: '2026-12-14', clock: 'answer', calendarVersion: version }]);
  const [reader] = readers['appeal.term_moved'] ?? [];
  for (let twice = 0; twice < 2; twice += 1) await reader?.react(h.ctx(), heard[0]?.['payload'] as never);
  expect(await h.t.raw(`SELECT owner, code, slots->'day' AS day FROM notices.notice WHERE code = 'appeal.term_moved'`)).toEqual([{ owner: `appeal:${one.appealId}`, code: 'appeal.term_moved', day: { day: '2026-12-14' } }]);
});
