import { connect, createServer, type Socket } from 'node:net';

/** A line on loopback to a server that listens there. It can be cut, and keeps what the client said. */
export type Wire = { readonly port: number; readonly said: () => string; readonly cuts: () => number; readonly end: () => Promise<void> };

/** `lastsMs`: every connection falls after that long, without a word. */
export const wireTo = async (port: number, o: { lastsMs?: number } = {}): Promise<Wire> => {
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
    }, o.lastsMs);
    for (const [one, other] of [[near, far], [far, near]] as const) {
      open.add(one);
      one.on('error', fall);
      one.once('close', () => {
        clearTimeout(timer);
        open.delete(one);
        fall();
      });
      one.pipe(other);
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
