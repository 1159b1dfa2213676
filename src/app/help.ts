import { slipsBetween } from '../kernel/slips.ts';

/** What the list needs to know of a command. `usage` is the line after `jauap`, with the name; more lines explain it. */
export type Told = { readonly about: string; readonly usage?: string };
type Table = Readonly<Record<string, Told>>;

const usageOf = (name: string, told: Told): string => told.usage ?? `jauap ${name}`;

/** Every command with its arguments on one line, what it does on the next. */
export const helpOfAll = (commands: Table): readonly string[] => [
  ...Object.entries(commands).flatMap(([name, told]) => [`  ${usageOf(name, told).split('\n')[0] ?? name}`, `      ${told.about}`]),
  '',
  '`jauap COMMAND --help` says more. Settings come from the environment: docs/running/configure.md, `jauap config`.',
];

export const helpOf = (name: string, told: Told): readonly string[] => [usageOf(name, told), `  ${told.about}`];

export const asksForHelp = (words: readonly string[]): boolean => words.some((word) => word === '--help' || word === '-h');

/** What somebody may have meant by `typed`, or undefined when nothing is near: two slips of the finger, or the beginning of one command alone. */
export const nearest = (typed: string, names: readonly string[]): string | undefined => {
  const begun = names.filter((name) => typed.length > 1 && name.startsWith(typed));
  if (begun.length === 1) return begun[0];
  const [best] = names.map((name) => ({ name, slips: slipsBetween(typed.toLowerCase(), name) })).toSorted((a, b) => a.slips - b.slips);
  return best && best.slips <= Math.min(2, Math.floor(best.name.length / 2)) ? best.name : undefined;
};
