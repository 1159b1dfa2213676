import { render } from 'preact';
import { App } from './screens/app.tsx';
import type { Installing } from './wire.ts';

const given = (): Installing | null => {
  const text = document.getElementById('kit')?.textContent ?? '';
  return text.trim() === '' ? null : (JSON.parse(text) as Installing);
};

/** In the frame it opens what is installed; on the page that carries a kit it installs. */
export const start = (): void => {
  const installing = given();
  const place = document.getElementById('outing-desk') ?? (installing ? document.querySelector('main') : null);
  if (!place) return;
  place.replaceChildren();
  render(<App installing={installing} />, place);
};
