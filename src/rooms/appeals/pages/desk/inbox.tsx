import type { VNode } from 'preact';
import { today, type Day } from '../../../../kernel/day.ts';
import { shortDay, longDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import type { Asked } from '../../../../platform/web.ts';
import { Select } from '../../../../ui/fields.tsx';
import { Fold, OnPaper, Pager, Tag } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { calendarNamed, nearBy, type Near } from '../../../calendar/contract.ts';
import { peopleByIds } from '../../../people/contract.ts';
import { nameOf, territoriesByCodes, topics, unitsByIds, type Topic } from '../../../units/contract.ts';
import { inbox, inboxCounts, mostCounted, tabs, type InboxRow, type Tab } from '../../store/inbox.ts';
import { clockWords } from '../../words/clocks.ts';
import { deskWords } from '../../words/desk.ts';
import { emptyWords, tabWords } from '../../words/inbox.ts';
import { commonWords, kindWords } from '../../words/labels.ts';
import { urgencyWords } from '../../words/urgency.ts';
import { DueTag, StageTag, UrgentTag } from '../tags.tsx';
import { nearest } from '../term.tsx';
import { kindChoices } from './fields.ts';
import { SearchBox } from './find.tsx';
import { Keys } from './keys.tsx';
import { addressOf, homeOf, hrefOf, scopeOf, scopesOf, type InboxAddress } from './scope.ts';

const scopeWords = { mine: deskWords.ofMine, unit: deskWords.ofUnit, branch: deskWords.ofBranch } as const;

type Drawer = {
  readonly rows: readonly InboxRow[]; readonly next: { dueOn: string; id: number } | null; readonly counts: Readonly<Record<Tab, number>>; readonly topics: readonly Topic[];
  readonly place: (code: string | null) => string; readonly holder: (row: InboxRow) => string;
  /** the territory of the reader's own branch */
  readonly home: string | null;
  /** the first of those that cannot wait, over a list that is not theirs */
  readonly urgent: readonly InboxRow[];
  readonly near: Near;
};

/** More stand in their own drawer. */
const mostUrgent = 5;
/** What nobody has taken up yet stands before what is in somebody’s hands, whatever day it is due. */
const untouched = (row: InboxRow): number => (row.stage === 'registered' ? 1 : 0);
const over = (address: InboxAddress): boolean => (address.tab === 'all' || address.tab === 'new') && address.after === null && address.topic === '' && address.kind === '';

/** Twelve questions to the database at most: bodies are named in a branch's inbox, people in a body's own. */
const drawer = (asked: Asked, address: InboxAddress, now: Day): Promise<Drawer> => read(asked.ctx, async (q) => {
  const scope = scopeOf(asked.ctx.actor, address.of);
  // asked together: one round trip
  const [counts, allTopics, found] = await Promise.all([inboxCounts(q, scope, now), topics(q), inbox(q, {
    scope, tab: address.tab, today: now, ...(address.topic === '' ? {} : { topicCode: address.topic }), ...(address.kind === '' ? {} : { kind: address.kind }),
  }, address.after)]);
  const urgent = over(address) && counts.urgent > 0 ? (await inbox(q, { scope, tab: 'urgent', today: now })).rows.toSorted((a, b) => untouched(b) - untouched(a)).slice(0, mostUrgent) : [];
  const shown = [...urgent, ...found.rows];
  const reader = homeOf(asked.ctx.actor);
  const [units, people] = await Promise.all([
    unitsByIds(q, [...(address.of === 'branch' ? shown.map((row) => row.holderUnit) : []), ...(reader === undefined ? [] : [reader])]), peopleByIds(q, address.of === 'unit' ? shown.flatMap((row) => row.holderAccount ?? []) : []),
  ]);
  const own = reader === undefined ? undefined : units.get(reader);
  const home = address.of === 'branch' && own?.kind === 'branch' ? own.territoryCode : null;
  const [calendar, places] = await Promise.all([calendarNamed(q, own?.calendar ?? 'kz5'), territoriesByCodes(q, [...shown.flatMap((row) => row.territoryCode ?? []), ...(home === null ? [] : [home])])]);
  const near = nearBy(calendar, now);
  const named = (thing: Parameters<typeof nameOf>[0] | undefined) => (thing ? nameOf(thing, asked.lang) : '');
  return {
    ...found, counts, topics: allTopics, home, near, urgent,
    place: (code) => (code === null ? '' : named(places.get(code))),
    holder: (row) => (address.of === 'branch' ? named(units.get(row.holderUnit)) : people.get(row.holderAccount ?? 0)?.name ?? ''),
  };
});

const shown = (counted: number): string => (counted >= mostCounted ? `${mostCounted - 1}+` : String(counted));

export const inboxPage = async (asked: Asked): Promise<VNode> => {
  const { lang, ctx } = asked;
  const address = addressOf(ctx.actor, asked.query);
  const now = today(ctx.clock);
  const found = await drawer(asked, address, now);
  const filtered = address.topic !== '' || address.kind !== '';
  return (
    <Desk asked={asked} title={say(lang, deskWords.inboxTitle)}>
      <div class="stack">
        <div class="spread">
          <h1>{say(lang, deskWords.inboxTitle)}</h1>
          <SearchBox lang={lang} />
        </div>
        <OnPaper lang={lang} at={ctx.clock.now()} who={ctx.actor.kind === 'staff' ? ctx.actor.name : ''} what={[say(lang, scopeWords[address.of]), say(lang, tabWords[address.tab])]}
          shown={found.rows.length} whole={address.after === null && found.next === null} total={filtered ? null : shown(found.counts[address.tab])} />
        <div class="spread">
          <Scopes asked={asked} address={address} />
          {found.home !== null && <a href={`/${lang}/figures/${found.home}`}>{say(lang, deskWords.figuresOf, { place: found.place(found.home) })}</a>}
        </div>
        <nav aria-label={say(lang, deskWords.tabs)}>
          <ul class="tabs">
            {tabs.map((tab) => (
              <li key={tab}>
                <a href={hrefOf(lang, address, { tab })} aria-current={tab === address.tab ? 'page' : undefined}>
                  {say(lang, tabWords[tab])}<span class={(tab === 'overdue' || tab === 'urgent') && found.counts[tab] > 0 ? 'count late' : 'count'}>{shown(found.counts[tab])}</span>
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <Urgent asked={asked} address={address} found={found} />
        <Filters asked={asked} address={address} topics={found.topics} />
        {found.rows.length === 0 ? <p class="quiet">{say(lang, filtered ? deskWords.emptyFiltered : emptyWords[address.tab])}</p> : <List asked={asked} found={found} rows={found.rows} of={address.of} />}
        <Pager lang={lang} first={address.after ? hrefOf(lang, address, {}) : null} next={found.next ? hrefOf(lang, address, { after: found.next }) : null} />
      </div>
      <Keys lang={lang} />
    </Desk>
  );
};

const Scopes = ({ asked: { lang, ctx }, address }: { asked: Asked; address: InboxAddress }): VNode | null => {
  const open = scopesOf(ctx.actor);
  return open.length < 2 ? null : (
    <nav class="row" aria-label={say(lang, deskWords.scope)}>
      {open.map((name) => name === address.of
        ? <b key={name} aria-current="true">{say(lang, scopeWords[name])}</b>
        : <a key={name} href={hrefOf(lang, address, { of: name })}>{say(lang, scopeWords[name])}</a>)}
    </nav>
  );
};

const Filters = ({ asked: { lang }, address, topics: all }: { asked: Asked; address: InboxAddress; topics: readonly Topic[] }): VNode => (
  <Fold title={say(lang, deskWords.filter)} open={address.topic !== '' || address.kind !== ''}>
    <form class="filters" action={`/${lang}/desk/appeals`}>
      <input type="hidden" name="of" value={address.of} />
      <input type="hidden" name="tab" value={address.tab} />
      <Select lang={lang} name="topic" label={say(lang, commonWords.topic)} empty={say(lang, deskWords.any)} value={address.topic} choices={all.map((topic) => ({ value: topic.code, text: nameOf(topic, lang) }))} />
      <Select lang={lang} name="kind" label={say(lang, commonWords.kind)} empty={say(lang, deskWords.any)} value={address.kind} choices={kindChoices(lang)} />
      <button class="button second">{say(lang, deskWords.filter)}</button>
      {(address.topic !== '' || address.kind !== '') && <a href={hrefOf(lang, address, { topic: '', kind: '' })}>{say(lang, deskWords.filterClear)}</a>}
    </form>
  </Fold>
);

/** The nearer of two days, and which of them it is. */
const Due = ({ lang, row, counted }: { lang: Lang; row: InboxRow; counted: Near }): VNode => {
  const near = nearest(row);
  return (
    <>
      <time dateTime={near.on} title={longDay(lang, near.on)}>{shortDay(near.on)}</time><div><DueTag lang={lang} dueOn={near.on} today={counted.today} near={counted} stage={row.stage} /></div>
      {row.own !== null && <div class="quiet small">{say(lang, near.promise ? clockWords.promiseShort : clockWords.bodyShort)}</div>}
    </>
  );
};

/** Danger is read before anything else, whatever day it is due. */
const Urgent = ({ asked, address, found }: { asked: Asked; address: InboxAddress; found: Drawer }): VNode | null => found.urgent.length === 0 ? null : (
  <section aria-labelledby="urgent">
    <div class="spread">
      <h2 id="urgent">{say(asked.lang, urgencyWords.first)}</h2>
      {found.counts.urgent > found.urgent.length && <a href={hrefOf(asked.lang, address, { tab: 'urgent' })}>{say(asked.lang, urgencyWords.all, { count: found.counts.urgent })}</a>}
    </div>
    <List asked={asked} found={found} rows={found.urgent} of={address.of} />
  </section>
);

const List = ({ asked: { lang }, found, rows, of }: { asked: Asked; found: Drawer; rows: readonly InboxRow[]; of: InboxAddress['of'] }): VNode => {
  const topicNames = new Map(found.topics.map((topic) => [topic.code, nameOf(topic, lang)]));
  return (
    <table class="list">
      <thead>
        <tr>
          <th scope="col">{say(lang, commonWords.number)}</th><th scope="col">{say(lang, deskWords.text)}</th><th scope="col">{say(lang, commonWords.topic)}</th>
          {of !== 'mine' && <th scope="col">{say(lang, commonWords.holder)}</th>}<th scope="col">{say(lang, deskWords.due)}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td class="head"><a class="nowrap" href={`/${lang}/desk/appeals/${row.number}`}>{row.number}</a><div><StageTag lang={lang} stage={row.stage} /></div></td>
            <td class="whole matter"><strong>{row.who ?? say(lang, commonWords.anonymous)}</strong>{row.urgency !== null && ' '}<UrgentTag lang={lang} sign={row.urgency} />{row.cameBack && <> <Tag tone="late">{say(lang, deskWords.cameBack)}</Tag></>}<span class="excerpt">{row.excerpt}</span></td>
            <td class="whole">{row.topicCode === null ? <span class="quiet">{say(lang, commonWords.topicNone)}</span> : topicNames.get(row.topicCode) ?? row.topicCode}
              <div class="quiet small">{[kindWords[row.kind][lang], found.place(row.territoryCode)].filter(Boolean).join(', ')}</div></td>
            {of !== 'mine' && <td class="whole">{found.holder(row) || <span class="quiet">–</span>}</td>}
            <td class="nowrap due"><Due lang={lang} row={row} counted={found.near} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
