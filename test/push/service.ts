import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';

/** What came to one browser, opened with the keys that only it has. */
export type Arrived = { readonly payload: unknown; readonly headers: Readonly<Record<string, string | undefined>>; readonly vapid: { readonly aud: string; readonly sub: string; readonly exp: number }; readonly publicKey: string };
export type MadeBrowser = { readonly endpoint: string; readonly p256dh: string; readonly auth: string; readonly arrived: Arrived[]; /** how the service answers for it */ answer: number };
export type PushService = { readonly host: string; readonly browser: () => MadeBrowser; readonly end: () => Promise<void> };

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
};
const hkdf = (key: Buffer, salt: Buffer, info: Buffer, bytes: number): Buffer => Buffer.from(hkdfSync('sha256', key, salt, info, bytes));

type Keys = { readonly curve: ReturnType<typeof createECDH>; readonly auth: Buffer };

/** RFC 8291 over RFC 8188, written from the two texts alone: salt, record size, the sender's key, one record. */
const opened = (body: Buffer, { curve, auth }: Keys): unknown => {
  const salt = body.subarray(0, 16);
  const keyLength = body.readUInt8(20);
  const sender = body.subarray(21, 21 + keyLength);
  const record = body.subarray(21 + keyLength);
  const shared = curve.computeSecret(sender);
  const ikm = hkdf(shared, auth, Buffer.concat([Buffer.from('WebPush: info\0'), curve.getPublicKey(), sender]), 32);
  const key = hkdf(ikm, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = hkdf(ikm, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  // the last record ends with 2 and nought or more zeros
  const end = padded.lastIndexOf(2);
  return JSON.parse(padded.subarray(0, end).toString('utf8'));
};

/** RFC 8292: the sender signs whom it writes to, and till when. Throws when the signature is not its own. */
const vouched = (authorization: string): { readonly claims: Arrived['vapid']; readonly publicKey: string } => {
  const [, token = '', publicKey = ''] = /^vapid t=([\w.-]+),\s*k=([\w-]+)$/.exec(authorization) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(publicKey, 'base64url');
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') }, format: 'jwk' });
  if (!verify('sha256', Buffer.from(`${head}.${claims}`), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))) throw new Error('the signature is not the sender’s');
  return { claims: JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as Arrived['vapid'], publicKey };
};

/** A push service on loopback, and as many browsers as wanted behind it. */
export const pushService = async (): Promise<PushService> => {
  const browsers = new Map<string, { readonly keys: Keys; readonly made: MadeBrowser }>();
  const server = createServer((request, response) => void (async () => {
    const found = browsers.get(request.url ?? '');
    const body = await bodyOf(request);
    if (!found) return response.writeHead(404).end();
    if (found.made.answer >= 300) return response.writeHead(found.made.answer).end();
    try {
      const { claims, publicKey } = vouched(request.headers.authorization ?? '');
      found.made.arrived.push({ payload: opened(body, found.keys), headers: request.headers as Arrived['headers'], vapid: claims, publicKey });
      return response.writeHead(201, { location: `/m/${found.made.arrived.length}` }).end();
    } catch {
      return response.writeHead(400).end();
    }
  })().catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const host = `127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`;
  return {
    host,
    browser: () => {
      const curve = createECDH('prime256v1');
      curve.generateKeys();
      const auth = randomBytes(16);
      const path = `/send/${randomBytes(9).toString('base64url')}`;
      const made: MadeBrowser = { endpoint: `http://${host}${path}`, p256dh: curve.getPublicKey('base64url'), auth: auth.toString('base64url'), arrived: [], answer: 201 };
      browsers.set(path, { keys: { curve, auth }, made });
      return made;
    },
    end: () => new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
};
