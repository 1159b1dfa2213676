/*
 * The worker of the outing desk: keeps the empty frame in three languages and what it is made of, so that the desk opens where there is no signal. What the desk
 * and the house say to each other it does not touch. One worker for each language's address, all over one cache.
 */
type Waiting = Event & { readonly waitUntil: (work: Promise<unknown>) => void };
type Asked = Waiting & { readonly request: Request; readonly respondWith: (answer: Promise<Response>) => void };
type Worker = EventTarget & { readonly skipWaiting: () => Promise<void>; readonly clients: { readonly claim: () => Promise<void> } };
const worker = self as unknown as Worker;

const kept = 'outing-desk-1';
const frames = ['/kk/outing-desk', '/ru/outing-desk', '/en/outing-desk'];

/** Everything the frame names is kept before the frame itself: what opens is always whole. */
const fill = async (): Promise<void> => {
  const cache = await caches.open(kept);
  const fresh = await Promise.all(frames.map(async (frame) => {
    const answer = await fetch(frame, { cache: 'no-store', credentials: 'omit', redirect: 'error' });
    if (!answer.ok) throw new Error(frame);
    return { frame, answer, text: await answer.clone().text() };
  }));
  const named = new Set(fresh.flatMap(({ text }) => text.match(/\/assets\/[\w./-]+/g) ?? []));
  for (const address of named) if (!(await cache.match(address))) await cache.add(address);
  for (const { frame, answer } of fresh) await cache.put(frame, answer);
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url);
    if (pathname.startsWith('/assets/') && !named.has(pathname)) await cache.delete(url);
  }
};

/** Looks without opening: asked after the tablet was wiped, it would lay an empty shelf there again. */
const fromKept = async (request: Request, path: string): Promise<Response> => (await caches.match(path, { cacheName: kept })) ?? fetch(request);

worker.addEventListener('install', (event) => {
  (event as Waiting).waitUntil(fill());
  void worker.skipWaiting();
});
worker.addEventListener('activate', (event) => (event as Waiting).waitUntil(worker.clients.claim()));

worker.addEventListener('fetch', (event) => {
  const asked = event as Asked;
  const { pathname, origin } = new URL(asked.request.url);
  if (origin !== location.origin || asked.request.method !== 'GET') return;
  if (frames.includes(pathname)) {
    asked.respondWith(fromKept(asked.request, pathname));
    // a newer program, if there is a signal, is for the next opening
    asked.waitUntil(fill().catch(() => undefined));
  } else if (pathname.startsWith('/assets/')) asked.respondWith(fromKept(asked.request, pathname));
});
