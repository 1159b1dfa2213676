type State = { readonly area: HTMLTextAreaElement; readonly text: string; readonly ticks: readonly boolean[] };

/** A tick on the redaction page goes into the text at once, and back by one key. Without the script the ticks are a form of their own. */
export const hideByTicks = (form: HTMLFormElement): void => {
  const mark = form.dataset['mark'] ?? '';
  const undo = form.querySelector<HTMLButtonElement>('[data-undo]');
  const said = form.querySelector<HTMLElement>('[data-said]');
  const ticks = [...form.querySelectorAll<HTMLInputElement>('input[data-text]')];
  if (!undo || !said || mark === '') return;
  const past: State[] = [];
  const wordsOf = (tick: HTMLInputElement): string => tick.dataset['text'] ?? '';
  /** Which text the tick speaks of: the person's or the office's. */
  const areaOf = (tick: HTMLInputElement) => document.querySelector<HTMLTextAreaElement>(`textarea[name="${CSS.escape(tick.dataset['in'] ?? '')}"]`);
  const say = (sentence: string | undefined, text: string): void => { said.textContent = (sentence ?? '').replace('{text}', text); };
  for (const hidden of form.querySelectorAll<HTMLElement>('[data-scripted]')) hidden.hidden = false;

  form.addEventListener('change', ({ target }) => {
    const tick = ticks.find((one) => one === target);
    const area = tick && areaOf(tick);
    if (!tick || !area) return;
    const beside = ticks.filter((one) => one.dataset['in'] === tick.dataset['in']);
    const at = beside.indexOf(tick);
    const was = beside.map((one) => (one === tick ? !one.checked : one.checked));
    const text = tick.checked ? covered(area.value, wordsOf(tick), mark, beside.slice(0, at).filter((one, place) => was[place] === false && wordsOf(one) === wordsOf(tick)).length)
      : uncovered(area.value, wordsOf(tick), mark, was.slice(0, at).filter(Boolean).length, was.filter(Boolean).length);
    if (text === null) {
      tick.checked = !tick.checked;
      return say(form.dataset['byHand'], wordsOf(tick));
    }
    past.push({ area, text: area.value, ticks: ticks.map((one) => (one === tick ? !one.checked : one.checked)) });
    area.value = text;
    area.dispatchEvent(new Event('input', { bubbles: true }));
    undo.disabled = false;
    say(tick.checked ? form.dataset['hidden'] : form.dataset['open'], wordsOf(tick));
  });

  undo.addEventListener('click', () => {
    const last = past.pop();
    if (!last) return;
    last.area.value = last.text;
    ticks.forEach((tick, at) => { tick.checked = last.ticks[at] ?? tick.checked; });
    undo.disabled = past.length === 0;
    said.textContent = '';
  });
};

/** The same words may stand more than once: those left open before it are passed over. Null: they are not there. */
const covered = (text: string, words: string, mark: string, over: number): string | null => {
  let at = text.indexOf(words);
  for (let passed = 0; at >= 0 && passed < over; passed += 1) at = text.indexOf(words, at + words.length);
  return at < 0 ? null : text.slice(0, at) + mark + text.slice(at + words.length);
};

/** Covers are alike and known by their order: when some were taken away by hand nobody can say which is which. */
const uncovered = (text: string, words: string, mark: string, before: number, all: number): string | null => {
  const parts = text.split(mark);
  return parts.length !== all + 1 ? null : `${parts.slice(0, before + 1).join(mark)}${words}${parts.slice(before + 1).join(mark)}`;
};
