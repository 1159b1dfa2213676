import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lacking, type Lacking } from '../support/lacking.ts';
import { processorMs, processorMsFor } from '../support/processor.ts';
import * as readers from './readers.ts';

// the same texts every day: a red run can be run again
fc.configureGlobal({ seed: 20_261_121 });
type Readers = typeof readers;
const readersWithout = (lines: Lacking): Promise<Readers> => lacking<Readers>('test/hostile/readers.ts', lines);

const most = 20_000;
const fill = (piece: string): string => piece.repeat(Math.ceil(most / piece.length)).slice(0, most);
const hostile: Readonly<Record<string, string>> = {
  'no space': fill('а'), 'no space of both tongues': fill('қазақстандықтарымыздағыларданпредприятие'), 'no space in Latin': fill('koshedegishamdar'), emoji: fill('😀'), 'families of emoji': fill('👨‍👩‍👧‍👦'), 'joiners between letters': fill('ш\u200dа\u200dм\u200d '),
  'soft hyphens': fill('га\u00adз '), 'mixed scripts': fill('гaз gаz ґаз γαζ '), digits: fill('1234567890'), 'digits apart': fill('8 701 000 00 17 '), 'digits and hyphens': fill('1-'), 'digits and spaces': fill('0 '), brackets: `${'('.repeat(most / 2)}${')'.repeat(most / 2)}`, 'quotes opened': fill('«'), 'quotes and letters': fill('"а «б '),
  suffixes: fill('ларымыздағылардан '), 'suffixes alone': fill('лар лер дар дер тар тер '), spaces: fill(' '), newlines: fill('\n'), 'non-breaking spaces': fill('\u00a0'), dots: fill('.'), 'letter and dot': fill('а.'), 'capital and dot': fill('А.'), 'capitals with dots and names': fill('А.Б. Иванов '), names: fill('Сыналмалы Әлия Үлгіқызы '),
  'streets one after another': fill('ул. '), 'Kazakh streets': fill('көшесі '), 'streets with houses': fill('Абай көшесі, 12-үй, '), mails: fill('a@'), 'mail without an end': fill('a.b@c.'), dashes: fill('-'), 'plates': fill('123 ABC 07 '), 'bad bytes': fill('\ud83d'), 'half surrogates in words': fill('га\udc00з '), 'half surrogate low': fill('\udc00'), NUL: fill('\u0000'), 'right to left': fill('\u202eзаг\u202c '),
  'marks above': fill(`й${'\u0306'.repeat(50)} `), apart: fill('ң ғ й ё қ '.normalize('NFD')), slashes: fill('5/1/'), numbers: fill('№'), 'words of danger': fill('газ иіскелу пожар суицид '), 'denied danger': fill('не '), 'capital words': fill('Мереке Зачаганск Желаев '), underscores: fill('_'), apostrophes: fill("'"), 'Latin with apostrophes': fill("sh'o'g'"), 'unknown words': Array.from({ length: 3_000 }, (_, n) => `сөз${n.toString(36)}`).join(' ').slice(0, most),
};

const mostMs = processorMsFor(50);
type Read = (text: string) => unknown;
/** The texts over which that reader sits too long: the best of many counts. */
const slowOf = (read: Read, texts: Readonly<Record<string, string>> = hostile, tries = 12): readonly string[] => Object.entries(texts).flatMap(([what, text]) => {
  read(text);
  let least = Infinity;
  for (let nth = 0; nth < tries && least > mostMs; nth += 1) least = Math.min(least, processorMs(() => read(text), 1));
  return least > mostMs ? [`${what}: ${Math.round(least)} ms`] : [];
});

describe('a letter of twenty thousand characters holds nobody up', () => {
  for (const [law, read] of Object.entries(readers.readers)) test(law, () => expect(slowOf(read)).toEqual([]), 120_000);
});

const pieces = fc.constantFrom('газ', 'ГАЗ', 'көшесі', 'ул.', 'д.', '12', '/', '-', '«', '»', '"', '(', ')', '@', '.', ',', '\n', ' ', ' ', '\u200d', '\u00ad', '\ud83d', '\udc00', '\u0000', '\u202e', 'Иванов', 'А.', 'лардың', 'shamdar', '87010000017', '№', 'не ', 'жоқ', '😀', 'İ', 'ß', 'ﬁ', '\u0306', '__proto__', 'constructor', 'toString');
const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 300 }), fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 }).map((units) => String.fromCharCode(...units)), fc.array(pieces, { maxLength: 80 }).map((parts) => parts.join('')));
/** The first text of so many of which it is not so; null where it always is. */
const against = (isSo: (text: string) => boolean, numRuns: number): string | null => {
  const { failed, counterexample } = fc.check(fc.property(anything, isSo), { numRuns });
  return failed ? JSON.stringify(counterexample?.[0]) : null;
};
const stopped = (read: Read): string | null => against((text) => { read(text); return true; }, 1_500);
const pointsOutside = ({ pointedTo }: Readers): string | null => against((text) => pointedTo(text).every(({ from, to }) => from >= 0 && to > from && to <= text.length), 3_000);
const showsElse = ({ shownOf }: Readers): string | null => against((text) => text.includes(shownOf(text).replace(/^… /, '').replace(/ …$/, '')) || text.includes('…'), 2_000);

/** By what one word is understood otherwise when it is written otherwise. */
const different = ({ understood }: Readers): readonly string[] => {
  const shapes: Readonly<Record<string, (text: string) => string>> = { apart: (text) => text.normalize('NFD'), capitals: (text) => text.toLocaleUpperCase('kk'), 'soft hyphen': (text) => text.replace('а', 'а\u00ad'), joiner: (text) => text.replace('а', 'а\u200d') };
  const texts = { urgency: 'Подъезде пахнет газом, помогите. Айналайын, үй жанып жатыр', topic: 'Ауламызда қоқыс шығарылмай жатыр, мусорный ящик стоит', search: 'Жарықтандыру майданы йод' } as const;
  return (Object.keys(texts) as (keyof typeof texts)[]).flatMap((by) => {
    const whole = JSON.stringify(understood[by](texts[by]));
    return Object.entries(shapes).filter(([, shape]) => JSON.stringify(understood[by](shape(texts[by]))) !== whole).map(([shape]) => `${by} ${shape}`);
  });
};

describe('nothing anybody types stops the reading, and what is pointed to is in the text', () => {
  for (const [law, read] of Object.entries(readers.readers)) test(law, () => expect(stopped(read)).toBeNull(), 120_000);
  test('places within the text', () => expect(pointsOutside(readers)).toBeNull());
  test('what is shown of a text is the text', () => expect(showsElse(readers)).toBeNull());
  test('one word is one word, its letters composed or apart, with a soft hyphen or a joiner in it', () => expect(different(readers)).toEqual([]));
});

const law = 'src/rooms/recognition/law';
test('control: without an end to an address and to a word, those who read sit too long over them', async () => {
  const endless = await readersWithout({
    [`${law}/personal/digits.ts`]: [[/\{1,64\}|\{1,63\}|\{64\}/g, '+'], [/, when: \/@\//g, '']],
    [`${law}/topic/match.ts`]: [['const mostWords = 600;', 'const mostWords = Infinity;'], ['const mostLetters = 40;', 'const mostLetters = Infinity;']],
  });
  const slow = (by: 'personal' | 'topic', what: string, letters: number) => slowOf(endless.readers[by] ?? (() => null), { [what]: hostile[what]?.slice(0, letters) ?? '' }, 1).join();
  // over two fifths of it: all of it takes six times as long
  const [personal, topic] = [slow('personal', 'no space', (2 * most) / 5), slow('topic', 'no space in Latin', most)];
  console.log(`proof: control: what is personal, ${personal}; the topic, ${topic}`);
  expect([personal, topic]).toEqual([expect.stringContaining('no space: '), expect.stringContaining('no space in Latin: ')]);
});

test('control: whoever takes half a sign for a whole one is stopped; places that shift, words shown twice and signs left as they came are found', async () => {
  const whole = 'decodeURIComponent(encodeURIComponent(text))';
  const stopping = await readersWithout({
    'src/kernel/tongue/tokens.ts': [['Array.from(text.matchAll(word)', `Array.from(${whole}.matchAll(word)`]], 'src/kernel/tongue/cyrillic.ts': [['const typed = latin.', `const typed = ${whole.replace('text', 'latin')}.`]],
    [`${law}/place/lex.ts`]: [['of text.matchAll(piece)', `of ${whole}.matchAll(piece)`]],
  });
  for (const [by, read] of Object.entries(stopping.readers)) expect(stopped(read), by).not.toBeNull();
  expect(pointsOutside(await readersWithout({ [`${law}/find/terms.ts`]: [["text.replace(/[-‑]/g, ' ')", "text.replace(/[-‑]/g, '  ')"]] }))).not.toBeNull();
  expect(showsElse(await readersWithout({ [`${law}/find/snippet.ts`]: [['    at = mark.to;\n', '']] }))).not.toBeNull();
  const asTheyCame = await readersWithout({ 'src/kernel/fold.ts': [[".normalize('NFC')", '']], 'src/kernel/tongue/tokens.ts': [["mend(found[0].replace(unseen, ''))", 'mend(found[0])']], [`${law}/place/lex.ts`]: [[".replace(unseen, '')", '']] });
  expect(different(asTheyCame)).toEqual(expect.arrayContaining(['urgency soft hyphen', 'urgency joiner', 'topic soft hyphen', 'topic joiner', 'search apart', 'search soft hyphen', 'search joiner']));
});
