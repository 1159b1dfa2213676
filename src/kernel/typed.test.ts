import { expect, test } from 'vitest';
import { clean, idField, latin, line, maybe, numberOf, oneLine, plain, prose, stored, yes } from './typed.ts';

test('what is typed is made plain: NFC, Unix line ends, whole letters, nothing that turns a sentence round', () => {
  expect(clean('а\u0000б\u0007\r\nв\rг')).toBe('аб\nв\nг');
  expect(clean('и\u0306од \uD83D')).toBe('йод \uFFFD');
  expect(clean('дос\u202Efdp.exe\u2066')).toBe('досfdp.exe');
  expect(clean(' \tбос орын\n')).toBe(' \tбос орын\n');
  expect(oneLine('  Сыналмалы \r\n\t Әлия\u202C ')).toBe('Сыналмалы Әлия');
});

test('a line, a text, a field that may stay empty', () => {
  expect(line(20).parse(' Сыналмалы\n\u202EӘлия ')).toBe('Сыналмалы Әлия');
  expect(plain().parse(' бір\r\nекі ')).toBe('бір\nекі');
  const message = (schema: ReturnType<typeof line>, value: unknown): string | undefined => schema.safeParse(value).error?.issues[0]?.message;
  expect([message(line(5), ' \u0000 '), message(line(5), 'алты әріп'), message(prose(100, 3), 'бі'), message(prose(3), 'төрт'), message(line(5), undefined)])
    .toEqual(['field_missing', 'field_too_long', 'text_too_short', 'field_too_long', 'field_missing']);
  expect([maybe(line(20)).parse('  '), maybe(line(20)).parse(undefined), maybe(line(20)).parse(' бар ')]).toEqual([undefined, undefined, 'бар']);
});

test('an id is a whole number that exists; a box is a clear yes; a megabyte is no telephone', () => {
  expect(['0', '-1', '1.5', '1e300', '9007199254740993', 'x', ''].map((id) => idField.safeParse(id).success)).toEqual(Array(7).fill(false));
  expect(idField.parse('12')).toBe(12);
  expect([yes.parse('yes'), yes.parse('on'), yes.parse('1'), yes.parse('no'), yes.parse(undefined), yes.parse('maybe')]).toEqual([true, true, true, false, false, false]);
  let asked = 0;
  const number = stored((typed) => { asked += 1; return typed; }, 'phone_wrong');
  expect(number.safeParse('8'.repeat(1_000_000)).error?.issues[0]?.message).toBe('phone_wrong');
  expect(asked).toBe(0);
});

test('a number is read however it was typed, and nothing else becomes one', () => {
  const number = numberOf(/^[A-Z0-9]{2,10}-\d{4}-\d{6,}$/);
  for (const typed of ['BQ11-2026-000041', ' bq11 2026 000041 ', '№ BQ11-2026-000041', '№BQ11–2026—000041', 'ВQ11-2026-000041', 'вq11\u00A02026\u00A0000041', 'BQ11 - 2026 - 000041', 'BQ11-2026-000 041', 'BQ11\u22122026\u2011000041'])
    expect([typed, number.safeParse(typed).data]).toEqual([typed, 'BQ11-2026-000041']);
  for (const typed of ['', 'BQ112026000041', 'БQ11-2026-000041', 'BQ11-B-2026-000041', 'BQ11-2026-41', '№№ 1', 'x'.repeat(1_000_000)]) expect([typed.slice(0, 20), number.safeParse(typed).success]).toEqual([typed.slice(0, 20), false]);
  expect(latin('авсенкмортх7ж')).toBe('ABCEHKMOPTX7Ж');
});
