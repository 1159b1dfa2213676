import { afterAll, beforeAll, expect, test } from 'vitest';
import { system, visitor, type Actor, type Staff } from '../../../kernel/actor.ts';
import { day } from '../../../kernel/day.ts';
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts';
import { read } from '../../../platform/db.ts';
import { fixedClock, freshDb, testNow, type TestDb } from '../../../../test/support/database.ts';
import { openUnit } from '../../units/contract.ts';
import { abilities as appealAbilities } from '../../appeals/contract.ts';
import { abilities as assignmentAbilities } from '../../assignments/contract.ts';
import { abilities as receptionAbilities } from '../../reception/contract.ts';
import { acceptInvitation, createAccount, closeAccount, invite, endPost, givePost, holdersOf, holdsPostIn, peopleByIds, rolesOf, sessionActor, signIn, setPeopleSecret } from '../contract.ts';
import { makePerson, type MadePerson } from '../make.ts';
import { refusalWords } from '../words.ts';

let t: TestDb;
const unit: Record<string, number> = {};
const office = () => t.ctx(system('test'));
const on = day('2026-11-20');
const ok = <T>(value: T): Exclude<T, Refusal> => {
  if (isRefusal(value)) throw new Error(`refused: ${value.code}`);
  return value as Exclude<T, Refusal>;
};
const at = (name: string) => unit[name] ?? 0;
const code = (value: unknown) => (isRefusal(value) ? value.code : 'done');
const signedIn = async (person: MadePerson, now = testNow): Promise<Staff> => {
  const given = ok(await signIn(t.ctx(visitor, fixedClock(now)), { login: person.login, password: person.password, remote: '203.0.113.1', userAgent: 'test' }));
  const staff = 'token' in given ? await sessionActor(t.ctx(visitor, fixedClock(now)), given.token) : null;
  if (!staff) throw new Error('not signed in');
  return staff;
};

let head: MadePerson;
let admin: MadePerson;
let executor: MadePerson;

beforeAll(async () => {
  setPeopleSecret(() => 'a secret of tests, longer than thirty-two letters');
  t = await freshDb();
  const open = async (name: string, kind: 'branch' | 'body', parent: string | null, level: 'central' | 'region' | 'district') => {
    unit[name] = ok(await openUnit(office(), { kind, level, code: name, parentId: parent === null ? null : at(parent), territoryCode: '000000000', names: { kk: name, ru: name, en: name } })).unitId;
  };
  await open('KZ', 'branch', null, 'central');
  await open('WK', 'branch', 'KZ', 'region');
  await open('WKB', 'branch', 'WK', 'district');
  await open('EK', 'branch', 'KZ', 'region');
  await open('ROADS', 'body', null, 'region');
  head = await makePerson(office(), { login: 'head@example.kz', name: 'Басшы Үлгі', posts: [{ unitId: at('WK'), role: 'branch_head' }] });
  admin = await makePerson(office(), { login: 'office.wk@example.kz', name: 'Әкімші Үлгі', posts: [{ unitId: at('WK'), role: 'administrator' }] });
  executor = await makePerson(office(), { login: 'worker@example.kz', name: 'Исполнитель Пример', posts: [{ unitId: at('ROADS'), role: 'executor' }] });
});
afterAll(() => t.drop());

test('the seven roles can do only what some room knows', async () => {
  const roles = await read(office(), rolesOf);
  expect(roles.map((role) => role.code)).toEqual(['reception_clerk', 'appeals_clerk', 'controller', 'branch_head', 'administrator', 'executor', 'body_head']);
  const known = new Set<string>([...appealAbilities, ...assignmentAbilities, ...receptionAbilities, 'health.see', 'notice.edit', 'units.manage', 'calendar.edit', 'people.manage', 'journal.see', 'figures.see']);
  expect(roles.flatMap((role) => role.abilities.filter((one) => !known.has(one)))).toEqual([]);
  const can = (role: string) => roles.find((one) => one.code === role)?.abilities ?? [];
  expect(can('administrator').filter((one) => one.startsWith('appeal.'))).toEqual([]);
  expect(appealAbilities.filter((one) => !can('branch_head').includes(one))).toEqual(['appeal.import']);
  expect(can('controller')).not.toContain('appeal.decide_extension');
  for (const role of roles) expect(role.abilities).toContain('figures.see');
});

test('the head of a region reaches all branches below and none beside; a clerk only the own; the centre all', async () => {
  const staff = await signedIn(head);
  expect(staff).toMatchObject({ kind: 'staff', accountId: head.accountId, name: 'Басшы Үлгі', posts: [{ unitId: at('WK'), unitKind: 'branch', role: 'branch_head' }] });
  expect(staff.sight).toEqual([at('WK'), at('WKB')]);
  expect(staff.posts[0]?.reach).toEqual([at('WK'), at('WKB')]);
  expect((await signedIn(executor)).sight).toEqual([at('ROADS')]);
  const centre = await makePerson(office(), { login: 'centre@example.kz', name: 'Орталық Үлгі', posts: [{ unitId: at('KZ'), role: 'branch_head' }, { unitId: at('KZ'), role: 'controller' }] });
  const central = await signedIn(centre);
  expect(central.sight).toBe('all');
  expect(central.posts.map((post) => [post.role, post.reach])).toEqual([['controller', [at('KZ')]], ['branch_head', 'all']]);
});

test('a post not yet begun or already over gives nothing, and from its first day it does', async () => {
  const person = await makePerson(office(), {
    login: 'season@example.kz', name: 'Уақытша Үлгі',
    posts: [{ unitId: at('EK'), role: 'controller', fromOn: day('2026-11-21') }, { unitId: at('EK'), role: 'reception_clerk', fromOn: day('2026-01-05'), toOn: day('2026-11-19') }],
  });
  expect(await signedIn(person)).toMatchObject({ posts: [], sight: [] });
  expect((await signedIn(person, testNow + 86_400_000)).posts.map((post) => post.role)).toEqual(['controller']);
});

test('whoever holds a post there that day can be chosen, and nobody else', async () => {
  expect(await read(office(), (q) => holdersOf(q, at('ROADS'), on))).toEqual([{ accountId: executor.accountId, name: 'Исполнитель Пример', roles: ['executor'] }]);
  expect(await read(office(), (q) => holdsPostIn(q, executor.accountId, at('ROADS'), on))).toBe(true);
  expect(await read(office(), (q) => holdsPostIn(q, executor.accountId, at('WK'), on))).toBe(false);
  expect(await read(office(), (q) => holdsPostIn(q, executor.accountId, at('ROADS'), day('2026-01-04')))).toBe(false);
  expect([...(await read(office(), (q) => peopleByIds(q, [executor.accountId, executor.accountId, 999_999]))).values()]).toEqual([{ accountId: executor.accountId, name: 'Исполнитель Пример' }]);
});

test('an ended post gives no power with the next request, and who held it yesterday can still be said', async () => {
  const person = await makePerson(office(), { login: 'leaving@example.kz', name: 'Кетуші Үлгі', posts: [{ unitId: at('WKB'), role: 'appeals_clerk' }] });
  const manager = t.ctx(await signedIn(admin));
  const [postId = 0] = person.postIds;
  expect(code(await endPost(manager, { postId }))).toBe('done');
  expect(code(await endPost(manager, { postId }))).toBe('post_over');
  expect((await signedIn(person)).posts).toEqual([]);
  expect(await read(office(), (q) => holdsPostIn(q, person.accountId, at('WKB'), on))).toBe(false);
  expect(await read(office(), (q) => holdsPostIn(q, person.accountId, at('WKB'), day('2026-11-19')))).toBe(true);
  expect(code(await givePost(manager, { accountId: person.accountId, unitId: at('WKB'), role: 'appeals_clerk', fromOn: on }))).toBe('done');
});

test('an administrator gives posts below the own branch, not beside it, not above it, not to themselves', async () => {
  const manager = t.ctx(await signedIn(admin));
  const { accountId } = ok(await createAccount(manager, { login: 'New.Clerk@Example.kz', name: 'Жаңа Үлгі', lang: 'kk' }));
  const give = (unitId: number, role = 'reception_clerk', to = accountId) => givePost(manager, { accountId: to, unitId, role, fromOn: on });
  expect(code(await give(at('WKB')))).toBe('done');
  expect(code(await give(at('WKB')))).toBe('post_held_already');
  expect(code(await give(at('EK')))).toBe('not_allowed');
  expect(code(await give(at('KZ')))).toBe('not_allowed');
  expect(code(await give(at('WK'), 'branch_head', admin.accountId))).toBe('post_own_forbidden');
  expect(code(await give(at('WK'), 'executor'))).toBe('role_invalid');
  expect(code(await give(at('WK'), 'tsar'))).toBe('role_invalid');
  expect(code(await givePost(manager, { accountId, unitId: at('WK'), role: 'controller', fromOn: on, toOn: day('2026-11-19') }))).toBe('post_days_invalid');
  expect(code(await givePost(office(), { accountId, unitId: 999_999, role: 'controller', fromOn: on }))).toBe('unit_not_found');
  expect(code(await givePost(office(), { accountId: 999_999, unitId: at('WK'), role: 'controller', fromOn: on }))).toBe('account_not_found');
  expect(await t.raw('SELECT login FROM people.account WHERE id = $1', [accountId])).toEqual([{ login: 'new.clerk@example.kz' }]);
});

test('the keys of a higher office are not handed out from below', async () => {
  const manager = t.ctx(await signedIn(admin));
  const both = await makePerson(office(), { login: 'both@example.kz', name: 'Қос Үлгі', posts: [{ unitId: at('WK'), role: 'controller' }, { unitId: at('EK'), role: 'controller' }] });
  expect(code(await invite(manager, { accountId: both.accountId }))).toBe('not_allowed');
  expect(code(await closeAccount(manager, { accountId: both.accountId }))).toBe('not_allowed');
  expect(code(await invite(manager, { accountId: head.accountId }))).toBe('done');
  expect(code(await createAccount(manager, { login: 'known@example.kz', name: 'Үлгі', lang: 'kk', password: 'a password somebody else knows' }))).toBe('not_allowed');
});

const password = 'көктемде гүл ашады';
const entered = async (login: string): Promise<string> => {
  const given = await signIn(t.ctx(visitor), { login, password, remote: '203.0.113.9', userAgent: 'test' });
  return isRefusal(given) ? given.code : 'token' in given ? given.token : 'second step';
};
const accepted = async (token: string) => code(await acceptInvitation(t.ctx(visitor), { token, password }));
const isIn = async (token: string) => (await sessionActor(t.ctx(visitor), token)) !== null;
/** A colleague whom the administrator of WK has let in, and has signed in as. */
const letInByWk = async (login: string, posts: readonly string[] = []) => {
  const wk = t.ctx(await signedIn(admin));
  const { accountId } = ok(await createAccount(wk, { login, name: 'Жаңа Үлгі', lang: 'kk' }));
  for (const name of posts) ok(await givePost(wk, { accountId, unitId: at(name), role: 'controller', fromOn: on }));
  expect(await accepted(ok(await invite(wk, { accountId })).token)).toBe('done');
  return { accountId, session: await entered(login) };
};
const adminOfEk = async () => t.ctx(await signedIn(await makePerson(office(), { login: `ek${(eks += 1)}@example.kz`, name: 'Әкімші Үлгі', posts: [{ unitId: at('EK'), role: 'administrator' }] })));
let eks = 0;

test('whoever let a colleague in does not come along into a post where they manage nobody: its keys begin with an invitation from there', async () => {
  const ek = await adminOfEk();
  const { accountId, session } = await letInByWk('mover@example.kz');
  expect(await isIn(session)).toBe(true);
  expect(ok(await givePost(ek, { accountId, unitId: at('EK'), role: 'controller', fromOn: on })).keysEnded).toBe(true);
  expect(await isIn(session)).toBe(false);
  expect(await entered('mover@example.kz')).toBe('sign_in_wrong');
  expect(code(await invite(t.ctx(await signedIn(admin)), { accountId }))).toBe('not_allowed');

  expect(await accepted(ok(await invite(ek, { accountId })).token)).toBe('done');
  const own = await entered('mover@example.kz');
  expect(ok(await givePost(ek, { accountId, unitId: at('EK'), role: 'reception_clerk', fromOn: on })).keysEnded).toBe(false);
  expect(await isIn(own)).toBe(true);
});

test('an invitation that was not opened yet ends with it as well', async () => {
  const { accountId } = ok(await createAccount(office(), { login: 'unopened@example.kz', name: 'Жаңа Үлгі', lang: 'kk' }));
  const { token } = ok(await invite(t.ctx(await signedIn(admin)), { accountId }));
  expect(ok(await givePost(await adminOfEk(), { accountId, unitId: at('EK'), role: 'controller', fromOn: on })).keysEnded).toBe(true);
  expect(await accepted(token)).toBe('invitation_not_good');
});

test('nobody is locked out by an administrator who could not invite them anew', async () => {
  const { accountId, session } = await letInByWk('stays@example.kz', ['WK']);
  expect(code(await givePost(await adminOfEk(), { accountId, unitId: at('EK'), role: 'controller', fromOn: on }))).toBe('keys_of_others_forbidden');
  expect(await isIn(session)).toBe(true);
  expect(ok(await givePost(t.ctx(await signedIn(admin)), { accountId, unitId: at('WKB'), role: 'controller', fromOn: on })).keysEnded).toBe(false);
  expect(await isIn(session)).toBe(true);
  expect(ok(await givePost(office(), { accountId, unitId: at('EK'), role: 'controller', fromOn: on })).keysEnded).toBe(true);
  expect(await isIn(session)).toBe(false);
});

test('whoever has no such post manages nobody', async () => {
  const nobodies: Actor[] = [visitor, { kind: 'holder', appealId: 1 }, await signedIn(head), await signedIn(executor)];
  for (const actor of nobodies) {
    const ctx = t.ctx(actor);
    expect(code(await createAccount(ctx, { login: 'x@example.kz', name: 'Үлгі', lang: 'kk' }))).toBe('not_allowed');
    expect(code(await givePost(ctx, { accountId: admin.accountId, unitId: at('WK'), role: 'controller', fromOn: on }))).toBe('not_allowed');
    expect(code(await endPost(ctx, { postId: admin.postIds[0] ?? 0 }))).toBe('not_allowed');
    expect(code(await invite(ctx, { accountId: admin.accountId }))).toBe('not_allowed');
    expect(code(await closeAccount(ctx, { accountId: admin.accountId }))).toBe('not_allowed');
  }
  expect(await t.raw(`SELECT 1 FROM people.account WHERE login = 'x@example.kz'`)).toEqual([]);
});

test('a login is taken once, however it is written', async () => {
  expect(code(await createAccount(office(), { login: ' HEAD@example.kz', name: 'Басқа Үлгі', lang: 'ru' }))).toBe('login_taken');
  expect(code(await createAccount(office(), { login: 'head', name: 'Басқа Үлгі', lang: 'ru' }))).toBe('login_invalid');
  expect(code(await createAccount(office(), { login: 'other@example.kz', name: 'Бaсқа Үлгі', lang: 'ru' }))).toBe('name_mixed_invalid');
});

test('several managers giving the same post at the same moment give it once', async () => {
  // more rounds than one: the first ones open the connections, and would come one after the other anyway
  for (let round = 0; round < 5; round += 1) {
    const { accountId } = ok(await createAccount(office(), { login: `twice${round}@example.kz`, name: 'Екі Үлгі', lang: 'kk' }));
    const given = await Promise.all([1, 2, 3, 4].map(() => givePost(office(), { accountId, unitId: at('EK'), role: 'controller', fromOn: on })));
    expect(given.map(code).toSorted()).toEqual(['done', 'post_held_already', 'post_held_already', 'post_held_already']);
  }
});

test('every act leaves its leaf, in ids only', async () => {
  const { accountId } = ok(await createAccount(office(), { login: 'leaves@example.kz', name: 'Жапырақ Үлгі', lang: 'kk' }));
  const { postId } = ok(await givePost(office(), { accountId, unitId: at('EK'), role: 'controller', fromOn: on }));
  ok(await endPost(office(), { postId }));
  ok(await invite(office(), { accountId }));
  ok(await closeAccount(office(), { accountId }));
  const leaves = await t.raw('SELECT act, facts FROM journal.leaf WHERE subject = $1 ORDER BY id', [`account:${accountId}`]);
  expect(leaves.map((one) => one['act'])).toEqual(['account.create', 'post.give', 'post.end', 'account.invite', 'account.close']);
  expect(JSON.stringify(leaves)).not.toMatch(/leaves@|Жапырақ/);
});

test('every refusal of the room has its sentence', async () => {
  const { readdirSync, readFileSync } = await import('node:fs');
  const folder = new URL('..', import.meta.url).pathname;
  const text = readdirSync(folder, { recursive: true }).map(String).filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.')).map((name) => readFileSync(`${folder}/${name}`, 'utf8')).join('\n');
  const codes = new Set([...text.matchAll(/\brefuse\('([a-z_]+)'/g)].map((match) => match[1] ?? ''));
  expect(codes.size).toBeGreaterThan(15);
  expect([...codes].filter((one) => !(one in refusalWords))).toEqual([]);
});
