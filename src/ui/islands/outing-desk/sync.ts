import { papersOf, type Desk, type Entry } from './desk.ts';
import { isFull } from './room.ts';
import type { Answer, Kit, PaperRef } from './wire.ts';

/** What is going on, for the screen. */
export type Going = { readonly state: 'rest' | 'sending' | 'pause' | 'stopped'; readonly done: number; readonly total: number; readonly code: string | null };
/** 410, or everything has arrived after the end. */
export type Ending = 'revoked' | 'ended';

const patienceMs = 45_000;
const [leastPiece, mostPiece] = [4 * 1024, 64 * 1024];
const [firstPauseMs, mostPauseMs] = [300, 30_000];
const kitEveryMs = 3_600_000;
/** Few numbers are left, or the last try failed: asked again no sooner. */
const kitAgainMs = 60_000;

class Wipe extends Error {}
class Stop extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}
/** No answer, or one that says to come again. */
class Again extends Error {}

type Sent = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/** One request; whatever came back, or an error that says what to do. */
const ask = async (desk: Desk, path: string, init: RequestInit = {}): Promise<Sent> => {
  let response: Response;
  let body: Readonly<Record<string, unknown>>;
  try {
    response = await fetch(`/outing-desk/${path}`, { ...init, headers: { ...init.headers, authorization: `Device ${desk.state.device.token}` }, cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(patienceMs) });
    body = (await response.json()) as Readonly<Record<string, unknown>>;
  } catch {
    throw new Again(path);
  }
  if (response.status === 410) throw new Wipe();
  if (response.status === 401 || response.status === 403 || response.status === 404) throw new Stop('device_unknown');
  if (response.status >= 500 || response.status === 429) throw new Again(String(response.status));
  return { status: response.status, body };
};

/** How much goes at once on this line. */
type Link = { piece: number };

/** From where it stopped: the house says how much it has. A piece that did not get through is halved, one that did makes the next larger. */
const sendPaper = async (desk: Desk, link: Link, paper: PaperRef): Promise<void> => {
  const bytes = await desk.paper(paper.key);
  if (!bytes) return;
  const before = await ask(desk, `papers/${paper.key}`);
  let at = Number(before.body['bytes'] ?? 0);
  let whole = before.body['whole'] === true;
  for (let turns = 0; !whole && turns < 3;) {
    try {
      const piece = bytes.slice(at, at + link.piece);
      const sent = await ask(desk, `papers/${paper.key}?at=${at}`, {
        method: 'POST', body: piece, headers: { 'content-type': 'application/octet-stream', 'x-name': encodeURIComponent(paper.name), 'x-bytes': String(paper.bytes), 'x-sha256': paper.sha256 } });
      // refused as a whole: it arrived as something else than it left, or is nothing the house takes; the act is handed over all the same and a person sees that it is missing
      if (sent.status === 413 || sent.status === 422) turns += 1;
      at = sent.status === 422 ? 0 : Number(sent.body['bytes'] ?? at);
      whole = sent.body['whole'] === true;
      link.piece = Math.min(mostPiece, link.piece * 2);
    } catch (error) {
      link.piece = Math.max(leastPiece, link.piece / 2);
      throw error;
    }
  }
};

const sendEntry = async (desk: Desk, link: Link, waiting: Entry): Promise<Answer['state']> => {
  const entry = await desk.placed(waiting);
  for (const paper of papersOf(entry.act)) await sendPaper(desk, link, paper);
  const sent = await ask(desk, 'arrivals', { method: 'POST', body: JSON.stringify({ place: entry.place, key: entry.key, act: entry.act }), headers: { 'content-type': 'application/json' } });
  const answer = sent.body as unknown as Answer;
  if (answer.state === 'taken' || answer.state === 'conflict') {
    await desk.arrived(entry, answer);
    return answer.state;
  }
  const code = answer.state === 'waits_for' ? 'order_lost' : String(sent.body['code'] ?? sent.status);
  await desk.refused(entry, code);
  throw new Stop(code);
};

/** Another block when few numbers are left, the calendar and the people once an hour. Never before what was promised to people has arrived. */
const renew = async (desk: Desk): Promise<void> => {
  const { appeal, visit } = desk.lastGiven();
  const sent = await ask(desk, `kit?appeal=${appeal}&visit=${visit}`);
  if (sent.status === 200) await desk.renewed(sent.body as unknown as Kit);
};

/** Hands over by itself whenever there is a link: in order, one at a time, with pauses that grow and differ from tablet to tablet. */
export const startSync = (desk: Desk, o: { readonly tell: () => void; readonly over: (how: Ending) => void; readonly random?: () => number }) => {
  const link: Link = { piece: mostPiece / 4 };
  const going: { state: Going['state']; done: number; total: number; code: string | null } = { state: 'rest', done: 0, total: 0, code: null };
  const random = o.random ?? Math.random;
  let pauseMs = firstPauseMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy = false;
  let closed = false;
  let renewAt = 0;

  const show = (change: Partial<typeof going>): void => {
    Object.assign(going, change);
    o.tell();
  };
  const again = (ms: number): void => {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(() => void run(), ms);
  };

  const round = async (): Promise<void> => {
    for (let entry = desk.nextUp(); entry; entry = desk.nextUp()) {
      if (closed) return;
      if (going.state !== 'sending') show({ state: 'sending', done: 0, total: desk.state.entries.length, code: null });
      // each act of a tablet that was taken back comes to a person: the kit's answer says whether it was
      if ((await sendEntry(desk, link, entry)) === 'conflict') renewAt = 0;
      pauseMs = firstPauseMs;
      show({ done: going.done + 1, total: going.done + 1 + desk.state.entries.length });
      if (entry.act.what === 'end') return o.over('ended');
    }
    show({ state: 'rest' });
    if (desk.state.settings.ending || !desk.state.kit || desk.now() < renewAt) return;
    renewAt = desk.now() + kitAgainMs;
    await renew(desk).catch((error: unknown) => { if (!(error instanceof Again)) throw error; });
    if (!desk.isLow()) renewAt = desk.now() + kitEveryMs;
  };

  const run = async (): Promise<void> => {
    if (busy || closed || !navigator.onLine) return;
    busy = true;
    try {
      await round();
    } catch (error) {
      // locked meanwhile: what had no answer is sent again, under the same key
      if (closed) return;
      if (error instanceof Wipe) {
        closed = true;
        o.over('revoked');
      } else if (error instanceof Stop) show({ state: 'stopped', code: error.code });
      else if (error instanceof Again || isFull(error)) {
        show({ state: 'pause' });
        again(pauseMs * (0.5 + random()));
        pauseMs = Math.min(mostPauseMs, pauseMs * 2);
      } else throw error;
    } finally {
      busy = false;
    }
    // what can still be taken back goes when its minute is over; few numbers, when there is a link again
    if (going.state === 'rest') {
      if (desk.state.entries.length > 0) again(1_000);
      else if (desk.isLow()) again(kitAgainMs);
    }
  };

  const wake = (): void => {
    pauseMs = firstPauseMs;
    void run();
  };
  addEventListener('online', wake);
  return {
    going: going as Going, wake,
    /** Says, once everything is gone from the tablet, that it is. Best effort: the house knows the end already. */
    sayWiped: async (): Promise<void> => {
      for (let tries = 0; tries < 5; tries += 1) {
        try {
          return void (await ask(desk, 'wiped', { method: 'POST', body: '{"left":0}', headers: { 'content-type': 'application/json' } }));
        } catch (error) {
          if (!(error instanceof Again)) return;
          await new Promise((resolve) => setTimeout(resolve, firstPauseMs * (0.5 + random())));
        }
      }
    },
    stop: (): void => {
      closed = true;
      clearTimeout(timer);
      removeEventListener('online', wake);
    },
  };
};
export type Sync = ReturnType<typeof startSync>;
