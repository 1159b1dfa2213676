import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish, redact } from '../../src/rooms/appeals/acts/publish.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { bodyOf, doneOf, isObject, listAt, misfitOf, objectAt, operationsOf, type Described, type Json } from '../architecture/openapi.ts';
import { dayAfter, planned } from '../support/bookings.ts';
import { ok, openHouse, type TestHouse } from '../support/house.ts';
import { allowed, depth } from '../support/proof.ts';
import { fitting, hostile, nearly } from './schema-values.ts';

const [everyTime, deeply] = [50, 2_000];
const runs = depth(everyTime, deeply);
const slowMs = 2_000;
/** The same questions for every change; others at every deep run, and the same again by `FUZZ_SEED=` and what was printed. */
const seed = Number(process.env['FUZZ_SEED'] ?? depth(20_261_121, randomInt(2 ** 31)));

let h: TestHouse;
let document: Json;
let token: string;
/** What the office has, by the name under which a question may ask for it: a matter everybody may read, a place with receptions, a word that stands in a letter. */
let given: Readonly<Record<string, readonly unknown[]>>;
beforeAll(async () => {
  h = await openHouse();
  document = await (await h.app.request('/api/v1/openapi.json')).json() as Json;
  token = (await h.signedIn('clerk')).cookies.find((cookie) => cookie.name === 'jauap_session')?.value ?? '';
  const text = 'Мектеп жанындағы көше шамдары жанбайды.';
  const [matter] = ok(await register(h.ctx(), aRegistration({ branchId: h.units.tasqala, text, publishConsent: true }))).matters;
  if (!matter) throw new Error('nothing was registered');
  ok(await redact(h.ctx(), { number: matter.number, publicText: text }));
  ok(await publish(h.ctx(), { number: matter.number }));
  for (const days of [0, 1, 4, 5, 6]) await planned(h, { on: dayAfter(days) });
  given = { number: [matter.number], territory: ['276000000'], territoryCode: ['276000000'], topicCode: ['lighting'], q: ['шам'] };
});
afterAll(() => h.end());

/** What earlier answers named, by the name under which a later question may ask for it: numbers, cursors. */
const seen = new Map<string, unknown[]>();
/** Numbers that belong together, as they stood together in an answer: a reception and a time of it. */
const together = new Map<string, Json[]>();
const remember = (value: unknown): void => {
  if (Array.isArray(value)) return value.forEach(remember);
  if (!isObject(value)) return;
  const numbers = Object.entries(value).filter(([, one]) => Number.isInteger(one));
  for (const [key] of numbers) together.set(key, [...(together.get(key) ?? []), Object.fromEntries(numbers)].slice(-50));
  for (const [key, one] of Object.entries(value)) {
    if (typeof one === 'string' && one !== '') seen.set(key === 'next' ? 'after' : key, [...(seen.get(key === 'next' ? 'after' : key) ?? []), one].slice(-50));
    remember(one);
  }
};

/** `known`: which of what is known is asked for, and whether; `person`: somebody of their own telephone. */
type Question = { readonly parameters: Readonly<Record<string, unknown>>; readonly body: unknown; readonly known: number; readonly person: number };
const anyParameter = (one: Json): fc.Arbitrary<unknown> => fc.oneof({ arbitrary: fitting(document, objectAt(one, 'schema')), weight: 3 }, { arbitrary: hostile, weight: 1 });
const questions = ({ op }: Described): fc.Arbitrary<Question> => {
  const body = bodyOf(op);
  const fits = body ? fitting(document, objectAt(body, 'schema')) : fc.constant(undefined);
  const parameters = listAt(op, 'parameters');
  return fc.record({
    parameters: fc.record(Object.fromEntries(parameters.map((one) => [String(one['name']), anyParameter(one)])), { requiredKeys: parameters.filter((one) => one['required'] === true).map((one) => String(one['name'])) }),
    // what a schema cannot say (that a place exists) is in the example: from there the chains begin
    body: body ? fc.oneof(fits, nearly(fits), nearly(nearly(fits)), hostile, fc.constant(body['example']), nearly(fc.constant(body['example']))) : fits,
    known: fc.nat(), person: fc.integer({ min: 0, max: 9_999_999 }),
  });
};

/** Every third question asks for what the office has, every third for what an earlier answer gave, where there is any. */
const poolOf = (name: string, known: number): readonly unknown[] => (known % 3 === 0 ? given[name] ?? [] : known % 3 === 1 ? seen.get(name) ?? [] : []);
const pickOf = <T>(pool: readonly T[], known: number): T | undefined => pool[Math.floor(known / 3) % pool.length];
/** The body with what is known in the places of those names: each alone, and numbers that belong together together. */
const chainedBody = (q: Question): unknown => {
  if (!isObject(q.body) || q.known % 3 === 2) return q.body;
  const body: Record<string, unknown> = { ...q.body };
  const pair = pickOf(Object.keys(body).flatMap((name) => together.get(name) ?? []), q.known) ?? {};
  for (const name of Object.keys(body)) {
    if (Object.hasOwn(pair, name)) body[name] = pair[name];
    else if (name === 'phone' && body[name] !== null) body[name] = `8 701 ${String(q.person).padStart(7, '0')}`;
    else if (Object.hasOwn(given, name)) body[name] = pickOf(given[name] ?? [], q.known);
  }
  return body;
};

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value) ?? '');
/** No half of a surrogate pair can be in an address, and no line end in a header: a browser would not send them. */
const sendable = (text: string): string => text.toWellFormed();

const ask = async ({ path, method, op }: Described, q: Question): Promise<Response> => {
  const chained = (name: string): unknown => pickOf(poolOf(name, q.known), q.known) ?? q.parameters[name];
  const address = new URL(path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(sendable(asText(chained(name)))) || '-'), 'http://127.0.0.1');
  const headers: Record<string, string> = op['x-gate'] === 'anyone' ? {} : { authorization: `Bearer ${token}` };
  for (const one of listAt(op, 'parameters')) {
    const name = String(one['name']);
    if (!Object.hasOwn(q.parameters, name)) continue;
    if (one['in'] === 'query') address.searchParams.set(name, sendable(asText(chained(name))));
    if (one['in'] === 'header') headers[name] = asText(q.parameters[name]).replace(/[^\x20-\x7e]/g, '?').slice(0, 4_000);
  }
  return h.app.request(address.pathname + address.search, { method: method.toUpperCase(), headers: { ...headers, ...(bodyOf(op) ? { 'content-type': 'application/json' } : {}) }, ...(bodyOf(op) ? { body: JSON.stringify(chainedBody(q)) ?? 'null' } : {}) });
};

const timed = async (described: Described, q: Question): Promise<{ readonly response: Response; readonly ms: number }> => {
  const began = performance.now();
  const response = await ask(described, q);
  return { response, ms: performance.now() - began };
};

type Looked = { readonly status: number; readonly fault: string | null };
const look = async (described: Described, q: Question, mostMs = slowMs): Promise<Looked> => {
  const { response, ms } = await timed(described, q);
  const { status } = response;
  if (status >= 500) return { status, fault: `status ${status}` };
  // a question that is slow is slow again; a machine that stood still for a moment is not
  if (ms > mostMs) {
    const again = [(await timed(described, q)).ms, (await timed(described, q)).ms];
    if (Math.min(...again) > mostMs) return { status, fault: `${Math.min(ms, ...again).toFixed(0)} ms` };
  }
  const answer: unknown = await response.json();
  const { status: described2xx, media } = doneOf(described.op);
  const done = status < 300;
  if (done && status !== described2xx) return { status, fault: `status ${status} is not described` };
  const misfit = misfitOf(document, done ? objectAt(media, 'schema') : objectAt(document, 'components', 'schemas', 'Problem'), answer);
  if (done) remember(answer);
  return { status, fault: misfit === null ? null : `outside the schema (${status}): ${misfit}` };
};

const idOf = ({ op }: Described): string => String(op['operationId']);
/** How often each class of answers was given, of every operation: `2xx 14 4xx 36`. */
const classes = (of: readonly number[]): string => [...Map.groupBy(of, (status) => `${Math.floor(status / 100)}xx`)].toSorted().map(([name, list]) => `${name} ${list.length}`).join(' ');
/** An operation that only refuses was asked nothing: what stands behind its door is unknown. */
const onlyRefused = (answers: ReadonlyMap<string, readonly number[]>): readonly string[] => [...answers].filter(([, statuses]) => !statuses.some((status) => status < 300)).map(([id]) => id);

test(`every operation, ${runs} questions of each kind: fitting, nearly fitting and hostile, with what earlier answers named; each is done at least once, no answer of 500, none slow, none outside its schema`, async () => {
  const answers = new Map<string, number[]>();
  // twice: the first round fills what later questions ask for, the second asks others
  for (const round of [0, 1]) for (const described of operationsOf(document)) {
    const statuses = answers.get(idOf(described)) ?? [];
    answers.set(idOf(described), statuses);
    await fc.assert(fc.asyncProperty(questions(described), async (q) => {
      const { status, fault } = await look(described, q);
      statuses.push(status);
      expect(fault, `${idOf(described)} (FUZZ_SEED=${seed}) ${JSON.stringify(q).slice(0, 600)}`).toBeNull();
    }), { numRuns: runs, seed: seed + round, endOnFailure: true });
  }
  console.log(`proof: seed ${seed}: ${[...answers].map(([id, statuses]) => `${id} ${classes(statuses)}`).join(', ')}`);
  expect([...answers.keys()].toSorted()).toEqual(operationsOf(document).map(idOf).toSorted());
  expect(onlyRefused(answers)).toEqual([]);
}, allowed(600_000, everyTime, deeply));

test('control: an operation that breaks, dawdles, answers with something else or only refuses is found', async () => {
  const first = operationsOf(document).find(({ op }) => doneOf(op).status === 201);
  if (!first) throw new Error('no operation');
  const app = h.app.request.bind(h.app);
  const q: Question = { parameters: {}, body: {}, known: 1, person: 1 };
  const problem = await (await app('/api/v1/nothing')).text();
  const refusal = (): Response => new Response(problem, { status: 404, headers: { 'content-type': 'application/problem+json' } });
  const [mostMs, dawdleMs] = [200, 300];
  try {
    for (const [answer, fault] of [[new Response('{}', { status: 500 }), /status 500/], [Response.json({ odd: true }, { status: 201 }), /outside the schema/], [Response.json({ odd: true }, { status: 422 }), /outside the schema/]] as const) {
      h.app.request = () => Promise.resolve(answer);
      expect((await look(first, q)).fault).toMatch(fault);
    }
    let asked = 0;
    const dawdles = (times: number) => async (): Promise<Response> => {
      if ((asked += 1) <= times) await pause(dawdleMs);
      return refusal();
    };
    h.app.request = dawdles(3);
    expect((await look(first, q, mostMs)).fault).toMatch(/^\d+ ms$/);
    expect(asked).toBe(3);
    // slow once and quick when asked again: the machine’s doing, and no fault
    asked = 0;
    h.app.request = dawdles(1);
    expect(await look(first, q, mostMs)).toEqual({ status: 404, fault: null });
    expect(asked).toBe(3);
  } finally {
    h.app.request = app;
  }
  expect(onlyRefused(new Map([['done once', [404, 201]], ['never', [404, 422]], ['not asked', []]]))).toEqual(['never', 'not asked']);
});
