import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { day } from '../../src/kernel/day.ts';
import { langs, sayLoose } from '../../src/kernel/words.ts';
import { answerInterim, approveAndSend, draftAnswer } from '../../src/rooms/appeals/acts/answer.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { askClarification } from '../../src/rooms/appeals/acts/clarify.ts';
import { giveVerdict } from '../../src/rooms/appeals/acts/holder.ts';
import { publish, redact } from '../../src/rooms/appeals/acts/publish.ts';
import { split } from '../../src/rooms/appeals/acts/split.ts';
import { giveTask } from '../../src/rooms/appeals/acts/task.ts';
import { askHelp, askTime, decideTime, remind, report, returnForRework } from '../../src/rooms/assignments/acts/task.ts';
import { climbLadders } from '../../src/rooms/assignments/contract.ts';
import { allTemplates } from '../../src/rooms/notices/contract.ts';
import { setAbsence } from '../../src/rooms/people/contract.ts';
import { testNow } from '../support/database.ts';
import { ok } from '../support/house.ts';
import { actorsOf, came as cameTo, openOffice, words, type Office } from './office.ts';

const dayMs = 86_400_000;
let o: Office;
let as: Awaited<ReturnType<typeof actorsOf>>;
const rows = (text: string, values?: unknown[]) => o.house.t.raw(text, values);

beforeAll(async () => {
  o = await openOffice();
  as = await actorsOf(o);
});
beforeEach(() => {
  o.house.clock.now = testNow;
  o.answers = () => ({ sent: true, as: null });
  o.sent.length = 0;
});
afterAll(() => o.house.end());

const came = (tellBy?: 'email' | 'sms' | 'link', lang: 'kk' | 'ru' = 'kk') => cameTo(o, { lang, ...(tellBy ? { tellBy } : {}) });
const codesTo = (to: string) => o.sent.filter((one) => one.to === to).map((one) => one.about?.code);

describe('the person behind a matter', () => {
  test('hears of every act that concerns them, in their language, without a word of the appeal', async () => {
    const m = await came(undefined, 'ru');
    await o.work();
    expect(codesTo(m.email)).toEqual(['appeal.registered']);
    ok(await assign(as('clerk'), { number: m.number, unitId: o.house.units.lighting, accountId: o.house.people.executor, suggested: false }));
    await o.work();
    ok(await askClarification(as('executor'), { number: m.number, question: 'Қай баған?' }));
    await o.work();
    expect(codesTo(m.email)).toEqual(['appeal.registered', 'appeal.assigned', 'appeal.clarification_asked']);
    for (const letter of o.sent.filter((one) => one.to === m.email)) {
      expect(`${letter.subject} ${letter.text}`).not.toContain(words);
      expect(`${letter.subject} ${letter.text} ${letter.link}`).not.toContain(m.followCode);
      expect(letter.link).toBe(`https://ashyq.example/ru/follow?number=${m.number}`);
      expect(letter.text).not.toMatch(/[{}]/);
    }
    expect(o.sent.find((one) => one.about?.code === 'appeal.assigned')?.text).toContain('Таскалинский отдел ЖКХ');
  });

  test('is told of the answer, of the silence that is about to end, and that it was closed: each once', async () => {
    const m = await came();
    ok(await assign(as('clerk'), { number: m.number, unitId: o.house.units.lighting, accountId: o.house.people.executor, suggested: false }));
    ok(await answerInterim(as('executor'), { number: m.number, text: 'Шам тапсырыс берілді.', papers: [] }));
    const { answerId } = ok(await draftAnswer(as('executor'), { number: m.number, outcome: 'done', text: 'Шам ауыстырылды. Сұрағыңыз болса, хабарласыңыз.', papers: [] }));
    ok(await approveAndSend(as('head'), { number: m.number, answerId, anyway: 'тексерілді' }));
    await o.work();
    expect(codesTo(m.email)).toEqual(['appeal.registered', 'appeal.assigned', 'appeal.interim_answered', 'appeal.answered']);
    for (const [days, codes] of [[16, []], [17, ['appeal.silent_soon']], [18, []], [20, ['appeal.closed_silent']]] as const) {
      o.sent.length = 0;
      o.house.clock.now = testNow + days * dayMs;
      await o.again('appeals:close_silent', {});
      await o.again('appeals:ask_silent', {});
      await o.again('appeals:ask_silent', {});
      await o.work();
      expect([days, ...codesTo(m.email)]).toEqual([days, ...codes]);
    }
    o.sent.length = 0;
    ok(await giveVerdict(o.house.ctx(m.holder), { verdict: 'not_solved', comment: 'Әлі жанбайды' }));
    await o.work();
    expect(codesTo(m.email)).toContain('appeal.reopened');
  });

  test('who asked only for the link is not written to; who asked for SMS gets no letter, and none at night', async () => {
    const quiet = await came('link');
    const m = await came('sms');
    o.house.clock.now = Date.parse('2026-11-20T18:00:00Z'); // eleven in the evening
    await rows('UPDATE graphile_worker._private_jobs SET run_at = $1', [new Date(testNow)]);
    await o.work();
    expect(codesTo(quiet.email)).toEqual([]);
    expect(codesTo(m.email)).toEqual([]);
    expect(codesTo('+77010000001')).toEqual([]);
    o.house.clock.now = Date.parse('2026-11-21T02:59:00Z');
    await o.work();
    expect(codesTo('+77010000001')).toEqual([]);
    o.house.clock.now = Date.parse('2026-11-21T03:00:00Z'); // eight in the morning
    await o.work();
    expect(codesTo('+77010000001')).toEqual(['appeal.registered']);
  });

  test('a part of a letter tells the same person by the same way, under its own number', async () => {
    const m = await came();
    const { partNumber } = ok(await split(as('clerk'), { number: m.number, text: 'Жол да бұзылған екен', kind: 'application' }));
    await o.work();
    expect(o.sent.filter((one) => one.to === m.email && one.subject.includes(partNumber)).map((one) => one.about?.code)).toEqual(['appeal.split']);
  });

  test('a letter that came back asks the clerk for another address; the new one hears what the old one did not', async () => {
    const m = await came();
    o.answers = (message) => (message.to === m.email ? { sent: false, gone: true, code: '5.1.1' } : { sent: true, as: null });
    await o.work();
    expect(codesTo(m.email)).toEqual([]);
    const clerk = await o.house.signedIn('clerk', 'ru');
    await clerk.open(`/ru/desk/appeals/${m.number}`);
    expect(clerk.text).toContain('Спросите у человека другой адрес');
    expect(clerk.text).toContain('такого адреса нет');
    expect(clerk.text).toContain('p***@mail.example');
    await clerk.submit('Заменить адрес', { 'address.email': 'nowhere' });
    expect(clerk.status).toBe(422);
    await clerk.submit('Заменить адрес', { 'address.email': `new-${m.email}` });
    await o.work();
    expect(codesTo(`new-${m.email}`)).toEqual(['appeal.registered']);
    expect(codesTo(m.email)).toEqual([]);
    expect(await rows(`SELECT act FROM journal.leaf WHERE subject = $1 AND act = 'appeal.change_way'`, [`appeal:${m.appealId}`])).toHaveLength(1);
    await clerk.open(`/ru/desk/appeals/${m.number}`);
    expect(clerk.text).not.toContain('Спросите у человека другой адрес');
  });

  test('one notice costs a job a counted number of statements', async () => {
    const m = await came();
    await o.work();
    const { statements } = o.house.t.db;
    const before = statements.count;
    await o.again('appeal.answered>notices', { eventId: 'counted', name: 'appeal.answered', appealId: m.appealId, number: m.number, branchId: m.branchId, answerId: 1, outcome: 'done' });
    // begin with the sight, ways, matter, ways, notice, job, commit
    expect(statements.count - before).toBe(7);
    const again = statements.count;
    await o.work();
    // taken, read and noted: three transactions
    expect(statements.count - again).toBeLessThanOrEqual(14);
  });
});

describe('staff', () => {
  const held = async (who: keyof Office['house']['people']) =>
    (await rows(`SELECT code FROM notices.notice WHERE account_id = $1 AND id > $2 ORDER BY id`, [o.house.people[who], since])).map((row) => row['code']);
  let since = 0;
  const forget = async () => void (since = Number((await rows('SELECT coalesce(max(id), 0) AS id FROM notices.notice'))[0]?.['id']));

  test('a task tells its executor; its report the controller; what comes back, the executor again', async () => {
    await o.work();
    await forget();
    const m = await came('link');
    ok(await assign(as('clerk'), { number: m.number, unitId: o.house.units.lighting, accountId: o.house.people.executor, suggested: false }));
    const { assignmentId } = ok(await giveTask(as('clerk'), { number: m.number, task: 'Бағанды тексеріңіз', unitId: o.house.units.lighting, accountId: o.house.people.colleague, controllerAccountId: o.house.people.controller, dueOn: day('2026-11-27') }));
    await o.work();
    expect(await held('executor')).toEqual(['assignment.given']);
    expect(await held('colleague')).toEqual(['assignment.given']);
    ok(await askTime(as('colleague'), { assignmentId, toOn: day('2026-12-01'), reason: 'Бөлшек жолда' }));
    await o.work();
    expect(await held('head')).toEqual(['assignment.time_asked']);
    const [extension] = await rows('SELECT id FROM assignments.extension WHERE assignment_id = $1', [assignmentId]);
    ok(await decideTime(as('head'), { assignmentId, extensionId: Number(extension?.['id']), granted: false, reason: 'Қоймада бар' }));
    ok(await askHelp(as('colleague'), { assignmentId, unitId: o.house.units.lighting, accountId: o.house.people.bodyHead }));
    ok(await remind(as('controller'), { assignmentId }));
    await o.work();
    expect(await held('colleague')).toEqual(['assignment.given', 'assignment.time_denied', 'assignment.reminded']);
    expect(await held('bodyHead')).toEqual(['assignment.help_asked']);
    ok(await report(as('colleague'), { assignmentId, text: 'Баған бүтін', papers: [] }));
    await o.work();
    expect(await held('controller')).toEqual(['assignment.reported']);
    ok(await returnForRework(as('controller'), { assignmentId, reason: 'Сурет жоқ' }));
    await o.work();
    expect(await held('colleague')).toEqual(['assignment.given', 'assignment.time_denied', 'assignment.reminded', 'assignment.returned']);
  });

  test('whoever does it is not told of it: the others of the body are', async () => {
    await o.work();
    await forget();
    const m = await came('link');
    ok(await assign(as('clerk'), { number: m.number, unitId: o.house.units.lighting, accountId: o.house.people.executor, suggested: false }));
    ok(await assign(as('bodyHead'), { number: m.number, unitId: o.house.units.lighting, suggested: false }));
    await o.work();
    expect(await held('colleague')).toEqual(['assignment.handed_over']);
    expect(await held('bodyHead')).toEqual([]);
  });

  test('the ladder tells whom its rungs name, the deputy of whoever is away, and the morning brings one letter', async () => {
    await forget();
    const m = await came('link');
    ok(await assign(as('clerk'), { number: m.number, unitId: o.house.units.lighting, accountId: o.house.people.executor, suggested: false }));
    await o.work();
    await forget();
    await rows(`UPDATE assignments.assignment SET due_on = '2026-11-19' WHERE source_id = $1`, [m.appealId]);
    ok(await setAbsence(o.house.ctx(), { accountId: o.house.people.bodyHead, deputyId: o.house.people.colleague, fromOn: day('2026-11-20'), toOn: day('2026-11-24') }));
    await climbLadders(o.house.ctx());
    await o.work();
    expect(await held('executor')).toContain('assignment.climbed_late');
    expect(await held('bodyHead')).toEqual([]);
    expect(await held('colleague')).toContain('assignment.climbed_late');
    o.sent.length = 0;
    o.house.clock.now = Date.parse('2026-11-23T03:29:00Z');
    await o.again('notices:digests', {});
    await o.work();
    expect(o.sent).toEqual([]);
    o.house.clock.now = Date.parse('2026-11-23T03:30:00Z'); // Monday, half past eight
    await o.again('notices:digests', {});
    await o.again('notices:digests', {});
    await o.work();
    expect(o.sent.filter((one) => one.to === 'executor@ashyq.example')).toHaveLength(1);
  });
});

test('every notice has its words in three languages, every slot is the same in each, and nothing is longer than two messages of a telephone', () => {
  const filler = { number: 'BQ01-2026-000123', day: '2026 жылғы 12 желтоқсан', unit: 'Тасқала тұрғын үй бөлімі', main: 'BQ01-2026-000122', count: 3, lines: '', code: 'ABCD', advice: '', time: '10:20', next: '23 қараша, 10:20; 24 қараша, 11:00' };
  const told = allTemplates().filter((template) => template.to === 'holder' && template.secret !== true);
  console.log(`proof: ${told.length} notices to the person behind a matter, each in ${langs.length} languages`);
  for (const one of told) for (const lang of langs) {
    expect([one.code, lang, sayLoose(lang, one.text, filler).length < 200]).toEqual([one.code, lang, true]);
    expect(sayLoose(lang, one.subject, filler)).not.toMatch(/[{}]/);
  }
});

test('published without its answer and later with it, the person hears what is on the site each time', async () => {
  const m = await came();
  await rows('UPDATE appeals.appeal SET publish_consent = true WHERE id = $1', [m.appealId]);
  await o.work();
  ok(await redact(as('clerk'), { number: m.number, publicText: words }));
  ok(await publish(as('clerk'), { number: m.number }));
  await o.work();
  ok(await assign(as('clerk'), { number: m.number, unitId: o.house.units.lighting, accountId: o.house.people.executor, suggested: false }));
  const { answerId } = ok(await draftAnswer(as('executor'), { number: m.number, outcome: 'done', text: 'Шам ауыстырылды.', papers: [] }));
  ok(await approveAndSend(as('controller'), { number: m.number, answerId }));
  ok(await redact(as('clerk'), { number: m.number, publicText: words, answerId, publicAnswer: 'Шам ауыстырылды.' }));
  ok(await publish(as('clerk'), { number: m.number }));
  await o.work();
  expect(codesTo(m.email)).toEqual(['appeal.registered', 'appeal.published', 'appeal.assigned', 'appeal.answered', 'appeal.answer_published']);
});

// the last: the key does not come back
test('a reaction that runs twice tells once; with the key removed it tells twice', async () => {
  const m = await came();
  await o.work();
  const event = { eventId: 'one-and-the-same', name: 'appeal.published', appealId: m.appealId, number: m.number, branchId: m.branchId };
  await o.again('appeal.published>notices', event);
  await o.again('appeal.published>notices', event);
  await o.work();
  expect(codesTo(m.email)).toEqual(['appeal.registered', 'appeal.published']);
  await rows('ALTER TABLE notices.notice DROP CONSTRAINT notice_key');
  await o.again('appeal.published>notices', event);
  await o.work();
  expect(codesTo(m.email)).toEqual(['appeal.registered', 'appeal.published', 'appeal.published']);
});
