import { describe, expect, test } from 'vitest';
import { likeEnough, likenessOf, metresBetween, readFor } from './likeness.ts';
import { askedOf, sketchOf } from './sketch.ts';
import { told } from './texts/matters.ts';
import { pairs as others } from './texts/pairs.ts';

const alike = (a: string, b: string) => likenessOf(readFor({ text: a }), readFor({ text: b }));

describe('letters of one matter and letters that only look like it', () => {
  const pairs = told.flatMap(({ same, near }) => same.flatMap((a, at) => [...same.slice(at + 1).map((b) => ({ a, b, is: true })), ...near.map((b) => ({ a, b, is: false }))]));

  const measured = (list: readonly { readonly a: string; readonly b: string; readonly is: boolean }[]) => {
    const said = list.map((pair) => ({ ...pair, says: alike(pair.a, pair.b).score >= likeEnough }));
    const hit = said.filter((one) => one.is && one.says).length;
    const [precision, recall] = [hit / said.filter((one) => one.says).length, hit / said.filter((one) => one.is).length];
    return { precision, f1: (2 * precision * recall) / (precision + recall) };
  };

  test('there are enough of them, in both tongues', () => expect(pairs.length + others.length).toBeGreaterThanOrEqual(380));

  test('few are wrong, and most are found', () => {
    const { precision, f1 } = measured(pairs);
    expect(precision).toBeGreaterThanOrEqual(0.93);
    expect(f1).toBeGreaterThanOrEqual(0.9);
  });

  test('also of longer letters and rarer matters', () => {
    const { precision, f1 } = measured(others.map(([a, b, is]) => ({ a, b, is })));
    expect(precision).toBeGreaterThanOrEqual(0.85);
    expect(f1).toBeGreaterThanOrEqual(0.85);
  });
});

describe('what place and time say', () => {
  const lamp = 'Кешке жарық жоқ, шамдар жанбайды';
  const at = { lat: 51.2333, lon: 51.3667 };
  const north = (metres: number) => ({ lat: at.lat + metres / 111_195, lon: at.lon });

  test('the same words a hundred metres away are one cause, and that is the reason given', () => {
    const near = likenessOf(readFor({ text: lamp, point: at }), readFor({ text: 'Фонари во дворе не горят, темно', point: north(120) }));
    expect(near.score).toBeGreaterThan(likeEnough);
    expect(near.reasons).toContainEqual({ code: 'near', metres: 120 });
    expect(likenessOf(readFor({ text: lamp, point: at }), readFor({ text: 'Фонари во дворе не горят, темно', point: north(3_000) })).score).toBeLessThan(likeEnough);
  });

  test('another district is another matter, whatever the words', () => {
    const here = readFor({ text: lamp, territoryPath: ['0', '27', '276'] });
    expect(likenessOf(here, readFor({ text: lamp, territoryPath: ['0', '27', '276'] })).score).toBeGreaterThan(likeEnough);
    expect(likenessOf(here, readFor({ text: lamp, territoryPath: ['0', '27', '273'] })).score).toBeLessThan(0.8);
    const elsewhere = likenessOf(readFor({ text: 'Шамдар жанбайды', territoryPath: ['0', '27', '276'] }), readFor({ text: 'Фонари не горят', territoryPath: ['0', '27', '273'] }));
    expect(elsewhere.score).toBeLessThan(likeEnough);
  });

  test('last year’s matter is no common cause of today, but the same person’s is a repeat', () => {
    const [then, now] = [readFor({ text: 'Абай көшесінде шам жанбайды', on: '2025-10-01' }), readFor({ text: 'На улице Абая не горят фонари', on: '2026-11-01' })];
    expect(likenessOf(then, now, { as: 'common' }).score).toBeLessThan(likeEnough);
    const again = likenessOf(then, now, { as: 'repeat' });
    expect(again.score).toBeGreaterThan(likeEnough);
    expect(again.reasons[0]).toEqual({ code: 'same_person' });
  });

  test('a letter without words of weight is like no other', () => {
    expect(alike('Көмектесіңіздер', 'Помогите пожалуйста').score).toBeLessThan(0.2);
    expect(alike('', '').score).toBeLessThan(likeEnough);
  });

  test('metres are those of the globe', () => expect(metresBetween(at, north(300))).toBeCloseTo(300, 0));
});

describe('marks', () => {
  const matter = (text: string, on: string, point?: { lat: number; lon: number }) => ({ ...readFor({ text, territoryPath: ['0', '27', '276'], ...(point ? { point } : {}) }), on, branchId: 1 });
  const meets = (a: ReturnType<typeof matter>, b: ReturnType<typeof matter>) => { const kept = new Set(sketchOf(a)); return askedOf(b).some((one) => kept.has(one.mark)); };

  test('a letter in the other tongue meets the marks of the first, also over the turn of a month', () => {
    expect(meets(matter('Абай көшесінде шам жанбайды', '2026-10-30'), matter('На улице Абая не горят фонари', '2026-11-02'))).toBe(true);
  });
  test('another month, another street and another trouble do not', () => {
    expect(meets(matter('Абай көшесінде шам жанбайды', '2026-06-30'), matter('На улице Абая не горят фонари', '2026-11-02'))).toBe(false);
    expect(meets(matter('Абай көшесінде шам жанбайды', '2026-11-01'), matter('Собаки бегают по улице Гагарина', '2026-11-02'))).toBe(false);
  });
  test('two points of one corner meet over the edge of a cell', () => {
    expect(meets(matter('Шам жоқ', '2026-11-01', { lat: 51.23499, lon: 51.365 }), matter('Фонарь не горит', '2026-11-02', { lat: 51.2351, lon: 51.365 }))).toBe(true);
  });
});
