import type pg from 'pg';
import type { Scene } from './scene.ts';

/** What is asked for in one register: letters of the first district, open and settled, and the place where page 50 of the public list begins. */
export type Picks = {
  readonly letters: readonly { readonly id: number; readonly number: string }[];
  readonly published: readonly string[];
  readonly page50: { readonly publishedAt: string; readonly id: number };
  readonly regionBranches: readonly number[];
  readonly surname: string;
};

const pageSize = 20;

export const pickFrom = async (pool: pg.Pool, scene: Scene): Promise<Picks> => {
  const branch = scene.districts[0]?.branchId;
  const { rows: letters } = await pool.query<{ id: string; number: string }>(`(SELECT id, number FROM appeals.appeal WHERE branch_id = $1 AND open ORDER BY due_on, id LIMIT 60)
    UNION ALL (SELECT id, number FROM appeals.appeal WHERE branch_id = $1 AND NOT open AND sha256(number::bytea) > '\\x80' ORDER BY id DESC LIMIT 140)`, [branch]);
  const { rows: published } = await pool.query<{ number: string }>('SELECT number FROM appeals.publication ORDER BY published_at DESC LIMIT 100');
  const { rows: [cursor] } = await pool.query<{ at: string; id: string }>(`SELECT published_at::text AS at, appeal_id AS id FROM appeals.publication ORDER BY published_at DESC, appeal_id DESC
    OFFSET least(49 * ${pageSize} - 1, (SELECT count(*) / 2 FROM appeals.publication)) LIMIT 1`);
  const { rows: [name] } = await pool.query<{ surname: string }>('SELECT surname FROM appeals.applicant WHERE branch_id = $1 ORDER BY appeal_id DESC LIMIT 1', [branch]);
  if (!cursor || !name || letters.length === 0) throw new Error('the register is too small to ask it anything');
  return {
    letters: letters.map((one) => ({ id: Number(one.id), number: one.number })), published: published.map((one) => one.number),
    page50: { publishedAt: cursor.at, id: Number(cursor.id) }, regionBranches: sightOf(scene), surname: name.surname,
  };
};

const sightOf = (scene: Scene): readonly number[] => {
  const { sight } = scene.readers.head.actor;
  return sight === 'all' ? [] : sight;
};
