import { made } from './fill.ts';

const quietMs = 1_200;
const patienceMs = 5_000;
/** Never letter by letter: they leave with the step, or not at all. */
const never = new Set(['iin', 'bin', 'point', 'lat', 'lon', 'accuracy']);

/** Keeps the draft while it is typed, in the place where the step itself keeps it. Gives back what is under way, or null. */
export const saveWhileTyping = (form: HTMLFormElement, said: DOMStringMap): (() => Promise<unknown> | null) => {
  const note = made('p', 'quiet small');
  form.after(note);
  const address = `${said['intake'] ?? ''}/${said['step'] ?? ''}/drafts`;
  let waiting = 0;
  let flight: Promise<void> | null = null;
  let left = false;

  const typed = (): FormData => {
    const fields = new FormData();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string' && !never.has(name)) fields.append(name, value);
    return fields;
  };
  const save = (): void => {
    clearTimeout(waiting);
    waiting = 0;
    if (flight) return later();
    // a browser keeps at most 64 kB alive behind a page that is gone
    flight = fetch(address, { method: 'POST', body: typed(), keepalive: document.visibilityState === 'hidden', signal: AbortSignal.timeout(patienceMs) })
      .then((answer) => { note.textContent = (answer.ok ? said['saved'] : said['unsaved']) ?? ''; }, () => { note.textContent = said['unsaved'] ?? ''; })
      .finally(() => { flight = null; });
  };
  const later = (): void => {
    clearTimeout(waiting);
    if (!left) waiting = window.setTimeout(save, quietMs);
  };

  form.addEventListener('input', (event) => {
    const { name } = event.target as HTMLInputElement;
    if (name !== '' && name !== 'papers' && !never.has(name)) later();
  });
  // a telephone put away mid-sentence
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden' && waiting !== 0) save(); });
  form.addEventListener('submit', () => { left = true; clearTimeout(waiting); waiting = 0; });
  addEventListener('pageshow', () => { left = false; });
  return () => flight;
};
