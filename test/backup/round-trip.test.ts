import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { visitor } from '../../src/kernel/actor.ts';
import { makeAgeKey } from '../../src/platform/backup/age.ts';
import { write } from '../../src/platform/db.ts';
import { joinEmbedded, startEmbedded } from '../../src/platform/postgres.ts';
import { attach, folderStore, setFileStore, takeUpload } from '../../src/rooms/files/contract.ts';
import { placeOf, seriesOf } from '../faults/ledger.ts';
import { bodyOf, send, startClients, type Registered } from '../faults/clients.ts';
import { openSite, type Site } from '../faults/opening.ts';
import { until } from '../faults/program.ts';
import { inside, ok, prepared, registerOf, secret, territories } from '../faults/seed.ts';
import { freshDb } from '../support/database.ts';
import type { Lacking } from '../support/lacking.ts';
import { paperOf } from './house.ts';
import { notWhole, papersIn } from './whole.ts';

/** How many residents have their number when the backup begins, and how many more come while it is written or soon after. */
const [before, after] = [300, 150];
const papers = 12;
const key = await makeAgeKey();

let site: Site;
let home: string;
let away: string;
beforeAll(async () => {
  site = await openSite('backup');
  [home, away] = [join(site.dir, 'home'), join(site.dir, 'away')];
  mkdirSync(home);
  await prepared(join(home, 'postgres'));
  writeFileSync(join(site.dir, 'identity'), `${key.identity}\n`);
});
afterAll(() => site.end());

type Said = { readonly code: number; readonly out: string; readonly said: string };
const jauap = (data: string, ...words: readonly string[]): Promise<Said> =>
  new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], JAUAP_DATA: data, JAUAP_SECRET: secret, JAUAP_LOG: 'error' };
    execFile(process.execPath, [site.built.file, ...words], { env, maxBuffer: 2 ** 24 }, (error, out, said) => resolve({ code: error ? Number(error.code ?? -1) : 0, out, said }));
  });

test('a backup that was taken while residents registered comes back whole on an empty machine, and goes on from there', async () => {
  const program = await site.begin({ JAUAP_DATA: home });
  setFileStore(folderStore(join(home, 'files')));
  await inside(joinEmbedded(join(home, 'postgres')) ?? '', async (ctx) => {
    for (let nth = 0; nth < papers; nth += 1) {
      const { fileId } = ok(await takeUpload({ ...ctx, actor: visitor }, new File([paperOf(nth)], `қағаз-${nth}.txt`), { by: `visit:${nth}` }));
      ok(await write(ctx, (tx) => attach(tx, [fileId], `appeal:${nth + 1}`)));
    }
  });
  const clients = startClients(program.port, 4, 11);
  expect(await until(() => clients.told.length >= before, 120_000)).toBe(true);
  const acknowledged = [...clients.told];
  const archive = join(site.dir, 'archive.tar.age');
  const made = await jauap(home, 'backup', '--to', archive, '--encrypt-to', key.recipient);
  expect(made.code, made.said).toBe(0);
  const during = clients.told.length - acknowledged.length;
  expect(await until(() => clients.told.length >= acknowledged.length + after, 120_000)).toBe(true);
  await clients.stop();
  expect(clients.strange).toEqual([]);
  program.signal('SIGTERM');
  await program.ended;

  const back = await jauap(away, 'restore', archive, '--identity', join(site.dir, 'identity'));
  expect(back.code, back.said).toBe(0);
  const root = /journal .* root ([0-9a-f]{64})/.exec(made.out)?.[1];
  expect(back.out).toContain(`equal        root ${root}, recomputed from`);
  expect(readdirSync(away).toSorted()).toEqual(['files', 'journal-key.pem', 'journal-roots', 'postgres', 'secret']);

  const server = await startEmbedded({ dataDir: join(away, 'postgres') });
  const was = { told: acknowledged, sent: clients.sent, papers: papersIn(home) };
  expect(Object.keys(was.papers)).toHaveLength(papers);
  const [lacks, rows] = await Promise.all([notWhole({ url: server.url, data: away }, was), registerOf(server.url)]).finally(() => server.stop());
  expect(lacks).toEqual([]);
  console.log(`proof: ${papers} papers came back byte for byte, and the journal's root is the one of the moment`);
  console.log(`proof: backup, ${acknowledged.length} told before, ${during} while it was made, ${rows.length} in it`);

  expect((await jauap(away, 'journal', 'verify')).out).toContain('Nothing was edited, removed, moved or cut off.');
  const again = await jauap(away, 'restore', archive, '--identity', join(site.dir, 'identity'));
  expect([again.code, again.said]).toEqual([1, expect.stringContaining('postgres already')]);

  const revived = await site.begin({ JAUAP_DATA: away });
  const next = await send(revived.port, crypto.randomUUID(), bodyOf('Ауладағы шам әлі жанбайды.', territories[0]));
  const { number } = JSON.parse(next?.text ?? '{}') as Registered;
  expect(placeOf(number)).toBe(rows.filter((row) => seriesOf(row.number) === seriesOf(number)).length + 1);
  expect((await jauap(home, 'restore', archive, '--identity', join(site.dir, 'identity'), '--into', away, '--replace')).said).toContain(`Jauap is running on ${away}`);
  revived.signal('SIGTERM');
  await revived.ended;

  const replaced = await jauap(home, 'restore', archive, '--identity', join(site.dir, 'identity'), '--into', away, '--replace');
  expect(replaced.code, replaced.said).toBe(0);
  const aside = /put aside {4}(\S+)/.exec(replaced.out)?.[1] ?? '';
  expect(existsSync(join(aside, 'postgres/data/PG_VERSION')) && existsSync(join(aside, 'secret'))).toBe(true);
  // what the folder was served with was the house that was put aside
  expect(existsSync(join(away, 'served-with'))).toBe(false);
}, 480_000);

/** What a backup of this program says where no file may be longer than eight blocks of a kilobyte, and what it leaves under the name: a write beyond them fails instead of ending the program. */
const onFullDisk = async (file: string, name: string): Promise<{ readonly code: number; readonly said: string; readonly left: readonly string[] }> => {
  const t = await freshDb();
  onTestFinished(t.drop);
  const { code, said } = await new Promise<Said>((resolve) => {
    execFile('bash', ['-c', `trap '' XFSZ; ulimit -f 8; exec "$0" "$@"`, process.execPath, file, 'backup', '--to', join(site.dir, `${name}.tar`)],
      { env: { PATH: process.env['PATH'], JAUAP_DATA: site.dir, JAUAP_SECRET: secret, JAUAP_LOG: 'error', DATABASE_URL: t.url } }, (error, out, words) => resolve({ code: error ? Number(error.code ?? -1) : 0, out, said: words }));
  });
  return { code, said, left: readdirSync(site.dir).filter((one) => one.startsWith(name)) };
};

test('a disk that takes no more leaves no half file under the name, and the command says so', async () => {
  expect(await onFullDisk(site.built.file, 'small')).toEqual({ code: 1, said: expect.stringContaining('takes no file this large') as string, left: [] });
});

/** What the disk says about a write is nobody's business. */
const deaf: Lacking = { 'src/platform/backup/writing.ts': [[/ {4}await whole\(file, bytes\)\.catch\(\(error: NodeJS\.ErrnoException\) => \{\n.*\n {4}\}\);/, '    await whole(file, bytes).catch(() => {});']] };

test('control: a program that does not listen to the disk leaves half a file under the name and says nothing, and the same question finds it', async () => {
  const left = await onFullDisk((await site.broken(deaf)).file, 'deaf');
  console.log(`proof: control, a backup that does not listen to a full disk: ended with ${left.code}, left ${left.left.join()}`);
  expect(left).toEqual({ code: 0, said: expect.not.stringContaining('takes no file') as string, left: ['deaf.tar'] });
});
