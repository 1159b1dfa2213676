import { generateKeyPairSync } from 'node:crypto';
import { z } from 'zod';
import { system } from '../../kernel/actor.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { openClock } from '../../platform/clock.ts';
import { openDb, read, write, type Read } from '../../platform/db.ts';
import { makeLog } from '../../platform/log.ts';
import type { LastBackup } from '../../platform/metrics.ts';
import type { Head } from '../../platform/backup/manifest.ts';
import type { Seen } from '../../platform/backup/reading.ts';
import { lastLeafOf, notedIn, record, verify, waitingIn, type Verified, type Witness } from '../../rooms/journal/contract.ts';
import type { Made } from './make.ts';
import type { KeyFile } from './keys.ts';
import { waitingFaults } from './waiting.ts';

const withCtx = async <T>(url: string, name: string, fn: (ctx: Ctx) => Promise<T>): Promise<T> => {
  const log = makeLog('silent');
  const db = openDb(url, { size: 2, log });
  try {
    const clock = await openClock(db, log);
    return await fn({ db, log, clock, actor: system(name) }).finally(clock.stop);
  } finally {
    await db.close();
  }
};

const witnessIn = (keys: readonly KeyFile[]): Witness => {
  const text = keys.find(({ name }) => name === 'journal-roots')?.bytes.toString('utf8') ?? '';
  const lines = notedIn(text);
  return { note: () => {}, lines: () => lines };
};

/** The tree grown anew from the leaves that came in, against the root that stood at the moment of the backup, the signed roots, and those noted outside the database; and what was not in it yet against the archive's sum. */
export const proveJournal = (url: string, head: Head, keys: readonly KeyFile[]): Promise<Verified> =>
  withCtx(url, 'restore', async (ctx) => {
    const publicPem = head.journal.publicPem ?? generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const proved = await verify(ctx, { publicPem, witness: witnessIn(keys) });
    // sealed on another machine, whose key is not here: roots are compared, signatures are not
    const findings = proved.findings.filter(({ what }) => head.journal.publicPem !== null || what !== 'signature differs');
    const same = proved.root === head.journal.root && proved.sealed === head.journal.size;
    const waiting = await read(ctx, (q) => waitingFaults(head, waitingIn(q)));
    return { ...proved, findings: [...(same || findings.length > 0 ? findings : [{ position: proved.sealed, what: 'root differs' } as const]), ...waiting] };
  });

/** Who carried everything out of the house, and when it came back, stands in the journal too: the one place from which every machine knows of it. */
export const recordBackup = (url: string, { head, manifest: { root, files } }: Made): Promise<void> => {
  const facts = { root, at: head.at, encrypted: head.withKeys, missing: files.missing.length + files.changed.length, secret: head.secretPrint !== null };
  return withCtx(url, 'backup', (ctx) => write(ctx, (tx) => record(tx, { act: 'house.backup', subject: 'house', actor: ctx.actor, at: new Date(ctx.clock.now()), facts })));
};

/** Leaves of before say nothing of what was missing. */
const factsSchema = z.object({ at: z.coerce.date().optional().catch(undefined), missing: z.number().catch(0), secret: z.boolean().catch(true) });

/** As old as what it shows, which is the moment when it began: a long one was out of date when it ended. */
export const lastBackup = async (q: Read): Promise<LastBackup | null> => {
  const leaf = await lastLeafOf(q, 'house', 'house.backup');
  if (leaf === null) return null;
  const { at = leaf.at, missing, secret } = factsSchema.parse(JSON.parse(leaf.facts));
  return { at, missing, secret };
};

export const recordRestore = (url: string, seen: Seen): Promise<void> =>
  withCtx(url, 'restore', (ctx) => write(ctx, (tx) => record(tx, { act: 'house.restore', subject: 'house', actor: ctx.actor, at: new Date(ctx.clock.now()), facts: { root: seen.manifest.root, at: seen.head.at } })));
