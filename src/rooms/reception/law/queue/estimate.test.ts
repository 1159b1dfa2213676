import { describe, expect, test } from 'vitest';
import { errorOf, estimateOf, fewestServed } from './estimate.ts';
import { calledName, isName, labelOf } from './states.ts';

const ten = Array.from({ length: 50 }, (_, n) => 8 + (n % 5));

describe('how long somebody will wait', () => {
  test('is not said while nobody sits at a desk, or nothing was measured', () => {
    expect(estimateOf({ ahead: 3, desks: 0, idle: false, served: ten, usualMinutes: 15 })).toBeNull();
    expect(estimateOf({ ahead: 3, desks: 2, idle: false, served: ten.slice(0, fewestServed - 1), usualMinutes: null })).toBeNull();
  });
  test('goes by what the office knows until there are figures', () => {
    expect(estimateOf({ ahead: 4, desks: 2, idle: false, served: [], usualMinutes: 15 })?.minutes).toBe(35);
  });
  test('is the median of the last services for each ahead, shared among the desks', () => {
    expect(estimateOf({ ahead: 6, desks: 3, idle: false, served: ten, usualMinutes: 60 })?.minutes).toBe(23);
  });
  test('is a range in steps of five minutes around it', () => {
    const e = estimateOf({ ahead: 6, desks: 3, idle: false, served: ten, usualMinutes: null });
    expect(e).toMatchObject({ from: 20, to: 25 });
    const wild = estimateOf({ ahead: 6, desks: 3, idle: false, served: [1, 2, 5, 10, 10, 30, 60, 90], usualMinutes: null });
    expect((wild?.to ?? 0) - (wild?.from ?? 0)).toBeGreaterThan(15);
  });
  test('is nothing for the first when a desk is free', () => {
    expect(estimateOf({ ahead: 0, desks: 1, idle: true, served: ten, usualMinutes: null })).toEqual({ minutes: 0, from: 0, to: 5 });
  });
  test('is compared with what came', () => {
    expect(errorOf([])).toBeNull();
    expect(errorOf([{ minutes: 10, waited: 14 }, { minutes: 10, waited: 7 }, { minutes: 30, waited: 10 }])).toEqual({ count: 3, minutes: 4 });
  });
});

test('a ticket is called by a label and by a name that says little', () => {
  expect(labelOf('A', 12)).toBe('A012');
  expect(calledName('Әлия Сәрсенова Маратқызы')).toBe('Әлия С.');
  expect(calledName('  Әлия ')).toBe('Әлия');
  expect(calledName('')).toBeNull();
  expect(isName('Мәдина-Гүл О’Нил')).toBe(true);
  expect(isName('<b>')).toBe(false);
});
