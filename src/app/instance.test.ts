import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../platform/config.ts';
import { openHouse, type TestHouse } from '../../test/support/house.ts';
import { freePort } from '../../test/support/port.ts';
import { openDatabase, runInstance, type Running } from './instance.ts';

let h: TestHouse;
let running: Running;
let dataDir = '';
beforeAll(async () => {
  h = await openHouse();
  dataDir = await mkdtemp(join(tmpdir(), 'jauap-port-'));
  const config = configured({ PORT: '0', JAUAP_WORKER: 'off' });
  running = await runInstance(config, await openDatabase(config, () => {}));
});
afterAll(async () => {
  await running.stop();
  await h.end();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
});
const configured = (more: Readonly<Record<string, string>>) => readConfig({ DATABASE_URL: h.t.url, JAUAP_DATA: dataDir, JAUAP_LOG: 'silent', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', ...more });

test('where the system names the port, what is printed and every link have that port in them', async () => {
  const { port } = new URL(running.address);
  expect(Number(port)).toBeGreaterThan(0);
  const answer = await fetch(`${running.address}/api/v1/appeals`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({ lang: 'kk', matter: { kind: 'application', text: 'Көшеде шам жанбайды, екі апта болды', address: 'Абай көшесі, 12', publishConsent: false }, applicant: { kind: 'person', surname: 'Сыналмалы', given: 'Әлия', phone: '+7 701 000 00 41' } }),
  });
  const said = await answer.text();
  expect([answer.status, said]).toEqual([201, expect.stringContaining(`${running.address}/kk/follow/`)]);
});

const comesIn = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
const workers = async (): Promise<unknown> => (await h.t.raw(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'jauap worker'`))[0]?.['n'];

test('an instance that cannot begin leaves no open port and no worker behind', async () => {
  const port = await freePort();
  // the last of what is begun: a mailbox whose name cannot be read
  const config = configured({ PORT: String(port), JAUAP_WORKER: 'on', MAIL_IMAP_URL: 'imap://%zz:secret@127.0.0.1:1' });
  const database = await openDatabase(config, () => {});
  await expect(runInstance(config, database)).rejects.toThrow(URIError);
  await database.close();
  expect([await comesIn(port), await workers()]).toEqual([false, 0]);
  const [one, other] = [configured({ PORT: String(port), JAUAP_WORKER: 'off' }), await openDatabase(configured({}), () => {})];
  const begun = await runInstance(one, other);
  expect(await comesIn(port)).toBe(true);
  await begun.stop();
});
