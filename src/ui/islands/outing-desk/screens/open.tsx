import type { VNode } from 'preact';
import { useEffect, useReducer, useState } from 'preact/hooks';
import { say, type Lang } from '../../../../kernel/words.ts';
import type { Desk, Entry } from '../desk.ts';
import { isFull } from '../room.ts';
import { startSync, type Ending, type Sync } from '../sync.ts';
import { shown, type Safe } from '../safe.ts';
import { wipeStore, type Plain } from '../store.ts';
import { syncWords } from '../words.ts';
import type { At } from './given.ts';
import { Home } from './home.tsx';
import { Locked, type Wiped } from './locked.tsx';
import { Receipt } from './receipt.tsx';
import { Visit } from './visit.tsx';

/** Left alone for ten minutes it locks itself. */
export const idleMs = 600_000;
const lookEveryMs = 15_000;

/** What the driver of a journey may hold: the same acts as the screens'. */
type Handle = { outingDesk?: Desk };

const useIdle = (lock: () => void, of: unknown): void => {
  useEffect(() => {
    let last = Date.now();
    const touched = (): void => { last = Date.now(); };
    const look = (): void => { if (Date.now() - last > idleMs) lock(); };
    const timer = setInterval(look, lookEveryMs);
    // a tablet that slept is looked at when it wakes
    document.addEventListener('visibilitychange', look);
    for (const event of ['pointerdown', 'keydown', 'input']) addEventListener(event, touched, { passive: true });
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      for (const event of ['pointerdown', 'keydown', 'input']) removeEventListener(event, touched);
    };
  }, [of]);
};

export const Open = ({ lang, desk, lock, wiped }: { lang: Lang; desk: Desk; lock: () => void; wiped: (how: Wiped) => void }): VNode | null => {
  const [, draw] = useReducer<number, undefined>((n) => n + 1, 0);
  const [at, go] = useState<At>({ at: 'home' });
  const [full, setFull] = useState(false);
  const [curtain, setCurtain] = useState<Plain | null>(null);
  const [sync, setSync] = useState<Sync | null>(null);

  /** What is on its way goes on behind the curtain; otherwise nothing stays open. */
  const leave = async (): Promise<void> => {
    await desk.flush();
    const plain = sync?.going.state === 'sending' || desk.state.settings.ending ? await shown() : null;
    if (plain) return setCurtain(plain);
    sync?.stop();
    desk.shut();
    lock();
  };
  const lift = async (safe: Safe): Promise<void> => {
    safe.shut();
    setCurtain(null);
  };
  const over = async (how: Ending | 'time', link: Sync): Promise<void> => {
    link.stop();
    desk.shut();
    await wipeStore();
    wiped(how);
    if (how !== 'time') await link.sayWiped();
  };
  const lookAtTime = async (link: Sync): Promise<void> => {
    const { kit, entries } = desk.state;
    if (kit && Date.now() >= Date.parse(kit.wipeAt)) await desk.purge();
    if (!desk.state.kit && entries.length === 0) await over('time', link);
  };
  useIdle(() => void leave(), sync);
  useEffect(() => {
    const link: Sync = startSync(desk, { tell: () => draw(undefined), over: (how) => void over(how, link) });
    // what was kept past its time goes with the last that arrives
    const stop = desk.listen(() => {
      draw(undefined);
      if (!desk.state.kit && desk.state.entries.length === 0) void lookAtTime(link);
    });
    setSync(link);
    link.wake();
    const timer = setInterval(() => void lookAtTime(link), lookEveryMs);
    void lookAtTime(link);
    const hide = (): void => void desk.flush();
    document.addEventListener('visibilitychange', hide);
    addEventListener('pagehide', hide);
    (globalThis as Handle).outingDesk = desk;
    return () => {
      stop();
      link.stop();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', hide);
      removeEventListener('pagehide', hide);
      delete (globalThis as Handle).outingDesk;
    };
  }, [desk]);

  /** A full tablet is said in words, and nothing is shown as kept that is not. */
  const act = <T,>(work: () => Promise<T>): Promise<T | undefined> => work().then((done) => {
    setFull(false);
    return done;
  }, (error: unknown) => {
    if (!isFull(error)) throw error;
    setFull(true);
    return undefined;
  });
  if (!sync) return null;
  if (curtain) return <Locked lang={lang} plain={curtain} opened={lift} wiped={() => wiped('tries')} />;
  const shared = { lang, desk, act, go };
  return (
    <>
      {(full || desk.state.full) && <p class="note late" role="alert">{say(lang, syncWords.roomFull)}</p>}
      {at.at === 'visit' && desk.state.draft && desk.state.kit ? <Visit {...shared} kit={desk.state.kit} draft={desk.state.draft} finished={(made: Entry) => { sync.wake(); go({ at: 'receipt', entry: made }); }} />
        : at.at === 'receipt' && at.entry.act.what === 'visit' ? <Receipt {...shared} entry={at.entry} visit={at.entry.act} />
        : <Home {...shared} sync={sync} leave={() => void leave()} />}
    </>
  );
};
