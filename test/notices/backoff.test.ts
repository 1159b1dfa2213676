import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { jobs, readers } from '../../src/app/house.ts';
import { visitor } from '../../src/kernel/actor.ts';
import { startWorker } from '../../src/platform/jobs.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { ok } from '../support/house.ts';
import { openOffice, type Office } from './office.ts';

let o: Office;
let worker: Awaited<ReturnType<typeof startWorker>>;
const jobNow = async () => (await o.house.t.raw(`SELECT attempts, extract(epoch FROM run_at - now())::float AS wait, locked_at IS NOT NULL AS locked FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE identifier = 'notices:deliver'`))[0];

beforeAll(async () => {
  o = await openOffice();
  worker = await startWorker({ url: o.house.t.url, ctx: { db: o.house.t.db, log: o.house.t.ctx().log, clock: o.house.ctx().clock }, readers, jobs });
});
afterAll(async () => {
  await worker.stop();
  await o.house.end();
});

test('a mail server that is away is asked again, later each time, and the same letter goes when it is back', async () => {
  const names: string[] = [];
  let away = true;
  o.answers = (message) => {
    names.push(message.name);
    return away ? { sent: false, gone: false, code: 'econnection' } : { sent: true, as: null };
  };
  ok(await register(o.house.ctx(visitor), aRegistration({ branchId: o.house.units.tasqala, applicant: { kind: 'person', surname: 'Сыналмалы', given: 'Әлия', email: 'away@mail.example' } })));
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    await vi.waitFor(async () => expect(await jobNow()).toMatchObject({ attempts: attempt, locked: false }), { timeout: 10_000, interval: 20 });
    waits.push(Number((await jobNow())?.['wait']));
    if (attempt === 4) away = false;
    await o.house.t.raw('UPDATE graphile_worker._private_jobs SET run_at = now()');
  }
  // e, e², e³ … seconds
  for (const [at, wait] of waits.entries()) expect(Math.abs(wait - Math.exp(at + 1))).toBeLessThan(2);
  await vi.waitFor(async () => expect((await o.house.t.raw('SELECT state, tries FROM notices.notice'))[0]).toEqual({ state: 'sent', tries: 5 }), { timeout: 10_000, interval: 20 });
  expect(names).toHaveLength(5);
  expect(new Set(names).size).toBe(1);
}, 60_000);
