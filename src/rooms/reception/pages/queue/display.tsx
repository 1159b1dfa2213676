import { createHash } from 'node:crypto';
import type { VNode } from 'preact';
import { today, wallClock } from '../../../../kernel/day.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { clockTime, shortDay } from '../../../../kernel/show.ts';
import { langs, say, type Sentence } from '../../../../kernel/words.ts';
import { visitor } from '../../../../kernel/actor.ts';
import { as } from '../../../../platform/ctx.ts';
import { read, write } from '../../../../platform/db.ts';
import { bare, html, page, type Answer, type Asked, type Route } from '../../../../platform/web.ts';
import { assetHref } from '../../../../ui/assets.ts';
import { nameOf, unitById } from '../../../units/contract.ts';
import { openScreen } from '../../acts/queue/take.ts';
import { screensMay } from '../../policy/queue.ts';
import { hold } from '../../store/queue.ts';
import { boardOf, type Board } from '../../store/queue/board.ts';
import { writeSeen, type Screen as ScreenRow } from '../../store/queue/screens.ts';
import { displayWords as w } from '../../words/queue-screens.ts';
import { Screen } from './frame.tsx';

const seenEveryMs = 60_000;
/** Without JavaScript the whole page is asked for again. */
const refreshSeconds = 5;

/** So many fit on a wall and are still read from its other end; the island knows the number too. */
const shownCalls = 6;

/** Another version of the program has another look: the page comes anew when these change. */
const versionNow = (): string => createHash('sha256').update(`${assetHref('display.js')} ${assetHref('queue-board.css')}`).digest('hex').slice(0, 12);

const three = (sentence: Sentence): VNode => <>{langs.map((lang) => <span key={lang} lang={lang}>{sentence[lang]}</span>)}</>;

const looked = async (asked: Asked): Promise<{ readonly screen: ScreenRow; readonly board: Board } | null> => {
  const screen = await openScreen(asked.ctx, asked.param('token'), 'display');
  if (isRefusal(screen)) return null;
  const now = asked.ctx.clock.now();
  if (screen.seenAt === null || now - screen.seenAt.getTime() > seenEveryMs) await write(as(asked.ctx, visitor), (tx) => writeSeen(tx, screen.id, new Date(now)));
  const board = await read(as(asked.ctx, visitor), async (q) => {
    await hold(q, `branch:${screen.branchId}`);
    return boardOf(q, screen.branchId, today(asked.ctx.clock), now);
  });
  return { screen, board };
};

/** What the board shows, as bare as can be: asked for every second, answered with 304 while nothing changes. `x-now`: the house's clock, for a television whose own is wrong. */
const state = async (asked: Asked): Promise<Answer> => {
  const found = await looked(asked);
  const now = { 'x-now': String(asked.ctx.clock.now()), 'cache-control': 'no-cache' };
  if (!found) return new Response('{"revoked":true}', { status: 404, headers: { 'content-type': 'application/json', ...now } });
  const body = JSON.stringify({ version: versionNow(), ...found.board });
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  // a proxy that packs the answer calls the tag weak
  if (asked.raw.req.header('if-none-match')?.replace(/^W\//, '') === etag) return new Response(null, { status: 304, headers: { etag, ...now } });
  return new Response(body, { headers: { 'content-type': 'application/json', etag, ...now } });
};

const show = async (asked: Asked): Promise<Answer> => {
  const found = await looked(asked);
  if (!found) return html(<Screen lang={asked.lang} title={say(asked.lang, w.title)} sheet="queue-board.css" class="board" refresh={60}><main class="board-none"><h1>{three(w.revoked)}</h1></main></Screen>, 404);
  const { screen, board } = found;
  const unit = await read(asked.ctx, (q) => unitById(q, screen.branchId));
  const [first, ...before] = board.calls.slice(0, shownCalls);
  const { on, minute } = wallClock(asked.ctx.clock.now());
  return (
    <Screen lang={asked.lang} title={say(asked.lang, w.title)} sheet="queue-board.css" islands={['display']} refresh={refreshSeconds} noscriptOnly class="board"
      data={{ state: `/display/${asked.param('token')}/state`, version: versionNow(), now: String(asked.ctx.clock.now()), seen: board.calls.map((one) => one.key).join(' ') }}>
      <header class="board-top">
        <div class="board-name">{unit && langs.map((lang) => <span key={lang} lang={lang}>{nameOf(unit, lang)}</span>)}</div>
        <time class="board-clock" data-clock>{clockTime(minute)}</time><span class="board-day" data-day>{shortDay(on)}</span>
      </header>
      <main class="board-main" aria-live="polite">
        <section class="board-now">
          <h1>{three(w.called)}</h1>
          <div data-first>{first ? <Call call={first} /> : <p class="board-nobody">{three(w.nobody)}</p>}</div>
        </section>
        <section class="board-before">
          <h2>{three(w.earlier)}</h2>
          <ol data-before>{before.map((one) => <li key={one.key}><b>{one.label}</b><span class="board-who">{one.name ?? ''}</span><i>{one.desk}</i></li>)}</ol>
        </section>
      </main>
      <footer class="board-foot">
        <h2>{three(w.waits)}</h2>
        <ul data-waits>{board.lanes.map((lane) => <li key={lane.letter}><b>{lane.letter}</b><span>{lane.waiting}</span></li>)}</ul>
        <button type="button" hidden data-sound>{three(w.sound)}</button>
      </footer>
      <div class="board-lost" role="alert" data-lost hidden><strong>{three(w.lost)}</strong><p>{three(w.lostMore)}</p></div>
      <template data-empty><p class="board-nobody">{three(w.nobody)}</p></template>
      <template data-call><div class="board-call"><b class="board-label" /><span class="board-to"><small>{three(w.desk)}</small><i /></span><span class="board-who" /></div></template>
    </Screen>
  );
};

const Call = ({ call }: { readonly call: Board['calls'][number] }): VNode => (
  <div class="board-call"><b class="board-label">{call.label}</b><span class="board-to"><small>{three(w.desk)}</small><i>{call.desk}</i></span><span class="board-who">{call.name ?? ''}</span></div>
);

export const displayRoutes: readonly Route[] = [
  page({ method: 'get', path: '/display/:token', may: screensMay, handler: show }),
  bare({ method: 'get', path: '/display/:token/state', may: screensMay, handler: state }),
];
