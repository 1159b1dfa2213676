import type { Day } from '../../src/kernel/day.ts';
import { cyrillicOf } from '../../src/kernel/tongue/cyrillic.ts';
import { tongueOf } from '../../src/kernel/tongue/language.ts';
import { stemsOfText } from '../../src/kernel/tongue/stem.ts';
import { marks } from '../../src/rooms/recognition/law/find/marks.ts';
import { parse } from '../../src/rooms/recognition/law/find/parse.ts';
import { snippet } from '../../src/rooms/recognition/law/find/snippet.ts';
import { likenessOf, readFor } from '../../src/rooms/recognition/law/likeness/likeness.ts';
import { askedOf, sketchOf } from '../../src/rooms/recognition/law/likeness/sketch.ts';
import { personalIn } from '../../src/rooms/recognition/law/personal/personal.ts';
import { gazetteerOf } from '../../src/rooms/recognition/law/place/gazetteer.ts';
import { placesIn } from '../../src/rooms/recognition/law/place/places.ts';
import { suggestTopics } from '../../src/rooms/recognition/law/topic/suggest.ts';
import { urgencyOf } from '../../src/rooms/recognition/law/urgency/urgency.ts';
import { countryside } from '../recognition/gazetteer.ts';

const gazetteer = gazetteerOf(countryside);
const on = '2026-01-15' as Day;

/** Everything that reads what people write. Bundled for the controls of recognition-texts.test.ts with some line replaced. */
export const readers: Readonly<Record<string, (text: string) => unknown>> = {
  tongue: tongueOf, stems: stemsOfText, cyrillic: cyrillicOf, topic: (text) => suggestTopics(text), place: (text) => placesIn(text, gazetteer), urgency: (text) => urgencyOf(text, { on }),
  personal: (text) => personalIn(text, ['Сыналмалы Әлия']), parse, snippet: (text) => snippet(text, marks(text, parse('көше шамы'))),
  likeness: (text) => { const read = readFor({ text, address: text.slice(0, 200) }); sketchOf({ ...read, on, branchId: 1 }); askedOf({ ...read, on, branchId: 1 }); return likenessOf(read, read); },
};

/** Every place in the text that something is said of. */
export const pointedTo = (text: string): readonly { readonly from: number; readonly to: number }[] =>
  [...personalIn(text), ...urgencyOf(text, { on }), ...placesIn(text, gazetteer), ...marks(text, parse(text)), ...suggestTopics(text).flatMap((one) => one.because)];
export const shownOf = (text: string): string => snippet(text, marks(text, parse(text))).map((one) => one.text).join('');
/** What is made of one word, by three that find words. */
export const understood: Readonly<Record<'urgency' | 'topic' | 'search', (text: string) => unknown>> = {
  urgency: (text) => urgencyOf(text, { on }).map((found) => found.sign), topic: (text) => suggestTopics(text).map(({ code, confidence }) => [code, confidence]), search: (text) => parse(text).words.map((word) => word.stems),
};
