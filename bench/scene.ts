import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { system, visitor, type Staff } from '../src/kernel/actor.ts';
import { today, type Clock, type Day } from '../src/kernel/day.ts';
import { isRefusal, type Refusal } from '../src/kernel/refusal.ts';
import type { Ctx } from '../src/platform/ctx.ts';
import { read } from '../src/platform/db.ts';
import { calendarNamed } from '../src/rooms/calendar/contract.ts';
import { createAccount, givePost, sessionActor } from '../src/rooms/people/contract.ts';
import { importTerritories, openUnit, regions, setCompetence } from '../src/rooms/units/contract.ts';

/** One organisation for all registers: a centre, five regions of twenty district branches, a body beside each district, five executors in each. */
export const regionCount = 5;
export const districtsInRegion = 20;
export const executorsInBody = 5;

export type District = { readonly branchId: number; readonly code: string; readonly bodyId: number; readonly territoryCode: string; readonly path: readonly string[]; readonly firstExecutor: number };
export type Reader = { readonly actor: Staff; readonly cookie: string };
export type Scene = {
  readonly districts: readonly District[];
  readonly calendarVersion: string;
  /** of the first district's branch, of the first region, and of the first district's body */
  readonly readers: { readonly clerk: Reader; readonly head: Reader; readonly executor: Reader };
};

export const ok = <T>(value: T): Exclude<T, Refusal> => {
  if (isRefusal(value)) throw new Error(`refused: ${value.code}`);
  return value as Exclude<T, Refusal>;
};

const same = (text: string) => ({ kk: text, ru: text, en: text });

/** Furnishes the template that every register is cloned from, by the product's own acts. The scene is written into it. */
export const furnishScene = async (ctx: Omit<Ctx, 'actor'>, ownerUrl: string): Promise<void> => {
  const by: Ctx = { ...ctx, actor: system('bench') };
  const places = regions.slice(0, regionCount).flatMap((region) => [
    { code: region.code, kind: region.kind, names: region.names },
    ...Array.from({ length: districtsInRegion }, (_, at) => ({ code: districtCode(region.code, at), kind: 'district', names: same(`${region.names.kk}, ${at + 1}`) })),
  ]);
  ok(await importTerritories(by, places));
  const centre = await open(by, 'branch', 'central', 'JA', null, '000000000');
  const districts: District[] = [];
  for (const [regionAt, region] of regions.slice(0, regionCount).entries()) {
    const above = await open(by, 'branch', 'region', `R${regionAt + 1}`, centre, region.code);
    for (let at = 0; at < districtsInRegion; at += 1) {
      const serial = String(districts.length + 1).padStart(3, '0');
      const territoryCode = districtCode(region.code, at);
      const branchId = await open(by, 'branch', 'district', `D${serial}`, above, territoryCode);
      const bodyId = await open(by, 'body', 'district', `B${serial}`, null, territoryCode);
      districts.push({ branchId, code: `D${serial}`, bodyId, territoryCode, path: ['000000000', region.code, territoryCode], firstExecutor: 0 });
    }
  }
  const [first] = districts;
  if (!first) throw new Error('a scene without districts');
  for (const topicCode of ['roads', 'lighting', 'water']) ok(await setCompetence(by, { topicCode, territoryCode: first.territoryCode, unitId: first.bodyId }));
  const firstExecutor = await hireExecutors(ownerUrl, districts, today(ctx.clock));
  const above = await unitAbove(ownerUrl, first.branchId);
  const scene: Scene = {
    calendarVersion: await read(by, async (q) => (await calendarNamed(q, 'kz5')).version),
    districts: districts.map((district, at) => ({ ...district, firstExecutor: firstExecutor + at * executorsInBody })),
    readers: {
      clerk: await hire(by, ownerUrl, 'clerk', first.branchId, 'appeals_clerk'),
      head: await hire(by, ownerUrl, 'head', above, 'branch_head'),
      executor: await signedIn(by, ownerUrl, firstExecutor),
    },
  };
  await owner(ownerUrl, (client) => client.query('CREATE TABLE public.scene AS SELECT $1::jsonb AS scene, $2::date AS on_day', [JSON.stringify(scene), today(ctx.clock)]));
};

/** The scene a register was cloned with. Its clock stands on the day of the filling, so that open and overdue stay what they were; sessions are fresh. */
export const openScene = (url: string): Promise<{ scene: Scene; clock: Clock }> => owner(url, async (client) => {
  const { rows: [kept] } = await client.query<{ scene: Scene; back: number }>(`SELECT scene, (now() AT TIME ZONE 'Asia/Almaty')::date - on_day AS back FROM public.scene`);
  if (!kept) throw new Error('a register without its scene');
  const clock: Clock = { now: () => Date.now() - kept.back * 86_400_000 };
  await client.query('UPDATE people.session SET started_at = $1, seen_at = $1', [new Date(clock.now())]);
  return { scene: kept.scene, clock };
});

const districtCode = (region: string, at: number): string => `${region.slice(0, 2)}${String(at + 10)}00000`;

const open = async (by: Ctx, kind: 'branch' | 'body', level: 'central' | 'region' | 'district', code: string, parentId: number | null, territoryCode: string): Promise<number> =>
  ok(await openUnit(by, { kind, level, code, parentId, territoryCode, names: same(code) })).unitId;

const owner = async <T>(url: string, fn: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
};

export const unitAbove = (url: string, unitId: number): Promise<number> =>
  owner(url, async (client) => Number((await client.query<{ parent_id: string }>('SELECT parent_id FROM units.unit WHERE id = $1', [unitId])).rows[0]?.parent_id));

/** Five hundred people nobody signs in as: written in one stroke, ids in the order of districts. Gives back the first id. */
const hireExecutors = (url: string, districts: readonly District[], on: Day): Promise<number> => owner(url, async (client) => {
  const { rows } = await client.query<{ first: string }>(`WITH made AS (
      INSERT INTO people.account (login, name, lang, search, made_at)
      SELECT format('e%s@bench.example', n), format('Орындаушы %s', n), 'kk', format('орындаушы %s', n), now() FROM generate_series(1, $1::int) AS n ORDER BY n RETURNING id)
    SELECT min(id) AS first FROM made`, [districts.length * executorsInBody]);
  const first = Number(rows[0]?.first);
  await client.query(`INSERT INTO people.post (account_id, unit_id, role, from_on)
    SELECT $1::bigint + n - 1, ($2::bigint[])[(n - 1) / $3::int + 1], 'executor', $4::date FROM generate_series(1, $5::int) AS n`,
  [first, districts.map((one) => one.bodyId), executorsInBody, on, districts.length * executorsInBody]);
  return first;
});

export const hire = async (by: Ctx, ownerUrl: string, who: string, unitId: number, role: string): Promise<Reader> => {
  const { accountId } = ok(await createAccount(by, { login: `${who}@bench.example`, name: `Өлшеуші ${who}`, lang: 'kk' }));
  ok(await givePost(by, { accountId, unitId, role, fromOn: today(by.clock) }));
  return signedIn(by, ownerUrl, accountId);
};

/** Signing in costs what a password's hash costs and is not what is measured: the session is written as it would stand after it. */
const signedIn = async (by: Ctx, ownerUrl: string, accountId: number): Promise<Reader> => {
  const token = randomBytes(32).toString('base64url');
  const at = new Date(by.clock.now());
  await owner(ownerUrl, (client) => client.query(`INSERT INTO people.session (account_id, token_hash, by_way, user_agent, remote, started_at, seen_at)
    VALUES ($1, $2, 'password', 'bench', '127.0.0.1', $3, $3)`, [accountId, createHash('sha256').update(token).digest(), at]));
  const actor = await sessionActor({ ...by, actor: visitor }, token);
  if (!actor) throw new Error('a session that opens nothing');
  return { actor, cookie: `jauap_session=${token}` };
};
