import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../src/kernel/actor.ts';
import { system } from '../../src/kernel/actor.ts';
import { isRefusal } from '../../src/kernel/refusal.ts';
import { write } from '../../src/platform/db.ts';
import { pushChannel, pushKeys, tellStaff, type Template } from '../../src/rooms/notices/contract.ts';
import type { Outgoing } from '../../src/rooms/notices/port.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { lacking } from '../support/lacking.ts';
import { furnishPush, pushSecret, site, type openPush, type Push } from './broken-push.ts';
import { pushService, type MadeBrowser, type PushService } from './service.ts';

let h: TestHouse;
let service: PushService;
let own: Push;
const keys = pushKeys(pushSecret);
const template: Template = {
  code: 'test.due', to: 'staff', urgent: true, owed: true, subject: { kk: '{number}: мерзімі бүгін', ru: '{number}: срок сегодня', en: '{number}: due today' }, text: { kk: 'Ұзын мәтін', ru: 'Длинный текст', en: 'A long text' },
};
const staff = (accountId: number): Actor => ({ kind: 'staff', accountId, name: '', posts: [], sight: [] });
const outgoing = (browser: MadeBrowser, o: Partial<Outgoing> = {}): Outgoing => ({
  name: '<notice.7.aa@ashyq.example>', to: JSON.stringify({ endpoint: browser.endpoint, keys: { p256dh: browser.p256dh, auth: browser.auth } }), lang: 'kk', subject: 'Мерзімі бүгін: өтініш', text: 'Мұны браузер көрмейді', link: 'https://ashyq.example/kk/desk', stop: null, ...o,
});

beforeAll(async () => {
  h = await openHouse();
  service = await pushService();
  own = { ...furnishPush(service.host, template), ctx: h.ctx };
});
afterAll(async () => {
  await service.end();
  await h.end();
});

const told = async (accountId: number, key: string): Promise<number> => {
  await write(h.ctx(system('test')), (tx) => tellStaff(h.ctx(system('test')), tx, { key, owner: 'appeal:1', code: template.code, slots: { number: 'BQ01-2026-000001' }, path: '/desk', accountId }));
  const [row] = await h.t.raw(`SELECT id FROM notices.notice WHERE key LIKE $1 AND channel = 'push'`, [`${key}>%`]);
  return Number(row?.['id']);
};
const stateOf = async (id: number) => (await h.t.raw('SELECT state, error_code, tries FROM notices.notice WHERE id = $1', [id]))[0];
const subscriptions = async (accountId: number) => (await h.t.raw('SELECT endpoint FROM notices.push_subscription WHERE account_id = $1 ORDER BY id', [accountId])).map((row) => row['endpoint']);
const codeOf = (done: unknown): string => (isRefusal(done) ? done.code : 'done');
/** What is not as it must be, by name. */
const amiss = (asked: Readonly<Record<string, readonly [got: unknown, must: unknown]>>): readonly string[] => Object.entries(asked).filter(([, [got, must]]) => JSON.stringify(got) !== JSON.stringify(must)).map(([what]) => what);

/** Of what came to a browser, twice: what it should not say, or should. The service itself takes nothing that is not sealed for this browser and signed. */
const badlySealed = async ({ channel }: Push): Promise<readonly string[]> => {
  const browser = service.browser();
  const sent = [await channel(outgoing(browser)), await channel(outgoing(browser))].map((one) => one.sent);
  const [first, second] = browser.arrived;
  const { name, ...words } = (first?.payload ?? {}) as { readonly name?: string };
  return amiss({
    sent: [sent, [true, true]], words: [words, { title: 'Мерзімі бүгін: өтініш', link: 'https://ashyq.example/kk/desk', lang: 'kk' }], name: [/^[\w-]{32}$/.test(String(name)), true],
    signed: [first?.publicKey, keys.publicKey], vapid: [[first?.vapid.aud, first?.vapid.sub], [`http://${service.host}`, site]],
    headers: [['content-encoding', 'urgency', 'ttl'].map((one) => first?.headers[one]), ['aes128gcm', 'high', '43200']],
    // the same notice again takes the place of the first, at the service and in the browser
    topic: [/^[\w-]{32}$/.test(String(first?.headers['topic'])) && first?.headers['topic'] === second?.headers['topic'], true], again: [second?.payload, first?.payload],
  });
};
test('a browser gets what happened and the link, sealed for it alone and signed by the house', async () => {
  expect(await badlySealed(own)).toEqual([]);
});

test('the keys come from the secret of the instance: the same everywhere, others elsewhere', () => {
  expect(pushKeys(pushSecret)).toEqual(keys);
  expect(pushKeys('another secret of tests, just as long as that one').publicKey).not.toBe(keys.publicKey);
  expect(Buffer.from(keys.publicKey, 'base64url')).toHaveLength(65);
});

/** Answers of a service that are taken for something else. */
const misread = async ({ channel }: Push): Promise<readonly number[]> => {
  const browser = service.browser();
  const wrong: number[] = [];
  for (const [status, gone] of [[429, false], [503, false], [413, false], [404, true], [410, true]] as const) {
    browser.answer = status;
    const said = await channel(outgoing(browser));
    if (said.sent || said.gone !== gone || said.code !== `http_${status}`) wrong.push(status);
  }
  return wrong;
};
test('a service that is busy is tried again, one that knows the browser no more is not', async () => {
  expect(await misread(own)).toEqual([]);
  const away = pushChannel({ keys, services: ['127.0.0.1:1'], contact: site });
  expect(await away(outgoing({ ...service.browser(), endpoint: 'http://127.0.0.1:1/x' }))).toEqual({ sent: false, gone: false, code: 'unreachable' });
});

/** Addresses and keys that are taken and may not be, and those that are not and must. */
const wronglyTaken = async ({ fits, add, ctx }: Push): Promise<readonly string[]> => {
  const services = ['fcm.googleapis.com', 'push.services.mozilla.com'];
  const good = ['https://fcm.googleapis.com/fcm/send/x', 'https://updates.push.services.mozilla.com/wpush/v2/x'];
  const bad = ['http://fcm.googleapis.com/x', 'https://fcm.googleapis.com.evil.example/x', 'https://evilfcm.googleapis.com/x', 'https://127.0.0.1/x', 'https://a@fcm.googleapis.com/x', 'https://fcm.googleapis.com:444/x', 'file:///etc/passwd', 'x'];
  const wrong = [...good.filter((one) => !fits(one, services)), ...bad.filter((one) => fits(one, services))];
  const browser = service.browser();
  for (const one of [{ endpoint: 'http://127.0.0.1:5432/' }, { p256dh: 'AAAA' }, { auth: 'AAAA' }, { auth: '=' }])
    if (codeOf(await add(ctx(staff(h.people.clerk)), { ...browser, ...one })) !== 'browser_invalid') wrong.push(JSON.stringify(one));
  return wrong;
};
test('only addresses of the push services that are configured are written to', async () => {
  expect(await wronglyTaken(own)).toEqual([]);
});

/** One browser of the clerk is gone and the other there: what became of the notice and of the two that should not. */
const withOneGone = async ({ add, remove, deliver, ctx }: Push, key: string): Promise<readonly string[]> => {
  const who = h.people.clerk;
  const [first, second] = [service.browser(), service.browser()];
  for (const one of [first, second]) await add(ctx(staff(who)), one);
  first.answer = 410;
  const id = await told(who, key);
  await deliver(ctx(system('jobs')), { noticeId: id });
  const left = await subscriptions(who);
  await remove(ctx(staff(who)), second);
  return amiss({
    state: [(await stateOf(id))?.['state'], 'sent'], title: [second.arrived.map((one) => (one.payload as { title: string }).title), ['BQ01-2026-000001: мерзімі бүгін']],
    words: [JSON.stringify(second.arrived[0]?.payload).includes('Ұзын'), false], left: [left, [second.endpoint]], after: [await subscriptions(who), []],
  });
};
test('a notice goes to every browser of a person; one that is gone is forgotten, and the notice has still arrived', async () => {
  expect(await withOneGone(own, 'test.due:1')).toEqual([]);
});

/** One is gone and the other away: the same of a notice that should wait. */
const withOneAway = async ({ add, deliver, ctx }: Push, key: string): Promise<readonly string[]> => {
  const [gone, away] = [service.browser(), service.browser()];
  for (const one of [gone, away]) await add(ctx(staff(h.people.controller)), one);
  gone.answer = 404;
  away.answer = 503;
  const id = await told(h.people.controller, key);
  const said = await deliver(ctx(system('jobs')), { noticeId: id }).then(() => 'nothing', String);
  const waits = await stateOf(id);
  away.answer = 201;
  await deliver(ctx(system('jobs')), { noticeId: id });
  return amiss({
    said: [/http_503/.test(said), true], waits: [[waits?.['state'], waits?.['error_code']], ['waiting', 'http_503']], after: [Object.values((await stateOf(id)) ?? {}), ['sent', null, 2]],
    arrived: [[gone.arrived.length, away.arrived.length], [0, 1]],
  });
};
test('where one browser is gone and the other only away, the notice waits for the other', async () => {
  expect(await withOneAway(own, 'test.due:2')).toEqual([]);
});

/** The head’s browser: who may take it off, and whose it is once the executor has turned it on. */
const wronglyOwned = async ({ add, remove, ctx }: Push): Promise<readonly string[]> => {
  const browser = service.browser();
  await add(ctx(staff(h.people.head)), browser);
  const code = codeOf(await remove(ctx(staff(h.people.executor)), browser));
  const left = await subscriptions(h.people.head);
  await add(ctx(staff(h.people.head)), browser);
  await add(ctx(staff(h.people.executor)), browser);
  return amiss({ code: [code, 'browser_not_found'], left: [left, [browser.endpoint]], owners: [[await subscriptions(h.people.head), await subscriptions(h.people.executor)], [[], [browser.endpoint]]] });
};
test('a browser belongs to whoever turned it on last, and nobody takes another’s off', async () => {
  expect(await wronglyOwned(own)).toEqual([]);
});

/** Of twelve browsers of one person, those that are kept and not among the ten newest, or the other way round. */
const wronglyKept = async ({ add, ctx }: Push): Promise<number> => {
  const many = Array.from({ length: 12 }, () => service.browser());
  for (const one of many) {
    h.clock.now += 1_000;
    await add(ctx(staff(h.people.sibling)), one);
  }
  const [kept, newest] = [await subscriptions(h.people.sibling), many.slice(2).map((one) => one.endpoint)];
  return kept.filter((one) => !newest.includes(String(one))).length + newest.filter((one) => !kept.includes(one)).length;
};
test('of many browsers the ten newest are kept', async () => {
  expect(await wronglyKept(own)).toBe(0);
});

test('control: a house whose notices lack a line for each question: the same questions find every one of them', async () => {
  await h.t.raw('DELETE FROM notices.push_subscription');
  const { openPush: open } = await lacking<{ openPush: typeof openPush }>('test/push/broken-push.ts', {
    'src/rooms/notices/push.ts': [
      ['title: message.subject.slice(0, mostSubject),', 'title: message.subject.slice(0, mostSubject), text: message.text,'], [', topic: name,\n', ',\n'], ['gone: status === 404 || status === 410', 'gone: status === 413'],
      ['url.host.endsWith(`.${one}`)', 'url.hostname.endsWith(one)'], [" && url.username === '' && url.password === '' && (url.protocol === 'https:'", " && (url.protocol.startsWith('http')"],
    ],
    'src/rooms/notices/acts/own.ts': [
      [' || !point || !isOnCurve(point) || secret?.length !== 16)', ' || !point || !secret)'], ['const mostBrowsers = 10;', 'const mostBrowsers = 20;'],
      [/(export const removeBrowser = [^;]*=> )write\(ctx,/, '$1write(as(ctx, system(`notices.browser`)),'],
    ],
    'src/rooms/notices/store/notices.ts': [["column('endpoint').doUpdateSet(row)", "column('endpoint').doNothing()"]],
  });
  const broken = open(h.t.url, h.clock, [service.host, template]);
  try {
    const found = {
      sealed: await badlySealed(broken), misread: await misread(broken), taken: await wronglyTaken(broken), gone: await withOneGone(broken, 'test.due:3'), away: await withOneAway(broken, 'test.due:4'), owned: await wronglyOwned(broken), kept: await wronglyKept(broken),
    };
    console.log(`proof: control, push without a line for each question: ${JSON.stringify(found)}`);
    expect(found).toEqual({
      sealed: ['words', 'topic'], misread: [413, 404, 410], taken: ['http://fcm.googleapis.com/x', 'https://evilfcm.googleapis.com/x', 'https://a@fcm.googleapis.com/x', 'https://fcm.googleapis.com:444/x', '{"p256dh":"AAAA"}', '{"auth":"AAAA"}'],
      gone: ['words', 'left', 'after'], away: ['waits'], owned: ['code', 'left', 'owners'], kept: 2,
    });
  } finally {
    await broken.end();
  }
});
