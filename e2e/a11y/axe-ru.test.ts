import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nameOf, sentPages, visits } from './pages.ts';
import { lostDatabase, sentAndSeen, sharedTitles, startRound, visited, type Round } from './round.ts';

let round: Round;
beforeAll(async () => { round = await startRound(); });
afterAll(() => round.end());

// half a minute a page: on a busy machine a look takes ten times what it takes alone
describe('nothing serious, nothing wider than the screen, one first heading: every page in Russian', { timeout: 120_000 }, () => {
  test.each(visits.map((visit) => [nameOf(visit), visit] as const))('%s', async (_name, visit) => {
    expect(await visited(round, visit, 'ru')).toEqual([]);
  });

  test.each(sentPages('ru').map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    expect(await sentAndSeen(round, one, 'ru')).toEqual([]);
  });

  test('a lost database', async () => {
    expect(await lostDatabase(round, 'ru')).toEqual([]);
  });

  test('no two pages have the same title', () => {
    expect(round.titles.size).toBeGreaterThan(30);
    expect(sharedTitles(round)).toEqual([]);
    console.log(`proof: ${visits.length + sentPages('ru').length} pages in Russian at 360 and 1280 px, ${round.titles.size} titles`);
  });
});
