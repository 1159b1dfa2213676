/** Unsent words of an act, in this tab alone, until they are sent, removed, a day old, or the person signs out. */
type Kept = { readonly base: string; readonly text: string; readonly at: number; readonly sent?: true };

const start = 'jauap.unsent.';
const dayMs = 24 * 3_600_000;
const account = document.body.dataset['account'] ?? '';

const keys = (): readonly string[] => Array.from({ length: sessionStorage.length }, (_, at) => sessionStorage.key(at) ?? '').filter((key) => key.startsWith(start));
const read = (key: string): Kept | null => {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as Kept | null;
  } catch {
    return null;
  }
};
const write = (key: string, kept: Kept): void => {
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // full or forbidden: the words are in the field all the same
  }
};
const drop = (which: (key: string) => boolean): void => {
  for (const key of keys().filter(which)) sessionStorage.removeItem(key);
};

/** Whoever signs in next in this tab never sees them, and signing out leaves nothing. */
export const clearAtTheEnd = (): void => {
  drop((key) => !key.startsWith(`${start}${account}.`) || Date.now() - (read(key)?.at ?? 0) > dayMs);
  document.addEventListener('submit', (event) => {
    const { action } = event.target as HTMLFormElement;
    const pressed = event.submitter instanceof HTMLButtonElement ? event.submitter.value : '';
    if (new URL(action, location.href).pathname.endsWith('/sign-out') || pressed === 'everywhere') drop(() => true);
  });
};

const restored = (area: HTMLTextAreaElement, text: string, said: DOMStringMap, forget: () => void): void => {
  area.value = text;
  const act = area.closest('details');
  if (act) act.open = true;
  const note = document.createElement('p');
  const button = document.createElement('button');
  note.className = 'note warn';
  note.setAttribute('role', 'status');
  button.type = 'button';
  button.className = 'button link';
  button.textContent = said['forget'] ?? '';
  button.addEventListener('click', () => {
    area.value = area.defaultValue;
    forget();
    note.remove();
    area.focus();
  });
  note.append(said['kept'] ?? '', ' ', button);
  area.before(note);
};

/** `place` is the matter; its address without the language names it, so that the words follow a change of language. */
export const keepUnsent = (place: HTMLElement, said: DOMStringMap): void => {
  const matter = `${start}${account}.${(place.dataset['looks'] ?? '').slice(3)}`;
  const done = new URLSearchParams(location.search).get('done');
  // what was typed after it was done is another text
  if (done !== null) drop((key) => key.startsWith(`${matter}.${done}.`) && read(key)?.sent === true);
  const cameBack = document.querySelector('.errors') !== null;
  for (const area of place.querySelectorAll<HTMLTextAreaElement>('form[method=post] textarea[name]:not([name="show_iin.reason"])')) {
    const key = `${matter}.${area.name}`;
    const forget = (): void => sessionStorage.removeItem(key);
    const kept = read(key);
    const base = cameBack && kept ? kept.base : area.defaultValue;
    // a form that came back has the newest words already; a text that changed meanwhile is not written over
    if (kept && kept.base === area.defaultValue && kept.text !== area.value) restored(area, kept.text, said, forget);
    area.addEventListener('input', () => {
      if (area.value === base) forget();
      else write(key, { base, text: area.value, at: Date.now() });
    });
    area.form?.addEventListener('submit', () => {
      const last = read(key);
      if (last) write(key, { ...last, sent: true });
    });
  }
};
