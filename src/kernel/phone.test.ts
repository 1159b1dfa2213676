import { describe, expect, it } from 'vitest';
import { normalPhone, showPhone } from './phone.ts';

describe('a telephone number', () => {
  it.each([
    '+7 701 000 00 01', '8 701 000 00 01', '87010000001', '+77010000001', '7010000001', '8(701)000-00-01', '+7 (701) 000-00-01',
    '8-701-000-00-01', '7 701 0000001', '007 701 0000001', '+7.701.000.00.01', ' 8 701 000 00 01 ', '８ ７０１ 000 00 01',
  ])('typed as "%s" is kept one way', (typed) => expect(normalPhone(typed)).toBe('+77010000001'));

  it('of a town is kept the same way', () => expect(normalPhone('8 (7172) 00-00-01')).toBe('+77172000001'));

  it('of another country is kept when its code is written', () => {
    expect(normalPhone('+996 555 000001')).toBe('+996555000001');
    expect(normalPhone('00 44 20 7946 0000')).toBe('+442079460000');
  });

  it.each(['', '701', '8 701 000 00', 'call me', '+7 701 000 00 011', '123456789012345678', '9010000001'])('"%s" is refused', (typed) =>
    expect(normalPhone(typed)).toBeNull());

  it('is shown in groups', () => expect(showPhone('+77010000001')).toBe('+7 701 000 00 01'));
});
