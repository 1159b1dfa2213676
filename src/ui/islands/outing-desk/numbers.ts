import type { Block } from './wire.ts';

/** A block in use: the next that nobody has. */
export type Series = { readonly block: Block; readonly next: number };
/** In the order they came; the first with something left gives. */
export type Numbers = { readonly appeal: readonly Series[]; readonly visit: readonly Series[] };
export type Kept = keyof Numbers;

const digits = 6;
export const numberIn = ({ prefix }: Block, n: number): string => `${prefix}${String(n).padStart(digits, '0')}`;
export const leftIn = (all: readonly Series[]): number => all.reduce((left, { block, next }) => left + block.to - next + 1, 0);

const same = (a: Block, b: Block): boolean => a.prefix === b.prefix && a.year === b.year && a.from === b.from;
/** With a block that came with a newer kit, if it is a new one. */
export const withBlock = (all: readonly Series[], block: Block): readonly Series[] =>
  (block.to < block.from || all.some((one) => same(one.block, block)) ? all : [...all, { block, next: block.from }]);

/** The next so many; null: fewer are left. */
export const take = (all: readonly Series[], count: number): { readonly given: readonly string[]; readonly rest: readonly Series[] } | null => {
  if (leftIn(all) < count) return null;
  const given: string[] = [];
  const rest = all.map(({ block, next }) => {
    let at = next;
    while (given.length < count && at <= block.to) given.push(numberIn(block, at++));
    return { block, next: at };
  });
  return { given, rest };
};
