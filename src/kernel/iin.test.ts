import { describe, expect, it } from 'vitest';
import { checksumHolds, controlDigit, maskedIin, normalBin, normalIin } from './iin.ts';

// Numbers of impossible birth dates: nobody can own them.
const vectors: readonly (readonly [number: string, holds: boolean])[] = [
  ['001300599401', true], ['001300599402', false], ['001300599600', false], ['991400399101', true], ['991400399407', true],
  ['991400399408', false], ['851500499311', true], ['851500499409', true], ['851500499400', false], ['851500499300', false],
  ['750000299404', true], ['750000299405', false], ['750000299930', false],
];

/** A number of a person born in 2090–2099, valid and owned by nobody. */
const madeUp = (eleven: string): string => `${eleven}${controlDigit(eleven) ?? '0'}`;

describe('a personal number', () => {
  it.each(vectors)('%s has a right checksum: %s', (number, holds) => expect(checksumHolds(number)).toBe(holds));

  it('is refused when its date does not exist, though the checksum is right', () => expect(normalIin('001300599401')).toBeNull());

  it('is taken with spaces and hyphens as people copy it', () => {
    const number = madeUp('95051560001');
    expect(normalIin(`${number.slice(0, 6)} ${number.slice(6, 9)}-${number.slice(9)}`)).toBe(number);
  });

  it('is never issued where both passes give ten', () => expect(controlDigit('00130059960')).toBeNull());

  it('is refused with letters or a digit missing', () => {
    expect(normalIin('95051560001')).toBeNull();
    expect(normalIin('9505156000a1')).toBeNull();
  });

  it('is shown by its last four digits only', () => expect(maskedIin('001300599401')).toBe('••••••••9401'));
});

describe('an organisation’s number', () => {
  it('has a month and a type of organisation in it', () => {
    expect(normalBin(madeUp('95014000001'))).toBe(madeUp('95014000001'));
    expect(normalBin(madeUp('95134000001'))).toBeNull();
    expect(normalBin(madeUp('95011000001'))).toBeNull();
  });
});
