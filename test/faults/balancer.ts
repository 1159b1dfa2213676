import { Agent, createServer, request, type Server } from 'node:http';

/** What stands in front of several processes: asks each whether it is ready, and sends people only to those that are. */
export type Balancer = { readonly port: number; readonly sentTo: ReadonlyMap<number, number>; readonly end: () => Promise<void> };

const askEveryMs = 100;

/** Null: it has not said; then it stays what it was. */
const isReady = (port: number): Promise<boolean | null> =>
  new Promise((resolve) => {
    const asked = request({ port, host: '127.0.0.1', path: '/readyz', agent: false, timeout: 5_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.once('timeout', () => {
      resolve(null);
      asked.destroy();
    });
    asked.once('error', () => resolve(false));
    asked.end();
  });

/** `asks: false` is the control: it sends people everywhere, ready or not. */
export const openBalancer = async (ports: readonly number[], o: { asks?: boolean } = {}): Promise<Balancer> => {
  let up: readonly number[] = ports;
  const sentTo = new Map<number, number>();
  // a connection for each: one that is kept may be closed by the other end, which tires of silence, at the moment it is used again
  const agent = new Agent({ keepAlive: false });
  let turn = 0;
  const server: Server = createServer((from, to) => {
    const port = up[(turn += 1) % up.length];
    if (port === undefined) return void to.writeHead(502).end();
    sentTo.set(port, (sentTo.get(port) ?? 0) + 1);
    const onward = request({ port, host: '127.0.0.1', path: from.url, method: from.method, headers: from.headers, agent }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    onward.once('error', () => (to.headersSent ? to.destroy() : to.writeHead(502).end('nobody there')));
    from.pipe(onward);
  });
  let looks = 0;
  const heard = new Map<number, number>();
  /** Looks overtake each other on a busy machine: of each process the youngest answer holds. */
  const look = async (): Promise<void> => {
    const nth = (looks += 1);
    await Promise.all(ports.map(async (port) => {
      const ready = await isReady(port);
      if (ready === null || nth < (heard.get(port) ?? 0)) return;
      heard.set(port, nth);
      up = ports.filter((one) => (one === port ? ready : up.includes(one)));
    }));
  };
  const timer = o.asks === false ? undefined : setInterval(() => void look(), askEveryMs);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  return {
    port: typeof at === 'object' && at ? at.port : 0, sentTo,
    end: async () => {
      clearInterval(timer);
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
