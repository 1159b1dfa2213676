import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { system } from '../../src/kernel/actor.ts';
import { house } from '../../src/app/house.ts';
import { say, type Lang } from '../../src/kernel/words.ts';
import { write } from '../../src/platform/db.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { deliver, registerTemplates, setChannels, setWay, tellHolder, tellStaff, type Outgoing, type Template } from '../../src/rooms/notices/contract.ts';
import { stopToken } from '../../src/rooms/notices/seal.ts';
import { adminWords, deskWords, ownWords, stopWords } from '../../src/rooms/notices/words/pages.ts';
import { refusalWords } from '../../src/rooms/notices/words.ts';
import { ok, openHouse, type TestHouse } from '../../test/support/house.ts';

let h: TestHouse;
let matter: { readonly id: number; readonly number: string };
const sent: Outgoing[] = [];
const dead = new Set<string>();
const news: Template = {
  code: 'test.given', to: 'holder', urgent: false, owed: false, about: { kk: 'Өтінішті кім алғаны', ru: 'Кому поручено обращение', en: 'Who has the appeal' },
  subject: { kk: '{number}: орындаушысы бар', ru: '{number}: есть исполнитель', en: '{number}: somebody has it' }, text: { kk: '{body} қарайды, {day} дейін.', ru: 'Рассматривает {body}, до {day}.', en: '{body} has it, until {day}.' },
};
const answered: Template = { ...news, code: 'test.answered', owed: true, about: { kk: 'Жауап берілгені', ru: 'Что дан ответ', en: 'That there is an answer' } };
const due: Template = { ...news, code: 'test.due', to: 'staff', owed: true, urgent: true, about: { kk: 'Мерзімі келгені', ru: 'Что наступил срок', en: 'That the day has come' } };
const slots = { number: '', body: { kk: 'Бөлім', ru: 'Отдел', en: 'Office' }, day: { day: '2026-12-11' as never } };

beforeAll(async () => {
  h = await openHouse();
  registerTemplates([news, answered, due]);
  setChannels({
    email: (message) => {
      sent.push(message);
      return Promise.resolve(dead.has(message.to) ? { sent: false, gone: true, code: 'address' } : { sent: true, as: message.name });
    },
  }, 'http://127.0.0.1:3000');
  ok(await register(h.ctx(), aRegistration({ branchId: h.units.tasqala, channel: 'web' })));
  const [row] = await h.t.raw('SELECT id, number FROM appeals.appeal');
  matter = { id: Number(row?.['id']), number: String(row?.['number']) };
});
afterAll(() => h.end());
beforeEach(() => { sent.length = 0; });

const asJob = () => h.ctx(system('test'));
const wayOf = async (address: string, lang: Lang = 'kk'): Promise<number> => {
  await write(asJob(), (tx) => setWay(asJob(), tx, { owner: `appeal:${matter.id}`, channel: 'email', address, lang }));
  return Number((await h.t.raw('SELECT id FROM notices.way WHERE address = $1', [address]))[0]?.['id']);
};
/** Tells the holder, and carries out what the queue would. */
const tell = async (code: string, key: string): Promise<void> => {
  await write(asJob(), (tx) => tellHolder(asJob(), tx, { key, owner: `appeal:${matter.id}`, code, slots: { ...slots, number: matter.number }, path: '/follow' }));
  await carry();
};
const carry = async (): Promise<void> => {
  for (const row of await h.t.raw(`SELECT id FROM notices.notice WHERE state = 'waiting' ORDER BY id`)) await deliver(asJob(), { noticeId: Number(row['id']) });
};
const stopped = async (wayId: number) => (await h.t.raw('SELECT stopped_at IS NOT NULL AS stopped FROM notices.way WHERE id = $1', [wayId]))[0]?.['stopped'];
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  h.app.request(`http://127.0.0.1:3000${path}`, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded', host: '127.0.0.1:3000', ...headers } });

describe('whoever does not want to hear stops it with one click', () => {
  test.each(['kk', 'ru'] as const)('the page says what stops, what is still owed and why, stops it, and takes it back (%s)', async (lang) => {
    const wayId = await wayOf(`page-${lang}@mail.example`, lang);
    await tell('test.given', `test.given:${lang}`);
    const link = sent.find((one) => one.to === `page-${lang}@mail.example`)?.stop ?? '';
    const page = await h.browser().open(new URL(link).pathname);
    for (const words of [say(lang, stopWords.stops), news.about?.[lang] ?? '', say(lang, stopWords.stays), answered.about?.[lang] ?? '', say(lang, stopWords.staysWhy), matter.number, 'p***@mail.example']) expect([words, page.text.includes(words)]).toEqual([words, true]);
    expect(await stopped(wayId), 'looking stops nothing').toBe(false);
    await page.submit(say(lang, stopWords.button));
    expect([page.status, await stopped(wayId), page.text.includes(say(lang, stopWords.done))]).toEqual([200, true, true]);
    sent.length = 0;
    await tell('test.given', `test.given:${lang}:2`);
    await tell('test.answered', `test.answered:${lang}`);
    expect(sent.filter((one) => one.to === `page-${lang}@mail.example`).map((one) => [one.about?.code, one.stop])).toEqual([['test.answered', null]]);
    await page.submit(say(lang, stopWords.undo));
    expect([await stopped(wayId), page.text.includes(say(lang, stopWords.undone))]).toEqual([false, true]);
  });

  test('a mail program’s own button knows no page, no form and no session', async () => {
    const wayId = await wayOf('program@mail.example');
    const path = `/kk/notices/${stopToken(wayId)}`;
    const response = await post(path, 'List-Unsubscribe=One-Click', { origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' });
    expect([response.status, await stopped(wayId)]).toEqual([200, true]);
    // once more, as multipart, which the standard allows as well
    const form = new FormData();
    form.set('List-Unsubscribe', 'One-Click');
    expect((await h.app.request(`http://127.0.0.1:3000${path}`, { method: 'POST', body: form })).status).toBe(200);
    expect(await stopped(wayId)).toBe(true);
  });

  test('a link that was changed, or another’s number with one’s own proof, stops nothing', async () => {
    const [mine, other] = [await wayOf('mine@mail.example'), await wayOf('other@mail.example')];
    const proof = stopToken(mine).split('.')[1] ?? '';
    for (const token of [`${other}.${proof}`, `${other}.`, String(other), `${stopToken(other)}x`, '0.x', '..', '9'.repeat(40)]) {
      expect([token, (await post(`/kk/notices/${token}`, 'List-Unsubscribe=One-Click')).status]).toEqual([token, 404]);
      expect((await h.browser().open(`/kk/notices/${token}`)).status).toBe(404);
    }
    expect([await stopped(mine), await stopped(other)]).toEqual([false, false]);
  });

  test('every other form still has to come from its own page', async () => {
    expect(house.routes.filter((route) => route.byToken).map((route) => `${route.method} ${route.path}`)).toEqual(['post /notices/:token']);
    const clerk = await h.signedIn('clerk');
    const cookie = clerk.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    for (const path of ['/kk/me/notices', '/kk/me/notices/tests', '/kk/me/notices/browsers', '/kk/follow']) {
      expect([path, (await post(path, 'List-Unsubscribe=One-Click', { cookie })).status]).toEqual([path, 403]);
      expect([path, (await post(path, 'csrf=x', { cookie, origin: 'http://127.0.0.1:3000' })).status]).toEqual([path, 403]);
    }
  });
});

describe('a member of staff says how they want to hear', () => {
  test.each(['kk', 'ru'] as const)('hours, the morning letter, e-mail; and reads what comes in any case (%s)', async (lang) => {
    const page = await (await h.signedIn('clerk', lang)).open(`/${lang}/me`);
    await page.follow(say(lang, ownWords.title));
    for (const words of [say(lang, ownWords.always), due.about?.[lang] ?? '', say(lang, ownWords.alwaysWhy)]) expect([words, page.text.includes(words)]).toEqual([words, true]);
    await page.submit(say(lang, ownWords.save), { from: '25:00', to: '7:30' });
    expect([page.status, page.text.includes(say(lang, refusalWords.quiet_hours_invalid)), page.html.includes('value="25:00"')]).toEqual([422, true, true]);
    await page.submit(say(lang, ownWords.save), { from: '21:15', digest: 'no' });
    expect(page.text).toContain(say(lang, ownWords.saved));
    expect((await h.t.raw('SELECT email, push, digest, quiet_from, quiet_to FROM notices.staff_way WHERE account_id = $1', [h.people.clerk]))[0]).toEqual({ email: true, push: true, digest: false, quiet_from: 1275, quiet_to: 450 });
    expect(page.document.querySelector('[name=from]')?.getAttribute('value')).toBe('21:15');
  });

  test('what is owed comes by e-mail even to somebody who switched it off, the rest does not', async () => {
    const page = await (await h.signedIn('executor')).open('/kk/me/notices');
    await page.submit(say('kk', ownWords.save), { email: [] });
    registerTemplates([news, answered, due, { ...due, code: 'test.calm', owed: false }]);
    for (const code of ['test.due', 'test.calm']) await write(asJob(), (tx) => tellStaff(asJob(), tx, { key: code, owner: `appeal:${matter.id}`, code, slots: { ...slots, number: matter.number }, path: '/desk', accountId: h.people.executor }));
    await carry();
    expect(sent.map((one) => [one.about?.code, one.to])).toEqual([['test.due', 'executor@ashyq.example']]);
  });

  test('a test notice goes at once, at night too, and the page says what became of it', async () => {
    h.clock.now = Date.parse('2026-11-20T20:00:00Z');
    const page = await (await h.signedIn('controller')).open('/kk/me/notices');
    await page.submit(say('kk', ownWords.try));
    expect(page.text).toContain(say('kk', ownWords.tried));
    await carry();
    expect(sent.map((one) => one.to)).toEqual(['controller@ashyq.example']);
    await page.open('/kk/me/notices');
    expect(page.text).toContain('жіберілді');
    await page.submit(say('kk', ownWords.try));
    expect([page.status, page.text.includes(say('kk', refusalWords.too_many_tries_of_notices))]).toEqual([429, true]);
    h.clock.now += 30_000;
    await page.open('/kk/me/notices');
    await page.submit(say('kk', ownWords.try));
    expect(page.text).toContain(say('kk', ownWords.tried));
    await carry();
  });
});

describe('an administrator words a notice anew', () => {
  test.each(['kk', 'ru'] as const)('after seeing it in each language and channel; broken braces and unknown slots are refused (%s)', async (lang) => {
    registerTemplates([news, answered, due]);
    const page = await (await h.signedIn('administrator', lang)).open(`/${lang}/admin/notices`);
    await page.follow(news.about?.[lang] ?? '');
    expect(page.text).toContain('{number}, {body}, {day}');
    await page.submit(say(lang, adminWords.save), { 'subject.kk': '{number', 'text.ru': 'Рассматривает {boddy}', 'text.en': ' ' });
    expect(page.status).toBe(422);
    for (const words of [say(lang, adminWords.fault_braces, { example: '{number}' }), say(lang, adminWords.fault_slot_unknown, { slot: '{boddy}' }), say(lang, adminWords.fault_empty)]) expect([words, page.text.includes(words)]).toEqual([words, true]);
    await page.submit(say(lang, adminWords.preview), { 'subject.kk': `${lang}: {number} қаралуда`, 'text.ru': 'Отдел: {body}', 'text.en': 'Office: {body}' });
    expect([page.status, page.text.includes(`${lang}: BQ01-2026-000123 қаралуда`), page.text.includes('SMS')]).toEqual([200, true, true]);
    expect(Number((await h.t.raw('SELECT count(*)::int AS n FROM notices.wording WHERE subject_kk = $1', [`${lang}: {number} қаралуда`]))[0]?.['n'])).toBe(0);
    await page.submit(say(lang, adminWords.save));
    expect(page.text).toContain(say(lang, adminWords.saved));
    const to = `worded-${lang}@mail.example`;
    await wayOf(to);
    await tell('test.given', `worded:${lang}`);
    expect(sent.find((one) => one.to === to)?.subject).toBe(`${lang}: ${matter.number} қаралуда`);
    await page.submit(say(lang, adminWords.back));
    expect(page.text).toContain(say(lang, adminWords.wentBack));
    expect(page.document.querySelector('[name="subject.kk"]')?.getAttribute('value')).toBe(news.subject.kk);
    sent.length = 0;
    await tell('test.given', `back:${lang}`);
    expect(sent.find((one) => one.to === to)?.subject).toBe(`${matter.number}: орындаушысы бар`);
  });

  test('two who write at once do not word over each other unseen', async () => {
    const [one, two] = [await h.signedIn('administrator'), await h.signedIn('administrator')];
    for (const page of [one, two]) await page.open('/kk/admin/notices/test.answered');
    await one.submit(say('kk', adminWords.save), { 'subject.kk': 'Бірінші' });
    await two.submit(say('kk', adminWords.preview), { 'subject.kk': 'Екінші' });
    await two.submit(say('kk', adminWords.save));
    expect([two.status, two.text.includes(say('kk', refusalWords.wording_changed)), two.html.includes('value="Екінші"')]).toEqual([409, true, true]);
    await two.submit(say('kk', adminWords.save));
    expect(two.text).toContain(say('kk', adminWords.saved));
    expect((await h.t.raw(`SELECT count(*)::int AS n FROM journal.leaf WHERE act = 'notice.word' AND subject = 'template:test.answered'`))[0]?.['n']).toBe(2);
  });

  test('a text with the program’s own plural can be kept', async () => {
    const page = await (await h.signedIn('administrator', 'ru')).open('/ru/admin/notices/notices.digest');
    await page.submit(say('ru', adminWords.save), { 'subject.kk': 'Бүгін: {count}' });
    expect([page.status, page.text.includes(say('ru', adminWords.saved))]).toEqual([200, true]);
  });

  test('nobody else finds the page', async () => {
    for (const who of ['clerk', 'executor', 'controller'] as const) expect([who, (await (await h.signedIn(who)).open('/kk/admin/notices')).status]).toEqual([who, 404]);
  });
});

describe('what did not arrive', () => {
  test.each(['kk', 'ru'] as const)('stands before the clerk of the matter with a link to it, and before nobody else (%s)', async (lang) => {
    const address = `gone-${lang}@mail.example`;
    const clerk = await h.signedIn('clerk', lang);
    if (lang === 'kk') expect((await clerk.open('/kk/desk/notices')).text).toContain(say('kk', deskWords.empty, { days: 30 }));
    await wayOf(address);
    dead.add(address);
    await tell('test.given', `gone:${lang}`);
    await clerk.open(`/${lang}/desk/notices`);
    expect(clerk.text).toContain('g***@mail.example');
    expect(clerk.text).not.toContain(address);
    await clerk.follow(matter.number);
    expect([clerk.status, clerk.address]).toEqual([200, `/${lang}/desk/appeals/${matter.number}`]);
    const sibling = await (await h.signedIn('sibling', lang)).open(`/${lang}/desk/notices`);
    expect(sibling.text).toContain(say(lang, deskWords.empty, { days: 30 }));
  });
});
