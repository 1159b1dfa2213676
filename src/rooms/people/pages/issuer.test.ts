import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../../kernel/actor.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import { readConfig } from '../../../platform/config.ts';
import { makeServer } from '../../../app/server.tsx';
import { freshDb, type TestDb } from '../../../../test/support/database.ts';
import { closeAccount, sessionActor, setPeopleSecret } from '../contract.ts';
import { makePerson } from '../make.ts';
import { routes } from '../pages.tsx';
import { refusalWords } from '../words.ts';

/** An issuer of one's own on this machine: real redirects, a real token endpoint, real RS256. */
type Claims = Record<string, unknown>;
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
let server: Server;
let issuer = '';
let says: Claims = {};
let forged = false;
const codes = new Map<string, { nonce: string; challenge: string }>();

const jwt = (claims: Claims) => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${part({ alg: 'RS256', typ: 'JWT', kid: 'k' })}.${part(claims)}`;
  return `${body}.${createSign('sha256').update(body).sign((forged ? stranger : pair).privateKey).toString('base64url')}`;
};

const answer = (path: string, body: URLSearchParams): { status: number; json: unknown } => {
  if (path === '/.well-known/openid-configuration')
    return { status: 200, json: { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys`, response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'] } };
  if (path === '/keys') return { status: 200, json: { keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }] } };
  const code = codes.get(body.get('code') ?? '');
  codes.delete(body.get('code') ?? '');
  if (!code || createHash('sha256').update(body.get('code_verifier') ?? '').digest('base64url') !== code.challenge) return { status: 400, json: { error: 'invalid_grant' } };
  const now = Math.floor(Date.now() / 1000);
  return { status: 200, json: { access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: jwt({ iss: issuer, aud: 'jauap', iat: now, exp: now + 60, nonce: code.nonce, ...says }) } };
};

let t: TestDb;
const app = () =>
  makeServer({
    ctx: { db: t.db, clock: { now: Date.now }, log: t.ctx().log },
    config: readConfig({ JAUAP_MODE: 'test', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_URL: 'http://127.0.0.1:3000', OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'jauap', OIDC_CLIENT_SECRET: 'shared with the issuer' }),
    house: { routes, refusalWords, sessionActor, organisation: async () => null, mountApi: () => {}, mountAssets: () => {}, ready: async () => true },
  });

beforeAll(async () => {
  setPeopleSecret(() => 'a secret of tests, longer than thirty-two letters');
  t = await freshDb();
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { status, json } = answer(request.url ?? '', new URLSearchParams(Buffer.concat(chunks).toString()));
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
  await t.drop();
});

const cookieOf = (response: Response, name: string) => response.headers.getSetCookie().find((line) => line.startsWith(`${name}=`))?.split(';')[0] ?? '';

/** From our page to the issuer and back, as a browser does it. */
const journey = async (o: { claims?: Claims; next?: string; forged?: boolean; state?: string; withoutCookie?: boolean } = {}) => {
  const out = await app().request(`http://127.0.0.1:3000/ru/sign-in/issuer${o.next ? `?next=${encodeURIComponent(o.next)}` : ''}`);
  const sent = new URL(out.headers.get('location') ?? '');
  says = o.claims ?? {};
  forged = o.forged ?? false;
  const code = randomBytes(12).toString('hex');
  codes.set(code, { nonce: sent.searchParams.get('nonce') ?? '', challenge: sent.searchParams.get('code_challenge') ?? '' });
  const back = new URL(sent.searchParams.get('redirect_uri') ?? '');
  back.search = new URLSearchParams({ code, state: o.state ?? sent.searchParams.get('state') ?? '' }).toString();
  const returned = await app().request(back, { headers: { cookie: o.withoutCookie ? '' : cookieOf(out, 'jauap_journey') } });
  return { status: returned.status, location: returned.headers.get('location'), token: cookieOf(returned, 'jauap_session').split('=')[1] ?? '', sent };
};

const person = (login: string) => makePerson(t.ctx(system('test')), { login, name: 'Үлгі' });

test('whoever the issuer vouches for by a verified e-mail is signed in, and known by the issuer’s name from then on', async () => {
  const { accountId } = await person('aigul@example.kz');
  const first = await journey({ claims: { sub: 's1', email: 'Aigul@Example.kz', email_verified: true }, next: '/ru/me' });
  expect([first.status, first.location]).toEqual([303, '/ru/me']);
  expect(first.sent.searchParams.get('redirect_uri')).toBe('http://127.0.0.1:3000/sign-in/back');
  expect(await sessionActor(t.ctx(undefined, { now: Date.now }), first.token)).toMatchObject({ accountId });
  const renamed = await journey({ claims: { sub: 's1', email: 'another@example.kz', email_verified: true } });
  expect(await sessionActor(t.ctx(undefined, { now: Date.now }), renamed.token)).toMatchObject({ accountId });
});

test('an e-mail given to somebody else at the issuer opens nothing', async () => {
  await person('reused@example.kz');
  expect((await journey({ claims: { sub: 'old', email: 'reused@example.kz', email_verified: true } })).status).toBe(303);
  const next = await journey({ claims: { sub: 'new', email: 'reused@example.kz', email_verified: true } });
  expect([next.token, next.location]).toEqual(['', '/ru/sign-in?wrong=oidc_unknown']);
  expect(await (await app().request(`http://127.0.0.1:3000${next.location ?? ''}`)).text()).toContain('Обратитесь к администратору');
});

test('no account is made, and neither an unverified e-mail nor a closed account opens', async () => {
  const closed = await person('closed@example.kz');
  await person('known@example.kz');
  if (isRefusal(await closeAccount(t.ctx(system('test')), { accountId: closed.accountId }))) throw new Error('not closed');
  const before = await t.raw('SELECT count(*) FROM people.account');
  for (const claims of [
    { sub: 'a', email: 'nobody@example.kz', email_verified: true }, { sub: 'b', email: 'known@example.kz' }, { sub: 'c', email: 'known@example.kz', email_verified: false },
    { sub: 'd', email: 'known@example.kz', email_verified: 'true' }, { sub: 'e', email: 'closed@example.kz', email_verified: true }, { sub: 'f' },
  ]) expect([(await journey({ claims })).token, claims.sub]).toEqual(['', claims.sub]);
  expect(await t.raw('SELECT count(*) FROM people.account')).toEqual(before);
});

test('a forged token, another’s state and a browser that never left do not open', async () => {
  await person('target@example.kz');
  const claims = { sub: 't', email: 'target@example.kz', email_verified: true };
  for (const o of [{ forged: true }, { state: 'made-up' }, { withoutCookie: true }, { claims: { ...claims, nonce: 'old' } }, { claims: { ...claims, aud: 'another' } }, { claims: { ...claims, iss: 'https://evil.example' } }]) {
    const tried = await journey({ claims, ...o });
    expect([tried.token, tried.location], JSON.stringify(o)).toEqual(['', `/${'withoutCookie' in o ? 'kk' : 'ru'}/sign-in?wrong=oidc_failed`]);
  }
  expect((await journey({ claims })).token).not.toBe('');
});
