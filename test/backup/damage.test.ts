import { randomBytes } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { verifyCommand } from '../../src/app/backup.ts';
import { outcomeOf, saidMade } from '../../src/app/backup/say.ts';
import { system } from '../../src/kernel/actor.ts';
import { identitiesOf, makeAgeKey } from '../../src/platform/backup/age.ts';
import { manifestPart, manifestSchema, rootOver, rootPart, sha256, type Head } from '../../src/platform/backup/manifest.ts';
import { examine, partsOf, unsqueeze } from '../../src/platform/backup/reading.ts';
import { padding, tarEnd, tarHeader } from '../../src/platform/backup/tar.ts';
import { openWriting } from '../../src/platform/backup/writing.ts';
import { write } from '../../src/platform/db.ts';
import { keyIdOf, leafHash, record, type Leaf } from '../../src/rooms/journal/contract.ts';
import { seeded } from '../faults/clients.ts';
import { lacking } from '../support/lacking.ts';
import { depth } from '../support/proof.ts';
import { emptyDb, openBackedUp, restore, secret, type House } from './house.ts';

const flips = depth(20, 400);
const key = await makeAgeKey();
const forms = [{ name: 'open.tar', identities: [] }, { name: 'closed.tar.age', identities: identitiesOf(key.identity) }];
let house: House;
beforeAll(async () => {
  house = await openBackedUp(key.recipient);
});
afterAll(() => house.end());

const kept = (name: string): Buffer => readFileSync(join(house.dir, name));
const changed = (bytes: Buffer, at: number, bit: number): string => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ (1 << bit);
  const path = join(house.dir, 'changed');
  writeFileSync(path, copy);
  return path;
};

describe.each(forms)('$name', ({ name, identities }) => {
  test('is whole as it was written', async () => {
    const { head, manifest } = await examine(join(house.dir, name), identities);
    expect([head.withKeys, manifest.files.count, manifest.files.missing]).toEqual([identities.length > 0, 3, []]);
    expect(manifest.rows['journal.leaf']).toBeGreaterThanOrEqual(50);
  });

  test(`of ${flips} changed bytes each is found, and the place is named`, async () => {
    const bytes = kept(name);
    const random = seeded(20_261_121);
    let found = 0;
    for (let nth = 0; nth < flips; nth += 1) {
      const at = Math.floor(random() * bytes.length);
      await expect(examine(changed(bytes, at, Math.floor(random() * 8)), identities), `byte ${at}`).rejects.toThrow(/damaged|not a backup|does not open|encrypted|newer/);
      found += 1;
    }
    console.log(`proof: ${flips} bytes flipped in a backup (${name}), ${found} found`);
  });

  test('cut anywhere, it is refused', async () => {
    const bytes = kept(name);
    const random = seeded(7);
    const path = join(house.dir, 'cut');
    for (const length of [0, 1, 511, 512, bytes.length - 1, bytes.length - 512, bytes.length - 1_024, ...Array.from({ length: 12 }, () => Math.floor(random() * bytes.length))]) {
      writeFileSync(path, bytes.subarray(0, length));
      await expect(examine(path, identities), `${length} bytes`).rejects.toThrow(/cut off|damaged|not a backup/);
    }
    writeFileSync(path, Buffer.concat([bytes, randomBytes(512)]));
    await expect(examine(path, identities)).rejects.toThrow('damaged');
  });
});

test('a damaged part is named, and every part after it is read all the same', async () => {
  const bytes = kept('open.tar');
  const names: string[] = [];
  for await (const part of partsOf(join(house.dir, 'open.tar'), [])) names.push(part.name);
  const papers = names.filter((name) => name.startsWith('files/'));
  expect(papers).toHaveLength(3);
  const copy = Buffer.from(bytes);
  for (const paper of papers.slice(0, 2)) {
    const at = bytes.indexOf(Buffer.from(`${paper}\0`)) + 512 + 40;
    copy[at] = (copy[at] ?? 0) ^ 4;
  }
  writeFileSync(join(house.dir, 'two'), copy);
  await expect(examine(join(house.dir, 'two'), [])).rejects.toThrow(`damaged in ${papers[0]}, ${papers[1]}`);
});

/** The control: the same archive with a manifest that knows no sums better than those of what lies there. */
test('without the sums of the manifest a changed byte would go through', async () => {
  const bytes = kept('open.tar');
  const at = bytes.indexOf(Buffer.from('аулада шам')) + 3;
  const path = changed(bytes, at, 2);
  await expect(examine(path, [])).rejects.toThrow('damaged in files/');
  const blocks: Buffer[] = [];
  const put = (name: string, text: Buffer) => void blocks.push(tarHeader(name, text.length), text, padding(text.length));
  const sums: { name: string; bytes: number; sha256: string }[] = [];
  for await (const part of partsOf(path, [])) {
    if (part.name === rootPart) continue;
    if (part.name !== manifestPart) {
      put(part.name, part.bytes);
      sums.push({ name: part.name, bytes: part.bytes.length, sha256: sha256(part.bytes) });
      continue;
    }
    const blind = Buffer.from(JSON.stringify({ ...manifestSchema.parse(JSON.parse(part.bytes.toString())), parts: sums, root: rootOver(sums) }));
    put(manifestPart, blind);
    put(rootPart, Buffer.from(`${sha256(blind)}\n`));
  }
  writeFileSync(path, Buffer.concat([...blocks, tarEnd]));
  expect((await examine(path, [])).manifest.files.count).toBe(3);
});

test('what is no backup is called so, and an encrypted one asks for its key', async () => {
  const path = join(house.dir, 'foreign');
  for (const text of ['', 'SQLite format 3\0', randomBytes(5_000)]) {
    writeFileSync(path, text);
    await expect(examine(path, [])).rejects.toThrow('not a backup of Jauap');
  }
  await expect(examine(join(house.dir, 'nowhere'), [])).rejects.toThrow('There is no file');
  await expect(examine(join(house.dir, 'closed.tar.age'), [])).rejects.toThrow('name the file of its key with --identity');
  await expect(examine(join(house.dir, 'closed.tar.age'), identitiesOf((await makeAgeKey()).identity))).rejects.toThrow('encrypted to another key');
});

test('the secret is in no archive that everybody can read, and nothing of the house in one that is encrypted', async () => {
  expect(kept('open.tar').includes(secret)).toBe(false);
  expect(kept('open.tar').includes('PRIVATE KEY')).toBe(false);
  expect(kept('open.tar').includes('аулада шам')).toBe(true);
  expect(kept('closed.tar.age').includes('аулада шам')).toBe(false);
  const names: string[] = [];
  for await (const part of partsOf(join(house.dir, 'closed.tar.age'), identitiesOf(key.identity))) names.push(part.name);
  expect(names.filter((name) => name.startsWith('keys/'))).toEqual(['keys/secret', 'keys/journal-key.pem', 'keys/journal-roots']);
  expect([statSync(join(house.dir, 'open.tar')).mode & 0o777, statSync(join(house.dir, 'closed.tar.age')).mode & 0o777]).toEqual([0o600, 0o600]);
});

const waitingLeaf = (nth: number): Leaf => ({ act: 'appeal.note', subject: `appeal:90${nth}`, actorKind: 'system:test', actorId: null, postId: null, facts: '{"why":"tab\\t and \\\\"}', at: new Date(1_700_000_000_500 + nth) });
/** The archive of a moment at which three acts were not in the tree yet, written anew with other rows or another head: every part has its right sum. */
const forged = async (name: string, o: { readonly head?: (journal: Head['journal']) => Partial<Head['journal']>; readonly rows?: (table: string, lines: string[]) => string[] }): Promise<string> => {
  const { head, manifest } = await examine(join(house.dir, 'waiting.tar'), []);
  const writing = await openWriting(join(house.dir, name), { ...head, journal: { ...head.journal, ...o.head?.(head.journal) } }, []);
  const rows = { ...manifest.rows };
  for await (const part of partsOf(join(house.dir, 'waiting.tar'), [])) {
    const table = /^tables\/(journal\..+)\/\d+\.zst$/.exec(part.name)?.[1];
    if (table === undefined) {
      if (/^(tables|sequences|files|keys)/.test(part.name)) await writing.add(part.name, part.bytes);
      continue;
    }
    const lines = (await unsqueeze(part.bytes)).toString('utf8').split('\n').slice(0, -1);
    const others = o.rows?.(table, lines) ?? lines;
    rows[table] = (rows[table] ?? 0) + others.length - lines.length;
    await writing.addSqueezed(part.name, Buffer.from(others.map((line) => `${line}\n`).join('')));
  }
  await writing.finish({ rows, files: manifest.files });
  return name;
};
const hex = (leaf: Leaf): string => leafHash(leaf).toString('hex');
type Verify = typeof verifyCommand;
const verified = async (name: string, command: Verify = verifyCommand): Promise<{ readonly code: number; readonly said: string }> => {
  const said: string[] = [];
  const code = await command({ print: (line) => void said.push(line), progress: (line) => void said.push(line) }).run(house.config, [join(house.dir, name)]);
  return { code, said: said.join('\n') };
};

test('acts that were not sealed yet are proved too: one that says something else, one that has gone and one that has come are named; control: without the comparison nobody sees it', async () => {
  for (const nth of [1, 2, 3]) await write(house.t.ctx(), (tx) => record(tx, { act: 'appeal.note', subject: `appeal:90${nth}`, actor: system('test'), facts: { why: 'tab\t and \\' }, at: waitingLeaf(nth).at }));
  const { head } = await house.backup('waiting.tar');
  const { size } = head.journal;
  const ids = (await house.t.raw('SELECT leaf_id::float8 AS id FROM journal.unsealed ORDER BY 1')).map((row) => Number(row['id']));
  const summed = (leaves: readonly Leaf[]) => ({ count: leaves.length, gone: 0, sum: sha256(leaves.map((leaf, nth) => `${ids[nth]} ${hex(leaf)}\n`).join('')) });
  const leaves = [1, 2, 3].map(waitingLeaf);
  expect(head.journal.waiting).toEqual(summed(leaves));
  expect(await verified('waiting.tar')).toEqual({ code: 0, said: expect.stringContaining(`${size} acts sealed, 3 waiting to be, root`) });

  const other = { ...waitingLeaf(2), subject: 'appeal:909' };
  // with the leaf's own hash made anew: by itself it is whole
  const changed = await forged('changed.tar', { rows: (_, lines) => lines.map((line) => line.replace('appeal:902', 'appeal:909').replace(hex(waitingLeaf(2)), hex(other))) });
  const removed = await forged('removed.tar', { rows: (_, lines) => lines.filter((line) => line.split('\t')[0] !== String(ids[2])) });
  const leafless = await forged('leafless.tar', { rows: (table, lines) => (table === 'journal.leaf' ? lines.filter((line) => line.split('\t')[0] !== String(ids[1])) : lines) });
  const listed = await forged('listed.tar', {
    rows: (_, lines) => lines.map((line) => line.replace('appeal:902', 'appeal:909').replace(hex(waitingLeaf(2)), hex(other))),
    head: () => ({ waiting: summed(leaves.with(1, other)) }),
  });
  const unlisted = await forged('unlisted.tar', { head: () => ({ waiting: summed(leaves.slice(0, 2)) }) });
  const faults = [[changed, size, 'leaf changed'], [removed, size + 2, 'leaf gone'], [leafless, size + 1, 'leaf gone'], [listed, size, 'signature differs'], [unlisted, size + 2, 'leaves outside the tree']] as const;
  for (const [name, position, what] of faults) expect(await verified(name), name).toEqual({ code: 1, said: expect.stringContaining(`position ${position}, ${what}`) });

  const there = await emptyDb();
  onTestFinished(there.drop);
  const o = { dir: join(house.dir, 'came'), database: there.url };
  for (const [name, position, what] of [faults[0], faults[3]]) await expect(restore(house, name, o), name).rejects.toThrow(`1 findings, the first at position ${position}: ${what}`);
  expect((await restore(house, 'waiting.tar', o)).journal).toMatchObject({ findings: [], sealed: size });

  const blind = await lacking<{ readonly verifyCommand: Verify }>('src/app/backup.ts', { 'src/app/backup/waiting.ts': [['  if (waiting === null) return [];', '  return [];']] });
  const seen = await Promise.all(faults.map(async ([name]) => (await verified(name, blind.verifyCommand)).code));
  console.log(`proof: ${faults.length} archives with another unsealed act and right sums, ${faults.length} named; control without the comparison, ${seen.filter((code) => code !== 0).length}`);
  expect(seen).toEqual([0, 0, 0, 0, 0]);

  // written anew without them, it is said: the signature, or the sum
  const rewritten = (head: Partial<Head['journal']>) => forged(`${crypto.randomUUID()}.tar`, { head: () => head, rows: (_, lines) => lines.map((line) => line.replace('appeal:902', 'appeal:909')) });
  expect(await verified(await rewritten({ publicPem: null, signature: null, waiting: summed(leaves.with(1, other)) }))).toEqual({ code: 0, said: expect.stringContaining('NOT SIGNED') });
  expect(await verified(await rewritten({ waiting: null }))).toEqual({ code: 0, said: expect.stringContaining('NOT LISTED') });
  const keyId = keyIdOf(head.journal.publicPem ?? '');
  expect(await verified('waiting.tar')).toEqual({ code: 0, said: expect.stringContaining(`signed       by the key ${keyId}`) });

  // and a row of the queue whose leaf somebody took is told when the backup is made
  await house.t.raw(`ALTER TABLE journal.leaf DISABLE TRIGGER USER; DELETE FROM journal.leaf WHERE id = ${ids[1]}; ALTER TABLE journal.leaf ENABLE TRIGGER USER`);
  const made = await house.backup('gone.tar');
  expect([outcomeOf(made), saidMade(made, house.config.dataDir).filter((line) => line.startsWith('LEAVES GONE'))]).toEqual([1, [expect.stringContaining('GONE  1 acts')]]);
  expect(await verified('gone.tar')).toEqual({ code: 1, said: expect.stringContaining(`position ${size + 1}, leaf gone`) });
});

test('a part that no reader would take is not written', () => {
  expect(tarHeader('manifest.json', 500_000_000)).toHaveLength(512);
  expect(() => tarHeader('manifest.json', 500_000_001)).toThrow('can be read again. Nothing was kept.');
});
