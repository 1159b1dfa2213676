import { expect, test } from 'vitest';
import { processorMs } from '../support/processor.ts';
import { followSchema } from '../../src/rooms/appeals/contract/person-forms.ts';
import { applicantSchema, matterSchema } from '../../src/rooms/appeals/contract/register.ts';
import { asRead } from '../../src/rooms/appeals/law/redaction.ts';
import { shownName } from '../../src/rooms/files/law.ts';
import { personalIn } from '../../src/rooms/recognition/contract.ts';

const seeds = ['a', 'А', 'Аа', 'аА ', '1', '1 ', '8 7', 'кв. ', 'үй ', ' ', '\n', '-', '.', 'a.', 'А. ', 'Ааа ', 'Ааұ ', '7-', '@', 'a@', 'a@b.', '123 ', '😀', '\u0301', 'ﷺ'];
test.each(seeds)('a letter of nothing but %j holds the office up for no second', (seed) => {
  const letter = seed.repeat(Math.ceil(20_000 / seed.length)).slice(0, 20_000);
  expect(processorMs(() => personalIn(letter, ['Құпияева', 'ааа']))).toBeLessThan(1_500);
  expect(processorMs(() => personalIn(asRead(`${letter}!x`), ['Құпияева']))).toBeLessThan(2_500);
  const megabyte = seed.repeat(Math.ceil(300_000 / seed.length));
  expect(processorMs(() => matterSchema.safeParse({ kind: 'application', text: megabyte, address: megabyte, territoryCode: megabyte, topicCode: megabyte }))).toBeLessThan(1_000);
  expect(processorMs(() => applicantSchema.safeParse({ kind: 'person', surname: megabyte, given: megabyte, phone: megabyte, email: megabyte, iin: megabyte, address: megabyte }))).toBeLessThan(1_000);
  expect(processorMs(() => followSchema.safeParse({ number: megabyte, code: megabyte }))).toBeLessThan(1_000);
  expect(processorMs(() => shownName(megabyte, 'txt'))).toBeLessThan(1_000);
});

test('an address of the post is still found, however long the word before it is', () => {
  for (const text of [`${'х'.repeat(5_000)}@example.kz`, 'жазыңыз: аты.жөні@example.kz.', 'a@b.kz']) expect(personalIn(text, []).some((span) => span.what === 'email' && span.sure)).toBe(true);
});
