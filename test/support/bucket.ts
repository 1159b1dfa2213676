import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';

/** A store that speaks as much of S3 as the room of files uses; its key id is `key-of-the-test`. */
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const secret = 'secret-of-the-test';
export const region = 'kz-1';
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** AWS Signature Version 4, counted here by its description, not by the client's code. */
const signatureHolds = (request: IncomingMessage): boolean => {
  const match = /^AWS4-HMAC-SHA256 Credential=key-of-the-test\/(\d{8})\/kz-1\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? '');
  if (!match) return false;
  const [, on = '', names = '', signature] = match;
  const header = (name: string): string => String(request.headers[name] ?? '');
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.split(';').includes(name))) return false;
  const canonical = [request.method, request.url, '', ...names.split(';').map((name) => `${name}:${header(name)}`), '', names, header('x-amz-content-sha256')].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', header('x-amz-date'), `${on}/${region}/s3/aws4_request`, hashOf(Buffer.from(canonical))].join('\n');
  return hmac(hmac(hmac(hmac(hmac(`AWS4${secret}`, on), region), 's3'), 'aws4_request'), toSign).toString('hex') === signature;
};

/** As much of S3 as the room uses: one bucket, signed requests only, the body's hash checked. */
const said = (code: string) => Buffer.from(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>x</Message></Error>`);
export const bucket = async (o: { failing?: number; /** its keys may not list */ unlisted?: boolean; /** what it keeps of what it says it keeps */ keeps?: (body: Buffer<ArrayBuffer>) => Buffer<ArrayBuffer> | null } = {}): Promise<{ server: Server; endpoint: string; kept: Map<string, Buffer<ArrayBuffer>>; asked: string[] }> => {
  const kept = new Map<string, Buffer<ArrayBuffer>>();
  const asked: string[] = [];
  let failing = o.failing ?? 0;
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const url = request.url ?? '';
    asked.push(`${request.method} ${url.split('/')[1]}`);
    const answer = (status: number, bytes = Buffer.alloc(0)) => response.writeHead(status, { 'content-length': bytes.length }).end(bytes);
    if ((failing -= 1) >= 0) return answer(503);
    if (!signatureHolds(request)) return answer(403, said('SignatureDoesNotMatch'));
    if (request.method === 'PUT') {
      if (request.headers['x-amz-content-sha256'] !== hashOf(body) || Number(request.headers['content-length']) !== body.length) return answer(400);
      const instead = o.keeps ? o.keeps(body) : body;
      if (instead) kept.set(url, instead);
      return answer(200);
    }
    if (request.method === 'DELETE') return kept.delete(url), answer(204);
    const found = kept.get(url);
    return found ? answer(200, found) : o.unlisted ? answer(403, said('AccessDenied')) : answer(404, said('NoSuchKey'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, endpoint: addressOf(server), kept, asked };
};
export const addressOf = (server: Server): string => {
  const bound = server.address();
  return `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}/`;
};
export const closed = (server: Server) => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
