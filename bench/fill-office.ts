import pg from 'pg';
import { today } from '../src/kernel/day.ts';
import { leafHash, type Leaf } from '../src/rooms/journal/law.ts';
import { fillReceptions } from '../test/support/receptions-many.ts';
import type { Register } from './registers.ts';
import { names } from '../src/app/crowd/texts.ts';
import type { Scene } from './scene.ts';

/** What the other rooms hold beside so many appeals: in the proportions of a whole party's five years, 1.2 million appeals to 180,000 receptions and 340,000 visits. */
export type Office = { readonly receptions: number; readonly visits: number; readonly notices: number; readonly papers: number; readonly leaves: number };
export const officeOf = (size: number): Office => ({ receptions: Math.round(size * 0.18), visits: Math.round(size * 0.34), notices: size, papers: Math.round(size / 5), leaves: Math.min(size, mostLeaves) });
/** sealing and verifying are told a second: more would only last longer */
const mostLeaves = 100_000;
const branches = 20;

export const receivingBranches = (scene: Scene): readonly number[] => scene.districts.slice(0, branches).map((one) => one.branchId);

/** On a copy that is thrown away. */
export const fillOffice = async (register: Register, scene: Scene): Promise<Office> => {
  const office = officeOf(register.size);
  // forced row-level security binds the owner too
  const owner = new pg.Client({ connectionString: register.url, options: '-c jauap.sight=all -c jauap.kind=system -c synchronous_commit=off -c work_mem=64MB' });
  await owner.connect();
  try {
    const on = today(register.ctx.clock);
    const accounts = Object.values(scene.readers).map((one) => one.actor.accountId);
    await fillReceptions((text) => owner.query(text), { branches: receivingBranches(scene), accounts, on, receptions: office.receptions, visits: office.visits, surnames: names.surnames });
    await told(owner, office.notices, on);
    await owner.query(`INSERT INTO files.file (id, owner, taken_by, name, kind, mime, bytes, sha256, state, scanned, key, taken_at)
      SELECT n, 'appeal:' || n * 5, 'account:0', 'сурет.jpg', 'picture', 'image/jpeg', 240000, encode(sha256(n::text::bytea), 'hex'), 'clean', true, 'k' || n, $1::date - n % 700 FROM generate_series(1, $2::int) AS n`, [on, office.papers]);
    await acted(owner, office.leaves);
    await owner.query('ANALYZE');
  } finally {
    await owner.end();
  }
  return office;
};

/** One way and one notice a letter; one in a hundred failed. */
const told = async (owner: pg.Client, count: number, on: string): Promise<void> => {
  await owner.query(`INSERT INTO notices.way (id, owner, channel, address, lang, made_at) OVERRIDING SYSTEM VALUE SELECT n, 'appeal:' || n, 'sms', '+7700' || lpad(n::text, 7, '0'), 'kk', $1::date - n % 700 FROM generate_series(1, $2::int) AS n`, [on, count]);
  await owner.query(`INSERT INTO notices.notice (key, owner, code, way_id, channel, slots, path, state, error_code, made_at, send_at, sent_at)
    SELECT 'bench:' || n, 'appeal:' || n, 'appeal.split', n, 'sms', '{}', '/follow', CASE WHEN n % 100 = 0 THEN 'failed' ELSE 'sent' END, CASE WHEN n % 100 = 0 THEN 'refused' END, d, d, CASE WHEN n % 100 <> 0 THEN d END
    FROM (SELECT n, $1::date - n % 700 AS d FROM generate_series(1, $2::int) AS n) AS x`, [on, count]);
};

const batch = 10_000;

/** Leaves as acts write them, their own hashes right, waiting for the sealer. */
const acted = async (owner: pg.Client, count: number): Promise<void> => {
  const at = new Date('2026-01-01T05:00:00Z');
  for (let from = 1; from <= count; from += batch) {
    const leaves = Array.from({ length: Math.min(batch, count - from + 1) }, (_, n): Leaf => ({ act: 'appeal.assign', subject: `appeal:${from + n}`, actorKind: 'staff', actorId: 1, postId: null, facts: '{"unit":7}', at }));
    await owner.query(`WITH leaf AS (
        INSERT INTO journal.leaf (act, subject, actor_kind, actor_id, facts, at, hash) SELECT 'appeal.assign', s, 'staff', 1, '{"unit":7}', $1, h FROM unnest($2::text[], $3::bytea[]) AS x (s, h) RETURNING id)
      INSERT INTO journal.unsealed (leaf_id) SELECT id FROM leaf`, [at, leaves.map((one) => one.subject), leaves.map(leafHash)]);
  }
};
