/** Keeps the board on a television: asks every second, sounds once for a new call, says when the connection is lost, and comes back by itself. */
type Call = { key: string; label: string; name: string | null; desk: string; at: number };
type State = { version: string; calls: Call[]; lanes: { letter: string; waiting: number }[] };

const everyMs = 1_000;
const answerWithinMs = 4_000;
/** Longer than one answer that never came, shorter than ten seconds. */
const lostAfterMs = 6_000;
/** After a night without network nobody needs to hear the calls of the evening. */
const newForMs = 60_000;
/** As the page draws them at first. */
const shownCalls = 6;
/** A page that must come anew comes at most so often. */
const reloadEveryMs = 30_000;

const { body } = document;
const address = body.dataset['state'] ?? '';
const find = (name: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-${name}]`);
const template = (name: string): Element | null => document.querySelector<HTMLTemplateElement>(`template[data-${name}]`)?.content.firstElementChild ?? null;

const heard = new Set((body.dataset['seen'] ?? '').split(' '));
let etag = '';
let answeredAt = performance.now();
let houseNow = { said: Number(body.dataset['now']), at: performance.now() };
const now = (): number => houseNow.said + performance.now() - houseNow.at;

let audio: AudioContext | null = null;
const sound = find('sound');
/** Two strokes of a bell, made here. A browser that wants to be touched first shows a button for it. */
const chime = (): void => {
  document.dispatchEvent(new CustomEvent('chime'));
  audio ??= new AudioContext();
  if (audio.state === 'suspended') void audio.resume().catch(() => {});
  for (const [at, hertz] of [[0, 880], [0.35, 660]] as const) {
    const tone = audio.createOscillator();
    const loud = audio.createGain();
    const begins = audio.currentTime + at;
    tone.frequency.value = hertz;
    loud.gain.setValueAtTime(0.0001, begins);
    loud.gain.exponentialRampToValueAtTime(0.5, begins + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.0001, begins + 0.9);
    tone.connect(loud).connect(audio.destination);
    tone.start(begins);
    tone.stop(begins + 1);
  }
};
const offerSound = (): void => {
  audio ??= new AudioContext();
  if (sound) sound.hidden = audio.state === 'running';
};
document.addEventListener('pointerdown', () => void audio?.resume().then(offerSound, () => {}));
document.addEventListener('keydown', () => void audio?.resume().then(offerSound, () => {}));

const put = (place: Element | null, text: string): void => {
  if (place && place.textContent !== text) place.textContent = text;
};
const drawCall = (call: Call | undefined): Node => {
  const drawn = (template(call ? 'call' : 'empty') as HTMLElement).cloneNode(true) as HTMLElement;
  if (!call) return drawn;
  put(drawn.querySelector('.board-label'), call.label);
  put(drawn.querySelector('.board-to i'), call.desk);
  put(drawn.querySelector('.board-who'), call.name ?? '');
  return drawn;
};
const row = (parts: readonly (readonly [string, string, string?])[]): HTMLLIElement => {
  const li = document.createElement('li');
  for (const [tag, text, name] of parts) {
    const part = document.createElement(tag);
    if (name) part.className = name;
    part.textContent = text;
    li.append(part);
  }
  return li;
};

const draw = (state: State): void => {
  const [first, ...before] = state.calls.slice(0, shownCalls);
  find('first')?.replaceChildren(drawCall(first));
  find('before')?.replaceChildren(...before.map((call) => row([['b', call.label], ['span', call.name ?? '', 'board-who'], ['i', call.desk]])));
  find('waits')?.replaceChildren(...state.lanes.map((lane) => row([['b', lane.letter], ['span', String(lane.waiting)]])));
  const fresh = state.calls.filter((call) => !heard.has(call.key));
  for (const call of fresh) heard.add(call.key);
  if (fresh.some((call) => now() - call.at < newForMs)) chime();
};

const comeAnew = (): void => {
  const last = Number(sessionStorage.getItem('reloaded') ?? 0);
  if (Date.now() - last < reloadEveryMs) return;
  sessionStorage.setItem('reloaded', String(Date.now()));
  location.reload();
};

const ask = async (): Promise<void> => {
  const answer = await fetch(address, { cache: 'no-store', credentials: 'same-origin', signal: AbortSignal.timeout(answerWithinMs), headers: etag === '' ? {} : { 'if-none-match': etag } });
  const said = Number(answer.headers.get('x-now'));
  // a proxy's own page, a server that is starting: not the house
  if (!said) return;
  houseNow = { said, at: performance.now() };
  if (answer.status === 404) return comeAnew();
  if (!answer.ok && answer.status !== 304) return;
  answeredAt = performance.now();
  if (answer.status === 304) return;
  const state = (await answer.json()) as State;
  if (state.version !== body.dataset['version']) return comeAnew();
  etag = answer.headers.get('etag') ?? '';
  draw(state);
};

const clock = new Intl.DateTimeFormat('ru', { timeZone: 'Asia/Almaty', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat('ru', { timeZone: 'Asia/Almaty', day: '2-digit', month: '2-digit', year: 'numeric' });
const tick = (): void => {
  put(find('clock'), clock.format(now()));
  put(find('day'), day.format(now()));
  const lost = find('lost');
  if (lost) lost.hidden = performance.now() - answeredAt < lostAfterMs;
};

const keepAsking = async (): Promise<void> => {
  await ask().catch(() => {});
  tick();
  setTimeout(() => void keepAsking(), everyMs);
};
setInterval(tick, everyMs);
offerSound();
void keepAsking();
