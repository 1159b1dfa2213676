import { beforeAll, expect, test } from 'vitest';
import { handleOf, openStep, seal, setPeopleSecret, tryKey, unseal } from './crypto.ts';

beforeAll(() => setPeopleSecret(() => 'a secret of tests, longer than thirty-two letters'));

test('what was sealed for an account before opens for that account for ever, and for no other', () => {
  const before = Buffer.from('cbd0f7eb852430b2b51ea71661bc8ec07d629af0424d3a3d965a8dd6ca51e18ef69a4a5a11ba62a6fb56973e', 'hex');
  expect(unseal('totp', '17', before)).toBe('JBSWY3DPEHPK3PXP');
  expect(() => unseal('totp', '18', before)).toThrow();
  expect(() => unseal('ceremony', '17', before)).toThrow();
  expect(unseal('totp', '17', seal('totp', '17', 'JBSWY3DPEHPK3PXP'))).toBe('JBSWY3DPEHPK3PXP');
});

test('a page of sign-in that is open in a browser goes on, and what counts tries and names owners of passkeys stays', () => {
  expect(openStep('enter', '2sqxGtIthWuGgk63OXuPIuE9-e__AVO-MQREtlh8i_UvK0NWEeh8eyN2gAZoO79l9XVkTzqtm2YmG-0xkdYUfSownxeSMrrykzSX', 0)).toEqual({ accountId: 17 });
  expect(tryKey('login', 'aliya@mail.example').toString('hex')).toBe('aee939cefc8847036800614e45cf029921f17df4ffc2567cc3b08c512e5c9329');
  expect(handleOf(17).toString('hex')).toBe('9f2cb76f21f8e44df2d21e173abaa299d28836bec14d91ea1af7bdfc727d7e74');
});
