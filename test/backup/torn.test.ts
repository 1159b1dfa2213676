import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type * as Making from '../../src/app/backup/make.ts';
import { house as program } from '../../src/app/house.ts';
import { furnish } from '../../src/app/secrets.ts';
import { makeServer } from '../../src/app/server.tsx';
import { system } from '../../src/kernel/actor.ts';
import { identitiesOf, makeAgeKey } from '../../src/platform/backup/age.ts';
import { sealOnce, signerIn, witnessFile, type Finding } from '../../src/rooms/journal/contract.ts';
import { bodyOf, type Registered } from '../faults/clients.ts';
import type { Told } from '../faults/ledger.ts';
import { territories } from '../faults/seed.ts';
import { lacking, type Lacking } from '../support/lacking.ts';
import { emptyDb, openHouse, recipientFrom, restore, type Empty, type House } from './house.ts';
import { notWhole, papersIn } from './whole.ts';

/** The control of the round trip: a backup that is not of one moment, and a house that is not the one that was backed up, asked by the measure of the round trip. */
const key = await makeAgeKey();
const sent = new Set<string>();
const told: Told[] = [];
let house: House;
let registered: (text: string) => Promise<Told>;
let sealed: () => Promise<unknown>;
beforeAll(async () => {
  house = await openHouse();
  furnish(house.config);
  const { db, clock, log } = house.t.ctx(system('test'));
  const app = makeServer({ ctx: { db, clock, log }, config: house.config, house: program });
  registered = async (text) => {
    const [own, sentAt] = [crypto.randomUUID(), performance.now()];
    sent.add(text);
    const answer = await app.request('/api/v1/appeals', { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': own }, body: bodyOf(text, territories[1]) });
    expect(answer.status).toBe(201);
    const { number, dueOn } = (await answer.json()) as Registered;
    return { key: own, text, number, dueOn, sentAt, toldAt: performance.now() };
  };
  sealed = () => sealOnce(house.t.ctx(system('test')), signerIn(join(house.config.dataDir, 'journal-key.pem')), witnessFile(join(house.config.dataDir, 'journal-roots')));
  for (let nth = 0; nth < 5; nth += 1) told.push(await registered(`Аулада шам жанбайды, ${nth}-үй.`));
  await sealed();
});
afterAll(() => house.end());

const making = 'src/app/backup/make.ts';
/** Something happens right before this table is copied, between two others. The rest is the program's. */
const between: Lacking[string] = [
  ['ticker(o.progress));\n    await writing.add(sequencesPart', 'Object.assign(ticker(o.progress), { before: o.before }));\n    await writing.add(sequencesPart'],
  ['rows[name] = await snapshot.copy(', 'await tick.before(name);\n    rows[name] = await snapshot.copy('],
];
const notOneMoment: Lacking = { 'src/platform/backup/snapshot.ts': [['ISOLATION LEVEL REPEATABLE READ READ ONLY', 'ISOLATION LEVEL READ COMMITTED READ ONLY']] };

/** A backup during which `meanwhile` is done, once the first tables are copied and before the matters are; and the house that comes back from it. */
const cameBack = async (name: string, lines: Lacking, meanwhile: () => Promise<unknown>, o: { readonly despiteFindings?: boolean } = {}): Promise<{ readonly url: string; readonly data: string; readonly there: Empty; readonly findings: readonly Finding[] }> => {
  const { makeBackup } = await lacking<typeof Making>(making, { [making]: between, ...lines });
  const papers = papersIn(house.config.dataDir);
  let [copied, done] = [0, false];
  const before = async (table: string): Promise<void> => {
    if (table !== 'appeals.appeal') return void (copied += 1);
    expect(copied).toBeGreaterThan(0);
    await meanwhile();
    done = true;
  };
  await makeBackup({ config: house.config, url: house.t.url, to: join(house.dir, name), recipients: [recipientFrom(key.recipient)], progress: () => {}, before } as Parameters<typeof makeBackup>[0]);
  expect([done, papersIn(house.config.dataDir)]).toEqual([true, papers]);
  const there = await emptyDb();
  const data = mkdtempSync(join(house.dir, 'back-'));
  onTestFinished(async () => {
    await there.drop();
    rmSync(data, { recursive: true, force: true });
  });
  const { journal } = await restore(house, name, { dir: data, database: there.url, identities: identitiesOf(key.identity), ...o });
  return { url: there.url, data, there, findings: journal.findings };
};
const asked = (came: { readonly url: string; readonly data: string }): Promise<readonly string[]> => notWhole(came, { told, sent, papers: papersIn(house.config.dataDir) });

const forced = (table: string, change: string): string => `ALTER TABLE ${table} DISABLE TRIGGER USER, NO FORCE ROW LEVEL SECURITY; ${change}; ALTER TABLE ${table} ENABLE TRIGGER USER, FORCE ROW LEVEL SECURITY`;
const first = (): string => told[0]?.number ?? '';
type Change = readonly [what: string, change: (came: { readonly data: string; readonly there: Empty }) => unknown, said: () => string];
const changes: readonly Change[] = [
  ['a day', ({ there }) => there.ask(forced('appeals.appeal', `UPDATE appeals.appeal SET original_due_on = original_due_on + 1 WHERE number = '${first()}'`)), () => `another day: ${first()}`],
  ['a word', ({ there }) => there.ask(forced('appeals.appeal', `UPDATE appeals.appeal SET text = text || '!' WHERE number = '${told[1]?.number}'`)), () => `lost: ${told[1]?.number}`],
  ['a number', ({ there }) => there.ask(forced('appeals.appeal', `UPDATE appeals.appeal SET number = 'BQ1-2026-000999' WHERE number = '${told[2]?.number}'`)), () => `renumbered: ${told[2]?.number} BQ1-2026-000999`],
  ['an act', ({ there }) => there.ask(forced('appeals.act', `DELETE FROM appeals.act WHERE appeal_id = (SELECT id FROM appeals.appeal WHERE number = '${told[3]?.number}')`)), () => `not one of its acts: ${told[3]?.number}`],
  ['a leaf', ({ there }) => there.ask(forced('journal.leaf', `UPDATE journal.leaf SET act = 'appeal.read' WHERE id = (SELECT leaf_id FROM journal.seal WHERE position = 7)`)), () => 'journal, leaf changed: 7'],
  ['a byte of a paper', ({ data }) => { const [name = '', bytes = Buffer.alloc(0)] = Object.entries(papersIn(data))[0] ?? []; writeFileSync(join(data, 'files', name), Buffer.from(bytes.map((byte, at) => (at === 99 ? byte ^ 1 : byte)))); }, () => `another paper: ${Object.keys(papersIn(house.config.dataDir))[0]}`],
  ['a paper', ({ data }) => rmSync(join(data, 'files', Object.keys(papersIn(data))[1] ?? '')), () => `no paper: ${Object.keys(papersIn(house.config.dataDir))[1]}`],
];

test('somebody registers between two tables: what is of one moment comes back whole, and without them; control: what is then lost or changed in it is named, one thing after another', async () => {
  let late: Told | undefined;
  const came = await cameBack('moment.tar.age', {}, async () => (late = await registered('Бір сәттен кейін жазылды.')));
  let named = await asked(came);
  expect(named).toEqual([]);
  const rows = await came.there.ask('SELECT number FROM appeals.appeal');
  expect([rows.length, rows.some((row) => row['number'] === late?.number)]).toEqual([told.length, false]);
  for (const [what, change, said] of changes) {
    await change(came);
    const now = await asked(came);
    expect(named, what).not.toContain(said());
    expect(now, what).toContain(said());
    named = now;
  }
  console.log(`proof: control, ${changes.length} things changed in a house that came back, each named: ${changes.map(([what]) => what).join(', ')}`);
});

test('control: where the tables are copied one after the other without one moment, the same registration comes back in pieces: the proof finds its leaf, which was not yet there when the queue was copied, and the measure names it', async () => {
  let late: Told | undefined;
  const came = await cameBack('torn.tar.age', notOneMoment, async () => (late = await registered('Екі кестенің арасында жазылды.')), { despiteFindings: true });
  expect(came.findings.map(({ what }) => what)).toEqual(['leaves outside the tree']);
  const found = await asked(came);
  console.log(`proof: control, a backup without one moment: ${found.join('; ')}`);
  expect(found).toEqual([`not one of its acts: ${late?.number}`, expect.stringMatching(/^journal, leaves outside the tree: \d+$/)]);
});

test('control: where the journal was sealed meanwhile too, such a backup does not even come back', async () => {
  const torn = cameBack('sealed.tar.age', notOneMoment, async () => {
    await registered('Арада жазылды да, мөрленді.');
    await sealed();
  });
  await expect(torn).rejects.toThrow('The journal does not prove itself');
});
