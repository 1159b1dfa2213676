import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitor } from '../../src/kernel/actor.ts';
import { day } from '../../src/kernel/day.ts';
import { oneLine } from '../../src/kernel/typed.ts';
import { write } from '../../src/platform/db.ts';
import { askTime, decideTime, report, settle, withdraw } from '../../src/rooms/assignments/acts/task.ts';
import { publish } from '../../src/rooms/calendar/acts.ts';
import { tellHolder } from '../../src/rooms/notices/contract.ts';
import { compose } from '../../src/rooms/notices/mail/compose.ts';
import { setAbsence } from '../../src/rooms/people/contract.ts';
import { cancel, move, restore } from '../../src/rooms/reception/acts/bookings.ts';
import { momentOf } from '../../src/rooms/reception/law/outings.ts';
import { cancel as callOff } from '../../src/rooms/reception/acts/receptions.ts';
import { settleArrival } from '../../src/rooms/reception/acts/outings/settle.ts';
import { judge } from '../../src/rooms/reception/acts/visits/judge.ts';
import { putPromise } from '../../src/rooms/reception/acts/visits.ts';
import { cancelReceptionSchema } from '../../src/rooms/reception/contract/duties.ts';
import { settleArrivalSchema } from '../../src/rooms/reception/contract/outings.ts';
import { putPromiseSchema, visitVerdictSchema } from '../../src/rooms/reception/contract/visits.ts';
import { noticesOfReception, staffNoticesOfReception } from '../../src/rooms/reception/words/notices.ts';
import { openOffice, type Office } from '../notices/office.ts';
import { ok } from '../support/house.ts';
import { installed, newKey, visitOf } from '../support/tablet.ts';
import { live } from './live.ts';
import { leaked, openOutbox, site, type Letter, type Message, type Outbox } from './outbox.ts';
import { mark, names, openActs, shortly, typed, word, type Named } from './reception-acts.ts';

/** Every notice of the room, and what of names it may say: a new kind is red here until it is told, and one that names more is. */
const says: Readonly<Record<keyof typeof noticesOfReception | keyof typeof staffNoticesOfReception, readonly Named[]>> = {
  'reception.booked': ['unit'], 'reception.listed': ['unit'], 'reception.moved': ['unit'], 'reception.filled': ['unit'], 'reception.cancelled': [], 'reception.unlisted': [], 'reception.restored': ['unit'], 'reception.displaced': [],
  'reception.unheld': [], 'reception.unheld_next': [], 'reception.booked_day_off': [], 'reception.expired': ['unit'], 'reception.reminded': ['unit'], 'reception.asked': ['unit'], 'reception.reminded_video': ['unit'],
  'reception.promise_kept': [], 'reception.promise_moved': [], 'reception.promise_withdrawn': [], 'reception.promise_said': [], 'reception.visit_answer': [],
  'reception.host_away': ['official'], 'reception.day_off': ['official'],
  'reception.duty_missed': ['duty'], 'reception.duty_missed_head': ['official', 'duty'], 'reception.duty_unscheduled': ['duty'], 'reception.duty_unscheduled_head': ['official', 'duty'],
  'reception.outing_announced': ['outing'], 'reception.outing_changed': ['outing'], 'reception.outing_cancelled': ['outing'], 'reception.outing_conflict': ['outing'],
};

let o: Office;
let outbox: Outbox;
let acts: Awaited<ReturnType<typeof openActs>>;
let letters: readonly Letter[];
let messages: readonly Message[];
let codes: ReadonlyMap<number, string>;
const own = (b: { readonly bookingId: number }) => ({ bookingId: b.bookingId, held: b.bookingId });
const at = async (on: string, minute: number): Promise<void> => {
  o.house.clock.now = momentOf(day(on), minute).getTime();
  await o.work();
};

beforeAll(async () => {
  o = await openOffice();
  outbox = await openOutbox(o);
  acts = await openActs(o, outbox);
  await acts.listen(false);
  await bookings();
  await promises();
  await onTheRoad();
  await acts.hall();
  await nights();
  [letters, messages] = [await outbox.letters(), outbox.messages()];
  codes = new Map((await o.house.t.raw('SELECT id, code FROM notices.notice')).map((row) => [Number(row['id']), String(row['code'])]));
});
afterAll(async () => {
  await outbox?.end();
  await o?.house.end();
});

const place = (receptionId: number, atMinute: number) => ({ how: 'place', receptionId, atMinute });
const desk = () => o.house.ctx(visitor);
const door = { door: 'site', video: true } as const;
const bookings = async (): Promise<void> => {
  const { people, units } = o.house;
  const thursday = await acts.laid('bodyHead', '2026-11-26');
  const stays = await acts.booked(place(thursday, 600));
  ok(await move(desk(), { ...own(stays), place: { receptionId: thursday, atMinute: 620 } }, door));
  ok(await cancel(desk(), own(stays)));
  ok(await restore(desk(), own(stays), door));
  const leaves = await acts.booked(place(thursday, 640));
  await acts.booked({ how: 'wait', branchId: units.tasqala, accountId: people.bodyHead });
  ok(await cancel(desk(), own(leaves)));
  ok(await cancel(desk(), own(await acts.booked({ how: 'wait', branchId: units.aqzhaiyq }))));
  // nobody receives there: this one waits till the month is over
  await acts.booked({ how: 'wait', branchId: units.aqzhaiyq });
  await acts.booked(place(await acts.laid('executor', '2026-11-27', { kind: 'video' }), 600));
  const off = await acts.laid('executor', '2026-11-30');
  await acts.booked(place(off, 600));
  ok(await callOff(o.house.ctx(), cancelReceptionSchema.parse({ receptionId: off, reason: typed('ауырып қалды') })));
  const often = { email: 'often@mail.example', phone: '+77029990001' };
  for (const heldOn of ['2026-12-07', '2026-12-08', '2026-12-09']) {
    const { bookingId } = await acts.booked(place(await acts.laid('executor', heldOn), 620), often);
    await o.house.t.raw(`UPDATE reception.booking SET state = 'no_show' WHERE id = $1`, [bookingId]);
  }
  await acts.booked(place(await acts.laid('executor', '2026-12-11'), 620), often);
  await acts.booked(place(await acts.laid('executor', '2026-12-02', { reason: undefined }), 600));
  await acts.booked(place(await acts.laid('executor', '2026-12-03'), 600));
  await acts.named();
  await o.work();
  ok(await setAbsence(o.house.ctx(), { accountId: people.executor, fromOn: day('2026-12-03'), toOn: day('2026-12-03') }));
  ok(await publish(o.house.ctx(), { name: 'kz5', orders: [{ act: 'off', on: day('2026-12-02') }], reason: typed('қаулы') }));
  await o.again('reception:look_ahead', {});
  await o.work();
};

const promises = async (): Promise<void> => {
  const { people, units } = o.house;
  const given = async (more: { readonly quiet?: boolean } = {}) => acts.promised(people.head, units.region, more);
  const [kept, gone, quiet] = [await given(), await given(), await given({ quiet: true })];
  for (const { assignmentId } of [kept, quiet]) {
    ok(await report(acts.as('executor'), { assignmentId, text: typed('ілінді'), papers: [] }));
    ok(await settle(acts.as('controller'), { assignmentId }));
  }
  const moved = await given();
  ok(await askTime(acts.as('executor'), { assignmentId: moved.assignmentId, toOn: day('2026-12-10'), reason: typed('бөлшек жолда') }));
  const [extension] = await o.house.t.raw('SELECT id FROM assignments.extension WHERE assignment_id = $1', [moved.assignmentId]);
  ok(await decideTime(acts.as('head'), { assignmentId: moved.assignmentId, extensionId: Number(extension?.['id']), granted: true, reason: typed('болсын') }));
  ok(await withdraw(acts.as('controller'), { assignmentId: gone.assignmentId, reason: typed('керек емес') }));
  const later = await acts.laid('head', '2026-11-24', { host: `${people.head}.${units.region}` });
  ok(await putPromise(o.house.ctx(), putPromiseSchema.parse({ promiseId: moved.promiseId, receptionId: later, said: typed('ертең іледі') })));
  await o.work();
  ok(await judge(o.house.ctx({ kind: 'visitor' }), kept.visitId, visitVerdictSchema.parse({ nth: 2, verdict: 'not_solved', comment: typed('әлі жанбайды'), register: 'yes' })));
  await o.work();
};

const onTheRoad = async (): Promise<void> => {
  const outingId = await acts.outing('2026-11-25');
  const tablet = await installed(o.house, outingId, { name: shortly('көк') });
  const said = await tablet.send({ place: 1, key: newKey(), act: visitOf(tablet, { nth: 0, person: { surname: shortly('тегі'), given: shortly('аты'), iin: '12', address: typed('көшесі') }, matters: [{ text: typed('шам'), outcome: 'advised', advice: typed('кеңес') }] }) });
  expect(said.body).toMatchObject({ state: 'conflict' });
  await tablet.sendPaper(newKey(), Buffer.from('қағаз'), `${shortly('қағаз')}.txt`);
  await o.work();
  ok(await settleArrival(acts.as('reception'), settleArrivalSchema.parse({ deviceId: tablet.device.id, place: 1, how: 'given_up', reason: typed('қате') })));
  await acts.calledOff(outingId);
  await o.work();
};

/** What the clock does: reminders, the reception that nobody opened, duties, the month of waiting; then a morning with a letter that gathers. */
const nights = async (): Promise<void> => {
  await acts.duty({ rhythm: 'weekday', weekday: '4' });
  await o.again('reception:duties', {});
  await at('2026-11-25', 721);
  await acts.laid('bodyHead', '2026-12-01', { to: '10:20' });
  await at('2026-11-27', 20);
  await o.again('reception:duties', {});
  await o.again('reception:places', {});
  await at('2026-11-27', 485);
  await acts.listen(true);
  await acts.duty({ nameKk: `${names.duty}2`, fromOn: '2026-11-27', times: '5' });
  for (const [on, minute] of [['2026-11-30', 20], ['2026-11-30', 515], ['2026-12-10', 721]] as const) {
    await at(on, minute);
    await o.again('reception:duties', {});
    await o.again('notices:digests', {});
  }
  await at('2026-12-22', 600);
  await o.again('reception:forget', {});
  await o.work();
};

const squeezed = (text: string): string => text.replace(/\s+/g, '');
const namedIn = (text: string): readonly Named[] => (Object.keys(names) as Named[]).filter((name) => squeezed(text).includes(`${mark}-${name}`));
const wordsOf = ({ read }: Letter): string => `${read.subject ?? ''}\n${read.text ?? ''}`;

test('every kind the room knows has gone: to people by each of their ways, to staff by letter and, where it is urgent, to their screens', async () => {
  const gone = new Set((await o.house.t.raw(`SELECT DISTINCT code, channel FROM notices.notice WHERE state = 'sent'`)).map((row) => `${String(row['code'])} ${String(row['channel'])}`));
  const all = [
    ...Object.keys(noticesOfReception).flatMap((code) => ['email', 'sms', 'telegram'].map((channel) => `${code} ${channel}`)),
    ...Object.entries(staffNoticesOfReception).flatMap(([code, { urgent }]) => (urgent ? ['email', 'push'] : ['email']).map((channel) => `${code} ${channel}`)),
  ];
  expect(all.filter((one) => !gone.has(one))).toEqual([]);
  expect(Object.keys(says).toSorted()).toEqual([...Object.keys(noticesOfReception), ...Object.keys(staffNoticesOfReception)].toSorted());
  expect((await o.house.t.raw(`SELECT code, error_code FROM notices.notice WHERE state IN ('failed', 'bounced')`))).toEqual([]);
  // each by itself, and a morning's letter of several
  expect([...new Set(codes.values())].filter((code) => code in says && !letters.some((one) => codes.get(one.noticeId) === code))).toEqual([]);
  expect(letters.some((one) => codes.get(one.noticeId) === 'notices.digest' && namedIn(wordsOf(one)).includes('duty'))).toBe(true);
  console.log(`proof: ${Object.keys(says).length} kinds, ${letters.length} letters, ${messages.length} messages`);
});

/** Columns that hold codes, keys, names of places in lists, and what has a form of its own. */
const coded = /^(?:key|failing_key|sha256|state|state_after|settled_how|what|series|by_kind|email|lang|number|phone|territory_code|topic_code|act|conflict|on_day_off|rhythm|\w+_version|why|letter|appeal_number|cause_number|outcome|verdict|part|refused|kind|code|door|label)$/;
test('the walk was one: whatever the room keeps of what people type has those words in it', async () => {
  const columns = (await o.house.t.raw(`SELECT c.table_name AS t, c.column_name AS c FROM information_schema.columns c JOIN information_schema.tables i USING (table_schema, table_name)
    WHERE i.table_type = 'BASE TABLE' AND c.data_type = 'text' AND c.is_generated = 'NEVER' AND c.table_schema = 'reception'`)).map((row) => [String(row['t']), String(row['c'])] as const).filter(([table, column]) => !coded.test(column) && `${table}.${column}` !== 'unused_number.reason');
  expect(columns.length).toBeGreaterThan(30);
  const without: string[] = [];
  for (const [table, column] of columns) if ((await o.house.t.raw(`SELECT FROM reception."${table}" WHERE "${column}" ~ '${word}|${mark}' LIMIT 1`)).length === 0) without.push(`${table}.${column}`);
  expect(without.toSorted()).toEqual([]);
});

test('and none of it, nor what is kept of it, has a word of anybody, their name, telephone, personal number, code or secret link', async () => {
  const texts = await outbox.words();
  expect(leaked(texts, acts.secrets)).toEqual([]);
  expect(texts.filter((text) => /BQ01-[BV]-2026-\d{6}/.test(text)).length).toBeGreaterThan(50);
  // a branch or an official is named where a sentence of the room has a place for it, and nowhere else
  for (const one of letters) {
    const code = codes.get(one.noticeId) ?? '';
    if (code in says) expect([code, namedIn(wordsOf(one)).toSorted()]).toEqual([code, says[code as keyof typeof says].toSorted()]);
  }
});

/** What is wrong in one letter: a line of somebody else's among its own, a page that does anything, a slot filled twice. */
const known = /^(?:content-transfer-encoding|content-type|content-language|auto-submitted|list-unsubscribe|list-unsubscribe-post|message-id|mime-version|date|from|to|reply-to|subject|return-path)$/;
const wrongIn = ({ read, to }: Letter): readonly string[] => {
  const wrong = read.headers.filter((one) => !known.test(one.key)).map((one) => `header ${one.key}`);
  for (const key of ['to', 'subject', 'from']) if (read.headers.filter((one) => one.key === key).length !== 1) wrong.push(`not one ${key}`);
  if (to.length !== 1 || read.to?.length !== 1 || read.bcc || read.cc) wrong.push('somebody else gets it');
  if (/[\r\n]/.test(read.subject ?? '')) wrong.push('a subject of two lines');
  wrong.push(...live(read.html ?? '').filter((one) => one !== 'body style'));
  const { document } = parseHTML(read.html ?? '');
  for (const link of document.querySelectorAll('a')) if (!link.getAttribute('href')?.startsWith(`${site}/`)) wrong.push(`a link to ${link.getAttribute('href')}`);
  if (squeezed(document.body?.textContent ?? '') !== squeezed(read.text ?? '')) wrong.push('the page says something else than the words');
  return [...wrong, ...filledTwice(wordsOf({ read } as Letter))];
};
const filledTwice = (text: string): readonly string[] =>
  (Object.keys(names) as Named[]).filter((name) => squeezed(text).split(`=${mark}-${name}`).length !== squeezed(text).split(squeezed(oneLine(names[name]))).length).map((name) => `${name} is not as it was typed`);

test('names stand in a letter as they were typed: no line of its head, no tag of its page, no slot', () => {
  const bad = letters.flatMap((one) => wrongIn(one).map((wrong) => `${codes.get(one.noticeId)}: ${wrong}`));
  expect([...new Set(bad)]).toEqual([]);
  expect(letters.filter((one) => namedIn(wordsOf(one)).length > 0).length).toBeGreaterThan(20);
  expect(letters.filter((one) => namedIn(one.read.subject ?? '').length > 0).length).toBeGreaterThan(5);
});

test('and so in a text message, in the messenger and on a screen', () => {
  const bad: string[] = [];
  for (const { by, text, whole } of messages) {
    bad.push(...filledTwice(text).map((one) => `${by}: ${one}`));
    if (by === 'sms' && (text.split('\n').length !== 2 || !text.split('\n')[1]?.startsWith(`${site}/`))) bad.push(`sms: ${text}`);
    // plain words: the messenger reads no tags and no signs in them
    if (by === 'telegram' && ('parse_mode' in whole || 'entities' in whole)) bad.push(`telegram: ${JSON.stringify(whole)}`);
    if (by === 'push' && (Object.keys(whole).toSorted().join() !== 'lang,link,name,title' || !String(whole['link']).startsWith(`${site}/`))) bad.push(`push: ${JSON.stringify(whole)}`);
  }
  expect(bad).toEqual([]);
  for (const by of ['telegram', 'push'] as const) expect(messages.filter((one) => one.by === by && namedIn(one.text).length > 0).length, by).toBeGreaterThan(2);
});

test('the look itself sees each of them', async () => {
  const [one] = letters;
  if (!one) throw new Error('no letter');
  const { subject, text, html } = compose({ name: '', to: '', lang: 'kk', subject: names.outing, text: `${names.outing} ${typed('шам')}`, link: site, stop: null });
  expect(html).toContain('&#60;script&#62;');
  const as = (more: object): Letter => ({ ...one, read: { ...one.read, ...more } });
  expect(wrongIn(as({}))).toEqual([]);
  expect(wrongIn(as({ headers: [...one.read.headers, { key: `x-${mark}`, originalKey: '', value: '1' }] }))).toEqual([`header x-${mark}`]);
  expect(wrongIn(as({ subject: 'a\nb' }))).toEqual(['a subject of two lines']);
  expect(wrongIn(as({ subject, text, html: `<p>${text}</p>` })).length).toBeGreaterThan(1);
  expect(wrongIn(as({ subject: names.outing.replace('{number}', 'BQ01') }))).toEqual(['outing is not as it was typed']);
  // and were a matter's words put where a number stands, each of the three ways would carry them
  const [{ owner } = {}] = await o.house.t.raw(`SELECT owner FROM notices.way WHERE owner LIKE 'booking:%' ORDER BY id LIMIT 1`);
  ok(await write(o.house.ctx(), (tx) => tellHolder(o.house.ctx(), tx, { key: 'control', owner: String(owner), code: 'reception.cancelled', slots: { number: typed('аулада шам жанбайды') }, path: '/' })));
  await o.work();
  expect(leaked(await outbox.words(), acts.secrets).filter((found) => found.startsWith(word)).length).toBeGreaterThan(5);
});
