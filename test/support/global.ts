import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/platform/migrate.ts';
import { startEmbedded } from '../../src/platform/postgres.ts';
import { dropDatabase } from './drop.ts';
import { hasMemory, scratch } from './scratch.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    /** how a database is cloned: file by file is quicker by far in memory, through the log on a disk */
    cloning: 'FILE_COPY' | 'WAL_LOG';
  }
}

export const templateName = 'jauap_template';

/** One real PostgreSQL for the whole run, one migrated template in it; each test file clones it, or another template that is made of it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const dir = given ? null : scratch('test');
  // the log is no longer than it need be where it lies in memory; a dozen files at a time, each with connections of its own
  const server = dir ? await startEmbedded({ dataDir: join(dir, 'postgres'), settings: { max_wal_size: '256MB', max_connections: '200' } }) : null;
  const url = given ?? server?.url ?? '';
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // a server that was given may have those of an earlier run
  const { rows } = await client.query<{ name: string }>('SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)', [templateName]);
  for (const { name } of rows) await dropDatabase((statement) => client.query(statement), name);
  await client.query(`CREATE DATABASE ${templateName}`);
  await client.end();
  const template = withDatabase(url, templateName);
  await migrate(template);
  project.provide('postgresUrl', url);
  project.provide('cloning', dir && hasMemory() ? 'FILE_COPY' : 'WAL_LOG');
  return async () => {
    await server?.stop();
    if (dir) await rm(dir, { recursive: true, force: true, maxRetries: 10 });
  };
}

/** The same server, another database. */
export const withDatabase = (url: string, name: string): string => url.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`);
