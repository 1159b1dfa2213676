import type { Result } from './kept.ts';
import { wholes, type Lane } from './lanes.ts';

export type Ran = { readonly lane: Lane; readonly passed: number; readonly failed: number; /** tests that were not run here */ readonly left: number; readonly seconds: number; /** what the tests measured, in their own words */ readonly figures: readonly string[] };

const clip = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
type Counted = { readonly passed: number; readonly failed: number; readonly left?: number };
/** A lane of which nothing was run is not kept. */
export const held = (one: Counted): boolean => one.failed === 0 && one.passed > 0;
const wordOf = (one: Counted): string => (held(one) ? 'kept' : one.failed === 0 && (one.left ?? 0) > 0 ? 'not run' : 'BROKEN');
const leftOut = (one: Counted): string => ((one.left ?? 0) > 0 ? `, ${one.left} left out` : '');
const took = (seconds: number): string => (seconds < 120 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(0)} min`);
const counted = (n: number): string => `${n} ${n === 1 ? 'test' : 'tests'}`;

/** For a terminal. */
export const table = (all: readonly Ran[]): string => all.map((one) => `${wordOf(one).padEnd(7)} ${one.lane.name.padEnd(9)} ${String(one.passed).padStart(4)} passed ${String(one.failed).padStart(3)} failed${one.left > 0 ? ` ${String(one.left).padStart(3)} left out` : ''} ${one.seconds.toFixed(0).padStart(5)} s  ${clip(one.figures[0] ?? '', 110)}`).join('\n');

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const rowPx = 26;
const labelPx = 120;
const widthPx = 680;

/** How long each took and whether it held: a bar, a word and a number. */
export const picture = (all: readonly Result[]): string => {
  const longest = Math.max(1, ...all.map((one) => Math.log10(1 + one.seconds)));
  const bars = all.map((one, place) => {
    const y = place * rowPx + 6;
    // from a second to hours: the bar is the logarithm, the words say the time
    const width = Math.max(2, ((widthPx - labelPx - 240) * Math.log10(1 + one.seconds)) / longest);
    return `<text x="${labelPx - 8}" y="${y + 13}" text-anchor="end">${escaped(one.lane)}${one.deep ? ', deep' : ''}</text><rect x="${labelPx}" y="${y}" width="${width.toFixed(1)}" height="18" fill="${held(one) ? (one.deep ? '#1d4f8f' : '#0a6660') : wordOf(one) === 'not run' ? '#5c5c5c' : '#a8202c'}"/>`
      + `<text x="${labelPx + width + 8}" y="${y + 13}">${wordOf(one)}, ${counted(one.passed)}${leftOut(one)}, ${took(one.seconds)}</text>`;
  }).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${widthPx} ${all.length * rowPx + 8}" font-family="sans-serif" font-size="13"><rect width="100%" height="100%" fill="#fff"/>\n${bars}\n</svg>\n`;
};

/** With a bound in seconds, in seconds. */
const cell = (one: Result | undefined, told = took): string => (!one ? '–' : held(one) ? `kept, ${counted(one.passed)}${leftOut(one)}, ${told(one.seconds)}, ${one.on}` : wordOf(one) === 'not run' ? `**not run**${leftOut(one)}, ${one.on}` : `**broken**, ${one.failed} of ${one.passed + one.failed}${leftOut(one)}, ${one.on}`);

const sums = (results: readonly Result[], deep: boolean): string => {
  const all = results.filter((one) => one.deep === deep && !wholes.some(({ name }) => name === one.lane));
  if (all.length === 0) return '';
  const sum = (of: (one: Result) => number): number => all.reduce((so, one) => so + of(one), 0);
  return `- **${deep ? 'Deep run' : 'Run of every change'}**: ${all.length} lanes, ${sum((one) => one.passed)} tests passed, ${sum((one) => one.failed)} failed, ${sum((one) => one.left ?? 0)} left out, ${(sum((one) => one.seconds) / 60).toFixed(0)} minutes, one lane after another. ${[...new Set(all.map((one) => one.machine))].join('; ')}.\n`;
};

const figures = (lanes: readonly Lane[], results: readonly Result[]): string => lanes.flatMap((lane) => {
  const told = results.filter((one) => one.lane === lane.name && one.figures.length > 0);
  return told.length === 0 ? [] : [`**${lane.name}**\n\n${told.flatMap((one) => one.figures.map((figure) => `- ${one.deep ? 'deep: ' : ''}${figure}`)).join('\n')}\n`];
}).join('\n');

const atOnce = (results: readonly Result[]): string => wholes.flatMap((whole) => results.filter((one) => one.lane === whole.name).map((one) => `- **${whole.what[0]?.toUpperCase()}${whole.what.slice(1)}** (\`script/prove ${whole.name}\`; ${whole.passesWhen}): ${cell(one, (seconds) => `${seconds.toFixed(0)} s`)}. ${one.machine}.\n`)).join('');

/** docs/proof.md: what was proven, by which command, on what and when. */
export const page = (lanes: readonly Lane[], results: readonly Result[], open: string): string => {
  const of = (lane: Lane, deep: boolean): Result | undefined => results.find((one) => one.lane === lane.name && one.deep === deep);
  return `# Proof

What [trust](../SECURITY.md) promises, as it ran. Anybody can run it again: \`script/prove\` for what every change must pass, \`script/prove --deep\` for more of it, \`script/prove kills\` for one lane;
with \`--write\` the result takes its place here. What could not be run on that machine is counted as left out, and a lane of which nothing ran is not kept.

A control is the same question asked of something that is broken on purpose, and must go red. Most tests that kill, cut, fill, flood or forge have one beside them;
those that have none are named [below](#not-yet-reached).

${sums(results, false)}${atOnce(results)}${sums(results, true)}
![how long each took and whether it held](proof.svg)

| lane | what | kept when | every change: \`script/prove LANE\` | deep: \`script/prove --deep LANE\` |
|---|---|---|---|---|
${lanes.map((lane) => `| ${lane.name} | ${lane.what} | ${lane.passesWhen} | ${lane.drill && !of(lane, false) ? 'by name only' : cell(of(lane, false))} | ${lane.deeper || of(lane, true) ? cell(of(lane, true)) : 'the same'} |`).join('\n')}

## Figures

In the tests' own words.

${figures(lanes, results)}
## Not yet reached

${open}
`;
};
