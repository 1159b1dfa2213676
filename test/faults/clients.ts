import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Told } from './ledger.ts';
import { territories } from './seed.ts';

/** Same numbers on every run: a red run can be run again. */
export const seeded = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

export type Answer = { readonly status: number; readonly text: string };

/** Sends one registration, or what `path` takes. Undefined when the connection broke before a whole answer came: then nobody knows whether it was taken. */
export const send = (port: number, key: string, body: string, o: { agent?: Agent; cut?: Cut; path?: string } = {}): Promise<Answer | undefined> =>
  new Promise((resolve) => {
    const bytes = Buffer.from(body);
    const asked = request({
      port, host: '127.0.0.1', path: o.path ?? '/api/v1/appeals', method: 'POST', agent: o.agent ?? false, timeout: 15_000,
      headers: { 'content-type': 'application/json', 'content-length': bytes.length, 'idempotency-key': key },
    });
    asked.once('response', (answer) => {
      const parts: Buffer[] = [];
      if (o.cut?.at === 'headers') {
        asked.destroy();
        resolve(undefined);
      }
      answer.on('data', (chunk: Buffer) => parts.push(chunk));
      answer.once('end', () => resolve(answer.complete ? { status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') } : undefined));
      answer.once('error', () => resolve(undefined));
      answer.once('close', () => resolve(undefined));
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(undefined));
    asked.once('close', () => resolve(undefined));
    if (o.cut?.at === 'body') {
      // the socket goes when only a part of the body has left
      asked.write(bytes.subarray(0, Math.floor(bytes.length * o.cut.share)), () => asked.destroy());
      return;
    }
    asked.end(bytes);
    const { cut } = o;
    if (cut?.at === 'waiting') setTimeout(() => asked.destroy(), cut.afterMs);
  });
export type Cut = { readonly at: 'body'; readonly share: number } | { readonly at: 'waiting'; readonly afterMs: number } | { readonly at: 'headers' };

export const bodyOf = (text: string, territoryCode: string): string =>
  JSON.stringify({ lang: 'kk', applicant: { kind: 'person', surname: 'Сыналмалы', given: 'Әлия', phone: '8 701 000 00 01' }, matter: { kind: 'application', text, territoryCode, publishConsent: false } });

export type Registered = { readonly number: string; readonly dueOn: string; readonly registeredOn: string; readonly receivedAt: string; readonly followCode: string; readonly followUrl: string };

export type Clients = {
  readonly told: readonly Told[];
  /** by key: what was sent and the whole answer, letter for letter */
  readonly answers: ReadonlyMap<string, { readonly body: string; readonly text: string }>;
  readonly sent: ReadonlySet<string>;
  /** answers that are neither 201 nor 503 */
  readonly strange: readonly string[];
  /** keys that got no number in the time given */
  readonly unanswered: () => number;
  readonly tries: () => number;
  /** lets each finish what it has begun */
  readonly stop: () => Promise<void>;
};

const keyLastsMs = 120_000;
const retryAfterMs = 50;

/** `count` residents who write one appeal after another, each with a key made before the first try, until told a number. */
export const startClients = (port: number, count: number, seed: number, mark = 'шам'): Clients => {
  const told: Told[] = [];
  const sent = new Set<string>();
  const strange: string[] = [];
  const answers = new Map<string, { readonly body: string; readonly text: string }>();
  let stopped = false;
  let tries = 0;
  let unanswered = 0;
  const client = async (place: number): Promise<void> => {
    const random = seeded(seed * 1_000 + place);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let n = 1; !stopped; n += 1) {
      const key = crypto.randomUUID();
      const text = `Ауладағы ${mark} жанбайды. ${place}-${n}`;
      const body = bodyOf(text, territories[Math.floor(random() * territories.length)] ?? '');
      const sentAt = performance.now();
      sent.add(text);
      for (;;) {
        tries += 1;
        const answer = await send(port, key, body, { agent });
        if (answer?.status === 201) {
          const { number, dueOn } = JSON.parse(answer.text) as Registered;
          told.push({ key, text, number, dueOn, sentAt, toldAt: performance.now() });
          answers.set(key, { body, text: answer.text });
          break;
        }
        if (answer && answer.status !== 503) strange.push(`${answer.status} ${answer.text.slice(0, 200)}`);
        if (performance.now() - sentAt > keyLastsMs) {
          unanswered += 1;
          break;
        }
        await pause(retryAfterMs);
      }
    }
    agent.destroy();
  };
  const running = Promise.all(Array.from({ length: count }, (_, place) => client(place)));
  return {
    told, sent, strange, answers, unanswered: () => unanswered, tries: () => tries,
    stop: async () => {
      stopped = true;
      await running;
    },
  };
};
