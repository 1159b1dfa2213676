import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { moment } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import type { Desk } from '../desk.ts';
import { hasSpare } from '../room.ts';
import type { Sync } from '../sync.ts';
import { syncWords as w } from '../words.ts';

const clockMayBeMs = 120_000;
const wipeSoonMs = 12 * 3_600_000;
const lookEveryMs = 60_000;

/** What is told before it is too late: a wrong clock, a full tablet, the day of wiping. */
export const Warnings = ({ lang, desk }: { lang: Lang; desk: Desk }): VNode => {
  const [tight, setTight] = useState(false);
  const { kit, entries, settings: { aheadMs } } = desk.state;
  useEffect(() => {
    const look = (): void => void hasSpare().then((spare) => setTight(!spare));
    look();
    const timer = setInterval(look, lookEveryMs);
    return () => clearInterval(timer);
  }, [entries.length]);
  const wipeAt = kit ? Date.parse(kit.wipeAt) : null;
  return (
    <>
      {Math.abs(aheadMs) > clockMayBeMs && <p class="note warn">{say(lang, w.clockWrong, { minutes: Math.round(Math.abs(aheadMs) / 60_000) })}</p>}
      {tight && <p class="note warn">{say(lang, w.roomLow)}</p>}
      {wipeAt !== null && entries.length > 0 && desk.now() > wipeAt - wipeSoonMs && <p class="note late" role="alert">{say(lang, w.wipeSoon, { at: moment(new Date(wipeAt)), n: entries.length })}</p>}
      {kit === null && entries.length > 0 && <p class="note late" role="alert">{say(lang, w.wipePast, { n: entries.length })}</p>}
    </>
  );
};

const sentence = (lang: Lang, desk: Desk, { state, done, total, code }: Sync['going']): string => {
  const n = desk.state.entries.length;
  if (state === 'stopped') return say(lang, w.stopped, { code: code ?? '' });
  if (n === 0) return say(lang, w.allSent);
  if (state === 'sending') return say(lang, w.sending, { done, total });
  return state === 'pause' ? say(lang, w.pause, { n }) : say(lang, w.waiting, { n });
};

/** How far the handing over is, in words; a button for whoever does not want to wait. */
export const Link = ({ lang, desk, sync }: { lang: Lang; desk: Desk; sync: Sync }): VNode => {
  const conflicts = desk.state.done.filter((one) => one.conflict !== null);
  return (
    <section class={`box outing-link ${sync.going.state}`}>
      <h2>{say(lang, w.title)}</h2>
      <p role="status">{sentence(lang, desk, sync.going)}</p>
      {desk.state.entries.length > 0 && sync.going.state !== 'sending' && <button type="button" class="button second" onClick={sync.wake}>{say(lang, w.now)}</button>}
      {conflicts.length > 0 && (
        <>
          <h3>{say(lang, w.conflicts)} <span class="number">{conflicts.length}</span></h3>
          <p class="small">{say(lang, w.conflictsText)}</p>
          <ul class="outing-list">{conflicts.map((one) => <li key={one.seq}><span class="nowrap">{one.number}</span></li>)}</ul>
        </>
      )}
    </section>
  );
};
