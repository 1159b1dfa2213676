import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operations } from '../../src/app/house.ts';
import { publish, redact } from '../../src/rooms/appeals/acts/publish.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration, aStaff } from '../../src/rooms/appeals/make.ts';
import { ok, openHouse, type TestHouse } from '../support/house.ts';
import { planned } from '../support/bookings.ts';
import { expectCommitted } from './committed.ts';
import { bodyOf, doneOf, faultsOf, isObject, listAt, misfitOf, objectAt, operationsOf, type Json } from './openapi.ts';
import { apiPage } from './openapi-page.ts';

let h: TestHouse;
let document: Json;
/** a matter that everybody may read: what the slots of paths are filled with */
let published: Readonly<Record<string, string>>;
/** of an open session of the staff */
let token: string;

beforeAll(async () => {
  h = await openHouse();
  document = await (await h.app.request('/api/v1/openapi.json')).json() as Json;
  const text = 'Мектеп жанындағы көше шамдары жанбайды.';
  const [matter] = ok(await register(h.ctx(), { ...aRegistration({ text, publishConsent: true }), branchId: h.units.tasqala })).matters;
  if (!matter) throw new Error('nothing was registered');
  const clerk = h.ctx(aStaff(h.people.clerk, [{ unitId: h.units.tasqala }]));
  ok(await redact(clerk, { number: matter.number, publicText: text }));
  ok(await publish(clerk, { number: matter.number }));
  published = { number: matter.number };
  // the reception that stands in the examples
  await h.t.raw('ALTER TABLE reception.reception ALTER COLUMN id RESTART WITH 12');
  await planned(h);
  token = (await h.signedIn('clerk')).cookies.find((cookie) => cookie.name === 'jauap_session')?.value ?? '';
});
afterAll(() => h.end());

const send = async (path: string, method: string, op: Json, key: string): Promise<Response> => {
  const body = bodyOf(op);
  const address = path.replace(/\{(\w+)\}/g, (slot, name: string) => published[name] ?? slot);
  return h.app.request(address, {
    method: method.toUpperCase(),
    headers: { ...(op['x-gate'] === 'anyone' ? {} : { authorization: `Bearer ${token}` }), ...(body ? { 'content-type': 'application/json' } : {}), ...(listAt(op, 'parameters').some((one) => one['name'] === 'Idempotency-Key') ? { 'idempotency-key': key } : {}) },
    ...(body ? { body: JSON.stringify(body['example']) } : {}),
  });
};

test('the description of the interface is OpenAPI 3.1, with an example that fits for every request and answer', () => {
  expect(faultsOf(document)).toEqual([]);
  expect(faultsOf({}).map((one) => one.where)).toEqual(['openapi', 'info.title', 'info.version']);
  expect(operationsOf(document).map(({ op }) => op['operationId']).toSorted()).toEqual(operations.map((one) => one.id).toSorted());
});

test('every example is accepted by a running house as it stands, and the answer is the one described', async () => {
  for (const { path, method, op } of operationsOf(document)) {
    const where = `${method} ${path}`;
    expect(['anyone', 'able:appeal.read'], `${where}: say here how somebody who may sends it`).toContain(op['x-gate']);
    const { status, media } = doneOf(op);
    const response = await send(path, method, op, `example-${String(op['operationId'])}`);
    const answered: unknown = await response.json();
    expect(response.status, `${where}: ${JSON.stringify(answered)}`).toBe(status);
    expect(misfitOf(document, objectAt(media, 'schema'), answered), where).toBeNull();
  }
});

test('the same key with the same body gives the same answer, with another body a refusal as described', async () => {
  const keyed = operationsOf(document).filter(({ op }) => listAt(op, 'parameters').some((one) => one['name'] === 'Idempotency-Key'));
  expect(keyed.length).toBeGreaterThan(0);
  for (const { path, method, op } of keyed) {
    // a place is taken once: whoever took it by the test before has cancelled
    await h.t.raw('UPDATE reception.slot SET booking_id = NULL');
    await h.t.raw("UPDATE reception.booking SET state = 'cancelled'");
    const first = await (await send(path, method, op, 'twice-the-same')).text();
    expect(await (await send(path, method, op, 'twice-the-same')).text()).toBe(first);
    const other = await h.app.request(path, { method: method.toUpperCase(), headers: { 'content-type': 'application/json', 'idempotency-key': 'twice-the-same' }, body: JSON.stringify({ ...objectAt(bodyOf(op), 'example'), lang: 'en' }) });
    const refused: unknown = await other.json();
    expect(other.status).toBe(422);
    expect(misfitOf(document, objectAt(document, 'components', 'schemas', 'Problem'), refused)).toBeNull();
    expect(isObject(refused) && refused['title']).toBe('same_key_other_body');
  }
});

test('a refusal has the shape that is described', async () => {
  const asked: readonly (readonly [string, RequestInit, number])[] = [
    ['/api/v1/appeals/BQ01-2026-999999', {}, 404],
    ['/api/v1/nothing', {}, 404],
    ['/api/v1/appeals', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' }, 415],
    ['/api/v1/appeals', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' }, 400],
    ['/api/v1/appeals', { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': 'without-a-matter' }, body: '{}' }, 422],
  ];
  for (const [path, init, status] of asked) {
    const response = await h.app.request(path, init);
    expect(response.status, path).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(misfitOf(document, objectAt(document, 'components', 'schemas', 'Problem'), await response.json()), path).toBeNull();
  }
});

test('the committed description and its page are the ones of today', () => {
  expectCommitted('docs/api/openapi.json', `${JSON.stringify(document, null, 2)}\n`);
  expectCommitted('docs/api/README.md', apiPage(document));
});

describe('a planted fault is found', () => {
  /** The document with one place of it written over. */
  const planted = (path: readonly string[], value: unknown): Json => {
    const copy = structuredClone(document) as Record<string, unknown>;
    const parent = path.slice(0, -1).reduce<Record<string, unknown>>((here, key) => here[key] as Record<string, unknown>, copy);
    parent[path.at(-1) ?? ''] = value;
    return copy;
  };
  const rules = (path: readonly string[], value: unknown) => faultsOf(planted(path, value)).map((one) => one.rule);
  const post = ['paths', '/api/v1/appeals', 'post'];
  const body = [...post, 'requestBody', 'content', 'application/json'];
  test('in the document', () => {
    expect(rules(['openapi'], '3.0.3')).toContain('not 3.1');
    expect(rules([...post, 'operationId'], 'listPublicAppeals')).toContain('operationId used twice');
    expect(rules([...post, 'responses', 'default', 'content', 'application/problem+json', 'schema', '$ref'], '#/components/schemas/Gone')).toContain('#/components/schemas/Gone leads nowhere');
    expect(rules([...post, 'responses'], { default: { description: 'Refused' } })).toContain('no answer says what is done');
    expect(rules(['paths', '/api/v1/appeals/{number}', 'get', 'parameters'], [])).toContain('the slot {number} is no parameter');
  });
  test('in an example and in a schema', () => {
    expect(rules([...body, 'example'], { matter: { kind: 'application' } }).join()).toContain('the example of the request does not fit its schema');
    expect(rules([...body, 'example', 'matter', 'kind'], 'petition').join()).toContain('matter.kind');
    expect(rules([...body, 'schema', 'required'], ['nothing'])).toContain('nothing is required and not described');
    expect(rules([...body, 'schema', 'properties', 'lang', 'type'], 'text')).toContain('the type text is unknown');
    const { example: _, ...without } = objectAt(document, ...body);
    expect(rules(body, without)).toContain('the request has no example');
  });
});
