import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { say, type Lang } from '../../src/kernel/words.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { outcomeWords, visitWords as w } from '../../src/rooms/reception/words/visits.ts';
import { serveHouse, type Served } from '../../test/support/chromium.ts';
import { ok } from '../../test/support/house.ts';
import { handOn } from './hand.ts';

let s: Served;
beforeAll(async () => { s = await serveHouse(); });
afterAll(() => s.end());

/** A practised typist's 200 marks a minute; what the house itself takes is measured. */
const msPerPress = 300;
type Count = { readonly presses: number; readonly requests: number; readonly waitedMs: number; readonly allSeconds: number };

/** Everything that a browser asked the house for while the hand was at work, but styles and scripts. */
const counted = async (page: Page, work: (hand: Awaited<ReturnType<typeof handOn>>) => Promise<void>): Promise<Count> => {
  const hand = await handOn(page);
  let requests = 0;
  let waitedMs = 0;
  const asked = (request: Request) => { if (request.resourceType() === 'document') requests += 1; };
  const done = (request: Request) => { if (request.resourceType() === 'document') waitedMs += Math.max(0, request.timing().responseEnd); };
  page.on('request', asked);
  page.on('requestfinished', done);
  await work(hand);
  page.off('request', asked);
  page.off('requestfinished', done);
  const presses = hand.counted();
  return { presses, requests, waitedMs: Math.round(waitedMs), allSeconds: Math.round((presses * msPerPress + waitedMs) / 100) / 10 };
};
const settled = async (page: Page, lang: Lang, hand: Awaited<ReturnType<typeof handOn>>) => {
  await hand.tabTo(new RegExp(`^${say(lang, w.advise)}$`));
  await hand.press('Enter');
  await hand.tabTo(/^advised/);
  await hand.type('ХҚКО-ға барыңыз, 3-терезе.');
  await hand.press('Tab');
  await hand.press('Enter');
  await page.getByText(say(lang, outcomeWords.advised)).first().waitFor();
  await hand.tabTo(new RegExp(`^${say(lang, w.finish)}$`), 'Tab');
  await hand.press('Enter');
  await page.getByText(say(lang, w.finished), { exact: true }).waitFor();
};

test('a known person is received, advised and let go within 60 seconds of a practised hand', { timeout: 360_000 }, async () => {
  ok(await register(s.house.ctx(), aRegistration({ branchId: s.house.units.tasqala, applicant: { kind: 'person', surname: 'Ізбасарова', given: 'Гүлжан', phone: '8 701 000 00 31' } })));
  const page = await s.staff('reception', 'kk');
  await page.goto('/kk/desk/visits');
  const count = await counted(page, async (hand) => {
    await expect.poll(() => hand.under()).toBe('find');
    await page.keyboard.type('izbasarova');
    await hand.press('Enter');
    await expect.poll(() => hand.under()).toMatch(/Ізбасарова/);
    await hand.press('Enter');
    await expect.poll(() => hand.under()).toBe('text');
    await hand.type('Жәрдемақы келмеді, қайда барамын?');
    await hand.press('Tab');
    await hand.press('Enter');
    await page.getByRole('heading', { name: say('kk', w.matter, { nth: 1 }) }).waitFor();
    await settled(page, 'kk', hand);
  });
  const all = { ...count, presses: count.presses + 'izbasarova'.length };
  console.log('a known person:', JSON.stringify(all));
  expect(all.allSeconds + 'izbasarova'.length * msPerPress / 1000).toBeLessThan(60);
  expect(all.requests).toBeLessThanOrEqual(10);
});

test('somebody new within 90', { timeout: 360_000 }, async () => {
  const page = await s.staff('reception', 'kk');
  await page.goto('/kk/desk/visits?find=жоқадам');
  const count = await counted(page, async (hand) => {
    await expect.poll(() => hand.under()).toBe('surname');
    await hand.type('Жаңабаева');
    await hand.press('Tab');
    await hand.type('Мөлдір');
    await hand.press('Tab', 2);
    await hand.type('87010000099');
    await hand.press('Enter');
    await expect.poll(() => hand.under()).toBe('text');
    await hand.type('Жәрдемақы келмеді, қайда барамын?');
    await hand.press('Tab');
    await hand.press('Enter');
    await page.getByRole('heading', { name: say('kk', w.matter, { nth: 1 }) }).waitFor();
    await settled(page, 'kk', hand);
  });
  console.log('somebody new:', JSON.stringify(count));
  expect(count.allSeconds).toBeLessThan(90);
  expect(count.requests).toBeLessThanOrEqual(10);
});
