import { scaleBand, scaleLinear, scaleLog, scalePoint } from 'd3-scale';
import { line } from 'd3-shape';
import type { Created } from './create.ts';
import type { Page } from './pages.ts';
import type { ReadResult } from './reads.ts';

const ink = { jauap: '#0b6b4f', bare: '#9aa5ad', text: '#1f2a30', quiet: '#5b6870', rule: '#d9dfe3', aim: '#b3261e' } as const;
const series = ['#0b6b4f', '#b8621b', '#3b5ba9', '#8a3b7d', '#6b6b00', '#00707a'] as const;

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const label = (x: number, y: number, text: string, o: { anchor?: 'start' | 'middle' | 'end'; fill?: string; size?: number } = {}): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${o.anchor ?? 'start'}" fill="${o.fill ?? ink.text}" font-size="${o.size ?? 12}">${escape(text)}</text>`;
const rule = (x1: number, y1: number, x2: number, y2: number, stroke: string = ink.rule, dash = ''): string =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="${stroke}"${dash ? ` stroke-dasharray="${dash}"` : ''}/>`;
const bar = (x: number, y: number, width: number, height: number, fill: string): string => `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" fill="${fill}"/>`;
const picture = (width: number, height: number, title: string, body: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" role="img" aria-label="${escape(title)}">\n<rect width="${width}" height="${height}" fill="#fff"/>\n${label(16, 26, title, { size: 16 })}\n${body.join('\n')}\n</svg>\n`;

export const sizeText = (size: number): string => (size >= 1_000_000 ? `${size / 1_000_000} M` : `${size / 1_000} k`);

/** Registrations a second, both sides beside one another, the ratio above. */
export const creationPicture = (created: readonly Created[]): string => {
  const [width, height, left, top, bottom] = [920, 360, 60, 56, 62];
  const names = created.map((_, at) => String(at));
  const x = scaleBand<string>().domain(names).range([left, width - 16]).padding(0.25);
  const y = scaleLinear().domain([0, Math.max(...created.flatMap((one) => [one.jauap.rate, one.bare.rate])) * 1.1]).nice().range([height - bottom, top]);
  const body = [
    ...y.ticks(5).flatMap((tick) => [rule(left, y(tick), width - 16, y(tick)), label(left - 8, y(tick) + 4, String(tick), { anchor: 'end', fill: ink.quiet })]),
    ...created.flatMap((one, at) => {
      const from = x(String(at)) ?? 0;
      const half = x.bandwidth() / 2;
      const middle = from + half;
      return [
        bar(from, y(one.jauap.rate), half, y(0) - y(one.jauap.rate), ink.jauap), bar(middle, y(one.bare.rate), half, y(0) - y(one.bare.rate), ink.bare),
        label(middle, Math.min(y(one.jauap.rate), y(one.bare.rate)) - 6, `${Math.round(one.ratio * 100)} %`, { anchor: 'middle' }),
        label(middle, height - bottom + 16, sizeText(one.size), { anchor: 'middle', size: 11 }),
        label(middle, height - bottom + 31, one.into === 'one branch' ? '1 branch' : '100', { anchor: 'middle', size: 11, fill: ink.quiet }),
        label(middle, height - bottom + 46, `× ${one.concurrency}`, { anchor: 'middle', size: 11, fill: ink.quiet }),
      ];
    }),
    bar(width - 250, 16, 10, 10, ink.jauap), label(width - 235, 25, 'Jauap, the whole act'), bar(width - 105, 16, 10, 10, ink.bare), label(width - 90, 25, 'PostgreSQL'),
  ];
  return picture(width, height, 'Registrations a second', body);
};

/** p95 by size, one line a page: what does not grow is level. */
export const growthPicture = (reads: readonly ReadResult[], concurrency: number): string => {
  const shown = reads.filter((one) => one.kind !== 'store' && one.cells.some((cell) => cell.concurrency === concurrency));
  const points = (one: ReadResult) => one.cells.filter((cell) => cell.concurrency === concurrency).map((cell) => ({ size: cell.size, ms: cell.jauap.p95 }));
  const sizes = [...new Set(shown.flatMap((one) => points(one).map((point) => point.size)))];
  const [width, height, left, top, bottom, right] = [920, 420, 60, 56, 40, 250];
  const x = scalePoint<number>().domain(sizes).range([left, width - right]).padding(0.2);
  const all = shown.flatMap((one) => points(one).map((point) => point.ms));
  const y = scaleLog().domain([Math.min(...all) / 1.3, Math.max(...all) * 1.3]).range([height - bottom, top]);
  const draw = line<{ size: number; ms: number }>((point) => x(point.size) ?? 0, (point) => y(point.ms));
  const ends = shown.map((one, at) => ({ one, colour: series[at % series.length] ?? ink.text, y: y(points(one).at(-1)?.ms ?? 1) })).toSorted((a, b) => a.y - b.y);
  // labels at the end of the lines, pushed apart until each can be read
  let last = top - 16;
  const placed = ends.map((end) => ({ ...end, at: (last = Math.max(end.y, last + 16)) }));
  const body = [
    ...y.ticks(5).filter((tick) => /^[125]/.test(tick.toExponential())).flatMap((tick) => [rule(left, y(tick), width - right, y(tick)), label(left - 8, y(tick) + 4, `${tick} ms`, { anchor: 'end', fill: ink.quiet })]),
    ...sizes.map((size) => label(x(size) ?? 0, height - bottom + 20, sizeText(size), { anchor: 'middle', fill: ink.quiet })),
    ...placed.flatMap(({ one, colour, at }) => [
      `<path d="${draw(points(one)) ?? ''}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...points(one).map((point) => `<circle cx="${(x(point.size) ?? 0).toFixed(1)}" cy="${y(point.ms).toFixed(1)}" r="3" fill="${colour}"/>`),
      label(width - right + 12, at + 4, `${one.name}  × ${(one.growth[String(concurrency)] ?? Number.NaN).toFixed(2)}`, { fill: colour }),
    ]),
  ];
  return picture(width, height, `95 of 100 answers come within, ${concurrency === 1 ? 'one reader' : `${concurrency} readers at once`}`, body);
};

const aimBytes = 30_000;

export const pagesPicture = (pages: readonly Page[]): string => {
  const [width, left, row] = [920, 230, 24];
  const height = 56 + pages.length * row + 30;
  const x = scaleLinear().domain([0, Math.max(aimBytes * 1.1, ...pages.map((page) => page.withAssets))]).range([left, width - 70]);
  const body = [
    ...pages.flatMap((page, at) => [
      label(left - 10, 68 + at * row, page.name, { anchor: 'end' }), bar(left, 56 + at * row, x(page.withAssets) - left, 15, ink.bare), bar(left, 56 + at * row, x(page.bytes) - left, 15, ink.jauap),
      label(x(page.withAssets) + 6, 68 + at * row, `${(page.withAssets / 1000).toFixed(1)} kB`),
    ]),
    rule(x(aimBytes), 44, x(aimBytes), height - 24, ink.aim, '4 3'), label(x(aimBytes), height - 10, '30 kB', { anchor: 'middle', fill: ink.aim }),
  ];
  return picture(width, height, 'Residents’ pages on the wire: the page (dark) and its style sheet', body);
};
