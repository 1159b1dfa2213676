import { stringify } from 'csv-stringify/sync';
import { daysBetween, today, type Day } from '../../../../kernel/day.ts';
import { dayOf } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { read, readInOrder } from '../../../../platform/db.ts';
import { bytes, page, type Asked, type Route } from '../../../../platform/web.ts';
import { isOpen, type Assignment } from '../../law.ts';
import { readersMay } from '../../policy.ts';
import { board, type BoardFilter, type BoardScope, type Cursor } from '../../store/board.ts';
import { boardWords, sheetWords as w } from '../../words/board.ts';
import { stageWords } from '../../words.ts';
import { addressOf, filterOf } from './address.ts';
import { daysOf, helpsWith, named, type Named } from './rows.ts';

export const mostRows = 10_000;
/** Read in parts of so many, each in a transaction of its own: a file never holds one open. */
const partRows = 500;
/** Parts that gave nothing, of a rare filter, end too. */
const mostParts = 60;

type Cell = string | number | { readonly day: Day };
type Column = { readonly title: (lang: Lang) => string; readonly width: number; readonly of: (a: Assignment, names: Named, lang: Lang, on: Day, scope: BoardScope) => Cell };
const yes = (lang: Lang, is: boolean): string => say(lang, is ? w.yes : w.no);

const columns: readonly Column[] = [
  { title: (lang) => say(lang, w.number), width: 18, of: (a) => a.reference },
  { title: (lang) => say(lang, w.what), width: 16, of: (a, _n, lang, _on, scope) => [a.lead ? boardWords.lead : a.source.kind === 'visit' ? boardWords.ofVisit : boardWords.beside, helpsWith(scope, a)].flatMap((one) => (one ? [say(lang, one)] : [])).join(', ') },
  { title: (lang) => say(lang, w.text), width: 60, of: (a, names) => names.text(a) },
  { title: (lang) => say(lang, w.body), width: 36, of: (a, names) => names.unit(a.executor.unitId) },
  { title: (lang) => say(lang, w.person), width: 26, of: (a, names) => names.person(a.executor.accountId) },
  { title: (lang) => say(lang, w.controller), width: 26, of: (a, names) => names.person(a.controller.accountId) || names.unit(a.controller.unitId) },
  { title: (lang) => say(lang, w.given), width: 12, of: (a) => ({ day: a.givenOn as Day }) },
  { title: (lang) => say(lang, w.due), width: 12, of: (a) => ({ day: a.nearOn as Day }) },
  { title: (lang) => say(lang, w.own), width: 12, of: (a) => ({ day: a.dueOn as Day }) },
  { title: (lang) => say(lang, w.late), width: 10, of: (a, _n, _l, on) => (isOpen(a.stage) ? Math.max(0, daysBetween(a.nearOn as Day, on)) : 0) },
  { title: (lang) => say(lang, w.stage), width: 22, of: (a, _n, lang) => say(lang, stageWords[a.stage]) },
  { title: (lang) => say(lang, w.waits), width: 12, of: (a, _n, lang) => yes(lang, a.waits) },
  { title: (lang) => say(lang, w.carousel), width: 12, of: (a, _n, lang) => yes(lang, a.carousel) },
  { title: (lang) => say(lang, w.rung), width: 10, of: (a) => a.rung },
  { title: (lang) => say(lang, w.handOvers), width: 10, of: (a) => a.handOvers },
  { title: (lang) => say(lang, w.moved), width: 12, of: (a) => ({ day: dayOf(a.movedAt) }) },
];

/** The board's rows, part by part, as the reader sees them. */
async function* parts(ctx: Ctx, lang: Lang, filter: BoardFilter): AsyncGenerator<readonly (readonly Cell[])[]> {
  const on = today(ctx.clock);
  let left = mostRows;
  for (let cursor: Cursor | null = null, part = 0; part < mostParts && left > 0; part += 1) {
    const after: Cursor | null = cursor;
    const { names, next } = await readInOrder(ctx, async (q) => {
      const found = await board(q, filter, after, Math.min(partRows, left));
      return { names: await named(ctx, lang, q, found.rows), next: found.next };
    });
    left -= names.rows.length;
    yield names.rows.map((a) => columns.map((column) => column.of(a, names, lang, on, filter.scope)));
    if (next === null) return;
    cursor = next;
  }
}

const filterFor = async ({ ctx, query }: Asked): Promise<BoardFilter> => {
  const address = addressOf(ctx.actor, query);
  return filterOf(ctx.actor, address, (await read(ctx, (q) => daysOf(ctx, q, address))).days);
};
const fileHeaders = (asked: Asked, end: string) => ({ 'content-disposition': `attachment; filename="control-${today(asked.ctx.clock)}.${end}"`, 'cache-control': 'no-store' });

/** Streamed part by part. The byte order mark makes spreadsheets read Kazakh letters; what looks like a formula is made plain text. */
const csv = async (asked: Asked): Promise<Response> => {
  const { ctx, lang } = asked;
  const source = parts(ctx, lang, await filterFor(asked));
  const encoder = new TextEncoder();
  const lines = (rows: readonly (readonly Cell[])[]): Uint8Array => encoder.encode(stringify(rows.map((row) => row.map((cell) => (typeof cell === 'object' ? cell.day : cell))), { escape_formulas: true }));
  let begun = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (!begun) {
        begun = true;
        return controller.enqueue(encoder.encode(`\uFEFF${stringify([columns.map((column) => column.title(lang))])}`));
      }
      const { value, done } = await source.next();
      if (done) return controller.close();
      controller.enqueue(value.length === 0 ? encoder.encode('') : lines(value));
    },
    async cancel() {
      await source.return(undefined);
    },
  });
  return bytes(body, { 'content-type': 'text/csv; charset=utf-8', ...fileHeaders(asked, 'csv') });
};

/** A date of a sheet is the number of days: midnight UTC of that very day. */
const sheetCell = (cell: Cell) => (typeof cell === 'object' ? { value: new Date(`${cell.day}T00:00:00Z`), type: Date, format: 'dd.mm.yyyy' } : typeof cell === 'number' ? { value: cell, type: Number } : cell === '' ? null : { value: cell, type: String });

const xlsx = async (asked: Asked): Promise<Response> => {
  const { ctx, lang } = asked;
  const rows: (readonly Cell[])[] = [];
  for await (const part of parts(ctx, lang, await filterFor(asked))) rows.push(...part);
  const head = columns.map((column) => ({ value: column.title(lang), type: String, fontWeight: 'bold' as const }));
  const { default: writeSheet } = await import('write-excel-file/node');
  const sheet = await writeSheet([head, ...rows.map((row) => row.map(sheetCell))], { sheet: say(lang, w.sheet), columns: columns.map(({ width }) => ({ width })), stickyRowsCount: 1, orientation: 'landscape' }).toBuffer();
  return bytes(new Uint8Array(sheet), { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ...fileHeaders(asked, 'xlsx') });
};

export const sheetRoutes: readonly Route[] = [
  page({ method: 'get', path: '/desk/control.csv', may: readersMay, handler: csv }),
  page({ method: 'get', path: '/desk/control.xlsx', may: readersMay, handler: xlsx }),
];
