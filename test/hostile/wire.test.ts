import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from './world.ts';

let w: World;
let server: Server;
beforeAll(async () => {
  w = await openWorld();
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the listener answers by itself
  server = createServer(getRequestListener(w.app.fetch));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await w.end();
});

/** What must be answered has as long as a busy machine may need. */
const inTheEndMs = 60_000;
/** The first line of what comes back for bytes that no browser sends. */
const said = (bytes: string, waitMs = 3_000): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let text = '';
    const done = () => { clearTimeout(timer); socket.destroy(); resolve(text.split('\r\n')[0] ?? ''); };
    const timer = setTimeout(done, waitMs);
    socket.on('data', (data) => { text += data.toString('latin1'); done(); }).on('close', done).on('error', done);
    socket.write(bytes, 'latin1');
  });

test('bytes that are no proper request are refused, and the house stands', async () => {
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
  const bad: string[] = [];
  for (const [name, bytes] of Object.entries(requests)) {
    const line = await said(bytes);
    if (/ 5\d\d /.test(line)) bad.push(`${name}: ${line}`);
  }
  expect(bad).toEqual([]);
  expect(await said(`GET /healthz HTTP/1.1\r\n${host}\r\n\r\n`, inTheEndMs)).toBe('HTTP/1.1 200 OK');
});

test('a body that stops half-way leaves nothing behind and holds nobody up', async () => {
  const before = await w.t.raw('SELECT count(*)::int AS n FROM journal.leaf');
  const sockets = Array.from({ length: 60 }, () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('POST /api/v1/appeals HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nIdempotency-Key: half-a-body\r\nContent-Length: 5000\r\n\r\n{"lang":"kk"');
    return socket;
  });
  expect(await said('GET /kk HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n', inTheEndMs)).toBe('HTTP/1.1 200 OK');
  for (const socket of sockets) socket.destroy();
  expect(await said('GET /kk/follow HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n', inTheEndMs)).toBe('HTTP/1.1 200 OK');
  expect(await w.t.raw('SELECT count(*)::int AS n FROM journal.leaf')).toEqual(before);
});
