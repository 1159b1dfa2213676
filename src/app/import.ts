import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { isRefusal } from '../kernel/refusal.ts';
import type { Config } from '../platform/config.ts';
import type { Ctx } from '../platform/ctx.ts';
import { read } from '../platform/db.ts';
import { importBatch, previewBatch, type ImportInto } from '../rooms/appeals/acts/import.ts';
import { openTopics, topics as allTopics, unitByCode } from '../rooms/units/contract.ts';
import { columnOf, mapRow, readColumns, type Columns } from './import/columns.ts';
import { checkEncoding } from './import/lines.ts';
import { ImportMistake } from './import/mistake.ts';
import { seenBefore, type Seen } from './import/seen.ts';
import { formatOf, rowsOf, type Broken, type Format, type Row } from './import/rows.ts';

export const importUsage =
  'jauap import FILE --branch CODE [--map FILE.json | --map text=COLUMN,kind=COLUMN,…] [--source NAME] [--format csv|jsonl] [--dry-run]';

export type Io = { readonly print: (line: string) => void; readonly progress: (line: string) => void };
export type ImportOrder = { readonly file: string; readonly branch: string; readonly map?: string | undefined; readonly source?: string | undefined; readonly format?: string | undefined; readonly dryRun: boolean };
export type ImportSummary = { readonly rows: number; readonly taken: number; readonly already: number; readonly refused: number };

const batchRows = 100;
const progressEveryMs = 1_000;

/** Reads the file row by row and takes it batch by batch; running it again goes on where it stopped. Throws ImportMistake before the first row is taken. */
export const runImport = async (ctx: Ctx, order: ImportOrder, io: Io): Promise<ImportSummary> => {
  if (!(await stat(order.file).catch(() => null))?.isFile()) throw new ImportMistake(`There is no file ${order.file}.`);
  const source = (order.source ?? basename(order.file).replace(/\.[^.]+$/, '')).normalize('NFC');
  // the name stands in the key before a space, so it has none
  if (!/^[\p{L}\p{N}._-]{1,80}$/u.test(source)) throw new ImportMistake('Name the source with --source: letters, digits, “.”, “_” and “-”, without spaces.');
  await checkEncoding(order.file);
  const format = await chosenFormat(order);
  const { branch, topics } = await read(ctx, async (q) => ({ branch: await unitByCode(q, order.branch.toUpperCase()), topics: new Set(openTopics(await allTopics(q)).map((topic) => topic.code)) }));
  if (branch?.kind !== 'branch' || branch.closedOn !== null) throw new ImportMistake(`There is no open branch with the code ${order.branch}.`);
  const columns = await readColumns(order.map, topics);
  const run = makeRun(ctx, { source, branchId: branch.id }, columns, topics, order.dryRun, io);
  let batch: (Row | Broken)[] = [];
  for await (const row of rowsOf(order.file, format)) {
    batch.push(row);
    if (batch.length < batchRows) continue;
    await run.take(batch);
    batch = [];
  }
  await run.take(batch);
  return run.end();
};

const chosenFormat = async (order: ImportOrder): Promise<Format> => {
  if (order.format === undefined) return formatOf(order.file);
  if (order.format !== 'csv' && order.format !== 'jsonl') throw new ImportMistake('--format is csv or jsonl.');
  return order.format;
};

const makeRun = (ctx: Ctx, into: ImportInto, columns: Columns, topics: ReadonlySet<string>, dryRun: boolean, io: Io): { take: (rows: readonly (Row | Broken)[]) => Promise<void>; end: () => ImportSummary } => {
  const sum = { rows: 0, taken: 0, already: 0, refused: 0 };
  let topicsLeft = 0;
  const seen: Seen | null = dryRun && columns.externalId ? seenBefore() : null;
  const beganAt = ctx.clock.now();
  let saidAt = beganAt;
  const act = dryRun ? previewBatch : importBatch;

  const take = async (rows: readonly (Row | Broken)[]): Promise<void> => {
    if (sum.rows === 0) checkColumns(columns, rows);
    // one code for a column of a row: an empty text is not also a short one
    const bad = new Map<number, Map<string, string>>();
    const blame = (line: number, code: string, column: string | undefined): void => {
      const row = bad.get(line) ?? new Map<string, string>();
      bad.set(line, row);
      if (!row.has(column ?? '')) row.set(column ?? '', column === undefined ? code : `${code} (column ${column})`);
    };
    const good = rows.flatMap((row) => {
      if ('broken' in row) return blame(row.line, row.broken, undefined) ?? [];
      const mapped = mapRow(columns, topics, row);
      if ('problems' in mapped) return mapped.problems.forEach((problem) => blame(problem.line, problem.code, problem.column)) ?? [];
      if (mapped.topicLeft) topicsLeft += 1;
      return mapped.row;
    });
    const news = seen ? seen.news(good) : { rows: good, already: 0, other: [] };
    for (const line of news.other) blame(line, 'same_key_other_body', columnOf(columns, 'externalId'));
    const done = await act(ctx, into, news.rows);
    if (isRefusal(done)) throw new ImportMistake(`The import was refused: ${done.code}.`);
    for (const { line, code, field } of done.refused) blame(line, code, columnOf(columns, field));
    sum.rows += rows.length;
    sum.taken += done.taken;
    sum.already += done.already + news.already;
    sum.refused += bad.size;
    for (const [line, what] of [...bad].toSorted(([a], [b]) => a - b)) io.print(`line ${line}: ${[...what.values()].join(', ')}`);
    const now = ctx.clock.now();
    if (now - saidAt < progressEveryMs) return;
    saidAt = now;
    io.progress(`${sum.rows} rows, ${Math.round((sum.rows * 1000) / (now - beganAt))} rows/s`);
  };

  const end = (): ImportSummary => {
    io.print(`${sum.rows} rows: ${sum.taken} ${dryRun ? 'would be taken' : 'taken'}, ${sum.already} taken before and passed over, ${sum.refused} not ${dryRun ? 'possible' : 'taken'}.`);
    if (topicsLeft > 0) io.print(`${topicsLeft} rows have a topic that is in no list here: it is left empty.`);
    if (dryRun) io.print('Nothing was written.');
    return { ...sum };
  };
  return { take, end };
};

/** A misspelt column would leave its field empty in every row, and rows once taken are not taken again: so it is told before. */
const checkColumns = (columns: Columns, rows: readonly (Row | Broken)[]): void => {
  const whole = rows.flatMap((row) => ('broken' in row ? [] : row.cells));
  if (whole.length === 0) return;
  const missing = Object.values(columns).find((one) => !whole.some((cells) => cells.has(one.column)));
  // names of columns are not listed: a file without a header has people's names there
  if (missing) throw new ImportMistake(`No column is called “${missing.column}” in the ${whole.length === 1 ? 'first row' : `first ${whole.length} rows`}.`);
};

/** `needs.withDatabase` opens the database, hands over a ctx of the system's actor with the seal's secret set, and closes it whatever happens. */
export const importCommand = (needs: { readonly withCtx: (config: Config, fn: (ctx: Ctx) => Promise<number>) => Promise<number> } & Io): { readonly about: string; readonly run: (config: Config, words: readonly string[]) => Promise<number> } => ({
  about: 'take appeals from a CSV or JSON lines file; --dry-run looks only',
  run: async (config, words) => {
    try {
      const order = orderOf(words);
      return await needs.withCtx(config, async (ctx) => ((await runImport(ctx, order, needs)).refused > 0 ? 1 : 0));
    } catch (error) {
      if (!(error instanceof ImportMistake)) throw error;
      needs.progress(error.message);
      return 2;
    }
  },
});

export const orderOf = (words: readonly string[]): ImportOrder => {
  try {
    const { values, positionals } = parseArgs({
      args: [...words], allowPositionals: true,
      options: { branch: { type: 'string' }, map: { type: 'string' }, source: { type: 'string' }, format: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
    });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1 || values.branch === undefined) throw new ImportMistake(`Usage: ${importUsage}`);
    return { file, branch: values.branch, map: values.map, source: values.source, format: values.format, dryRun: values['dry-run'] };
  } catch (error) {
    throw error instanceof TypeError ? new ImportMistake(`${error.message}\nUsage: ${importUsage}`) : error;
  }
};
