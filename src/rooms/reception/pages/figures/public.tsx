import type { ComponentChildren, VNode } from 'preact';
import { count, longDay, percent, shortDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import type { Asked } from '../../../../platform/web.ts';
import { Bars, Shares, type Part as Share } from '../../../../ui/charts.tsx';
import { Select, TextField } from '../../../../ui/fields.tsx';
import { Fold, Table, type Column } from '../../../../ui/parts.tsx';
import { Page } from '../../../../ui/shell.tsx';
import { uiWords } from '../../../../ui/words.ts';
import { leastSample, periodSaid, type PeriodAsked } from '../../../appeals/contract.ts';
import { nameOf, type Unit } from '../../../units/contract.ts';
import { dutyColumns, heldOf, outcomeColumns, promiseColumns, sum, verdictColumns, type PromiseColumn, type VerdictColumn } from '../../law/figures.ts';
import type { Count, Part, Period, ReceptionFigures, Spread, Told } from '../../store/figures.ts';
import { figureWords as w, outcomeWords, promiseWords, sentenceWords, verdictWords } from '../../words/figures.ts';

export type Found = { readonly period: Period; readonly notes: PeriodAsked['notes']; readonly branch: Unit | null; readonly branches: readonly Unit[]; readonly figures: ReceptionFigures; readonly officials: ReadonlyMap<number, { readonly name: string }> };

export const FiguresPage = ({ asked, found }: { asked: Asked; found: Found }): VNode => {
  const { lang } = asked;
  const { period: f, branch, figures } = found;
  const title = branch ? say(lang, w.titleOf, { branch: nameOf(branch, lang) }) : say(lang, w.title);
  const address = (id: number | null, file = '') => `/${lang}/figures/receptions${file}?from=${f.from}&to=${f.to}${id === null ? '' : `&branch=${id}`}`;
  return (
    <Page asked={asked} title={title} wide>
      <nav class="row small">{branch && found.branches.length > 1 && <a href={address(null)}>{say(lang, w.everywhere)}</a>}<a href={`/${lang}/receptions`}>{say(lang, w.toReceptions)}</a><a href={`/${lang}/figures?from=${f.from}&to=${f.to}`}>{say(lang, w.toAppeals)}</a></nav>
      <h1>{title}</h1>
      <form class="filters" method="get">
        <TextField lang={lang} name="from" type="date" label={say(lang, w.from)} value={f.from} />
        <TextField lang={lang} name="to" type="date" label={say(lang, w.to)} value={f.to} />
        {found.branches.length > 1 && <Select lang={lang} name="branch" label={say(lang, w.branch)} value={branch ? String(branch.id) : ''} empty={say(lang, w.everywhere)} choices={found.branches.map((one) => ({ value: String(one.id), text: nameOf(one, lang) }))} />}
        <button class="button second">{say(lang, w.show)}</button>
      </form>
      <p class="quiet">{periodSaid(lang, { ...f, notes: found.notes })}</p>
      <p class="note">{sentence(lang, figures.total)}</p>
      <Duties lang={lang} total={figures.total} />
      <People lang={lang} figures={figures} />
      <Promises lang={lang} promises={figures.total.promises} on={f.today} />
      <Times lang={lang} total={figures.total} />
      {branch ? <OfBranch lang={lang} found={found} /> : <Branches lang={lang} found={found} href={address} />}
      <p><a href={address(f.branchId, '.csv')}>{say(lang, w.csv)}</a></p>
    </Page>
  );
};

const told = (counts: readonly Count[]): readonly number[] | null => (counts.some((one) => one === null) ? null : (counts as readonly number[]));
const at = <T extends string>(columns: readonly T[], counts: readonly Count[], column: T): Count => counts[columns.indexOf(column)] ?? null;

/** Both keys with what they are counted of, or why they are not told. */
export const sentence = (lang: Lang, t: Told): string => {
  if (t.received === 0) return say(lang, sentenceWords.none);
  if (t.received === null) return say(lang, sentenceWords.hidden);
  const [outcomes, verdicts] = [told(t.outcomes), told(t.verdicts)];
  const [solved = 0, partly = 0, not = 0, silent = 0, unasked = 0] = verdicts ?? [];
  const said = solved + partly + not;
  if (verdicts !== null && said < leastSample) return say(lang, sentenceWords.few, { received: t.received });
  // how many have said their verdict is not known here: it may be many
  if (outcomes === null || verdicts === null) return say(lang, sentenceWords.partHidden, { received: t.received });
  const [advised = 0, promised = 0, forwarded = 0, unsettled = 0] = outcomes;
  return say(lang, sentenceWords.whole, {
    received: t.received, matters: sum(outcomes), advised: count(advised), promised: count(promised), forwarded: count(forwarded), unsettled: count(unsettled),
    said: count(said), solved: count(solved), share: percent(solved, said), silent: count(silent), unasked: count(unasked),
  });
};

const shown = (lang: Lang, value: Count | undefined): ComponentChildren => (value === null || value === undefined ? <span class="quiet" title={say(lang, uiWords.hiddenCount)}>…</span> : count(value));

/** A number and, right under its name, what was counted. */
const Figure = ({ lang, value, text, hint }: { lang: Lang; value: Count; text: string; hint: string }): VNode => (
  <div class="box"><span class="fig">{shown(lang, value)}</span><strong>{text}</strong><p class="hint small">{hint}</p></div>
);

const Duties = ({ lang, total }: { lang: Lang; total: Told }): VNode => {
  const one = (column: (typeof dutyColumns)[number]) => at(dutyColumns, total.duties, column) ?? 0;
  return (
    <section class="stack">
      <h2>{say(lang, w.dutiesTitle)}</h2>
      <div class="figs">
        <Figure lang={lang} value={total.due} text={say(lang, w.due)} hint={say(lang, w.defDue)} />
        <Figure lang={lang} value={heldOf(total.duties)} text={say(lang, w.met)} hint={say(lang, w.defMet)} />
        <Figure lang={lang} value={one('missed')} text={say(lang, w.missed)} hint={say(lang, w.defMissed)} />
        <Figure lang={lang} value={one('empty')} text={say(lang, w.empty)} hint={say(lang, w.defEmpty)} />
        <Figure lang={lang} value={one('excused')} text={say(lang, w.excused)} hint={say(lang, w.defExcused)} />
      </div>
      {one('undecided') > 0 && <p class="hint small">{say(lang, w.undecidedNote, { count: one('undecided') })}</p>}
    </section>
  );
};

const verdictTones: Readonly<Record<VerdictColumn, Share['tone']>> = { solved: 'fd', partly: 'fs', not_solved: 'fl', silent: 'fq', unasked: 'c1' };

/** A bar for each answer of the office, cut by what the person says; the table of all under it. */
const People = ({ lang, figures }: { lang: Lang; figures: ReceptionFigures }): VNode => {
  const { total, cross } = figures;
  const bars = outcomeColumns.map((outcome, r) => ({ label: say(lang, outcomeWords[outcome]), parts: verdictColumns.map((verdict, c): Share => ({ label: say(lang, verdictWords[verdict]), value: cross[r]?.[c] ?? null, tone: verdictTones[verdict] })) }));
  return (
    <section class="stack">
      <h2>{say(lang, w.peopleTitle)}</h2>
      <div class="figs">
        <Figure lang={lang} value={total.received} text={say(lang, w.received)} hint={say(lang, w.defReceived)} />
        <Figure lang={lang} value={total.matters} text={say(lang, w.matters)} hint={say(lang, w.defMatters)} />
        <Figure lang={lang} value={total.held} text={say(lang, w.heldCount)} hint={say(lang, w.defHeld)} />
      </div>
      <h3>{say(lang, w.crossTitle)}</h3>
      <Shares lang={lang} wholes={bars.filter((bar) => bar.parts.some((part) => part.value !== null && part.value > 0))} />
      <Fold title={say(lang, w.crossTitle)} open><Table label={say(lang, w.crossTitle)} columns={[{ title: say(lang, w.officeKey) }, ...verdictColumns.map((verdict) => ({ title: say(lang, verdictWords[verdict]), number: true })), { title: say(lang, w.matters), number: true }]}
        rows={outcomeColumns.map((outcome, r) => [say(lang, outcomeWords[outcome]), ...verdictColumns.map((_verdict, c) => shown(lang, cross[r]?.[c])), shown(lang, total.outcomes[r])])} /></Fold>
      <ul class="hint small">{[w.defCross, w.defSilent, w.defSmall].map((one) => <li key={one.en}>{say(lang, one)}</li>)}</ul>
    </section>
  );
};

const promiseTones: Readonly<Record<PromiseColumn, 'fd' | 'fs' | 'fa' | 'fl' | 'fq'>> = { in_time: 'fd', late: 'fs', open: 'fa', overdue: 'fl', not_kept: 'fq' };

const Promises = ({ lang, promises, on }: { lang: Lang; promises: readonly Count[]; on: string }): VNode => (
  <section class="stack">
    <h2>{say(lang, w.promisesTitle)}</h2>
    <Bars lang={lang} bars={promiseColumns.map((column, place) => ({ label: say(lang, promiseWords[column]), value: promises[place] ?? null, tone: promiseTones[column] }))} />
    <p class="hint small">{say(lang, w.defPromises, { day: longDay(lang, on) })}</p>
  </section>
);

const minutes = (value: number): string => String(Math.round(value));
const spreadText = (lang: Lang, s: Spread): string => (s === null ? say(lang, w.tooFew) : say(lang, w.spread, { median: minutes(s.median), p90: minutes(s.p90), sample: count(s.sample) }));

const Times = ({ lang, total }: { lang: Lang; total: Told }): VNode => (
  <section>
    <h2>{say(lang, w.timesTitle)}</h2>
    <dl class="summary">
      <div><dt>{say(lang, w.waiting)}</dt><dd>{spreadText(lang, total.waiting)}<p class="hint small">{say(lang, w.defWaiting)}</p></dd></div>
      <div><dt>{say(lang, w.serving)}</dt><dd>{spreadText(lang, total.serving)}<p class="hint small">{say(lang, w.defServing)}</p></dd></div>
    </dl>
  </section>
);

const Branches = ({ lang, found, href }: { lang: Lang; found: Found; href: (id: number) => string }): VNode => {
  const name = (id: number) => { const unit = found.branches.find((one) => one.id === id); return unit ? nameOf(unit, lang) : String(id); };
  const parts = found.figures.branches.toSorted((a, b) => (b.received ?? 0) - (a.received ?? 0));
  return (
    <section class="stack">
      <h2>{say(lang, w.byBranch)}</h2>
      <Bars lang={lang} bars={parts.slice(0, 30).map((part) => ({ label: <a href={href(part.id)}>{name(part.id)}</a>, value: part.received }))} />
      <PartsTable lang={lang} label={say(lang, w.byBranch)} first={say(lang, w.branch)} parts={parts} name={(part) => <a href={href(part.id)}>{name(part.id)}</a>} duties waiting />
    </section>
  );
};

const OfBranch = ({ lang, found: { figures, officials } }: { lang: Lang; found: Found }): VNode => (
  <>
    <section class="stack">
      <h2>{say(lang, w.byOfficial)}</h2>
      <p class="hint small">{say(lang, w.defOfficial)}</p>
      {figures.officials.length === 0 ? <p class="quiet">{say(lang, w.nobody)}</p> : <PartsTable lang={lang} label={say(lang, w.byOfficial)} first={say(lang, w.official)} parts={figures.officials} name={(part) => <a href={`/${lang}/officials/${part.id}`}>{officials.get(part.id)?.name ?? String(part.id)}</a>} duties waiting />}
    </section>
    {figures.outings.length > 0 && <section class="stack">
      <h2>{say(lang, w.byOuting)}</h2>
      <Bars lang={lang} bars={figures.outings.slice(0, 12).map((part) => ({ label: `${part.names[lang]}, ${shortDay(part.heldOn)}`, value: part.received }))} />
      <PartsTable lang={lang} label={say(lang, w.byOuting)} first={say(lang, w.outing)} parts={figures.outings} name={(_part, place) => { const outing = figures.outings[place]; return outing ? `${outing.names[lang]}, ${shortDay(outing.heldOn)}` : ''; }} />
    </section>}
  </>
);

const mostLines = 100;

/** One line for each; several counts of one thing side by side, hidden ones as a mark. */
const PartsTable = ({ lang, label, first, parts, name, duties = false, waiting = false }: { lang: Lang; label: string; first: string; parts: readonly Part[]; name: (part: Part, place: number) => ComponentChildren; duties?: boolean; waiting?: boolean }): VNode => {
  const slashed = (counts: readonly (Count | undefined)[]) => counts.map((one) => (one === null || one === undefined ? '…' : count(one))).join(' / ');
  const judged = (part: Part) => { const all = told(part.verdicts.slice(0, 3)); return all === null ? '… / …' : slashed([all[0], sum(all)]); };
  const times = (s: Spread) => (s === null ? '–' : say(lang, w.median, { median: minutes(s.median), p90: minutes(s.p90) }));
  const number = (title: string): Column => ({ title, number: true });
  const columns: readonly Column[] = [
    { title: first }, ...(duties ? [number(say(lang, w.dutiesColumn))] : []), number(say(lang, w.received)), number(say(lang, w.outcomeColumn)), number(say(lang, w.verdictColumn)), number(say(lang, w.promiseColumn)),
    ...(waiting ? [number(say(lang, w.waitingColumn))] : []), number(say(lang, w.servingColumn)),
  ];
  return (
    <>
      <Table label={label} columns={columns} rows={parts.slice(0, mostLines).map((part, place) => [
        name(part, place), ...(duties ? [slashed([part.due, heldOf(part.duties), at(dutyColumns, part.duties, 'missed')])] : []), shown(lang, part.received), slashed(part.outcomes.slice(0, 3)), judged(part),
        slashed((['in_time', 'late', 'overdue'] as const).map((one) => at(promiseColumns, part.promises, one))), ...(waiting ? [times(part.waiting)] : []), times(part.serving),
      ])} />
      <p class="hint small">{say(lang, w.defTimes)}</p>
    </>
  );
};
