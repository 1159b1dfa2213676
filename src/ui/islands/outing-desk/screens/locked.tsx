import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { say, type Lang, type Sentence } from '../../../../kernel/words.ts';
import { mostTries, openSafe, type Safe } from '../safe.ts';
import type { Plain } from '../store.ts';
import { lockWords as w } from '../words.ts';

export type Wiped = 'ended' | 'revoked' | 'tries' | 'time';

/** A heading, a sentence, at most one thing to do. */
export const Plainly = ({ lang, title, text, act, onAct }: { lang: Lang; title: Sentence; text: Sentence; act?: Sentence; onAct?: () => void }): VNode => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="outing-plain">
      <h1 tabIndex={-1} ref={heading}>{title[lang]}</h1>
      <p>{text[lang]}</p>
      {act && <button type="button" class="button big" onClick={onAct}>{act[lang]}</button>}
    </section>
  );
};

export const PinField = ({ id, label, fresh, wrong }: { id: string; label: string; fresh: boolean; wrong: string | null }): VNode => (
  <div class={wrong ? 'field wrong' : 'field'}>
    <label for={id}>{label}</label>
    {wrong && <span class="error" id={`${id}-error`} role="alert">{wrong}</span>}
    <input id={id} name={id} type="password" inputMode="numeric" autocomplete={fresh ? 'new-password' : 'off'} class="short" maxLength={40} required aria-invalid={wrong !== null} aria-describedby={wrong ? `${id}-error` : undefined} />
  </div>
);

export const pinIn = (form: HTMLFormElement, id: string): string => form.querySelector<HTMLInputElement>(`#${id}`)?.value ?? '';

export const Locked = ({ lang, plain, opened, wiped }: { lang: Lang; plain: Plain; opened: (safe: Safe) => Promise<void>; wiped: () => void }): VNode => {
  const [busy, setBusy] = useState(false);
  const [left, setLeft] = useState<number | null>(plain.tries > 0 ? mostTries - plain.tries : null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const unlock = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy || !form.current) return;
    setBusy(true);
    const safe = await openSafe(pinIn(form.current, 'pin'));
    if (!('left' in safe)) return opened(safe);
    if (safe.left === 0) return wiped();
    setLeft(safe.left);
    setBusy(false);
    form.current.reset();
    form.current.querySelector('input')?.focus();
  };
  return (
    <section class="outing-plain">
      <h1>{say(lang, w.locked)}</h1>
      <p>{say(lang, w.lockedText)}</p>
      {plain.waiting > 0 && <p class="note warn">{say(lang, w.notSent, { n: plain.waiting })}</p>}
      <form ref={form} onSubmit={(event) => void unlock(event)}>
        <PinField id="pin" label={say(lang, w.pin)} fresh={false} wrong={left === null ? null : say(lang, w.pinWrong, { left })} />
        <button class="button big" aria-disabled={busy}>{busy ? say(lang, w.working) : say(lang, w.unlock)}</button>
      </form>
    </section>
  );
};
