import { describe, expect, it, test } from 'vitest';
import { marks } from './marks.ts';
import { parse } from './parse.ts';
import { shelf } from './shelf.ts';
import { nearWords } from './slips.ts';
import { snippet } from './snippet.ts';
import { lines } from './texts/lines.ts';
import { moreLines, moreQueries } from './texts/more.ts';
import { queries } from './texts/queries.ts';

const shelves = [{ name: 'the first shelf', texts: lines, asked: queries }, { name: 'the second shelf', texts: moreLines, asked: moreQueries }] as const;
/** Of a hundred lines that must be found, so many may be missed: людей and людьми share no stem. */
const mostMissed = 0.05;

describe.each(shelves)('what somebody types finds what somebody else wrote: $name', ({ texts, asked }) => {
  const names = Object.keys(texts);
  const find = shelf(Object.values(texts));
  const found = (typed: string): readonly string[] => find(typed).places.map((place) => names[place] ?? '');
  const all: readonly (readonly [string, readonly string[]])[] = asked;
  const pairs = all.reduce((sum, [, finds]) => sum + finds.length, 0);

  it('in any form, with letters and without, in Latin, with a slip', () => {
    const missed = all.flatMap(([typed, finds]) => finds.filter((line) => !found(typed).includes(line)).map((line) => `${typed} → ${line}`));
    expect(missed.length / pairs, missed.join(', ')).toBeLessThanOrEqual(mostMissed);
  });

  it('and nothing else', () => {
    expect(all.flatMap(([typed, finds]) => found(typed).filter((line) => !finds.includes(line)).map((line) => `${typed} → ${line}`))).toEqual([]);
  });
});

test('there are enough pairs and lines for the figures to say something', () => {
  expect(queries.reduce((sum, [, finds]) => sum + finds.length, 0)).toBeGreaterThanOrEqual(75);
  expect(Object.keys(lines).length).toBeGreaterThanOrEqual(40);
  expect(queries.length * Object.keys(lines).length).toBeGreaterThan(5_000);
});

describe('a line typed into the box', () => {
  it('is taken apart into words, without those that stand in every letter', () => {
    expect(parse('на улице не горит фонарь').words.map((word) => word.typed)).toEqual(['улице', 'горит', 'фонарь']);
    expect(parse('не без').words.map((word) => word.typed)).toEqual(['не', 'без']);
  });
  it('has its last word for a beginning until something is put behind it', () => {
    expect([parse('көше ша').prefix?.folded, parse('көше ша ').prefix, parse('«көше ша»').prefix]).toEqual(['ша', null, null]);
  });
  it('knows a number however it is typed', () => {
    expect(['bq-2026-000123', ' BQ – 2026 – 000123 ', '123'].map((line) => parse(line).number)).toEqual(['BQ-2026-000123', 'BQ-2026-000123', null]);
  });
  it('is read to its two hundredth letter and its twelfth word', () => {
    expect(parse(Array.from({ length: 60 }, (_, nth) => `сөз${String.fromCharCode(1072 + (nth % 30))}қ`).join(' ')).words.length).toBe(12);
    expect(parse('а'.repeat(100_000)).words.length).toBeLessThanOrEqual(1);
  });
});

describe('what is shown of a text', () => {
  const query = parse('көше шамы');
  const shown = (text: string, most?: number): string => snippet(text, marks(text, query), most).map((piece) => (piece.found ? `[${piece.text}]` : piece.text)).join('');
  it('has the words that were asked for marked, whatever their endings', () => {
    expect(shown('Көшедегі шамдардың бәрі сөнген.')).toBe('[Көшедегі] [шамдардың] бәрі сөнген.');
  });
  it('is the stretch where most of them stand, cut between words', () => {
    const text = `${'Ұзақ кіріспе сөйлем. '.repeat(30)}Көше шамдары жанбайды. ${'Соңында тағы сөз бар. '.repeat(30)}`;
    const line = shown(text, 120);
    expect(line).toContain('[Көше] [шамдары] жанбайды.');
    expect(line.length).toBeLessThan(150);
    expect(line.startsWith('… ') && line.endsWith(' …')).toBe(true);
  });
  it('is the beginning where none of them stands', () => {
    expect(shown(`Бір ${'екі '.repeat(200)}`, 40)).toMatch(/^Бір екі/);
  });
});

test('a number and a short word are never taken for a slip', () => {
  expect([nearWords('2026', [{ word: '2025', count: 9 }]), nearWords('қар', [{ word: 'нар', count: 9 }]), nearWords('тротаур', [{ word: 'тротуар', count: 1 }])]).toEqual([[], [], ['тротуар']]);
});
