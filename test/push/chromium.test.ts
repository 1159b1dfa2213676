import { createECDH } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page, Worker } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { say } from '../../src/kernel/words.ts';
import { ownWords as w } from '../../src/rooms/notices/words/pages.ts';
import { serveHouse, type Served } from '../support/chromium.ts';
import { builtWithout } from '../support/lacking.ts';

let served: Served;
beforeAll(async () => { served = await serveHouse({ named: true }); });
afterAll(() => served.end());

const violations = (page: Page): string[] => {
  const found: string[] = [];
  page.on('console', (message) => { if (message.text().includes('Content Security Policy')) found.push(message.text()); });
  page.on('pageerror', (error) => found.push(String(error)));
  return found;
};

/** A point of P-256, as every browser makes one: another key is refused. */
const browserKey = (): string => {
  const pair = createECDH('prime256v1');
  return pair.generateKeys().toString('base64url');
};

/** A browser's own push service, without the service: subscribing answers as it would, so that page and house go on from there. */
const withService = (page: Page, endpoint: string) => page.addInitScript(([address, key]) => {
  const text = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  const kept = { endpoint: address, options: { applicationServerKey: null }, toJSON: () => ({ endpoint: address, keys: { p256dh: key, auth: text(new Uint8Array(16)) } }), unsubscribe: () => { localStorage.removeItem('subscribed'); return Promise.resolve(true); } };
  const is = () => localStorage.getItem('subscribed') !== null;
  PushManager.prototype.getSubscription = () => Promise.resolve(is() ? (kept as unknown as PushSubscription) : null);
  PushManager.prototype.subscribe = (options) => {
    const given = options?.applicationServerKey;
    if (!(given instanceof Uint8Array) || given.length !== 65) throw new Error('no key');
    localStorage.setItem('subscribed', 'yes');
    return Promise.resolve(kept as unknown as PushSubscription);
  };
  Notification.requestPermission = () => Promise.resolve('granted');
}, [endpoint, browserKey()] as const);

const subscriptions = async () => (await served.house.t.raw('SELECT account_id, endpoint FROM notices.push_subscription')).map((row) => [Number(row['account_id']), row['endpoint']]);

test.each(['kk', 'ru'] as const)('a clerk turns notices on in this browser and off again (%s)', async (lang) => {
  const page = await served.staff('clerk', lang);
  const bad = violations(page);
  const endpoint = `https://fcm.googleapis.com/fcm/send/${lang}`;
  await withService(page, endpoint);
  await page.goto(`/${lang}/me/notices`);
  await page.getByRole('button', { name: say(lang, w.on), exact: true }).click();
  await page.getByText('fcm.googleapis.com').waitFor();
  expect(await subscriptions()).toEqual([[served.house.people.clerk, endpoint]]);
  await page.getByRole('button', { name: say(lang, w.off), exact: true }).click();
  await page.getByText(say(lang, w.noBrowsers)).waitFor();
  expect(await subscriptions()).toEqual([]);
  expect(bad).toEqual([]);
});

test('without a push service behind the browser the page says so and nothing is kept', async () => {
  const page = await served.staff('controller', 'ru');
  await page.addInitScript(() => {
    Notification.requestPermission = () => Promise.resolve('granted');
    PushManager.prototype.subscribe = () => Promise.reject(new DOMException('no service', 'AbortError'));
  });
  await page.goto('/ru/me/notices');
  await page.getByRole('button', { name: say('ru', w.on), exact: true }).click();
  await page.getByRole('alert').filter({ hasText: say('ru', w.unfit) }).waitFor();
  expect(await subscriptions()).toEqual([]);
});

/** The worker of the house, registered as the page does it. */
const workerOf = async (page: Page): Promise<Worker> => {
  const coming = page.context().waitForEvent('serviceworker');
  await page.evaluate(() => navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready).then(() => null));
  return coming;
};

/** To the worker that is there one more is added, which does not know what was shown and opens whatever it is told. */
const careless = async (worker: Worker): Promise<void> => {
  const { file, remove } = await builtWithout('src/ui/islands/sw.ts', { 'src/ui/islands/sw.ts': [['tag: told.name, ', ''], ['  if (new URL(link).origin !== location.origin) return;\n', '']] });
  await worker.evaluate(`(() => { ${await readFile(file, 'utf8')} })()`).finally(remove);
};

test('the service worker shows what happened, once, and a press opens its page and no other site’s; control: one that knows neither shows it again and opens another’s', async () => {
  const page = await served.staff('head', 'kk');
  const context = page.context();
  await context.grantPermissions(['notifications'], { origin: served.address });
  await page.goto('/kk/me/notices');
  const worker = await workerOf(page);
  const cdp = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) => cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => { for (const one of registrations) resolve(one.registrationId); }));
  await cdp.send('ServiceWorker.enable');
  const registrationId = await registered;
  const link = `${served.address}/kk/desk/appeals`;
  const push = (told: Record<string, string>) => cdp.send('ServiceWorker.deliverPushMessage', { origin: served.address, registrationId, data: JSON.stringify(told) });
  const shown = () => worker.evaluate(async () => (await (self as unknown as { registration: ServiceWorkerRegistration }).registration.getNotifications()).map((one) => ({ title: one.title, tag: one.tag, data: one.data as unknown, body: one.body })));
  // the names it shows them under: of several without one a browser without a screen lets some go again
  await worker.evaluate(() => {
    const own = self as unknown as { names: string[]; registration: ServiceWorkerRegistration };
    const show = own.registration.showNotification.bind(own.registration);
    own.names = [];
    own.registration.showNotification = (title, options) => { own.names.push(options?.tag ?? ''); return show(title, options); };
  });
  const names = () => worker.evaluate(() => (self as unknown as { names: string[] }).names.toSorted());
  const first = { title: 'BQ01-2026-000001: мерзімі бүгін', link, lang: 'kk', name: 'n1' };
  await push(first);
  await push(first);
  await expect.poll(shown).toEqual([{ title: first.title, tag: 'n1', data: link, body: '' }]);
  expect(await names()).toEqual(['n1', 'n1']);
  const press = (data: string) => worker.evaluate(async (target) => {
    const opened: string[] = [];
    const own = self as unknown as { clients: { openWindow: (url: string) => Promise<null>; matchAll: () => Promise<readonly unknown[]> }; registration: ServiceWorkerRegistration };
    const { openWindow } = own.clients;
    own.clients.openWindow = (url) => { opened.push(url); return Promise.resolve(null); };
    const [notification] = await own.registration.getNotifications();
    const event = Object.assign(new Event('notificationclick'), { notification: { data: target, close: () => notification?.close() }, waitUntil: (work: Promise<unknown>) => { waits.push(work); } });
    const waits: Promise<unknown>[] = [];
    self.dispatchEvent(event);
    await Promise.all(waits);
    own.clients.openWindow = openWindow;
    return opened;
  }, data);
  expect(await press('https://elsewhere.example/kk')).toEqual([]);
  expect(await press(link)).toEqual([link]);
  await expect.poll(shown).toEqual([]);
  await careless(worker);
  await push(first);
  await push(first);
  await expect.poll(names).toEqual(['', '', 'n1', 'n1', 'n1', 'n1']);
  expect(await press('https://elsewhere.example/kk')).toEqual(['https://elsewhere.example/kk']);
});

test('the worker stands at the root and is looked up anew each time', async () => {
  const response = await served.house.app.request('http://127.0.0.1:3000/sw.js');
  expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([200, 'text/javascript; charset=utf-8', 'no-cache']);
});
