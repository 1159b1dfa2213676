import type { VNode } from 'preact';
import { addDays, weekday, type Day } from '../../../kernel/day.ts';
import { say, type Sentence } from '../../../kernel/words.ts';
import { readInOrder } from '../../../platform/db.ts';
import { page, type Answer, type Asked, type Route } from '../../../platform/web.ts';
import { Note } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import type { Near } from '../../calendar/contract.ts';
import { controllersMay } from '../policy.ts';
import { board, boardCounts, mostCounted, type BoardFilter } from '../store/board.ts';
import { scopeWords } from '../words/board.ts';
import { morningWords as w } from '../words/morning.ts';
import { hrefOf, scopeOf, scopesOf, usualDays, type BoardAddress, type ScopeName } from './board/address.ts';
import { daysOf, hrefOfRow, named, type Named } from './board/rows.ts';
import { Due, Flags, StageTag } from './board/tags.tsx';

/** So many of each: a screen holds them, the board holds the rest. */
const firstOfEach = 10;

type Part = { readonly drawer: 'soon' | 'reported' | 'waits' | 'returned'; readonly key: string; readonly title: Sentence; readonly none: Sentence };
const parts: readonly Part[] = [
  { drawer: 'soon', key: '1', title: w.week, none: w.weekNone },
  { drawer: 'reported', key: '2', title: w.reported, none: w.reportedNone },
  { drawer: 'waits', key: '3', title: w.waits, none: w.waitsNone },
  { drawer: 'returned', key: '4', title: w.returned, none: w.returnedNone },
];

/** Sunday of this week; on a day off, of the week that begins. */
const endOfWeek = (on: Day): Day => addDays(on, weekday(on) > 5 ? 14 - weekday(on) : 7 - weekday(on));

const scopes = ['control', 'branch', 'below', 'country'] as const satisfies readonly ScopeName[];

const morningPage = async (asked: Asked): Promise<Answer> => {
  const { ctx, lang, query } = asked;
  const mine = scopesOf(ctx.actor);
  const open = scopes.filter((name) => mine.includes(name));
  const of = open.find((name) => name === query.get('of')) ?? (open.includes('branch') ? 'branch' : 'control');
  const found = await readInOrder(ctx, async (q) => {
    const { days } = await daysOf(ctx, q, { days: usualDays });
    const filter: Omit<BoardFilter, 'drawer'> = { today: days.today, stillSince: days.stillSince, soonUntil: endOfWeek(days.today), scope: scopeOf(ctx.actor, of) };
    // asked together, and the names of everybody in all four once
    const [counts, ...pages] = await Promise.all([boardCounts(q, filter), ...parts.map((part) => board(q, { ...filter, drawer: part.drawer }, null, firstOfEach))]);
    const names = await named(ctx, lang, q, pages.flatMap((one) => one.rows));
    const shownIds = new Set(names.rows.map((a) => a.id));
    const lists = pages.map((one): Named => ({ ...names, rows: one.rows.filter((a) => shownIds.has(a.id)) }));
    return { days, until: filter.soonUntil, counts, lists };
  });
  const shown = (count: number): string => (count >= mostCounted ? `${mostCounted - 1}+` : `${count}${found.counts.least ? '+' : ''}`);
  const address: BoardAddress = { of, drawer: 'all', days: usualDays, until: '', unit: null, person: null, source: '', place: '', number: '', after: null };
  const hrefFor = (part: Part): string => hrefOf(lang, address, part.drawer === 'soon' ? { until: found.until } : { drawer: part.drawer });
  const { late } = found.counts.of;
  return (
    <Desk asked={asked} title={say(lang, w.title)}>
      <div class="stack">
        <div class="spread"><h1>{say(lang, w.title)}</h1><p class="row noprint"><a href={`/${lang}/desk/control`}>{say(lang, w.board)}</a><a href={`/${lang}/desk/control/agenda`}>{say(lang, w.agenda)}</a></p></div>
        {open.length > 1 && (
          <nav class="row noprint" aria-label={say(lang, w.scope)}>
            {open.map((name) => name === of ? <b key={name} aria-current="true">{scopeText(asked, name)}</b> : <a key={name} href={`/${lang}/desk/control/morning?of=${name}`}>{scopeText(asked, name)}</a>)}
          </nav>
        )}
        {late > 0 && <Note tone="late"><a href={hrefOf(lang, address, { drawer: 'late' })}>{say(lang, w.late, { count: late })}</a></Note>}
        {parts.map((part, at) => (
          <details key={part.drawer} class="morning" data-key={part.key} open>
            <summary><strong>{say(lang, part.title)}</strong> <span class="count number">{shown(found.counts.of[part.drawer])}</span> <kbd aria-hidden="true">{part.key}</kbd></summary>
            <Rows asked={asked} list={found.lists[at]} near={found.days} none={say(lang, part.none)} />
            {found.counts.of[part.drawer] > firstOfEach && <p><a href={hrefFor(part)}>{say(lang, w.all)}<span class="hidden">: {say(lang, part.title)}</span></a></p>}
          </details>
        ))}
      </div>
    </Desk>
  );
};

const scopeText = ({ lang }: Asked, name: (typeof scopes)[number]): string => say(lang, name === 'control' ? w.ofControl : name === 'branch' ? w.ofBranch : scopeWords[name]);

const Rows = ({ asked: { lang }, list, near, none }: { asked: Asked; list: Named | undefined; near: Near; none: string }): VNode => !list || list.rows.length === 0 ? <p class="quiet">{none}</p> : (
  <table class="list">
    <tbody>
      {list.rows.map((a) => (
        <tr key={a.id}>
          <td class="head"><a class="nowrap" href={hrefOfRow(lang, list, a)}>{a.reference}</a></td>
          <td class="whole matter"><span class="excerpt">{list.text(a)}</span></td>
          <td class="whole who">{list.person(a.executor.accountId)}{list.away(a.executor.accountId) && <div class="small">{list.away(a.executor.accountId)}</div>}<div class="quiet small">{list.unit(a.executor.unitId)}</div></td>
          <td class="nowrap due"><Due lang={lang} a={a} near={near} /></td>
          <td class="whole"><StageTag lang={lang} stage={a.stage} /><Flags lang={lang} a={a} /></td>
        </tr>
      ))}
    </tbody>
  </table>
);

export const morningRoutes: readonly Route[] = [page({ method: 'get', path: '/desk/control/morning', may: controllersMay, handler: morningPage })];
