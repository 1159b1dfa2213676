import { mkdirSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

const portName = '.s.PGSQL.5432';
/** Protocol 3: a letter, and four bytes that say how long it is with themselves. */
const [headBytes, notice] = [5, 'N'.charCodeAt(0)];

/** A line to a PostgreSQL that passes on everything but its notices and warnings, as something between program and database may. */
export type SilentLine = { readonly url: string; readonly swallowed: () => number; readonly end: () => Promise<void> };

/** `dir`: for the line's own socket. */
export const silentLine = async (url: string, dir: string): Promise<SilentLine> => {
  const host = decodeURIComponent(/[?&]host=([^&]+)/.exec(url)?.[1] ?? '');
  const open = new Set<Socket>();
  let swallowed = 0;
  const server = createServer((near) => {
    const far = connect(join(host, portName));
    for (const [one, other] of [[near, far], [far, near]] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.once('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
    near.pipe(far);
    let rest = Buffer.alloc(0);
    far.on('data', (part: Buffer) => {
      rest = Buffer.concat([rest, part]);
      while (rest.length >= headBytes) {
        const bytes = 1 + rest.readUInt32BE(1);
        if (rest.length < bytes) break;
        if (rest[0] === notice) swallowed += 1;
        else near.write(rest.subarray(0, bytes));
        rest = rest.subarray(bytes);
      }
    });
  });
  mkdirSync(dir, { recursive: true });
  await new Promise<void>((resolve) => server.listen(join(dir, portName), resolve));
  return {
    url: url.replace(encodeURIComponent(host), encodeURIComponent(dir)), swallowed: () => swallowed,
    end: async () => {
      for (const one of open) one.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
