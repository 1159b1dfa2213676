import { describe, expect, test } from 'vitest';
import type { Day } from '../../../kernel/day.ts';
import { answerDay, dayFault, spokenDay, workingDayAfter } from './calendar.ts';
import { leftIn, numberIn, take, withBlock, type Series } from './numbers.ts';
import { findPeople, personOf } from './people.ts';
import { close, iterations, makeLock, open, openLock } from './seal.ts';
import type { Known } from './wire.ts';

const day = (text: string): Day => text as Day;
// Saturday and Sunday off, and Monday the 14th of December
const calendar = { version: 'kz5', from: day('2026-11-20'), to: day('2026-12-31'), off: ['2026-11-21', '2026-11-22', '2026-11-28', '2026-11-29', '2026-12-05', '2026-12-06', '2026-12-12', '2026-12-13', '2026-12-14', '2026-12-19', '2026-12-20', '2026-12-26', '2026-12-27'].map(day) };
const terms = { version: 't', closingMinute: 18 * 60 + 30, days: { application: 15, information_request: 15 }, unit: { application: 'working', information_request: 'calendar' } } as const;
const at = (local: string): number => Date.parse(`${local}+05:00`);

describe('a day that is promised', () => {
  test('five working days from Friday end on the next Friday', () => expect(workingDayAfter(calendar, day('2026-11-20'), 5)).toBe('2026-11-27'));
  test('a day off, a day past, a day beyond what is on board and no day are refused', () => {
    const today = day('2026-11-25');
    expect(['2026-11-28', '2026-11-24', '2027-01-01', '31.12', '2026-11-27'].map((on) => dayFault(calendar, today, on))).toEqual(['day_off', 'day_past', 'day_far', 'day_none', null]);
  });
  test('is said with its weekday', () => expect(spokenDay('kk', day('2026-11-27'), day('2026-11-20'))).toBe('жұма, 27\u00A0қараша'));
});

describe('the day of an answer', () => {
  test('fifteen working days from the day after; a holiday on the way is not counted', () => expect(answerDay({ calendar, terms }, 'application', at('2026-11-20T10:00'))).toBe('2026-12-11'));
  test('received on Saturday it is counted from Monday', () => expect(answerDay({ calendar, terms }, 'application', at('2026-11-21T10:00'))).toBe('2026-12-15'));
  test('after the office has closed it is counted from the next working day', () => expect(answerDay({ calendar, terms }, 'application', at('2026-11-20T19:00'))).toBe('2026-12-15'));
  test('calendar days that end on a day off end on the next working day', () => expect(answerDay({ calendar, terms }, 'information_request', at('2026-11-27T10:00'))).toBe('2026-12-15'));
  test('of a kind without a term, or further than the calendar on board, none is told', () => {
    expect(answerDay({ calendar, terms }, 'complaint', at('2026-11-20T10:00'))).toBeNull();
    expect(answerDay({ calendar, terms }, 'application', at('2026-12-25T10:00'))).toBeNull();
  });
});

describe('numbers', () => {
  const block = { prefix: 'BQ01-2026-', year: 2026, from: 99, to: 100 };
  const all: readonly Series[] = [{ block, next: 99 }];
  test('are given in their order, from block to block, each once', () => {
    const two = withBlock(all, { ...block, from: 301, to: 302 });
    const first = take(two, 3);
    expect(first?.given).toEqual(['BQ01-2026-000099', 'BQ01-2026-000100', 'BQ01-2026-000301']);
    expect(take(first?.rest ?? [], 1)?.given).toEqual(['BQ01-2026-000302']);
  });
  test('more than are left give none', () => expect(take(all, 3)).toBeNull());
  test('a block that is known already is not a second one', () => expect(leftIn(withBlock(all, { ...block }))).toBe(2));
  test('past a million they grow', () => expect(numberIn(block, 1_000_000)).toBe('BQ01-2026-1000000'));
});

describe('people', () => {
  const known = (surname: string, given: string, phone: string | null): Known => ({ surname, given, patronymic: null, phone, address: null, last: '', lastOn: day('2026-10-01') });
  const people = [known('Ізбасарова', 'Әсем', '+77010000001'), known('Үлгілі', 'Жаңыл', '+77770000002'), known('Иванов', 'Сергей', null)];
  const found = (typed: string) => findPeople(people, typed).map((one) => one.surname);
  test.each([['Ізбас', 'Ізбасарова'], ['избасарова асем', 'Ізбасарова'], ['asem izbas', 'Ізбасарова'], ['улгили', 'Үлгілі'], ['zhanyl', 'Үлгілі'], ['sergei', 'Иванов']])('«%s» finds %s', (typed, surname) => expect(found(typed)).toEqual([surname]));
  test.each([['8 777 000', 'Үлгілі'], ['+7 701', 'Ізбасарова'], ['0002', 'Үлгілі']])('the digits %s find %s', (typed, surname) => expect(found(typed)).toEqual([surname]));
  test('a letter, or two digits, show nobody', () => expect([found('и'), found('70')]).toEqual([[], []]));
  test('one line makes a new person: surname, name, patronymic and phone as they are said', () => {
    expect(personOf('үлгілі айгүл ерланқызы 8 701 000 00 02')).toEqual({ surname: 'Үлгілі', given: 'Айгүл', patronymic: 'Ерланқызы', phone: '+77010000002' });
    expect(personOf('8 (701) 000-00-02')).toEqual({ surname: '', given: '', phone: '+77010000002' });
  });
});

describe('the seal', () => {
  test('the PIN opens the key, another one does not, and a row opens only under its own name', async () => {
    const { lock, key } = await makeLock('285019');
    expect(lock.iterations).toBe(iterations);
    expect(iterations).toBeGreaterThanOrEqual(600_000);
    expect(await openLock(lock, '285018')).toBeNull();
    const row = await close(key, 'draft', new TextEncoder().encode('Үлгілі'));
    const again = await openLock(lock, '285019');
    expect(again && new TextDecoder().decode(await open(again, 'draft', row))).toBe('Үлгілі');
    await expect(open(key, 'kit', row)).rejects.toThrow();
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
  });
});
