import type { Clock } from '../../src/kernel/day.ts';
import type { TestDb } from './database.ts';

/** The clock of one database, and with it the product's: real until it is set. Then it stands still there, or goes on from there. `now`: the same moment for this process. */
export type DatabaseClock = Clock & { readonly set: (at: string, how: 'still' | 'going') => Promise<unknown> };

/** For whoever asks the clock by its name and connects from now on: the schema stands before PostgreSQL's. */
export const databaseClock = async (t: TestDb): Promise<DatabaseClock> => {
  await t.raw('CREATE SCHEMA moved');
  await t.raw('CREATE TABLE moved.clock (at timestamptz, since timestamptz)');
  await t.raw('INSERT INTO moved.clock VALUES (NULL, NULL)');
  await t.raw(`CREATE FUNCTION moved.clock_timestamp() RETURNS timestamptz LANGUAGE sql SECURITY DEFINER AS
    'SELECT coalesce(at + coalesce(pg_catalog.clock_timestamp() - since, interval ''0''), pg_catalog.clock_timestamp()) FROM moved.clock'`);
  await t.raw('GRANT USAGE ON SCHEMA moved TO jauap_app');
  await t.raw(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = moved, pg_catalog, public', current_database()); END $$`);
  let now: () => number = Date.now;
  return {
    now: () => now(),
    set: (at, how) => {
      const [from, since] = [Date.parse(at), performance.now()];
      now = how === 'still' ? () => from : () => Math.round(from + performance.now() - since);
      return t.raw(`UPDATE moved.clock SET at = '${at}', since = ${how === 'still' ? 'NULL' : 'pg_catalog.clock_timestamp()'}`);
    },
  };
};
