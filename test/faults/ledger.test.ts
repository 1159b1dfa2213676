import { expect, test } from 'vitest';
import { faultsOf, type Row, type Told } from './ledger.ts';

const told: readonly Told[] = [1, 2, 3, 4].map((n) => ({
  key: `k${n}`, text: `t${n}`, number: `BQ-2026-00000${n}`, dueOn: '2026-12-11', sentAt: n * 10, toldAt: n * 10 + 5,
}));
const rows: readonly Row[] = told.map(({ key, text, number, dueOn }) => ({ key, text, number, dueOn }));
const sent = new Set(told.map((one) => one.text));
const names = (of: readonly Told[], inside: readonly Row[]) => faultsOf(sent, of, inside).map((fault) => fault.what);
const changed = <T>(list: readonly T[], at: number, change: Partial<T>): readonly T[] => list.map((one, place) => (place === at ? { ...one, ...change } : one));

test('a register that holds what was told has no fault', () => {
  expect(names(told, rows)).toEqual([]);
});

test('every planted fault is found', () => {
  expect(names(told, rows.slice(0, 3))).toEqual(['lost']);
  expect(names(told, rows.toSpliced(1, 1))).toEqual(['lost', 'gap']);
  expect(names(told, [...rows, { key: null, text: 't4', number: 'BQ-2026-000005', dueOn: '2026-12-11' }])).toEqual(['doubled']);
  expect(names(changed(told, 3, { number: 'BQ-2026-000009' }), rows)).toEqual(['renumbered']);
  expect(names(told, changed(rows, 0, { dueOn: '2026-12-14' }))).toEqual(['another day']);
  expect(names(told, changed(rows, 0, { key: 'other' }))).toEqual(['another key']);
  expect(names(told, [...rows, { key: null, text: 'unknown', number: 'BQ-2026-000005', dueOn: '2026-12-11' }])).toEqual(['nobody sent it']);
  expect(names(changed(told, 3, { number: 'BQ-2026-000003' }), changed(rows, 3, { number: 'BQ-2026-000003' }))).toEqual(['one number twice']);
});

test('a number smaller than one told before the person wrote is out of order; side by side either order is right', () => {
  const swapped = changed(changed(told, 0, { number: 'BQ-2026-000002' }), 1, { number: 'BQ-2026-000001' });
  const inside = changed(changed(rows, 0, { number: 'BQ-2026-000002' }), 1, { number: 'BQ-2026-000001' });
  expect(names(swapped, inside)).toEqual(['out of order']);
  expect(names(changed(swapped, 1, { sentAt: 12 }), inside)).toEqual([]);
});
