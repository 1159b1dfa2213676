import { expect, test } from 'vitest';
import { tokensOf } from './tokens.ts';

test('words and numbers are found where they stand', () => {
  const text = 'Абай көш., 12-үй: кіреберісте  ЖАРЫҚ жоқ! d’Artagnan';
  const tokens = tokensOf(text);
  for (const { raw, from, to } of tokens) expect(text.slice(from, to)).toBe(raw);
  expect(tokens.map(({ raw }) => raw)).toEqual(['Абай', 'көш', '12-үй', 'кіреберісте', 'ЖАРЫҚ', 'жоқ', 'd’Artagnan']);
  expect(tokens.map(({ folded }) => folded)).toEqual(['абай', 'кош', '12-уй', 'киреберисте', 'жарык', 'жок', 'd’artagnan']);
});

test('a Latin look-alike inside a Cyrillic word is meant in Cyrillic, and what is Latin stays so', () => {
  expect(tokensOf('Бiзде cу жoқ, Wi-Fi бар')).toMatchObject([{ raw: 'Бiзде', mended: 'Бізде', folded: 'бизде' }, { folded: 'су' }, { folded: 'жок' }, { folded: 'wi-fi' }, { folded: 'бар' }]);
});

test('letters typed in two signs are one', () => expect(tokensOf('йод'.normalize('NFD')).map(({ folded }) => folded)).toEqual(['йод']));
