import { isRefusal } from '../../../kernel/refusal.ts';
import type { Permit } from '../../../kernel/permit.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, write } from '../../../platform/db.ts';
import { record } from '../../journal/contract.ts';
import { daysUnattached, hoursArriving } from '../law.ts';
import { mayTend } from '../policy.ts';
import { scanner, type Scanner, type Verdict } from '../scan.ts';
import { asTaken, fileStore } from '../storage.ts';
import { sweepScratch } from '../storage-scratch.ts';
import { removeGone, toScan, writeEmptied, writeGoing, writeScanned, type Where } from '../store.ts';

const batch = 200;
const msPerHour = 3_600_000;
/** A scanner that gave no verdict this often in a row is away: the rest waits for the next run. */
const mostUnknown = 3;

/** Job: deletes what nobody attached in 30 days, and uploads that never finished, bytes first. */
export const forgetUnattached = async (ctx: Ctx): Promise<void> => {
  const permit = tending(ctx);
  const ago = (hours: number): Date => new Date(ctx.clock.now() - hours * msPerHour);
  const o = { takenBefore: ago(daysUnattached * 24), arrivingBefore: ago(hoursArriving), limit: batch };
  let after = 0;
  for (;;) {
    const going = await write(ctx, (tx) => writeGoing(tx, permit, { ...o, after }));
    for (const file of going) await forget(ctx, permit, file);
    if (going.length < batch) break;
    after = going.at(-1)?.nth ?? after;
  }
  await sweepScratch(fileStore(), o.arrivingBefore);
};

const tending = (ctx: Ctx): Permit<'files.tend'> => {
  const permit = mayTend(ctx.actor);
  if (isRefusal(permit)) throw new Error('a job of the system was called by somebody else');
  return permit;
};

/** A store that fails keeps its row: the next run tries again. */
const forget = async (ctx: Ctx, permit: Permit<'files.tend'>, file: Where): Promise<void> => {
  try {
    await removeBytes(file);
  } catch (error) {
    ctx.log.error('files.not_removed', error, { fileId: file.id });
    return;
  }
  await write(ctx, async (tx) => {
    await removeGone(tx, permit, file.id);
    await record(tx, { act: 'file.forget', subject: `file:${file.id}`, actor: ctx.actor, at: new Date(ctx.clock.now()) });
  });
};

const removeBytes = async (file: Where): Promise<void> => {
  for (const key of [file.key, file.thumbnailKey]) if (key !== null) await fileStore().remove(key);
};

/** Job: scans what waits. What is found keeps its row, so that the record still says a file was there, and loses its bytes. */
export const rescan = async (ctx: Ctx): Promise<void> => {
  const permit = tending(ctx);
  const scan = scanner();
  let after = 0;
  let unknown = 0;
  for (;;) {
    const files = await read(ctx, (q) => toScan(q, after, batch));
    for (const file of files) {
      const verdict = file.state === 'infected' ? 'infected' : await verdictOn(ctx, scan, file);
      if (verdict !== 'unknown') await settle(ctx, permit, file, verdict);
      unknown = verdict === 'unknown' ? unknown + 1 : 0;
      if (unknown >= mostUnknown) return;
    }
    if (files.length < batch) return;
    after = files.at(-1)?.nth ?? after;
  }
};

const verdictOn = async (ctx: Ctx, scan: Scanner | null, file: Where): Promise<Verdict> => {
  if (!scan || file.key === null) return 'unknown';
  // a verdict on other bytes is none: the scanner's line breaks off with them
  const opened = await asTaken(file.key, (error) => ctx.log.error('files.bytes_changed', error, { fileId: file.id }));
  if (!opened) {
    ctx.log.error('files.bytes_missing', new Error('no bytes in the store'), { fileId: file.id });
    return 'unknown';
  }
  const { body } = opened;
  const verdict = await scan(() => body);
  await body.cancel().catch(() => {}); // read to its end, or never begun
  return verdict;
};

const settle = async (ctx: Ctx, permit: Permit<'files.tend'>, file: Where, verdict: 'clean' | 'infected'): Promise<void> => {
  await write(ctx, async (tx) => {
    if (!(await writeScanned(tx, permit, file.id, verdict))) return;
    await record(tx, { act: 'file.scan', subject: `file:${file.id}`, actor: ctx.actor, facts: { verdict }, at: new Date(ctx.clock.now()) });
  });
  if (verdict === 'clean') return;
  await removeBytes(file);
  await write(ctx, (tx) => writeEmptied(tx, permit, file.id));
};
