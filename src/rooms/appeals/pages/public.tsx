import type { VNode } from 'preact';
import { today, type Day } from '../../../kernel/day.ts';
import { count, dayOf, longDay, shortDay } from '../../../kernel/show.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import { read, type Read } from '../../../platform/db.ts';
import { page, type Answer, type Asked, type Route } from '../../../platform/web.ts';
import { Select, TextField } from '../../../ui/fields.tsx';
import { Pager, Summary } from '../../../ui/parts.tsx';
import { Page } from '../../../ui/shell.tsx';
import { marks, parse, snippet, type FindQuery } from '../../recognition/contract.ts';
import { branchFor, country, inOrder, nameOf, territoriesByCodes, territoryChildren, topics, unitById, type Territory, type Topic, type Unit } from '../../units/contract.ts';
import { wholeMonths } from '../law/figures.ts';
import { isOpen } from '../law/stages.ts';
import { addMonths } from '../law/terms.ts';
import { anyoneMay } from '../policy.ts';
import { figuresFor } from '../store/figures.ts';
import { asked as questionOf, isMoment, publicList, publicOne, type PublicCursor, type PublicFilter, type PublicRow } from '../store/public.ts';
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

/** `query`: what was looked for, marked where it stands. */
const Row = ({ lang, row, names, on, query }: { lang: Lang; row: PublicRow; names: Names; on: Day; query?: FindQuery | undefined }): VNode => (
  <article class="article">
    <p class="quiet small">{[say(lang, w.publishedOn, { day: shortDay(dayOf(row.publishedAt)) }), say(lang, w.cameOn, { day: shortDay(row.registeredOn) }), names.topic(row.topicCode), names.place(row.territoryPath)].filter(Boolean).join(' · ')}</p>
    <p class="plain" lang={row.lang}>{query ? found(row.text, query) : row.text.length > 240 ? `${row.text.slice(0, 240).replace(/\s+\S*$/, '')}…` : row.text}</p>
    {query && row.answer?.text && marks(row.text, query).length === 0 && marks(row.answer.text, query).length > 0 && <p class="plain"><span class="quiet small">{say(lang, w.answer)}:</span> <span lang={row.lang}>{found(row.answer.text, query)}</span></p>}
    <p class="row"><a href={`/${lang}/appeals/${row.number}`}>{row.number}</a><StageTag lang={lang} stage={row.stage} />{row.officeOutcome === 'withdrawn' && <OutcomeTag lang={lang} outcome="withdrawn" />}<DueTag lang={lang} dueOn={row.dueOn as Day} today={on} stage={row.stage} />
      {row.officeOutcome && row.officeOutcome !== 'withdrawn' && <span><span class="quiet small">{say(lang, w.officeShort)}</span> <OutcomeTag lang={lang} outcome={row.officeOutcome} /></span>}{row.verdict && <span><span class="quiet small">{say(lang, w.personShort)}</span> <VerdictTag lang={lang} verdict={row.verdict} /></span>}</p>
  </article>
);

/** The part of a text where the words stand, with a mark on each. */
const found = (text: string, query: FindQuery) => snippet(text, marks(text, query)).map((piece, place) => (piece.found ? <mark key={place}>{piece.text}</mark> : piece.text));

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
        <div class="figs">{figure(total.received, say(lang, w.frontReceived))}{figure(solved, say(lang, w.frontSolved, { count: solved ?? 0 }), say(lang, w.underTen))}{figure(total.overdue, say(lang, w.frontOverdue))}</div>
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

/** More than anybody types; the rest of a longer line is not read. */
const longestQuestion = 200;

type Found = { readonly rows: readonly PublicRow[]; readonly next: PublicCursor | null; readonly query: FindQuery | undefined; /** found by the beginning of the last word */ readonly begun: boolean };

/** The list, or what of it has every word; and when nothing has, what has the last word for a beginning. */
const foundIn = async (q: Read, typed: string, filter: PublicFilter, cursor: PublicCursor | null, goOn: boolean): Promise<Found> => {
  const query = parse(typed);
  const words = questionOf(query);
  if (words === null) return { ...await publicList(q, filter, cursor), query: undefined, begun: false };
  const begunWords = questionOf(query, true);
  if (!(goOn && begunWords !== null)) {
    const page = await publicList(q, { ...filter, words }, cursor);
    if (page.rows.length > 0 || cursor !== null || begunWords === null) return { ...page, query: { ...query, prefix: null }, begun: false };
  }
  return { ...await publicList(q, { ...filter, words: begunWords ?? words }, cursor), query, begun: true };
};

const list = (asked: Asked): Promise<Answer> => read(asked.ctx, async (q) => {
  const { lang, query } = asked;
  const place = query.get('place') ?? '';
  const territory = place ? (await territoriesByCodes(q, [place])).get(place) : undefined;
  const topicCode = query.get('topic') ?? '';
  const typed = (query.get('q') ?? '').slice(0, longestQuestion).trim();
  const filter = { ...(territory ? { territory: { code: territory.code, depth: territory.path.length } } : {}), ...(topicCode ? { topicCode } : {}) };
  const page = await foundIn(q, typed, filter, cursorOf(query.get('after')), query.get('begun') === 'yes');
  const { rows, next } = page;
  const root = (await branchFor(q, undefined))?.territoryCode ?? country;
  const [allTopics, places, names] = [await topics(q), inOrder(await territoryChildren(q, root), lang), await namesFor(q, rows, lang)];
  const filters = { ...(place ? { place } : {}), ...(topicCode ? { topic: topicCode } : {}) };
  const href = (more: Readonly<Record<string, string>>) => { const text = new URLSearchParams({ ...(page.query ? { q: typed } : {}), ...filters, ...more }).toString(); return text === '' ? `/${lang}/appeals` : `/${lang}/appeals?${text}`; };
  return (
    <Page asked={asked} title={say(lang, page.query ? w.listTitleOf : w.listTitle, { text: typed })} wide>
      <h1>{say(lang, w.listTitle)}</h1>
      <p>{say(lang, w.listLead)}</p>
      <form method="get" role="search" aria-label={say(lang, w.searchBox)}>
        <TextField lang={lang} name="q" type="search" label={say(lang, w.searchBox)} hint={say(lang, w.searchHint)} value={typed} max={longestQuestion} />
        <div class="filters">
          <Select lang={lang} name="topic" label={say(lang, w.filterTopic)} value={topicCode} empty={say(lang, w.allTopics)} choices={allTopics.map((one: Topic) => ({ value: one.code, text: nameOf(one, lang) }))} />
          <Select lang={lang} name="place" label={say(lang, w.filterPlace)} value={place} empty={say(lang, w.allPlaces)} choices={places.map((one: Territory) => ({ value: one.code, text: nameOf(one, lang) }))} />
          <button class="button second">{say(lang, w.show)}</button>
        </div>
      </form>
      {page.query && <h2>{say(lang, w.searchFound, { text: typed })}</h2>}
      {page.begun && rows.length > 0 && <p class="quiet">{say(lang, w.searchBegun, { word: page.query?.prefix?.typed ?? '' })}</p>}
      {rows.map((row) => <Row key={row.number} lang={lang} row={row} names={names} on={today(asked.ctx.clock)} query={page.query} />)}
      {rows.length === 0 && (page.query || topicCode || place ? <Nothing lang={lang} searched={page.query !== undefined} filtered={topicCode !== '' || place !== ''} typed={typed} /> : <p class="note">{say(lang, w.listEmpty)}</p>)}
      <Pager lang={lang} first={query.get('after') ? href({}) : null} next={next ? href({ ...(page.begun ? { begun: 'yes' } : {}), after: `${next.publishedAt}~${next.id}` }) : null} />
    </Page>
  );
});

/** What to try when nothing was found, nearest first. */
const Nothing = ({ lang, searched, filtered, typed }: { lang: Lang; searched: boolean; filtered: boolean; typed: string }): VNode => (
  <div class="note">
    <p>{say(lang, w.searchNone)}</p>
    <ul>
      {searched && <li>{say(lang, w.searchFewer)}</li>}
      {filtered && <li><a href={searched ? `/${lang}/appeals?${new URLSearchParams({ q: typed }).toString()}` : `/${lang}/appeals`}>{say(lang, w.searchEverywhere)}</a></li>}
      {searched && <li><a href={`/${lang}/appeals`}>{say(lang, w.frontAll)}</a></li>}
      <li>{say(lang, w.searchOwn)} <a href={`/${lang}/appeals/new`}>{say(lang, intakeWords.startTitle)}</a></li>
    </ul>
  </div>
);

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
      {row.answer && <Answered lang={lang} row={row} answer={row.answer} by={await unitById(q, row.answer.unitId)} />}
      <Summary rows={[
        { label: say(lang, commonWords.place), value: await placeText(q, row.territoryPath.at(-1) ?? null, lang) || say(lang, commonWords.placeNone) },
        { label: say(lang, commonWords.registeredOn), value: longDay(lang, row.registeredOn) },
        { label: say(lang, commonWords.stage), value: <span class="row"><StageTag lang={lang} stage={row.stage} />{row.officeOutcome === 'withdrawn' && <OutcomeTag lang={lang} outcome="withdrawn" />}<DueTag lang={lang} dueOn={row.dueOn as Day} today={today(asked.ctx.clock)} stage={row.stage} /></span> },
        { label: say(lang, commonWords.dueOn), value: longDay(lang, row.dueOn) },
        ...(row.answeredOn ? [{ label: say(lang, w.answeredOn), value: longDay(lang, row.answeredOn) }] : []),
        // withdrawn, it has neither an answer nor anything to judge
        ...(row.officeOutcome === 'withdrawn' ? [] : [
          { label: say(lang, commonWords.officeKey), value: <OutcomeTag lang={lang} outcome={row.officeOutcome} /> },
          { label: say(lang, commonWords.personKey), value: <VerdictTag lang={lang} verdict={row.verdict} /> },
        ]),
      ]} />
      <p><a href={`/${lang}/appeals`}>{say(lang, w.frontAll)}</a></p>
    </Page>
  );
});

/** Who answered, when, and the words when a clerk has looked them through; while it is considered anew, the former answer says so. */
const Answered = ({ lang, row, answer, by }: { lang: Lang; row: PublicRow; answer: NonNullable<PublicRow['answer']>; by: Unit | null }): VNode => (
  <section aria-labelledby="answer">
    <h2 id="answer">{say(lang, w.answer)}</h2>
    <p class="quiet">{[by ? nameOf(by, lang) : '', row.answeredOn ? longDay(lang, row.answeredOn) : ''].filter(Boolean).join(' · ')}</p>
    {answer.text === null ? <p class="note">{say(lang, answer.anew ? w.answerAnew : w.answerWaits)}</p> : (
      <>
        {row.verdict === 'not_solved' && isOpen(row.stage) && <p class="note">{say(lang, w.answerFormer)}</p>}
        <div class="words" lang={row.lang}>{answer.text}</div>
      </>
    )}
  </section>
);

export const publicRoutes: readonly Route[] = [
  page({ method: 'get', path: '/', may: anyoneMay, handler: front }),
  page({ method: 'get', path: '/appeals', may: anyoneMay, handler: list }),
  page({ method: 'get', path: '/appeals/:number{[A-Z0-9]+-[0-9]+-[0-9]+}', may: anyoneMay, handler: one }),
];
