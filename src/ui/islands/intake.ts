import { countTyped } from './intake/count.ts';
import { sendPapers } from './intake/papers.ts';
import { suggestPlaces } from './intake/place.ts';
import { offerPoint } from './intake/point.ts';
import { saveWhileTyping } from './intake/save.ts';

/** Sharpens the public form, which works without it. Every sentence and every limit is read from the page. */
const start = (place: HTMLElement): void => {
  const form = place.querySelector('form');
  if (!form) return;
  const saving = saveWhileTyping(form, place.dataset);
  const sending = sendPapers(form, place.dataset);
  countTyped(form, place.dataset);
  suggestPlaces(form, place.dataset);
  offerPoint(form, place.dataset);

  // the step is left when what is under way has arrived: nothing overtakes it, nothing is sent twice
  let held = false;
  form.addEventListener('submit', (event) => {
    const under = [saving(), sending()].filter((one) => one !== null);
    if (under.length > 0 || held) event.preventDefault();
    if (under.length === 0 || held) return;
    held = true;
    void Promise.allSettled(under).then(() => {
      held = false;
      form.requestSubmit(event.submitter);
    });
  });
};

for (const place of document.querySelectorAll<HTMLElement>('[data-intake]')) start(place);
// a form that came back: its errors are read first
document.querySelector<HTMLElement>('.errors')?.focus();
