import type { Permit } from '../../../kernel/permit.ts';
import { sql, view, type Read, type Tx } from '../../../platform/db.ts';

type Tables = {
  'reception.paper': { device_id: number; key: string; name: string; bytes: number; sha256: string; arrived: number; file_id: number | null; refused: string | null; made_at: Date };
  'reception.paper_piece': { device_id: number; key: string; from_byte: number; body: Buffer };
};
const db = (q: Read) => view<Tables>(q);
type Arrive = Permit<'outing.arrive'>;

export type Paper = { readonly deviceId: number; readonly key: string; readonly name: string; readonly bytes: number; readonly sha256: string; readonly arrived: number; readonly fileId: number | null; readonly refused: string | null };

const found = (q: Read, deviceId: number, key: string) => db(q).selectFrom('reception.paper').selectAll().where('device_id', '=', deviceId).where('key', '=', key);
const paper = (r: Tables['reception.paper']): Paper => ({ deviceId: r.device_id, key: r.key, name: r.name, bytes: r.bytes, sha256: r.sha256, arrived: r.arrived, fileId: r.file_id, refused: r.refused });
export const paperBy = async (q: Read, deviceId: number, key: string): Promise<Paper | null> => {
  const row = await found(q, deviceId, key).executeTakeFirst();
  return row ? paper(row) : null;
};
export const paperLocked = async (tx: Tx, deviceId: number, key: string): Promise<Paper | null> => {
  const row = await found(tx, deviceId, key).forUpdate().executeTakeFirst();
  return row ? paper(row) : null;
};
export const papersBytes = async (q: Read, deviceId: number): Promise<{ readonly papers: number; readonly bytes: number }> =>
  (await sql<{ papers: number; bytes: number }>`SELECT count(*)::int AS papers, coalesce(sum(bytes), 0)::float8 AS bytes FROM reception.paper WHERE device_id = ${deviceId}`.execute(db(q))).rows[0] ?? { papers: 0, bytes: 0 };
export const insertPaper = async (tx: Tx, _permit: Arrive, p: Pick<Paper, 'deviceId' | 'key' | 'name' | 'bytes' | 'sha256'> & { readonly at: Date }): Promise<void> => {
  await sql`INSERT INTO reception.paper (device_id, key, name, bytes, sha256, made_at) VALUES (${p.deviceId}, ${p.key}, ${p.name}, ${p.bytes}, ${p.sha256}, ${p.at}) ON CONFLICT DO NOTHING`.execute(db(tx));
};
export const insertPiece = async (tx: Tx, _permit: Arrive, p: Paper, body: Buffer): Promise<void> => {
  await sql`WITH piece AS (INSERT INTO reception.paper_piece (device_id, key, from_byte, body) VALUES (${p.deviceId}, ${p.key}, ${p.arrived}, ${body}))
    UPDATE reception.paper SET arrived = arrived + ${body.length} WHERE device_id = ${p.deviceId} AND key = ${p.key}`.execute(db(tx));
};
/** All of it, in order; a paper has 20 MB at most. */
export const wholeOf = async (q: Read, deviceId: number, key: string): Promise<Buffer> =>
  Buffer.concat((await db(q).selectFrom('reception.paper_piece').select('body').where('device_id', '=', deviceId).where('key', '=', key).orderBy('from_byte').execute()).map((row) => row.body));
export const startAnew = async (tx: Tx, _permit: Arrive, deviceId: number, key: string): Promise<void> => {
  await db(tx).deleteFrom('reception.paper').where('device_id', '=', deviceId).where('key', '=', key).execute();
};
export const writePaperTaken = async (tx: Tx, _permit: Arrive | Permit<'arrival.settle'>, deviceId: number, key: string, as: { readonly fileId: number } | { readonly refused: string }): Promise<void> => {
  await db(tx).updateTable('reception.paper').set('fileId' in as ? { file_id: as.fileId, refused: null } : { refused: as.refused }).where('device_id', '=', deviceId).where('key', '=', key).execute();
};
/** What is in a record is not kept twice. */
export const dropPieces = async (tx: Tx, _permit: Arrive | Permit<'arrival.settle'>, deviceId: number, keys: readonly string[]): Promise<void> => {
  if (keys.length > 0) await db(tx).deleteFrom('reception.paper_piece').where('device_id', '=', deviceId).where('key', 'in', [...keys]).execute();
};
/** Papers no act has named in all that time; while an act of their tablet waits for a person, they wait with it. */
export const dropOldPapers = async (tx: Tx, _permit: Arrive, before: Date): Promise<number> =>
  Number((await sql`DELETE FROM reception.paper p WHERE made_at < ${before} AND NOT EXISTS (SELECT 1 FROM reception.arrival a WHERE a.device_id = p.device_id AND a.state = 'conflict')`.execute(db(tx))).numAffectedRows ?? 0);
