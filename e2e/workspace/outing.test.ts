import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { say } from '../../src/kernel/words.ts';
import { isRefusal } from '../../src/kernel/refusal.ts';
import { read } from '../../src/platform/db.ts';
import { checkNumbers } from '../../src/rooms/reception/acts/outings/numbers.ts';
import type { Desk } from '../../src/ui/islands/outing-desk/desk.ts';
import { homeWords as h, lockWords as l, receiptWords as r, syncWords as s, visitWords as v } from '../../src/ui/islands/outing-desk/words.ts';
import { serveApp } from '../../test/support/chromium.ts';
import { testNow } from '../../test/support/database.ts';
import { seeded } from '../../test/faults/clients.ts';
import { loginOf, openHouse, password, type TestHouse } from '../../test/support/house.ts';
import { lineTo, type Line } from '../../test/support/line.ts';
import { plannedOuting } from '../../test/support/tablet.ts';
import { prepare, seriousFaults, squeezed, tooWide } from '../a11y/look.ts';
import { filesWith, installOn, openDesk, openTablet, removeProfile, takeByScreens, type Taken, type Tablet } from './outing.ts';

type Served = Awaited<ReturnType<typeof serveApp<TestHouse>>>;
let served: Served;
let house: TestHouse;
let line: Line;
let profile = '';
let outingId = 0;
let tablet: Tablet;
let now = testNow;

beforeAll(async () => {
  served = await serveApp(() => openHouse({ mode: 'demo' }));
  house = served.made;
  line = await lineTo(Number(new URL(served.address).port), seeded(5));
  profile = await mkdtemp(join(tmpdir(), 'jauap-tablet-'));
  outingId = await plannedOuting(house);
  tablet = await openTablet(profile, { address: line.address, now });
});
afterAll(async () => {
  await tablet.context.close().catch(() => undefined);
  await line.end();
  await served.end();
  await house.end();
  await removeProfile(profile);
});

const mattersInAll = 200;
const byScreens = 10;
/** Stands in no other text of the house. */
const canary = 'Құпиясынақ';
const people: readonly Taken[] = Array.from({ length: byScreens }, (_, at) => ({
  typed: `${at === 0 ? canary : `Сыналмалы${'абвгдежзик'[at]}`} Айгүл Ерланқызы 8 701 000 00 ${String(at).padStart(2, '0')}`, text: `${at + 1}-келушінің мәселесі: көшедегі шам екі аптадан бері жанбайды.`,
  outcome: (['advised', 'registered', 'promised'] as const)[at % 3] ?? 'advised',
}));

/** Minutes pass on the tablet and in the house. */
const pass = async (ms: number): Promise<void> => {
  now += ms;
  house.clock.now = now;
  await tablet.context.clock.fastForward(ms);
};
const restart = async (offline: boolean): Promise<void> => {
  tablet = await openTablet(profile, { address: line.address, now, offline });
};
const looked = async (name: string): Promise<void> => {
  expect([...(await seriousFaults(tablet.page, { fingers: true })), ...(await tooWide(tablet.page)), ...(await squeezed(tablet.page))], name).toEqual([]);
};
/** The same act as behind the screens' button, of seven matters a person, until so many people are in. */
const takeByDriver = (upTo: number): Promise<number> => tablet.page.evaluate(async ([until, most]) => {
  const { outingDesk: desk } = globalThis as unknown as { outingDesk: Desk };
  const count = (): number => desk.state.entries.reduce((sum, { act }) => sum + (act.what === 'visit' ? act.matters.length : 0), 0);
  while (desk.state.entries.length < until && count() < most) {
    desk.begin();
    const { draft, entries } = desk.state;
    const matter = draft?.matters[0];
    if (!draft || !matter) throw new Error('nothing was begun');
    const kinds = ['advised', 'registered', 'registered', 'advised', 'advised', 'advised', 'advised'] as const;
    const matters = kinds.slice(0, most - count()).map((outcome) => ({ ...matter, outcome, text: `Су ${entries.length + 1}`, advice: 'Айттық', topicCode: 'lighting' }));
    const done = await desk.finish({ ...draft, typed: `Тізбек${String.fromCharCode(0x430 + (entries.length % 32))} Бақыт`, matters });
    if (typeof done === 'string' || !('seq' in done)) throw new Error(JSON.stringify(done));
  }
  return count();
}, [upTo, mattersInAll] as const);

test('on the day before, with a signal, the tablet gets everything it needs and says that it is ready', async () => {
  const { page } = tablet;
  await prepare(page);
  await page.goto('/kk/sign-in');
  await page.locator('[name=login]').fill(loginOf('reception'));
  await page.locator('[name=password]').fill(password);
  await page.locator('[name=password]').press('Enter');
  await page.waitForURL(/desk/);
  await installOn(page, outingId, {
    asks: async () => {
      for (const label of [l.pin, l.pinAgain]) await page.getByLabel(say('kk', label), { exact: true }).fill('123456');
      await page.getByRole('button', { name: say('kk', l.install), exact: true }).click();
      await page.getByText(say('kk', l.pinPlain)).waitFor();
      await looked('installing');
    },
    says: () => looked('ready'),
  });
  await looked('locked');
  // what stands in clear in a profile is found there, or the search below would prove nothing
  await page.evaluate(() => localStorage.setItem('control', 'тексеру-мәтіні'));
}, 240_000);

test('without a signal ten people are received by the screens, a tab dies while a word is being written, and nothing typed is lost', async () => {
  await line.dead();
  await tablet.context.setOffline(true);
  await openDesk(tablet.page);
  await looked('the day');
  const taps: number[] = [];
  for (const [at, one] of people.entries()) {
    if (at === 4) {
      // the tab dies: what was written half a second ago is there
      await tablet.page.getByRole('button', { name: say('kk', h.receive) }).click();
      await tablet.page.getByLabel(say('kk', v.whoAsk)).fill(one.typed);
      await tablet.page.getByRole('button', { name: say('kk', v.next), exact: true }).click();
      await tablet.page.getByLabel(say('kk', v.text)).fill(one.text);
      await tablet.context.clock.fastForward(1_000);
      // whatever was asked to be kept before this is kept; nothing is hurried
      await tablet.page.evaluate(() => (globalThis as unknown as { outingDesk: Desk }).outingDesk.settle({}));
      await tablet.page.close();
      tablet = { ...tablet, page: await tablet.context.newPage() };
      await openDesk(tablet.page);
      await tablet.page.getByRole('button', { name: new RegExp(one.typed.split(' ')[0] ?? '') }).click();
      expect(await tablet.page.getByLabel(say('kk', v.text)).inputValue()).toBe(one.text);
      await tablet.page.getByRole('button', { name: say('kk', h.back) }).click();
      await looked('who');
    }
    taps.push(await takeByScreens(tablet.page, one, at === 1 ? { inMatter: picture } : at === 3 ? { inMatter: voice } : {}));
    if (at === 1) await looked('receipt');
    await tablet.page.getByRole('button', { name: say('kk', r.home) }).click();
  }
  console.log(`a new person by the screens: ${taps.join(', ')} taps (advised, registered, promised, and so on)`);
  expect(Math.max(...taps)).toBeLessThanOrEqual(7);
  expect(await tablet.page.locator('.outing-list b').first().textContent()).toContain('Сыналмалы');
}, 240_000);

const picture = async (): Promise<void> => {
  const jpeg = await tablet.page.screenshot({ type: 'jpeg', quality: 60 });
  await tablet.page.locator('input[type=file]').setInputFiles({ name: 'шам.jpg', mimeType: 'image/jpeg', buffer: jpeg });
  await tablet.page.locator('.outing-paper canvas').waitFor();
  await looked('matter');
};

const voice = async (): Promise<void> => {
  await tablet.page.getByRole('button', { name: say('kk', v.voice), exact: true }).click();
  // every second it says another figure: stopped at any of them but the first, when nothing was heard yet
  await tablet.page.getByRole('button', { name: new RegExp(say('kk', v.voiceStop, { left: '1[0-7]\\d' })) }).click();
  await tablet.page.getByRole('button', { name: say('kk', v.play), exact: true }).waitFor();
};

test('one person is received by the keyboard alone, and taken back within the minute', async () => {
  const { page } = tablet;
  const to = async (name: string): Promise<void> => {
    for (let steps = 0; steps < 40; steps += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((wanted) => ((document.activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent ?? document.activeElement?.textContent ?? '').trim().startsWith(wanted), name)) return;
    }
    throw new Error(`the keyboard does not reach «${name}»`);
  };
  await page.locator('h1').focus();
  await to(say('kk', h.receive));
  await page.keyboard.press('Enter');
  await page.locator('#who:focus').waitFor();
  await page.keyboard.type('Пернелі Бақыт');
  await page.keyboard.press('Enter');
  await page.locator('#text:focus').waitFor();
  await page.keyboard.type('Жол туралы сұрады');
  await to(say('kk', v.advised));
  await page.keyboard.press('Space');
  await to(say('kk', v.advice));
  await page.keyboard.type('Түсіндірдік');
  await to(say('kk', v.finish));
  await page.keyboard.press('Enter');
  // the page that came has taken the focus: it will not take it again under the hand
  await page.locator('.outing-receipt h1:focus').waitFor();
  const number = await page.locator('.outing-numbers dd').first().textContent();
  await to(say('kk', h.undo));
  await page.keyboard.press('Enter');
  // the number goes with it and comes back with it
  await page.getByRole('button', { name: say('kk', v.finish), exact: true }).click();
  expect(await page.locator('.outing-numbers dd').first().textContent()).toBe(number);
  await page.getByRole('button', { name: say('kk', r.home) }).click();
}, 240_000);

test('two hundred matters go over a line of 64 kbit/s on which three connections of ten fall, through a death of the tablet: all there, none twice, in their order', async () => {
  expect(await takeByDriver(1_000)).toBe(mattersInAll);
  const numbers = await tablet.page.evaluate(() => (globalThis as unknown as { outingDesk: Desk }).outingDesk.state.entries.flatMap(({ act }) => (act.what === 'visit' ? [act.number] : [])));
  await line.thin();
  await pass(61_000);
  await tablet.context.setOffline(false);
  await expect.poll(() => tablet.page.locator('.outing-list .tag.done').count(), { timeout: 300_000 }).toBeGreaterThan(15);
  await looked('handing over');
  // no clock goes back by a death: what may still be taken back would wait for as long as all this took
  now = await tablet.page.evaluate(() => Date.now());
  house.clock.now = now;
  await tablet.kill();
  expect(await filesWith(profile, canary), 'after a death').toEqual([]);
  await restart(false);
  await openDesk(tablet.page);
  await tablet.page.getByText(say('kk', s.allSent)).waitFor({ timeout: 600_000 });
  console.log(`proof: a tablet in the field, ${Math.round(line.carried() / 1_000)} kB over the line, which fell ${line.fallen()} times`);
  expect(line.fallen()).toBeGreaterThan(10);
  const visits = await house.t.raw('SELECT number FROM reception.visit ORDER BY id');
  expect(visits.map((one) => one['number'])).toEqual(numbers);
  expect(Number((await house.t.raw('SELECT count(*) AS n FROM reception.matter'))[0]?.['n'])).toBe(mattersInAll);
  expect(await house.t.raw('SELECT kind FROM files.file ORDER BY kind')).toEqual([{ kind: 'picture' }, { kind: 'sound' }]);
  expect(await house.t.raw(`SELECT state, count(*)::int AS n FROM reception.arrival GROUP BY state`)).toEqual([{ state: 'taken', n: numbers.length }]);
}, 900_000);

test('the end hands the numbers back, wipes the tablet and says so; every number is used or explained', async () => {
  const { page } = tablet;
  await page.getByRole('button', { name: say('kk', h.end) }).click();
  await page.getByRole('button', { name: say('kk', h.endSure) }).click();
  await page.getByRole('heading', { name: say('kk', l.wiped) }).waitFor();
  await page.getByText(say('kk', l.wipedEnded)).waitFor();
  await expect.poll(async () => (await house.t.raw('SELECT wiped_at FROM reception.device'))[0]?.['wiped_at']).not.toBeNull();
  expect(await page.evaluate(async () => ({ stores: await indexedDB.databases(), caches: await caches.keys(), workers: (await navigator.serviceWorker.getRegistrations()).length }))).toEqual({ stores: [], caches: [], workers: 0 });
  for (const series of ['appeal', 'visit'] as const) {
    const check = await read(house.ctx(), (q) => checkNumbers(q, { branchId: house.units.tasqala, code: 'BQ01', series, year: 2026 }));
    expect(isRefusal(check)).toBe(false);
    expect(check).toMatchObject({ outstanding: 0, lost: [], twice: [] });
    expect(check.used + check.unused).toBe(check.last);
  }
  await tablet.context.close();
  expect(await filesWith(profile, canary), 'after the end').toEqual([]);
  expect((await filesWith(profile, 'тексеру-мәтіні')).length, 'the search finds what stands in clear').toBeGreaterThan(0);
}, 240_000);
