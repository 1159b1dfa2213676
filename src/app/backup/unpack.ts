import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Identity } from '../../platform/backup/age.ts';
import { openLoading } from '../../platform/backup/load.ts';
import { isOfHouse } from '../../platform/db/schemas.ts';
import { sequencesPart, sequencesSchema, sha256 } from '../../platform/backup/manifest.ts';
import { partsOf, unsqueeze, type Seen } from '../../platform/backup/reading.ts';
import { Unreadable } from '../../platform/backup/unreadable.ts';
import type { FileStore } from '../../rooms/files/contract.ts';
import { ticker } from './make.ts';
import type { KeyFile } from './keys.ts';

export type Unpacked = { readonly rows: Readonly<Record<string, number>>; readonly keys: readonly KeyFile[]; readonly files: number };
type Order = { readonly file: string; readonly identities: readonly Identity[]; readonly seen: Seen; readonly url: string; readonly store: FileStore; readonly scratch: string; readonly progress: (line: string) => void };

const tablePart = /^tables\/(.+)\/\d+\.zst$/;

/** Puts rows and attachments where they belong. Every part is asked for its hash again: between two readings a disk may fail. */
export const unpack = async (o: Order): Promise<Unpacked> => {
  const [inside, beside] = [o.seen.head.tables.filter((table) => isOfHouse(table.schema)), o.seen.head.tables.filter((table) => !isOfHouse(table.schema))];
  const tables = new Map(inside.map((table) => [`${table.schema}.${table.name}`, table]));
  // archives of before took along what else lay in the database
  if (beside.length > 0) o.progress(`left out, for it is not of the house: ${beside.map((table) => `${table.schema}.${table.name}`).join(', ')}`);
  const wanted = new Map(o.seen.manifest.parts.map((part) => [part.name, part.sha256]));
  const rows: Record<string, number> = Object.fromEntries([...tables.keys()].map((name) => [name, 0]));
  const keys: KeyFile[] = [];
  let files = 0;
  const tick = ticker(o.progress);
  const loading = await openLoading(o.url, o.seen.head.years);
  try {
    for await (const { name, bytes } of partsOf(o.file, o.identities)) {
      const sum = wanted.get(name);
      if (sum !== undefined && sum !== sha256(bytes)) throw new Unreadable(`the archive has changed while it was read, in ${name}`);
      const of = tablePart.exec(name)?.[1] ?? '';
      const table = tables.get(of);
      if (table) {
        rows[of] = (rows[of] ?? 0) + (await loading.rows(table, await unsqueeze(bytes)));
        tick(() => `rows: ${Object.values(rows).reduce((sum, n) => sum + n, 0).toLocaleString('en')} (${of})`);
      } else if (name === sequencesPart) {
        const different = Object.entries(o.seen.manifest.rows).filter(([table, count]) => tables.has(table) && rows[table] !== count).map(([table]) => table);
        if (different.length > 0) throw new Unreadable(`not every row came in: ${different.join(', ')}`);
        await loading.finish(sequencesSchema.parse(JSON.parse(bytes.toString('utf8'))).filter(({ name }) => isOfHouse(name.split('.')[0] ?? '')), o.progress);
      } else if (name.startsWith('files/')) {
        await putFile(o, name.slice('files/'.length), bytes);
        files += 1;
        tick(() => `attachments: ${files} of ${o.seen.manifest.files.count}`);
      } else if (name.startsWith('keys/')) keys.push({ name: name.slice('keys/'.length), bytes: Buffer.from(bytes) });
    }
    return { rows, keys, files };
  } catch (error) {
    await loading.abandon();
    throw error;
  }
};

const putFile = async (o: Order, key: string, bytes: Buffer): Promise<void> => {
  await mkdir(o.scratch, { recursive: true, mode: 0o700 });
  const path = join(o.scratch, 'attachment');
  await writeFile(path, bytes, { mode: 0o600 });
  await o.store.put(key, { path, bytes: bytes.length, sha256: sha256(bytes) });
  await rm(path);
};

/** What an archive says, without a database: each part opened and its lines counted. */
export const countRows = async (file: string, identities: readonly Identity[], onRows: (table: string, lines: Buffer) => void = () => {}): Promise<Readonly<Record<string, number>>> => {
  const rows: Record<string, number> = {};
  for await (const { name, bytes } of partsOf(file, identities)) {
    const of = tablePart.exec(name)?.[1];
    if (of === undefined) continue;
    const lines = await unsqueeze(bytes);
    let count = 0;
    for (let at = lines.indexOf(10); at >= 0; at = lines.indexOf(10, at + 1)) count += 1;
    rows[of] = (rows[of] ?? 0) + count;
    onRows(of, lines);
  }
  return rows;
};
