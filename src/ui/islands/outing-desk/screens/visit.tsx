import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { say, type Lang } from '../../../../kernel/words.ts';
import type { Entry } from '../desk.ts';
import { emptyMatter, matterFaults, mostMatters, personFaults, personIn, type Draft, type Fault } from '../draft.ts';
import { nameOf } from '../people.ts';
import { faultWords, homeWords, visitWords as w } from '../words.ts';
import type { Kit } from '../wire.ts';
import { MatterForm } from './matter.tsx';
import type { Shared } from './given.ts';
import { Who } from './who.tsx';

type Props = Shared & { readonly kit: Kit; readonly draft: Draft; readonly finished: (entry: Entry) => void };

/** First on the screen and in the ear; each leads to its field. */
const Faults = ({ lang, faults }: { lang: Lang; faults: readonly Fault[] }): VNode => {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), [faults]);
  const to = (event: Event, field: string): void => {
    event.preventDefault();
    document.getElementById(field)?.focus();
  };
  return (
    <div class="errors" tabIndex={-1} ref={place} role="alert">
      <h2>{say(lang, w.check)}</h2>
      <ul class="outing-faults">{faults.map(({ field, code }) => <li key={field + code}><a href={`#${field}`} onClick={(event) => to(event, field)}>{say(lang, faultWords[code])}</a></li>)}</ul>
    </div>
  );
};

/** One citizen: who, then one screen for each matter. Every key is kept. */
export const Visit = ({ kit, draft, finished, ...shared }: Props): VNode => {
  const { lang, desk, act, go } = shared;
  const [at, setAt] = useState<number | 'who'>(personFaults(personIn(draft)).length > 0 ? 'who' : draft.matters.length - 1);
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [out, setOut] = useState(false);
  const [dropping, setDropping] = useState(false);
  const change = (next: Partial<Draft>): void => desk.type({ ...(desk.state.draft ?? draft), ...next });
  const show = (next: number | 'who'): void => {
    setFaults([]);
    setAt(next);
    scrollTo(0, 0);
  };
  const matter = at === 'who' ? undefined : draft.matters[at];
  const goOn = (event: Event): void => {
    event.preventDefault();
    const wrong = personFaults(personIn(draft));
    if (wrong.length > 0) {
      if (!draft.person) change({ person: personIn(draft) });
      return setFaults([...wrong]);
    }
    change({ person: personIn(draft) });
    show(0);
  };
  const another = (): void => {
    const wrong = matter ? matterFaults(kit, matter, desk.now()) : [];
    if (wrong.length > 0) return setFaults([...wrong]);
    change({ matters: [...draft.matters, emptyMatter(kit, draft.officialId)] });
    show(draft.matters.length);
  };
  const finish = async (): Promise<void> => {
    const done = await act(() => desk.finish(desk.state.draft ?? draft));
    if (done === undefined) return;
    if (done === 'numbers_out') return setOut(true);
    if ('seq' in done) return finished(done);
    const first = done[0]?.field.split('.')[0] ?? '';
    if (/^\d+$/.test(first)) setAt(Number(first));
    else setAt('who');
    setFaults(done.filter(({ field }) => field.startsWith(`${first}.`) || !/^\d/.test(first)).map((fault) => ({ ...fault, field: fault.field.replace(/^\d+\./, '') })));
  };
  return (
    <section class="outing-visit">
      <button type="button" class="button link" onClick={() => { void desk.flush(); if (at === 'who') go({ at: 'home' }); else show(at === 0 ? 'who' : at - 1); }}>{say(lang, homeWords.back)}</button>
      {faults.length > 0 && <Faults lang={lang} faults={faults} />}
      {out && <p class="note late" role="alert">{say(lang, w.numbersOut)}</p>}
      {at === 'who' || !matter
        ? <form onSubmit={goOn} noValidate autocomplete="off">
            <Who {...shared} kit={kit} draft={draft} change={change} wrong={faults.map(({ field }) => field)} chosen={() => show(0)} />
            <div class="outing-bar"><button class="button big">{say(lang, w.next)}</button></div>
          </form>
        : <form onSubmit={(event) => { event.preventDefault(); void finish(); }} noValidate autocomplete="off">
            <p class="quiet">{nameOf(personIn(draft))}</p>
            <MatterForm {...shared} key={at} kit={kit} place={at} count={draft.matters.length} matter={matter} wrong={faults.map(({ field }) => field)}
              change={(next) => change({ matters: (desk.state.draft ?? draft).matters.map((one, place) => (place === at ? { ...one, ...next } : one)) })} />
            <label class="choice"><input type="checkbox" checked={draft.quiet} onChange={(event) => change({ quiet: event.currentTarget.checked })} /><span>{say(lang, w.quiet)}</span></label>
            <div class="outing-bar">
              <button class="button big">{say(lang, w.finish)}</button>
              {draft.matters.length < mostMatters && at === draft.matters.length - 1 && <button type="button" class="button second" onClick={another}>{say(lang, w.another)}</button>}
              {at < draft.matters.length - 1 && <button type="button" class="button second" onClick={() => show(at + 1)}>{say(lang, w.next)}</button>}
            </div>
          </form>}
      {dropping
        ? <div class="box" role="alert">
            <p>{say(lang, w.dropSure)}</p>
            <div class="row">
              <button type="button" class="button grave" onClick={() => void act(() => desk.drop()).then(() => go({ at: 'home' }))}>{say(lang, w.dropYes)}</button>
              <button type="button" class="button second" onClick={() => setDropping(false)}>{say(lang, homeWords.back)}</button>
            </div>
          </div>
        : <button type="button" class="button link" onClick={() => setDropping(true)}>{say(lang, w.drop)}</button>}
    </section>
  );
};
