import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { day } from '../../src/kernel/day.ts';
import { say, type Lang } from '../../src/kernel/words.ts';
import { draftAnswer } from '../../src/rooms/appeals/acts/answer.ts';
import { giveTask } from '../../src/rooms/appeals/acts/task.ts';
import { deskWords, buttonWords as matterButtons } from '../../src/rooms/appeals/words/desk.ts';
import { climbLadders } from '../../src/rooms/assignments/contract.ts';
import { stageWords } from '../../src/rooms/assignments/words.ts';
import { agendaWords, ladderWords, morningWords } from '../../src/rooms/assignments/words/morning.ts';
import { formWords, happenedWords, taskButtonWords as buttons, taskDoneWords as done, taskFieldWords, taskRefusals, taskWords } from '../../src/rooms/assignments/words/task.ts';
import type { PlainBrowser } from '../../test/support/browser.ts';
import { testNow } from '../../test/support/database.ts';
import { ok, openHouse, type TestHouse } from '../../test/support/house.ts';
import { mattersOf } from './matters.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

const open = new Map<string, Promise<PlainBrowser>>();
const staff = (who: keyof TestHouse['people'], lang: Lang = 'kk'): Promise<PlainBrowser> => {
  const known = open.get(`${who} ${lang}`) ?? h.signedIn(who, lang);
  open.set(`${who} ${lang}`, known);
  return known;
};
const at = (id: number, lang: Lang = 'kk') => `/${lang}/desk/control/assignments/${id}`;
/** A task for the lighting office beside a matter that its executor answers for. */
const given = async (accountId?: number): Promise<{ number: string; id: number }> => {
  const matter = await mattersOf(h).given(h.people.executor);
  const { assignmentId } = ok(await giveTask(h.ctx(), { number: matter.number, task: 'Бағанды тексеріңіз', unitId: h.units.lighting, accountId, controllerAccountId: h.people.controller, dueOn: day('2026-11-27') }));
  return { number: matter.number, id: assignmentId };
};
const photograph = async () => new File([new Uint8Array(await sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } }).jpeg().toBuffer())], 'баған.jpg', { type: 'image/jpeg' });

describe('a task beside a matter, by plain pages', () => {
  test.each(['kk', 'ru'] as const)('given on the matter’s page, taken, reported with a photograph and its place, returned, reported again, accepted (%s)', async (lang) => {
    const matter = await mattersOf(h).given(h.people.executor);
    const clerk = await (await staff('clerk', lang)).open(`/${lang}/desk/appeals/${matter.number}`);
    expect(clerk.text).toContain(lang === 'kk' ? 'Жолдауға 3 жұмыс күні қалды' : 'На перенаправление осталось 3 рабочих дня');
    await clerk.submit(matterButtons.give_task[lang], { 'give_task.task': 'Бағанды тексеріңіз', 'give_task.unitId': String(h.units.lighting), 'give_task.dueOn': '2026-11-27' });
    expect(clerk.address).toContain('?done=give_task');
    expect(clerk.text).toContain(deskWords.tasks[lang]);
    await clerk.follow('Бағанды тексеріңіз');
    expect([clerk.status, clerk.text.includes(stageWords.given[lang]), clerk.text.includes('27.11.2026')]).toEqual([200, true, true]);
    const page = clerk.address;

    const executor = await (await staff('colleague', lang)).open(page);
    await executor.submit(buttons.accept[lang]);
    expect(executor.text).toContain(done.accept[lang]);
    // a wrong place loses neither the words nor the photograph
    await executor.submit(buttons.report[lang], { 'report.text': 'Баған түзетілді', 'report.papers': await photograph(), 'report.lat': 'мұнда', 'report.lon': '50.29', 'report.metres': '12', 'report.takenDay': '2026-11-20', 'report.takenTime': '9:05' });
    expect([executor.status, executor.text.includes(taskFieldWords.place_wrong[lang]), executor.text.includes('баған.jpg'), executor.html.includes('Баған түзетілді')]).toEqual([422, true, true, true]);
    await executor.submit(buttons.report[lang], { 'report.lat': '51,1' });
    expect([executor.status, executor.address]).toEqual([200, `${page}?done=report`]);
    for (const shown of ['Баған түзетілді', '51.1, 50.29', '±12 м', '20.11.2026 09:05']) expect(executor.text).toContain(shown);
    const picture = executor.document.querySelector('.pictures img')?.getAttribute('src') ?? '';
    expect((await executor.open(picture)).headers.get('content-type')).toMatch(/^image\//);

    await clerk.open(page);
    await clerk.submit(buttons.return[lang], { 'return.reason': '' });
    expect([clerk.status, clerk.text.includes(taskFieldWords.field_missing[lang])]).toEqual([422, true]);
    await clerk.submit(buttons.return[lang], { 'return.reason': 'Түнгі суретін де салыңыз' });
    expect(clerk.text).toContain(stageWords.returned[lang]);
    await executor.open(page);
    expect(executor.text).toContain('Түнгі суретін де салыңыз');
    await executor.submit(buttons.report[lang], { 'report.text': 'Түнде де жанады' });
    await clerk.open(page);
    await clerk.submit(buttons.settle[lang]);
    expect([clerk.text.includes(done.settle[lang]), clerk.text.includes(taskWords.ended[lang])]).toEqual([true, true]);
    expect(clerk.document.querySelectorAll('aside form').length).toBe(0);
  });

  test('more time is asked by one and granted by another; a refusal wants its reason; a helper is asked, adds and is released', async () => {
    const a = await given(h.people.colleague);
    const executor = await (await staff('colleague')).open(at(a.id));
    await executor.submit(buttons.ask_time.kk, { 'ask_time.toOn': '2026-12-05', 'ask_time.reason': 'Баған келмеді' });
    expect([executor.status, executor.text.includes(taskRefusals.extension_day_off.kk)]).toEqual([409, true]);
    await executor.submit(buttons.ask_time.kk, { 'ask_time.toOn': '2026-12-04' });
    expect(executor.text).toContain(done.ask_time.kk);
    expect([...executor.document.querySelectorAll('form')].some((form) => form.getAttribute('action')?.endsWith('/decisions'))).toBe(false);
    const head = await (await staff('head')).open(at(a.id));
    await head.submit(buttons.decide_time.kk, { 'decide_time.granted': 'no' });
    expect([head.status, head.text.includes(taskRefusals.reason_required.kk)]).toEqual([422, true]);
    await head.submit(buttons.decide_time.kk, { 'decide_time.granted': 'yes' });
    expect(head.text).toContain('04.12.2026');
    await head.submit(buttons.add_co_executor.kk, { 'add_co_executor.unitId': String(h.units.aqzhaiyq), 'add_co_executor.reason': 'Кран керек' });
    expect(head.text).toContain('Ақжайық аудандық филиалы');
    await head.submit(buttons.end_co_executor.kk, { 'end_co_executor.who': String(h.units.aqzhaiyq) });
    expect([head.status, head.text.includes(done.end_co_executor.kk)]).toEqual([200, true]);
  });

  test.each(['kk', 'ru'] as const)('a request for more time that ends with the report is said so before and in the history, and is not there again after a return (%s)', async (lang) => {
    const a = await given(h.people.colleague);
    const executor = await (await staff('colleague', lang)).open(at(a.id, lang));
    expect(executor.text).not.toContain(formWords.reportEndsTime[lang]);
    // the day in a refusal is written as on pages
    await executor.submit(buttons.ask_time[lang], { 'ask_time.toOn': '2026-12-14', 'ask_time.reason': 'Баған келмеді' });
    expect([executor.status, executor.text.includes(say(lang, taskRefusals.task_after_source, { day: '11.12.2026' }))]).toEqual([409, true]);
    await executor.submit(buttons.ask_time[lang], { 'ask_time.toOn': '2026-12-04', 'ask_time.reason': 'Баған келмеді' });
    expect(executor.text).toContain(formWords.reportEndsTime[lang]);
    const ended = say(lang, happenedWords.time_ended_by_report, { asked: '04.12.2026' });
    expect(executor.text).not.toContain(ended);
    await executor.submit(buttons.report[lang], { 'report.text': 'Баған түзетілді' });
    const controller = await (await staff('controller', lang)).open(at(a.id, lang));
    await controller.submit(buttons.return[lang], { 'return.reason': 'Суреті жоқ' });
    for (const page of [controller, await executor.open(at(a.id, lang))]) {
      const story = [...page.document.querySelectorAll('.timeline li')].map((one) => one.textContent ?? '');
      expect(story.findIndex((one) => one.includes(ended))).toBe(story.findIndex((one) => one.includes(happenedWords.report[lang])) + 1);
    }
    expect(executor.text).not.toContain(formWords.reportEndsTime[lang]);
    await executor.submit(buttons.ask_time[lang], { 'ask_time.toOn': '2026-12-04', 'ask_time.reason': 'Баған кеше келді' });
    expect(executor.text).toContain(done.ask_time[lang]);
  });

  test('handed over to a person of the body once its people are shown; a reminder goes once a day; the controller changes; it is withdrawn', async () => {
    const a = await given();
    const clerk = await (await staff('clerk')).open(at(a.id));
    await clerk.submit(/Қызметкерлерін көрсету/, { 'hand_over.unitId': String(h.units.lighting), 'hand_over.reason': 'Соған тапсырыңыз' });
    expect(clerk.html).toContain('Соған тапсырыңыз');
    await clerk.submit(buttons.hand_over.kk, { 'hand_over.accountId': String(h.people.colleague) });
    expect([clerk.status, clerk.text.includes('Әріптес Светлана')]).toEqual([200, true]);
    await clerk.submit(buttons.remind.kk);
    expect([clerk.status, [...clerk.document.querySelectorAll('form')].some((form) => form.getAttribute('action')?.endsWith('/reminders'))]).toEqual([200, false]);
    await clerk.submit(buttons.set_controller.kk, { 'set_controller.accountId': String(h.people.clerk) });
    expect(clerk.text).toContain(done.set_controller.kk);
    await clerk.submit(buttons.withdraw.kk, { 'withdraw.reason': 'Баған ауыстырылды' });
    expect(clerk.text).toContain(stageWords.withdrawn.kk);
  });

  test('whoever has nothing to do with it finds neither the page, nor a proof, nor a form', async () => {
    const a = await given(h.people.colleague);
    const executor = await (await staff('colleague')).open(at(a.id));
    await executor.submit(buttons.report.kk, { 'report.text': 'Дайын', 'report.papers': new File(['Акт'], 'акт.txt', { type: 'text/plain' }) });
    const paper = [...executor.document.querySelectorAll('a')].find((link) => link.textContent === 'акт.txt')?.getAttribute('href') ?? '';
    expect((await executor.open(paper)).status).toBe(200);
    const other = await given(h.people.colleague);
    // a proof is looked for among the reports of its own promise
    expect((await executor.open(paper.replace(String(a.id), String(other.id)))).status).toBe(404);
    const sibling = await staff('sibling');
    for (const address of [at(a.id), paper, at(999_999)]) expect((await sibling.open(address)).status, address).toBe(404);
    const reception = await staff('reception');
    expect((await reception.open(at(a.id))).status).toBeGreaterThanOrEqual(403);
  });

  test('the matter cannot be approved while a task is open, and its page says why', async () => {
    const a = await given(h.people.colleague);
    ok(await draftAnswer(h.ctx(), { number: a.number, outcome: 'done', text: 'Шам ауыстырылды.', papers: [] }));
    const controller = await (await staff('controller')).open(`/kk/desk/appeals/${a.number}`);
    expect(controller.text).toContain('Бұл өтініш бойынша әлі 1 тапсырма');
    expect(controller.html).not.toContain('/approvals"');
    const executor = await (await staff('colleague')).open(at(a.id));
    await executor.submit(buttons.report.kk, { 'report.text': 'Дайын' });
    await controller.open(at(a.id));
    await controller.submit(buttons.settle.kk);
    await controller.open(`/kk/desk/appeals/${a.number}`);
    await controller.submit(matterButtons.approve.kk);
    expect(controller.address).toContain('?done=approve');
  });
});

describe('a controller’s morning, the sitting and the ladder', () => {
  test('the morning shows what is due this week, reported, asking for time and returned; the sitting what the ladder brought up', async () => {
    h.clock.now = testNow;
    const a = await given(h.people.colleague);
    const executor = await (await staff('colleague')).open(at(a.id));
    await executor.submit(buttons.ask_time.kk, { 'ask_time.toOn': '2026-12-04', 'ask_time.reason': 'Баған келмеді' });
    const controller = await (await staff('controller')).open('/kk/desk/control/morning');
    expect(controller.status).toBe(200);
    for (const title of [morningWords.week, morningWords.reported, morningWords.waits, morningWords.returned]) expect(controller.text).toContain(title.kk);
    expect(controller.document.querySelectorAll('details[data-key]').length).toBe(4);
    expect(controller.document.querySelector('details[data-key="3"]')?.textContent).toContain(a.number);
    // whoever controls nothing has no such page
    expect((await executor.open('/kk/desk/control/morning')).status).toBeGreaterThanOrEqual(403);

    h.clock.now = testNow + 17 * 86_400_000;
    await climbLadders(h.ctx());
    h.clock.now = testNow + 17 * 86_400_000 + 60_000;
    const head = await (await h.signedIn('head')).open('/kk/desk/control/agenda');
    expect([head.status, head.text.includes(agendaWords.title.kk), head.text.includes('Тасқала аудандық филиалы'), head.text.includes(a.number)]).toEqual([200, true, true, true]);
    const late = [...head.document.querySelectorAll('tbody tr')].find((row) => row.textContent?.includes(a.number));
    expect(late?.textContent).toContain('Бағанды тексеріңіз');
    const sibling = await (await h.signedIn('sibling')).open('/kk/desk/control/agenda');
    expect(sibling.text).toContain(agendaWords.empty.kk);

    // what nobody was given climbs no ladder, and is said all the same
    const idle = await mattersOf(h).fresh();
    await h.t.raw(`UPDATE appeals.appeal SET due_on = '2026-11-20' WHERE number = $1`, [idle.number]);
    const russian = await (await h.signedIn('head', 'ru')).open('/ru/desk/control/agenda');
    expect(russian.text).toContain('Никому не поручено и просрочено 1 обращение, самое давнее со сроком 20.11.2026.');
    expect((await (await h.signedIn('sibling', 'ru')).open('/ru/desk/control/agenda')).text).toContain(agendaWords.empty.ru);
  });

  test('the ladder of a branch is previewed, mended, put in force, and its versions stay', async () => {
    const head = await (await h.signedIn('head')).open(`/kk/admin/ladder?branch=${h.units.tasqala}`);
    expect([head.status, head.text.includes(ladderWords.inherited.kk)]).toEqual([200, true]);
    await head.submit(ladderWords.preview.kk, { 'r0.days': '−1' });
    expect([head.status, head.text.includes(ladderWords.previewTitle.kk)]).toEqual([200, true]);
    expect(await h.t.raw('SELECT count(*)::int AS n FROM assignments.ladder')).toEqual([{ n: 1 }]);
    await head.submit(ladderWords.save.kk, { 'r1.days': '-5' });
    expect(head.status).toBe(422);
    await head.submit(ladderWords.save.kk, { 'r1.days': 'ертең' });
    expect([head.status, head.text.includes(ladderWords.daysWrong.kk)]).toEqual([422, true]);
    await head.submit(ladderWords.save.kk, { 'r1.days': '0', 'r4.days': '10', 'r4.branch_head': 'yes', 'r4.agenda': 'yes' });
    expect([head.status, head.text.includes(ladderWords.saved.kk), head.text.includes('Басшы Нұрлан')]).toEqual([200, true, true]);
    expect(await h.t.raw('SELECT r.place, r.days, r.tells, r.agenda FROM assignments.rung r JOIN assignments.ladder l ON l.id = r.ladder_id WHERE l.branch_id IS NOT NULL ORDER BY r.place')).toEqual([
      { place: 1, days: -1, tells: ['executor'], agenda: false }, { place: 2, days: 0, tells: ['executor', 'controller'], agenda: false },
      { place: 3, days: 1, tells: ['executor', 'controller', 'body_head'], agenda: false }, { place: 4, days: 5, tells: ['body_head', 'branch_head'], agenda: true },
      { place: 5, days: 10, tells: ['branch_head'], agenda: true },
    ]);
    // another branch's ladder, and the house's, are not theirs
    expect((await (await h.signedIn('clerk')).open('/kk/admin/ladder')).status).toBeGreaterThanOrEqual(403);
  });
});
