import { parseArgs } from 'node:util';

export const groups = ['create', 'inbox', 'board', 'matter', 'public', 'figures', 'anew', 'search', 'likeness', 'receptions', 'rooms', 'plans', 'pages', 'memory'] as const;
export type Group = (typeof groups)[number];

export type Options = {
  /** appeals in the registers that are read, smallest first */
  readonly sizes: readonly number[];
  readonly only: readonly Group[];
  /** many short ones: the machine has other work too, and both sides of a round meet the same of it */
  readonly rounds: number;
  /** how long each figure of a round is measured */
  readonly windowMs: number;
  /** writes docs/bench */
  readonly write: boolean;
};

export const quickSizes = [10_000, 100_000] as const;
export const fullSizes = [...quickSizes, 1_000_000] as const;

const whole = (text: string, name: string): number => {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name}: ${text} is not a whole number above 0`);
  return value;
};

/** `script/bench [--quick] --sizes 10000,100000 --only create,inbox --rounds 9 --window 250 --no-write` */
export const readOptions = (words: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...words], allowNegative: true,
    options: { sizes: { type: 'string' }, only: { type: 'string' }, rounds: { type: 'string', default: '9' }, window: { type: 'string', default: '250' }, quick: { type: 'boolean', default: false }, write: { type: 'boolean', default: true } },
  });
  const sizes = values.sizes === undefined ? (values.quick ? quickSizes : fullSizes) : values.sizes.split(',').map((one) => whole(one, 'sizes'));
  const only = values.only === undefined ? groups : values.only.split(',').map((name) => {
    const known = groups.find((group) => group === name);
    if (!known) throw new Error(`--only: ${name} is not one of ${groups.join(', ')}`);
    return known;
  });
  return { sizes: [...new Set(sizes)].toSorted((a, b) => a - b), only, rounds: whole(values.rounds, 'rounds'), windowMs: whole(values.window, 'window'), write: values.write };
};
