import { stringify } from 'csv-stringify/sync';
import type { Day } from '../../../kernel/day.ts';
import { count } from '../../../kernel/show.ts';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import { say } from '../../../kernel/words.ts';
import { read } from '../../../platform/db.ts';
import { bytes, page, type Answer, type Asked, type Route } from '../../../platform/web.ts';
import { TextField } from '../../../ui/fields.tsx';
import { Table } from '../../../ui/parts.tsx';
import { Page } from '../../../ui/shell.tsx';
import { country, nameOf, territoriesByCodes, unitsByIds, type Territory, type Unit } from '../../units/contract.ts';
import type { PeriodAsked } from '../law/figures.ts';
import { addMonths } from '../law/terms.ts';
import { anyoneMay } from '../policy.ts';
import { handOversFor, type HandOversLine } from '../store/hand-overs.ts';
import { figureWords as w } from '../words/figures.ts';
import { periodSaid } from '../words/period.ts';
import { publicWords } from '../words/public.ts';
import { askedFor, span } from './figures.tsx';

type Found = { readonly period: PeriodAsked; readonly place: Territory; readonly lines: readonly HandOversLine[]; readonly units: ReadonlyMap<number, Unit> };

const mostMonths = 12;

/** A region or the country: below it, a body's few matters would be a street's. */
const found = async (asked: Asked): Promise<Found | Refusal> => {
  const wanted = await read(asked.ctx, (q) => askedFor(q, asked));
  if (!wanted) return refuse('territory_not_found');
  const { f, place: below, period } = wanted;
  const code = below.path[1] ?? country;
  // of a whole country's acts a year is what somebody waits for while it is counted anew
  const earliest = addMonths(`${f.to.slice(0, 8)}01` as Day, -mostMonths);
  const from = f.from < earliest ? earliest : f.from;
  const lines = await handOversFor(asked.ctx, { from, to: f.to, today: f.today, region: code === country ? null : code });
  return read(asked.ctx, async (q) => {
    const place = (await territoriesByCodes(q, [code])).get(code) ?? below;
    return { period: { ...period, from }, place, lines, units: await unitsByIds(q, lines.map((one) => one.unitId)) };
  });
};

const mostShown = 300;

const handOvers = async (asked: Asked): Promise<Answer> => {
  const { lang } = asked;
  const all = await found(asked);
  if (isRefusal(all)) return all;
  const name = (id: number) => { const unit = all.units.get(id); return unit ? nameOf(unit, lang) : ''; };
  const { from, to } = all.period;
  const title = say(lang, w.handOversTitle, { place: nameOf(all.place, lang) });
  const dates = `from=${from}&to=${to}&territory=${all.place.code}`;
  const number = (value: number) => value.toFixed(2).replace('.', lang === 'en' ? '.' : ',');
  return (
    <Page asked={asked} title={title} wide>
      <nav class="row small"><a href={`/${lang}/figures${all.place.code === country ? '' : `/${all.place.code}`}?from=${from}&to=${to}`}>{say(lang, w.toFigures)}</a></nav>
      <h1>{title}</h1>
      <form class="filters" method="get">
        <input type="hidden" name="territory" value={all.place.code} />
        <TextField lang={lang} name="from" type="date" label={say(lang, publicWords.from)} value={from} />
        <TextField lang={lang} name="to" type="date" label={say(lang, publicWords.to)} value={to} />
        <button class="button second">{say(lang, publicWords.show)}</button>
      </form>
      <p class="quiet">{periodSaid(lang, all.period)}</p>
      {all.lines.length === 0 ? <p class="note">{say(lang, w.none)}</p> : (
        <Table label={title} columns={[{ title: say(lang, w.body) }, { title: say(lang, w.matters), number: true }, { title: say(lang, w.perMatter), number: true }, { title: say(lang, w.held), number: true }, { title: say(lang, w.carousel), number: true }]}
          rows={all.lines.slice(0, mostShown).map((one) => [name(one.unitId), count(one.matters), one.perMatter === null ? '…' : number(one.perMatter), one.medianHours === null ? '…' : span(lang, one.medianHours), one.carouselPercent === null ? '…' : say(lang, w.percent, { value: one.carouselPercent })])} />
      )}
      <ul class="hint small">{[w.defMatters, w.defPerMatter, w.defHeld, w.defCarousel, w.defSmall].map((one) => <li key={one.en}>{say(lang, one)}</li>)}</ul>
      <p><a href={`/${lang}/figures/hand-overs.csv?${dates}`}>{say(lang, w.handOversCsv)}</a></p>
    </Page>
  );
};

const csv = async (asked: Asked): Promise<Answer> => {
  const all = await found(asked);
  if (isRefusal(all)) return all;
  const rows = all.lines.map((one) => {
    const unit = all.units.get(one.unitId);
    return { body: unit ? nameOf(unit, asked.lang) : '', matters: one.matters, handOversPerMatter: one.perMatter, medianHoursPerHolder: one.medianHours === null ? null : Math.round(one.medianHours * 10) / 10, goesRoundPercent: one.carouselPercent };
  });
  const text = stringify(rows, { header: true, columns: ['body', 'matters', 'handOversPerMatter', 'medianHoursPerHolder', 'goesRoundPercent'], escape_formulas: true });
  // the byte order mark makes spreadsheets read Kazakh letters
  return bytes(new TextEncoder().encode(`\uFEFF${text}`), { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="hand-overs-${all.place.code}-${all.period.from}-${all.period.to}.csv"`, 'cache-control': 'no-store' });
};

export const handOversRoutes: readonly Route[] = [
  page({ method: 'get', path: '/figures/hand-overs', may: anyoneMay, handler: handOvers }),
  page({ method: 'get', path: '/figures/hand-overs.csv', may: anyoneMay, handler: csv }),
];
