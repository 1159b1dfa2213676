import pg from 'pg';
import { system } from '../../src/kernel/actor.ts';
import type { Clock } from '../../src/kernel/day.ts';
import { isRefusal, type Refusal } from '../../src/kernel/refusal.ts';
import { openDb } from '../../src/platform/db.ts';
import { makeLog } from '../../src/platform/log.ts';
import { migrate } from '../../src/platform/migrate.ts';
import { startEmbedded } from '../../src/platform/postgres.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { importTerritories, openUnit } from '../../src/rooms/units/contract.ts';
import type { Row } from './ledger.ts';

/** Of the program and of this process alike, so that links and codes are the same. */
export const secret = 'a secret of fault tests, longer than thirty-two letters';

/** One place per branch: the API finds the branch by the place. */
export const territories = ['270000000', '276000000', '273600000'] as const;

export const ok = <T>(value: T): Exclude<T, Refusal> => {
  if (isRefusal(value)) throw new Error(`refused: ${value.code}`);
  return value as Exclude<T, Refusal>;
};

/** One organisation with three branches. Gives back their ids, the root first. */
export const seedBranches = async (ctx: Ctx): Promise<readonly number[]> => {
  ok(await importTerritories(ctx, [
    { code: territories[0], kind: 'region', names: { kk: 'Батыс Қазақстан облысы', ru: 'Западно-Казахстанская область', en: 'West Kazakhstan Region' } },
    { code: territories[1], kind: 'district', names: { kk: 'Тасқала ауданы', ru: 'Таскалинский район', en: 'Taskala District' } },
    { code: territories[2], kind: 'district', names: { kk: 'Ақжайық ауданы', ru: 'Акжаикский район', en: 'Akzhaik District' } },
  ]));
  const ids: number[] = [];
  for (const [place, territoryCode] of territories.entries()) {
    const name = `Филиал ${place}`;
    ids.push(ok(await openUnit(ctx, { kind: 'branch', level: place === 0 ? 'region' : 'district', code: `BQ${place}`, parentId: ids[0] ?? null, territoryCode, names: { kk: name, ru: name, en: name } })).unitId);
  }
  return ids;
};

/** Does something in this process with the database at `url`, as the system. */
export const inside = async <T>(url: string, fn: (ctx: Ctx) => Promise<T>, clock: Clock = { now: Date.now }): Promise<T> => {
  const log = makeLog('silent');
  const db = openDb(url, { size: 2, log });
  try {
    return await fn({ db, log, clock, actor: system('faults') });
  } finally {
    await db.close();
  }
};

/** Makes the embedded database at `dir` and seeds it, as the first `serve` and its administrator would. */
export const prepared = async (dir: string): Promise<void> => {
  const server = await startEmbedded({ dataDir: dir });
  try {
    await migrate(server.url);
    await inside(server.url, seedBranches);
  } finally {
    await server.stop();
  }
};

/** Past the application: the owner's eyes. */
export const rawQuery = async <T>(url: string, text: string): Promise<T[]> => {
  const client = new pg.Client({ connectionString: url, options: '-c jauap.sight=all -c jauap.kind=system' });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows as T[];
  } finally {
    await client.end().catch(() => {});
  }
};

/** The register as it stands; `key` is the caller's own Idempotency-Key. */
export const registerOf = (url: string): Promise<Row[]> =>
  rawQuery<Row>(url, `SELECT a.text, a.number, to_char(a.original_due_on, 'YYYY-MM-DD') AS "dueOn", regexp_replace(i.key, '^public: (api-(.*)-key$)?', '\\2') AS key
    FROM appeals.appeal a LEFT JOIN (SELECT key, unnest(appeal_ids) AS appeal_id FROM appeals.intake) i ON i.appeal_id = a.id`);
