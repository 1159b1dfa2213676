import { hideByTicks } from './desk/hiding.ts';
import { clearAtTheEnd, endKept, keepUnsent } from './desk/kept.ts';
import { keepLooking } from './desk/looks.ts';
import { offerProof } from './desk/proof.ts';

/** Sharpens staff pages that work without it: single keys, unsent words kept, and the heartbeat of an open matter. Words and keys are read from the page. */

const typing = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !target.matches('[type=checkbox]')));
const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('table.list tbody tr')];
const link = (row: Element | null | undefined): HTMLAnchorElement | null => row?.querySelector('a') ?? null;

const move = (by: number): void => {
  const all = rows();
  const at = all.findIndex((row) => row.classList.contains('at'));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
  all[at]?.classList.remove('at');
  next?.classList.add('at');
  link(next)?.focus();
  next?.scrollIntoView({ block: 'nearest' });
};

/** The box of the row the keys stand on. */
const tick = (): HTMLInputElement | null => document.querySelector<HTMLInputElement>('tr.at input[type=checkbox]');

const openAct = (act: HTMLDetailsElement): void => {
  for (const other of document.querySelectorAll<HTMLDetailsElement>('details[data-key]')) if (other !== act) other.open = false;
  act.open = true;
  act.scrollIntoView({ block: 'nearest' });
  const first = act.querySelector<HTMLElement>('input:not([type=hidden]), select, textarea');
  (first ?? act.querySelector<HTMLElement>('button, a') ?? act.querySelector('summary'))?.focus();
};

const help = (): HTMLDialogElement | null => document.querySelector<HTMLDialogElement>('dialog[data-keys]');

/** Presses what a form is for: not the button that only shows more of it. */
const send = (form: HTMLFormElement): void => form.requestSubmit(form.querySelector<HTMLButtonElement>('button:not([name]):not([type=button])'));

document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) {
    const form = event.target instanceof Element ? event.target.closest<HTMLFormElement>('main form[method=post]') : null;
    if (!form) return;
    event.preventDefault();
    return send(form);
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === 'Escape') {
    help()?.close();
    if (typing(event.target)) (event.target as HTMLElement).blur();
    return;
  }
  if (typing(event.target)) return;
  const { key } = event;
  // the same key of a Kazakh or Russian keyboard has another letter: its place says which one it is
  const letter = /^Key[A-Z]$/.test(event.code) && /^\p{L}$/u.test(key) && !/^[a-z]$/i.test(key) ? event.code.slice(3).toLowerCase() : key;
  const press = document.querySelector<HTMLElement>(`[data-press="${CSS.escape(letter)}"]`);
  const act = document.querySelector<HTMLDetailsElement>(`details[data-key="${CSS.escape(letter)}"]`);
  if (letter === '?') help()?.showModal();
  else if (letter === '/') document.querySelector<HTMLElement>('input[type=search]:not([list])')?.focus();
  else if (letter === 'j' || letter === 'k') move(letter === 'j' ? 1 : -1);
  else if (letter === 'x' && tick()) tick()?.click();
  else if (letter === 'Enter' && event.target === document.body) link(document.querySelector('tr.at'))?.click();
  else if (press) press.click();
  else if (act) openAct(act);
  else return;
  event.preventDefault();
});

for (const button of document.querySelectorAll('[data-keys-open]')) button.addEventListener('click', () => help()?.showModal());

// a form that came back: its errors are read first, also by a browser that puts `autofocus` on fields alone
document.querySelector<HTMLElement>('.errors')?.focus();

const looked = document.querySelector<HTMLElement>('[data-looks]');
clearAtTheEnd();
const keeps = document.querySelector<HTMLElement>('[data-keeps]');
const over = document.querySelector<HTMLElement>('[data-keeps-end]')?.dataset['keepsEnd'];
if (over !== undefined) endKept(over);
if (keeps) keepUnsent(keeps, help()?.dataset ?? {});
if (looked) keepLooking(looked, help()?.dataset ?? {});
for (const place of document.querySelectorAll<HTMLElement>('[data-proof]')) offerProof(place);
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-hiding]')) hideByTicks(form);
