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
/** What was decided after each try, written down by the database at that moment: a slow machine may look when the next try is over already. */
const decided = async () => (await o.house.t.raw('SELECT attempts::int, wait FROM public.decided ORDER BY attempts')) as { attempts: number; wait: number }[];

beforeAll(async () => {
  o = await openOffice();
  await o.house.t.raw('CREATE TABLE public.decided (attempts int, wait float)');
  await o.house.t.raw(`CREATE FUNCTION public.decide() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
    INSERT INTO public.decided VALUES (NEW.attempts, extract(epoch FROM NEW.run_at - greatest(now(), OLD.run_at))); RETURN NEW; END $$`);
  await o.house.t.raw(`CREATE TRIGGER decide AFTER UPDATE ON graphile_worker._private_jobs FOR EACH ROW WHEN (OLD.locked_at IS NOT NULL AND NEW.locked_at IS NULL AND NEW.attempts > 0 AND NEW.last_error IS NOT NULL) EXECUTE FUNCTION public.decide()`);
  worker = await startWorker({ url: o.house.t.url, ctx: { db: o.house.t.db, log: o.house.t.ctx().log, clock: o.house.ctx().clock }, readers, jobs });
});
afterAll(async () => {
  await worker.stop();
  await o.house.end();
});

test('a mail server that is away is asked again, later each time, and the same letter goes when it is back', async () => {
  const names: string[] = [];
  o.answers = (message) => {
    names.push(message.name);
    return names.length <= 4 ? { sent: false, gone: false, code: 'econnection' } : { sent: true, as: null };
  };
  ok(await register(o.house.ctx(visitor), aRegistration({ branchId: o.house.units.tasqala, applicant: { kind: 'person', surname: 'Сыналмалы', given: 'Әлия', email: 'away@mail.example' } })));
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    await vi.waitFor(async () => expect((await decided()).length).toBeGreaterThanOrEqual(attempt), { timeout: 60_000, interval: 20 });
    await o.house.t.raw('UPDATE graphile_worker._private_jobs SET run_at = now()');
  }
  await vi.waitFor(async () => expect((await o.house.t.raw('SELECT state, tries FROM notices.notice'))[0]).toEqual({ state: 'sent', tries: 5 }), { timeout: 60_000, interval: 20 });
  // e, e², e³ … seconds
  expect((await decided()).map((one) => [one.attempts, Number(one.wait.toFixed(2))])).toEqual([1, 2, 3, 4].map((attempt) => [attempt, Number(Math.exp(attempt).toFixed(2))]));
  expect(names).toHaveLength(5);
  expect(new Set(names).size).toBe(1);
}, 240_000);
