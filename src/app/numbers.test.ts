import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../platform/config.ts';
import { openHouse, type TestHouse } from '../../test/support/house.ts';
import { advised, installed, newKey, numberAt, plannedOuting, registered, visitOf } from '../../test/support/tablet.ts';
import { receptionCommand } from './numbers.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

const run = async (...words: readonly string[]): Promise<{ readonly code: number; readonly said: string }> => {
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  const command = receptionCommand({ print, progress: print, withCtx: (_config, fn) => fn(h.ctx()) });
  return { code: await command.run(readConfig({}), words), said: lines.join('\n') };
};

test('every number of a tablet is counted: with a record, with a reason, on its way; one that has neither is named', async () => {
  expect(await run('numbers')).toEqual({ code: 0, said: 'Nothing of that branch and year has been numbered.' });
  const tablet = await installed(h, await plannedOuting(h));
  const appeal = numberAt(tablet.kit.blocks.appeal, 0);
  for (const [at, matters] of [[registered(appeal)], [advised]].entries()) await tablet.send({ place: at + 1, key: newKey(), act: visitOf(tablet, { nth: at, matters }) });
  expect(await run('numbers')).toEqual({ code: 0, said: [
    'BQ01 2026 appeals: 100 given out, 1 with a record, 0 with a reason, 99 still on tablets or waiting for a person', 'BQ01 2026 visits: 100 given out, 2 with a record, 0 with a reason, 98 still on tablets or waiting for a person', 'Every number is accounted for.',
  ].join('\n') });
  await tablet.send({ place: 3, key: newKey(), act: { what: 'end', at: '2026-11-20T18:00:00+05:00' } });
  expect((await run('numbers', '--branch', 'bq01', '--year', '2026')).said).toContain('BQ01 2026 visits: 100 given out, 2 with a record, 98 with a reason, 0 still');
  await h.t.raw(`UPDATE reception.visit SET number = 'BQ01-V-2026-000901' WHERE number = $1`, [numberAt(tablet.kit.blocks.visit, 1)]);
  const found = await run('numbers', '--year', '2026');
  expect([found.code, found.said.split('\n').slice(1)]).toEqual([1, [
    'BQ01 2026 visits: 100 given out, 2 with a record, 98 with a reason, 0 still on tablets or waiting for a person', '  neither record nor reason: 2', '  twice, or both record and reason: 901', '2 numbers are not accounted for.',
  ]]);
  expect((await run('numbers', '--year', '2025')).code).toBe(0);
});

test('without the word, or with a year that is none, it says how it is used', async () => {
  for (const words of [[], ['visits'], ['numbers', '--year', '26'], ['numbers', '--all']]) expect(await run(...words), words.join(' ')).toMatchObject({ code: 2, said: expect.stringContaining('Usage: jauap reception numbers') as string });
});
