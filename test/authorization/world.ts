import { createHash, randomBytes } from 'node:crypto';
import { system, visitor, type Actor } from '../../src/kernel/actor.ts';
import { day } from '../../src/kernel/day.ts';
import { createAccount, givePost, sessionActor } from '../../src/rooms/people/contract.ts';
import { importTerritories, openUnit } from '../../src/rooms/units/contract.ts';
import { ok } from '../support/house.ts';
import { testNow, type TestDb } from '../support/database.ts';

/** Where somebody stands to the matter, which came to the district branch and is with a district body. */
export const branchRelations = ['own branch', 'branch above', 'country branch', 'branch below', 'neighbour branch', 'other region'] as const;
export const bodyRelations = ['given to them', 'same body', 'body above', 'body before', 'other body'] as const;
export type Relation = (typeof branchRelations)[number] | (typeof bodyRelations)[number];

export type Who = { readonly role: string; readonly relation: string; readonly actor: Actor; readonly token: string };
export type Role = { readonly code: string; readonly name: string; readonly unitKind: 'branch' | 'body'; readonly abilities: readonly string[] };
export type World = {
  readonly t: TestDb; readonly roles: readonly Role[]; readonly staff: readonly Who[];
  readonly units: Readonly<Record<Relation, number>>;
  readonly one: (role: string, relation: string) => Who;
};

const place = (code: string, kind: string, name: string) => ({ code, kind, names: { kk: name, ru: name, en: name } });

/** A country, two regions, two districts and a town in one of them; four bodies; somebody of every role everywhere. */
export const makeWorld = async (t: TestDb): Promise<World> => {
  const ctx = t.ctx(system('test'));
  ok(await importTerritories(ctx, [
    place('270000000', 'region', 'Батыс'), place('276000000', 'district', 'Тасқала'), place('276030000', 'okrug', 'Ақтау'), place('273600000', 'district', 'Ақжайық'), place('630000000', 'region', 'Шығыс'),
  ]));
  const open = async (code: string, kind: 'branch' | 'body', level: 'central' | 'region' | 'district' | 'primary', parentId: number | null, territoryCode: string): Promise<number> =>
    ok(await openUnit(ctx, { kind, level, code, parentId, territoryCode, names: { kk: code, ru: code, en: code } })).unitId;
  const country = await open('KZ', 'branch', 'central', null, '000000000');
  const region = await open('BQ', 'branch', 'region', country, '270000000');
  const district = await open('BQ01', 'branch', 'district', region, '276000000');
  const oblastBody = await open('UPPER', 'body', 'region', null, '270000000');
  const units: World['units'] = {
    'own branch': district, 'branch above': region, 'country branch': country, 'branch below': await open('BQ011', 'branch', 'primary', district, '276030000'),
    'neighbour branch': await open('BQ02', 'branch', 'district', region, '273600000'), 'other region': await open('EK', 'branch', 'region', country, '630000000'),
    'given to them': 0, 'same body': await open('LIGHT', 'body', 'district', oblastBody, '276000000'), 'body above': oblastBody,
    'body before': await open('FORMER', 'body', 'district', oblastBody, '276000000'), 'other body': await open('ROADS', 'body', 'region', null, '270000000'),
  };
  const roles = (await t.raw('SELECT code, name_en AS name, unit_kind AS "unitKind", abilities FROM people.role ORDER BY place')) as unknown as Role[];
  const hire = hiring(t);
  const staff: Who[] = [];
  for (const role of roles) {
    for (const relation of role.unitKind === 'branch' ? branchRelations : bodyRelations.filter((one) => one !== 'given to them' || role.code === 'executor')) {
      staff.push(await hire(role.code, relation, [{ role: role.code, unitId: units[relation === 'given to them' ? 'same body' : relation] }]));
    }
  }
  const upstairs = units['branch above'];
  staff.push(await hire('no post', 'nowhere', []));
  // two halves that must not add up: one post sees far and reads nothing, the other reads and sees little
  staff.push(await hire('two posts', 'administrator above + executor of another body', [{ role: 'administrator', unitId: upstairs }, { role: 'executor', unitId: units['other body'] }]));
  staff.push(await hire('two posts', 'clerk of the neighbour branch + executor of the same body', [{ role: 'appeals_clerk', unitId: units['neighbour branch'] }, { role: 'executor', unitId: units['same body'] }]));
  const one = (role: string, relation: string): Who => {
    const found = staff.find((who) => who.role === role && who.relation === relation);
    if (!found) throw new Error(`nobody is ${role} of ${relation}`);
    return found;
  };
  return { t, roles, staff, units, one };
};

/** Posts by the room's own acts, the actor by its own session: what the house itself would make of them. */
const hiring = (t: TestDb) => async (role: string, relation: string, posts: readonly { role: string; unitId: number }[]): Promise<Who> => {
  const ctx = t.ctx(system('test'));
  const { accountId } = ok(await createAccount(ctx, { login: `${randomBytes(4).toString('hex')}@ashyq.example`, name: 'Қызметкер', lang: 'kk' }));
  for (const post of posts) ok(await givePost(ctx, { accountId, unitId: post.unitId, role: post.role, fromOn: day('2026-01-01') }));
  const token = randomBytes(32).toString('base64url');
  await t.raw(`INSERT INTO people.session (account_id, token_hash, by_way, user_agent, remote, started_at, seen_at) VALUES ($1, $2, 'password', '', '', $3, $3)`, [accountId, createHash('sha256').update(token).digest(), new Date(testNow)]);
  const actor = await sessionActor(t.ctx(visitor), token);
  if (!actor) throw new Error('the session is not good');
  return { role, relation, actor, token };
};

export const accountOf = (who: Who): number => (who.actor.kind === 'staff' ? who.actor.accountId : 0);
