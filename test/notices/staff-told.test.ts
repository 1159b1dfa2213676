import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { day } from '../../src/kernel/day.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { decideExtension, requestExtension } from '../../src/rooms/appeals/acts/extend.ts';
import { forward } from '../../src/rooms/appeals/acts/forward.ts';
import { giveTask } from '../../src/rooms/appeals/acts/task.ts';
import { askTime, decideTime } from '../../src/rooms/assignments/acts/task.ts';
import { climbLadders } from '../../src/rooms/assignments/contract.ts';
import { testNow } from '../support/database.ts';
import { loginOf, ok } from '../support/house.ts';
import { actorsOf, came, openOffice, words, type Came, type Office } from './office.ts';

let o: Office;
let as: Awaited<ReturnType<typeof actorsOf>>;
type Who = keyof Office['house']['people'];
beforeAll(async () => {
  o = await openOffice();
  as = await actorsOf(o);
});
afterAll(() => o.house.end());

let since = 0;
/** What was told before this test is not looked at, and nothing of it waits any more. */
beforeEach(async () => {
  o.house.clock.now = testNow;
  await o.work();
  await o.house.t.raw(`UPDATE notices.notice SET state = 'stopped' WHERE state IN ('held', 'waiting')`);
  since = Number((await o.house.t.raw('SELECT coalesce(max(id), 0) AS id FROM notices.notice'))[0]?.['id']);
  o.sent.length = 0;
});
/** Who of the house was told this of the matter, in the order of their names. */
const toldOf = async (code: string): Promise<readonly string[]> => {
  const found = (await o.house.t.raw('SELECT account_id::int AS who FROM notices.notice WHERE code = $1 AND id > $2', [code, since])).map((row) => row['who']);
  return Object.entries(o.house.people).filter(([, id]) => found.includes(id)).map(([who]) => who).toSorted();
};
/** As it is read: a day is written with spaces that do not break. */
const lettersTo = (who: Who): readonly string[] => o.sent.filter((one) => one.to === loginOf(who).toLowerCase()).map((one) => `${one.subject}\n${one.text}`.replaceAll('\u00a0', ' '));
/** The letter of the next working morning, as it reached them. */
const morningOf = async (who: Who): Promise<string> => {
  await o.work();
  o.sent.length = 0;
  o.house.clock.now = Date.parse('2026-11-23T03:30:00Z'); // Monday, half past eight
  await o.again('notices:digests', {});
  await o.work();
  const got = lettersTo(who);
  expect(got).toHaveLength(1);
  expect(got[0]).not.toContain(words);
  return got[0] ?? '';
};
const given = async (m: Came, unitId = o.house.units.lighting) => ok(await assign(as('clerk'), { number: m.number, unitId, suggested: false }));
const toExecutor = async (m: Came) => ok(await assign(as('clerk'), { number: m.number, unitId: o.house.units.lighting, accountId: o.house.people.executor, controllerAccountId: o.house.people.controller, suggested: false }));

describe('whoever asked for more time hears what became of it', () => {
  test.each([
    [true, 'assignment.time_granted', /мерзім ұзартылды, жаңа күні 2026 жылғы 25 желтоқсан/],
    [false, 'assignment.time_denied', /мерзім ұзартылмады, күні 2026 жылғы \d+ желтоқсан/],
  ] as const)('for the matter itself (granted: %s)', async (granted, code, text) => {
    const m = await came(o, { tellBy: 'link' });
    await toExecutor(m);
    const { extensionId } = ok(await requestExtension(as('executor'), { number: m.number, toOn: day('2026-12-25'), reason: 'Бөлшек жолда' }));
    ok(await decideExtension(as('head'), { number: m.number, extensionId, granted, reason: granted ? undefined : 'Қоймада бар' }));
    await o.work();
    expect(await toldOf(code)).toEqual(['executor']);
    const letter = await morningOf('executor');
    expect(letter).toMatch(text);
    expect(letter).toContain(`https://ashyq.example/kk/desk/appeals/${m.number}`);
    for (const reason of ['Бөлшек', 'Қоймада']) expect(letter).not.toContain(reason);
  });

  test.each([[true, 'assignment.time_granted', /жаңа күні 2026 жылғы 1 желтоқсан/], [false, 'assignment.time_denied', /мерзім ұзартылмады, күні 2026 жылғы 27 қараша/]] as const)('for a task of theirs (granted: %s)', async (granted, code, text) => {
    const m = await came(o, { tellBy: 'link' });
    await toExecutor(m);
    const { assignmentId } = ok(await giveTask(as('clerk'), { number: m.number, task: 'Бағанды тексеріңіз', unitId: o.house.units.lighting, accountId: o.house.people.colleague, dueOn: day('2026-11-27') }));
    ok(await askTime(as('colleague'), { assignmentId, toOn: day('2026-12-01'), reason: 'Бөлшек жолда' }));
    const [row] = await o.house.t.raw('SELECT id FROM assignments.extension WHERE assignment_id = $1', [assignmentId]);
    ok(await decideTime(as('head'), { assignmentId, extensionId: Number(row?.['id']), granted, reason: granted ? undefined : 'Қоймада бар' }));
    await o.work();
    expect(await toldOf(code)).toEqual(['colleague']);
    const letter = await morningOf('colleague');
    expect(letter).toMatch(text);
    expect(letter).toContain(`https://ashyq.example/kk/desk/control/assignments/${assignmentId}`);
  });
});

describe('the ladder', () => {
  // working days from the due day, which is put so that Friday the 20th stands on that rung
  test.each([
    ['three days before', '2026-11-25', 'assignment.climbed', ['executor']],
    ['on the day', '2026-11-20', 'assignment.climbed', ['controller', 'executor']],
    ['one day late: the head of the body as well', '2026-11-19', 'assignment.climbed_late', ['bodyHead', 'controller', 'executor']],
    ['five days late: the head of the branch, who sits in the branch above', '2026-11-13', 'assignment.climbed_late', ['bodyHead', 'controller', 'executor', 'head']],
  ] as const)('%s', async (_name, dueOn, code, whom) => {
    const m = await came(o, { tellBy: 'link' });
    await toExecutor(m);
    await o.work();
    await o.house.t.raw('UPDATE assignments.assignment SET due_on = $2::date WHERE source_id = $1', [m.appealId, dueOn]);
    await climbLadders(o.house.ctx());
    await climbLadders(o.house.ctx());
    await o.work();
    const of = (await o.house.t.raw(`SELECT DISTINCT n.account_id::int AS who FROM notices.notice n JOIN assignments.assignment a ON n.owner = 'assignment:' || a.id WHERE a.source_id = $1 AND n.code = $2`, [m.appealId, code])).map((row) => row['who']);
    expect(Object.entries(o.house.people).filter(([, id]) => of.includes(id)).map(([who]) => who).toSorted()).toEqual(whom);
  });

  test('the head of the body and the head of the branch get it as a letter, with the day and the body and nothing else', async () => {
    const m = await came(o, { tellBy: 'link' });
    await toExecutor(m);
    await o.work();
    await o.house.t.raw(`UPDATE assignments.assignment SET due_on = '2026-11-13' WHERE source_id = $1`, [m.appealId]);
    await climbLadders(o.house.ctx());
    const letter = await morningOf('head');
    expect(letter).toContain(`${m.number}: мерзімі өтті, 2026 жылғы 13 қараша (Тасқала тұрғын үй бөлімі)`);
    expect(lettersTo('bodyHead').join('\n')).toContain(`${m.number}: мерзімі өтті, 2026 жылғы 13 қараша`);
  });
});

describe('work that names no person', () => {
  test('a matter given to a body tells everybody there who may do it, its head among them', async () => {
    const m = await came(o, { tellBy: 'link' });
    await given(m);
    await o.work();
    expect(await toldOf('assignment.given')).toEqual(['bodyHead', 'colleague', 'executor']);
    for (const who of ['bodyHead', 'colleague', 'executor'] as const) expect((await o.house.t.raw(`SELECT slots->>'number' AS number FROM notices.notice WHERE account_id = $1 AND id > $2`, [o.house.people[who], since]))).toEqual([{ number: m.number }]);
  });

  test('so does a task given to it', async () => {
    const m = await came(o, { tellBy: 'link' });
    ok(await giveTask(as('clerk'), { number: m.number, task: 'Бағанды тексеріңіз', unitId: o.house.units.lighting, dueOn: day('2026-11-27') }));
    await o.work();
    expect(await toldOf('assignment.given')).toEqual(['bodyHead', 'colleague', 'executor']);
    expect(await morningOf('bodyHead')).toContain(`${m.number}: сізге тапсырма, мерзімі 2026 жылғы 27 қараша`);
  });

  test('a matter passed on to another branch tells those there who give work out', async () => {
    const m = await came(o, { tellBy: 'link' });
    ok(await forward(as('clerk'), { number: m.number, unitId: o.house.units.aqzhaiyq, reason: 'Орны басқа ауданда' }));
    await o.work();
    expect(await toldOf('assignment.given')).toEqual(['sibling']);
    expect(await toldOf('assignment.unheard')).toEqual([]);
  });

  test('a body without a single account: whoever controls it is told at once that nobody heard, also if they gave it themselves', async () => {
    const m = await came(o, { tellBy: 'link' });
    await given(m, o.house.units.roads);
    await o.work();
    expect([await toldOf('assignment.given'), await toldOf('assignment.unheard')]).toEqual([[], ['clerk']]);
    const letters = lettersTo('clerk');
    expect(letters).toHaveLength(1);
    expect(letters[0]).toContain(`${m.number}: тапсырманы алатын адам жоқ (Жолаушылар көлігі және автожолдар басқармасы)`);
    expect(letters[0]).not.toContain(words);
  });
});
