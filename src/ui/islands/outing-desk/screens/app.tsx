import { useEffect, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { isLang, langs, say, type Lang } from '../../../../kernel/words.ts';
import { uiWords } from '../../../words.ts';
import { isFit } from '../board.ts';
import { openDesk, type Desk } from '../desk.ts';
import { shown, type Safe } from '../safe.ts';
import { laySpare } from '../room.ts';
import { wipeStore, type Plain } from '../store.ts';
import { lockWords as w } from '../words.ts';
import type { Installing } from '../wire.ts';
import { Install, Ready } from './install.tsx';
import { Locked, Plainly, type Wiped } from './locked.tsx';
import { Open } from './open.tsx';

type Phase =
  | { readonly at: 'reading' | 'unfit' | 'nothing' | 'otherTab' }
  | { readonly at: 'install'; readonly installing: Installing; readonly before: Plain | null }
  | { readonly at: 'ready' | 'open'; readonly desk: Desk }
  | { readonly at: 'locked'; readonly plain: Plain }
  | { readonly at: 'wiped'; readonly how: Wiped };

const pageLang = (): Lang => {
  const { lang } = document.documentElement;
  return isLang(lang) ? lang : 'kk';
};

/** A tab that was closed a moment ago, or this one before it was opened anew, may still have its hand on the desk. */
const lettingGoMs = 2_000;
/** One tab leads, so that no number is given twice; `take`: from another that has it. */
const lead = (take: boolean, lost: () => void): Promise<boolean> => new Promise((resolve) => {
  let leads = false;
  navigator.locks.request('outing-desk', take ? { steal: true } : { signal: AbortSignal.timeout(lettingGoMs) }, () => {
    leads = true;
    resolve(true);
    return new Promise<void>(() => {});
  }).catch(() => (leads ? lost() : resolve(false)));
});

/** The time of the outing is over: with nothing waiting, nothing stays; else what is not needed for handing over goes before anybody knows the PIN. */
const afterTime = async (plain: Plain): Promise<boolean> => {
  if (Math.max(Date.now(), plain.seenAt) < plain.wipeAt || plain.waiting > 0) return false;
  await wipeStore();
  return true;
};

export const App = ({ installing }: { installing: Installing | null }): VNode => {
  const [phase, go] = useState<Phase>({ at: 'reading' });
  const [lang, setLang] = useState<Lang>(pageLang());
  const tongue = (one: Lang): void => {
    document.documentElement.lang = one;
    document.title = say(one, w.title);
    setLang(one);
    if (phase.at === 'open' || phase.at === 'ready') void phase.desk.lang(one);
  };
  const begin = async (take = false): Promise<void> => {
    if (!isFit()) return go({ at: 'unfit' });
    if (!(await lead(take, () => go({ at: 'otherTab' })))) return go({ at: 'otherTab' });
    const plain = await shown();
    if (installing) return go({ at: 'install', installing, before: plain });
    if (!plain) return go({ at: 'nothing' });
    go((await afterTime(plain)) ? { at: 'wiped', how: 'time' } : { at: 'locked', plain });
  };
  useEffect(() => void begin(), []);
  const opened = async (safe: Safe, at: 'ready' | 'open'): Promise<void> => {
    const desk = await openDesk(safe);
    if (at === 'open') await laySpare();
    if (at === 'open') tongue(desk.state.settings.lang);
    go({ at, desk });
  };
  const locked = async (): Promise<void> => {
    const plain = await shown();
    go(plain ? { at: 'locked', plain } : { at: 'nothing' });
  };

  return (
    <>
      <header class="outing-top noprint">
        <b>{say(lang, w.title)}</b>
        <div class="langs" role="group" aria-label={say(lang, w.languages)}>
          {langs.map((one) => <button key={one} type="button" lang={one} aria-pressed={one === lang} onClick={() => tongue(one)}>{uiWords[one][one]}</button>)}
        </div>
      </header>
      {phase.at === 'reading' && <section class="outing-plain"><h1>{say(lang, w.title)}</h1><p class="quiet" role="status">{say(lang, w.working)}</p></section>}
      {phase.at === 'unfit' && <Plainly lang={lang} title={w.title} text={w.unfit} />}
      {phase.at === 'nothing' && <Plainly lang={lang} title={w.nothing} text={w.nothingText} />}
      {phase.at === 'otherTab' && <Plainly lang={lang} title={w.otherTab} text={w.otherTabText} act={w.takeOver} onAct={() => void begin(true)} />}
      {phase.at === 'wiped' && <Plainly lang={lang} title={w.wiped} text={{ ended: w.wipedEnded, revoked: w.wipedRevoked, tries: w.wipedTries, time: w.wipedTime }[phase.how]} />}
      {phase.at === 'install' && <Install lang={lang} installing={phase.installing} before={phase.before} opened={(safe) => opened(safe, 'ready')} />}
      {phase.at === 'ready' && <Ready lang={lang} desk={phase.desk} />}
      {phase.at === 'locked' && <Locked lang={lang} plain={phase.plain} opened={(safe) => opened(safe, 'open')} wiped={() => go({ at: 'wiped', how: 'tries' })} />}
      {phase.at === 'open' && <Open lang={lang} desk={phase.desk} lock={() => void locked()} wiped={(how) => go({ at: 'wiped', how })} />}
    </>
  );
};
