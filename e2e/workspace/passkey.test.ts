import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { say } from '../../src/kernel/words.ts';
import { pageWords as w } from '../../src/rooms/people/words.ts';
import { serveHouse, type Served } from '../../test/support/chromium.ts';
import { password } from '../../test/support/house.ts';

let served: Served;
beforeAll(async () => { served = await serveHouse({ named: true }); });
afterAll(() => served.end());

type Fingers = { readonly cdp: CDPSession; readonly id: string };

/** A device with a fingerprint reader, without the device (WebAuthn in the DevTools protocol). */
const authenticator = async (page: Page): Promise<Fingers> => {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return { cdp, id: authenticatorId };
};
/** Whether the next touch is the owner's. A stranger's finger is what a closed window is: no answer. */
const touch = (f: Fingers, owner: boolean) => f.cdp.send('WebAuthn.setUserVerified', { authenticatorId: f.id, isUserVerified: owner });
const violations = (page: Page): string[] => {
  const found: string[] = [];
  page.on('console', (message) => { if (message.text().includes('Content Security Policy')) found.push(message.text()); });
  page.on('pageerror', (error) => found.push(String(error)));
  return found;
};
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

test.each(['kk', 'ru'] as const)('a clerk adds a passkey, signs out, comes back by it, removes it, and it opens nothing any more (%s)', async (lang) => {
  const who = lang === 'kk' ? 'clerk' : 'controller';
  const page = await served.staff(who, lang);
  const bad = violations(page);
  const fingers = await authenticator(page);
  await page.goto(`/${lang}/me`);
  await page.getByText(say(lang, w.passkeyNone)).waitFor();
  const add = page.locator('[data-passkey=add]');
  const alert = add.getByRole('alert');

  // somebody else at the open screen does not know the password
  await add.locator('[name=ownPassword]').fill('not the password at all');
  await press(page, say(lang, w.passkeyAdd));
  await alert.filter({ hasText: lang === 'kk' ? 'құпиясөз' : 'пароль' }).waitFor();

  // the wrong finger: nothing happened, and the page says so
  await touch(fingers, false);
  await add.locator('[name=ownPassword]').fill(password);
  await press(page, say(lang, w.passkeyAdd));
  await alert.filter({ hasText: say(lang, w.passkeyAddCancelled) }).waitFor();

  await touch(fingers, true);
  await add.locator('[name=name]').fill('Жұмыс компьютері');
  await press(page, say(lang, w.passkeyAdd));
  await page.waitForURL(`**/${lang}/me?done=passkey`);
  await page.getByText(say(lang, w.passkeyAdded)).waitFor();
  await page.getByRole('rowheader', { name: 'Жұмыс компьютері' }).waitFor();

  // the same device a second time
  await add.locator('[name=ownPassword]').fill(password);
  await press(page, say(lang, w.passkeyAdd));
  await alert.filter({ hasText: lang === 'kk' ? 'бұрын қосылған' : 'уже добавлен' }).waitFor();

  await press(page, lang === 'kk' ? 'Шығу' : 'Выйти');
  await page.goto(`/${lang}/desk/appeals`);
  expect(new URL(page.url()).pathname).toBe(`/${lang}/sign-in`);
  await touch(fingers, false);
  await press(page, say(lang, w.passkeyEnter));
  await page.getByRole('alert').filter({ hasText: say(lang, w.passkeyEnterCancelled) }).waitFor();
  await touch(fingers, true);
  await press(page, say(lang, w.passkeyEnter));
  // to the page that was asked for
  await page.waitForURL(`**/${lang}/desk/appeals`);
  const ways = await served.house.t.raw(`SELECT by_way FROM people.session WHERE account_id = $1 ORDER BY id DESC LIMIT 1`, [served.house.people[who]]);
  expect(ways).toEqual([{ by_way: 'passkey' }]);

  await page.goto(`/${lang}/me`);
  await page.getByRole('button', { name: `${say(lang, w.remove)} Жұмыс компьютері` }).click();
  await page.getByText(say(lang, w.passkeyRemoved)).waitFor();
  expect(await page.getByRole('rowheader', { name: 'Жұмыс компьютері' }).count()).toBe(0);
  await press(page, lang === 'kk' ? 'Шығу' : 'Выйти');
  await page.goto(`/${lang}/sign-in`);
  await press(page, say(lang, w.passkeyEnter));
  await page.getByRole('alert').filter({ hasText: lang === 'kk' ? 'Кіру кілті расталмады' : 'Ключ доступа не подтвердился' }).waitFor();
  expect(bad).toEqual([]);
}, 240_000);

test('nothing is offered to a browser that has no passkeys, and nothing without a script', async () => {
  const bare = await served.window({ script: true });
  await bare.addInitScript(() => { Reflect.deleteProperty(window, 'PublicKeyCredential'); });
  await bare.goto('/kk/sign-in');
  await bare.locator('[data-passkey=enter]').waitFor({ state: 'attached' });
  await bare.waitForLoadState('networkidle');
  expect(await bare.getByRole('button', { name: say('kk', w.passkeyEnter) }).count()).toBe(0);
  const plain = await served.window();
  await plain.goto('/kk/sign-in');
  expect(await plain.getByRole('button', { name: say('kk', w.passkeyEnter) }).count()).toBe(0);
});

test('at an address that is not the one the instance is told, nothing is offered that could not work', async () => {
  const page = await served.window({ script: true });
  await page.goto(served.address.replace('localhost', '127.0.0.1') + '/kk/sign-in');
  await page.waitForLoadState('networkidle');
  expect([await page.locator('[data-passkey=enter]').count(), await page.getByRole('button', { name: say('kk', w.passkeyEnter) }).count()]).toEqual([1, 0]);
  const numbered = await served.house.browser().open('/kk/sign-in');
  expect(numbered.document.querySelector('[data-passkey]')?.getAttribute('data-host')).toBe('localhost');
});

test('when the connection breaks half-way, the page says what to do and the button works again', async () => {
  const page = await served.window({ script: true });
  await authenticator(page);
  await page.goto('/ru/sign-in');
  await page.route('**/sign-in/passkey/options', (route) => route.abort());
  await press(page, say('ru', w.passkeyEnter));
  await page.getByRole('alert').filter({ hasText: say('ru', w.passkeyAway) }).waitFor();
  await page.unroute('**/sign-in/passkey/options');
  await press(page, say('ru', w.passkeyEnter));
  await page.getByRole('alert').filter({ hasText: say('ru', w.passkeyEnterCancelled) }).waitFor();
});
