import type { Lane } from './lanes.ts';

export type Ran = { readonly lane: Lane; readonly passed: number; readonly failed: number; readonly seconds: number; /** what the tests measured, in their own words */ readonly figures: readonly string[] };

const clip = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** For a terminal. */
export const table = (all: readonly Ran[]): string => all.map((one) => `${one.failed === 0 && one.passed > 0 ? 'kept  ' : 'BROKEN'} ${one.lane.name.padEnd(9)} ${String(one.passed).padStart(4)} passed ${String(one.failed).padStart(3)} failed ${one.seconds.toFixed(0).padStart(5)} s  ${clip(one.figures[0] ?? '', 110)}`).join('\n');

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const rowPx = 26;
const labelPx = 90;
const widthPx = 640;

/** How long each took and whether it held: a bar, a word and a number. */
export const picture = (all: readonly Ran[]): string => {
  const longest = Math.max(1, ...all.map((one) => one.seconds));
  const bars = all.map((one, place) => {
    const y = place * rowPx + 6;
    const held = one.failed === 0 && one.passed > 0;
    const width = Math.max(2, ((widthPx - labelPx - 190) * one.seconds) / longest);
    return `<text x="${labelPx - 8}" y="${y + 13}" text-anchor="end">${escaped(one.lane.name)}</text><rect x="${labelPx}" y="${y}" width="${width.toFixed(1)}" height="18" fill="${held ? '#0a6660' : '#a8202c'}"/>`
      + `<text x="${labelPx + width + 8}" y="${y + 13}">${held ? 'kept' : 'BROKEN'}, ${one.passed} tests, ${one.seconds.toFixed(0)} s</text>`;
  }).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${widthPx} ${all.length * rowPx + 8}" font-family="sans-serif" font-size="13"><rect width="100%" height="100%" fill="#fff"/>\n${bars}\n</svg>\n`;
};

const figures = (all: readonly Ran[]): string => {
  const told = all.filter((one) => one.figures.length > 0);
  if (told.length === 0) return '';
  return `## Figures\n\nIn the tests' own words.\n\n${told.map((one) => `**${one.lane.name}**\n\n${one.figures.map((figure) => `- ${figure}`).join('\n')}`).join('\n\n')}\n\n`;
};

/** docs/proof.md: what was proven, by which command, on what and when. */
export const page = (all: readonly Ran[], o: { readonly deep: boolean; readonly on: string; readonly machine: string; readonly open: string }): string => `# Proof

What [trust](../SECURITY.md) promises, as it ran. Anybody can run it again: \`script/prove\` for what every change must pass, \`script/prove --deep\` for more of it, \`script/prove kills\` for one lane.
Each destructive test has a control beside it that must go red.

**${o.deep ? 'Deep run' : 'Run of every change'}**, ${o.on}, ${o.machine}: ${all.reduce((sum, one) => sum + one.passed, 0)} tests passed, ${all.reduce((sum, one) => sum + one.failed, 0)} failed, ${(all.reduce((sum, one) => sum + one.seconds, 0) / 60).toFixed(0)} minutes.

![how long each took and whether it held](proof.svg)

| lane | what | kept when | result | command |
|---|---|---|---|---|
${all.map((one) => `| ${one.lane.name} | ${one.lane.what} | ${one.lane.passesWhen} | ${one.failed === 0 && one.passed > 0 ? `kept, ${one.passed} tests` : `**broken**, ${one.failed} of ${one.passed + one.failed}`} | \`script/prove ${o.deep ? '--deep ' : ''}${one.lane.name}\` |`).join('\n')}

${figures(all)}## Not yet reached

${o.open}
`;
