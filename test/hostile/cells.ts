import { parse } from 'csv-parse/sync';
import { parseHTML } from 'linkedom';
import { unzipped } from '../support/unzipped.ts';

const begins = /^[=+\-@\t\r＝＋－＠]/;
const isNumber = /^-?\d+(?:\.\d+)?$/;

/** What is wrong in a file of commas: a cell that begins as a formula, unless it is a number; a line longer or shorter than the first. */
export const wrongInCsv = (text: string): readonly string[] => {
  const rows = parse(text, { bom: true, relax_column_count: true });
  return rows.flatMap((row) => [...row.filter((cell) => begins.test(cell) && !isNumber.test(cell)), ...(row.length === rows[0]?.length ? [] : [`a line of ${row.length}`])]);
};

/** … and in a sheet: a formula, or words that are not kept as words. */
export const wrongInSheet = (xml: string): readonly string[] => {
  const { document } = parseHTML(xml);
  const cells = [...document.querySelectorAll('c')];
  return [...[...document.querySelectorAll('f')].map(() => 'a formula'), ...cells.filter((cell) => begins.test(cell.textContent) && !['s', 'inlineStr'].includes(cell.getAttribute('t') ?? '') && !isNumber.test(cell.textContent)).map((cell) => cell.textContent)];
};

/** The parts of a workbook that are read. */
export const sheetsOf = (book: Buffer): readonly string[] => [...unzipped(book)].filter(([name]) => name.endsWith('.xml')).map(([, xml]) => xml);
