import pg from 'pg';
import { signalTo } from './program.ts';
import { rawQuery } from './seed.ts';

const space = 7_219_000;

/** From now on whoever has written a row to one of the tables waits at the commit, until the server is killed; who was let go before has a commit that is over. Gives back whether somebody waits at each. */
export const closeGates = async (url: string, tables: readonly string[]): Promise<() => Promise<boolean>> => {
  const keeper = new pg.Client({ connectionString: url });
  keeper.on('error', () => {}); // it falls with the server
  await keeper.connect();
  await keeper.query(`CREATE OR REPLACE FUNCTION public.gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared(${space}, hashtext(TG_ARGV[0])); RETURN NULL; END $$`);
  for (const table of tables) {
    await keeper.query(`DROP TRIGGER IF EXISTS gate ON ${table}; CREATE CONSTRAINT TRIGGER gate AFTER INSERT ON ${table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.gate('${table}')`);
    // nobody who wrote before the trigger was there is still at it: it waited for them; and this waits for whoever goes through
    await keeper.query('SELECT pg_advisory_lock($1, hashtext($2))', [space, table]);
  }
  const { rows: [mine] } = await keeper.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  if (!mine) throw new Error('nobody keeps the gates');
  // it would let everybody through if it saw its server die before it is killed itself
  signalTo(mine.pid, 'SIGSTOP');
  return async () => {
    const [row] = await rawQuery<{ n: number }>(url, `SELECT count(DISTINCT objid)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND classid = ${space} AND NOT granted`);
    return row?.n === tables.length;
  };
};
