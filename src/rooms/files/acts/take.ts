import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, write, type Tx } from '../../../platform/db.ts';
import { record } from '../../journal/contract.ts';
import { mostBytes, mostUnattached, shownName, storageKey, type RefusedUpload, type Taken, type TrueType } from '../law.ts';
import { redraw } from '../pictures.ts';
import { mayTake } from '../policy.ts';
import { scanner, type Verdict } from '../scan.ts';
import { sniff } from '../sniff.ts';
import { fileStore, type Kept } from '../storage.ts';
import { inScratch, measured, spool } from '../storage-scratch.ts';
import { claim, lockTaker, unattachedBy, writeArrived, writeArriving, writeFailed } from '../store.ts';

/** A file of a form, or whatever can be read once and has a name. */
export type Sent = { readonly name: string; readonly stream: () => AsyncIterable<Uint8Array> };

type Ready = { readonly type: TrueType; readonly whole: Kept; readonly thumbnail: Kept | null; readonly width: number | null; readonly height: number | null };

/** Takes one file in. It is acknowledged when its bytes would survive a power cut and its row says so. */
export const takeUpload = async (ctx: Ctx, file: Sent, o: { by: string }): Promise<Result<Taken, RefusedUpload>> => {
  // asked before the work and again, under a lock, before the row
  if ((await read(ctx, (q) => unattachedBy(q, o.by))) >= mostUnattached) return tooMany();
  return inScratch(async (dir) => {
    const sent = await spool(file.stream(), join(dir, 'sent'), mostBytes);
    if (sent === null) return refused('too_large_file');
    if (sent.bytes === 0) return refused('file_empty_invalid');
    const type = await sniff(sent.path, sent.bytes);
    if (typeof type === 'string') return refused(type);
    const verdict = await scanner()?.(() => createReadStream(sent.path));
    if (verdict === 'infected') {
      ctx.log.warn('files.infected', { kind: type.kind, bytes: sent.bytes });
      return refused('file_infected_invalid');
    }
    const ready = await prepared(sent, type, dir);
    return typeof ready === 'string' ? refused(ready) : keep(ctx, ready, { ...o, sentName: file.name, verdict });
  });
};

const tooMany = () => refuse('too_many_files', { most: mostUnattached });
const refused = <const Code extends RefusedUpload>(code: Code): Refusal<Code> => refuse(code);

/** Pictures are drawn anew; everything else is kept as it came. */
const prepared = async (sent: Kept, type: TrueType, dir: string): Promise<Ready | 'file_broken_invalid' | 'too_large_file'> => {
  if (type.kind !== 'picture') return { type, whole: sent, thumbnail: null, width: null, height: null };
  const drawn = await redraw(sent.path, type.ext, join(dir, 'drawn'));
  if (typeof drawn === 'string') return drawn;
  return { type: drawn.type, whole: await measured(drawn.path), thumbnail: await measured(drawn.thumbnail), width: drawn.width, height: drawn.height };
};

const keep = async (ctx: Ctx, ready: Ready, o: { by: string; sentName: string; verdict: Verdict | undefined }): Promise<Result<Taken, 'too_many_files'>> => {
  const { type, whole, thumbnail, width, height } = ready;
  const permit = mayTake(ctx.actor);
  const salt = randomBytes(8).toString('hex');
  const key = storageKey(whole.sha256, salt);
  const thumbnailKey = thumbnail ? storageKey(thumbnail.sha256, salt) : null;
  const taken: Taken = { fileId: unguessable(), name: shownName(o.sentName, type.ext), bytes: whole.bytes, kind: type.kind };
  const { fileId: id, name } = taken;
  const at = new Date(ctx.clock.now());
  const full = await write(ctx, async (tx) => {
    await lockTaker(tx, o.by);
    if ((await unattachedBy(tx, o.by)) >= mostUnattached) return tooMany();
    await writeArriving(tx, permit, { id, by: o.by, name, kind: type.kind, mime: type.mime, bytes: whole.bytes, sha256: whole.sha256, width, height, key, thumbnailKey, at });
    return null;
  });
  if (isRefusal(full)) return full;
  try {
    await fileStore().put(key, whole);
    if (thumbnail && thumbnailKey !== null) await fileStore().put(thumbnailKey, thumbnail);
    const state = o.verdict === 'unknown' ? 'quarantined' : 'clean';
    const scanned = o.verdict === 'clean';
    await write(ctx, async (tx) => {
      await writeArrived(tx, permit, id, { state, scanned });
      await record(tx, { act: 'file.take', subject: `file:${id}`, actor: ctx.actor, facts: { kind: type.kind, bytes: whole.bytes, sha256: whole.sha256, state, scanned }, at });
    });
    return taken;
  } catch (error) {
    // best effort: what this does not reach, the job of a day later does
    await write(ctx, (tx) => writeFailed(tx, permit, id)).catch((failure: unknown) => ctx.log.error('files.not_marked', failure));
    throw error;
  }
};

/** 53 bits, what a JavaScript number holds: an unattached file is claimed by naming it. */
const unguessable = (): number => Number(randomBytes(8).readBigUInt64BE() >> 11n) || 1;

/** In the transaction of the act that made the record. With `by`, only files which that browser or account sent. */
export const attach = async (tx: Tx, fileIds: readonly number[], owner: string, o: { by?: string } = {}): Promise<Result<true, 'file_invalid'>> => {
  const ids = [...new Set(fileIds)];
  if (ids.length === 0) return true;
  if (!ids.every((id) => Number.isSafeInteger(id) && id > 0)) return refuse('file_invalid');
  return (await claim(tx, ids, owner, o.by)) === ids.length ? true : refuse('file_invalid');
};
