import type { VNode } from 'preact';
import { count, dayOf, shortDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { read, readInOrder } from '../../../../platform/db.ts';
import { seeOther, type Asked } from '../../../../platform/web.ts';
import { Note, OnPaper, Pager, Tag } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import type { Assignment } from '../../law.ts';
import { board, boardCounts, drawers, mostCounted, mostLooked, type BoardCounts, type BoardScope, type Drawer } from '../../store/board.ts';
import { viewsOf } from '../../store/views.ts';
import { boardWords as w, bulkWords, drawerEmpty, drawerWords, scopeWords } from '../../words/board.ts';
import { morningWords } from '../../words/morning.ts';
import { addressOf, filterOf, hrefOf, isFiltered, scopesOf, type BoardAddress } from './address.ts';
import { BulkBox } from './bulk.tsx';
import { choicesFor, Filters } from './filters.tsx';
import { Keys } from './keys.tsx';
import { daysOf, helpsWith, hrefOfRow, named, pathOfPromise, type Days, type Named } from './rows.ts';
import { mostRows } from './sheet.ts';
import { Due, Flags, StageTag } from './tags.tsx';
import { Views } from './views.tsx';

export type Said = { readonly status?: 200 | 409 | 422; readonly error?: string; readonly typedName?: string };

/** Everything the page shows, in twelve questions to the database at most. */
const seen = (asked: Asked, address: BoardAddress) => readInOrder(asked.ctx, async (q) => {
  const { ctx, lang } = asked;
  const { days, home } = await daysOf(ctx, q, address);
  const filter = filterOf(ctx.actor, address, days);
  // asked together: one round trip
  const [counts, page, views] = await Promise.all([boardCounts(q, filter), board(q, filter, address.after), ctx.actor.kind === 'staff' ? viewsOf(q, ctx.actor.accountId) : []]);
  const rows = await named(ctx, lang, q, page.rows);
  return { days, scope: filter.scope, counts, page, rows, views, choices: await choicesFor(ctx, lang, q, address, home, rows) };
});

export const boardPage = async (asked: Asked): Promise<VNode | Response> => {
  const { ctx, lang, query } = asked;
  // the bare address opens with the view that was chosen for it
  if ([...query].length === 0 && ctx.actor.kind === 'staff') {
    const { accountId } = ctx.actor;
    const first = (await read(ctx, (q) => viewsOf(q, accountId))).find((view) => view.first);
    if (first) return seeOther(`/${lang}/desk/control?${first.query || 'of='}`);
  }
  const address = addressOf(ctx.actor, query);
  const found = await seen(asked, address);
  const title = say(lang, w.title);
  const whole = !address.after && !found.page.next;
  const sheet = say(lang, whole ? w.most : w.sheetWhole, { count: count(mostRows) });
  return (
    <Desk asked={asked} title={title}>
      <div class="stack">
        <div class="spread">
          <h1>{title}</h1>
          <p class="row noprint">{scopesOf(ctx.actor).includes('control') && <a href={`/${lang}/desk/control/morning`}>{say(lang, morningWords.title)}</a>}<a href={`/${lang}/desk/control/agenda`}>{say(lang, morningWords.agenda)}</a></p>
        </div>
        <OnPaper lang={lang} at={ctx.clock.now()} who={ctx.actor.kind === 'staff' ? ctx.actor.name : ''} what={[say(lang, scopeWords[address.of]), say(lang, drawerWords[address.drawer])]}
          shown={found.rows.rows.length} whole={whole} total={isFiltered(address) ? null : shown(found.counts, address.drawer)}>{!whole && <> · {sheet}</>}</OnPaper>
        <Views asked={asked} address={address} views={found.views} />
        <Scopes asked={asked} address={address} />
        <Drawers asked={asked} address={address} counts={found.counts} />
        <Filters asked={asked} address={address} choices={found.choices} />
        {found.page.cut && <Note tone="warn">{say(lang, w.cut, { count: count(mostLooked) })}</Note>}
        {found.rows.rows.length === 0
          ? <p class="quiet">{say(lang, isFiltered(address) ? w.emptyFiltered : drawerEmpty[address.drawer])}</p>
          : <BulkBox asked={asked} address={address} rows={found.rows.rows}><List asked={asked} rows={found.rows} days={found.days} scope={found.scope} /></BulkBox>}
        <Pager lang={lang} first={address.after ? hrefOf(lang, address, {}) : null} next={found.page.next ? hrefOf(lang, address, { after: found.page.next }) : null} />
        {found.rows.rows.length > 0 && (
          <p class="row small noprint"><a href={hrefOf(lang, address, {}, '.csv')}>{say(lang, w.csv)}</a><a href={hrefOf(lang, address, {}, '.xlsx')}>{say(lang, w.xlsx)}</a><span class="quiet">{sheet}</span></p>
        )}
      </div>
      <Keys lang={lang} />
    </Desk>
  );
};

const Scopes = ({ asked: { lang, ctx }, address }: { asked: Asked; address: BoardAddress }): VNode | null => {
  const open = scopesOf(ctx.actor);
  return open.length < 2 ? null : (
    <nav class="row noprint" aria-label={say(lang, w.scope)}>
      {open.map((name) => name === address.of
        ? <b key={name} aria-current="true">{say(lang, scopeWords[name])}</b>
        : <a key={name} href={hrefOf(lang, address, { of: name })}>{say(lang, scopeWords[name])}</a>)}
    </nav>
  );
};

const shown = (counts: BoardCounts, drawer: Drawer): string => (counts.of[drawer] >= mostCounted ? `${mostCounted - 1}+` : `${counts.of[drawer]}${counts.least ? '+' : ''}`);

const Drawers = ({ asked: { lang }, address, counts }: { asked: Asked; address: BoardAddress; counts: BoardCounts }): VNode => (
  <nav aria-label={say(lang, w.drawers)}>
    <ul class="tabs">
      {drawers.map((drawer) => (
        <li key={drawer}>
          <a href={hrefOf(lang, address, { drawer })} aria-current={drawer === address.drawer ? 'page' : undefined}>
            {say(lang, drawerWords[drawer])}<span class={drawer === 'late' && counts.of.late > 0 ? 'count late' : 'count'}>{shown(counts, drawer)}</span>
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

const Helps = ({ lang, scope, a }: { lang: Lang; scope: BoardScope; a: Assignment }): VNode | null => {
  const help = helpsWith(scope, a);
  return help && <div><Tag tone="work">{say(lang, help)}</Tag></div>;
};

const List = ({ asked: { lang }, rows, days, scope }: { asked: Asked; rows: Named; days: Days; scope: BoardScope }): VNode => (
  <table class="list">
    <thead>
      <tr>
        <th scope="col" class="pick"><span class="hidden">{say(lang, bulkWords.title)}</span></th><th scope="col">{say(lang, w.number)}</th><th scope="col">{say(lang, w.task)}</th><th scope="col">{say(lang, w.person)}</th>
        <th scope="col">{say(lang, w.controller)}</th><th scope="col">{say(lang, w.due)}</th><th scope="col">{say(lang, w.stage)}</th>
      </tr>
    </thead>
    <tbody>
      {rows.rows.map((a) => (
        <tr key={a.id}>
          <td class="pick"><label class="tick"><input type="checkbox" name="id" value={a.id} /><span class="hidden">{say(lang, bulkWords.pick, { number: a.reference })}</span></label></td>
          <td class="head"><a class="nowrap" href={helpsWith(scope, a) ? `/${lang}${pathOfPromise(a)}` : hrefOfRow(lang, rows, a)}>{a.reference}</a>{!a.lead && <div><Tag tone="plain">{say(lang, a.source.kind === 'visit' ? w.ofVisit : w.beside)}</Tag></div>}<Helps lang={lang} scope={scope} a={a} /></td>
          <td class="whole matter"><span class="excerpt">{rows.text(a)}</span></td>
          <td class="whole who">{rows.person(a.executor.accountId)}{rows.away(a.executor.accountId) && <div class="small">{rows.away(a.executor.accountId)}</div>}<div class="quiet small">{rows.unit(a.executor.unitId)}</div></td>
          <td class="whole">{rows.person(a.controller.accountId) || <span class="quiet">{rows.unit(a.controller.unitId)}</span>}{rows.away(a.controller.accountId) && <div class="small">{rows.away(a.controller.accountId)}</div>}</td>
          <td class="nowrap due"><Due lang={lang} a={a} near={days} /></td>
          <td class="whole"><StageTag lang={lang} stage={a.stage} /><Flags lang={lang} a={a} />{days.stillSince > a.movedAt && <div class="quiet small">{say(lang, w.standsSince, { at: shortDay(dayOf(a.movedAt)) })}</div>}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
