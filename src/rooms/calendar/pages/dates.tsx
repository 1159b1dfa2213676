import { stringify } from 'csv-stringify/sync';
import type { VNode } from 'preact';
import { today } from '../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import { moment, shortDay } from '../../../kernel/show.ts';
import { say, type Lang, type Sentence } from '../../../kernel/words.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, type Read } from '../../../platform/db.ts';
import { bytes, html, seeOther, type Answer, type Asked } from '../../../platform/web.ts';
import { Button, Form } from '../../../ui/fields.tsx';
import { Back, Note, Table } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { changeOf, foreseeAll, moveDates, mostWaitedFor, type Foreseen } from '../acts/moves.ts';
import { movedKinds, type CalendarChange } from '../law/moves.ts';
import { revised } from '../law/orders.ts';
import { calendarNamed } from '../store.ts';
import type { Move } from '../store/moves.ts';
import { datesWords as w } from '../words/dates.ts';
import { refusalWords } from '../words.ts';
import { nameAsked, ordersOf } from './asked.ts';
import { versionHref } from './history.tsx';

/** Branches by name: given by app, as the names of people are. */
export type BranchesOf = (q: Read, ids: readonly number[]) => Promise<ReadonlyMap<number, { readonly names: Sentence }>>;
export type Dated = { readonly foreseen: Foreseen; readonly branch: (id: number) => string; readonly csv: string };

export const branchNames = async (ctx: Ctx, lang: Lang, of: BranchesOf, ids: readonly number[]): Promise<(id: number) => string> => {
  const found = await read(ctx, (q) => of(q, ids));
  return (id) => found.get(id)?.names[lang] ?? '–';
};

const csvHref = (lang: Lang, about: readonly (readonly [string, string])[]): string => `/${lang}/admin/calendar/dates.csv?${new URLSearchParams(about.map(([name, value]) => [name, value])).toString()}`;
export const datedBy = async (asked: Asked, of: BranchesOf, foreseen: Foreseen, about: readonly (readonly [string, string])[]): Promise<Dated> =>
  ({ foreseen, branch: await branchNames(asked.ctx, asked.lang, of, [...foreseen.counts.keys()]), csv: csvHref(asked.lang, about) });

/** How many, by branch; the first of them, before and after; all as a file. */
export const Dates = ({ lang, dated: { foreseen, branch, csv } }: { lang: Lang; dated: Dated }): VNode => {
  const kinds = movedKinds.filter((kind) => [...foreseen.counts.values()].some((one) => one.has(kind)));
  if (foreseen.dates === 0) return <p>{say(lang, w.none)}</p>;
  return (
    <>
      <p><strong>{say(lang, w.count, { count: foreseen.dates })}</strong> <a href={csv}>{say(lang, w.csv)}</a></p>
      <Table caption={say(lang, w.byBranch)} columns={[{ title: say(lang, w.branch) }, ...kinds.map((kind) => ({ title: say(lang, w[kind]), number: true }))]}
        rows={[...foreseen.counts].map(([id, of]) => [branch(id), ...kinds.map((kind) => String(of.get(kind) ?? 0))])} />
      <Table caption={foreseen.dates > foreseen.first.length ? say(lang, w.first, { count: foreseen.first.length }) : say(lang, w.all)} columns={[w.number, w.branch, w.what, w.before, w.after].map((title) => ({ title: say(lang, title) }))}
        rows={foreseen.first.map((one) => [<span key="n" class="number">{one.reference}</span>, branch(one.branchId), say(lang, w[one.what]), shortDay(one.before), <strong key="a">{shortDay(one.after)}</strong>])} />
    </>
  );
};

/** On a version's page: what was moved by it, what still stands by an older one. */
export const VersionDates = ({ asked, version, inForce, dated, moves, who }: { asked: Asked; version: string; inForce: boolean; dated: Dated | null; moves: readonly Move[]; who: (id: number | null) => string }): VNode | null => {
  const { lang } = asked;
  const running = moves.some((one) => one.finishedAt === null);
  if (!inForce && moves.length === 0) return null;
  return (
    <section class="noprint">
      <h2 id="dates">{say(lang, w.title)}</h2>
      {moves.map((one) => (
        <p key={one.moveId}>
          {say(lang, one.finishedAt === null ? w.moving : w.movedBy, { count: one.dates, moved: one.moved, when: moment(one.orderedAt), who: who(one.orderedBy) })}
          {' '}<span class="quiet small">{say(lang, w.hash, { hash: one.hash.slice(0, 16) })}</span>
        </p>
      ))}
      {!running && dated && <Dates lang={lang} dated={dated} />}
      {!running && dated && dated.foreseen.dates > 0 && (
        <Form csrf={asked.csrf} action={`/${lang}/admin/calendar/dates`}>
          <input type="hidden" name="version" value={version} />
          <p class="quiet">{say(lang, w.told)}{dated.foreseen.dates > mostWaitedFor && ` ${say(lang, w.long)}`}</p>
          <div><Button>{say(lang, w.move)}</Button></div>
        </Form>
      )}
    </section>
  );
};

/** Of a draft (`calendar`, `change`…) or of a published version. */
const changeAsked = (asked: Asked): Promise<CalendarChange | null> => read(asked.ctx, async (q) => {
  const { query } = asked;
  const version = query.get('version');
  if (version !== null) return (await changeOf(q, version, asked.ctx))?.change ?? null;
  const now = await calendarNamed(q, nameAsked(query.get('calendar')));
  const made = revised(now, ordersOf(query.getAll('change')));
  return isRefusal(made) ? null : draftChange(asked.ctx, now, made.calendar);
});
export const draftChange = (ctx: Ctx, before: CalendarChange['before'], after: CalendarChange['after']): CalendarChange => ({ before, after, today: today(ctx.clock) });

export const datesCsv = (of: BranchesOf) => async (asked: Asked): Promise<Answer> => {
  const { lang } = asked;
  const change = await changeAsked(asked);
  if (!change) return refuse('calendar_version_not_found');
  const list = await foreseeAll(asked.ctx, change);
  if (isRefusal(list)) return list;
  const branch = await branchNames(asked.ctx, lang, of, [...new Set(list.map((one) => one.branchId))]);
  const rows = [[w.number, w.branch, w.what, w.before, w.after].map((title) => say(lang, title)), ...list.map((one) => [one.reference, branch(one.branchId), say(lang, w[one.what]), one.before, one.after])];
  return bytes(new TextEncoder().encode(stringify(rows, { bom: true, escape_formulas: true })), { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="dates.csv"', 'cache-control': 'no-store' });
};

export const datesPost = async (asked: Asked): Promise<Answer> => {
  const { lang, ctx } = asked;
  const version = (await asked.form()).get('version');
  const done = await moveDates(ctx, { version });
  if (!isRefusal(done)) return seeOther(`${versionHref(lang, version)}?moved=1#dates`);
  if (done.code === 'not_allowed' || done.code.endsWith('not_found')) return done;
  const sentence = refusalWords[done.code as keyof typeof refusalWords];
  return html(
    <Desk asked={asked} title={say(lang, w.title)}>
      <div class="stack"><Back lang={lang} href={versionHref(lang, version)} /><h1>{say(lang, w.title)}</h1><Note tone="warn">{sentence ? say(lang, sentence as typeof refusalWords.calendar_moving) : done.code}</Note></div>
    </Desk>, 409);
};
