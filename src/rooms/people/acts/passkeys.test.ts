import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system, visitor, type Staff } from '../../../kernel/actor.ts';
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts';
import { read } from '../../../platform/db.ts';
import { readConfig } from '../../../platform/config.ts';
import { newVisit } from '../../../platform/web/csrf.ts';
import { makeServer } from '../../../app/server.tsx';
import { fixedClock, freshDb, testNow, type TestDb } from '../../../../test/support/database.ts';
import { closeAccount, passkeyRegisterOptions, passkeyRegisterVerify, passkeySignInOptions, passkeySignInVerify, passkeysOf, removePasskey, removeTotpOf, sessionActor, setPeopleSecret, siteAt } from '../contract.ts';
import { madePassword, makePerson } from '../make.ts';
import { routes } from '../pages.tsx';
import { refusalWords } from '../words.ts';

let t: TestDb;
let serial = 0;
const site = siteAt('https://jauap.example.kz/kk');
const ok = <T>(value: T): Exclude<T, Refusal> => {
  if (isRefusal(value)) throw new Error(`refused: ${value.code}`);
  return value as Exclude<T, Refusal>;
};
const code = (value: unknown) => (isRefusal(value) ? value.code : 'done');
const b64 = (bytes: Buffer) => bytes.toString('base64url');
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest();
const u16 = (n: number) => Buffer.from([n >> 8, n & 255]);

/** CBOR of short byte strings and negative numbers, as an authenticator writes its public key (RFC 9053, ES256). */
const bytesItem = (b: Buffer) => Buffer.concat([b.length < 256 ? Buffer.from([0x58, b.length]) : Buffer.concat([Buffer.from([0x59]), u16(b.length)]), b]);
const textItem = (s: string) => Buffer.concat([Buffer.from([0x60 + s.length]), Buffer.from(s)]);
const coseKey = (key: KeyObject) => {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return Buffer.concat([Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21]), bytesItem(Buffer.from(x, 'base64url')), Buffer.from([0x22]), bytesItem(Buffer.from(y, 'base64url'))]);
};

/** A telephone with a fingerprint: makes a key for a site and signs what it is asked to, with real signatures. */
const telephone = (o: { origin?: string; verified?: boolean } = {}) => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(16);
  let counter = 0;
  const flags = (attested: boolean) => Buffer.from([0x01 | (o.verified === false ? 0 : 0x04) | (attested ? 0x40 : 0)]);
  const data = (attested: Buffer | null) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE((counter += 1));
    return Buffer.concat([sha256(site.id), flags(attested !== null), count, attested ?? Buffer.alloc(0)]);
  };
  const client = (type: string, challenge: string) => Buffer.from(JSON.stringify({ type, challenge, origin: o.origin ?? site.origin, crossOrigin: false }));
  return {
    make: (challenge: string) => {
      const auth = data(Buffer.concat([Buffer.alloc(16), u16(id.length), id, coseKey(pair.publicKey)]));
      const attestation = Buffer.concat([Buffer.from([0xa3]), textItem('fmt'), textItem('none'), textItem('attStmt'), Buffer.from([0xa0]), textItem('authData'), bytesItem(auth)]);
      return { id: b64(id), rawId: b64(id), type: 'public-key', clientExtensionResults: {}, response: { clientDataJSON: b64(client('webauthn.create', challenge)), attestationObject: b64(attestation), transports: ['internal'] } };
    },
    sign: (challenge: string) => {
      const auth = data(null);
      const clientData = client('webauthn.get', challenge);
      const signature = createSign('sha256').update(Buffer.concat([auth, sha256(clientData)])).sign(pair.privateKey);
      return { id: b64(id), rawId: b64(id), type: 'public-key', clientExtensionResults: {}, response: { clientDataJSON: b64(clientData), authenticatorData: b64(auth), signature: b64(signature) } };
    },
    /** as a copied telephone would: its counter stands where it stood */
    rewind: () => void (counter = 0),
  };
};

const at = (now = testNow) => t.ctx(visitor, fixedClock(now));
const someone = async () => {
  serial += 1;
  const person = await makePerson(t.ctx(system('test')), { login: `key${serial}@example.kz`, name: 'Кілт Үлгі' });
  const self = (now = testNow) => t.ctx({ kind: 'staff', accountId: person.accountId, name: person.name, posts: [], sight: [] } satisfies Staff, fixedClock(now));
  const remote = `203.0.113.${serial}`;
  const add = async (phone: ReturnType<typeof telephone>) => {
    const { options, ceremony } = ok(await passkeyRegisterOptions(self(), { site, password: madePassword }));
    return passkeyRegisterVerify(self(), { site, ceremony, response: phone.make(options.challenge), name: 'Менің телефоным' });
  };
  const enter = async (phone: ReturnType<typeof telephone>, now = testNow) => {
    const { options, ceremony } = await passkeySignInOptions(at(now), site);
    return passkeySignInVerify(at(now), { site, ceremony, response: phone.sign(options.challenge), remote, userAgent: 'Firefox' });
  };
  return { ...person, self, add, enter, remote };
};

beforeAll(async () => {
  setPeopleSecret(() => 'a secret of tests, longer than thirty-two letters');
  t = await freshDb();
});
afterAll(() => t.drop());

test('a telephone is added with the password, and signs its owner in', async () => {
  const one = await someone();
  const phone = telephone();
  expect(code(await passkeyRegisterOptions(one.self(), { site, password: 'not the right password' }))).toBe('password_wrong');
  expect(code(await passkeyRegisterOptions(at(), { site, password: madePassword }))).toBe('not_allowed');
  ok(await one.add(phone));
  const { token } = ok(await one.enter(phone));
  expect(await sessionActor(at(), token)).toMatchObject({ accountId: one.accountId });
  expect(await t.raw('SELECT by_way FROM people.session WHERE account_id = $1', [one.accountId])).toEqual([{ by_way: 'passkey' }]);
  expect(await read(one.self(), (q) => passkeysOf(q, one.accountId))).toMatchObject([{ name: 'Менің телефоным', usedAt: new Date(testNow) }]);
  expect(code(await one.add(phone))).toBe('passkey_known_already');
});

test('an unknown telephone, another site’s, one without a fingerprint and a copied one do not open', async () => {
  const one = await someone();
  const phone = telephone();
  ok(await one.add(phone));
  expect(code(await one.enter(telephone()))).toBe('passkey_wrong');
  expect(code(await one.add(telephone({ origin: 'https://jauap-example.kz' })))).toBe('passkey_wrong');
  expect(code(await one.add(telephone({ verified: false })))).toBe('passkey_wrong');
  ok(await one.enter(phone));
  phone.rewind();
  expect(code(await one.enter(phone))).toBe('passkey_wrong');
});

test('an answer works once, for its own question, for ten minutes', async () => {
  const one = await someone();
  const phone = telephone();
  ok(await one.add(phone));
  const { options, ceremony } = await passkeySignInOptions(at(), site);
  const answer = (response: unknown, o: { ceremony?: string; now?: number } = {}) => passkeySignInVerify(at(o.now), { site, ceremony: o.ceremony ?? ceremony, response, remote: one.remote, userAgent: '' });
  const other = await passkeySignInOptions(at(), site);
  expect(code(await answer(phone.sign(other.options.challenge)))).toBe('passkey_wrong');
  expect(code(await answer(phone.sign(options.challenge), { now: testNow + 10 * 60_000 }))).toBe('passkey_wrong');
  expect(code(await answer({ id: 'x' }))).toBe('passkey_wrong');
  expect(code(await answer(phone.sign(options.challenge), { ceremony: 'made up' }))).toBe('passkey_wrong');
  ok(await answer(phone.sign(options.challenge)));
  expect(code(await answer(phone.sign(options.challenge)))).toBe('passkey_wrong');
});

test('one colleague’s question is not answered for another', async () => {
  const [one, other] = [await someone(), await someone()];
  const { options, ceremony } = ok(await passkeyRegisterOptions(one.self(), { site, password: madePassword }));
  expect(code(await passkeyRegisterVerify(other.self(), { site, ceremony, response: telephone().make(options.challenge), name: 'x' }))).toBe('passkey_wrong');
  const { passkeyId } = ok(await one.add(telephone()));
  expect(code(await removePasskey(other.self(), { passkeyId }))).toBe('passkey_not_found');
  expect(await read(other.self(), (q) => passkeysOf(q, one.accountId))).toEqual([]);
});

test('a removed passkey, a lost telephone and a closed account open nothing', async () => {
  const one = await someone();
  const [first, second, third] = [telephone(), telephone(), telephone()];
  const { passkeyId } = ok(await one.add(first));
  ok(await one.add(second));
  ok(await removePasskey(one.self(), { passkeyId }));
  expect(code(await one.enter(first))).toBe('passkey_wrong');
  ok(await removeTotpOf(t.ctx(system('test')), { accountId: one.accountId }));
  expect(code(await one.enter(second))).toBe('passkey_wrong');
  ok(await one.add(third));
  ok(await closeAccount(t.ctx(system('test')), { accountId: one.accountId }));
  expect(code(await one.enter(third))).toBe('passkey_wrong');
});

test('wrong answers are counted against the caller', async () => {
  const one = await someone();
  for (let i = 0; i < 10; i += 1) expect(code(await one.enter(telephone()))).toBe('passkey_wrong');
  expect(code(await one.enter(telephone()))).toBe('too_many_tries');
});

test('over the pages: a script adds a telephone with the password and signs in with it; the person takes it off', async () => {
  const one = await someone();
  const here = makeServer({
    ctx: { db: t.db, clock: fixedClock(), log: t.ctx().log },
    config: readConfig({ JAUAP_MODE: 'test', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_URL: 'https://jauap.example.kz' }),
    house: { routes, refusalWords, sessionActor, organisation: async () => null, mountApi: () => {}, mountAssets: () => {}, ready: async () => true },
  });
  const visit = `jauap_visit=${newVisit()}`;
  let session = '';
  const csrf = async () => /name="csrf" value="([^"]+)"/.exec(await (await here.request('https://jauap.example.kz/ru/sign-in', { headers: { cookie: visit } })).text())?.[1] ?? '';
  const token = await csrf();
  const send = async (path: string, fields: Record<string, string>) => {
    const answer = await here.request(`https://jauap.example.kz/ru${path}`, { method: 'POST', body: new URLSearchParams({ csrf: token, ...fields }), headers: { cookie: `${visit}; ${session}` } });
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('jauap_session='))?.split(';')[0];
    session = cookie ?? session;
    return { status: answer.status, location: answer.headers.get('location'), json: (answer.headers.get('content-type') === 'application/json' ? await answer.json() : {}) as { options: { challenge: string }; ceremony: string; sentence?: string; next?: string } };
  };
  await send('/sign-in', { login: one.login, password: madePassword });
  const phone = telephone();
  expect(await send('/me/passkeys/options', { present: 'not the right password' })).toMatchObject({ status: 422, json: { sentence: 'Нынешний пароль введён неверно.' } });
  const asked = (await send('/me/passkeys/options', { present: madePassword })).json;
  expect(await send('/me/passkeys', { ceremony: asked.ceremony, name: 'Телефон', response: '{' })).toMatchObject({ status: 422 });
  expect(await send('/me/passkeys', { ceremony: asked.ceremony, name: 'Телефон', response: JSON.stringify(phone.make(asked.options.challenge)) })).toMatchObject({ status: 200, json: { next: '/ru/me?done=passkey' } });
  await send('/sign-out', {});
  session = '';
  const again = (await send('/sign-in/passkey/options', {})).json;
  expect(await send('/sign-in/passkey', { ceremony: again.ceremony, response: JSON.stringify(phone.sign(again.options.challenge)), next: '//evil.example' })).toMatchObject({ status: 200, json: { next: '/ru/me' } });
  expect(session).toMatch(/^jauap_session=[\w-]{43}$/);
  const [key] = await read(one.self(), (q) => passkeysOf(q, one.accountId));
  const shown = await (await here.request('https://jauap.example.kz/ru/me', { headers: { cookie: `${visit}; ${session}` } })).text();
  expect(shown).toContain('Телефон');
  expect(await send('/me', { do: 'passkey_remove', passkeyId: String(key?.passkeyId) })).toMatchObject({ status: 303, location: '/ru/me?done=passkey_remove' });
  expect(await read(one.self(), (q) => passkeysOf(q, one.accountId))).toEqual([]);
});
