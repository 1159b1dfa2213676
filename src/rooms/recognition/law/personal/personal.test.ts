import { expect, test } from 'vitest';
import { processorMs, processorMsFor } from '../../../../../test/support/processor.ts';
import { kazakhLetters } from '../../../../../test/recognition/personal-kazakh.ts';
import { madeLetters } from '../../../../../test/recognition/personal-made.ts';
import { marked, type Marked } from '../../../../../test/recognition/personal-marks.ts';
import { russianLetters } from '../../../../../test/recognition/personal-russian.ts';
import { personalKinds, type PersonalKind } from './kinds.ts';
import { personalIn } from './personal.ts';

const lines = (text: string): readonly Marked[] => text.trim().split('\n').map(marked);

const count = (all: readonly Marked[]) => {
  const rows = new Map<PersonalKind, { spans: number; hidden: number; found: number; right: number }>(personalKinds.map((kind) => [kind, { spans: 0, hidden: 0, found: 0, right: 0 }]));
  const said: string[] = [];
  for (const { text, spans } of all) {
    const found = personalIn(text);
    for (const span of spans) {
      const row = rows.get(span.what);
      const hidden = Array.from({ length: span.to - span.from }, (_, at) => span.from + at).every((at) => !/[\p{L}\p{N}]/u.test(text[at] ?? '') || found.some((one) => one.from <= at && at < one.to && (one.what === span.what || one.sure)));
      if (row) { row.spans += 1; if (hidden) row.hidden += 1; }
      if (!hidden) said.push(`left open ${span.what} «${text.slice(span.from, span.to)}» in ${text} ${JSON.stringify(found.map((one) => `${one.what}:${one.text}`))}`);
    }
    for (const one of found) {
      const row = rows.get(one.what);
      const right = spans.some((span) => span.from < one.to && one.from < span.to && one.to - one.from <= (span.to - span.from) * 2 + 8);
      if (row) { row.found += 1; if (right) row.right += 1; }
      if (!right) said.push(`for nothing ${one.what} «${one.text}» in ${text}`);
    }
  }
  return { rows, said };
};

const report = (name: string, all: readonly Marked[]) => {
  const { rows, said } = count(all);
  const sum = { spans: 0, hidden: 0, found: 0, right: 0 };
  for (const [kind, row] of rows) {
    sum.spans += row.spans; sum.hidden += row.hidden; sum.found += row.found; sum.right += row.right;
    if (row.spans + row.found > 0) process.stdout.write(`\n${name} ${kind}: hidden ${row.hidden} of ${row.spans}, right ${row.right} of ${row.found}`);
  }
  process.stdout.write(`\n${name}: ${all.length} texts, recall ${(sum.hidden / sum.spans).toFixed(3)}, precision ${(sum.right / sum.found).toFixed(3)}`);
  return { rows, said, recall: sum.hidden / sum.spans, precision: sum.right / sum.found };
};

test.each([['Russian letters', lines(russianLetters)], ['Kazakh letters', lines(kazakhLetters)], ['letters put together', madeLetters().map(marked)]])('of what is personal in %s nineteen parts in twenty are found, and little else', (name, all) => {
  const { rows, said, recall, precision } = report(name, all);
  if (said.length > 0) process.stdout.write(said.join('\n'));
  expect(recall, said.join('\n')).toBeGreaterThanOrEqual(0.95);
  expect(precision, said.join('\n')).toBeGreaterThanOrEqual(0.85);
  for (const [kind, row] of rows) if (row.spans > 0) expect(row.hidden / row.spans, `${kind}\n${said.join('\n')}`).toBeGreaterThanOrEqual(0.9);
});

test('of every kind nineteen in twenty are found over all letters, more than four hundred of them', () => {
  const all = [...lines(russianLetters), ...lines(kazakhLetters), ...madeLetters().map(marked)];
  expect(all.length).toBeGreaterThanOrEqual(400);
  const { rows, said } = count(all);
  for (const kind of personalKinds) {
    const row = rows.get(kind);
    expect(row?.spans, kind).toBeGreaterThan(3);
    expect((row?.hidden ?? 0) / (row?.spans ?? 1), `${kind}\n${said.join('\n')}`).toBeGreaterThanOrEqual(0.95);
  }
});

test('a letter of two thousand signs is read in five milliseconds', () => {
  const letter = [...lines(kazakhLetters), ...lines(russianLetters)].map((one) => one.text).join(' ');
  const parts = Array.from({ length: 10 }, (_, i) => letter.slice(i * 1_500, i * 1_500 + 2_000));
  const ms = processorMs(() => parts.map((part) => personalIn(part))) / parts.length;
  process.stdout.write(`\npersonal: ${ms.toFixed(2)} ms for 2,000 signs`);
  expect(ms).toBeLessThan(5);
});

test.each(['а', 'А', 'a', '1', '8', '7-', '-', '.', 'a.', 'А.А.', 'А-', '@', 'a@', 'a@b.', 'KZ12', 'ул.', 'Иванова', 'ова', 'қызы', 'улы', 'кв.1', '12/', '«', '\u0301', '😀'])('twenty thousand signs of %j without a space hold nobody up', (seed) => {
  const letter = seed.repeat(Math.ceil(20_000 / seed.length)).slice(0, 20_000);
  expect(processorMs(() => personalIn(letter, ['Құпияева', 'ааа']))).toBeLessThan(processorMsFor(50));
});

test.each(['ул. Абая', 'Қабанбай батыр көшесі', 'Абай атындағы мектеп', 'угол Абая и Гоголя', '«Айгерим» дүкені', 'школа имени Жамбыла', 'Жамбыл ауылы', 'Нет света и воды', 'Қуаныш үшін рақмет', 'ТОО «Алтын Арай»', 'село Абай'])('leaves in peace what is only called after somebody: %s', (text) => {
  expect(personalIn(text)).toEqual([]);
});

test('a number with its check digit is sure, a name never', () => {
  const at = (line: string) => personalIn(marked(line).text).map((one) => [one.what, one.sure]);
  expect(at('ИИН [i:{iin1}], карта [c:{card1}], счёт [b:{iban1}], [p:8 701 555 01 01], [e:a@ulgi.example]')).toEqual([['iin', true], ['card', true], ['account', true], ['phone', true], ['email', true]]);
  expect(at('карта 1234 5678 1234 5678, Иванов Иван Иванович, кв. 5')).toEqual([['card', false], ['name', false], ['address', false]]);
});

test('the number of an organisation is nobody’s secret', () => expect(personalIn(marked('БИН {bin3}, шарт жасалған; БСН {bin4}').text)).toEqual([]));

test('the person’s own names are found in either script, with whatever ending', () => {
  const found = (text: string) => personalIn(text, ['Құпиялы', 'Тілеуқабыл']).map((one) => one.text);
  expect(found('Құпиялының үйі, Купиялы, tileukabyl, Тлеукабыл емес')).toEqual(['Құпиялының', 'Купиялы', 'tileukabyl']);
});
