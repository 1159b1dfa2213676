import { stringify } from 'csv-stringify/sync';
import type { VNode } from 'preact';
import { today } from '../../../kernel/day.ts';
import { count, longDay } from '../../../kernel/show.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { say, type Lang, type Sentence } from '../../../kernel/words.ts';
import { read, type Read } from '../../../platform/db.ts';
import { bytes, page, type Answer, type Asked, type Route } from '../../../platform/web.ts';
import { Bars, Shares, TileMap, type Part, type Tile } from '../../../ui/charts.tsx';
import { TextField } from '../../../ui/fields.tsx';
import { Fold, Table } from '../../../ui/parts.tsx';
import { Page } from '../../../ui/shell.tsx';
import { uiWords } from '../../../ui/words.ts';
import { country, nameOf, openUnits, regions, territoriesByCodes, type Territory } from '../../units/contract.ts';
import { periodAsked, type PeriodAsked } from '../law/figures.ts';
import { outcomes, verdicts, type Verdict } from '../law/stages.ts';
import { anyoneMay } from '../policy.ts';
import { figuresFor, type Counts, type Figures, type FiguresAsked, type Place, type Spread } from '../store/figures.ts';
import { figuresRows, rowsTellable } from '../store/figures-rows.ts';
import { commonWords, kindWords, outcomeWords, stageWords, verdictWords } from '../words/labels.ts';
import { fileWords } from '../words/file.ts';
import { figureWords as more } from '../words/figures.ts';
import { periodSaid } from '../words/period.ts';
import { publicWords as w } from '../words/public.ts';

/** The period and place an address asks for; what is done with a period that is none, it says (law/figures.ts). */
export const askedFor = async (q: Read, asked: Asked): Promise<{ f: FiguresAsked; period: PeriodAsked; place: Territory } | null> => {
  const period = periodAsked(asked.query, today(asked.ctx.clock));
  const wanted = asked.param('territory') || asked.query.get('territory') || country;
  // no finer than a district: below it the numbers are a street's
  const code = (await territoriesByCodes(q, [wanted])).get(wanted)?.path.slice(0, 3).at(-1) ?? '';
  const place = (await territoriesByCodes(q, [code])).get(code);
  if (!place) return null;
  return { f: { from: period.from, to: period.to, today: period.today, territory: placed(place.path) }, period, place };
};

/** The place with everything above it, the country first in the path. */
const placed = (path: readonly string[]): Place => ({ code: path.at(-1) ?? country, depth: path.length, ...(path.length > 1 ? { above: placed(path.slice(0, -1)) } : {}) });

const figures = async (asked: Asked): Promise<Answer> => {
  const { lang, ctx } = asked;
  const wanted = await read(ctx, (q) => askedFor(q, asked));
  if (!wanted) return refuse('territory_not_found');
  const { f, place } = wanted;
  const found = await figuresFor(ctx, f);
  const whole = f.territory.code === country;
  const { names, branches } = await read(ctx, async (q) => {
    const open = whole ? await openUnits(q, 'branch') : [];
    const codes = [...place.path, ...found.parts.flatMap((part) => part.code ?? []), ...(whole ? regions.map((region) => region.code) : []), ...open.map((branch) => branch.territoryCode)];
    return { names: await territoriesByCodes(q, codes), branches: open };
  });
  const name = (code: string | null) => { const place = names.get(code ?? ''); return place ? nameOf(place, lang) : say(lang, w.placeUnknown); };
  const dates = `from=${f.from}&to=${f.to}`;
  const href = (code: string) => `/${lang}/figures${code === country ? '' : `/${code}`}?${dates}`;
  const { total } = found;
  // a branch of the whole country receives from every region
  const receiving = new Set(branches.flatMap((branch) => (branch.territoryCode === country ? regions.map((region) => region.code) : (names.get(branch.territoryCode)?.path[1] ?? []))));
  const counted = (code: string) => found.parts.find((part) => part.code === code);
  const tiles = whole ? regions.map((region): Tile => ({
    column: region.tile.column, row: region.tile.row, short: lang === 'en' ? region.names.en.replace(/ (Region|City)$/, '') : region.short[lang], name: region.names[lang],
    ...(names.has(region.code) && (receiving.has(region.code) || counted(region.code)) ? { value: counted(region.code) ? (counted(region.code)?.received ?? null) : 0, href: href(region.code) } : { value: null }),
  })) : [];
  return (
    <Page asked={asked} title={say(lang, w.figuresIn, { place: name(f.territory.code) })} wide>
      {place.path.length > 1 && <nav class="row small">{place.path.slice(0, -1).map((code) => <a key={code} href={href(code)}>{name(code)}</a>)}</nav>}
      <h1>{say(lang, w.figuresIn, { place: name(f.territory.code) })}</h1>
      <form class="filters" method="get">
        <TextField lang={lang} name="from" type="date" label={say(lang, w.from)} value={f.from} />
        <TextField lang={lang} name="to" type="date" label={say(lang, w.to)} value={f.to} />
        <button class="button second">{say(lang, w.show)}</button>
      </form>
      <p class="quiet">{periodSaid(lang, wanted.period)}</p>
      <div class="figs">
        <Figure lang={lang} value={total.received} text={say(lang, w.received)} hint={say(lang, w.defReceived, { day: longDay(lang, f.today) })} />
        <Figure lang={lang} value={total.open} text={say(lang, w.inWork)} hint={say(lang, w.defInWork)} />
        <Figure lang={lang} value={total.overdue} text={say(lang, w.overdue)} hint={say(lang, w.defOverdue)} />
        <Figure lang={lang} value={total.latePromise} text={say(lang, more.latePromise)} hint={say(lang, more.defLatePromise)} />
        <Figure lang={lang} value={total.lateBody} text={say(lang, more.lateBody)} hint={say(lang, more.defLateBody)} />
        <Figure lang={lang} value={total.cameBack} text={say(lang, more.cameBack)} hint={say(lang, more.defCameBack)} />
      </div>
      {total.received === 0 ? <p class="note">{say(lang, more.noneCame)}</p> : (
        <>
          <Summed lang={lang} total={total} />
          <Cross lang={lang} cross={found.cross} />
        </>
      )}
      <Parts lang={lang} found={found} tiles={tiles} name={name} href={href} />
      {place.path.length < 3 && <p><a href={`/${lang}/figures/hand-overs?${dates}&territory=${f.territory.code}`}>{say(lang, more.handOversLink)}</a></p>}
      <p><a href={`/${lang}/figures/receptions?${dates}`}>{say(lang, more.receptionsLink)}</a></p>
      <FileOf lang={lang} place={f.territory} received={total.received} href={`/${lang}/figures.csv?${dates}&territory=${f.territory.code}`} />
    </Page>
  );
};

/** A number and, right under its name, what was counted. */
const Figure = ({ lang, value, text, hint }: { lang: Lang; value: number | null; text: string; hint: string }): VNode => (
  <div class="box"><span class="fig" title={value === null ? say(lang, uiWords.hiddenCount) : undefined}>{value === null ? '…' : count(value)}</span><strong>{text}</strong><p class="hint small">{hint}</p></div>
);

const daysFromHours = 48;
export const span = (lang: Lang, hours: number): string => (hours < daysFromHours ? say(lang, w.hours, { value: Math.round(hours) }) : say(lang, w.days, { value: Math.round((hours / 24) * 10) / 10 }));
const spreadText = (lang: Lang, s: Spread): string => (s === null ? say(lang, w.tooFew) : say(lang, w.spread, { median: span(lang, s.medianHours), p90: span(lang, s.p90Hours), count: count(s.sample) }));

const Summed = ({ lang, total }: { lang: Lang; total: Counts }): VNode => (
  <section>
    <dl class="summary">
      <div><dt>{say(lang, w.toFirst)}</dt><dd>{spreadText(lang, total.toFirstAnswer)}</dd></div>
      <div><dt>{say(lang, w.toSolution)}</dt><dd>{spreadText(lang, total.toSolution)}</dd></div>
    </dl>
    <p class="hint small">{say(lang, w.defTime)}</p>
  </section>
);

const verdictTones: Readonly<Record<Verdict, Part['tone']>> = { solved: 'fd', partly: 'fs', not_solved: 'fl', silent: 'fq' };

/** Two columns everywhere: what the office said against what the person said. A bar for each answer of the office, the table of all under them. */
const Cross = ({ lang, cross }: { lang: Lang; cross: Figures['cross'] }): VNode => {
  const columns = [...verdicts, null];
  const at = (outcome: (typeof cross)[number]['outcome'], verdict: (typeof cross)[number]['verdict']) => cross.find((one) => one.outcome === outcome && one.verdict === verdict)?.count;
  const cell = (value: number | null | undefined) => (value === null ? <span class="quiet" title={say(lang, uiWords.hiddenCount)}>…</span> : value ? count(value) : <span class="quiet">0</span>);
  const title = (verdict: Verdict | null) => (verdict === null ? say(lang, w.noVerdict) : say(lang, verdictWords[verdict]));
  const bars = outcomes.map((outcome) => ({ label: say(lang, outcomeWords[outcome]), parts: columns.map((verdict): Part => ({ label: title(verdict), value: at(outcome, verdict) ?? (at(outcome, verdict) === null ? null : 0), tone: verdict === null ? 'c1' : verdictTones[verdict] })) }));
  return (
    <section>
      <h2>{say(lang, w.crossTitle)}</h2>
      <Shares lang={lang} wholes={bars.filter((bar) => bar.parts.some((part) => part.value !== null && part.value > 0))} />
      <Fold title={say(lang, w.crossShort)} open><Table label={say(lang, w.crossTitle)} columns={[{ title: say(lang, commonWords.officeKey) }, ...columns.map((one) => ({ title: title(one), number: true }))]}
        rows={[...outcomes, null].filter((outcome) => columns.some((verdict) => at(outcome, verdict) !== 0)).map((outcome) => [outcome === null ? say(lang, w.noOutcome) : say(lang, outcomeWords[outcome]), ...columns.map((verdict) => cell(at(outcome, verdict)))])} /></Fold>
      <ul class="hint small">{[w.defSolved, w.defReopened, w.defSmall].map((one) => <li key={one.en}>{say(lang, one)}</li>)}</ul>
    </section>
  );
};

const Parts = ({ lang, found, tiles, name, href }: { lang: Lang; found: Figures; tiles: readonly Tile[]; name: (code: string | null) => string; href: (code: string) => string }): VNode | null => {
  if (found.parts.length === 0) return null;
  return (
    <section class="stack">
      <h2>{say(lang, w.byPlace)}</h2>
      {tiles.length > 0 && <TileMap lang={lang} label={say(lang, w.mapLabel)} tiles={tiles} />}
      <Bars lang={lang} bars={found.parts.filter((part) => part.code !== null).toSorted((a, b) => (b.received ?? 0) - (a.received ?? 0)).slice(0, 30).map((part) => ({ label: <a href={href(part.code ?? '')}>{name(part.code)}</a>, value: part.received }))} />
      <Table label={say(lang, w.byPlace)} columns={[{ title: say(lang, commonWords.place) }, { title: say(lang, w.received), number: true }, { title: say(lang, w.inWork), number: true }, { title: say(lang, w.overdue), number: true }, { title: say(lang, w.toFirst) }]}
        rows={found.parts.map((part) => [name(part.code), ...[part.received, part.open, part.overdue].map((value) => (value === null ? '…' : count(value))), part.toFirstAnswer ? say(lang, w.median, { value: span(lang, part.toFirstAnswer.medianHours) }) : '–'])} />
    </section>
  );
};

/** The rows behind the figures, and what of them is left out; of a place whose number is hidden there is no file. */
const FileOf = ({ lang, place, received, href }: { lang: Lang; place: Place; received: number | null; href: string }): VNode | null => {
  if (received === 0) return null;
  if (received === null) return <p class="quiet">{say(lang, more.csvHidden)}</p>;
  return (
    <section>
      <p><a href={href}>{say(lang, w.csv)}</a></p>
      {place.depth > 1 && <p class="hint small">{say(lang, more.csvLess)}</p>}
      <Fold title={say(lang, fileWords.title)}>
        <p>{say(lang, fileWords.lead)}</p>
        <ul class="small">{csvColumns.map((column) => <li key={column}><code>{column}</code> – {say(lang, fileWords[column])}{codesOf[column] && <>: {Object.entries(codesOf[column]).map(([code, word], at) => <span key={code}>{at > 0 && ', '}<code>{code}</code> {say(lang, word)}</span>)}</>}</li>)}</ul>
      </Fold>
    </section>
  );
};

const csvColumns = ['territory', 'period', 'topic', 'kind', 'stage', 'officeOutcome', 'verdict', 'overdue', 'latePromise', 'lateBody', 'daysToFirstAnswer', 'daysToAnswer', 'reopened'] as const;
const yesNo = { yes: fileWords.yes, no: fileWords.no };
/** The codes that stand in a column, with what they mean. */
const codesOf: Readonly<Partial<Record<(typeof csvColumns)[number], Readonly<Record<string, Sentence>>>>> = { kind: kindWords, stage: stageWords, officeOutcome: outcomeWords, verdict: verdictWords, overdue: yesNo, latePromise: yesNo, lateBody: yesNo };

/** Page by page, so that a million rows never stand in memory. */
const csv = async (asked: Asked): Promise<Answer> => {
  const wanted = await read(asked.ctx, (q) => askedFor(q, asked));
  if (!wanted) return refuse('territory_not_found');
  const { f } = wanted;
  const tellable = await rowsTellable(asked.ctx, f);
  let after: number | null = 0;
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (after === null) return controller.close();
      const first = after === 0;
      const { rows, next } = await figuresRows(asked.ctx, f, tellable, after);
      after = next;
      // the byte order mark makes spreadsheets read Kazakh letters
      controller.enqueue(encoder.encode((first ? '\uFEFF' : '') + stringify([...rows], { header: first, columns: [...csvColumns], escape_formulas: true, cast: { boolean: (value) => (value ? 'yes' : 'no') } })));
    },
  });
  return bytes(body, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="appeals-${f.territory.code}-${f.from}-${f.to}.csv"`, 'cache-control': 'no-store' });
};

export const figuresRoutes: readonly Route[] = [
  page({ method: 'get', path: '/figures', may: anyoneMay, handler: figures }),
  page({ method: 'get', path: '/figures.csv', may: anyoneMay, handler: csv }),
  page({ method: 'get', path: '/figures/:territory{[0-9]{9}}', may: anyoneMay, handler: figures }),
];
