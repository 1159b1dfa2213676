import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitor } from '../../src/kernel/actor.ts';
import { isUnavailable, read } from '../../src/platform/db.ts';
import { startEmbedded } from '../../src/platform/postgres.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { setSealSecret } from '../../src/rooms/appeals/store/seal.ts';
import { branchFor } from '../../src/rooms/units/contract.ts';
import { silentLine } from './silent-line.ts';
import { copy, superuserUrl } from './power.ts';
import { scratch } from '../support/scratch.ts';
import { until, workingIn } from './program.ts';
import { inside, ok, prepared, rawQuery, registerOf, secret } from './seed.ts';

let dir = '';
beforeAll(async () => {
  setSealSecret(() => secret);
  dir = scratch('standby');
  await prepared(join(dir, 'postgres'));
  for (const name of ['standby', 'unwarned']) copy(join(dir, 'postgres'), join(dir, name));
});
afterAll(() => {
  expect(workingIn(dir)).toEqual([]);
  rmSync(dir, { recursive: true, force: true, maxRetries: 9 });
});

const input = (branchId: number) => aRegistration({ key: 'public-key-of-a-standby', branchId, text: 'Көпір жөнделмейді.' });
/** As somebody at `url` registers it. */
const registered = (url: string) => inside(url, async (ctx) => {
  const branch = await read(ctx, (q) => branchFor(q, undefined));
  return register({ ...ctx, actor: visitor }, input(branch?.id ?? 0));
});
const numbersOf = (done: Awaited<ReturnType<typeof registered>>): readonly string[] => ok(done).matters.map((one) => one.number);

type Heard = { readonly told: readonly string[]; readonly failure: unknown };
/** PostgreSQL commits, waits for the standby, gives the wait up when it is cancelled, and calls that a success with a warning. */
const unconfirmed = async (url: string, superuser: string): Promise<Heard> => {
  const waiting = `FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND backend_type = 'client backend'`;
  const cancelled = until(async () => (await rawQuery(superuser, `SELECT pg_cancel_backend(pid) ${waiting}`)).length > 0, 60_000);
  const heard = await registered(url).then((done) => ({ told: numbersOf(done), failure: null }), (failure: unknown) => ({ told: [], failure }));
  expect(await cancelled, 'the commit did wait').toBe(true);
  return heard;
};

/** The primary has gone and the standby, which heard nothing of it, stands in its place: told, and not there. */
const lostWithPrimary = async (told: readonly string[]): Promise<readonly string[]> => {
  const standby = await startEmbedded({ dataDir: join(dir, 'standby') });
  try {
    const numbers = (await registerOf(standby.url)).map((row) => row.number);
    return told.filter((number) => !numbers.includes(number));
  } finally {
    await standby.stop();
  }
};

const absent = { synchronous_standby_names: 'absent' };

test('a commit that the synchronous standby has not confirmed is not acknowledged; the same key gives the number when it has', async () => {
  const dataDir = join(dir, 'postgres');
  const alone = await startEmbedded({ dataDir, settings: absent });
  try {
    const { told, failure } = await unconfirmed(alone.url, superuserUrl(dataDir, alone.url));
    expect(failure).toMatchObject({ code: '08007' });
    expect(isUnavailable(failure)).toBe(true);
    expect(await lostWithPrimary(told)).toEqual([]);
    expect(await registerOf(alone.url), 'it stands there all the same: that is why it must not be sent under another key').toHaveLength(1);
  } finally {
    await alone.stop();
  }
  const again = await startEmbedded({ dataDir });
  try {
    const numbers = numbersOf(await registered(again.url));
    expect((await registerOf(again.url)).map((row) => row.number)).toEqual(numbers);
  } finally {
    await again.stop();
  }
});

test('control: over a line that swallows the warning the same commit is acknowledged, and lost with the primary', async () => {
  const dataDir = join(dir, 'unwarned');
  const alone = await startEmbedded({ dataDir, settings: absent });
  const line = await silentLine(alone.url, join(dir, 'line'));
  try {
    const { told, failure } = await unconfirmed(line.url, superuserUrl(dataDir, alone.url));
    const lost = await lostWithPrimary(told);
    console.log(`proof: control with the standby's warning swallowed, ${told.length} acknowledged, ${lost.length} lost with the primary`);
    expect(failure).toBe(null);
    expect(line.swallowed()).toBeGreaterThan(0);
    expect(lost).toHaveLength(1);
  } finally {
    await line.end();
    await alone.stop();
  }
});
