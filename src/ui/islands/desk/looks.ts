const heartbeatMs = 60_000;
const patienceMs = 5_000;
/** So lately heard, the session is taken to be there still. */
const freshMs = 3_000;
/** A second press this soon is the same press. */
const onceMs = 2_000;

/** The heartbeat of an open matter: says that somebody has it before them, hears who else has, and notices first when the session is over. */
export const keepLooking = (place: HTMLElement, said: DOMStringMap): void => {
  const { looks = '', csrf = '' } = place.dataset;
  const others = document.querySelector('[data-lookers]');
  let over: HTMLElement | null = null;
  let heardAt = Date.now();

  const sessionIsOver = (): void => {
    if (over || said['over'] === undefined) return;
    over = document.createElement('div');
    over.className = 'note late';
    over.setAttribute('role', 'alert');
    over.tabIndex = -1;
    const link = document.createElement('a');
    link.href = said['signIn'] ?? '';
    link.textContent = said['signInText'] ?? '';
    over.append(said['over'], ' ', link);
    place.prepend(over);
  };
  const beat = async (): Promise<void> => {
    if (document.visibilityState !== 'visible') return;
    try {
      const answer = await fetch(looks, { method: 'POST', body: new URLSearchParams({ csrf }), headers: { accept: 'text/plain' }, signal: AbortSignal.timeout(patienceMs) });
      // nobody, or somebody without the right: to whoever has a session that may read, it is 200
      if ([401, 403, 404].includes(answer.status)) return sessionIsOver();
      if (!answer.ok) return;
      heardAt = Date.now();
      over?.remove();
      over = null;
      const text = await answer.text();
      if (others && others.textContent !== text) others.textContent = text;
    } catch {
      // away for a moment: the next beat tells
    }
  };
  setInterval(() => void beat(), heartbeatMs);
  document.addEventListener('visibilitychange', () => void beat());

  // sent without a session, an act is refused and the words and papers go with it: the session is asked for first
  let asking = false;
  let asked = false;
  let sentAt = 0;
  place.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    const soon = Date.now() - sentAt < onceMs;
    if (!soon && (asked || (!over && Date.now() - heardAt < freshMs))) {
      asked = false;
      sentAt = Date.now();
      return;
    }
    event.preventDefault();
    if (asking || soon) return;
    asking = true;
    void beat().then(() => {
      asking = false;
      if (over) return over.focus();
      asked = true;
      form.requestSubmit(event.submitter);
    });
  });
};
