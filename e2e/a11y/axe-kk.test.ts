import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nameOf, sentPages, visits } from './pages.ts';
import { lostDatabase, sentAndSeen, sharedTitles, startRound, visited, type Round } from './round.ts';

let round: Round;
beforeAll(async () => { round = await startRound(); });
afterAll(() => round.end());

// half a minute a page: on a busy machine a look takes ten times what it takes alone
describe('nothing serious, nothing wider than the screen, one first heading: every page in Kazakh', { timeout: 120_000 }, () => {
  test.each(visits.map((visit) => [nameOf(visit), visit] as const))('%s', async (_name, visit) => {
    expect(await visited(round, visit, 'kk')).toEqual([]);
  });

  test.each(sentPages('kk').map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    expect(await sentAndSeen(round, one, 'kk')).toEqual([]);
  });

  test('a lost database', async () => {
    expect(await lostDatabase(round, 'kk')).toEqual([]);
  });

  test('no two pages have the same title', () => {
    expect(round.titles.size).toBeGreaterThan(30);
    expect(sharedTitles(round)).toEqual([]);
    console.log(`proof: ${visits.length + sentPages('kk').length} pages in Kazakh at 360 and 1280 px, ${round.titles.size} titles`);
  });
});
