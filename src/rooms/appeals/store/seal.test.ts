import { beforeAll, expect, test } from 'vitest';
import { callerHash, codeHash, followCode, iinHash, linkToken, seal, setSealSecret, unseal } from './seal.ts';

beforeAll(() => setSealSecret(() => 'a secret of tests, longer than thirty-two letters'));

test('what was sealed in a column before opens for ever', () => {
  const before = 'ff68e30fce83326d5e0097df12a387ba1e1b178795cbd0bfe61b806b47b98626ab864ecec0aeab0ee4b2453124c98a6fce4e4325dfc0c846275d7c7dc1a23871f7560032';
  expect(unseal(Buffer.from(before, 'hex'))).toBe('Аулада жарық жанбайды');
  const changed = Buffer.from(before, 'hex');
  changed[40] = (changed[40] ?? 0) ^ 1;
  expect(() => unseal(changed)).toThrow();
  expect(unseal(seal('Аулада жарық жанбайды'))).toBe('Аулада жарық жанбайды');
});

test('a number, a link, a code and a caller are found by the same hashes as before', () => {
  expect(iinHash('951205500019').toString('hex')).toBe('9050b47f89857777b530420a5aa8a4a9307082997677d83b1b9f165d322fc4be');
  expect(linkToken(17, 2)).toBe('yEPgfc63sIOWZdCxKIP2HA');
  expect(followCode(17, 2)).toBe('7NG9-AF68');
  expect(codeHash(17, ' 7ng9–af68').toString('hex')).toBe('a2b98684153cfec4c15d557eead387f2fb4c640562e812ff4ddddc8014cd236d');
  expect(callerHash('caller', '127.0.0.9').toString('hex')).toBe('be30bb5705dce92d56c5ca48ae98c6de74ae02dd4110127641d2504adb7ae9d2');
});
