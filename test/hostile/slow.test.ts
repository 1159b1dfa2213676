import { expect, test } from 'vitest';
import { personalIn } from '../../src/rooms/recognition/contract.ts';
import { lacking, type Lacking } from '../support/lacking.ts';
import { processorMs } from '../support/processor.ts';
import * as house from './takers.ts';

const seeds = ['a', 'А', 'Аа', 'аА ', '1', '1 ', '8 7', 'кв. ', 'үй ', ' ', '\n', '-', '.', 'a.', 'А. ', 'Ааа ', 'Ааұ ', '7-', '@', 'a@', 'a@b.', '123 ', '😀', '\u0301', 'ﷺ'];
/** Those who sit over a text of nothing but that for longer than they may. */
const heldUp = (takers: typeof house.takers, seed: string, tries?: number): readonly string[] => takers.flatMap(({ what, letters, mostMs, take }) => {
  const text = seed.repeat(Math.ceil(letters / seed.length)).slice(0, letters);
  const ms = processorMs(() => take(text), tries);
  return ms < mostMs ? [] : [`${what}: ${Math.round(ms)} ms`];
});

test.each(seeds)('a letter of nothing but %j holds the office up for no second', (seed) => {
  expect(heldUp(house.takers, seed)).toEqual([]);
});

test('an address of the post is still found, however long the word before it is', () => {
  for (const text of [`${'х'.repeat(5_000)}@example.kz`, 'жазыңыз: аты.жөні@example.kz.', 'a@b.kz']) expect(personalIn(text, []).some((span) => span.what === 'email' && span.sure)).toBe(true);
});

const [aLetter, aMatter, aCode, aName] = ['a letter read for what is personal', 'the form of a matter', 'a number and a code', 'the name of a file'];
/** The shape of a slow pattern is planted: none of what is there waits to be let loose. */
const ahead = '.replace(/\\S{1,1000}!/g, \'\')';
const hasty: Lacking = {
  'src/rooms/recognition/law/personal/digits.ts': [[/\{1,64\}|\{1,63\}|\{64\}/g, '+'], [/, when: \/@\//g, '']],
  'src/kernel/typed.ts': [["clean(text).replace(/\\s+/g, ' ').trim()", `clean(text)${ahead}.replace(/\\s+/g, ' ').trim()`], ["z.string('number_wrong').max(longestNumber, 'number_wrong')", "z.string('number_wrong')"], ['latin(typed.trim()', `latin(typed${ahead}.trim()`]],
  'src/rooms/files/law.ts': [['sent.toWellFormed()', `sent${ahead}.toWellFormed()`]],
};
test('control: an address of the post without an end to its words, and what looks ahead at every letter of a matter, of a code and of a name, hold the office up over half of that letter', async () => {
  const { takers } = await lacking<typeof house>('test/hostile/takers.ts', hasty);
  const held = [aLetter, aMatter, aCode, aName].flatMap((named) => heldUp(takers.filter(({ what }) => what === named).map((one) => ({ ...one, letters: one.letters / 2 })), 'А', 1));
  console.log(`proof: control: ${held.join('; ')}`);
  expect(held.map((one) => one.split(':')[0])).toEqual([aLetter, aMatter, aCode, aName]);
});
