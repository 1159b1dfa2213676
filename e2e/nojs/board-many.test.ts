import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { day } from '../../src/kernel/day.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { askTime } from '../../src/rooms/assignments/acts/task.ts';
import type { PlainBrowser } from '../../test/support/browser.ts';
import { ok, openHouse, type TestHouse } from '../../test/support/house.ts';
import { boardOf } from './boards.ts';
import { mattersOf } from './matters.ts';

let h: TestHouse;
let m: ReturnType<typeof mattersOf>;
let b: ReturnType<typeof boardOf>;
beforeAll(async () => { h = await openHouse(); m = mattersOf(h); b = boardOf(h); });
afterAll(() => h.end());

describe('many at once', () => {
  const pick = (page: PlainBrowser, act: string, ids: readonly number[]) => page.submit('Не болатынын көру', { act, id: ids.map(String) });

  test('nothing ticked is a sentence, not an act', async () => {
    await m.given(h.people.executor);
    const page = await h.signedIn('controller');
    await page.open('/kk/desk/control?of=branch');
    await page.submit('Не болатынын көру', { act: 'remind' });
    expect([page.status, page.text.includes('Ештеңе белгіленбеді')]).toEqual([422, true]);
  });

  test('two hundred at once, and not one more', async () => {
    const page = await h.signedIn('controller');
    await page.open('/kk/desk/control?of=branch');
    page.document.querySelector('input[name=shown]')?.setAttribute('value', Array.from({ length: 201 }, (_, at) => at + 1).join(','));
    await page.submit('Не болатынын көру', { act: 'remind', page: 'yes' });
    expect([page.status, page.text.includes('200-ден артық')]).toEqual([422, true]);
  });

  test('a reminder is foreseen, done once a day, and says so the second time', async () => {
    const { number } = await m.given(h.people.executor);
    const id = await b.leadOf(number);
    const other = await b.task(number, { accountId: h.people.colleague });
    const page = await h.signedIn('controller');
    await page.open(`/kk/desk/control?of=branch&number=${number}`);
    await pick(page, 'remind', [id, other]);
    expect([page.text.includes('2 тапсырмамен болады'), page.text.includes('Хабар алады: Орындаушы Бауыржан')]).toEqual([true, true]);
    expect(await h.t.raw("SELECT 1 FROM assignments.act WHERE act = 'remind' AND assignment_id = ANY ($1)", [[id, other]])).toEqual([]);
    await page.submit('Орындау', { id: [String(id)] });
    expect(page.text).toContain('1 тапсырмада орындалды');
    expect((await h.t.raw("SELECT assignment_id::float8 AS id FROM assignments.act WHERE act = 'remind' AND assignment_id = ANY ($1)", [[id, other]])).map((row) => row['id'])).toEqual([id]);
    await page.follow('Бақылауға оралу');
    expect(page.address).toContain(`number=${number}`);
    await pick(page, 'remind', [id, other]);
    expect([page.text.includes('1 тапсырмамен болмайды'), page.text.includes('Бүгін еске салынды')]).toEqual([true, true]);
  });

  test('a controller is set where they hold a post, never over their own work', async () => {
    const { number } = await m.given(h.people.executor);
    const id = await b.leadOf(number);
    const page = await h.signedIn('controller');
    await page.open(`/kk/desk/control?of=branch&number=${number}`);
    await pick(page, 'set_controller', [id]);
    await page.submit('Орындау', {});
    expect([page.status, page.text.includes('Біреуін таңдаңыз')]).toEqual([422, true]);
    await page.submit('Орындау', { accountId: String(h.people.clerk) });
    expect([page.text.includes('1 тапсырмада орындалды'), Number((await h.t.raw('SELECT controller_account FROM assignments.assignment WHERE id = $1', [id]))[0]?.['controller_account'])]).toEqual([true, h.people.clerk]);
  });

  test('time is granted to a task and to a matter by the head; each row says its new day', async () => {
    const waiting = await m.waiting();
    const lead = await b.leadOf(waiting.number);
    const { number } = await m.given(h.people.executor);
    const id = await b.task(number, { accountId: h.people.executor });
    const quiet = await b.task(number, { accountId: h.people.colleague });
    ok(await askTime(await b.as('executor'), { assignmentId: id, toOn: day('2026-12-04'), reason: 'Шам жолда' }));
    const page = await h.signedIn('head');
    await page.open('/kk/desk/control?of=below');
    await pick(page, 'grant_time', [lead, id, quiet]);
    expect(page.text).toContain('Мерзімі 27.11.2026 орнына 04.12.2026 болады. Себебі: Шам жолда');
    expect(page.text).toContain('орнына 25.12.2026 болады');
    expect(page.text).toContain('Бұл тапсырма бойынша мерзім ұзарту сұралмаған');
    await page.submit('Орындау');
    expect(page.text).toContain('2 тапсырмада орындалды');
    expect((await h.t.raw('SELECT due_on::text AS due FROM assignments.assignment WHERE id = ANY ($1) ORDER BY due_on', [[lead, id, quiet]])).map((row) => row['due'])).toEqual(['2026-11-27', '2026-12-04', '2026-12-25']);
    expect((await h.t.raw('SELECT due_on::text AS due FROM appeals.appeal WHERE number = $1', [waiting.number]))[0]?.['due']).toBe('2026-12-25');
  });

  test('no more time is given without a reason', async () => {
    const { number } = await m.given(h.people.executor);
    const id = await b.task(number, { accountId: h.people.executor });
    ok(await askTime(await b.as('executor'), { assignmentId: id, toOn: day('2026-12-04'), reason: 'Шам жолда' }));
    const page = await h.signedIn('head');
    await page.open(`/kk/desk/control?of=below&number=${number}`);
    await pick(page, 'deny_time', [id]);
    await page.submit('Орындау');
    expect(page.status).toBe(422);
    await page.submit('Орындау', { reason: 'Уақыт жеткілікті' });
    expect([page.text.includes('1 тапсырмада орындалды'), (await h.t.raw('SELECT granted FROM assignments.extension WHERE assignment_id = $1', [id]))[0]?.['granted']]).toEqual([true, false]);
  });

  test('a matter goes to another body through its own room, a task by itself; one that cannot is left with its reason', async () => {
    const { number } = await m.given(h.people.executor);
    const lead = await b.leadOf(number);
    const id = await b.task(number, { accountId: h.people.colleague });
    const there = await b.task(number, { unitId: h.units.roads });
    const page = await h.signedIn('controller');
    await page.open(`/kk/desk/control?of=branch&number=${number}`);
    await pick(page, 'hand_over', [lead, id, there]);
    await page.submit('Қайта көру', { unitId: String(h.units.roads) });
    expect([page.text.includes('2 тапсырмамен болады'), page.text.includes('Өтініш қазірдің өзінде сонда')]).toEqual([true, true]);
    await page.submit('Орындау', { reason: 'Жол басқармасының ісі' });
    expect(page.text).toContain('2 тапсырмада орындалды');
    expect((await h.t.raw('SELECT executor_unit::int AS unit FROM assignments.assignment WHERE id = ANY ($1)', [[lead, id]])).map((row) => row['unit'])).toEqual([h.units.roads, h.units.roads]);
    expect((await h.t.raw('SELECT holder_unit::int AS unit FROM appeals.appeal WHERE number = $1', [number]))[0]?.['unit']).toBe(h.units.roads);
  });

  test('a body that has a matter passes it on by competence, and cannot do what only a controller may', async () => {
    const { number } = await m.given(h.people.executor);
    const id = await b.leadOf(number);
    const page = await h.signedIn('executor');
    await page.open(`/kk/desk/control?of=mine&number=${number}`);
    await pick(page, 'set_controller', [id]);
    expect([page.text.includes('1 тапсырмамен болмайды'), page.text.includes('Бұл сіздің қызметіңізге берілмеген')]).toEqual([true, true]);
    await page.open(`/kk/desk/control?of=mine&number=${number}`);
    await pick(page, 'hand_over', [id]);
    expect(page.text).toContain('Құзыреті бойынша жолданады, мерзімі қайта саналады');
    await page.submit('Орындау', { unitId: String(h.units.roads), reason: 'Жол басқармасының құзыретінде' });
    expect(page.text).toContain('1 тапсырмада орындалды');
    expect((await h.t.raw("SELECT profile, stage, holder_unit::int AS unit, (SELECT count(*)::int FROM appeals.act c WHERE c.appeal_id = a.id AND c.act = 'forward') AS forwarded FROM appeals.appeal a WHERE number = $1", [number]))[0]).toMatchObject({ profile: 'appk', unit: h.units.roads, forwarded: 1 });
  });

  test('what is out of sight is neither shown nor touched', async () => {
    const { number } = await m.given(h.people.executor);
    const id = await b.leadOf(number);
    const [own] = ok(await register(h.ctx(), aRegistration({ branchId: h.units.aqzhaiyq, matters: [{ kind: 'proposal', text: 'Ұсыныс', territoryCode: '273600000', publishConsent: false }] }))).matters;
    await b.task(own?.number ?? '', { unitId: h.units.roads });
    const page = await h.signedIn('sibling');
    await page.open('/kk/desk/control?of=branch');
    page.document.querySelector('input[name=shown]')?.setAttribute('value', String(id));
    await page.submit('Не болатынын көру', { act: 'remind', page: 'yes' });
    expect([page.text.includes(number), page.text.includes('сізге енді көрінбейді')]).toEqual([false, true]);
    expect(await h.t.raw("SELECT 1 FROM assignments.act WHERE act = 'remind' AND assignment_id = $1", [id])).toEqual([]);
  });
});
