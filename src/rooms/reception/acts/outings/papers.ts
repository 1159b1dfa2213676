import { createHash } from 'node:crypto';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { read, write, type Read } from '../../../../platform/db.ts';
import { takeUpload, unattachedNames } from '../../../files/contract.ts';
import { mayArrive } from '../../policy/outings.ts';
import { deviceLocked } from '../../store/devices.ts';
import { insertPaper, insertPiece, paperBy, paperLocked, papersBytes, startAnew, wholeOf, writePaperTaken, type Paper } from '../../store/papers.ts';
import { house } from './devices.ts';

export const mostPieceBytes = 64 * 1024;
const mostPaperBytes = 20 * 1024 * 1024;
/** A long day with photographs; what a stolen tablet could fill our disk with. */
const mostOfDevice = { papers: 600, bytes: 600 * 1024 * 1024 };

export type Piece = { readonly deviceId: number; readonly key: string; readonly at: number; readonly name: string; readonly bytes: number; readonly sha256: string; readonly body: Buffer };
export type Arrived = { readonly bytes: number; readonly whole: boolean };
/** `ahead`: it goes on at `bytes`; `wrong`: the whole is not what it was said to be, and begins anew. */
export type Pieced = Arrived & { readonly ahead?: true; readonly wrong?: true };

/** How much of a paper has arrived. */
export const paperSoFar = async (ctx: Ctx, deviceId: number, key: string): Promise<Arrived> => {
  const paper = await read(house(ctx), (q) => paperBy(q, deviceId, key));
  return { bytes: paper?.arrived ?? 0, whole: paper !== null && isWhole(paper) };
};
const isWhole = (paper: Paper): boolean => paper.arrived === paper.bytes;

/** One piece, in order; what has arrived already is passed over. A whole that is not what it says to be begins anew. */
export const takePiece = (ctx: Ctx, p: Piece): Promise<Result<Pieced>> => {
  const own = house(ctx);
  return write(own, async (tx): Promise<Result<Pieced>> => {
    const permit = mayArrive(own.actor);
    if (isRefusal(permit)) return permit;
    // pieces of one tablet come one after another
    if (!(await deviceLocked(tx, p.deviceId))) return refuse('outing_not_found');
    if (!(await paperLocked(tx, p.deviceId, p.key))) {
      if (p.bytes > mostPaperBytes) return refuse('too_large_file');
      const so = await papersBytes(tx, p.deviceId);
      if (so.papers >= mostOfDevice.papers || so.bytes + p.bytes > mostOfDevice.bytes) return refuse('too_many_files', { most: mostOfDevice.papers });
      await insertPaper(tx, permit, { ...p, at: new Date(ctx.clock.now()) });
    }
    const paper = await paperLocked(tx, p.deviceId, p.key);
    if (!paper) throw new Error('the paper vanished under its lock');
    if (paper.sha256 !== p.sha256 || paper.bytes !== p.bytes) return refuse('same_key_other_body');
    if (p.at > paper.arrived) return { bytes: paper.arrived, whole: false, ahead: true };
    const fresh = p.body.subarray(paper.arrived - p.at);
    if (fresh.length === 0) return { bytes: paper.arrived, whole: isWhole(paper) };
    if (paper.arrived + fresh.length > paper.bytes) return refuse('piece_invalid');
    await insertPiece(tx, permit, paper, fresh);
    const now = { ...paper, arrived: paper.arrived + fresh.length };
    if (!isWhole(now)) return { bytes: now.arrived, whole: false };
    const whole = await wholeOf(tx, p.deviceId, p.key);
    if (createHash('sha256').update(whole).digest('hex') === paper.sha256) return { bytes: now.arrived, whole: true };
    await startAnew(tx, permit, p.deviceId, p.key);
    return { bytes: 0, whole: false, wrong: true };
  });
};

export type Ready = { readonly key: string; readonly fileId: number };
/** Hands what lies in pieces to rooms/files, which looks at it as at every upload; before the act that names it, for nothing slow happens under a lock. */
export const readyPaper = async (ctx: Ctx, deviceId: number, key: string): Promise<Ready | { readonly key: string; readonly missing: true } | { readonly key: string; readonly refused: string }> => {
  const own = house(ctx);
  const paper = await read(own, (q) => paperBy(q, deviceId, key));
  if (!paper || !isWhole(paper)) return { key, missing: true };
  if (paper.fileId !== null && (await read(own, (q) => unattachedNames(q, [paper.fileId ?? 0]))).length === 1) return { key, fileId: paper.fileId };
  const whole = await read(own, (q) => wholeOf(q, deviceId, key));
  if (whole.length === 0) return { key, missing: true };
  const taken = await takeUpload(own, { name: paper.name, stream: () => oneChunk(whole) }, { by: `tablet:${deviceId}:${key}` });
  await write(own, async (tx) => {
    const permit = mayArrive(own.actor);
    if (!isRefusal(permit)) await writePaperTaken(tx, permit, deviceId, key, isRefusal(taken) ? { refused: taken.code } : { fileId: taken.fileId });
  });
  return isRefusal(taken) ? { key, refused: taken.code } : { key, fileId: taken.fileId };
};
async function* oneChunk(whole: Buffer): AsyncIterable<Uint8Array> {
  yield whole;
}

/** For whoever decides: the bytes as they came. */
export const paperBytes = async (q: Read, deviceId: number, key: string): Promise<{ readonly name: string; readonly body: Buffer } | null> => {
  const paper = await paperBy(q, deviceId, key);
  const body = paper ? await wholeOf(q, deviceId, key) : null;
  return paper && body && body.length > 0 ? { name: paper.name, body } : null;
};
