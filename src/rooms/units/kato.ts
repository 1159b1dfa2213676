import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { isRefusal } from '../../kernel/refusal.ts';
import { oneLine } from '../../kernel/typed.ts';
import type { Config } from '../../platform/config.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { importTerritories, type Place } from './acts.ts';
import { isKato } from './law.ts';
import { regionByCode } from './regions.ts';

/** A mistake of whoever runs it, said in one sentence. Nothing was written. */
export class KatoMistake extends Error {}
export const katoUsage = 'jauap kato FILE.csv [--dry-run]';

/** The official file's columns: te is the whole code, ab cd ef hij its parts, k and nn are not needed. The other names are those of cleaned copies. */
const columns = { code: ['te', 'code'], ab: ['ab'], cd: ['cd'], ef: ['ef'], hij: ['hij'], kk: ['name_kaz', 'name_kk'], ru: ['name_rus', 'name_ru'], kind: ['kind'] } as const;
type Cells = Readonly<Record<string, string>>;

export type KatoRow = { readonly line: number; readonly place: Place };
export type KatoRead = { readonly rows: readonly KatoRow[]; readonly skipped: readonly { readonly line: number; readonly why: string }[] };

/** The separator that stands most often in the first line. */
const delimiterOf = (text: string): string => {
  const header = text.slice(0, (text.indexOf('\n') + 1 || text.length + 1) - 1);
  return [',', ';', '\t'].toSorted((a, b) => header.split(b).length - header.split(a).length)[0] ?? ',';
};

const cell = (cells: Cells, names: readonly string[]): string => oneLine(names.map((name) => cells[name] ?? '').find((text) => text !== '') ?? '');

/** Spreadsheets drop leading zeros of the parts; the parts stand in for a code that is missing. */
const codeOf = (cells: Cells): string => {
  const whole = cell(cells, columns.code);
  if (whole !== '') return whole;
  const parts = [cell(cells, columns.ab).padStart(2, '0'), cell(cells, columns.cd).padStart(2, '0'), cell(cells, columns.ef).padStart(2, '0'), cell(cells, columns.hij).padStart(3, '0')];
  return /[1-9]/.test(parts[0] ?? '') ? parts.join('') : '';
};

/** What a place is, from how the classifier abbreviates it before or after the name. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/\sг\.а\.?$/i, 'city_administration'], [/\sп\.\s?а\.?$|^п\.\s?а\./i, 'settlement_administration'], [/^с\.\s?[оа]\.|\sс\.\s?[оа]\.?$|сельский округ|ауылдық округ/i, 'rural_okrug'],
  [/^район\s|\sрайон$|(^|\s)р-н/i, 'city_district'], [/^г\.|^город\s/i, 'city'], [/^с\.|^село\s|^ауыл\s/i, 'village'], [/^п\.|^пос[её]лок\s/i, 'settlement'],
];
const cityDigits = /^(71|75|79)/;

/** The level of the code goes first: a city of republican standing is named as any city. */
export const kindOf = (code: string, ru: string): string => {
  if (code.endsWith('0000000')) return cityDigits.test(code) ? 'city_republican' : 'region';
  const named = kinds.find(([pattern]) => pattern.test(ru))?.[1];
  if (code.endsWith('00000')) return named === 'city_administration' ? named : cityDigits.test(code) ? 'city_district' : 'district';
  return named === undefined || named === 'city_administration' ? 'place_other' : named;
};

/** Reads the classifier. English is the Russian name where the house knows no other; of regions it does. */
export const readKato = (text: string): KatoRead => {
  const records = parse(text, { bom: true, delimiter: delimiterOf(text), columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()), skip_empty_lines: true, relax_column_count: true, relax_quotes: true, info: true, trim: true }) as unknown as { record: Cells; info: { lines: number } }[];
  const [first] = records;
  if (first && !columns.ru.some((name) => name in first.record) && !columns.kk.some((name) => name in first.record)) throw new KatoMistake('The file has no column name_kaz or name_rus.');
  if (first && !columns.code.some((name) => name in first.record) && !('ab' in first.record)) throw new KatoMistake('The file has no column te.');
  const rows: KatoRow[] = [];
  const skipped: { line: number; why: string }[] = [];
  const seen = new Map<string, number>();
  for (const { record, info: { lines: line } } of records) {
    const code = codeOf(record);
    const [kk, ru] = [cell(record, columns.kk) || cell(record, columns.ru), cell(record, columns.ru) || cell(record, columns.kk)];
    const before = seen.get(code);
    if (!isKato(code)) skipped.push({ line, why: `code “${code}” is not nine digits` });
    else if (kk === '') skipped.push({ line, why: `no name for ${code}` });
    else if (before !== undefined) skipped.push({ line, why: `${code} stands in line ${before} already` });
    else {
      seen.set(code, line);
      rows.push({ line, place: { code, kind: cell(record, columns.kind) || kindOf(code, ru), names: regionByCode(code)?.names ?? { kk, ru, en: ru } } });
    }
  }
  return { rows, skipped };
};

const readText = async (file: string): Promise<string> => {
  const bytes = await readFile(file).catch(() => null);
  if (!bytes) throw new KatoMistake(`There is no file ${file}.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new KatoMistake('The file is not UTF-8. Save it again as “CSV UTF-8” and run the import once more.');
  }
};

export type KatoIo = { readonly print: (line: string) => void; readonly progress: (line: string) => void };
export type KatoSummary = { readonly read: number; readonly written: number; readonly skipped: number };

export const runKato = async (ctx: Ctx, order: { readonly file: string; readonly dryRun: boolean }, io: KatoIo): Promise<KatoSummary> => {
  const { rows, skipped } = readKato(await readText(order.file));
  if (rows.length === 0) throw new KatoMistake('No row of the file has a code of nine digits and a name.');
  const done = await importTerritories(ctx, rows.map((row) => row.place), { dryRun: order.dryRun });
  if (isRefusal(done)) throw new KatoMistake(`The import was refused: ${done.code}.`);
  const all = [...skipped, ...done.skipped.map(({ line, why }) => ({ line: rows[line - 1]?.line ?? 0, why }))].toSorted((a, b) => a.line - b.line);
  for (const { line, why } of all) io.print(`line ${line}: ${why}`);
  io.print(`${rows.length + skipped.length} rows: ${order.dryRun ? 'nothing was written' : `${done.written} places new or changed`}, ${all.length} passed over.`);
  return { read: rows.length + skipped.length, written: done.written, skipped: all.length };
};

const orderOf = (words: readonly string[]): { file: string; dryRun: boolean } => {
  try {
    const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options: { 'dry-run': { type: 'boolean', default: false } } });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) throw new KatoMistake(`Usage: ${katoUsage}`);
    return { file, dryRun: values['dry-run'] };
  } catch (error) {
    throw error instanceof TypeError ? new KatoMistake(`${error.message}\nUsage: ${katoUsage}`) : error;
  }
};

/** `needs.withCtx` opens the database, hands over a ctx of the system's actor, and closes it whatever happens. */
export const katoCommand = (needs: { readonly withCtx: (config: Config, fn: (ctx: Ctx) => Promise<number>) => Promise<number> } & KatoIo): { readonly about: string; readonly run: (config: Config, words: readonly string[]) => Promise<number> } => ({
  about: 'read places from the official КАТО file (CSV); --dry-run looks only',
  run: async (config, words) => {
    try {
      const order = orderOf(words);
      return await needs.withCtx(config, async (ctx) => ((await runKato(ctx, order, needs)).skipped > 0 ? 1 : 0));
    } catch (error) {
      if (!(error instanceof KatoMistake)) throw error;
      needs.progress(error.message);
      return 2;
    }
  },
});
