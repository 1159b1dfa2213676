import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../src/kernel/actor.ts';
import { system } from '../../src/kernel/actor.ts';
import { isRefusal } from '../../src/kernel/refusal.ts';
import { write } from '../../src/platform/db.ts';
import { deliver, pushChannel, pushKeys, registerTemplates, setChannels, setPush, tellStaff, type Template } from '../../src/rooms/notices/contract.ts';
import { addBrowser, removeBrowser } from '../../src/rooms/notices/acts/own.ts';
import type { Outgoing } from '../../src/rooms/notices/port.ts';
import { pushServiceFits } from '../../src/rooms/notices/push.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { pushService, type MadeBrowser, type PushService } from './service.ts';

let h: TestHouse;
let service: PushService;
const keys = pushKeys('a secret of tests, longer than thirty-two letters');
const setting = () => ({ keys, services: [service.host], contact: 'https://ashyq.example' });
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
  registerTemplates([template]);
  setChannels({ push: pushChannel(setting()) }, 'https://ashyq.example');
  setPush({ publicKey: keys.publicKey, services: [service.host] });
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

test('a browser gets what happened and the link, sealed for it alone and signed by the house', async () => {
  const browser = service.browser();
  expect(await pushChannel(setting())(outgoing(browser))).toMatchObject({ sent: true });
  const [got] = browser.arrived;
  expect(got?.payload).toEqual({ title: 'Мерзімі бүгін: өтініш', link: 'https://ashyq.example/kk/desk', lang: 'kk', name: expect.stringMatching(/^[\w-]{32}$/) });
  expect(got?.publicKey).toBe(keys.publicKey);
  expect(got?.vapid).toMatchObject({ aud: `http://${service.host}`, sub: 'https://ashyq.example' });
  expect(got?.headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high', ttl: '43200' });
  // the same notice again takes the place of the first, at the service and in the browser
  await pushChannel(setting())(outgoing(browser));
  expect(browser.arrived[1]?.headers['topic']).toBe(got?.headers['topic']);
  expect(browser.arrived[1]?.payload).toEqual(got?.payload);
});

test('the keys come from the secret of the instance: the same everywhere, others elsewhere', () => {
  expect(pushKeys('a secret of tests, longer than thirty-two letters')).toEqual(keys);
  expect(pushKeys('another secret of tests, just as long as that one').publicKey).not.toBe(keys.publicKey);
  expect(Buffer.from(keys.publicKey, 'base64url')).toHaveLength(65);
});

test('a service that is busy is tried again, one that knows the browser no more is not', async () => {
  const browser = service.browser();
  for (const [status, gone] of [[429, false], [503, false], [413, false], [404, true], [410, true]] as const) {
    browser.answer = status;
    expect(await pushChannel(setting())(outgoing(browser))).toEqual({ sent: false, gone, code: `http_${status}` });
  }
  expect(await pushChannel({ ...setting(), services: ['127.0.0.1:1'] })(outgoing({ ...browser, endpoint: 'http://127.0.0.1:1/x' }))).toEqual({ sent: false, gone: false, code: 'unreachable' });
});

test('only addresses of the push services that are configured are written to', async () => {
  const services = ['fcm.googleapis.com', 'push.services.mozilla.com'];
  for (const good of ['https://fcm.googleapis.com/fcm/send/x', 'https://updates.push.services.mozilla.com/wpush/v2/x']) expect([good, pushServiceFits(good, services)]).toEqual([good, true]);
  for (const bad of ['http://fcm.googleapis.com/x', 'https://fcm.googleapis.com.evil.example/x', 'https://evilfcm.googleapis.com/x', 'https://127.0.0.1/x', 'https://a@fcm.googleapis.com/x', 'https://fcm.googleapis.com:444/x', 'file:///etc/passwd', 'x'])
    expect([bad, pushServiceFits(bad, services)]).toEqual([bad, false]);
  const browser = service.browser();
  for (const wrong of [{ endpoint: 'http://127.0.0.1:5432/' }, { p256dh: 'AAAA' }, { auth: 'AAAA' }, { auth: '=' }]) {
    const done = await addBrowser(h.ctx(staff(h.people.clerk)), { ...browser, ...wrong });
    expect(isRefusal(done) && done.code).toBe('browser_invalid');
  }
});

test('a notice goes to every browser of a person; one that is gone is forgotten, and the notice has still arrived', async () => {
  const [first, second] = [service.browser(), service.browser()];
  for (const one of [first, second]) await addBrowser(h.ctx(staff(h.people.clerk)), one);
  first.answer = 410;
  const id = await told(h.people.clerk, 'test.due:1');
  await deliver(h.ctx(system('jobs')), { noticeId: id });
  expect(await stateOf(id)).toMatchObject({ state: 'sent' });
  expect(second.arrived.map((one) => (one.payload as { title: string }).title)).toEqual(['BQ01-2026-000001: мерзімі бүгін']);
  expect(JSON.stringify(second.arrived[0]?.payload)).not.toContain('Ұзын');
  expect(await subscriptions(h.people.clerk)).toEqual([second.endpoint]);
  await removeBrowser(h.ctx(staff(h.people.clerk)), second);
  expect(await subscriptions(h.people.clerk)).toEqual([]);
});

test('where one browser is gone and the other only away, the notice waits for the other', async () => {
  const [gone, away] = [service.browser(), service.browser()];
  for (const one of [gone, away]) await addBrowser(h.ctx(staff(h.people.controller)), one);
  gone.answer = 404;
  away.answer = 503;
  const id = await told(h.people.controller, 'test.due:2');
  await expect(deliver(h.ctx(system('jobs')), { noticeId: id })).rejects.toThrow(/http_503/);
  expect(await stateOf(id)).toMatchObject({ state: 'waiting', error_code: 'http_503' });
  away.answer = 201;
  await deliver(h.ctx(system('jobs')), { noticeId: id });
  expect(await stateOf(id)).toMatchObject({ state: 'sent', tries: 2 });
  expect([gone.arrived.length, away.arrived.length]).toEqual([0, 1]);
});

test('a browser belongs to whoever turned it on last, and nobody takes another’s off', async () => {
  const browser = service.browser();
  await addBrowser(h.ctx(staff(h.people.head)), browser);
  const done = await removeBrowser(h.ctx(staff(h.people.executor)), browser);
  expect(isRefusal(done) && done.code).toBe('browser_not_found');
  await addBrowser(h.ctx(staff(h.people.executor)), browser);
  expect([await subscriptions(h.people.head), await subscriptions(h.people.executor)]).toEqual([[], [browser.endpoint]]);
});

test('of many browsers the ten newest are kept', async () => {
  const many = Array.from({ length: 12 }, () => service.browser());
  for (const one of many) {
    h.clock.now += 1_000;
    await addBrowser(h.ctx(staff(h.people.sibling)), one);
  }
  expect(await subscriptions(h.people.sibling)).toEqual(many.slice(2).map((one) => one.endpoint));
});
