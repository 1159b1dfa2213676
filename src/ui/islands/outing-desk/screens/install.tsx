import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { say, type Lang, type Sentence } from '../../../../kernel/words.ts';
import { bringOnBoard, frameOf, isReady, onBoard, type OnBoard } from '../board.ts';
import { firstRows, type Desk } from '../desk.ts';
import { makeSafe, type Safe } from '../safe.ts';
import { leastPin } from '../seal.ts';
import type { Plain } from '../store.ts';
import { lockWords as w } from '../words.ts';
import type { Installing } from '../wire.ts';
import { pinIn, PinField } from './locked.tsx';

/** One figure again and again, or figures in a row. */
const isPlain = (pin: string): boolean => new Set(pin).size === 1 || '01234567890'.includes(pin) || '09876543210'.includes(pin);
const faultOf = (pin: string, again: string): { readonly pin: Sentence | null; readonly again: Sentence | null } => ({
  pin: !/^\d*$/.test(pin) || pin.length < leastPin ? w.pinShort : isPlain(pin) ? w.pinPlain : null, again: pin === again ? null : w.pinDiffers,
});

/** On the page that carries the kit: a PIN, and everything goes on board. What another outing left unsent is never written over. */
export const Install = ({ lang, installing, before, opened }: { lang: Lang; installing: Installing; before: Plain | null; opened: (safe: Safe) => Promise<void> }): VNode => {
  const [wrong, setWrong] = useState<{ pin: Sentence | null; again: Sentence | null }>({ pin: null, again: null });
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const install = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy || !form.current) return;
    const pin = pinIn(form.current, 'pin');
    const fault = faultOf(pin, pinIn(form.current, 'pin-again'));
    setWrong(fault);
    if (fault.pin || fault.again) return form.current.querySelector<HTMLInputElement>(fault.pin ? '#pin' : '#pin-again')?.focus();
    setBusy(true);
    const safe = await makeSafe(pin, firstRows(installing, lang, Date.now()), Date.parse(installing.kit.wipeAt));
    await opened(safe);
  };
  if (before && before.waiting > 0) {
    return (
      <section class="outing-plain">
        <h1>{say(lang, w.installTitle)}</h1>
        <p class="note late">{say(lang, w.occupied, { n: before.waiting })}</p>
        <a class="button big" href={frameOf(lang)}>{say(lang, w.openOld)}</a>
      </section>
    );
  }
  return (
    <section class="outing-plain">
      <h1>{say(lang, w.installTitle)}</h1>
      <p class="lead">{installing.kit.outing.names[lang]}</p>
      <p>{say(lang, w.installLead)}</p>
      <form ref={form} noValidate onSubmit={(event) => void install(event)}>
        <PinField id="pin" label={say(lang, w.pin)} fresh wrong={wrong.pin && wrong.pin[lang]} />
        <PinField id="pin-again" label={say(lang, w.pinAgain)} fresh wrong={wrong.again && wrong.again[lang]} />
        <button class="button big" aria-disabled={busy}>{busy ? say(lang, w.working) : say(lang, w.install)}</button>
      </form>
    </section>
  );
};

const Line = ({ lang, text, good, grave = true }: { lang: Lang; text: string; good: boolean; grave?: boolean }): VNode => <li><span class={`tag ${good ? 'done' : grave ? 'late' : 'soon'}`}>{say(lang, good ? w.yes : w.no)}</span> {text}</li>;

/** Says plainly whether the tablet can go, having looked. */
export const Ready = ({ lang, desk }: { lang: Lang; desk: Desk }): VNode => {
  const [board, setBoard] = useState<OnBoard | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const look = async (): Promise<void> => {
    await bringOnBoard().catch(() => undefined);
    setBoard(await onBoard(desk.state.kit, desk.state.numbers));
    heading.current?.focus();
  };
  useEffect(() => void look(), []);
  if (!board) return <p class="quiet" role="status">{say(lang, w.working)}</p>;
  const ready = isReady(board);
  return (
    <section class="outing-plain">
      <h1 tabIndex={-1} ref={heading}>{say(lang, ready ? w.ready : w.notReady)}</h1>
      <p class={`note ${ready ? 'done' : 'late'}`}>{say(lang, ready ? w.readyText : w.notReadyText)}</p>
      <ul class="outing-board">
        <Line lang={lang} good={board.program} text={say(lang, w.haveProgram)} />
        <Line lang={lang} good={board.kit} text={say(lang, w.haveKit)} />
        <Line lang={lang} good={board.appeals > 0 && board.visits > 0} text={say(lang, w.haveNumbers, { appeals: board.appeals, visits: board.visits })} />
        <Line lang={lang} good={board.room} text={say(lang, w.haveRoom)} />
        <Line lang={lang} grave={false} good={board.persists} text={say(lang, w.havePersist)} />
      </ul>
      <p class={board.persists ? undefined : 'note warn'}>{say(lang, board.persists ? w.saveAddress : w.savePersist)}</p>
      <div class="row">
        <a class={ready ? 'button big' : 'button second'} href={frameOf(lang)}>{say(lang, w.openDesk)}</a>
        {!(ready && board.persists) && <button type="button" class={ready ? 'button second' : 'button big'} onClick={() => void look()}>{say(lang, w.checkAgain)}</button>}
      </div>
    </section>
  );
};
