import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../src/kernel/actor.ts';
import { write } from '../../src/platform/db.ts';
import { record, sealOnce, verify } from '../../src/rooms/journal/contract.ts';
import { signerFrom, type Witness } from '../../src/rooms/journal/signing.ts';
import { seeded } from '../faults/clients.ts';
import { freshDb, testNow, type TestDb } from '../support/database.ts';
import { allowed, depth } from '../support/proof.ts';
import { recount, type Journal, type Noted } from '../support/second-verifier.ts';
import { forgers, oneValue } from './forgers.ts';

/** With the triggers off and all rights in the database, as its administrator has them. */
const [everyTime, deeply] = [200, 10_000];
const tries = depth(everyTime, deeply);

let t: TestDb;
let whole: Journal;
const pair = generateKeyPairSync('ed25519');
const signer = signerFrom(pair.privateKey);
const keyPem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const noted: Noted[] = [];
const witness: Witness = { note: (size, root) => void noted.push({ size, root: root.toString('hex') }), lines: () => noted };
const ctx = () => t.ctx(system('test'));
const tables = ['leaf', 'seal', 'root', 'unsealed'] as const;

const readAll = async (): Promise<Journal> => {
  const [row] = await t.raw(`SELECT ${tables.map((table) => `(SELECT coalesce(json_agg(x ORDER BY 1), '[]') FROM (SELECT * FROM journal.${table} ORDER BY 1) x) AS ${table}`).join(', ')}`);
  return row as unknown as Journal;
};
/** False: the database itself takes no such rows. */
const put = async (from: Journal, to: Journal): Promise<boolean> => {
  const changed = tables.filter((table) => JSON.stringify(from[table]) !== JSON.stringify(to[table]));
  const texts = changed.map((table) => `DELETE FROM journal.${table}; INSERT INTO journal.${table} SELECT * FROM json_populate_recordset(NULL::journal.${table}, '${JSON.stringify(to[table]).replaceAll("'", "''")}');`);
  try {
    await t.raw(`BEGIN; ${texts.join(' ')} COMMIT`);
    return true;
  } catch {
    await t.raw('ROLLBACK');
    return false;
  }
};
const findings = async () => (await verify(ctx(), { publicPem: signer.publicPem, witness })).findings;

beforeAll(async () => {
  t = await freshDb();
  const acts = (from: number, to: number) => write(ctx(), async (tx) => {
    for (let n = from; n < to; n += 1) await record(tx, { act: n % 3 === 0 ? 'appeal.register' : 'appeal.note', subject: `appeal:${n % 7}`, actor: n % 4 === 0 ? { kind: 'holder', appealId: n % 7 } : system('test'), facts: { n, words: 'Жауап' }, at: new Date(testNow + n * 60_000) });
  });
  for (const [from, to] of [[0, 9], [9, 10], [10, 29], [29, 41]] as const) {
    await acts(from, to);
    await sealOnce(ctx(), signer, witness);
  }
  await acts(41, 45); // four wait for the sealer
  for (const table of ['leaf', 'seal', 'root']) await t.raw(`ALTER TABLE journal.${table} DISABLE TRIGGER USER`);
  whole = await readAll();
});
afterAll(() => t.drop());

test(`${tries} forgeries of nine kinds by somebody with all rights: the program finds each, and so does a verifier that shares no line with it`, async () => {
  const [random, kinds] = [seeded(11), Object.entries(forgers)];
  const made = new Map<string, number>();
  const unseen: string[] = [];
  let [at, done] = [whole, 0];
  for (let n = 0; done < tries; n += 1) {
    const [name, forge] = kinds[done % kinds.length] ?? ['oneValue', oneValue];
    const forged = forge(whole, random, keyPem);
    if (!(await put(at, forged))) continue;
    at = forged;
    const kept = await readAll();
    if (JSON.stringify(kept) === JSON.stringify(whole)) continue; // a row changed places with itself
    done += 1;
    made.set(name, (made.get(name) ?? 0) + 1);
    if ((await findings()).length === 0) unseen.push(`program: ${name} ${n}`);
    if (recount(kept, signer.publicPem, noted).length === 0) unseen.push(`second: ${name} ${n}`);
  }
  expect(await put(at, whole)).toBe(true);
  console.log(`proof: ${done} forgeries (${[...made].map(([name, count]) => `${name} ${count}`).join(', ')}), ${unseen.length} unseen`);
  expect(unseen).toEqual([]);
  expect([...made.keys()]).toEqual(kinds.map(([name]) => name));
}, allowed(120_000, everyTime, deeply));

test('control: untouched, both find nothing; without what was noted outside, a history forged with the stolen key passes both', async () => {
  expect(await findings()).toEqual([]);
  expect(recount(await readAll(), signer.publicPem, noted)).toEqual([]);
  const forged = forgers['wholeTreeSigned']?.(whole, seeded(3), keyPem) ?? whole;
  expect(await put(whole, forged)).toBe(true);
  expect(JSON.stringify(await readAll())).not.toBe(JSON.stringify(whole));
  expect((await verify(ctx(), { publicPem: signer.publicPem, witness: { note: () => {}, lines: () => [] } })).findings).toEqual([]);
  expect(recount(await readAll(), signer.publicPem, [])).toEqual([]);
  expect((await findings()).length).toBeGreaterThan(0);
  expect(recount(await readAll(), signer.publicPem, noted).length).toBeGreaterThan(0);
  expect(await put(forged, whole)).toBe(true);
});
