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
import { superuserUrl } from './power.ts';
import { scratch } from '../support/scratch.ts';
import { until, workingIn } from './program.ts';
import { inside, ok, prepared, rawQuery, registerOf, secret } from './seed.ts';

let dir = '';
beforeAll(async () => {
  setSealSecret(() => secret);
  dir = scratch('standby');
  await prepared(join(dir, 'postgres'));
});
afterAll(() => {
  expect(workingIn(dir)).toEqual([]);
  rmSync(dir, { recursive: true, force: true, maxRetries: 9 });
});

/** PostgreSQL commits, waits for the standby, gives the wait up when it is cancelled, and calls that a success with a warning. */
test('a commit that the synchronous standby has not confirmed is not acknowledged; the same key gives the number when it has', async () => {
  const dataDir = join(dir, 'postgres');
  const alone = await startEmbedded({ dataDir, settings: { synchronous_standby_names: 'absent' } });
  let input = aRegistration();
  try {
    const superuser = superuserUrl(dataDir, alone.url);
    const waiting = `FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND backend_type = 'client backend'`;
    const cancelled = until(async () => (await rawQuery(superuser, `SELECT pg_cancel_backend(pid) ${waiting}`)).length > 0, 60_000);
    const failure = await inside(alone.url, async (ctx) => {
      const branch = await read(ctx, (q) => branchFor(q, undefined));
      input = aRegistration({ key: 'public-key-of-a-standby', branchId: branch?.id ?? 0, text: 'Көпір жөнделмейді.' });
      return register({ ...ctx, actor: visitor }, input).then(() => 'acknowledged', (error: unknown) => error);
    });
    expect(await cancelled, 'the commit did wait').toBe(true);
    expect(failure).toMatchObject({ code: '08007' });
    expect(isUnavailable(failure)).toBe(true);
    expect(await registerOf(alone.url), 'it stands there all the same: that is why it must not be sent under another key').toHaveLength(1);
  } finally {
    await alone.stop();
  }
  const again = await startEmbedded({ dataDir });
  try {
    const done = await inside(again.url, (ctx) => register({ ...ctx, actor: visitor }, input));
    const rows = await registerOf(again.url);
    expect(rows.map((row) => row.number)).toEqual(ok(done).matters.map((one) => one.number));
  } finally {
    await again.stop();
  }
});
