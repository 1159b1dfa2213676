import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../platform/config.ts';
import { openHouse, type TestHouse } from '../../test/support/house.ts';
import { openDatabase, runInstance, type Running } from './instance.ts';

let h: TestHouse;
let running: Running;
let dataDir = '';
beforeAll(async () => {
  h = await openHouse();
  dataDir = await mkdtemp(join(tmpdir(), 'jauap-port-'));
  const config = readConfig({ PORT: '0', DATABASE_URL: h.t.url, JAUAP_DATA: dataDir, JAUAP_WORKER: 'off', JAUAP_LOG: 'silent', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters' });
  running = await runInstance(config, await openDatabase(config, () => {}));
});
afterAll(async () => {
  await running.stop();
  await h.end();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
});

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
