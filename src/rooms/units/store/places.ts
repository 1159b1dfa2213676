import { sql, type Read } from '../../../platform/db.ts';
import type { Territory } from '../law.ts';
import { q } from '../store.ts';

/** Grows with every writing of places, in its transaction (migration 0056). */
export const placesVersion = async (read: Read): Promise<{ readonly version: number; readonly writing: boolean }> => {
  const { rows } = await sql<{ version: string; writing: boolean }>`SELECT version, pg_current_xact_id_if_assigned() IS NOT NULL AS writing FROM units.places_version`.execute(q(read));
  if (!rows[0]) throw new Error('units.places_version has lost its row');
  return { version: Number(rows[0].version), writing: rows[0].writing };
};

/** All places that stand, parents first, for whoever keeps them in memory. */
export const everyPlace = async (read: Read): Promise<readonly Territory[]> => {
  const rows = await q(read).selectFrom('units.territory').selectAll().where('gone_on', 'is', null).orderBy('level').orderBy('code').limit(50_000).execute();
  return rows.map((row) => ({ code: row.code, parentCode: row.parent_code, level: row.level, kind: row.kind, names: { kk: row.name_kk, ru: row.name_ru, en: row.name_en }, path: row.path }));
};
