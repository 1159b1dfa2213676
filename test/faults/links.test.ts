import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestDb } from '../support/database.ts';
import { lineTo, type Line } from '../support/line.ts';
import { allowed, depth } from '../support/proof.ts';
import { browserAt, numberOn, stepsOf } from '../support/resident.ts';
import { bodyOf, seeded, send, type Registered } from './clients.ts';
import { countOf, faultsOf, numberFaults, type Told } from './ledger.ts';
import { branchesDb, openSite, type Site } from './opening.ts';
import { registerOf, territories } from './seed.ts';

const letters = depth(20, 500);
/** Of ten, so many go by the pages: a page is ten times as long as an answer of the interface. */
const byPages = 1;
const mostTries = 400;
/** A matter by the interface with its answer: three of ten fall while it is on its way. */
const oneMatterBytes = 1_500;

let t: TestDb;
let site: Site;
let line: Line;
let port = 0;
beforeAll(async () => {
  t = await branchesDb();
  site = await openSite('links');
  const program = await site.begin({ DATABASE_URL: t.url });
  line = await lineTo(program.port, seeded(20_261_123), oneMatterBytes);
  port = Number(new URL(line.address).port);
  await line.thin();
});
afterAll(() => site.end(line.end, t.drop));

type Sent = { readonly text: string; readonly number: string; readonly tries: number };

/** `fresh`: another key at every try, as a client does that does not know the rule. */
const byInterface = async (text: string, o: { fresh?: boolean } = {}): Promise<Sent & Told> => {
  const sentAt = performance.now();
  const first = crypto.randomUUID();
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const key = o.fresh === true ? crypto.randomUUID() : first;
    const answer = await send(port, key, bodyOf(text, territories[0]));
    if (answer === undefined) continue;
    expect(answer.status, answer.text).toBe(201);
    const { number, dueOn } = JSON.parse(answer.text) as Registered;
    return { key, text, number, dueOn, sentAt, toldAt: performance.now(), tries };
  }
  throw new Error(`no answer in ${mostTries} tries`);
};

/** A resident at a telephone without JavaScript: whatever falls under them they press again. */
const byForm = async (text: string, nth: number): Promise<Sent> => {
  const page = browserAt(line.address);
  let tries = 0;
  for (const step of stepsOf({ lang: nth % 2 === 0 ? 'kk' : 'ru', text, place: 'акжаик' })) {
    for (let done = false; !done; ) {
      if ((tries += 1) > mostTries) throw new Error(`the form did not come to an end, at ${page.address}`);
      done = await step(page).then(() => true, (error: Error) => {
        if (error.name === 'TypeError' || error.name === 'TimeoutError') return false; // the line fell
        throw error;
      });
    }
  }
  return { text, number: numberOn(page) ?? page.text.slice(0, 300), tries };
};

test(`${letters} matters over a line of 64 kbit/s that breaks three times in ten, by the interface and by the form: all arrive, none twice`, async () => {
  const texts = Array.from({ length: letters }, (_, nth) => `${['Шам жанбайды', 'Вода не идёт', 'Жол бұзылған', 'Лифт стоит', 'Қар тазаланбайды'][nth % 5]}, ${nth} үй`);
  const waiting = texts.map((text, nth) => ({ text, nth }));
  const told: (Sent & Told)[] = [];
  const written: Sent[] = [];
  const one = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (next.nth % 10 < byPages) written.push(await byForm(next.text, next.nth / 10));
      else told.push(await byInterface(next.text));
    }
  };
  await Promise.all([one(), one(), one(), one()]);
  const rows = await registerOf(t.url);
  const faults = countOf(faultsOf(new Set(texts), told, rows));
  const tries = told.reduce((sum, { tries: n }) => sum + n, 0);
  console.log(`proof: a poor line, ${told.length} by the interface in ${tries} tries, ${written.length} by the form in ${written.reduce((sum, { tries: n }) => sum + n, 0)} steps, ${line.fallen()} connections fell, ${(line.carried() / 1000).toFixed(0)} kB carried, ${JSON.stringify(faults)}`);
  expect(faults).toEqual({});
  expect(rows).toHaveLength(letters);
  for (const { text, number } of written) expect(rows.filter((row) => row.text === text).map((row) => row.number), text).toEqual([number]);
  expect(numberFaults(rows.map((row) => row.number))).toEqual([]);
  expect(line.fallen(), 'the line was too good').toBeGreaterThan(letters / 4);
}, allowed(600_000, 20, 500));

test('control: a client that makes another key at every try is registered twice, and the same question finds it', async () => {
  const texts: string[] = [];
  const doubled = async (): Promise<number> => countOf(faultsOf(new Set(texts), [], (await registerOf(t.url)).filter((row) => texts.includes(row.text))))['doubled'] ?? 0;
  // one connection of three falls, half of those after the matter is in
  for (let nth = 0; nth < 60 && (await doubled()) === 0; nth += 1) {
    const text = `Кілті жаңа өтініш ${nth}`;
    texts.push(text);
    await byInterface(text, { fresh: true });
  }
  console.log(`proof: control with another key at every try, ${await doubled()} of ${texts.length} twice`);
  expect(await doubled()).toBeGreaterThan(0);
});
