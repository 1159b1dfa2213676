import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../src/kernel/actor.ts';
import { write } from '../../src/platform/db.ts';
import { watchProcess } from '../../src/platform/metrics.ts';
import { record } from '../../src/rooms/journal/contract.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { leaked, marked, telling, withLines } from './markers.ts';
import { withSettings, type Opened } from './open.ts';

const token = 'a token of tests for metrics';
let h: TestHouse;
let open: Opened;
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

/** Everything of a matter in the addresses that are asked for; then what stands in the metrics, and in the log down to its least line. */
const asked = async (of: Opened): Promise<{ readonly text: string; readonly found: readonly string[]; readonly logged: readonly string[]; readonly markers: readonly string[] }> => {
  const { markers, addresses } = await marked(h);
  const words = [token, encodeURIComponent(token)];
  for (const [nth, address] of addresses.entries()) expect((await of.app.request(address)).status).toBe(nth === 0 ? 200 : 404);
  expect((await of.app.request(`/healthz?${words[1]}`)).status).toBe(200);
  const text = await (await of.app.request('/metrics', { headers: { authorization: `Bearer ${token}` } })).text();
  const all = [...markers, ...words];
  return { text, found: leaked(text, all), logged: leaked(of.lines.join('\n'), all), markers: all };
};

test('a request counts under the pattern of its route; no number, name or secret of a matter is ever in the text', async () => {
  const { text, found, logged, markers } = await asked(open);
  expect(text).toMatch(/jauap_request_seconds_count\{method="GET",route="\/:lang\{\(\?:kk\|ru\|en\)\}\/follow\/:token",status="2xx"\} 1\n/);
  expect(text).toMatch(/jauap_request_seconds_count\{method="GET",route="none",status="4xx"\} \d/);
  expect(open.lines.filter((line) => line.includes('web.answered')).length).toBeGreaterThan(3);
  console.log(`proof: ${markers.length} markers in ${text.split('\n').length} lines of metrics and ${open.lines.length} of the log: ${found.length + logged.length}`);
  expect([found, logged]).toEqual([[], []]);
});

test('control: where the address is counted instead of its pattern, the same search finds every marker in the metrics and in the log', async () => {
  const { withSettings: copied } = await withLines(telling);
  const copy = await copied(h, { METRICS_TOKEN: token });
  try {
    const { found, logged, markers } = await asked(copy);
    console.log(`proof: control, a house that counts addresses: ${found.length} of ${markers.length} markers in its metrics, ${logged.length} in its log`);
    expect([found, logged]).toEqual([markers, markers]);
  } finally {
    await copy.end();
  }
});

test('the age of the newest backup is told, and what it lacked; nothing where there never was one', async () => {
  const told = async () => (await (await scraped(`Bearer ${token}`)).text()).split('\n').filter((line) => line.startsWith('jauap_backup_'));
  expect(await told()).toEqual([]);
  await write(h.ctx(), (tx) => record(tx, { act: 'house.backup', subject: 'house', actor: system('backup'), at: new Date(Date.now() - 3_600_000), facts: { missing: 2, secret: true } }));
  const [age = '', missing] = await told();
  expect(Number(age.replace('jauap_backup_age_seconds ', ''))).toBeGreaterThan(3_599);
  expect(missing).toBe('jauap_backup_missing 2');
  // one that took an hour is as old as what it shows
  await write(h.ctx(), (tx) => record(tx, { act: 'house.backup', subject: 'house', actor: system('backup'), at: new Date(), facts: { at: new Date(Date.now() - 3_600_000).toISOString(), missing: 0, secret: true } }));
  expect(Number((await told())[0]?.replace('jauap_backup_age_seconds ', ''))).toBeGreaterThan(3_599);
  // a leaf that cannot be read is no silence of the database
  await write(h.ctx(), (tx) => record(tx, { act: 'house.backup', subject: 'house', actor: system('backup'), at: new Date(), facts: [] as never }));
  expect(await told()).toEqual([]);
  expect(valueOf(await (await scraped(`Bearer ${token}`)).text(), 'jauap_database_up')).toBe(1);
});

test('what waits is told with its age, and that the database answers', async () => {
  await h.t.raw(`UPDATE platform.migration SET applied_at = now() - interval '11 minutes'`);
  const before = await (await scraped(`Bearer ${token}`)).text();
  // no worker ever ran here
  expect(valueOf(before, 'jauap_waiting{what="timetable_stopped"}')).toBe(1);
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
