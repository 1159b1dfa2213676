import { parseArgs } from 'node:util';
import { isLang } from '../kernel/words.ts';
import { EvaluateMistake } from './evaluate/mistake.ts';
import type { Measure, Order } from './evaluate/order.ts';
import { measureDuplicates } from './evaluate/duplicates.ts';
import { measureSearch } from './evaluate/search.ts';
import { measureLanguage } from './evaluate/language.ts';
import { measureTopics } from './evaluate/topics.ts';

/** What can be measured, by the word after `jauap evaluate`. */
const measures: Readonly<Record<string, Measure>> = {
  topics: measureTopics,
  language: measureLanguage,
  search: measureSearch,
  duplicates: measureDuplicates,
};

export const evaluateUsage = [
  `jauap evaluate ${Object.keys(measures).join('|')} --test FILE [--train FILE] [--svg FILE] [--errors N] [--lang kk|ru|en]`,
  '  FILE is .jsonl or .csv. topics: text, topic; without --train what ships is measured. language: text, language. search: query, text, label (1: the text must be found, 0: it must not). duplicates: a, b, label (1: both are about one matter, 0: they are not). Needs no database and no settings.',
].join('\n');

type Io = { readonly print: (line: string) => void; readonly progress: (line: string) => void };

/** 0 measured, 2 a mistake in the order or the file. */
export const evaluateCommand = ({ print, progress }: Io) => ({
  about: 'how well texts are recognised: accuracy, calibration, speed, an error table and a picture',
  usage: evaluateUsage,
  bare: async (words: readonly string[]): Promise<number> => {
    try {
      const { measure, order } = orderOf(words);
      await measure({ ...order, print });
      return 0;
    } catch (error) {
      if (!(error instanceof EvaluateMistake)) throw error;
      progress(error.message);
      return 2;
    }
  },
});

export const orderOf = (words: readonly string[]): { readonly measure: Measure; readonly order: Omit<Order, 'print'> } => {
  try {
    const { values, positionals } = parseArgs({
      args: [...words], allowPositionals: true,
      options: { train: { type: 'string' }, test: { type: 'string' }, svg: { type: 'string' }, errors: { type: 'string', default: '0' }, lang: { type: 'string', default: 'en' } },
    });
    const [name = ''] = positionals;
    const measure = Object.hasOwn(measures, name) ? measures[name] : undefined;
    const { test, lang, train, svg } = values;
    if (!measure || positionals.length > 1 || test === undefined || !isLang(lang) || !/^\d{1,6}$/.test(values.errors)) throw new EvaluateMistake(`Usage: ${evaluateUsage}`);
    return { measure, order: { train, test, svg, errors: Number(values.errors), lang } };
  } catch (error) {
    throw error instanceof TypeError ? new EvaluateMistake(`${error.message}\nUsage: ${evaluateUsage}`) : error;
  }
};
