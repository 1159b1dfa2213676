import { createECDH, randomBytes } from 'node:crypto';
import { parseHTML } from 'linkedom';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { langs, sayLoose } from '../../src/kernel/words.ts';
import { isRefusal } from '../../src/kernel/refusal.ts';
import { write } from '../../src/platform/db.ts';
import { wordAnew } from '../../src/rooms/notices/acts/wording.ts';
import { allTemplates, emailChannel, setWay } from '../../src/rooms/notices/contract.ts';
import { slotsOf, wordingFaults } from '../../src/rooms/notices/law.ts';
import { noticeToken, stopToken, wayOfToken } from '../../src/rooms/notices/seal.ts';
import { ok } from '../support/house.ts';
import { smtpCounterpart } from '../support/smtp.ts';
import { Caller } from './caller.ts';
import * as acts from './acts.ts';
import type { Hands } from './hands.ts';
import { notFound, type Held } from './held.ts';
import { openWorld, type World } from './world.ts';

let w: World;
const ways: number[] = [];
beforeAll(async () => {
  w = await openWorld();
  for (const place of [1, 2]) {
    const m = await w.received();
    await write(w.ctx(), (tx) => setWay(w.ctx(), tx, { owner: `appeal:${m.id}`, channel: 'email', address: `person${place}@mail.example`, lang: 'kk' }));
    ways.push(Number((await w.t.raw('SELECT max(id) AS id FROM notices.way'))[0]?.['id']));
  }
});
afterAll(() => w.end());
const stopped = async () => (await w.t.raw('SELECT id, stopped_at IS NOT NULL AS stopped FROM notices.way WHERE id = ANY ($1) ORDER BY id', [ways])).map((row) => row['stopped']);

test('a link that stops letters is made by the house alone, for one way alone; looking at it stops nothing and shows no address', async () => {
  const [mine = 0, other = 0] = ways;
  const token = stopToken(mine);
  const proof = token.split('.')[1] ?? '';
  const forged = [`${other}.${proof}`, `0${mine}.${proof}`, `${mine}e0.${proof}`, `+${mine}.${proof}`, ` ${token}`, `${token}=`, `${token}.x`, token.slice(0, -1), token.toLowerCase(), token.toUpperCase(), `${mine}.`, `${mine}`, '', '.', `9007199254740993.${proof}`, noticeToken(mine), `${mine}.${'A'.repeat(22)}`, '__proto__', '../../admin'];
  const visitor = await new Caller(w.app).arrive();
  for (const one of forged) {
    expect(wayOfToken(one), one).toBeNull();
    const path = `/kk/notices/${encodeURIComponent(one)}`;
    expect((await visitor.get(path)).status, path).toBeGreaterThanOrEqual(400);
    const response = await visitor.post(path, { do: 'stop' });
    expect([response.status >= 400, response.status < 500], path).toEqual([true, true]);
  }
  const page = await visitor.get(`/kk/notices/${token}`);
  expect([page.status, (await page.text()).includes('person1@')]).toEqual([200, false]);
  await visitor.send(`/kk/notices/${token}`, { method: 'HEAD' });
  expect(await stopped()).toEqual([false, false]);
  // the mail program's own press: no cookie, no form token, another site
  const pressed = await new Caller(w.app).send(`/kk/notices/${token}`, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }), headers: { origin: 'https://mail.example' } });
  expect(pressed.status).toBe(200);
  expect(await stopped()).toEqual([true, false]);
});

const nasty = '<script>alert(1)</script><img src=x onerror=y> "quoted" <!-- </title><style>*</style> javascript:alert(1) https://ashyq.example/"onmouseover="x';
test('an administrator’s wording is words: no header, no tag, no second recipient, in no letter and on no page', async () => {
  const admin = await new Caller(w.app, await w.token('administrator')).arrive('/kk/me');
  const fields = { seen: '', ...Object.fromEntries(langs.flatMap((lang) => [[`subject.${lang}`, `Тақырып\r\nBcc: evil@evil.example\r\n\r\n<b>дене</b>`], [`text.${lang}`, nasty]])) };
  for (const press of ['preview', '']) {
    const response = await admin.post('/kk/admin/notices/appeal.registered', { ...fields, do: press });
    const html = await (response.status === 303 ? await admin.get('/kk/admin/notices/appeal.registered') : response).text();
    const { document } = parseHTML(html);
    expect([...document.querySelectorAll('main script, main img, main style, [onerror], [onmouseover]')].length, press).toBe(0);
    expect(html).not.toContain('<script>alert');
  }
  expect(await w.t.raw(`SELECT count(*)::int AS n FROM notices.wording WHERE code = 'appeal.registered'`)).toEqual([{ n: 1 }]);
  const post = await smtpCounterpart();
  const channel = emailChannel({ url: post.url, from: 'Ашық филиал <inbox@ashyq.example>', replyTo: 'inbox+{token}@ashyq.example' });
  const sent = await channel.send({ name: '<x@ashyq.example>', to: 'aliya@mail.example', lang: 'kk', subject: fields['subject.kk' as keyof typeof fields], text: nasty, link: 'https://ashyq.example/kk/follow', stop: null });
  // an address that would be two, or carry a header with it
  for (const to of ['a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example', '<a@b.example> c@d.example', 'a@b.example;c@d.example', '"a" <a@b.example>', '']) expect(await channel.send({ name: '<y@ashyq.example>', to, lang: 'kk', subject: 's', text: 't', link: 'https://x', stop: null })).toMatchObject({ sent: false, gone: true });
  channel.close();
  await post.end();
  expect(sent.sent).toBe(true);
  expect(post.letters.map((one) => one.to)).toEqual([['aliya@mail.example']]);
  const read = await PostalMime.parse(post.letters[0]?.raw ?? '');
  expect(read.bcc ?? []).toEqual([]);
  expect(read.subject).not.toMatch(/[\r\n]/);
  const { document } = parseHTML(read.html ?? '');
  expect([...document.querySelectorAll('script, img, style, iframe, [onerror], [onmouseover]')].length).toBe(0);
  for (const link of document.querySelectorAll('a')) expect(link.getAttribute('href')).toMatch(/^https:\/\/ashyq\.example\//);
});

test('whatever wording is taken can be said of every notice: nothing that is kept stops the queue', async () => {
  const tries = ['{number, date}', '{day, date}', '{day, time, short}', '{count, number, ::compact}', '{number, plural, other {#}}', '{count, plural, other {#} =1 {{number}}}', '{count, plural, one {x}}', '{count, selectordinal, other {#}}', '{number, select, other {x}}', "'{number}'", "it''s '{' {number}", '{__proto__}', '{constructor}', '{toString}', '{ number }', '{number', '}', '{}', '{0}', '#', '<b>{number}</b>', '{count, plural, offset:1 other {#}}', `${'{count, plural, other {'.repeat(60)}${'}}'.repeat(60)}`, '{'.repeat(2_000), '{number}'.repeat(400), '\uD800', '\u202Eкері', '${number}', '{{number}}', '{number}{day}{unit}{code}{main}{lines}'];
  let taken = 0;
  for (const template of allTemplates()) for (const text of tries) {
    const worded = { subject: { kk: text, ru: text, en: text }, text: { kk: text, ru: text, en: text } };
    if (wordingFaults(template, worded).length > 0) continue;
    taken += 1;
    const { named, counted } = slotsOf(template);
    for (const lang of langs) expect(sayLoose(lang, worded.text, Object.fromEntries([...named].map((slot) => [slot, counted.has(slot) ? 3 : 'TQL-2026-000001']))), `${template.code} ${text}`).not.toMatch(/undefined|\[object|function/);
  }
  expect(taken).toBeGreaterThan(20);
  for (const code of ['__proto__', 'constructor', 'appeal.nothing', '']) expect(isRefusal(await wordAnew(w.ctx(), { code, seen: null, subject: { kk: 'a', ru: 'a', en: 'a' }, text: { kk: 'a', ru: 'a', en: 'a' } })), code).toBe(true);
});

test('nobody but whoever may edits the words of notices, and two editors do not write over each other', async () => {
  for (const who of ['clerk', 'controller', 'head', 'executor', 'sibling'] as const) {
    const c = await new Caller(w.app, await w.token(who)).arrive('/kk/me');
    expect((await c.post('/kk/admin/notices/appeal.answered', { 'subject.kk': 'x' })).status, who).toBeGreaterThanOrEqual(403);
    expect((await c.get('/kk/admin/notices')).status, who).toBeGreaterThanOrEqual(403);
  }
  const three = (text: string) => ({ kk: text, ru: text, en: text });
  const done = await Promise.all([1, 2, 3].map((place) => wordAnew(w.ctx(), { code: 'appeal.answered', seen: null, subject: three(`Жауап ${place}`), text: three('Жауап дайын') })));
  expect(done.filter((one) => !isRefusal(one))).toHaveLength(1);
});

const key = (): string => createECDH('prime256v1').generateKeys('base64url');
const secret = (): string => randomBytes(16).toString('base64url');
const questionsOf = (h: Hands) => ({
  'a browser is written to at a push service only, under a key that is one, and by nobody’s wish but its owner’s': async () => {
    const { addBrowser, removeBrowser, setPush } = h.acts;
    setPush({ publicKey: key(), services: ['fcm.googleapis.com', 'push.services.mozilla.com'] });
    const [mine, theirs] = [h.ctx(await w.staff('clerk')), h.ctx(await w.staff('controller'))];
    const inside = ['http://127.0.0.1:5432/', 'http://127.0.0.1/', 'https://127.0.0.1/x', 'http://[::1]:3000/', 'http://localhost:3000/admin', 'https://0x7f.1/', 'https://2130706433/', 'http://169.254.169.254/latest/meta-data', 'https://fcm.googleapis.com@127.0.0.1/', 'https://127.0.0.1/#fcm.googleapis.com', 'https://127.0.0.1\\@fcm.googleapis.com/', 'https://fcm.googleapis.com.evil.example/', 'https://evil.example/fcm.googleapis.com', 'http://fcm.googleapis.com/x', 'https://fcm.googleapis.com:22/', 'ftp://fcm.googleapis.com/', 'file:///etc/passwd', 'gopher://127.0.0.1', '//fcm.googleapis.com/x', `https://fcm.googleapis.com/${'x'.repeat(1_001)}`, ''];
    for (const endpoint of inside) expect(await addBrowser(mine, { endpoint, p256dh: key(), auth: secret() }), endpoint).toMatchObject({ code: 'browser_invalid' });
    const endpoint = 'https://fcm.googleapis.com/fcm/send/abc';
    // sixty-five bytes that are no point of the curve cannot be written to: such a browser would fail for ever
    const offCurve = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]).toString('base64url');
    expect(await addBrowser(mine, { endpoint, p256dh: offCurve, auth: secret() })).toMatchObject({ code: 'browser_invalid' });
    ok(await addBrowser(mine, { endpoint, p256dh: key(), auth: secret() }));
    expect(await removeBrowser(theirs, { endpoint })).toMatchObject({ code: 'browser_not_found' });
    expect(await w.t.raw('SELECT account_id::int FROM notices.push_subscription')).toEqual([{ account_id: w.people.clerk }]);
    expect(isRefusal(await addBrowser(h.ctx({ kind: 'visitor' }), { endpoint, p256dh: key(), auth: secret() }))).toBe(true);
  },
  'three editors of the same words at once are one wording': async () => {
    const [newest] = await w.t.raw(`SELECT made_at AS at FROM notices.wording WHERE code = 'appeal.answered' ORDER BY id DESC LIMIT 1`);
    const seen = newest ? (newest['at'] as Date).toISOString() : null;
    w.clock.now += 60_000;
    const three = (text: string) => ({ kk: text, ru: text, en: text });
    const done = await Promise.all([1, 2, 3].map((place) => h.acts.wordAnew(h.ctx(), { code: 'appeal.answered', seen, subject: three(`Жауап ${place}`), text: three('Жауап дайын') })));
    expect(done.filter((one) => !isRefusal(one))).toHaveLength(1);
  },
});
const asked = questionsOf({ acts, ctx: (actor) => w.ctx(actor) });
for (const [what, ask] of Object.entries(asked)) test(what, ask);

const held: Readonly<Record<keyof typeof asked, Held>> = {
  'a browser is written to at a push service only, under a key that is one, and by nobody’s wish but its owner’s': { finds: "to match object { code: 'browser_invalid' }", without: [['src/rooms/notices/push.ts', 'const known = services.some((one) => url.host === one || url.host.endsWith(`.${one}`));', 'const known = services.length > 0;']] },
  'three editors of the same words at once are one wording': { finds: 'to have a length of 1 but got', races: true, without: [['src/rooms/notices/acts/wording.ts', 'await lockWording(tx, permit, w.code);', '']] },
};
test('control: where any address is a push service, and editors do not wait for each other, the same questions find it', async () => {
  expect(await notFound(w, questionsOf, held)).toEqual([]);
  console.log(`proof: control: ${Object.keys(held).length} questions at the doors of notices, each of them found what it asks for where its line was missing`);
});
