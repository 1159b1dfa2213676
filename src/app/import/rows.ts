import { parse } from 'csv-parse/sync';
import { oneLine } from '../../kernel/typed.ts';
import { linesOf, longest, type Line } from './lines.ts';
import { ImportMistake } from './mistake.ts';

/** A row by the names of its columns. `raw` is what makes it this row and no other. */
export type Row = { readonly line: number; readonly cells: ReadonlyMap<string, string>; readonly raw: string };
export type Broken = { readonly line: number; readonly broken: 'csv_quotes' | 'cells_missing' | 'cells_too_many' | 'line_too_long' | 'json_broken' };
export type Format = 'csv' | 'jsonl';

export const rowsOf = (path: string, format: Format): AsyncGenerator<Row | Broken> => (format === 'csv' ? csvRows(path) : jsonRows(path));

export const formatOf = async (path: string): Promise<Format> => {
  if (/\.(csv|tsv)$/i.test(path)) return 'csv';
  if (/\.(jsonl|ndjson)$/i.test(path)) return 'jsonl';
  for await (const { text } of linesOf(path)) {
    if (text.trim() === '') continue;
    if (text.trimStart().startsWith('[')) throw new ImportMistake('The file begins with “[”. JSON lines are needed: one object on a line.');
    return text.trimStart().startsWith('{') ? 'jsonl' : 'csv';
  }
  return 'csv';
};

async function* jsonRows(path: string): AsyncGenerator<Row | Broken> {
  for await (const { line, text, tooLong } of linesOf(path)) {
    if (tooLong) yield { line, broken: 'line_too_long' };
    else if (text.trim() !== '') yield jsonRow(line, text);
  }
}

const jsonRow = (line: number, text: string): Row | Broken => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { line, broken: 'json_broken' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { line, broken: 'json_broken' };
  const cells = new Map<string, string>();
  for (const [name, cell] of Object.entries(value)) {
    // a list or an object in a cell is not a text of anybody: as if the cell were empty
    cells.set(oneLine(name), typeof cell === 'string' ? cell : typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : '');
  }
  return { line, cells, raw: text };
};

/** The separator that stands most often in the header, outside quotation marks. */
export const delimiterOf = (header: string): string => {
  const bare = header.replace(/"[^"]*"/g, '');
  const count = (mark: string): number => bare.split(mark).length - 1;
  return [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))[0] ?? ',';
};

async function* csvRows(path: string): AsyncGenerator<Row | Broken> {
  let names: readonly string[] | undefined;
  for await (const record of records(path)) {
    const { line, text, cells } = record;
    if (names === undefined) {
      if (!cells) throw new ImportMistake('The first line of the file cannot be read as names of columns.');
      names = cells.map(oneLine);
    } else if (cells === null) yield { line, broken: record.tooLong ? 'line_too_long' : 'csv_quotes' };
    else if (cells.every((cell) => cell.trim() === '')) continue;
    // fewer cells: a row cut short; more: a separator inside a text, so that everything after it stands in a wrong column
    else if (cells.length < names.length) yield { line, broken: 'cells_missing' };
    else if (cells.slice(names.length).some((cell) => cell.trim() !== '')) yield { line, broken: 'cells_too_many' };
    else yield { line, cells: byName(names, cells), raw: text };
  }
}

const byName = (names: readonly string[], cells: readonly string[]): ReadonlyMap<string, string> => {
  const row = new Map<string, string>();
  // of two columns with one name the first counts
  for (const [place, name] of names.entries()) if (!row.has(name)) row.set(name, cells[place] ?? '');
  return row;
};

/** Null when the quotation marks do not close where they should. */
const cellsOf = (text: string, delimiter: string): readonly string[] | null => {
  try {
    // a mark is a quotation mark only at the beginning of a cell
    return (parse(text, { delimiter, relax_column_count: true, record_delimiter: ['\u0000'] }) as string[][])[0] ?? null;
  } catch {
    return null;
  }
};

const evenQuotes = (text: string): boolean => (text.split('"').length - 1) % 2 === 0;

/**
 * Lines joined into records: a cell in quotation marks may have lines of its own. A mark that never closes spoils its own line only:
 * the lines taken with it are read again one by one.
 */
async function* records(path: string): AsyncGenerator<{ line: number; text: string; cells: readonly string[] | null; tooLong: boolean }> {
  const source = linesOf(path);
  let again: Line[] = [];
  const next = async (): Promise<Line | undefined> => {
    const waiting = again.shift();
    if (waiting) return waiting;
    const { value, done } = await source.next();
    return done === true ? undefined : value;
  };
  let delimiter: string | undefined;
  for (let first = await next(); first; first = await next()) {
    if (!first.tooLong && first.text.trim() === '') continue;
    if (first.tooLong) {
      yield { line: first.line, text: '', cells: null, tooLong: true };
      continue;
    }
    const more: Line[] = [];
    let even = evenQuotes(first.text);
    let length = first.text.length;
    while (!even && length <= longest) {
      const following = await next();
      if (!following) break;
      more.push(following);
      length += following.text.length + 1;
      even = evenQuotes(following.text) ? even : !even;
    }
    const text = [first, ...more].map((one) => one.text).join('\n');
    delimiter ??= delimiterOf(text);
    const cells = even && !more.some((one) => one.tooLong) ? cellsOf(text, delimiter) : null;
    if (cells === null) again = [...more, ...again];
    yield { line: first.line, text, cells, tooLong: false };
  }
}
