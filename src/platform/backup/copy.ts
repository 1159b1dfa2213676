import { once } from 'node:events';
import type { Socket } from 'node:net';
import type pg from 'pg';

/**
 * PostgreSQL's COPY over a connection of `pg`, which leaves it to its callers: a query of one's own that is handed the messages
 * (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY).
 */
type Wire = { readonly query: (text: string) => void; readonly sendCopyFromChunk: (bytes: Buffer) => void; readonly endCopyFrom: () => void; readonly sendCopyFail: (why: string) => void; readonly stream: Socket };
type Message = { readonly text: string };

class Copying {
  rows = 0;
  wire: Wire | undefined;
  readonly text: string;
  failed: Error | undefined;
  finish: (error: Error | undefined) => void = () => {};
  constructor(text: string) {
    this.text = text;
  }
  submit(wire: Wire): void {
    this.wire = wire;
    wire.query(this.text);
  }
  handleCommandComplete(message: Message): void {
    this.rows = Number(message.text.split(' ').at(-1));
  }
  /** The last word it gets: neither a broken connection nor `pg` after an error of the server tells it anything more. */
  handleError(error: Error): void {
    this.failed ??= error;
    this.finish(this.failed);
  }
  handleReadyForQuery(): void {
    this.finish(this.failed);
  }
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyInResponse(wire: Wire): void {
    wire.sendCopyFail('nothing is to be copied in');
  }
  handleCopyData(_message: { readonly chunk: Buffer }, _wire: Wire): void {}
}

const run = (client: pg.Client, copying: Copying): Promise<number> =>
  new Promise((resolve, reject) => {
    copying.finish = (error) => (error ? reject(error) : resolve(copying.rows));
    (client as unknown as { query: (copying: Copying) => void }).query(copying);
  });

const newline = 10;

/** COPY … TO STDOUT. `take` is given about `most` bytes at a time, always whole lines; the server waits while it works. Gives back the number of rows. */
export const copyOut = async (client: pg.Client, text: string, most: number, take: (lines: Buffer) => Promise<void>): Promise<number> => {
  const copying = new Copying(text);
  let lines = Buffer.allocUnsafe(most * 2);
  let filled = 0;
  let waiting = Promise.resolve();
  let busy = 0;
  copying.handleCopyData = ({ chunk }, wire) => {
    // the message lies in a buffer that the next one overwrites
    if (filled + chunk.length > lines.length) lines = Buffer.concat([lines.subarray(0, filled)], (filled + chunk.length) * 2);
    filled += chunk.copy(lines, filled);
    if (filled < most || chunk.at(-1) !== newline) return;
    const full = lines.subarray(0, filled);
    lines = Buffer.allocUnsafe(most * 2);
    filled = 0;
    wire.stream.pause();
    busy += 1;
    const give = async (): Promise<void> => {
      try {
        if (!copying.failed) await take(full);
      } catch (error) {
        copying.failed ??= error as Error;
        wire.stream.destroy(); // the rest of the table would come for nothing
      }
      if ((busy -= 1) === 0) wire.stream.resume();
    };
    waiting = waiting.then(give);
  };
  const rows = await run(client, copying).finally(() => waiting);
  await waiting;
  if (copying.failed) throw copying.failed;
  if (filled > 0) await take(lines.subarray(0, filled));
  return rows;
};

const sliceBytes = 256 * 1024;

/** COPY … FROM STDIN of these lines. Gives back the number of rows. */
export const copyIn = (client: pg.Client, text: string, lines: Buffer): Promise<number> => {
  const copying = new Copying(text);
  const pump = async (wire: Wire): Promise<void> => {
    for (let at = 0; at < lines.length && !copying.failed; at += sliceBytes) {
      wire.sendCopyFromChunk(lines.subarray(at, at + sliceBytes));
      if (wire.stream.writableNeedDrain) await once(wire.stream, 'drain');
    }
    wire.endCopyFrom();
  };
  copying.handleCopyInResponse = (wire) => void pump(wire).catch((error: Error) => copying.handleError(error));
  return run(client, copying);
};
