import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { day } from '../../src/kernel/day.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { askTime, report } from '../../src/rooms/assignments/acts/task.ts';
import { moment } from '../../src/kernel/show.ts';
import type { PlainBrowser } from '../../test/support/browser.ts';
import { ok, openHouse, type TestHouse } from '../../test/support/house.ts';
import { unzipped } from '../../test/support/unzipped.ts';
import { boardOf, numbersOn, rowsOn } from './boards.ts';
import { mattersOf, said } from './matters.ts';

let h: TestHouse;
let m: ReturnType<typeof mattersOf>;
let b: ReturnType<typeof boardOf>;
beforeAll(async () => { h = await openHouse(); m = mattersOf(h); b = boardOf(h); });
afterAll(() => h.end());

const count = (page: PlainBrowser, tab: string): string => [...page.document.querySelectorAll('.tabs a')].find((link) => link.textContent?.startsWith(tab))?.querySelector('.count')?.textContent ?? '';

describe('whose board', () => {
  test('a controller sees what the branch promised, the first words of the matter, who owes it and by which day', async () => {
    const { number } = await m.given(h.people.executor);
    const page = await h.signedIn('controller');
    await page.follow('Бақылау');
    expect(page.address).toBe('/kk/desk/control');
    const row = rowsOn(page).find((one) => one.textContent?.includes(number));
    expect(row?.textContent).toContain(said.slice(0, 40));
    expect(row?.textContent).toContain('Орындаушы Бауыржан');
    expect(row?.textContent).toContain('11.12.2026');
    expect(row?.querySelector('a')?.getAttribute('href')).toBe(`/kk/desk/appeals/${number}`);
  });

  test('a task stands beside its matter and leads to its own page', async () => {
    const { number } = await m.given(h.people.executor);
    const id = await b.task(number, { accountId: h.people.colleague });
    const page = await h.signedIn('controller');
    await page.open('/kk/desk/control?of=control');
    const row = rowsOn(page).find((one) => one.textContent?.includes(number));
    expect([row?.textContent?.includes('Шамдарды санап шығыңыз'), row?.textContent?.includes('қосымша'), row?.querySelector('a')?.getAttribute('href')]).toEqual([true, true, `/kk/desk/control/assignments/${id}`]);
  });

  test('posts open boards: an executor theirs and their body’s, a head the branch and everything below', async () => {
    const { number } = await m.given(h.people.executor);
    const executor = await h.signedIn('executor');
    await executor.open('/kk/desk/control?of=mine');
    expect(numbersOn(executor)).toContain(number);
    expect([executor.text.includes('Біздің органда'), executor.text.includes('Біздің филиалда'), executor.text.includes('Менің бақылауымда')]).toEqual([true, false, false]);
    const colleague = await h.signedIn('colleague');
    await colleague.open('/kk/desk/control?of=mine');
    expect(numbersOn(colleague)).not.toContain(number);
    await colleague.open('/kk/desk/control?of=body');
    expect(numbersOn(colleague)).toContain(number);
    const head = await h.signedIn('head');
    await head.open('/kk/desk/control');
    expect(numbersOn(head)).toContain(number);
    await head.open('/kk/desk/control?of=branch');
    expect(numbersOn(head)).toEqual([]);
    const sibling = await h.signedIn('sibling');
    await sibling.open('/kk/desk/control');
    expect([sibling.status, numbersOn(sibling)]).toEqual([200, []]);
    await sibling.open(`/kk/desk/control?of=country&number=${number}`);
    expect(numbersOn(sibling)).toEqual([]);
    expect((await (await h.signedIn('administrator')).open('/kk/desk/control')).status).toBe(404);
  });

  test('the page costs at most twelve questions, beside its transaction and the session', async () => {
    const page = await h.signedIn('controller');
    const lighting = `body=${h.units.lighting}`;
    await m.waiting();
    for (const address of ['/kk/desk/control?of=branch', `/kk/desk/control?of=branch&tab=waits&place=276000000&${lighting}`, `/kk/desk/control?of=branch&place=276000000&${lighting}&person=${h.people.executor}`]) {
      const before = h.t.db.statements.count;
      await page.open(address);
      expect([address, rowsOn(page).length > 0]).toEqual([address, true]);
      // begin, commit; and for the session begin, one question, commit
      expect(h.t.db.statements.count - before - 2 - 3).toBeLessThanOrEqual(12);
    }
  });
});

describe('drawers and filters', () => {
  test('late, soon, waiting, reported and standing still lie in their own drawers, with how many', async () => {
    const { number } = await m.given(h.people.executor);
    const late = await b.task(number, { accountId: h.people.colleague, dueOn: '2026-11-23', task: 'Кеше бітуі керек еді' });
    const waits = await b.task(number, { accountId: h.people.executor, task: 'Уақыт керек' });
    const done = await b.task(number, { accountId: h.people.executor, task: 'Бітті' });
    const executor = await b.as('executor');
    ok(await askTime(executor, { assignmentId: waits, toOn: day('2026-12-04'), reason: 'Шам жолда' }));
    ok(await report(executor, { assignmentId: done, text: 'Шам ауыстырылды', papers: [] }));
    const before = h.clock.now;
    h.clock.now += 4 * 86_400_000;
    try {
      const page = await h.signedIn('controller');
      const find = async (tab: string) => { await page.open(`/kk/desk/control?of=control&tab=${tab}&number=${number}`); return page.text; };
      expect(await find('late')).toContain('Кеше бітуі керек еді');
      expect(page.text).toContain('1 күн кешікті');
      expect(await find('waits')).toContain('Уақыт керек');
      expect(await find('reported')).toContain('Бітті');
      expect(await find('soon')).toContain('Уақыт керек');
      expect(await find('soon')).not.toContain('Кеше бітуі керек еді');
      expect([await find('still'), count(page, 'Мерзімі өткен')].map((text) => text.includes('Кеше бітуі керек еді') || text === '1')).toEqual([false, true]);
      await page.open(`/kk/desk/control?of=control&tab=still&days=2&number=${number}`);
      expect(page.text).toContain('Кеше бітуі керек еді');
      expect(late).toBeGreaterThan(0);
    } finally {
      h.clock.now = before;
    }
  });

  test('body, person, place, day and number filter, and the address keeps them', async () => {
    const { number } = await m.given(h.people.executor);
    await b.task(number, { unitId: h.units.roads, task: 'Жолды көріңіз', dueOn: '2026-11-25' });
    const page = await h.signedIn('controller');
    await page.open('/kk/desk/control?of=branch');
    await page.submit('Іріктеу', { number: number.toLowerCase(), body: String(h.units.roads) });
    expect([page.address.includes(`body=${h.units.roads}`), numbersOn(page), page.text.includes('Жолды көріңіз')]).toEqual([true, [number], true]);
    await page.follow('Іріктеуді алып тастау');
    expect(numbersOn(page).length).toBeGreaterThan(1);
    for (const [query, found] of [['until=2026-11-25', 1], ['until=2026-11-24', 0], ['place=276000000', 2], ['place=270000000', 2], ['place=273600000', 0], ['source=appeal', 2], [`person=${h.people.executor}`, 1]] as const) {
      await page.open(`/kk/desk/control?of=branch&number=${number}&${query}`);
      expect([query, numbersOn(page).length]).toEqual([query, found]);
    }
  });

  test('fifty stand on a page and the next begins after them, by day and by how long they have stood', async () => {
    for (let n = 0; n < 11; n += 1) {
      const matters = Array.from({ length: 5 }, () => ({ kind: 'proposal' as const, text: `Ұсыныс ${n}`, territoryCode: '273600000', publishConsent: false }));
      for (const one of ok(await register(h.ctx(), aRegistration({ branchId: h.units.aqzhaiyq, matters }))).matters) await b.task(one.number, { unitId: h.units.roads });
    }
    const before = h.clock.now;
    for (const tab of ['', '&tab=still&days=1']) {
      if (tab !== '') h.clock.now += 7 * 86_400_000;
      const page = await h.signedIn('sibling');
      await page.open(`/kk/desk/control?of=branch${tab}`);
      const first = numbersOn(page);
      // paper says how much of the whole it is, and where the whole is; a filter is not counted beforehand
      const paper = () => page.document.querySelector('.onpaper')?.textContent ?? '';
      const at = moment(new Date(h.clock.now));
      expect([paper().includes(at), paper().includes('Біздің филиалда'), paper().includes('Осында: 50, барлығы: 55'), page.text.split('кестеде бәрі бар').length]).toEqual([true, true, true, 3]);
      await page.follow('Келесі бет');
      const second = numbersOn(page);
      expect(paper()).toContain('Осында: 5, барлығы: 55');
      expect([first.length, second.length, new Set([...first, ...second]).size]).toEqual([50, 5, 55]);
    }
    h.clock.now = before;
    const page = await h.signedIn('sibling');
    const paperAt = async (address: string) => (await page.open(address)).document.querySelector('.onpaper')?.textContent ?? '';
    expect(await paperAt(`/kk/desk/control?of=branch&body=${h.units.roads}`)).toContain('Осында: 50, бұл бәрі емес');
    expect(await paperAt('/kk/desk/control?of=branch&tab=late')).toContain('Барлығы: 0');
    expect(page.text).not.toContain('кестеде бәрі бар');
  });
});

describe('kept views', () => {
  test('a filter is kept under a name, opens the board, is renamed and deleted; nobody else has it', async () => {
    const page = await h.signedIn('clerk');
    await page.open(`/kk/desk/control?of=branch&tab=late&body=${h.units.lighting}`);
    await page.submit('Осы көріністі сақтау', { name: '  Тұрғын үй,   кешіккен ' });
    expect(page.text).toContain('Тұрғын үй, кешіккен');
    await page.submit('Осыдан бастау');
    await page.open('/kk/desk/control');
    expect(page.address).toBe(`/kk/desk/control?of=branch&tab=late&body=${h.units.lighting}`);
    await page.submit('Атын өзгерту', { 'Көріністің аты': 'Кешіккендер' });
    expect([page.text.includes('Кешіккендер'), page.text.includes('Тұрғын үй, кешіккен')]).toEqual([true, false]);
    const other = await h.signedIn('controller');
    await other.open('/kk/desk/control');
    expect(other.text).not.toContain('Кешіккендер');
    const [view] = await h.t.raw('SELECT id FROM assignments.saved_view');
    await other.submit('Осы көріністі сақтау', { name: 'Менікі' });
    const form = [...other.document.querySelectorAll('form')].find((one) => one.getAttribute('action')?.endsWith('/removals'));
    form?.setAttribute('action', `/kk/desk/control/views/${Number(view?.['id'])}/removals`);
    await other.submit(/^Жою/);
    expect([other.status, (await h.t.raw('SELECT name FROM assignments.saved_view ORDER BY name')).map((row) => row['name'])]).toEqual([404, ['Кешіккендер', 'Менікі']]);
    await page.submit(/^Жою/);
    await page.open('/kk/desk/control');
    expect([page.address, page.text.includes('Кешіккендер')]).toEqual(['/kk/desk/control', false]);
  });

  test('a view without a name comes back with its error', async () => {
    const page = await h.signedIn('clerk');
    await page.open('/kk/desk/control?of=branch');
    await page.submit('Осы көріністі сақтау', { name: ' ' });
    expect([page.status, page.text.includes('Бұл жолды толтырыңыз.')]).toEqual([422, true]);
  });
});

describe('taken along', () => {
  test('CSV: Kazakh headings, the reader’s own rows, and nothing that a spreadsheet would run', async () => {
    const { number } = await m.given(h.people.executor);
    await b.task(number, { task: '=HYPERLINK("http://evil.example","x")', dueOn: '2026-11-25' });
    const page = await h.signedIn('controller');
    await page.open(`/kk/desk/control.csv?of=branch&number=${number}`);
    const lines = page.html.replace(/^\uFEFF/, '').trim().split('\n');
    expect([page.headers.get('content-type'), lines[0]?.startsWith('Нөмірі,Түрі,Мазмұны'), lines.length]).toEqual(['text/csv; charset=utf-8', true, 3]);
    expect(page.html).toContain(`"'=HYPERLINK(`);
    expect(page.html).toContain('2026-11-25');
    const sibling = await h.signedIn('sibling');
    await sibling.open(`/kk/desk/control.csv?of=country&number=${number}`);
    expect(sibling.html.trim().split('\n')).toHaveLength(1);
  });

  test('Excel: numbers are numbers, days are days, the head stays in sight, a formula is text', async () => {
    const { number } = await m.given(h.people.executor);
    await b.task(number, { task: '=1+1', dueOn: '2026-11-25' });
    const page = await h.signedIn('controller', 'ru');
    const response = await h.app.request(`http://127.0.0.1:3000/ru/desk/control.xlsx?of=branch&number=${number}`, { headers: { cookie: page.cookies.map((one) => `${one.name}=${one.value}`).join('; ') } });
    const files = unzipped(Buffer.from(await response.arrayBuffer()));
    const sheet = files.get('xl/worksheets/sheet1.xml') ?? '';
    const texts = files.get('xl/sharedStrings.xml') ?? sheet;
    expect(response.status).toBe(200);
    expect(texts).toContain('Номер');
    expect(texts).toContain('=1+1');
    expect(sheet).not.toContain('<f>');
    expect(sheet).toMatch(/state="frozen"/);
    // 25 November 2026 as days since the last of 1899
    expect(sheet).toMatch(/<v>46351<\/v>/);
  });
});
