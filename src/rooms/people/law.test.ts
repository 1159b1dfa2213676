import { expect, test } from 'vitest';
import { day } from '../../kernel/day.ts';
import { callerOf, foldLogin, inForce, loginRefused, nameRefused, passwordRefused, postsOverlap, type Post } from './law.ts';

const post = (fromOn: string, toOn: string | null = null, endedOn: string | null = null): Post =>
  ({ postId: 1, accountId: 1, unitId: 1, role: 'executor', fromOn: day(fromOn), toOn: toOn === null ? null : day(toOn), endedOn: endedOn === null ? null : day(endedOn) });

test('a post is in force from its first day to its last, and not on the day it was taken away', () => {
  const on = (one: Post, text: string) => inForce(one, day(text));
  expect([on(post('2026-11-20'), '2026-11-19'), on(post('2026-11-20'), '2026-11-20')]).toEqual([false, true]);
  expect([on(post('2026-01-01', '2026-11-20'), '2026-11-20'), on(post('2026-01-01', '2026-11-20'), '2026-11-21')]).toEqual([true, false]);
  expect([on(post('2026-01-01', null, '2026-11-20'), '2026-11-19'), on(post('2026-01-01', null, '2026-11-20'), '2026-11-20')]).toEqual([true, false]);
});

test('two posts overlap only when some day belongs to both', () => {
  const wanted = (fromOn: string, toOn: string | null) => ({ fromOn: day(fromOn), toOn: toOn === null ? null : day(toOn) });
  expect(postsOverlap(wanted('2026-06-01', null), post('2026-01-01'))).toBe(true);
  expect(postsOverlap(wanted('2026-06-01', null), post('2026-01-01', '2026-05-31'))).toBe(false);
  expect(postsOverlap(wanted('2026-06-01', null), post('2026-01-01', '2026-06-01'))).toBe(true);
  expect(postsOverlap(wanted('2026-06-01', null), post('2026-01-01', null, '2026-06-01'))).toBe(false);
  expect(postsOverlap(wanted('2026-06-01', null), post('2026-01-01', null, '2026-06-02'))).toBe(true);
  expect(postsOverlap(wanted('2026-06-01', '2026-06-30'), post('2026-07-01'))).toBe(false);
  expect(postsOverlap(wanted('2026-06-01', null), post('2026-09-01', null, '2026-06-15'))).toBe(false);
});

test('a login is an e-mail in lower case and Latin letters', () => {
  expect(foldLogin('  Aigul.N@Example.KZ ')).toBe('aigul.n@example.kz');
  for (const good of ['a@b.kz', 'aigul.n+1@mail.example.kz']) expect(loginRefused(good)).toBeNull();
  for (const bad of ['', 'aigul', 'a@b', 'а@b.kz', 'a b@c.kz', 'a@-b.kz', `${'a'.repeat(65)}@b.kz`, 'a@b.kz\u0000']) expect(loginRefused(bad)).toMatchObject({ code: 'login_invalid' });
});

test('names of the country are names; a name that could pass for another is not', () => {
  for (const good of ['Әлия Сыналмалы', 'Нұрсұлтан Үлгіұлы', 'О’Коннор Анна-Мария', 'Kim Xen Smith', 'Мәди Али Smith', 'Қ. Үлгі']) expect(nameRefused(good)).toBeNull();
  expect(nameRefused('Aлия Сыналмалы')).toMatchObject({ code: 'name_mixed_invalid' });
  for (const bad of ['', '12', 'Әлия\u202EСыналмалы', 'Әл\u200Bия', '<b>Әлия</b>', 'Ә'.repeat(201)]) expect(nameRefused(bad)).toMatchObject({ code: 'name_invalid' });
});

test('a password is long, not the login, not one letter', () => {
  const code = (password: string) => passwordRefused(password, 'aigul@example.kz')?.code;
  expect(code('қысқа')).toBe('password_short_invalid');
  expect(code('🌾'.repeat(11))).toBe('password_short_invalid');
  expect(code('ұ'.repeat(12))).toBe('password_repeats_invalid');
  expect(code('my AIGUL@example.kz 1')).toBe('password_login_invalid');
  expect(code('Aigul-2026-2026')).toBe('password_login_invalid');
  expect(code('аб'.repeat(101))).toBe('password_long_invalid');
  expect(code('жеті рет өлше')).toBeUndefined();
});

test('an IPv6 caller is known by the network, an IPv4 one by the address', () => {
  expect(callerOf('203.0.113.7')).toBe('203.0.113.7');
  expect(callerOf('::ffff:203.0.113.7')).toBe('203.0.113.7');
  expect(callerOf('2001:db8:1:2:aaaa::1')).toBe(callerOf('2001:0DB8:0001:0002:bbbb:0:0:9'));
  expect(callerOf('2001:db8:1:2::1')).not.toBe(callerOf('2001:db8:1:3::1'));
  expect(callerOf('::1')).toBe('0:0:0:0::/64');
  expect(callerOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
});
