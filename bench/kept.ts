import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { root } from '../src/platform/root.ts';
import { dropDatabase } from '../test/support/drop.ts';

/** Filled databases outlive a run. Their names carry what they were made from: a changed migration or filling makes new ones. */
export const fingerprint = (): string => {
  const folder = join(root, 'database/migrations');
  const schema = readdirSync(folder).filter((name) => name.endsWith('.sql')).toSorted().map((name) => readFileSync(join(folder, name), 'utf8'));
  const crowd = join(root, 'src/app/crowd');
  const filling = [...readdirSync(crowd).filter((name) => !name.endsWith('.test.ts')).toSorted().map((name) => join(crowd, name)), join(root, 'bench/fill.ts')].map((path) => readFileSync(path, 'utf8'));
  return createHash('sha256').update([...schema, ...filling].join('\0')).digest('hex').slice(0, 8);
};

export type Cellar = {
  /** makes it unless a run before has; `make` fills it */
  readonly keep: (name: string, make: (url: string) => Promise<void>, template?: string) => Promise<string>;
  /** a copy for this run only */
  readonly copy: (from: string, name: string) => Promise<string>;
  readonly drop: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

const mark = 'jauap_bench';

/** The databases of the bench on one server. What an older schema left behind is dropped. */
export const openCellar = async (server: string, print: string): Promise<Cellar> => {
  const admin = new pg.Client({ connectionString: server });
  admin.on('error', () => {}); // the server may be stopped under it when something else has failed
  await admin.connect();
  const full = (name: string): string => `${mark}_${print}_${name}`;
  const urlOf = (name: string): string => server.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${full(name)}`);
  const drop = (name: string): Promise<void> => dropDatabase((statement) => admin.query(statement), name);
  const { rows } = await admin.query<{ name: string; whole: boolean }>(`SELECT datname AS name, coalesce(shobj_description(oid, 'pg_database') = 'whole', false) AS whole FROM pg_database WHERE datname LIKE $1`, [`${mark}\\_%`]);
  for (const one of rows) if (!one.whole || !one.name.startsWith(`${mark}_${print}_`)) await drop(one.name);
  const there = new Set(rows.filter((one) => one.whole).map((one) => one.name));
  return {
    keep: async (name, make, template) => {
      if (there.has(full(name))) return urlOf(name);
      await admin.query(`CREATE DATABASE ${full(name)}${template ? ` TEMPLATE ${full(template)}` : ''}`);
      await make(urlOf(name));
      await admin.query(`COMMENT ON DATABASE ${full(name)} IS 'whole'`);
      there.add(full(name));
      return urlOf(name);
    },
    copy: async (from, name) => {
      await drop(full(name));
      await admin.query(`CREATE DATABASE ${full(name)} TEMPLATE ${full(from)} STRATEGY FILE_COPY`);
      return urlOf(name);
    },
    drop: (name) => drop(full(name)),
    close: () => admin.end(),
  };
};
