import { fill, made } from './fill.ts';

type Found = { readonly code: string; readonly text: string; readonly hint: string };
const pauseMs = 160;
const leastLetters = 2;

const ask = async (address: string, text: string, signal: AbortSignal): Promise<readonly Found[]> => {
  const answer = await fetch(`${address}?q=${encodeURIComponent(text)}`, { signal });
  return answer.ok ? ((await answer.json()) as readonly Found[]) : [];
};

/** Places while their name is typed (ARIA's combobox). Whoever types on and presses Continue is asked by the page, as without a script. */
export const suggestPlaces = (form: HTMLFormElement, said: DOMStringMap): void => {
  const input = form.querySelector<HTMLInputElement>('input[name=place]');
  if (!input) return;
  const address = `${said['intake'] ?? ''}/territories`;
  const list = made('ul', 'suggest');
  const status = made('p', 'hidden');
  list.id = 'places';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', form.querySelector(`label[for="${input.id}"]`)?.textContent ?? '');
  status.setAttribute('role', 'status');
  list.hidden = true;
  input.after(list, status);
  for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-controls', list.id], ['aria-expanded', 'false']] as const) input.setAttribute(name, value);

  let chosen: HTMLInputElement | null = null;
  let shownNow: readonly Found[] = [];
  let at = -1;
  let waiting = 0;
  let asking = new AbortController();

  const mark = (next: number): void => {
    at = next;
    for (const [place, option] of [...list.children].entries()) option.setAttribute('aria-selected', String(place === at));
    const option = list.children[at];
    if (option) {
      input.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  };
  const show = (found: readonly Found[]): void => {
    // the same places, asked for by one letter more: what is marked stays marked under the hand
    if (found.length > 0 && found.length === shownNow.length && found.every(({ code }, place) => code === shownNow[place]?.code)) return;
    shownNow = found;
    list.replaceChildren(...found.map(({ text, hint }, place) => {
      const option = made('li', '', text);
      option.id = `place-${place}`;
      option.setAttribute('role', 'option');
      if (hint !== '') option.append(made('span', 'hint', hint));
      return option;
    }));
    list.hidden = found.length === 0;
    input.setAttribute('aria-expanded', String(found.length > 0));
    mark(-1);
  };
  /** The page's own question "which one" is about what stood there before. */
  const forget = (): void => {
    chosen?.remove();
    chosen = null;
    for (const radio of form.querySelectorAll('input[type=radio][name=territory]')) radio.closest('fieldset')?.remove();
  };
  const take = (place: number): void => {
    const found = shownNow[place];
    if (!found) return;
    // what the last letters still ask for would open the list again
    clearTimeout(waiting);
    asking.abort();
    forget();
    input.value = found.text;
    chosen = Object.assign(made('input'), { type: 'hidden', name: 'territory', value: found.code });
    input.after(chosen);
    show([]);
    input.dispatchEvent(new CustomEvent('input', { bubbles: true }));
  };
  const look = async (): Promise<void> => {
    asking.abort();
    asking = new AbortController();
    const text = input.value.trim();
    try {
      const found = text.length < leastLetters ? [] : await ask(address, text, asking.signal);
      if (document.activeElement !== input) return;
      show(found);
      status.textContent = text.length < leastLetters ? '' : fill(said['found'], { n: found.length });
    } catch {
      // away for a moment, or typed on: the page asks when the step is left
    }
  };

  input.addEventListener('input', (event) => {
    if (event instanceof CustomEvent) return;
    forget();
    clearTimeout(waiting);
    waiting = window.setTimeout(() => void look(), pauseMs);
  });
  input.addEventListener('keydown', (event) => {
    const { key } = event;
    if (list.hidden || event.isComposing) return;
    if (key === 'ArrowDown') mark((at + 1) % shownNow.length);
    else if (key === 'ArrowUp') mark((at <= 0 ? shownNow.length : at) - 1);
    else if (key === 'Enter' && at >= 0) take(at);
    else if (key === 'Escape') show([]);
    else return;
    event.preventDefault();
  });
  // the field keeps the focus while a finger is on the list
  list.addEventListener('mousedown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => take([...list.children].findIndex((option) => option.contains(event.target as Node))));
  input.addEventListener('blur', () => show([]));
};
