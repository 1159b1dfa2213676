import { afterAll, beforeAll, expect, test } from 'vitest';
import { system, visitor, type Actor, type Staff } from '../../../kernel/actor.ts';
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts';
import { read, sql, view } from '../../../platform/db.ts';
import { fixedClock, freshDb, testNow, type TestDb } from '../../../../test/support/database.ts';
import {
  acceptInvitation, changePassword, closeAccount, confirmTotp, createAccount, endSession, invite, removeTotp, removeTotpOf, sessionActor, sessionsOf, setPeopleSecret, signIn, signOut,
  signOutEverywhere, startTotp,
} from '../contract.ts';
import { codeAt } from '../crypto-totp.ts';
import { tokenHash } from '../crypto.ts';
import { madePassword, makePerson } from '../make.ts';
import { sweep } from './sweep.ts';

let t: TestDb;
let serial = 0;
const minute = 60_000;
const hour = 60 * minute;
const ok = <T>(value: T): Exclude<T, Refusal> => {
  if (isRefusal(value)) throw new Error(`refused: ${value.code}`);
  return value as Exclude<T, Refusal>;
};
const code = (value: unknown) => (isRefusal(value) ? value.code : 'done');
const at = (now = testNow, actor: Actor = visitor) => t.ctx(actor, fixedClock(now));
const office = () => t.ctx(system('test'));
/** A caller of one's own, so that tests do not use up each other's tries. */
const someone = async () => {
  serial += 1;
  const person = await makePerson(office(), { login: `person${serial}@example.kz`, name: 'Қызметкер Үлгі' });
  const remote = `203.0.113.${serial}`;
  const enter = (o: { password?: string; code?: string; now?: number; remote?: string; login?: string } = {}) =>
    signIn(at(o.now), { login: o.login ?? person.login, password: o.password ?? person.password, code: o.code, remote: o.remote ?? remote, userAgent: 'Firefox' });
  const token = async (o: Parameters<typeof enter>[0] = {}) => {
    const given = ok(await enter(o));
    if (!('token' in given)) throw new Error('a code is asked for');
    return given.token;
  };
  const self = (now = testNow) => at(now, { kind: 'staff', accountId: person.accountId, name: person.name, posts: [], sight: [] } satisfies Staff);
  return { ...person, remote, enter, token, self };
};

beforeAll(async () => {
  setPeopleSecret(() => 'a secret of tests, longer than thirty-two letters');
  t = await freshDb();
});
afterAll(() => t.drop());

test('the right password opens a session; its token is nowhere in the database', async () => {
  const one = await someone();
  const token = await one.token({ login: ` ${one.login.toUpperCase()}` });
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(await sessionActor(at(), token)).toEqual({ kind: 'staff', accountId: one.accountId, name: 'Қызметкер Үлгі', posts: [], sight: [] });
  expect(await sessionActor(at(), token.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')))).toBeNull();
  expect(await sessionActor(at(), '')).toBeNull();
  const [kept] = await t.raw('SELECT * FROM people.session WHERE account_id = $1', [one.accountId]);
  expect(kept).toMatchObject({ token_hash: tokenHash(token), by_way: 'password', user_agent: 'Firefox' });
  expect(JSON.stringify(kept)).not.toContain(token);
  expect(String((await t.raw('SELECT phc FROM people.password WHERE account_id = $1', [one.accountId]))[0]?.['phc'])).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('a wrong password, an unknown login, one without a password and a closed account get the same refusal', async () => {
  const one = await someone();
  const closed = await someone();
  ok(await closeAccount(office(), { accountId: closed.accountId }));
  ok(await createAccount(office(), { login: 'invited@example.kz', name: 'Шақырылған', lang: 'kk' }));
  const refusals = [await one.enter({ password: 'a quite wrong password' }), await one.enter({ login: 'nobody@example.kz' }), await one.enter({ login: 'not a login \u0000' }), await one.enter({ login: 'invited@example.kz' }), await closed.enter(), await one.enter({ password: 'x'.repeat(5_000) })];
  for (const refusal of refusals) expect(refusal).toEqual({ refused: true, code: 'sign_in_wrong', facts: {} });
});

test('an unknown login costs as much work as a known one', async () => {
  const one = await someone();
  await one.enter({ login: 'nobody2@example.kz' });
  const took = async (login: string) => {
    const began = performance.now();
    await one.enter({ login, password: 'a quite wrong password', remote: `198.51.100.${(serial += 1)}` });
    return performance.now() - began;
  };
  let [known, unknown] = [Infinity, Infinity];
  // by turns: a machine that is busy is so for both
  for (let i = 0; i < 4; i += 1) [known, unknown] = [Math.min(known, await took(one.login)), Math.min(unknown, await took('nobody3@example.kz'))];
  // argon2id alone takes 20 ms and more: left out, the unknown one would take a few
  expect(unknown).toBeGreaterThan(known / 3);
});

test('after ten wrong tries the right password is not even looked at, and a quarter of an hour later it is', async () => {
  const one = await someone();
  for (let i = 0; i < 10; i += 1) expect(code(await one.enter({ password: 'a quite wrong password', remote: `198.51.100.${i}` }))).toBe('sign_in_wrong');
  expect(await one.enter({ remote: '192.0.2.77' })).toEqual({ refused: true, code: 'too_many_tries', facts: { minutes: 15 } });
  expect(code(await one.enter({ now: testNow + 15 * minute + 1 }))).toBe('done');
});

test('one caller has ten wrong tries over all logins, the rest of its network among them', async () => {
  const one = await someone();
  for (let i = 0; i < 10; i += 1) await one.enter({ login: `guess${i}@example.kz`, remote: `2001:db8:0:7::${i + 1}` });
  expect(code(await one.enter({ remote: '2001:db8:0:7:ffff::1' }))).toBe('too_many_tries');
  expect(code(await one.enter({ remote: '2001:db8:0:8::1' }))).toBe('done');
});

test('forty tries at the same moment are ten', async () => {
  const one = await someone();
  const given = await Promise.all(Array.from({ length: 40 }, (_, i) => one.enter({ password: `a quite wrong password ${i}`, remote: `192.0.2.${i}` })));
  expect(given.map(code).filter((each) => each === 'sign_in_wrong')).toHaveLength(10);
  expect(given.map(code).filter((each) => each === 'too_many_tries')).toHaveLength(30);
});

test('right passwords are never counted, and the ledger names nobody', async () => {
  const one = await someone();
  for (let i = 0; i < 12; i += 1) expect(code(await one.enter())).toBe('done');
  await one.enter({ password: 'a quite wrong password' });
  expect(JSON.stringify(await t.raw('SELECT encode(key, \'escape\') AS key FROM people.sign_in_try'))).not.toContain('person');
});

test('a session ends after half a day alone, after a week at most, and not before', async () => {
  const one = await someone();
  const idle = await one.token();
  expect(await sessionActor(at(testNow + 12 * hour), idle)).not.toBeNull();
  expect(await sessionActor(at(testNow + 24 * hour + 1), idle)).toBeNull();
  const busy = await one.token();
  for (let passed = 0; passed < 7 * 24; passed += 6) expect(await sessionActor(at(testNow + passed * hour), busy)).not.toBeNull();
  expect(await sessionActor(at(testNow + 7 * 24 * hour), busy)).toBeNull();
});

test('signing out ends this session, everywhere ends all, closing the account too', async () => {
  const one = await someone();
  const [first, second, third] = [await one.token(), await one.token(), await one.token()];
  await signOut(at(), first);
  await signOut(at(), first);
  expect(await sessionActor(at(), first)).toBeNull();
  expect(await sessionActor(at(), second)).not.toBeNull();
  const listed = await read(one.self(), (q) => sessionsOf(q, one.accountId));
  expect(listed.map((each) => each.tokenHash).toSorted()).toEqual([second, third].map((each) => tokenHash(each).toString('hex')).toSorted());
  const other = await someone();
  expect(code(await endSession(other.self(), { sessionId: listed[0]?.sessionId ?? 0 }))).toBe('session_not_found');
  expect(code(await signOutEverywhere(other.self(), one.accountId))).toBe('not_allowed');
  expect(code(await endSession(one.self(), { sessionId: listed[0]?.sessionId ?? 0 }))).toBe('done');
  expect(ok(await signOutEverywhere(one.self(), one.accountId))).toEqual({ ended: 1 });
  for (const token of [second, third]) expect(await sessionActor(at(), token)).toBeNull();
  const last = await one.token();
  ok(await closeAccount(office(), { accountId: one.accountId }));
  expect(await sessionActor(at(), last)).toBeNull();
  await t.raw('UPDATE people.session SET ended_at = NULL WHERE token_hash = $1', [tokenHash(last)]);
  expect(await sessionActor(at(), last), 'even were its session still open').toBeNull();
});

test('an invitation sets the password once, ends what was open, and a newer one replaces it', async () => {
  const one = await someone();
  const open = await one.token();
  const old = ok(await invite(office(), { accountId: one.accountId })).token;
  const { token } = ok(await invite(office(), { accountId: one.accountId }));
  const password = 'ала тайға мінген күн';
  expect(code(await acceptInvitation(at(), { token: old, password }))).toBe('invitation_not_good');
  expect(code(await acceptInvitation(at(), { token, password: 'қысқа' }))).toBe('password_short_invalid');
  expect(code(await acceptInvitation(at(testNow + 7 * 24 * hour), { token, password }))).toBe('invitation_not_good');
  const both = await Promise.all([acceptInvitation(at(), { token, password }), acceptInvitation(at(), { token, password })]);
  expect(both.map(code).toSorted()).toEqual(['done', 'invitation_not_good']);
  expect(await sessionActor(at(), open)).toBeNull();
  expect(code(await one.enter())).toBe('sign_in_wrong');
  expect(code(await one.enter({ password }))).toBe('done');
  expect(JSON.stringify(await t.raw('SELECT * FROM people.invitation'))).not.toContain(token);
});

test('changing the password asks for the present one and ends the other sessions', async () => {
  const one = await someone();
  const [here, elsewhere] = [await one.token(), await one.token()];
  const next = 'тамшыдан тама берсе дария';
  expect(code(await changePassword(one.self(), { current: 'not the present one', password: next }))).toBe('password_wrong');
  expect(code(await changePassword(one.self(), { current: madePassword, password: one.login }))).toBe('password_login_invalid');
  expect(code(await changePassword(at(), { current: madePassword, password: next }))).toBe('not_allowed');
  ok(await changePassword(one.self(), { current: madePassword, password: next, keep: tokenHash(here).toString('hex') }));
  expect(await sessionActor(at(), here)).not.toBeNull();
  expect(await sessionActor(at(), elsewhere)).toBeNull();
  expect(code(await one.enter({ password: next }))).toBe('done');
});

test('nobody guesses the password at a colleague’s open screen for ever', async () => {
  const one = await someone();
  for (let i = 0; i < 10; i += 1) expect(code(await removeTotp(one.self(), { password: `a quite wrong password ${i}` }))).toBe('password_wrong');
  expect(code(await removeTotp(one.self(), { password: madePassword }))).toBe('too_many_tries');
});

test('the second step asks for a code, and each code works once', async () => {
  const one = await someone();
  const { secret, uri } = ok(await startTotp(one.self()));
  expect(uri).toMatch(/^otpauth:\/\/totp\/Jauap:person\d+%40example\.kz\?/);
  expect(code(await one.enter()), 'not asked for before it is confirmed').toBe('done');
  expect(code(await confirmTotp(one.self(), { code: '000000x' }))).toBe('code_wrong');
  ok(await confirmTotp(one.self(), { code: codeAt(secret, testNow) }));
  expect(code(await startTotp(one.self()))).toBe('totp_on_already');
  expect(await one.enter()).toEqual({ needs: 'totp' });
  expect(code(await one.enter({ password: 'a quite wrong password', code: codeAt(secret, testNow) }))).toBe('sign_in_wrong');
  expect(code(await one.enter({ code: codeAt(secret, testNow) })), 'used for the confirmation').toBe('code_wrong');
  const later = testNow + minute;
  const fresh = codeAt(secret, later);
  const both = await Promise.all([one.enter({ code: `${fresh.slice(0, 3)} ${fresh.slice(3)}`, now: later }), one.enter({ code: fresh, now: later })]);
  expect(both.map(code).toSorted()).toEqual(['code_wrong', 'done']);
  expect(code(await one.enter({ code: codeAt(secret, later - 5 * minute), now: later }))).toBe('code_wrong');
  expect(await t.raw(`SELECT by_way FROM people.session WHERE account_id = $1 ORDER BY id DESC LIMIT 1`, [one.accountId])).toEqual([{ by_way: 'totp' }]);
  expect(JSON.stringify(await t.raw('SELECT encode(sealed, \'escape\') AS s FROM people.totp'))).not.toContain(secret);
});

test('codes are not guessed: wrong ones are counted too', async () => {
  const one = await someone();
  const { secret } = ok(await startTotp(one.self()));
  ok(await confirmTotp(one.self(), { code: codeAt(secret, testNow) }));
  const now = testNow + hour;
  const right = codeAt(secret, now);
  const wrong = right === '123456' ? '654321' : '123456';
  for (let i = 0; i < 10; i += 1) expect(code(await one.enter({ code: wrong, now, remote: `198.51.100.${i}` }))).toBe('code_wrong');
  expect(code(await one.enter({ code: right, now }))).toBe('too_many_tries');
});

test('the second step is taken off with the password, or by a manager when the telephone is lost', async () => {
  const one = await someone();
  const { secret } = ok(await startTotp(one.self()));
  ok(await confirmTotp(one.self(), { code: codeAt(secret, testNow) }));
  expect(code(await removeTotp(one.self(), { password: madePassword }))).toBe('done');
  expect(code(await removeTotp(one.self(), { password: madePassword }))).toBe('totp_off');
  const again = ok(await startTotp(one.self())).secret;
  ok(await confirmTotp(one.self(), { code: codeAt(again, testNow) }));
  expect(code(await removeTotpOf(at(testNow, (await someone()).self().actor), { accountId: one.accountId }))).toBe('not_allowed');
  expect(code(await removeTotpOf(office(), { accountId: one.accountId }))).toBe('done');
  expect(code(await one.enter())).toBe('done');
});

test('a sealed secret moved to another row does not open', async () => {
  const [one, other] = [await someone(), await someone()];
  for (const each of [one, other]) ok(await startTotp(each.self()));
  await t.raw('UPDATE people.totp SET sealed = (SELECT sealed FROM people.totp WHERE account_id = $1) WHERE account_id = $2', [one.accountId, other.accountId]);
  await expect(confirmTotp(other.self(), { code: '123456' })).rejects.toThrow();
});

test('the second lock: nobody reads the secrets of others, whatever the program asks', async () => {
  const [one, other] = [await someone(), await someone()];
  ok(await startTotp(one.self()));
  const rows = (actor: Actor) => read(at(testNow, actor), async (q) => {
    const found = await sql<{ account_id: number }>`SELECT account_id FROM people.password UNION SELECT account_id FROM people.totp`.execute(view(q));
    return found.rows.map((row) => row.account_id);
  });
  expect(await rows(visitor)).toEqual([]);
  expect(await rows({ kind: 'holder', appealId: one.accountId })).toEqual([]);
  expect(await rows(other.self().actor)).toEqual([other.accountId]);
  expect((await rows(system('test'))).length).toBeGreaterThan(2);
});

test('signing in and out leaves leaves without login, name or address', async () => {
  const one = await someone();
  await signOut(at(), await one.token());
  const leaves = await t.raw('SELECT act, actor_kind, facts FROM journal.leaf WHERE subject = $1 ORDER BY id', [`account:${one.accountId}`]);
  expect(leaves.map((each) => each['act'])).toEqual(['account.create', 'account.sign_in', 'account.sign_out']);
  expect(JSON.stringify(leaves)).not.toMatch(/person\d|Үлгі|203\.0/);
});

test('what can change nothing any more is swept, by the program only', async () => {
  const one = await someone();
  const token = await one.token();
  await one.enter({ password: 'a quite wrong password' });
  const old = async () => Number((await t.raw('SELECT count(*) AS n FROM people.sign_in_try'))[0]?.['n']);
  const before = await old();
  await sweep(at(testNow + 24 * hour));
  expect(await old()).toBe(before);
  await sweep(at(testNow + 24 * hour, system('people:sweep')));
  expect(await old()).toBe(0);
  expect(await t.raw('SELECT 1 AS one FROM people.session WHERE token_hash = $1', [tokenHash(token)])).toEqual([{ one: 1 }]);
});
