/** The service worker: shows what happened and opens its page. It keeps nothing and stands in the way of no request. */
type Told = { readonly title: string; readonly link: string; readonly lang: string; readonly name: string };
type Waiting = Event & { readonly waitUntil: (work: Promise<unknown>) => void };
type Pushed = Waiting & { readonly data: { readonly json: () => unknown } | null };
type Clicked = Waiting & { readonly notification: Notification };
type Tab = { readonly url: string; readonly focus: () => Promise<unknown>; readonly navigate: (url: string) => Promise<unknown> };
type Worker = EventTarget & {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { readonly matchAll: (o: { type: 'window'; includeUncontrolled: boolean }) => Promise<readonly Tab[]>; readonly openWindow: (url: string) => Promise<unknown> };
  readonly skipWaiting: () => Promise<void>;
};
const worker = self as unknown as Worker;

const toldIn = (event: Pushed): Told | null => {
  try {
    return event.data?.json() as Told;
  } catch {
    return null;
  }
};

worker.addEventListener('install', () => void worker.skipWaiting());

worker.addEventListener('push', (event) => {
  const told = toldIn(event as Pushed);
  if (!told) return;
  // sent twice, it is shown once: a notice of the same name takes the place of the first
  (event as Pushed).waitUntil(worker.registration.showNotification(told.title, { tag: told.name, lang: told.lang, data: told.link }));
});

worker.addEventListener('notificationclick', (event) => {
  const { notification } = event as Clicked;
  notification.close();
  const link = String(notification.data);
  // only pages of this house
  if (new URL(link).origin !== location.origin) return;
  (event as Clicked).waitUntil(worker.clients.matchAll({ type: 'window', includeUncontrolled: true }).then((tabs) => tabs.find((tab) => tab.url === link)?.focus() ?? worker.clients.openWindow(link)));
});
