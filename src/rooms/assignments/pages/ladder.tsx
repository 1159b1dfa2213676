import type { VNode } from 'preact';
import { today } from '../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import { longDay, moment, shortDay } from '../../../kernel/show.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import { read } from '../../../platform/db.ts';
import { html, page, seeOther, statusOf, type Answer, type Asked, type Route } from '../../../platform/web.ts';
import { Button, ErrorSummary, Form, hasErrors, Select, TextField, type Errors } from '../../../ui/fields.tsx';
import { Note, Table } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { peopleByIds } from '../../people/contract.ts';
import { nameOf, openUnits, type Unit } from '../../units/contract.ts';
import { foreseeLadder, setLadder, type Foreseen } from '../acts/ladder.ts';
import { ladderFault, told, type Rung } from '../law/ladder.ts';
import { laddersMay, mayEditLadder } from '../policy.ts';
import { ladderOf, ladderVersions, type Ladder, type LadderVersion } from '../store/ladder.ts';
import { refusalWords } from '../words.ts';
import { ladderWords as w, toldWords } from '../words/morning.ts';
import { typedIn, type Typed } from './task/fields.ts';

/** Empty rungs under the last one, so that a ladder can grow. */
const spareRungs = 1;
const mostRungs = 20;

type Row = { readonly days: string; readonly tells: readonly string[]; readonly agenda: boolean };
type Came = { readonly rows?: readonly Row[]; readonly errors?: Errors; readonly foreseen?: readonly Foreseen[]; readonly status?: Parameters<typeof html>[1]; readonly branchId?: number | null };

const branchIn = (text: string): number | null => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : null);
const rowOf = (rung: Omit<Rung, 'place'>): Row => ({ days: String(rung.days), tells: rung.tells, agenda: rung.agenda });

/** The rows as typed; whatever a row says, a row without days is none. */
const rowsIn = (typed: Typed): readonly Row[] => Array.from({ length: mostRungs }, (_, at): Row => ({
  days: (typed[`r${at}.days`] ?? '').trim().replace(/^[−–]/, '-'), tells: told.filter((who) => typed[`r${at}.${who}`] === 'yes'), agenda: typed[`r${at}.agenda`] === 'yes',
})).filter((row) => row.days !== '');

const whenText = (lang: Lang, days: number): string =>
  days === 0 ? say(lang, w.onDay) : days < 0 ? say(lang, w.before, { count: -days }) : say(lang, w.after, { count: days });

const ladderPage = async (asked: Asked, { rows, errors = {}, foreseen, status = 200, branchId = branchIn(asked.query.get('branch') ?? '') }: Came = {}): Promise<Answer> => {
  const { ctx, lang } = asked;
  const found = await read(ctx, async (q) => {
    const branches = (await openUnits(q, 'branch')).filter((unit) => !isRefusal(mayEditLadder(ctx.actor, unit.id)));
    const all = !isRefusal(mayEditLadder(ctx.actor, null));
    const own = branchId ?? (all ? null : (branches[0]?.id ?? null));
    // what may not be edited is not there
    if (own === null ? !all : !branches.some((unit) => unit.id === own)) return refuse('ladder_not_found');
    const versions = await ladderVersions(q, own);
    const people = await peopleByIds(q, versions.flatMap((one) => one.madeBy ?? []));
    return { own, all, branches, ladder: await ladderOf(q, own, today(ctx.clock)), versions, nameBy: (id: number | null) => (id === null ? say(lang, w.bySystem) : (people.get(id)?.name ?? '')) };
  });
  if (isRefusal(found)) return found;
  const { own, ladder } = found;
  const title = say(lang, w.title);
  const here = { ...asked, here: `/admin/ladder${own === null ? '' : `?branch=${own}`}` };
  const shown = [...(rows ?? ladder.rungs.map(rowOf)), ...Array.from({ length: spareRungs }, (): Row => ({ days: '', tells: [], agenda: false }))].slice(0, mostRungs);
  return html(
    <Desk asked={here} title={title}>
      <div class="stack">
        <ErrorSummary lang={lang} errors={errors} />
        <h1>{title}</h1>
        <p>{say(lang, w.lead)}</p>
        {asked.query.has('done') && !hasErrors(errors) && <div role="status"><Note tone="done">{say(lang, w.saved)}</Note></div>}
        <Whose lang={lang} own={own} all={found.all} branches={found.branches} />
        {own !== null && ladder.branchId === null && <Note>{say(lang, w.inherited)}</Note>}
        {found.versions.some((one) => one.madeBy !== null) && <p class="quiet">{say(lang, w.since, { day: longDay(lang, ladder.sinceOn) })}</p>}
        <h2>{say(lang, w.edit)}</h2>
        <Form csrf={asked.csrf} action={`/${lang}/admin/ladder/versions`}>
          <input type="hidden" name="branch" value={own ?? ''} />
          <p class="hint">{say(lang, w.daysHint)}</p>
          {shown.map((row, at) => <RungRow key={at} lang={lang} at={at} row={row} errors={errors} />)}
          <div class="row"><Button kind="second" name="show" value="preview">{say(lang, w.preview)}</Button><Button>{say(lang, w.save)}</Button></div>
        </Form>
        {foreseen && <Preview lang={lang} foreseen={foreseen} rungs={rungsOf(rows ?? [])} />}
        <Versions lang={lang} versions={found.versions} nameBy={found.nameBy} />
      </div>
    </Desk>, status);
};

const Whose = ({ lang, own, all, branches }: { lang: Lang; own: number | null; all: boolean; branches: readonly Unit[] }): VNode | null => branches.length + (all ? 1 : 0) < 2 ? null : (
  <form class="filters" action={`/${lang}/admin/ladder`}>
    <Select lang={lang} name="branch" label={say(lang, w.whose)} {...(all ? { empty: say(lang, w.house) } : {})} value={own === null ? '' : String(own)} choices={branches.map((unit) => ({ value: String(unit.id), text: nameOf(unit, lang) }))} />
    <button class="button second">{say(lang, w.show)}</button>
  </form>
);

const RungRow = ({ lang, at, row, errors }: { lang: Lang; at: number; row: Row; errors: Errors }): VNode => (
  <fieldset class="box rung">
    <legend><strong>{say(lang, w.rung, { place: at + 1 })}</strong></legend>
    <TextField lang={lang} name={`r${at}.days`} label={say(lang, w.days)} value={row.days} errors={errors} max={4} short />
    <div role="group" aria-label={say(lang, w.tells)} class="row">
      {told.map((who) => <label key={who} class="choice"><input type="checkbox" name={`r${at}.${who}`} value="yes" checked={row.tells.includes(who)} /><span>{say(lang, toldWords[who])}</span></label>)}
      <label class="choice"><input type="checkbox" name={`r${at}.agenda`} value="yes" checked={row.agenda} /><span>{say(lang, w.agenda)}</span></label>
    </div>
  </fieldset>
);

const Preview = ({ lang, foreseen, rungs }: { lang: Lang; foreseen: readonly Foreseen[]; rungs: readonly Rung[] }): VNode => (
  <section aria-labelledby="preview">
    <h2 id="preview">{say(lang, w.previewTitle)}</h2>
    {foreseen.every((one) => one.news === 0) && <p>{say(lang, w.previewNone)}</p>}
    <Table label={say(lang, w.previewTitle)}
      columns={[{ title: say(lang, w.edit) }, { title: say(lang, w.standNow), number: true }, { title: say(lang, w.standThen), number: true }, { title: say(lang, w.news), number: true }]}
      rows={foreseen.map((one) => [one.place === 0 ? say(lang, w.below) : `${say(lang, w.rung, { place: one.place })}: ${whenText(lang, rungs.find((rung) => rung.place === one.place)?.days ?? 0)}`, one.before, one.after, one.news])} />
  </section>
);

const rungText = (lang: Lang, rung: Rung): string =>
  [`${whenText(lang, rung.days)} → ${rung.tells.map((who) => say(lang, toldWords[who])).join(', ')}`, rung.agenda ? say(lang, w.onAgenda) : ''].filter(Boolean).join('; ');

const Versions = ({ lang, versions, nameBy }: { lang: Lang; versions: readonly LadderVersion[]; nameBy: (id: number | null) => string }): VNode | null => versions.length === 0 ? null : (
  <section aria-labelledby="versions">
    <h2 id="versions">{say(lang, w.history)}</h2>
    {versions.map((one: Ladder & LadderVersion) => (
      <div key={one.id} class="box">
        <p><strong>{say(lang, w.since, { day: shortDay(one.sinceOn) })}</strong> <span class="quiet small">{say(lang, w.by)}: {nameBy(one.madeBy)}, {moment(one.madeAt)}</span></p>
        <ol>{one.rungs.map((rung) => <li key={rung.place}>{rungText(lang, rung)}</li>)}</ol>
      </div>
    ))}
  </section>
);

const isTold = (text: string): text is (typeof told)[number] => (told as readonly string[]).includes(text);
const rungsOf = (rows: readonly Row[]): readonly Rung[] => rows.map((row, at) => ({ place: at + 1, days: Number(row.days), tells: row.tells.filter(isTold), agenda: row.agenda }));

/** Seen first, or put in force: the same form. A mistake keeps the rows. */
const send = async (asked: Asked): Promise<Answer> => {
  const { ctx, lang } = asked;
  const form = await asked.form();
  const typed = typedIn(form);
  const branchId = branchIn(typed['branch'] ?? '');
  const rows = rowsIn(typed);
  const permit = mayEditLadder(ctx.actor, branchId);
  if (isRefusal(permit)) return permit;
  const wrong: Errors = Object.fromEntries(rows.flatMap((row, at) => (/^-?\d{1,3}$/.test(row.days) ? [] : [[`r${at}.days`, say(lang, w.daysWrong)]])));
  if (hasErrors(wrong)) return ladderPage(asked, { branchId, rows, errors: wrong, status: 422 });
  const rungs = rungsOf(rows);
  const fault = ladderFault(rungs);
  if (fault !== null) return ladderPage(asked, { branchId, rows, errors: { '': say(lang, refusalWords[fault]) }, status: 422 });
  if (form.has('show')) return ladderPage(asked, { branchId, rows, foreseen: await read(ctx, (q) => foreseeLadder(ctx, q, branchId, rungs)) });
  const done = await setLadder(ctx, { branchId, rungs });
  if (isRefusal(done)) { const status = statusOf(done); return status === 404 || status === 403 ? done : ladderPage(asked, { branchId, rows, errors: { '': say(lang, refusalWords.assignment_not_possible) }, status }); }
  return seeOther(`/${lang}/admin/ladder?${branchId === null ? '' : `branch=${branchId}&`}done=ladder`);
};

export const ladderRoutes: readonly Route[] = [
  page({ method: 'get', path: '/admin/ladder', may: laddersMay, handler: (asked) => ladderPage(asked) }),
  page({ method: 'post', path: '/admin/ladder/versions', may: laddersMay, handler: send }),
];
