/** Turns notices in this browser on and off: only a script can ask a browser for that. Hidden where there are none; sentences are read from the page. */
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));

const post = async (form: HTMLFormElement, fields: Readonly<Record<string, string>>): Promise<string | null> => {
  const csrf = form.querySelector<HTMLInputElement>('[name=csrf]')?.value ?? '';
  const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams({ csrf, ...fields }), headers: { accept: 'application/json' } });
  const told = (await answer.json()) as { readonly sentence?: string };
  return answer.ok ? null : (told.sentence ?? '');
};

const keysOf = (subscription: PushSubscription): Readonly<Record<string, string>> => {
  const { endpoint = '', keys = {} } = subscription.toJSON();
  return { endpoint, p256dh: keys['p256dh'] ?? '', auth: keys['auth'] ?? '' };
};

const turnOn = async (place: HTMLElement, form: HTMLFormElement): Promise<string | null> => {
  if ((await Notification.requestPermission()) !== 'granted') return place.dataset['denied'] ?? '';
  const registration = await navigator.serviceWorker.register('/sw.js');
  await navigator.serviceWorker.ready;
  const applicationServerKey = bytesOf(place.dataset['push'] ?? '');
  const before = await registration.pushManager.getSubscription();
  // made with another key, it would be refused: after a move to another instance
  const fits = before?.options.applicationServerKey && String(new Uint8Array(before.options.applicationServerKey)) === String(applicationServerKey);
  if (before && !fits) await before.unsubscribe();
  const subscription = before && fits ? before : await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  return post(form, { do: 'add', ...keysOf(subscription) });
};

const turnOff = async (form: HTMLFormElement, subscription: PushSubscription): Promise<string | null> => {
  const refused = await post(form, { do: 'remove', endpoint: subscription.endpoint });
  if (refused === null) await subscription.unsubscribe();
  return refused;
};

const present = async (): Promise<PushSubscription | null> => (await (await navigator.serviceWorker.getRegistration('/'))?.pushManager.getSubscription()) ?? null;

const begin = async (place: HTMLElement): Promise<void> => {
  const form = place.querySelector('form');
  const told = place.querySelector('[role=alert]');
  const button = form?.querySelector('button');
  if (!form || !told || !button) return;
  const subscription = await present();
  const known = subscription !== null && (place.dataset['known'] ?? '').split(' ').includes(subscription.endpoint);
  button.textContent = (known ? place.dataset['off'] : place.dataset['on']) ?? '';
  place.hidden = false;
  let busy = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    void (known ? turnOff(form, subscription) : turnOn(place, form)).catch(() => place.dataset['unfit'] ?? '').then((reason) => {
      busy = false;
      if (reason === null) location.assign(place.dataset['next'] ?? location.href);
      else told.textContent = reason;
    });
  });
};

const place = document.querySelector<HTMLElement>('[data-push]');
if (place && isSecureContext && 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window) void begin(place);
