import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { day } from '../../src/kernel/day.ts';
import { giveTask } from '../../src/rooms/appeals/acts/task.ts';
import { askHelp } from '../../src/rooms/assignments/acts/task.ts';
import { taskButtonWords } from '../../src/rooms/assignments/words/task.ts';
import { createAccount, givePost, setAbsence } from '../../src/rooms/people/contract.ts';
import { loginOf, ok, openHouse, password, type TestHouse } from '../../test/support/house.ts';
import { mattersOf, rowOf } from './matters.ts';

let h: TestHouse;
let m: ReturnType<typeof mattersOf>;
beforeEach(async () => { h = await openHouse(); m = mattersOf(h); });
afterEach(() => h.end());

const mark = 'Күндерді белгілеу';
const away = (o: { accountId?: number; deputyId?: number; toOn?: string } = {}) =>
  setAbsence(h.ctx(), { accountId: o.accountId ?? h.people.executor, deputyId: o.deputyId, fromOn: day('2026-11-20'), toOn: day(o.toOn ?? '2026-12-04') });
const matterOf = (number: string) => `/kk/desk/appeals/${number}`;
const openAs = async (who: 'executor' | 'colleague' | 'bodyHead' | 'clerk' | 'sibling', number: string) => (await h.signedIn(who)).open(matterOf(number));

describe('days away', () => {
  test('somebody marks their own days with a deputy, sees it on their page, and ends them early', async () => {
    const page = await h.signedIn('executor');
    await page.open('/kk/me');
    await page.submit(mark, { awayFrom: '2026-11-20', awayTo: '2026-12-04', deputyId: String(h.people.colleague) });
    expect(page.status).toBe(200);
    for (const told of ['Күндер белгіленді', 'Сіз 04.12.2026 дейін жұмыста жоқсыз', 'Орныңызда: Әріптес Светлана']) expect(page.text).toContain(told);
    await page.submit(/^Аяқтау 20/);
    expect([page.text.includes('Қайта жұмыста'), page.text.includes('жұмыста жоқсыз'), page.text.includes('ештеңе белгіленбеген')]).toEqual([true, false, true]);
    expect(await h.t.raw(`SELECT act FROM journal.leaf WHERE act LIKE 'absence.%' ORDER BY id`)).toEqual([{ act: 'absence.set' }, { act: 'absence.end' }]);
  });

  test('a manager marks them for a person; what cannot be is said beside its field, and what was typed stays', async () => {
    const page = await h.signedIn('administrator');
    await page.open(`/kk/admin/people/${h.people.clerk}`);
    // whoever reads it here is not the one who is away
    expect([page.text.includes('хабарлар орынбасарға барады'), page.text.includes('орынбасарыңыз')]).toEqual([true, false]);
    await page.submit(mark, { awayFrom: '2026-11-20', awayTo: '' });
    expect([page.status, page.text.includes('Күнді таңдаңыз'), page.document.querySelector('[name=awayFrom]')?.getAttribute('value')]).toEqual([422, true, '2026-11-20']);
    await page.submit(mark, { awayTo: '2026-11-19' });
    expect([page.status, page.text.includes('соңғы күні басталған күнінен ерте болмауы керек')]).toEqual([422, true]);
    await page.submit(mark, { awayTo: '2026-11-30', deputyId: String(h.people.controller) });
    expect([page.status, page.text.includes('Бақылаушы Ерлан')]).toEqual([200, true]);
    await page.submit(mark, { awayFrom: '2026-11-25', awayTo: '2026-12-30' });
    expect([page.status, page.text.includes('бұрын белгіленген')]).toEqual([422, true]);
    expect((await (await h.signedIn('clerk')).open('/kk/me')).text).toContain('жұмыста жоқсыз');
  });

  test('a deputy who is away that day, or sits elsewhere, is refused as a sentence', async () => {
    ok(await away({ accountId: h.people.colleague }));
    expect(await away({ deputyId: h.people.colleague })).toMatchObject({ code: 'deputy_away' });
    expect(await away({ deputyId: h.people.clerk })).toMatchObject({ code: 'deputy_invalid' });
    const page = await (await h.signedIn('executor')).open('/kk/me');
    await page.submit(mark, { awayFrom: '2026-11-20', awayTo: '2026-12-04', deputyId: String(h.people.colleague) });
    expect([page.status, page.text.includes('Бұл адамның өзі де ол күні болмайды')]).toEqual([422, true]);
  });
});

describe('whoever is away', () => {
  test('is marked where they are named: on the matter, on the board, in the lists to choose from', async () => {
    const one = await m.given(h.people.executor);
    ok(await away({ deputyId: h.people.colleague }));
    const said = '04.12.2026 дейін жоқ, орынбасары: Әріптес Светлана';
    const page = await openAs('clerk', one.number);
    expect(page.text).toContain(said);
    expect([...page.document.querySelectorAll('[name="assign.accountId"] option')].map((option) => option.textContent)).toContain(`Орындаушы Бауыржан — ${said}`);
    const board = await h.signedIn('controller');
    await board.open(`/kk/desk/control?of=branch&number=${one.number}`);
    expect(board.text).toContain(said);
    h.clock.now += 15 * 86_400_000;
    expect((await board.open(`/kk/desk/control?of=branch&number=${one.number}`)).text).not.toContain(said);
  });

  test('is not given work unawares: the page says so, names the deputy, and asks whether it is meant', async () => {
    const one = await m.fresh();
    ok(await away({ deputyId: h.people.colleague }));
    const page = await openAs('clerk', one.number);
    const give = { 'assign.unitId': String(h.units.lighting), 'assign.accountId': String(h.people.executor) };
    await page.submit('Орындауға беремін', give);
    expect([page.status, page.text.includes('Орынбасары: Әріптес Светлана')]).toEqual([409, true]);
    expect((await rowOf(h, one.number))['account']).toBeNull();
    await page.submit('Орындауға беремін', { ...give, 'assign.evenAway': 'yes' });
    expect([page.status, (await rowOf(h, one.number))['account']]).toEqual([200, h.people.executor]);
  });
});

describe('a task beside a matter', () => {
  test('marks whoever is away on its page and in the lists to choose from, and is not handed to them unawares', async () => {
    const one = await m.given(h.people.executor);
    const { assignmentId } = ok(await giveTask(h.ctx(), { number: one.number, task: 'Бағанды тексеріңіз', unitId: h.units.lighting, accountId: h.people.colleague, controllerAccountId: h.people.controller, dueOn: day('2026-11-27') }));
    ok(await askHelp(h.ctx(), { assignmentId, unitId: h.units.lighting, accountId: h.people.bodyHead }));
    ok(await away({ deputyId: h.people.bodyHead }));
    ok(await away({ accountId: h.people.bodyHead, toOn: '2026-11-25' }));
    ok(await away({ accountId: h.people.colleague, toOn: '2026-11-26' }));
    ok(await away({ accountId: h.people.controller, toOn: '2026-11-27' }));
    ok(await away({ accountId: h.people.clerk, toOn: '2026-11-30' }));
    const page = await (await h.signedIn('clerk')).open(`/kk/desk/control/assignments/${assignmentId}`);
    // executor, helper, controller
    for (const until of ['26.11.2026', '25.11.2026', '27.11.2026']) expect(page.text).toContain(`${until} дейін жоқ`);
    const said = '04.12.2026 дейін жоқ, орынбасары: Бөлім басшысы Қайрат';
    const options = (name: string) => [...page.document.querySelectorAll(`[name="${name}"] option`)].map((option) => option.textContent);
    expect(options('hand_over.accountId')).toContain(`Орындаушы Бауыржан — ${said}`);
    expect(options('set_controller.accountId').some((text) => text?.endsWith('— 30.11.2026 дейін жоқ'))).toBe(true);

    const press = taskButtonWords.hand_over.kk;
    const hand = { 'hand_over.unitId': String(h.units.lighting), 'hand_over.accountId': String(h.people.executor), 'hand_over.reason': 'Осы адам біледі' };
    await page.submit(press, hand);
    expect([page.status, page.text.includes('Орынбасары: Бөлім басшысы Қайрат'), page.html.includes('Осы адам біледі')]).toEqual([409, true, true]);
    await page.submit(press, { ...hand, 'hand_over.evenAway': 'yes' });
    expect([page.status, page.text.includes('Орындаушы Бауыржан')]).toEqual([200, true]);
    expect((await h.t.raw('SELECT executor_account::int AS id FROM assignments.assignment WHERE id = $1', [assignmentId]))[0]).toEqual({ id: h.people.executor });
    expect(await askHelp(h.ctx(), { assignmentId, unitId: h.units.lighting, accountId: h.people.colleague })).toMatchObject({ code: 'person_away' });
    ok(await askHelp(h.ctx(), { assignmentId, unitId: h.units.lighting, accountId: h.people.colleague, evenAway: true }));
  });
});

describe('the deputy', () => {
  test('takes over what the absent one has, and answers it; the baton counts a hand-over, and says why', async () => {
    const one = await m.given(h.people.executor);
    const colleague = await openAs('colleague', one.number);
    expect(colleague.document.querySelector('#act-take')).toBeNull();
    ok(await away({ deputyId: h.people.colleague }));
    await colleague.open(matterOf(one.number));
    await colleague.submit('Өзіме аламын');
    expect([colleague.status, colleague.text.includes('Жұмыста жоқ әріптестің орнына жұмысқа алды: Әріптес Светлана')]).toEqual([200, true]);
    expect((await rowOf(h, one.number))['account']).toBe(h.people.colleague);
    expect(await h.t.raw(`SELECT s.hand_overs AS n, a.hand_overs AS beside, c.reason FROM assignments.assignment s JOIN appeals.appeal a ON a.id = s.source_id JOIN assignments.act c ON c.assignment_id = s.id AND c.act = 'hand_over' WHERE s.reference = $1`, [one.number]))
      .toEqual([{ n: 1, beside: 1, reason: 'absence' }]);
    await colleague.submit('Бекітуге жіберу', { 'draft_answer.outcome': 'done', 'draft_answer.text': 'Шам ауыстырылды.' });
    expect([colleague.status, (await rowOf(h, one.number))['stage']]).toEqual([200, 'awaiting_approval']);
  });

  test('is the one who was named; a colleague may only where none was, or where that one is away too', async () => {
    const one = await m.given(h.people.executor);
    const absence = ok(await away({ deputyId: h.people.bodyHead })).absenceId;
    const colleague = await openAs('colleague', one.number);
    expect(colleague.document.querySelector('#act-take')).toBeNull();
    await h.t.raw(`INSERT INTO people.absence (account_id, from_on, to_on, made_at) VALUES ($1, '2026-11-20', '2026-11-27', now())`, [h.people.bodyHead]);
    await colleague.open(matterOf(one.number));
    expect(colleague.document.querySelector('#act-take')).not.toBeNull();
    await h.t.raw('UPDATE people.absence SET ended_at = now() WHERE id = $1', [absence]);
    await colleague.open(matterOf(one.number));
    expect(colleague.document.querySelector('#act-take')).toBeNull();
  });

  test('sees no more than their own posts show: a matter of the absent one’s other body is not found', async () => {
    // the executor sits in two bodies, the deputy in one of them
    ok(await givePost(h.ctx(), { accountId: h.people.executor, unitId: h.units.roads, role: 'executor', fromOn: day('2026-01-01') }));
    const { accountId } = ok(await createAccount(h.ctx(), { login: loginOf('roads'), name: 'Жол маманы Арман', lang: 'kk', password }));
    ok(await givePost(h.ctx(), { accountId, unitId: h.units.roads, role: 'executor', fromOn: day('2026-01-01') }));
    const one = await m.given(h.people.executor);
    ok(await away({ deputyId: accountId }));
    const page = await h.browser().open('/kk/sign-in');
    await page.submit('Кіру', { login: loginOf('roads'), password });
    expect((await page.open(matterOf(one.number))).status).toBe(404);
    // nothing waits for them: whoever is there may take it
    const colleague = await openAs('colleague', one.number);
    expect(colleague.document.querySelector('#act-take')).not.toBeNull();
    expect((await openAs('sibling', one.number)).status).toBe(404);
  });
});
