import { afterAll, beforeAll, expect, test } from 'vitest';
import { watchProcess } from '../../src/platform/metrics.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { ok, openHouse, type TestHouse } from '../support/house.ts';
import { withSettings } from './open.ts';

const token = 'a token of tests for metrics';
const canary = 'Қанарейқызы';
let h: TestHouse;
let open: Awaited<ReturnType<typeof withSettings>>;
beforeAll(async () => {
  h = await openHouse();
  open = await withSettings(h, { METRICS_TOKEN: token });
  watchProcess(h.t.db, { version: '0.0.0-test' });
});
afterAll(async () => {
  await open.end();
  await h.end();
});

const scraped = async (authorization?: string): Promise<Response> => open.app.request('/metrics', authorization === undefined ? {} : { headers: { authorization } });
const valueOf = (text: string, line: string): number => Number(text.split('\n').find((one) => one.startsWith(`${line} `))?.split(' ').at(-1) ?? Number.NaN);

test('metrics are found by nobody without the token, and by nobody at all where none is set', async () => {
  expect((await scraped()).status).toBe(404);
  expect((await scraped('Bearer something else entirely')).status).toBe(404);
  expect((await scraped(`Basic ${token}`)).status).toBe(404);
  expect((await h.app.request('/metrics', { headers: { authorization: `Bearer ${token}` } })).status).toBe(404);
  expect((await scraped(`Bearer ${token}`)).status).toBe(200);
});

test('a request counts under the pattern of its route; no number, name or secret of a matter is ever in the text', async () => {
  const applicant = { kind: 'person' as const, surname: canary, given: 'Әлия', phone: '+77010000001' };
  const one = ok(await register(h.ctx(), aRegistration({ branchId: h.units.tasqala, applicant }))).matters[0];
  if (!one) throw new Error('nothing was registered');
  expect((await open.app.request(`/kk/follow/${one.linkToken}`)).status).toBe(200);
  expect((await open.app.request(`/${encodeURIComponent(canary)}/${one.number}`)).status).toBe(404);
  expect((await open.app.request('/healthz')).status).toBe(200);
  const text = await (await scraped(`Bearer ${token}`)).text();
  expect(text).toMatch(/jauap_request_seconds_count\{method="GET",route="\/:lang\{\(\?:kk\|ru\|en\)\}\/follow\/:token",status="2xx"\} 1\n/);
  expect(text).toMatch(/jauap_request_seconds_count\{method="GET",route="none",status="4xx"\} \d/);
  const markers = [canary, encodeURIComponent(canary), one.number, one.linkToken, one.followCode, token];
  console.log(`proof: ${markers.length} markers in ${text.split('\n').length} lines of metrics: ${markers.filter((marker) => text.includes(marker)).length}`);
  for (const secret of markers) expect(text).not.toContain(secret);
});

test('what waits is told with its age, and that the database answers', async () => {
  const before = await (await scraped(`Bearer ${token}`)).text();
  expect(valueOf(before, 'jauap_database_up')).toBe(1);
  expect(valueOf(before, 'jauap_waiting{what="jobs_given_up"}')).toBe(0);
  expect(valueOf(before, 'jauap_waiting{what="acts_unsealed"}')).toBeGreaterThan(0);
  expect(valueOf(before, 'jauap_build_info{version="0.0.0-test"}')).toBe(1);
  expect(valueOf(before, 'jauap_db_connections{state="open"}')).toBeGreaterThan(0);
  await h.t.raw(`SELECT graphile_worker.add_job('some:job', '{}'::json, run_at => now() - interval '40 minutes')`);
  const after = await (await scraped(`Bearer ${token}`)).text();
  expect(valueOf(after, 'jauap_waiting{what="jobs_due"}')).toBe(valueOf(before, 'jauap_waiting{what="jobs_due"}') + 1);
  expect(valueOf(after, 'jauap_waiting_oldest_seconds{what="jobs_due"}')).toBeGreaterThan(2_390);
});
