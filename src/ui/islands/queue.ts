/** Keeps a clerk's screen of the waiting room fresh: asks for the live part every few seconds, and says when it could not. Without it the page is as fresh as its last click. */
const place = document.querySelector<HTMLElement>('[data-queue]');
const address = place?.dataset['queue'] ?? '';
const everyMs = 3_000;
const answerWithinMs = 6_000;
const staleAfterMs = 12_000;

let shown = '';
let answeredAt = performance.now();
let sending = false;
place?.addEventListener('submit', () => { sending = true; });

/** A clerk who is about to press something finds it where it was. */
const busy = (live: Element): boolean => sending || live.contains(document.activeElement) && document.activeElement?.matches('input, select, textarea') === true;

const look = async (): Promise<void> => {
  const answer = await fetch(address, { credentials: 'same-origin', redirect: 'error', signal: AbortSignal.timeout(answerWithinMs) });
  if (!answer.ok) return;
  const html = (await answer.text()).replace(/^<!doctype html>/, '');
  answeredAt = performance.now();
  const live = place?.querySelector('[data-live]');
  if (!live || html === shown || busy(live)) return;
  const focus = document.activeElement instanceof HTMLElement && live.contains(document.activeElement) ? document.activeElement.dataset['press'] : undefined;
  const open = [...live.querySelectorAll('details')].map((one) => one.open);
  shown = html;
  const fresh = document.createElement('template');
  fresh.innerHTML = html;
  for (const [at, details] of [...fresh.content.querySelectorAll('details')].entries()) details.open = open[at] ?? false;
  live.replaceWith(fresh.content);
  if (focus !== undefined) place?.querySelector<HTMLElement>(`[data-press="${CSS.escape(focus)}"]`)?.focus();
};

const keepLooking = async (): Promise<void> => {
  if (document.visibilityState === 'visible') await look().catch(() => {});
  else answeredAt = performance.now();
  const stale = place?.querySelector<HTMLElement>('[data-stale]');
  if (stale) stale.hidden = performance.now() - answeredAt < staleAfterMs;
  setTimeout(() => void keepLooking(), everyMs);
};
if (place) void keepLooking();
