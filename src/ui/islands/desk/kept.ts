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

type Field = HTMLTextAreaElement | HTMLInputElement;
type Back = { readonly field: Field; readonly key: string; readonly kept: Kept };

/** Says that words of a form are back, and takes them away and gives them again: a button pressed by mistake loses nothing. */
const restored = (form: HTMLFormElement, all: readonly [Back, ...Back[]], said: DOMStringMap): void => {
  const [{ field: first }] = all;
  const act = form.closest('details');
  const note = document.createElement('p');
  const button = document.createElement('button');
  let words = all.map((one) => one.kept.text);
  let back = false;
  const draw = (): void => {
    button.textContent = said[back ? 'forget' : 'undo'] ?? '';
    note.replaceChildren(said[back ? 'kept' : 'dropped'] ?? '', ' ', button);
  };
  const put = (): void => {
    for (const [at, { field, key, kept }] of all.entries()) {
      field.value = words[at] ?? kept.text;
      write(key, { ...kept, text: field.value, at: Date.now() });
      const fold = field.closest('details');
      if (fold) fold.open = true;
    }
    back = true;
    draw();
  };
  const take = (): void => {
    words = all.map(({ field }) => field.value);
    for (const { field, key } of all) {
      field.value = field.defaultValue;
      sessionStorage.removeItem(key);
    }
    back = false;
    draw();
  };
  note.className = 'note warn';
  note.setAttribute('role', 'status');
  button.type = 'button';
  button.className = 'button link';
  button.addEventListener('click', () => {
    if (back) take();
    else put();
    first.focus();
  });
  // once something else is being written there, giving the others back would write over it
  form.addEventListener('input', () => {
    if (!back) note.remove();
  });
  put();
  // in an act the field comes first, so that a key pressed at once meets it; a long form says it at its head
  if (act) all.at(-1)?.field.after(note);
  else form.prepend(note);
};

const texts = 'form[method=post] textarea[name]:not([name="show_iin.reason"])';
/** Of a page where a whole letter is written down; personal numbers stay out of the browser. */
const lines = 'form[method=post] input:is([type=text], [type=search], [type=tel], [type=email]):not([name=iin], [name=bin])';

/** The address without the language names the page, so that the words follow a change of language. */
export const keepUnsent = (place: HTMLElement, said: DOMStringMap): void => {
  const here = `${start}${account}.${(place.dataset['keeps'] ?? '').slice(3)}`;
  const done = new URLSearchParams(location.search).get('done');
  // what was typed after it was done is another text
  if (done !== null) drop((key) => key.startsWith(`${here}.${done}.`) && read(key)?.sent === true);
  const cameBack = document.querySelector('.errors') !== null;
  const backs = new Map<HTMLFormElement, [Back, ...Back[]]>();
  for (const field of place.querySelectorAll<Field>('lines' in place.dataset ? `${lines}, ${texts}` : texts)) {
    const key = `${here}.${field.name}`;
    const kept = read(key);
    // a form that came back, after an error or to show more of it, has the newest words already
    const base = kept && (cameBack || kept.text === field.defaultValue) ? kept.base : field.defaultValue;
    // a text that changed meanwhile is not written over
    if (field.form && kept && kept.base === field.defaultValue && kept.text !== field.value) {
      const before = backs.get(field.form);
      if (before) before.push({ field, key, kept });
      else backs.set(field.form, [{ field, key, kept }]);
    }
    field.addEventListener('input', () => {
      if (field.value === base) sessionStorage.removeItem(key);
      else write(key, { base, text: field.value, at: Date.now() });
    });
    field.form?.addEventListener('submit', () => {
      const last = read(key);
      if (last) write(key, { ...last, sent: true });
    });
  }
  for (const [form, all] of backs) restored(form, all, said);
};

/** The page that says it is done ends what was kept for it. */
export const endKept = (page: string): void => drop((key) => key.startsWith(`${start}${account}.${page.slice(3)}.`));
