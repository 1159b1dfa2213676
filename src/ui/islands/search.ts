/** Searches while somebody types, and walks through what was found with the arrows. Without it the button does the same. */

const form = document.querySelector<HTMLFormElement>('form[data-search]');
const box = form?.querySelector<HTMLInputElement>('input[type=search]') ?? null;
const place = document.querySelector<HTMLElement>('[data-found]');

/** Long enough for the next letter, short enough not to be waited for. */
const pauseMs = 180;
const shortest = 2;

let waiting: ReturnType<typeof setTimeout> | undefined;
let asking: AbortController | undefined;
let shown = box?.value.trim() ?? '';

const addressOf = (of: HTMLFormElement): URL => {
  const address = new URL(of.action);
  for (const [name, value] of new FormData(of)) if (typeof value === 'string' && value !== '') address.searchParams.set(name, value);
  return address;
};

const look = async (): Promise<void> => {
  if (!form || !box || !place) return;
  const text = box.value.trim();
  if (text.length < shortest || text === shown) return;
  asking?.abort();
  asking = new AbortController();
  const address = addressOf(form);
  // the hand is still on the last word unless a space was put behind it
  if (!/\s$/.test(box.value)) address.searchParams.set('begun', '1');
  const part = new URL(address);
  part.searchParams.set('part', '1');
  const answer = await fetch(part, { signal: asking.signal, credentials: 'same-origin', redirect: 'error' });
  if (!answer.ok) return;
  const html = await answer.text();
  if (box.value.trim() !== text) return;
  shown = text;
  place.innerHTML = html.replace(/^<!doctype html>/, '');
  history.replaceState(null, '', address);
};

box?.addEventListener('input', () => {
  clearTimeout(waiting);
  // away, or asked again meanwhile: the button is still there
  waiting = setTimeout(() => void look().catch(() => {}), pauseMs);
});

const links = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>('[data-found] td.head a')];

document.addEventListener('keydown', (event) => {
  if ((event.key !== 'ArrowDown' && event.key !== 'ArrowUp') || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const all = links();
  const at = all.findIndex((link) => link === document.activeElement);
  const inBox = document.activeElement === box;
  if (all.length === 0 || (at < 0 && !inBox)) return;
  event.preventDefault();
  const next = event.key === 'ArrowDown' ? at + 1 : at - 1;
  for (const row of document.querySelectorAll('[data-found] tr.at')) row.classList.remove('at');
  if (next < 0) return box?.focus();
  const link = all[Math.min(next, all.length - 1)];
  link?.closest('tr')?.classList.add('at');
  link?.focus();
});
