import { describe, expect, test } from 'vitest';
import { slotsIn } from '../../kernel/words.ts';
import { mostSubject, slotsOf, wordingFaults, type Template } from './law.ts';
import { digestTemplate } from './templates.ts';

const template: Template = {
  code: 'test.given', to: 'holder', urgent: false, owed: false,
  subject: { kk: '{number}: хабар', ru: '{number}: новость', en: '{number}: news' }, text: { kk: '{day} дейін', ru: 'До {day}', en: 'Until {day}' },
};
const faults = (kk: string) => wordingFaults(template, { subject: { ...template.subject, kk }, text: template.text }).map(({ lang, part, fault, slot }) => [lang, part, fault, slot].filter(Boolean).join(' '));

describe('an administrator’s wording', () => {
  test('may leave a slot out, say it twice, or be quoted', () => {
    for (const good of ['Хабар', '{number} {number}', '{ number }: {day}', 'Don’t, l’avis', "Don't {number}"]) expect([good, faults(good)]).toEqual([good, []]);
  });
  test('may not be empty, nor longer than a line of a letter', () => {
    expect([faults('  '), faults('ә'.repeat(mostSubject + 1))]).toEqual([['kk subject empty'], ['kk subject long']]);
  });
  test.each(['{number', 'number}', '{number}}', '{', '{}', '{{number}}', "'{number}'", '{number, select, a {b} other {c}}', '{day, date, short}', '{number, plural, one {x}}', `${'{a, plural, other {'.repeat(8)}x${'}}'.repeat(8)}`.slice(0, 100)])('with broken braces, or more than slots and plurals, is refused: %s', (text) => {
    expect(faults(text)).toEqual(['kk subject braces']);
  });
  test('may not name a slot that nobody fills, nor count what is no number', () => {
    expect(faults('{phone}, {number}, {text}')).toEqual(['kk subject slot_unknown phone', 'kk subject slot_unknown text']);
    expect(faults('{number, plural, one {бір} other {#}}')).toEqual(['kk subject slot_unknown number']);
    expect(wordingFaults(digestTemplate, { ...digestTemplate, subject: { ...digestTemplate.subject, en: '{count, plural, one {# word} other {# words}} today' } })).toEqual([]);
  });
});

test('what a message asks to be filled is read, however deep it stands', () => {
  const asked = slotsIn('ru', '{count, plural, one {# дело: {number}} few {# дела} many {# дел} other {# дела, {lines}}} в {body}');
  expect([[...(asked?.named ?? [])].toSorted(), [...(asked?.counted ?? [])]]).toEqual([['body', 'count', 'lines', 'number'], ['count']]);
  expect([...slotsOf(digestTemplate).named].toSorted()).toEqual(['count', 'lines']);
});
