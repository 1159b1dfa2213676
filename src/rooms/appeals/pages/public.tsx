import type { VNode } from 'preact';
import { today, type Day } from '../../../kernel/day.ts';
import { count, longDay, shortDay } from '../../../kernel/show.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import { read, type Read } from '../../../platform/db.ts';
import { page, type Answer, type Asked, type Route } from '../../../platform/web.ts';
import { Select } from '../../../ui/fields.tsx';
import { Pager, Summary } from '../../../ui/parts.tsx';
import { Page } from '../../../ui/shell.tsx';
import { branchFor, country, nameOf, territoriesByCodes, territoryChildren, topics, type Territory, type Topic } from '../../units/contract.ts';
import { wholeMonths } from '../law/figures.ts';
import { addMonths } from '../law/terms.ts';
import { anyoneMay } from '../policy.ts';
import { figuresFor } from '../store/figures.ts';
import { isMoment, publicList, publicOne, type PublicCursor, type PublicRow } from '../store/public.ts';
import { commonWords } from '../words/labels.ts';
import { publicWords as w } from '../words/public.ts';
import { intakeWords } from '../words/intake.ts';
import { placeText } from './intake/place.ts';
import { kindText } from './intake/questions.tsx';
import { DueTag, OutcomeTag, StageTag, VerdictTag } from './tags.tsx';

type Names = { readonly topic: (code: string | null) => string; readonly place: (path: readonly string[]) => string };

const namesFor = async (q: Read, rows: readonly PublicRow[], lang: Lang): Promise<Names> => {
  const all = new Map((await topics(q)).map((topic) => [topic.code, nameOf(topic, lang)]));
  const places = await territoriesByCodes(q, rows.flatMap((row) => row.territoryPath.slice(-1)));
  return { topic: (code) => (code === null ? '' : (all.get(code) ?? '')), place: (path) => { const last = places.get(path.at(-1) ?? ''); return last ? nameOf(last, lang) : ''; } };
};

const Row = ({ lang, row, names, on }: { lang: Lang; row: PublicRow; names: Names; on: Day }): VNode => (
  <article class="article">
    <p class="quiet small">{[shortDay(row.registeredOn), names.topic(row.topicCode), names.place(row.territoryPath)].filter(Boolean).join(' · ')}</p>
    <p class="plain">{row.text.length > 240 ? `${row.text.slice(0, 240).replace(/\s+\S*$/, '')}…` : row.text}</p>
    <p class="row"><a href={`/${lang}/appeals/${row.number}`}>{row.number}</a><StageTag lang={lang} stage={row.stage} /><DueTag lang={lang} dueOn={row.dueOn as Day} today={on} stage={row.stage} />
      {row.officeOutcome && <span><span class="quiet small">{say(lang, w.officeShort)}</span> <OutcomeTag lang={lang} outcome={row.officeOutcome} /></span>}{row.verdict && <span><span class="quiet small">{say(lang, w.personShort)}</span> <VerdictTag lang={lang} verdict={row.verdict} /></span>}</p>
  </article>
);

// this month and two before: long enough for most answers to have met their person's verdict
const monthsBefore = 2;

const front = async (asked: Asked): Promise<Answer> => {
  const { lang, ctx } = asked;
  const on = today(ctx.clock);
  const period = wholeMonths(addMonths(on, -monthsBefore), on);
  const { total, cross } = await figuresFor(ctx, { ...period, today: on, territory: { code: country, depth: 1 } });
  // the sample of the time to a solution is the number of those solved; when that is too small to give out, so is this number
  const counted = cross.filter((one) => one.verdict === 'solved');
  const solved = total.toSolution?.sample ?? (counted.every((one) => one.count !== null) ? counted.reduce((sum, one) => sum + (one.count ?? 0), 0) : null);
  const latest = await read(ctx, async (q) => {
    const { rows } = await publicList(q, {});
    return { rows: rows.slice(0, 4), names: await namesFor(q, rows.slice(0, 4), lang) };
  });
  const figure = (value: number | null, text: string, small = say(lang, w.fewShort)) => <div class="box"><span class="fig">{value === null ? small : count(value)}</span><span>{text}</span></div>;
  return (
    <Page asked={asked} title={say(lang, w.frontTitle)} wide>
      <div class="column">
        <h1>{say(lang, w.frontTitle)}</h1>
        <p class="lead">{say(lang, w.frontLead)}</p>
        <p class="row"><a class="button big" href={`/${lang}/appeals/new`}>{say(lang, intakeWords.startTitle)}</a><a href={`/${lang}/follow`}>{say(lang, intakeWords.doneFollow)}</a></p>
      </div>
      <section aria-labelledby="period">
        <h2 id="period">{say(lang, w.frontPeriod)}</h2>
        <div class="figs">{figure(total.received, say(lang, w.frontReceived))}{figure(solved, say(lang, w.frontSolved), say(lang, w.underTen))}{figure(total.overdue, say(lang, w.frontOverdue))}</div>
        <p><a href={`/${lang}/figures?from=${period.from}&to=${period.to}`}>{say(lang, w.frontMore)}</a></p>
      </section>
      <section class="column">
        <h2>{say(lang, w.frontHow)}</h2>
        <ol><li>{say(lang, w.how1)}</li><li>{say(lang, w.how2)}</li><li>{say(lang, w.how3)}</li></ol>
      </section>
      {latest.rows.length > 0 && (
        <section class="column">
          <h2>{say(lang, w.frontLatest)}</h2>
          {latest.rows.map((row) => <Row key={row.number} lang={lang} row={row} names={latest.names} on={on} />)}
          <p><a href={`/${lang}/appeals`}>{say(lang, w.frontAll)}</a></p>
        </section>
      )}
    </Page>
  );
};

const list = (asked: Asked): Promise<Answer> => read(asked.ctx, async (q) => {
  const { lang, query } = asked;
  const place = query.get('place') ?? '';
  const territory = place ? (await territoriesByCodes(q, [place])).get(place) : undefined;
  const topicCode = query.get('topic') ?? '';
  const { rows, next } = await publicList(q, { ...(territory ? { territory: { code: territory.code, depth: territory.path.length } } : {}), ...(topicCode ? { topicCode } : {}) }, cursorOf(query.get('after')));
  const root = (await branchFor(q, undefined))?.territoryCode ?? country;
  const [allTopics, places, names] = [await topics(q), await territoryChildren(q, root), await namesFor(q, rows, lang)];
  const self = `/${lang}/appeals?${new URLSearchParams({ ...(place ? { place } : {}), ...(topicCode ? { topic: topicCode } : {}) }).toString()}`;
  return (
    <Page asked={asked} title={say(lang, w.listTitle)} wide>
      <h1>{say(lang, w.listTitle)}</h1>
      <p>{say(lang, w.listLead)}</p>
      <form class="filters" method="get">
        <Select lang={lang} name="topic" label={say(lang, w.filterTopic)} value={topicCode} empty={say(lang, w.allTopics)} choices={allTopics.map((one: Topic) => ({ value: one.code, text: nameOf(one, lang) }))} />
        <Select lang={lang} name="place" label={say(lang, w.filterPlace)} value={place} empty={say(lang, w.allPlaces)} choices={places.map((one: Territory) => ({ value: one.code, text: nameOf(one, lang) }))} />
        <button class="button second">{say(lang, w.show)}</button>
      </form>
      {rows.length === 0 ? <p class="note">{say(lang, w.listEmpty)}</p> : rows.map((row) => <Row key={row.number} lang={lang} row={row} names={names} on={today(asked.ctx.clock)} />)}
      <Pager lang={lang} first={query.get('after') ? self : null} next={next ? `${self}&after=${encodeURIComponent(`${next.publishedAt}~${next.id}`)}` : null} />
    </Page>
  );
});

/** The last row of the page before, as the link carries it; anything else begins at the beginning. */
const cursorOf = (text: string | null): PublicCursor | null => {
  const [publishedAt = '', id = ''] = (text ?? '').split('~');
  return isMoment(publishedAt) && /^\d{1,15}$/.test(id) ? { publishedAt, id: Number(id) } : null;
};

const one = (asked: Asked): Promise<Answer> => read(asked.ctx, async (q) => {
  const { lang } = asked;
  const row = await publicOne(q, asked.param('number'));
  if (!row) return refuse('appeal_not_found');
  const names = await namesFor(q, [row], lang);
  return (
    <Page asked={asked} title={say(lang, w.publishedOne, { number: row.number })}>
      <h1>{row.number}</h1>
      <p class="quiet">{[kindText(lang, row.kind), names.topic(row.topicCode)].filter(Boolean).join(' · ')}</p>
      <div class="words" lang={row.lang}>{row.text}</div>
      <Summary rows={[
        { label: say(lang, commonWords.place), value: await placeText(q, row.territoryPath.at(-1) ?? null, lang) || say(lang, commonWords.placeNone) },
        { label: say(lang, commonWords.registeredOn), value: longDay(lang, row.registeredOn) },
        { label: say(lang, commonWords.stage), value: <span class="row"><StageTag lang={lang} stage={row.stage} /><DueTag lang={lang} dueOn={row.dueOn as Day} today={today(asked.ctx.clock)} stage={row.stage} /></span> },
        { label: say(lang, commonWords.dueOn), value: longDay(lang, row.dueOn) },
        ...(row.answeredOn ? [{ label: say(lang, w.answeredOn), value: longDay(lang, row.answeredOn) }] : []),
        { label: say(lang, commonWords.officeKey), value: <OutcomeTag lang={lang} outcome={row.officeOutcome} /> },
        { label: say(lang, commonWords.personKey), value: <VerdictTag lang={lang} verdict={row.verdict} /> },
      ]} />
      <p><a href={`/${lang}/appeals`}>{say(lang, w.frontAll)}</a></p>
    </Page>
  );
});

export const publicRoutes: readonly Route[] = [
  page({ method: 'get', path: '/', may: anyoneMay, handler: front }),
  page({ method: 'get', path: '/appeals', may: anyoneMay, handler: list }),
  page({ method: 'get', path: '/appeals/:number{[A-Z0-9]+-[0-9]+-[0-9]+}', may: anyoneMay, handler: one }),
];
