import { fill, made, shown } from './fill.ts';

/** How much is typed, under the field. Said aloud only when little room is left. */
export const countTyped = (form: HTMLFormElement, said: DOMStringMap): void => {
  const area = form.querySelector<HTMLTextAreaElement>('textarea[maxlength]');
  if (!area || said['typed'] === undefined) return;
  const line = made('p', 'quiet small');
  const count = (): void => {
    line.textContent = fill(said['typed'], { n: shown(area.value.length), most: shown(area.maxLength) });
    line.setAttribute('aria-live', area.value.length > area.maxLength * 0.9 ? 'polite' : 'off');
  };
  area.after(line);
  area.addEventListener('input', count);
  count();
};
