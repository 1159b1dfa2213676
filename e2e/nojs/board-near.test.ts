import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { day } from '../../src/kernel/day.ts';
import { forward } from '../../src/rooms/appeals/acts/forward.ts';
import { askHelp, endHelp, report, settle } from '../../src/rooms/assignments/acts/task.ts';
import { createAccount, givePost } from '../../src/rooms/people/contract.ts';
import type { PlainBrowser } from '../../test/support/browser.ts';
import { testNow } from '../../test/support/database.ts';
import { loginOf, ok, openHouse, password, type TestHouse } from '../../test/support/house.ts';
import { boardOf, numbersOn, rowsOn } from './boards.ts';
import { mattersOf } from './matters.ts';

const dayMs = 86_400_000;
let h: TestHouse;
let m: ReturnType<typeof mattersOf>;
let b: ReturnType<typeof boardOf>;
beforeEach(() => { h.clock.now = testNow; });
beforeAll(async () => { h = await openHouse(); m = mattersOf(h); b = boardOf(h); });
afterAll(() => h.end());

const rowOf = (page: PlainBrowser, number: string): string => rowsOn(page).find((row) => row.textContent?.includes(number))?.textContent ?? '';
/** Forwarded after five days: the branch promised the 11th, the body has until the 16th and longer. */
const twoClocks = async (): Promise<string> => {
  const { number } = await m.fresh();
  h.clock.now = testNow + 5 * dayMs;
  ok(await forward(h.ctx(), { number, unitId: h.units.lighting, reason: 'Құзыреті бойынша' }));
  return number;
};

describe('the nearer of two days', () => {
  test('orders the board, fills its drawers and makes late; the holder’s own stands beside it', async () => {
    const number = await twoClocks();
    const { number: between } = await m.given(h.people.executor);
    await h.t.raw(`UPDATE assignments.assignment SET due_on = '2026-12-14' WHERE reference = $1`, [between]);
    let page = await h.signedIn('controller');
    await page.open('/kk/desk/control?of=branch');
    expect(numbersOn(page).filter((one) => [number, between].includes(one))).toEqual([number, between]);
    expect(rowOf(page, number)).toMatch(/11\.12\.2026.*филиалдың уәдесі.*органның мерзімі: 17\.12\.2026/);
    const inDrawer = async (tab: string): Promise<boolean> => { await page.open(`/kk/desk/control?of=branch&tab=${tab}&number=${number}`); return numbersOn(page).length > 0; };
    const on = async (at: string): Promise<void> => { h.clock.now = Date.parse(at); page = await h.signedIn('controller'); };
    await on('2026-12-09T05:00:00Z');
    expect([await inDrawer('soon'), await inDrawer('late')]).toEqual([true, false]);
    await page.open(`/kk/desk/control?of=branch&until=2026-12-11&number=${number}`);
    expect(numbersOn(page)).toEqual([number]);
    await on('2026-12-14T05:00:00Z');
    expect([await inDrawer('soon'), await inDrawer('late'), rowOf(page, number).includes('3 күн кешікті')]).toEqual([false, true, true]);
    await page.open(`/kk/desk/control.csv?of=branch&tab=late&number=${number}`);
    expect(page.html.split('\n')[1]).toMatch(/,2026-12-11,2026-12-17,3,/);
    await page.open('/kk/desk/control/morning?of=branch');
    expect(page.text).toMatch(/Мерзімі өткен тапсырма: \d/);
  });

  test('is told in working days, as the drawer of three days counts them', async () => {
    const { number } = await m.given(h.people.executor);
    const ids = new Map<string, number>();
    for (const dueOn of ['2026-11-23', '2026-11-25', '2026-11-26']) ids.set(dueOn, await b.task(number, { dueOn, task: `Мерзімі ${dueOn}` }));
    const page = await h.signedIn('controller');
    await page.open(`/kk/desk/control?of=branch&tab=soon&number=${number}`);
    const told = (text: string) => rowsOn(page).find((row) => row.textContent?.includes(text))?.textContent ?? '';
    // Friday: Monday is one working day away, Wednesday three, Thursday four
    expect([told('2026-11-23').includes('1 жұмыс күні қалды'), told('2026-11-25').includes('3 жұмыс күні қалды'), told('2026-11-26')]).toEqual([true, true, '']);
    await page.open(`/kk/desk/control?of=branch&number=${number}`);
    expect(told('2026-11-26')).toContain('4 жұмыс күні қалды');
    await page.open(`/kk/desk/control/assignments/${ids.get('2026-11-26') ?? 0}`);
    expect(page.text).toContain('4 жұмыс күні қалды');
    // and the inbox and the matter say it as the board does
    await page.open('/kk/desk/appeals?of=branch');
    const inInbox = [...page.document.querySelectorAll('table.list tbody tr')].find((row) => row.textContent?.includes(number))?.textContent ?? '';
    await page.open(`/kk/desk/control?of=branch&number=${number}`);
    const onBoard = /\d{4}(\d+ жұмыс күні қалды)/.exec(rowsOn(page).map((row) => row.textContent ?? '').find((row) => !row.includes('қосымша')) ?? '')?.[1] ?? 'no day';
    expect(inInbox).toContain(onBoard);
    await page.open(`/kk/desk/appeals/${number}`);
    expect(page.text).toContain(onBoard);
    const russian = await h.signedIn('controller', 'ru');
    await russian.open(`/ru/desk/control?of=branch&number=${number}`);
    expect(russian.text).toContain('осталось 3 рабочих дня');
  });
});

describe('whoever helps', () => {
  test('has the promise on their own board, marked, until they are released or it ends; its page opens for them', async () => {
    const { number } = await m.given(h.people.executor);
    const lead = await b.leadOf(number);
    const task = await b.task(number, { unitId: h.units.roads, task: 'Бағанды көріңіз' });
    const page = await h.signedIn('colleague');
    const mine = async (): Promise<readonly string[]> => { await page.open(`/kk/desk/control?of=mine&number=${number}`); return rowsOn(page).map((row) => (row.textContent?.includes('Бағанды көріңіз') ? 'task' : 'lead')); };
    expect(await mine()).toEqual([]);
    const who = { unitId: h.units.lighting, accountId: h.people.colleague };
    for (const assignmentId of [lead, task]) ok(await askHelp(h.ctx(), { assignmentId, ...who }));
    expect([await mine(), page.text.match(/сіз көмектесесіз/g)?.length]).toEqual([['task', 'lead'], 2]);
    await page.open('/kk/desk/control?of=mine');
    expect(numbersOn(page).filter((one) => one === number)).toHaveLength(2);
    await page.open('/kk/desk/control.csv?of=mine');
    expect(page.html).toContain('"қосымша, сіз көмектесесіз"');
    await page.open(`/kk/desk/control?of=mine&number=${number}`);
    expect(rowsOn(page).map((row) => row.querySelector('a')?.getAttribute('href'))).toEqual([task, lead].map((id) => `/kk/desk/control/assignments/${id}`));
    for (const id of [lead, task]) expect((await page.open(`/kk/desk/control/assignments/${id}`)).status).toBe(200);
    // the executor's own board says nothing of help
    const executor = await h.signedIn('executor');
    await executor.open(`/kk/desk/control?of=mine&number=${number}`);
    expect([numbersOn(executor), executor.text.includes('көмектесесіз')]).toEqual([[number], false]);

    ok(await endHelp(h.ctx(), { assignmentId: lead, ...who }));
    expect(await mine()).toEqual(['task']);
    ok(await report(h.ctx(), { assignmentId: task, text: 'Баған түзу', papers: [] }));
    expect(await mine()).toEqual(['task']);
    ok(await settle(h.ctx(), { assignmentId: task }));
    expect(await mine()).toEqual([]);
    // without the number it is read from the helper's own copies
    await page.open('/kk/desk/control?of=mine');
    expect(page.text).not.toContain(number);
  });

  test('of another body does not read the matter through the promise, and no link leads them to a page that is not found', async () => {
    const { number } = await m.given(h.people.executor);
    const lead = await b.leadOf(number);
    const { accountId } = ok(await createAccount(h.ctx(), { login: loginOf('roads'), name: 'Жол маманы Арман', lang: 'kk', password }));
    ok(await givePost(h.ctx(), { accountId, unitId: h.units.roads, role: 'executor', fromOn: day('2026-01-01') }));
    const page = await (await h.browser().open('/kk/sign-in')).submit('Кіру', { login: loginOf('roads'), password });
    expect((await page.open(`/kk/desk/control/assignments/${lead}`)).status).toBe(404);
    ok(await askHelp(h.ctx(), { assignmentId: lead, unitId: h.units.roads, accountId }));
    for (const at of [`/${lead}`, '?of=mine', '.csv?of=mine'].map((end) => (end.startsWith('/') ? `/kk/desk/control/assignments${end}` : `/kk/desk/control${end}`))) {
      await page.open(at);
      expect([page.status, page.html.includes(number), page.html.includes(`/desk/appeals/${number}`), page.html.includes('шамдары жанбайды')], at).toEqual([200, true, false, false]);
    }
    expect((await page.open(`/kk/desk/appeals/${number}`)).status).toBe(404);
  });

  test('a body that was asked as a whole has it on the board of the body', async () => {
    const { number } = await m.given(h.people.executor);
    const task = await b.task(number, { unitId: h.units.roads, task: 'Жолды көріңіз', dueOn: '2026-11-25' });
    const page = await h.signedIn('bodyHead');
    await page.open(`/kk/desk/control?of=body&number=${number}`);
    const before = numbersOn(page).length;
    ok(await askHelp(h.ctx(), { assignmentId: task, unitId: h.units.lighting }));
    await page.open(`/kk/desk/control?of=body&number=${number}`);
    expect([numbersOn(page).length, rowOf(page, 'Жолды көріңіз').includes('біздің орган көмектеседі')]).toEqual([before + 1, true]);
    await page.open(`/kk/desk/control?of=mine&number=${number}`);
    expect(page.text).not.toContain('Жолды көріңіз');
  });
});
