import { Agent } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestDb } from '../support/database.ts';
import { allowed, depth } from '../support/proof.ts';
import { bodyOf, seeded, send, type Answer, type Cut, type Registered } from './clients.ts';
import { countOf, faultsOf, type Told } from './ledger.ts';
import { branchesDb, openSite, type Site } from './opening.ts';
import { registerOf, territories } from './seed.ts';
import { missingJobs, unevenAppeals } from './underneath.ts';

const [everyTime, deeply] = [500, 10_000];
const keys = depth(everyTime, deeply);
const atOnce = 8;
const keysTogether = 8;

let t: TestDb;
let site: Site;
let port = 0;
beforeAll(async () => {
  t = await branchesDb();
  site = await openSite('keys');
  // no worker: every job of every event must still stand there to be counted
  ({ port } = await site.begin({ DATABASE_URL: t.url, JAUAP_WORKER: 'off' }));
});
afterAll(() => site.end(t.drop));

const random = seeded(11);
const place = (n: number): string => territories[n % territories.length] ?? '';
const cutSomewhere = (): Cut => {
  const at = random();
  return at < 0.3 ? { at: 'body', share: random() } : at < 0.85 ? { at: 'waiting', afterMs: Math.floor(random() * 40) } : { at: 'headers' };
};

/** Told that the house is busy is told nothing: whoever hears that asks again. */
const heard = (answer: Answer | undefined): Answer | undefined => (answer?.status === 503 ? undefined : answer);

type Sent = { readonly key: string; readonly text: string; readonly sentAt: number; readonly toldAt: number; readonly answers: readonly (Answer | undefined)[]; readonly others: readonly (Answer | undefined)[] };

/** One key eight times at once: three of the eight connections are cut; for every fifth key one of the eight brings another body. */
const eightTimes = async (n: number): Promise<Sent> => {
  const key = crypto.randomUUID();
  const text = `Қоқыс шығарылмайды. ${n}`;
  const sentAt = performance.now();
  const another = n % 5 === 0;
  const others: Promise<Answer | undefined>[] = another ? [send(port, key, bodyOf(`${text} Басқаша.`, place(n)))] : [];
  const same = Array.from({ length: atOnce - others.length }, (_, nth) => send(port, key, bodyOf(text, place(n)), nth % 3 === 1 ? { cut: cutSomewhere() } : {}));
  const answers = (await Promise.all(same)).map(heard);
  return { key, text, sentAt, toldAt: performance.now(), answers, others: (await Promise.all(others)).map(heard) };
};

const told = (one: Sent, text: string, answer: Answer): Told => {
  const { number, dueOn } = JSON.parse(answer.text) as Registered;
  return { key: one.key, text, number, dueOn, sentAt: one.sentAt, toldAt: one.toldAt };
};

test(`${keys} keys, each sent ${atOnce} times at once, some cut: as many rows as keys, equal answers, another body is refused`, async () => {
  const began = performance.now();
  const all: Sent[] = [];
  for (let n = 0; n < keys; n += keysTogether) all.push(...(await Promise.all(Array.from({ length: Math.min(keysTogether, keys - n) }, (_, i) => eightTimes(n + i)))));
  const seconds = (performance.now() - began) / 1000;
  const broken = all.flatMap((one) => one.answers).filter((answer) => answer === undefined).length;

  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const known: Told[] = [];
  let otherWon = 0;
  for (const [n, one] of all.entries()) {
    // of two bodies under one key either may come first; the other is refused, then and ever after
    const body = bodyOf(one.text, place(n));
    const otherText = `${one.text} Басқаша.`;
    const wonBy = one.others.some((answer) => answer?.status === 201) ? otherText : one.text;
    if (wonBy === otherText) otherWon += 1;
    const [winners, losers] = wonBy === otherText ? [one.others, one.answers] : [one.answers, one.others];
    const again = await send(port, one.key, wonBy === otherText ? bodyOf(otherText, place(n)) : body, { agent });
    const refused = await send(port, one.key, wonBy === otherText ? body : bodyOf(otherText, place(n)), { agent });
    expect([again?.status, refused?.status], one.key).toEqual([201, 422]);
    for (const answer of winners) if (answer) expect([answer.status, answer.text]).toEqual([201, again?.text]);
    for (const answer of losers) if (answer) expect([answer.status, JSON.parse(answer.text)]).toMatchObject([422, { title: 'same_key_other_body' }]);
    if (again) known.push(told(one, wonBy, again));
  }
  agent.destroy();

  const rows = await registerOf(t.url);
  const faults = faultsOf(new Set(known.map((one) => one.text)), known, rows);
  console.log(`proof: ${keys} keys × ${atOnce}, ${broken} answers cut off, ${otherWon} won by the other body, ${rows.length} rows, ${faults.length} faults, ${(keys * atOnce / seconds).toFixed(0)} requests a second`);
  expect(broken).toBeGreaterThan(keys / 2);
  expect(rows).toHaveLength(keys);
  expect(countOf(faults)).toEqual({});
  expect(await unevenAppeals(t.url)).toEqual([]);
  expect(await missingJobs(t.url)).toBe(0);
  expect(await t.raw('SELECT count(*)::int AS n FROM platform.idempotency')).toEqual([{ n: keys }]);
}, allowed(240_000, everyTime, deeply));

test('control: a client that makes a new key for every try is registered twice, and the count shows it', async () => {
  const text = 'Бақылау: бір хат, екі кілт.';
  const before = await registerOf(t.url);
  await Promise.all([send(port, crypto.randomUUID(), bodyOf(text, place(0))), send(port, crypto.randomUUID(), bodyOf(text, place(0)))]);
  const rows = (await registerOf(t.url)).filter((row) => !before.some((old) => old.number === row.number));
  const faults = faultsOf(new Set([text]), [], rows).map((fault) => fault.what);
  expect(rows).toHaveLength(2);
  expect(faults).toContain('doubled');
});
