import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { house } from '../../src/app/house.ts';
import { seriousFaults, squeezed, tooWide } from './look.ts';
import { notPages, visits } from './pages.ts';
import { lookedAt, narrow, startRound, type Round } from './round.ts';

let round: Round;
beforeAll(async () => { round = await startRound(); });
afterAll(() => round.end());

describe('every page of the house', () => {
  test('is on the list of those looked at: each address is visited, or is no page', () => {
    const pages = house.routes.filter((route) => route.method === 'get').map((route) => route.path);
    const visited = new Set([...visits.map((one) => one.route), ...Object.keys(notPages)]);
    expect(pages.filter((path) => !visited.has(path))).toEqual([]);
    expect([...visited].filter((path) => path !== null && !pages.includes(path))).toEqual([]);
  });

  test('has a list of keys that can be read too', { timeout: 360_000 }, async () => {
    const clerk = await round.window('clerk');
    await clerk.goto(`/kk/desk/appeals/${round.w.fresh.number}`);
    await clerk.keyboard.press('?');
    await clerk.getByRole('dialog').waitFor();
    expect((await lookedAt(clerk, 'kk')).wrong).toEqual([]);
  });
});

describe('the look itself sees', () => {
  test('a planted fault of each kind', { timeout: 360_000 }, async () => {
    const page = await round.s.window({ script: true });
    await page.setViewportSize(narrow);
    await page.goto('/kk');
    expect([await seriousFaults(page), await tooWide(page), await squeezed(page)]).toEqual([[], [], []]);
    await page.evaluate(() => {
      document.querySelector('main')?.insertAdjacentHTML('beforeend', '<img src="/x"><input><p id="pale">Сұр мәтін</p><div id="broad">кең</div><p id="narrow">Бір әріптен тұратын баған</p>');
      document.getElementById('pale')?.style.setProperty('color', '#bbb');
      document.getElementById('broad')?.style.setProperty('width', '700px');
      document.getElementById('narrow')?.style.setProperty('width', '1ch');
    });
    const faults = (await seriousFaults(page)).map((one) => one.split(':')[0]);
    expect([...new Set(faults)].toSorted()).toEqual(['color-contrast', 'image-alt', 'label']);
    expect((await tooWide(page)).join()).toContain('div «кең»');
    expect((await squeezed(page)).join()).toContain('Бір әріптен тұратын баған');
  });

  test('a page that bears itself wrongly: two first headings, another language', { timeout: 360_000 }, async () => {
    const page = await round.s.window({ script: true });
    await page.goto('/kk');
    await page.evaluate(() => document.querySelector('main')?.insertAdjacentHTML('beforeend', '<h1>Екінші</h1>'));
    expect((await lookedAt(page, 'ru')).wrong).toEqual(['the page says it is in kk', '2 first headings']);
  });
});
