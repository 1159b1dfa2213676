import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitor, type Actor } from '../../src/kernel/actor.ts';
import { day } from '../../src/kernel/day.ts';
import { answerInterim, approveAndSend, draftAnswer, returnDraft } from '../../src/rooms/appeals/acts/answer.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { answerClarification, askClarification } from '../../src/rooms/appeals/acts/clarify.ts';
import { decideExtension, requestExtension } from '../../src/rooms/appeals/acts/extend.ts';
import { forward } from '../../src/rooms/appeals/acts/forward.ts';
import { addSomething, giveVerdict, withdraw as withdrawMatter } from '../../src/rooms/appeals/acts/holder.ts';
import { detach, join } from '../../src/rooms/appeals/acts/join.ts';
import { note } from '../../src/rooms/appeals/acts/note.ts';
import { publish, redact, unpublish } from '../../src/rooms/appeals/acts/publish.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { sort } from '../../src/rooms/appeals/acts/sort.ts';
import { split } from '../../src/rooms/appeals/acts/split.ts';
import { giveTask } from '../../src/rooms/appeals/acts/task.ts';
import { aRegistration, madeUpIin } from '../../src/rooms/appeals/make.ts';
import { accept, askHelp, askTime, contribute, decideTime, endHelp, handOver, remind, report, returnForRework, setController, settle, withdraw } from '../../src/rooms/assignments/acts/task.ts';
import { climbLadders } from '../../src/rooms/assignments/contract.ts';
import { takeUpload } from '../../src/rooms/files/contract.ts';
import { sessionActor, signIn } from '../../src/rooms/people/contract.ts';
import { openOffice, type Office } from '../notices/office.ts';
import { loginOf, ok, password } from '../support/house.ts';
import { leaked, openOutbox, type Outbox } from './outbox.ts';

let o: Office;
let outbox: Outbox;
const actors = new Map<string, Actor>();
beforeAll(async () => {
  o = await openOffice();
  outbox = await openOutbox(o);
  for (const who of ['clerk', 'controller', 'head', 'executor', 'colleague'] as const) {
    const { token } = ok(await signIn(o.house.ctx(visitor), { login: loginOf(who), password, remote: '127.0.0.9', userAgent: 'test' })) as { token: string };
    const actor = await sessionActor(o.house.ctx(visitor), token);
    if (actor) actors.set(who, actor);
  }
});
afterAll(async () => {
  await outbox.end();
  await o.house.end();
});

const as = (who: string) => o.house.ctx(actors.get(who));
const word = 'ҚҰПИЯСӨЗ';
const w = (rest: string) => `${word} ${rest}`;
const iin = madeUpIin(77);
const secrets: string[] = [word, 'Құпияева', '7010000077', iin];
let came = 0;
const comes = async (tellBy: 'email' | 'sms') => {
  came += 1;
  const [m] = ok(await register(o.house.ctx(visitor), aRegistration({
    key: `words-${came}-words-words`, branchId: o.house.units.tasqala, tellBy, publishConsent: true, text: w('аулада жарық жанбайды'),
    applicant: { kind: 'person', surname: 'Құпияева', given: word, phone: '8 701 000 00 77', iin, email: `person${came}@mail.example`, address: w('көшесі, 5') },
  }))).matters;
  if (!m) throw new Error('nothing registered');
  secrets.push(m.followCode, m.linkToken);
  return { ...m, holder: o.house.ctx({ kind: 'holder', appealId: m.appealId }) };
};
const waiting = async (appealId: number) => Number((await o.house.t.raw('SELECT id FROM assignments.extension WHERE source_id = $1 AND granted IS NULL', [appealId]))[0]?.['id']);
const paper = async (who: 'executor' | 'colleague') => ok(await takeUpload(as(who), new File([w('қағаз')], `${word}.txt`), { by: `account:${o.house.people[who]}` })).fileId;

/** Every act that has a field for words, with the word in it, and whatever the clock does afterwards. */
const walk = async (tellBy: 'email' | 'sms') => {
  const { people, units } = o.house;
  const m = await comes(tellBy);
  const { number } = m;
  ok(await sort(as('clerk'), { number, topicCode: 'lighting', territoryCode: '276000000', address: w('5'), suggested: false }));
  ok(await assign(as('clerk'), { number, unitId: units.lighting, accountId: people.executor, instruction: w('тексер'), suggested: false }));
  ok(await note(as('clerk'), { number, text: w('ескертпе'), papers: [] }));
  ok(await addSomething(m.holder, { text: w('тағы'), papers: [] }));
  ok(await askClarification(as('executor'), { number, question: w('қай баған?') }));
  ok(await answerClarification(m.holder, { text: w('бұрыштағы'), papers: [] }));
  const dueOn = String((await o.house.t.raw('SELECT due_on::text AS d FROM appeals.appeal WHERE id = $1', [m.appealId]))[0]?.['d']);
  for (const granted of [false, true]) {
    ok(await requestExtension(as('executor'), { number, toOn: day('2026-12-18'), reason: w('тапсырыс күтілуде') }));
    ok(await decideExtension(as('head'), { number, extensionId: await waiting(m.appealId), granted, reason: w('шешім') }));
  }
  expect(dueOn < '2026-12-18').toBe(true);

  const { assignmentId } = ok(await giveTask(as('clerk'), { number, task: w('бағанды тексеріңіз'), unitId: units.lighting, accountId: people.colleague, dueOn: day('2026-11-27') }));
  const one = { assignmentId };
  ok(await accept(as('colleague'), one));
  for (const granted of [false, true]) {
    ok(await askTime(as('colleague'), { ...one, toOn: day('2026-12-01'), reason: w('бөлшек жолда') }));
    ok(await decideTime(as('head'), { ...one, extensionId: await waiting(m.appealId), granted, reason: w('шешім') }));
  }
  ok(await askHelp(as('clerk'), { ...one, unitId: units.lighting, accountId: people.executor, reason: w('көмек') }));
  ok(await contribute(as('executor'), { ...one, text: w('көмектестім'), papers: [await paper('executor')] }));
  ok(await endHelp(as('clerk'), { ...one, unitId: units.lighting, accountId: people.executor, reason: w('жетеді') }));
  ok(await remind(as('clerk'), { ...one, reason: w('еске салу') }));
  ok(await setController(as('clerk'), { ...one, accountId: people.controller }));
  ok(await report(as('colleague'), { ...one, text: w('орындалды'), papers: [await paper('colleague')] }));
  ok(await returnForRework(as('controller'), { ...one, reason: w('сурет жоқ') }));
  ok(await handOver(as('clerk'), { ...one, unitId: units.roads, reason: w('соларға') }));
  ok(await handOver(as('clerk'), { ...one, unitId: units.lighting, accountId: people.colleague, reason: w('қайта') }));
  await o.house.t.raw(`UPDATE assignments.assignment SET due_on = '2026-11-12' WHERE source_id = $1`, [m.appealId]);
  await climbLadders(o.house.ctx());
  ok(await report(as('colleague'), { ...one, text: w('енді орындалды'), papers: [] }));
  ok(await settle(as('controller'), one));
  const second = ok(await giveTask(as('clerk'), { number, task: w('жол'), unitId: units.lighting, dueOn: day('2026-11-27') }));
  ok(await withdraw(as('clerk'), { assignmentId: second.assignmentId, reason: w('керек емес') }));

  ok(await answerInterim(as('executor'), { number, text: w('шам тапсырыс берілді'), papers: [] }));
  const draft = ok(await draftAnswer(as('executor'), { number, outcome: 'done', text: w('шам ауыстырылды'), papers: [await paper('executor')] }));
  ok(await returnDraft(as('controller'), { number, answerId: draft.answerId, reason: w('қайта жаз') }));
  const better = ok(await draftAnswer(as('executor'), { number, outcome: 'done', text: w('шам ауыстырылды, тексерілді'), papers: [] }));
  ok(await approveAndSend(as('controller'), { number, answerId: better.answerId, anyway: w('тексерілді') }));
  ok(await redact(as('controller'), { number, publicText: `${word.toLowerCase()} жарық туралы өтініш`, answerId: better.answerId, publicAnswer: w('шам ауыстырылды') }));
  ok(await publish(as('controller'), { number }));
  ok(await unpublish(as('controller'), { number, reason: w('алынды') }));
  ok(await giveVerdict(m.holder, { verdict: 'not_solved', comment: w('әлі жанбайды') }));

  const part = ok(await split(as('clerk'), { number, text: w('жол да бұзылған'), kind: 'application' }));
  ok(await assign(as('clerk'), { number: part.partNumber, unitId: units.lighting, suggested: false }));
  ok(await forward(as('clerk'), { number: part.partNumber, unitId: units.roads, reason: w('құзыреті') }));
  const repeat = await comes(tellBy);
  ok(await join(as('clerk'), { number: repeat.number, mainNumber: number, as: 'repeat' }));
  ok(await detach(as('clerk'), { number: repeat.number, reason: w('басқа іс') }));
  ok(await withdrawMatter(repeat.holder, { reason: w('қайтып аламын') }));
};

test('nothing that goes out, waits to go out, or is kept of it has a word of anybody, a telephone, a personal number, a code or a secret link', async () => {
  for (const tellBy of ['email', 'sms'] as const) {
    await walk(tellBy);
    await o.work();
  }
  o.house.clock.now = Date.parse('2026-11-23T03:31:00Z');
  await o.again('notices:digests', {});
  await o.work();
  o.house.clock.now += 20 * 86_400_000;
  await o.again('appeals:ask_silent', {});
  await o.again('appeals:close_silent', {});
  await o.work();

  const texts = await outbox.words();
  expect(leaked(texts, secrets)).toEqual([]);
  // and what may be said is found where the rest was looked for
  expect(texts.filter((text) => /BQ01-2026-\d{6}/.test(text)).length).toBeGreaterThan(20);
  // the walk was one: residents by both ways, staff at once and in the morning
  const codes = new Set((await o.house.t.raw('SELECT DISTINCT code FROM notices.notice')).map((row) => row['code']));
  expect(codes.size).toBeGreaterThan(20);
  expect((await outbox.letters()).length).toBeGreaterThan(20);
  expect(outbox.messages().length).toBeGreaterThan(8);
  // nobody had another’s: each letter of a matter went to its own person
  const mixed = await o.house.t.raw('SELECT n.id FROM notices.notice n JOIN notices.way w ON w.id = n.way_id WHERE w.owner <> n.owner');
  expect(mixed).toEqual([]);
});
