import { createServer, type Server, type ServerOptions } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inHouseWithout } from './lacking-house.ts';
import { openWorld, type World } from './world.ts';

let w: World;
let house: Open;
beforeAll(async () => {
  w = await openWorld();
  house = await opened(w.app.fetch);
});
afterAll(async () => {
  await house.end();
  await w.end();
});

type Open = { readonly server: Server; readonly port: number; /** every request that was heard has been dealt with to its end */ readonly dealtWith: () => Promise<void>; readonly end: () => Promise<void> };
type Fetch = Parameters<typeof getRequestListener>[0];
const opened = async (fetch: Fetch, o: { readonly parser?: ServerOptions; readonly listener?: Parameters<typeof getRequestListener>[1] } = {}): Promise<Open> => {
  const under = new Set<Promise<unknown>>();
  const counted: Fetch = (request, env) => {
    const answer = Promise.resolve(fetch(request, env)).finally(() => under.delete(answer));
    under.add(answer);
    return answer;
  };
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the listener answers by itself
  const server = createServer(o.parser ?? {}, getRequestListener(counted, o.listener));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    server, port: (server.address() as AddressInfo).port,
    dealtWith: async () => {
      // a connection is closed after what it brought was heard
      while ((await new Promise<number>((resolve) => void server.getConnections((_, count) => resolve(count)))) > 0) await turn();
      while (under.size > 0) await Promise.allSettled(under);
    },
    end: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** What must be answered has as long as a busy machine may need. */
const inTheEndMs = 60_000;
/** The first line of what comes back for bytes that no browser sends. */
const said = ({ port }: Open, bytes: string, waitMs = 3_000): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    const done = () => { clearTimeout(timer); socket.destroy(); resolve(text.split('\r\n')[0] ?? ''); };
    const timer = setTimeout(done, waitMs);
    socket.on('data', (data) => { text += data.toString('latin1'); done(); }).on('close', done).on('error', done);
    socket.write(bytes, 'latin1');
  });

const host = 'Host: 127.0.0.1';
const requests: Readonly<Record<string, string>> = {
  'a host of nonsense': 'GET /kk HTTP/1.1\r\nHost: a b<>\r\n\r\n',
  'an empty host': 'GET /kk HTTP/1.1\r\nHost:\r\n\r\n',
  'no host': 'GET /kk HTTP/1.1\r\n\r\n',
  'two hosts': `GET /kk HTTP/1.1\r\n${host}\r\nHost: evil.example\r\n\r\n`,
  'a host that climbs': 'GET /kk HTTP/1.1\r\nHost: x/../../y\r\n\r\n',
  'another site’s whole address': `GET http://evil.example/kk HTTP/1.1\r\n${host}\r\n\r\n`,
  'a star': `OPTIONS * HTTP/1.1\r\n${host}\r\n\r\n`,
  'a tunnel': `CONNECT evil.example:443 HTTP/1.1\r\n${host}\r\n\r\n`,
  'a trace': `TRACE /kk HTTP/1.1\r\n${host}\r\n\r\n`,
  'two lengths': `POST /kk/follow HTTP/1.1\r\n${host}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
  'a length and chunks': `POST /kk/follow HTTP/1.1\r\n${host}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  'a length below zero': `POST /kk/follow HTTP/1.1\r\n${host}\r\nContent-Length: -1\r\n\r\n`,
  'a length of words': `POST /api/v1/appeals HTTP/1.1\r\n${host}\r\nContent-Type: application/json\r\nContent-Length: 1e9\r\n\r\n`,
  'broken chunks': `POST /kk/follow HTTP/1.1\r\n${host}\r\nOrigin: http://127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n`,
  'letters of another alphabet in the path': `GET /kk/\u00ff\u00fe HTTP/1.1\r\n${host}\r\n\r\n`,
  'a path without a slash': `GET kk HTTP/1.1\r\n${host}\r\n\r\n`,
  'backslashes': `GET /\\evil.example\\..\\ HTTP/1.1\r\n${host}\r\n\r\n`,
  'an address of 100 000 letters': `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n${host}\r\n\r\n`,
  'a cookie of 100 000 letters': `GET /kk HTTP/1.1\r\n${host}\r\nCookie: a=${'a'.repeat(100_000)}\r\n\r\n`,
  'a hundred headers': `GET /kk HTTP/1.1\r\n${host}\r\n${Array.from({ length: 3_000 }, (_, at) => `X${at}: 1\r\n`).join('')}\r\n`,
  'another protocol': '\u0016\u0003\u0001\u0002\u0000\u0001\u0000',
  'an upgrade': `GET /kk HTTP/1.1\r\n${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
};
/** What one server reads so and the next one otherwise, so that a stranger's bytes become somebody else's request (RFC 9112, 11.2): refused before the house is asked. */
const twoWays = ['two lengths', 'a length and chunks', 'a length below zero', 'a length of words'] as const;

/** Each of these requests that broke something, and each that may be read in two ways and was let in. */
const wrongOf = async (open: Open): Promise<readonly string[]> => {
  const bad: string[] = [];
  for (const [name, bytes] of Object.entries(requests)) {
    const line = await said(open, bytes);
    if (/ 5\d\d /.test(line) || (twoWays.some((one) => one === name) && line !== 'HTTP/1.1 400 Bad Request')) bad.push(`${name}: ${line}`);
  }
  return bad;
};

test('bytes that are no proper request are refused, and the house stands', async () => {
  expect(await wrongOf(house)).toEqual([]);
  expect(await said(house, `GET /healthz HTTP/1.1\r\n${host}\r\n\r\n`, inTheEndMs)).toBe('HTTP/1.1 200 OK');
});

test('control: a reader that is not strict lets in what may be read in two ways, a listener that takes every error for its own breaks, and the same look finds each', async () => {
  const lenient = await opened(w.app.fetch, { parser: { insecureHTTPParser: true } });
  const letIn = await wrongOf(lenient).finally(lenient.end);
  const breaking = await opened(w.app.fetch, { listener: { errorHandler: () => new Response(null, { status: 500 }) } });
  const broke = await wrongOf(breaking).finally(breaking.end);
  console.log(`proof: control with a lenient reader: ${letIn.join('; ')}; with a listener that breaks: ${broke.length}`);
  expect(letIn).toEqual(['a length and chunks: HTTP/1.1 403 Forbidden']);
  expect(broke.length).toBeGreaterThan(3);
  expect(broke).toContain('backslashes: HTTP/1.1 500 Internal Server Error');
});

/** Sixty who send all their words and less than they announced, then go. Whether a good one was answered meanwhile and after them, and how many acts they left behind. */
const halfBodies = async (open: Open): Promise<{ readonly meanwhile: string; readonly after: string; readonly left: number }> => {
  const leaves = async () => Number((await w.t.raw('SELECT count(*)::int AS n FROM journal.leaf'))[0]?.['n']);
  const before = await leaves();
  const sockets = await Promise.all(Array.from({ length: 60 }, () => new Promise<Socket>((resolve) => {
    const socket = connect(open.port, '127.0.0.1');
    const body = JSON.stringify({ lang: 'kk', applicant: { kind: 'person', surname: 'Сыналмалы', given: 'Әлия' }, matter: { kind: 'application', text: 'Аулада шам жанбайды.', territoryCode: '276000000' } });
    socket.on('error', () => resolve(socket)).on('close', () => resolve(socket));
    socket.write(`POST /api/v1/appeals HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nIdempotency-Key: half-a-body-${crypto.randomUUID()}\r\nContent-Length: 5000\r\n\r\n${body}`, () => resolve(socket));
  })));
  const meanwhile = await said(open, `GET /kk HTTP/1.1\r\n${host}\r\n\r\n`, inTheEndMs);
  for (const socket of sockets) socket.destroy();
  const after = await said(open, `GET /kk/follow HTTP/1.1\r\n${host}\r\n\r\n`, inTheEndMs);
  await open.dealtWith();
  return { meanwhile, after, left: (await leaves()) - before };
};

test('a body that stops half-way leaves nothing behind and holds nobody up', async () => {
  expect(await halfBodies(house)).toEqual({ meanwhile: 'HTTP/1.1 200 OK', after: 'HTTP/1.1 200 OK', left: 0 });
});

test('control: a house that takes what has come when a line falls keeps their acts, one with room for fifty turns the good one away', async () => {
  const whole = 'const text = c.req.raw.body ? await new Response(capped(c.req.raw.body, bodyLimitBytes)).text() : \'\';';
  const asItCame = `let text = ''; try { for await (const part of c.req.raw.body ?? []) text += Buffer.from(part).toString(); } catch {}`;
  const taken = await inHouseWithout(w, { 'src/app/api.ts': [[whole, asItCame]] }, async (broken) => {
    const open = await opened(broken.app.fetch);
    return halfBodies(open).finally(open.end);
  });
  expect(taken).toEqual({ meanwhile: 'HTTP/1.1 200 OK', after: 'HTTP/1.1 200 OK', left: 60 });
  const narrow = await opened(w.app.fetch);
  narrow.server.maxConnections = 50;
  const away = await halfBodies(narrow).finally(narrow.end);
  expect([away.meanwhile, away.left]).toEqual(['', 0]);
});
