import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { say } from '../../src/kernel/words.ts';
import { urgencyWords, signWords } from '../../src/rooms/appeals/words/urgency.ts';
import { openHouse, type TestHouse } from '../../test/support/house.ts';
import { mattersOf } from './matters.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

const gas = 'Подъезімізде газ иісі қатты шығып тұр, балалар бар, не істейміз?';
const sendAll = async (text: string) => {
  const page = await h.browser().open('/kk/appeals/new');
  await page.submit('Бастау');
  await page.submit('Жалғастыру', { text });
  return page;
};
const row = async (number: string) => (await h.t.raw(`SELECT urgency, (SELECT facts->>'urgency' FROM appeals.act c WHERE c.appeal_id = a.id AND c.act = 'register') AS said FROM appeals.appeal a WHERE number = $1`, [number]))[0];

describe('words that speak of danger', () => {
  test('the person reads what to do and whom to call before the next question, and again beside the number; the matter is the first that a clerk sees', async () => {
    const page = await sendAll(gas);
    expect(page.address).toBe('/kk/appeals/new/urgent');
    expect(page.text).toContain('терезені ашыңыз');
    expect([...page.document.querySelectorAll('a[href^="tel:"]')].map((one) => one.getAttribute('href'))).toContain('tel:104');
    await page.follow('Жалғастыру');
    await page.submit('Жалғастыру', { place: 'Тасқала ауданы', address: 'Абай көшесі, 1' });
    await page.submit('Жалғастыру', { kind: 'application' });
    await page.submit('Жалғастыру', { who: 'person' });
    await page.submit('Жалғастыру', { surname: 'Сыналмалы', given: 'Әлия', phone: '8 701 000 00 01' });
    await page.submit('Жалғастыру', { publish: 'no' });
    await page.submit(/Жіберу/);
    expect(page.address).toBe('/kk/appeals/new/done');
    expect(page.text).toContain('терезені ашыңыз');
    const number = page.document.querySelector('.big')?.textContent ?? '';
    expect(await row(number)).toEqual({ urgency: 'gas', said: 'gas' });

    const clerk = await (await h.signedIn('clerk')).open('/kk/desk/appeals');
    const section = clerk.document.querySelector('section[aria-labelledby=urgent]');
    expect([section?.textContent?.includes(number), section?.textContent?.includes(say('kk', signWords.gas))]).toEqual([true, true]);
    await clerk.open(`/kk/desk/appeals/${number}`);
    expect(clerk.text).toContain(say('kk', urgencyWords.byMachine));
    // the body is told what is urgent; a person says there is no danger, and it goes back to its place
    await clerk.submit('Белгіні сақтау', { 'set_urgency.urgency': 'none' });
    expect(await row(number)).toEqual({ urgency: null, said: 'gas' });
    expect((await clerk.open('/kk/desk/appeals')).document.querySelectorAll('section[aria-labelledby=urgent]').length).toBe(0);
    expect((await h.t.raw(`SELECT facts FROM journal.leaf WHERE act = 'appeal.set_urgency'`))).toHaveLength(1);
  });

  test('danger that is added later is answered with what to do, and marks the matter', async () => {
    const { number, linkToken } = await mattersOf(h).fresh();
    const page = await h.browser().open(`/kk/follow/${linkToken}`);
    await page.submit('Қосу', { text: 'Енді подъезде газ иісі қатты шығып тұр' });
    expect([page.text.includes('терезені ашыңыз'), (await row(number))?.['urgency']]).toEqual([true, 'gas']);
    expect((await page.open(`/kk/follow/${linkToken}`)).text).not.toContain('терезені ашыңыз');
  });

  test('words without danger go straight to the next question', async () => {
    expect((await sendAll('Ауылымыздың жолы шұңқыр-шұңқыр, жөндеп беріңіздерші')).address).toBe('/kk/appeals/new/where');
  });

  test('what is over is no danger; the page of advice is nobody’s without such words', async () => {
    const page = await sendAll('Былтыр газ иісі шыққан еді, жөндеп кетті, рақмет');
    expect(page.address).toBe('/kk/appeals/new/where');
    expect((await page.open('/kk/appeals/new/urgent')).address).toBe('/kk/appeals/new/where');
  });
});
