import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyOf, doneOf, isObject, listAt, misfitOf, objectAt, operationsOf, type Described, type Json } from '../architecture/openapi.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { allowed, depth } from '../support/proof.ts';
import { fitting, hostile, nearly } from './schema-values.ts';

const [everyTime, deeply] = [50, 2_000];
const runs = depth(everyTime, deeply);
const slowMs = 2_000;

let h: TestHouse;
let document: Json;
let token: string;
beforeAll(async () => {
  h = await openHouse();
  document = await (await h.app.request('/api/v1/openapi.json')).json() as Json;
  token = (await h.signedIn('clerk')).cookies.find((cookie) => cookie.name === 'jauap_session')?.value ?? '';
});
afterAll(() => h.end());

/** What earlier answers named, by the name under which a later question may ask for it: numbers, cursors. */
const seen = new Map<string, unknown[]>();
const remember = (value: unknown): void => {
  if (Array.isArray(value)) return value.forEach(remember);
  if (!isObject(value)) return;
  for (const [key, one] of Object.entries(value)) {
    if (typeof one === 'string' && one !== '') seen.set(key === 'next' ? 'after' : key, [...(seen.get(key === 'next' ? 'after' : key) ?? []), one].slice(-50));
    remember(one);
  }
};

type Question = { readonly parameters: Readonly<Record<string, unknown>>; readonly body: unknown; readonly known: number };
const anyParameter = (one: Json): fc.Arbitrary<unknown> => fc.oneof({ arbitrary: fitting(document, objectAt(one, 'schema')), weight: 3 }, { arbitrary: hostile, weight: 1 });
const questions = ({ op }: Described): fc.Arbitrary<Question> => {
  const body = bodyOf(op);
  const fits = body ? fitting(document, objectAt(body, 'schema')) : fc.constant(undefined);
  return fc.record({
    parameters: fc.record(Object.fromEntries(listAt(op, 'parameters').map((one) => [String(one['name']), anyParameter(one)]))),
    // what a schema cannot say (that a place exists) is in the example: from there the chains begin
    body: body ? fc.oneof(fits, nearly(fits), nearly(nearly(fits)), hostile, fc.constant(body['example']), nearly(fc.constant(body['example']))) : fits,
    known: fc.nat(),
  });
};

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value) ?? '');
/** No half of a surrogate pair can be in an address, and no line end in a header: a browser would not send them. */
const sendable = (text: string): string => text.toWellFormed();

const ask = async ({ path, method, op }: Described, q: Question): Promise<Response> => {
  const chained = (name: string): unknown => {
    const pool = seen.get(name) ?? [];
    // every second time what an earlier answer gave, where there is any
    return pool.length > 0 && q.known % 2 === 0 ? pool[q.known % pool.length] : q.parameters[name];
  };
  const address = new URL(path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(sendable(asText(chained(name)))) || '-'), 'http://127.0.0.1');
  const headers: Record<string, string> = op['x-gate'] === 'anyone' ? {} : { authorization: `Bearer ${token}` };
  for (const one of listAt(op, 'parameters')) {
    const name = String(one['name']);
    if (one['in'] === 'query') address.searchParams.set(name, sendable(asText(chained(name))));
    if (one['in'] === 'header') headers[name] = asText(q.parameters[name]).replace(/[^\x20-\x7e]/g, '?').slice(0, 4_000);
  }
  return h.app.request(address.pathname + address.search, { method: method.toUpperCase(), headers: { ...headers, ...(bodyOf(op) ? { 'content-type': 'application/json' } : {}) }, ...(bodyOf(op) ? { body: JSON.stringify(q.body) ?? 'null' } : {}) });
};

const timed = async (described: Described, q: Question): Promise<{ readonly response: Response; readonly ms: number }> => {
  const began = performance.now();
  const response = await ask(described, q);
  return { response, ms: performance.now() - began };
};

const faultOf = async (described: Described, q: Question): Promise<string | null> => {
  const { response, ms } = await timed(described, q);
  if (response.status >= 500) return `status ${response.status}`;
  // a question that is slow is slow again; a machine that stood still for a moment is not
  if (ms > slowMs) {
    const again = [(await timed(described, q)).ms, (await timed(described, q)).ms];
    if (Math.min(...again) > slowMs) return `${Math.min(ms, ...again).toFixed(0)} ms`;
  }
  const answer: unknown = await response.json();
  const { status, media } = doneOf(described.op);
  const done = response.status < 300;
  if (done && response.status !== status) return `status ${response.status} is not described`;
  const misfit = misfitOf(document, done ? objectAt(media, 'schema') : objectAt(document, 'components', 'schemas', 'Problem'), answer);
  if (done) remember(answer);
  return misfit === null ? null : `outside the schema (${response.status}): ${misfit}`;
};

test(`every operation, ${runs} questions of each kind: fitting, nearly fitting and hostile, with what earlier answers named; no answer of 500, none slow, none outside its schema`, async () => {
  const counted: string[] = [];
  // twice: the first round fills what later questions ask for
  for (const described of [...operationsOf(document), ...operationsOf(document)]) {
    const statuses: number[] = [];
    await fc.assert(fc.asyncProperty(questions(described), async (q) => {
      const fault = await faultOf(described, q);
      statuses.push(fault === null ? 0 : 1);
      expect(fault, `${String(described.op['operationId'])} ${JSON.stringify(q).slice(0, 600)}`).toBeNull();
    }), { numRuns: runs, seed: 20_261_121, endOnFailure: true });
    counted.push(`${String(described.op['operationId'])} ${statuses.length}`);
  }
  expect(seen.get('number')?.length ?? 0).toBeGreaterThan(0);
  console.log(`proof: fuzzed ${counted.join(', ')}`);
}, allowed(360_000, everyTime, deeply));

test('control: an operation that breaks, dawdles or answers with something else is found', async () => {
  const first = operationsOf(document).find(({ op }) => doneOf(op).status === 201);
  if (!first) throw new Error('no operation');
  const app = h.app.request.bind(h.app);
  const q: Question = { parameters: {}, body: {}, known: 1 };
  try {
    for (const [answer, fault] of [[new Response('{}', { status: 500 }), /status 500/], [Response.json({ odd: true }, { status: 201 }), /outside the schema/], [Response.json({ odd: true }, { status: 422 }), /outside the schema/]] as const) {
      h.app.request = () => Promise.resolve(answer);
      expect(await faultOf(first, q)).toMatch(fault);
    }
  } finally {
    h.app.request = app;
  }
});
