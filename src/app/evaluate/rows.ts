import { stat } from 'node:fs/promises';
import { formatOf, rowsOf } from '../import/rows.ts';
import { EvaluateMistake } from './mistake.ts';

/** Names under which a field is looked for, the usual one first. Letter case is forgiven. */
export type Fields = Readonly<Record<string, readonly string[]>>;
export type Example<F extends Fields> = { readonly line: number } & { readonly [Name in keyof F]: string };

/** Every row of a .jsonl or .csv file by the fields it needs. A row that lacks one is a mistake of the file, told with its line and never its words. */
export const examplesOf = async <const F extends Fields>(path: string, fields: F): Promise<readonly Example<F>[]> => {
  if (!(await stat(path).catch(() => null))?.isFile()) throw new EvaluateMistake(`There is no file ${path}.`);
  const found: Example<F>[] = [];
  for await (const row of rowsOf(path, await formatOf(path))) {
    if ('broken' in row) throw new EvaluateMistake(`${path}, line ${row.line}: ${row.broken}.`);
    const cells = new Map([...row.cells].map(([name, cell]) => [name.toLowerCase().replace(/^\uFEFF/, ''), cell]));
    const values = Object.entries(fields).map(([field, names]) => {
      const name = names.find((one) => cells.has(one.toLowerCase()));
      if (name === undefined) throw new EvaluateMistake(`${path}, line ${row.line}: no field is called ${names.map((one) => `“${one}”`).join(' or ')}.`);
      return [field, (cells.get(name.toLowerCase()) ?? '').trim()] as const;
    });
    found.push({ line: row.line, ...Object.fromEntries(values) } as Example<F>);
  }
  if (found.length === 0) throw new EvaluateMistake(`${path} has no rows.`);
  return found;
};
