import { join } from 'node:path';
import { readers } from '../../src/app/house.ts';
import { sealOnce, signerIn, verify, witnessFile, type Verified } from '../../src/rooms/journal/contract.ts';
import { inside, rawQuery } from './seed.ts';

/** Seals what waits and recomputes the journal with the instance's own key and the roots it kept outside the database. */
export const journalFindings = (url: string, dataDir: string): Promise<Verified> =>
  inside(url, async (ctx) => {
    const signer = signerIn(join(dataDir, 'journal-key.pem'));
    const witness = witnessFile(join(dataDir, 'journal-roots'));
    while ((await sealOnce(ctx, signer, witness)) > 0);
    return verify(ctx, { publicPem: signer.publicPem, witness });
  });

/** Appeals whose parts are not one of each: row, person, first act, leaf. And an event's job for one reader, more than once; a done job is gone. */
export const unevenAppeals = (url: string): Promise<{ number: string; what: string }[]> =>
  rawQuery(url, `SELECT a.number, p.what FROM appeals.appeal a CROSS JOIN LATERAL (
      SELECT 'persons' AS what, count(*) AS n FROM appeals.applicant x WHERE x.appeal_id = a.id
      UNION ALL SELECT 'acts', count(*) FROM appeals.act x WHERE x.appeal_id = a.id
      UNION ALL SELECT 'leaves', count(*) FROM journal.leaf x WHERE x.subject = 'appeal:' || a.id
      UNION ALL SELECT 'keys', count(*) FROM appeals.intake x WHERE a.id = ANY (x.appeal_ids)) p WHERE p.n <> 1
    UNION ALL SELECT j.payload->>'number', t.identifier FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
      WHERE t.identifier LIKE 'appeal.registered>%' GROUP BY 1, 2 HAVING count(*) > 1
    LIMIT 50`);

/** Where no worker has run: as many jobs of each registration as there are readers. */
export const missingJobs = async (url: string): Promise<number> => {
  const expected = (readers['appeal.registered'] ?? []).length;
  const [row] = await rawQuery<{ n: number }>(url, `SELECT count(*)::int AS n FROM appeals.appeal a WHERE ${expected} <> (
    SELECT count(*) FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
    WHERE t.identifier LIKE 'appeal.registered>%' AND (j.payload->>'appealId')::bigint = a.id)`);
  return row?.n ?? -1;
};
