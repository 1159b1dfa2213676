import { Hono } from 'hono';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostile, mark } from '../../test/hostile/plant.ts';
import { openPlanted, type Planted } from '../../test/hostile/planted.ts';
import { invite } from '../../src/rooms/reception/acts/queue/call.ts';
import { takeTicket } from '../../src/rooms/reception/acts/queue/take.ts';
import { launch, serveApp } from '../../test/support/chromium.ts';
import { ok } from '../../test/support/house.ts';
import { addressOf, nameOf, visits, type Looker } from './pages.ts';
import { keptStill } from './round.ts';
import { settled, watched, type Watched } from './watched.ts';

/** Every page of the house in Chromium, with evil in every word that somebody may have typed: test/hostile/canaries.test.ts reads the same pages as text. */
let p: Planted;
let served: { readonly address: string; readonly end: () => Promise<void> };
let browser: Browser;
const contexts = new Map<Looker, Promise<BrowserContext>>();
beforeAll(async () => {
  p = await openPlanted();
  served = await serveApp(() => ({ app: p.app }));
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await served?.end();
  await p?.end();
});

/** A window of somebody who went ahead. */
const windowOf = async (who: Looker, own = served.address): Promise<Watched> => {
  const opened = contexts.get(who) ?? (async () => {
    const context = await browser.newContext({ baseURL: served.address, viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(60_000);
    await context.addCookies((p.ahead.get(who)?.cookies ?? []).map((cookie) => ({ ...cookie, url: served.address })));
    return context;
  })();
  contexts.set(who, opened);
  return watched(await opened, own);
};

/** One window for all pages that somebody looks at: a new one for each costs a process of the browser. */
const standing = new Map<string, Promise<Watched>>();
const standingOf = (who: Looker, own: string): Promise<Watched> => {
  const known = standing.get(`${who} ${own}`) ?? windowOf(who, own).then(async (one) => { await keptStill(one.page); return one; });
  standing.set(`${who} ${own}`, known);
  return known;
};

let shown = 0;
// half a minute a page: on a busy machine a look takes ten times what it takes alone
const patience = { timeout: 120_000 };
describe('whatever is in the words, nothing of it runs and the policy has nothing to stop', patience, () => {
  test.each(visits.map((visit) => [nameOf(visit), visit] as const))('%s', async (_name, visit) => {
    const address = new URL(addressOf(visit, p.w, 'kk'), served.address);
    const { page, happened } = await standingOf(visit.as, address.origin);
    const answered = await page.goto(address.href);
    if ((await settled(page)).includes(mark)) shown += 1;
    expect([answered?.status(), new URL(page.url()).pathname, ...happened.splice(0)]).toEqual([visit.status ?? 200, address.pathname]);
  });
});

describe('nor of what comes into the page later', patience, () => {
  test('what is found while a clerk types', async () => {
    const { page, happened } = await windowOf('clerk');
    await page.goto('/kk/desk/search');
    await page.locator('input[type=search]').fill('сыналмалы');
    await page.locator('[data-found] a').first().waitFor();
    expect(await page.locator('[data-found]').textContent()).toContain(`${mark}(2)`);
    await settled(page);
    expect(happened).toEqual([]);
  });

  test('the places that a name can mean', async () => {
    const { page, happened } = await windowOf('drafting');
    await page.goto('/kk/appeals/new/where');
    await page.locator('input[name=place]').fill('тасқ');
    await page.locator('#places li').first().waitFor();
    expect(await page.locator('#places').textContent()).toContain(`${mark}(2)`);
    await settled(page);
    expect(happened).toEqual([]);
  });

  test('somebody who comes and is called, on the clerk’s screen and on the board', async () => {
    const [desk, board] = [await windowOf('reception'), await windowOf('visitor')];
    await desk.page.goto('/kk/desk/queue');
    await board.page.goto(`/kk/display/${p.w.hall.display}`);
    const ctx = p.w.h.ctx();
    const evil = `<svg/onload=${mark}(3)>`;
    const [lane] = await p.w.h.t.raw('SELECT lane_id AS id FROM reception.ticket ORDER BY id LIMIT 1');
    const { label, ticketId } = ok(await takeTicket(ctx, { branchId: p.w.h.units.tasqala, laneId: Number(lane?.['id']), name: `${evil} Жаңа`, door: 'desk', lang: 'kk', key: 'one more of this test', priorityCode: 'elderly' }));
    await desk.page.locator('[data-live]', { hasText: label }).waitFor();
    expect(await desk.page.locator('[data-live]').textContent()).toContain(evil);
    const [own] = await p.w.h.t.raw('SELECT min(id) AS id FROM reception.desk');
    ok(await invite(ctx, { deskId: Number(own?.['id']), ticketId }));
    await board.page.locator('[data-first], [data-before]', { hasText: label }).first().waitFor();
    expect(await board.page.locator('body').textContent()).toContain(evil);
    await Promise.all([settled(desk.page), settled(board.page)]);
    expect([...desk.happened, ...board.happened]).toEqual([]);
  });
});

describe('the look itself', patience, () => {
  test('saw the words, and nothing happened after the last look', async () => {
    expect(shown).toBeGreaterThan(100);
    expect((await Promise.all(standing.values())).flatMap(({ happened }) => happened)).toEqual([]);
  });

  test('hears words that run, a question of the browser and a call to another house; and, where there is the house’s policy, what it stops', async () => {
    const inside = `<p>${hostile('Шам')}</p><img src="http://localhost:1/far"><script>alert(1)</script>`;
    const policy = (await p.app.request('/kk')).headers.get('content-security-policy') ?? '';
    const odd = await serveApp(() => ({ app: new Hono().get('/bare', (c) => c.html(inside)).get('/kept', (c) => c.html(inside, 200, { 'content-security-policy': policy })) }));
    const [bare, kept] = [await windowOf('visitor', odd.address), await windowOf('visitor', odd.address)];
    await bare.page.goto(`${odd.address}/bare`);
    await kept.page.goto(`${odd.address}/kept`);
    await Promise.all([settled(bare.page), settled(kept.page)]);
    await odd.end();
    expect(bare.happened.toSorted()).toEqual(['asked 1', 'called http://localhost:1/far', 'executed 1', 'executed 2', 'executed 3']);
    const heard = new Set(kept.happened.map((one) => one.replace(/^(stopped): .*/s, '$1')));
    // asked for and stopped before it left: that, too, is heard
    expect([...heard].filter((one) => !one.startsWith('called')).toSorted()).toEqual(['stopped', 'violated img-src by http://localhost:1/far', 'violated script-src-attr by inline', 'violated script-src-elem by inline']);
  });
});
