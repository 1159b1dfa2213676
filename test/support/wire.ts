import { Transform } from 'node:stream';
import { connect, createServer, type Socket } from 'node:net';

/** A line on loopback to a server that listens there. It can be cut, and keeps what the client said. */
export type Wire = { readonly port: number; readonly said: () => string; readonly cuts: () => number; readonly end: () => Promise<void> };

/** `lastsMs`: every connection falls after that long, without a word; each lasts a third longer than the one before, so that a slow machine gets through too. `alter`: what the server says, line by line, as the client hears it; null: it does not. */
export const wireTo = async (port: number, o: { lastsMs?: number; alter?: (line: string) => string | null } = {}): Promise<Wire> => {
  const open = new Set<Socket>();
  let said = '';
  let cuts = 0;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    const fall = (): void => {
      near.destroy();
      far.destroy();
    };
    const timer = o.lastsMs === undefined ? undefined : setTimeout(() => {
      cuts += 1;
      fall();
    }, o.lastsMs * 1.33 ** cuts);
    for (const [one, other] of [[near, far], [far, near]] as const) {
      open.add(one);
      one.on('error', fall);
      one.once('close', () => {
        clearTimeout(timer);
        open.delete(one);
        fall();
      });
      if (one === near || !o.alter) one.pipe(other);
      else one.pipe(lines(o.alter)).pipe(other);
    }
    near.on('data', (part: Buffer) => (said += part.toString('latin1')));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound ? bound.port : 0, said: () => said, cuts: () => cuts,
    end: async () => {
      for (const one of open) one.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const lines = (alter: (line: string) => string | null): Transform => {
  let begun = '';
  return new Transform({
    transform: (part: Buffer, _encoding, done) => {
      const all = `${begun}${part.toString('latin1')}`.split('\n');
      begun = all.pop() ?? '';
      done(null, Buffer.from(all.map((line) => alter(line)).filter((line) => line !== null).map((line) => `${line}\n`).join(''), 'latin1'));
    },
  });
};
