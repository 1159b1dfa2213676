import { openClient } from './db-pool.ts';

/** Held by one process at a time, whatever their number: what has one reader. It falls with its connection, so with its process. */
export type Alone = {
  /** asks the database: false when the connection has fallen and somebody else may be at work */
  readonly still: () => Promise<boolean>;
  readonly release: () => Promise<void>;
};

/** Null when another process holds it. `key` is an int8 of the program's own range (7215…). */
export const holdAlone = async (url: string, key: number): Promise<Alone | null> => {
  const client = await openClient(url, 'jauap alone');
  const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [key]).catch(async (error: unknown) => {
    await client.end().catch(() => {});
    throw error;
  });
  if (rows[0]?.held !== true) {
    await client.end();
    return null;
  }
  return {
    still: () => client.query('SELECT 1').then(() => true, () => false),
    release: () => client.end().catch(() => {}),
  };
};
