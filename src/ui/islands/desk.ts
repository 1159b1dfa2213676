/** Sharpens staff pages that work without it: single keys, and the heartbeat of an open matter. Words and keys are read from the page. */

const typing = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
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

const openAct = (act: HTMLDetailsElement): void => {
  for (const other of document.querySelectorAll<HTMLDetailsElement>('details[data-key]')) if (other !== act) other.open = false;
  act.open = true;
  act.scrollIntoView({ block: 'nearest' });
  const first = act.querySelector<HTMLElement>('input:not([type=hidden]), select, textarea, button, a');
  (first ?? act.querySelector('summary'))?.focus();
};

const help = (): HTMLDialogElement | null => document.querySelector<HTMLDialogElement>('dialog[data-keys]');

document.addEventListener('keydown', (event) => {
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
  else if (letter === 'Enter' && event.target === document.body) link(document.querySelector('tr.at'))?.click();
  else if (press) press.click();
  else if (act) openAct(act);
  else return;
  event.preventDefault();
});

for (const button of document.querySelectorAll('[data-keys-open]')) button.addEventListener('click', () => help()?.showModal());

// a form that came back: its errors are read first
document.querySelector<HTMLElement>('.errors')?.focus();

const looked = document.querySelector<HTMLElement>('[data-looks]');
const heartbeatMs = 60_000;
const beat = async (address: string, csrf: string): Promise<void> => {
  if (document.visibilityState !== 'visible') return;
  try {
    const answer = await fetch(address, { method: 'POST', body: new URLSearchParams({ csrf }), headers: { accept: 'text/plain' } });
    const place = document.querySelector('[data-lookers]');
    if (answer.ok && place) {
      const text = await answer.text();
      if (place.textContent !== text) place.textContent = text;
    }
  } catch {
    // away for a moment: the next beat tells
  }
};
if (looked) {
  const { looks = '', csrf = '' } = looked.dataset;
  setInterval(() => void beat(looks, csrf), heartbeatMs);
}
