import { browserSupportsWebAuthn, startAuthentication, startRegistration, type PublicKeyCredentialCreationOptionsJSON, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';

/** Passkeys: only a script can ask a browser for one. The forms stay hidden where there are none; sentences are read from the page. */
type Told = { readonly sentence?: string; readonly options?: unknown; readonly ceremony?: string; readonly next?: string };

const post = async (address: string, fields: Readonly<Record<string, string>>): Promise<Told> => {
  const answer = await fetch(address, { method: 'POST', body: new URLSearchParams(fields), headers: { accept: 'application/json' } });
  return (await answer.json()) as Told;
};

/** Who stops half-way has done nothing wrong; everything else says what can be tried. */
const sentenceFor = (said: DOMStringMap, error: unknown): string => {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'AbortError') return said['cancelled'] ?? '';
  if (name === 'InvalidStateError' && said['known']) return said['known'];
  return (name === 'TypeError' ? said['away'] : said['unfit']) ?? '';
};

const ask = (kind: string | undefined, options: unknown): Promise<unknown> => kind === 'add'
  ? startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON })
  : startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON });

/** The reason it did not work, or null when the browser is on its way to the next page. */
const run = async (said: DOMStringMap, form: HTMLFormElement): Promise<string | null> => {
  try {
    const { ownPassword = '', ...fields } = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const asked = await post(`${form.action}/options`, { ...fields, present: ownPassword });
    if (asked.sentence !== undefined) return asked.sentence;
    const response = await ask(said['passkey'], asked.options);
    const done = await post(form.action, { ...fields, ceremony: asked.ceremony ?? '', response: JSON.stringify(response) });
    if (done.next === undefined) return done.sentence ?? said['unfit'] ?? '';
    location.assign(done.next);
    return null;
  } catch (error) {
    // no JSON: a page that says what is the matter, mostly that the session is over
    if (error instanceof SyntaxError) location.reload();
    return error instanceof SyntaxError ? null : sentenceFor(said, error);
  }
};

const fits = (host: string): boolean => isSecureContext && browserSupportsWebAuthn() && (location.hostname === host || location.hostname.endsWith(`.${host}`));

for (const place of document.querySelectorAll<HTMLElement>('[data-passkey]')) {
  const form = place.querySelector('form');
  const told = place.querySelector('[role=alert]');
  if (!form || !told || !fits(place.dataset['host'] ?? '')) continue;
  for (const shut of [place, place.closest('section')]) shut?.removeAttribute('hidden');
  let busy = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    told.className = 'quiet';
    told.textContent = place.dataset['waiting'] ?? '';
    void run(place.dataset, form).then((reason) => {
      busy = false;
      if (reason === null) return;
      told.className = 'error';
      told.textContent = reason;
    });
  });
}
