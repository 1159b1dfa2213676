import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { wallClock } from '../../../../kernel/day.ts';
import { clockTime, untilDay } from '../../../../kernel/show.ts';
import { say } from '../../../../kernel/words.ts';
import type { Entry } from '../desk.ts';
import { personIn } from '../draft.ts';
import { leftIn } from '../numbers.ts';
import { nameOf } from '../people.ts';
import type { Sync } from '../sync.ts';
import { homeWords as w, lockWords } from '../words.ts';
import type { Kit, OldPromise } from '../wire.ts';
import { Link, Warnings } from './link.tsx';
import type { Shared } from './given.ts';

/** The day: whoever is next, the promises of the last time, whom we had, and the link. */
export const Home = ({ sync, leave, ...shared }: Shared & { sync: Sync; leave: () => void }): VNode => {
  const { lang, desk, go } = shared;
  const { kit, draft, settings } = desk.state;
  const begin = (): void => {
    if (!draft) desk.begin();
    go({ at: 'visit' });
  };
  return (
    <section class="outing-home">
      <h1 tabIndex={-1}>{kit ? kit.outing.names[lang] : say(lang, lockWords.title)}</h1>
      <Warnings lang={lang} desk={desk} />
      {kit && !settings.ending && (
        <>
          <Presence {...shared} kit={kit} />
          <button type="button" class="button big outing-main" onClick={begin}>{draft ? say(lang, w.goOn, { name: nameOf(personIn(draft)) || say(lang, w.unnamed) }) : say(lang, w.receive)}</button>
          <Promises {...shared} kit={kit} />
        </>
      )}
      <Today {...shared} />
      <Link lang={lang} desk={desk} sync={sync} />
      {kit && !settings.ending && <p class={desk.isLow() ? 'note warn' : 'quiet small'}>{say(lang, w.numbersLeft, { appeals: leftIn(desk.state.numbers.appeal), visits: leftIn(desk.state.numbers.visit) })} {desk.isLow() && say(lang, w.numbersFew)}</p>}
      <div class="row outing-foot">
        <button type="button" class="button second" onClick={leave}>{say(lang, lockWords.lock)}</button>
      </div>
      <Ending {...shared} sync={sync} />
    </section>
  );
};

const Presence = ({ lang, desk, act, kit }: Shared & { kit: Kit }): VNode => (
  <div class="field">
    <label for="presence">{say(lang, w.presence)}</label>
    <select id="presence" value={desk.state.settings.officialId ?? ''} onChange={(event) => void act(() => desk.settle({ officialId: Number(event.currentTarget.value) || null }))}>
      <option value="">{say(lang, w.clerkAlone, { name: kit.clerk.name })}</option>
      {kit.officials.map((one) => <option key={one.accountId} value={one.accountId}>{one.name}</option>)}
    </select>
  </div>
);

/** What was said to it: still here, or arrived. */
const saidOf = ({ desk }: Shared, promiseId: number): string | null =>
  desk.state.entries.flatMap(({ act }) => (act.what === 'promise_put' && act.promiseId === promiseId ? [act.said] : [])).at(-1) ?? desk.state.done.find((one) => one.promiseId === promiseId)?.said ?? null;

const Promises = (shared: Shared & { kit: Kit }): VNode | null => {
  const { lang, kit } = shared;
  if (kit.promises.length === 0) return null;
  return (
    <details class="box outing-promises" open={shared.desk.state.entries.length + shared.desk.state.done.length === 0}>
      <summary>{say(lang, w.promises)} <span class="number">{kit.promises.length}</span></summary>
      <p class="quiet">{say(lang, w.promisesText)}</p>
      <ul class="outing-list">{kit.promises.map((one) => <PromiseLine key={one.promiseId} {...shared} promise={one} />)}</ul>
    </details>
  );
};

const PromiseLine = ({ promise, ...shared }: Shared & { promise: OldPromise }): VNode => {
  const { lang, desk, act } = shared;
  const [said, setSaid] = useState('');
  const kept = saidOf(shared, promise.promiseId);
  const keep = (event: Event): void => {
    event.preventDefault();
    if (said.trim() !== '') void act(() => desk.put(promise.promiseId, said));
  };
  return (
    <li>
      <b class="plain">{promise.text}</b> {promise.late && <span class="tag late">{say(lang, w.late)}</span>}
      <p class="small">{say(lang, w.promiseBy, { by: promise.by, due: untilDay(lang, promise.dueOn), to: promise.to })}</p>
      {kept === null
        ? <form onSubmit={keep} autocomplete="off" class="outing-said">
            <label class="hidden" for={`said-${promise.promiseId}`}>{say(lang, w.saidAsk)}: {promise.text}</label>
            <input id={`said-${promise.promiseId}`} placeholder={say(lang, w.saidAsk)} maxLength={2000} value={said} onInput={(event) => setSaid(event.currentTarget.value)} />
            <button class="button second">{say(lang, w.saidKeep)}</button>
          </form>
        : <p class="note done">{say(lang, w.saidKept, { said: kept })}</p>}
    </li>
  );
};

type Shown = { readonly seq: number; readonly madeAt: number; readonly number: string; readonly name: string; readonly state: 'waits' | 'sent' | 'conflict' | 'stuck'; readonly entry: Entry | null };
const shownOf = ({ lang, desk }: Shared): readonly Shown[] => [
  ...desk.state.entries.flatMap((entry): Shown[] => (entry.act.what !== 'visit' ? [] : [{
    seq: entry.seq, madeAt: entry.madeAt, number: entry.act.number, name: entry.act.quiet ? say(lang, w.quietName) : nameOf(entry.act.person), state: entry.refused ? 'stuck' : 'waits', entry }])),
  ...desk.state.done.flatMap((one): Shown[] => (one.what !== 'visit' ? [] : [{
    seq: one.seq, madeAt: one.madeAt, number: one.number, name: one.quiet ? say(lang, w.quietName) : one.name, state: one.conflict ? 'conflict' : 'sent', entry: null }])),
].toSorted((a, b) => b.seq - a.seq);
const looks = { waits: 'work', sent: 'done', conflict: 'soon', stuck: 'late' } as const;
const mostListed = 300;

const Today = (shared: Shared): VNode => {
  const { lang, desk, act, go } = shared;
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 5_000);
    return () => clearInterval(timer);
  }, []);
  const all = shownOf(shared);
  const undo = (entry: Entry): void => void act(() => desk.undo(entry)).then((back) => { if (back) go({ at: 'visit' }); });
  return (
    <>
      <h2>{say(lang, w.today)} <span class="number">{all.length}</span></h2>
      {all.length === 0 && <p class="quiet">{say(lang, w.todayNone)}</p>}
      <ul class="outing-list">
        {all.slice(0, mostListed).map((one) => (
          <li key={one.seq}>
            <div class="spread"><b>{one.name}</b><span class={`tag ${looks[one.state]}`}>{say(lang, w[one.state])}</span></div>
            <p class="small quiet"><span class="number">{clockTime(wallClock(one.madeAt).minute)}</span> · <span class="nowrap">{one.number}</span></p>
            {one.entry?.draft && <button type="button" class="button link outing-again" onClick={() => one.entry && go({ at: 'receipt', entry: one.entry })}>{say(lang, w.slip)}<span class="hidden"> {one.number}</span></button>}
            {one.entry && desk.mayUndo(one.entry) && !desk.state.draft && <button type="button" class="button link" onClick={() => one.entry && undo(one.entry)}>{say(lang, w.undo)}<span class="hidden"> {one.number}</span></button>}
          </li>
        ))}
      </ul>
    </>
  );
};

const Ending = ({ lang, desk, act, sync }: Shared & { sync: Sync }): VNode => {
  const [asking, ask] = useState(false);
  if (desk.state.settings.ending) return <p class="note warn" role="status">{say(lang, w.endGoing)}</p>;
  if (!asking) return <p><button type="button" class="button grave" onClick={() => ask(true)}>{say(lang, w.end)}</button></p>;
  return (
    <div class="box">
      <p>{say(lang, desk.state.draft ? w.endDraft : w.endText)}</p>
      <div class="row">
        {!desk.state.draft && <button type="button" class="button grave" onClick={() => void act(() => desk.end()).then(() => sync.wake())}>{say(lang, w.endSure)}</button>}
        <button type="button" class="button second" onClick={() => ask(false)}>{say(lang, w.back)}</button>
      </div>
    </div>
  );
};
