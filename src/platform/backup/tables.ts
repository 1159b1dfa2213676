import type pg from 'pg';
import { houseSchemas } from '../db/schemas.ts';

export type HouseTable = { readonly schema: string; readonly name: string; readonly columns: readonly string[]; readonly locked: boolean; readonly parted: boolean };

/** What row-level security asks for: the program itself, for everybody. And texts that mean the same on every server. */
export const forSystem = `SELECT set_config('jauap.sight', 'all', true), set_config('jauap.kind', 'system', true);
  SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL extra_float_digits = 3; SET LOCAL bytea_output = 'hex'; SET LOCAL timezone = 'UTC'`;

/** Written by the migrations themselves on the other side. */
const ledgers = ['platform.migration', 'graphile_worker.migrations'];

/** Every table of the house, the queue's included, with the columns that are kept and not reckoned. */
export const houseTables = async (client: pg.Client): Promise<readonly HouseTable[]> =>
  (await client.query<HouseTable>(
    `SELECT n.nspname AS schema, c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS locked, c.relkind = 'p' AS parted,
       array(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't' AND n.nspname = ANY ($2)
       AND n.nspname || '.' || c.relname <> ALL ($1) ORDER BY 1, 2`, [ledgers, houseSchemas])).rows;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const nameOf = (table: { readonly schema: string; readonly name: string }): string => `${quoted(table.schema)}.${quoted(table.name)}`;
export const columnList = (table: { readonly columns: readonly string[] }): string => table.columns.map(quoted).join(', ');
