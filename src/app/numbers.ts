import { parseArgs } from 'node:util';
import type { Config } from '../platform/config.ts';
import type { Ctx } from '../platform/ctx.ts';
import { read } from '../platform/db.ts';
import { checkNumbers, numberedYears, type NumberCheck } from '../rooms/reception/acts/outings/numbers.ts';
import { unitsByIds } from '../rooms/units/contract.ts';

export const receptionUsage = 'jauap reception numbers [--branch CODE] [--year YEAR]\n  Every number given out, on a tablet or at a desk, has its record or the reason why it has none. What has neither, or both, is named and the exit code is 1.';

type Io = { readonly print: (line: string) => void; readonly progress: (line: string) => void };
type Needs = Io & { readonly withCtx: (config: Config, fn: (ctx: Ctx) => Promise<number>) => Promise<number> };
type Which = { readonly branch?: string | undefined; readonly year?: string | undefined };

const mostNamed = 20;
const named = (numbers: readonly number[]): string => `${numbers.slice(0, mostNamed).join(', ')}${numbers.length > mostNamed ? ` and ${numbers.length - mostNamed} more` : ''}`;
const lineOf = (what: string, c: NumberCheck): string => `${what}: ${c.last} given out, ${c.used} with a record, ${c.unused} with a reason, ${c.outstanding} still on tablets or waiting for a person`;

/** Branch by branch and year by year. Gives back the exit code. */
export const numbers = async (ctx: Ctx, which: Which, { print }: Pick<Io, 'print'>): Promise<number> => {
  const all = await read(ctx, numberedYears);
  const units = await read(ctx, (q) => unitsByIds(q, all.map((one) => one.branchId)));
  let checked = 0;
  let wrong = 0;
  for (const { branchId, year } of all) {
    const code = units.get(branchId)?.code;
    if (code === undefined || (which.branch !== undefined && which.branch.toUpperCase() !== code) || (which.year !== undefined && which.year !== String(year))) continue;
    for (const series of ['appeal', 'visit'] as const) {
      const check = await read(ctx, (q) => checkNumbers(q, { branchId, code, series, year }));
      checked += 1;
      print(lineOf(`${code} ${year} ${series}s`, check));
      if (check.lost.length > 0) print(`  neither record nor reason: ${named(check.lost)}`);
      if (check.twice.length > 0) print(`  twice, or both record and reason: ${named(check.twice)}`);
      wrong += check.lost.length + check.twice.length;
    }
  }
  print(checked === 0 ? 'Nothing of that branch and year has been numbered.' : wrong === 0 ? 'Every number is accounted for.' : `${wrong} numbers are not accounted for.`);
  return wrong === 0 ? 0 : 1;
};

export const receptionCommand = ({ withCtx, print, progress }: Needs) => ({
  about: 'numbers: that every number given out has its record or its reason',
  run: (config: Config, words: readonly string[]): Promise<number> => {
    try {
      const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options: { branch: { type: 'string' }, year: { type: 'string' } } });
      if (positionals.length !== 1 || positionals[0] !== 'numbers' || (values.year !== undefined && !/^\d{4}$/.test(values.year))) throw new TypeError('It takes the word numbers, and a year of four figures.');
      return withCtx(config, (ctx) => numbers(ctx, values, { print }));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      progress(`${error.message}\nUsage: ${receptionUsage}`);
      return Promise.resolve(2);
    }
  },
});
