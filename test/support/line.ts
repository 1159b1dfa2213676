import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './port.ts';

/** A line on loopback to a server there: good, thin and breaking (64 kbit/s, three connections of ten fall at a random byte), or dead. */
export type Line = { readonly address: string; readonly good: () => Promise<void>; readonly thin: () => Promise<void>; readonly dead: () => Promise<void>; readonly fallen: () => number; readonly carried: () => number; readonly end: () => Promise<void> };

const bytesPerSecond = 8_000;
const share = 0.3;
/** A browser keeps one connection for everything: every so many bytes, an act with its answer, count as another one. */
const usualConnection = 4_000;
const pieceBytes = 1_000;

/** One after another through a pipe this wide: whoever comes later waits. */
const makePipe = () => {
  let free = 0;
  return async (bytes: number): Promise<void> => {
    const now = performance.now();
    free = Math.max(free, now) + (bytes / bytesPerSecond) * 1_000;
    await pause(free - now);
  };
};

export const lineTo = async (port: number, random: () => number, oneConnection = usualConnection): Promise<Line> => {
  const open = new Set<Socket>();
  let isThin = false;
  let fallen = 0;
  let carried = 0;
  const pipes = { up: makePipe(), down: makePipe() };
  const join = (near: Socket): void => {
    const far = connect(port, '127.0.0.1');
    const thin = isThin;
    // bytes until it falls, or until fate is asked again
    let falls = false;
    let left = thin ? 0 : Infinity;
    const fate = (): void => {
      falls = random() < share;
      left = Math.ceil(oneConnection * (falls ? random() : 1));
    };
    if (thin) fate();
    const fall = (): void => {
      near.destroy();
      far.destroy();
    };
    for (const one of [near, far]) {
      open.add(one);
      one.on('error', fall);
      one.once('close', () => {
        open.delete(one);
        if (one === near) fall(); // what the house said before it closed is still on its way
      });
    }
    const carry = async (from: Socket, to: Socket, pipe: (bytes: number) => Promise<void>): Promise<void> => {
      for await (const part of from as AsyncIterable<Buffer>) {
        for (let at = 0; at < part.length;) {
          const piece = part.subarray(at, at + Math.min(pieceBytes, left));
          at += piece.length;
          if (thin) await pipe(piece.length);
          left -= piece.length;
          carried += piece.length;
          to.write(piece);
          if (left > 0) continue;
          if (falls) {
            fallen += 1;
            return fall();
          }
          fate();
        }
      }
      to.end();
    };
    carry(near, far, pipes.up).catch(fall);
    carry(far, near, pipes.down).catch(fall);
  };
  let server: Server | undefined;
  // it is closed for minutes and opened again: no port that the system gives to somebody else meanwhile
  const own = await freePort();
  const dead = async (): Promise<void> => {
    const closing = server;
    server = undefined;
    for (const one of open) one.destroy();
    if (closing) await new Promise((resolve) => closing.close(resolve));
  };
  // the same port again: to the tablet it is the same house; none of those that the system gives to somebody else while nobody listens here
  const listen = async (thin: boolean): Promise<void> => {
    await dead();
    isThin = thin;
    const fresh = createServer(join);
    await new Promise<void>((resolve, reject) => {
      fresh.once('error', reject);
      fresh.listen(own, '127.0.0.1', () => resolve());
    });
    server = fresh;
  };
  await listen(false);
  return { address: `http://127.0.0.1:${own}`, good: () => listen(false), thin: () => listen(true), dead, fallen: () => fallen, carried: () => carried, end: dead };
};
