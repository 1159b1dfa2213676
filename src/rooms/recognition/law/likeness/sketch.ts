import type { Likened } from './gist.ts';
import type { Read } from './likeness.ts';

/**
 * What a matter is found again by among a million: whole numbers made of place, month and what is said. `weight` says how much a shared one counts, so
 * that of many only the likeliest are read.
 */
export type SketchMark = { readonly mark: number; readonly weight: number };
type Sketched = Read & { readonly on: string; readonly branchId: number };

const mostWords = 5;
const mostTroubles = 6;
const mostTopics = 2;
/** A street, a point or a rare word bring a matter back alone; a topic only with what stands beside it. */
const weights = { street: 4, point: 4, name: 3, word: 2, trouble: 1 } as const;

/** The marks under which a matter is kept. */
export const sketchOf = (matter: Sketched): readonly number[] => [...new Set(marksIn(matter, matter.on.slice(0, 7), [cellOf(matter.point)]).map((one) => one.mark))];

/** The marks by which what came before it is looked for: its own month and the one before, the cells around. Whoever comes later looks for this one. */
export const askedOf = (matter: Sketched): readonly SketchMark[] => {
  const found = new Map<number, number>();
  for (const month of monthsBefore(matter.on)) for (const { mark, weight } of marksIn(matter, month, cellsAround(matter.point))) found.set(mark, weight);
  return [...found].map(([mark, weight]) => ({ mark, weight }));
};

const marksIn = ({ gist, territoryPath = [], branchId }: Sketched, month: string, cells: readonly (string | null)[]): readonly SketchMark[] => {
  // the district: one names the town, another only what it lies in
  const place = territoryPath[2] ?? territoryPath[1] ?? `branch ${branchId}`;
  const small = territoryPath.length > 3 ? (territoryPath.at(-1) ?? place) : place;
  const topics = [...gist.topics].filter(([, sure]) => sure >= 0.25).slice(0, mostTopics).map(([code]) => code);
  const troubles = [...gist.troubles].filter(([, weight]) => weight === 1).map(([thing]) => thing).toSorted().slice(0, mostTroubles);
  const rare = [...gist.words].filter(([, weight]) => weight >= 1.1).toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, mostWords);
  const mark = (parts: readonly string[], weight: number): SketchMark => ({ mark: hash(parts.join('\n')), weight });
  return [
    ...gist.streets.flatMap((street) => topics.map((topic) => mark(['street', place, street, topic, month], weights.street))),
    ...[...gist.names, ...gist.maybe].map((name) => mark(['name', place, name, month], weights.name)),
    ...cells.flatMap((cell) => (cell === null ? [] : topics.map((topic) => mark(['cell', cell, topic, month], weights.point)))),
    ...rare.map(([stem]) => mark(['word', place, stem, month], weights.word)),
    ...pairs(troubles).map((two) => mark(['troubles', small, ...two, month], weights.trouble)),
  ];
};

const pairs = (list: readonly string[]): readonly (readonly [string, string])[] => list.flatMap((a, at) => list.slice(at + 1).map((b) => [a, b] as const)).slice(0, 6);

/** Some 550 by 380 metres here: whoever stands within 300 metres is in the same or the next. */
const perDegree = 200;
const cellOf = (point: Likened['point'], dLat = 0, dLon = 0): string | null =>
  point ? `${Math.floor(point.lat * perDegree) + dLat} ${Math.floor(point.lon * perDegree) + dLon}` : null;
const cellsAround = (point: Likened['point']): readonly (string | null)[] => [-1, 0, 1].flatMap((dLat) => [-1, 0, 1].map((dLon) => cellOf(point, dLat, dLon)));

const monthsBefore = (on: string): readonly string[] => {
  const [year = 0, month = 0] = on.split('-').map(Number);
  return [0, 1].map((by) => { const at = year * 12 + month - 1 - by; return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`; });
};

/** 31 bits: a chance meeting of two costs one look more, and half the room is spared. */
const hash = (text: string): number => {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  sum = Math.imul(sum ^ (sum >>> 15), 0x85ebca6b);
  return (sum ^ (sum >>> 13)) & 0x7fff_ffff;
};
