import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitor } from '../../src/kernel/actor.ts';
import { makeAgeKey } from '../../src/platform/backup/age.ts';
import { write } from '../../src/platform/db.ts';
import { migrate } from '../../src/platform/migrate.ts';
import { attach, folderStore, setFileStore, takeUpload } from '../../src/rooms/files/contract.ts';
import { bodyOf, send, startClients, type Registered } from '../faults/clients.ts';
import { countOf, faultsOf, placeOf, seriesOf, type Told } from '../faults/ledger.ts';
import { openSite, type Site } from '../faults/opening.ts';
import { until } from '../faults/program.ts';
import { inside, ok, rawQuery, registerOf, secret, seedBranches, territories } from '../faults/seed.ts';
import { unevenAppeals } from '../faults/underneath.ts';
import { postgresBin } from '../support/debian.ts';
import { paperOf } from './house.ts';
import { openOwnServer, type OwnServer, type Said } from './own-server.ts';
import { goingBack, within, wordsOfPage } from './recovery.ts';

/** Needs Debian's postgresql-15: `script/prove moment` brings it. One house, one disaster, three ways back from the same archive; docs/running/backup.md is followed line by line. */
const lettersEach = 40;
const page = wordsOfPage();
const key = await makeAgeKey();

let site: Site;
let server: OwnServer;
let home: string;
beforeAll(async () => {
  expect(existsSync(`${postgresBin}/postgres`), `${postgresBin}: run script/prove moment`).toBe(true);
  site = await openSite('moment');
  home = join(site.dir, 'home');
  mkdirSync(home);
  server = await openOwnServer((dir) => within(dir, page.archive));
  for (const folder of ['wal', 'base']) await sh(`mkdir '${folder}'`);
  await migrate(server.url);
  await inside(server.url, seedBranches);
});
afterAll(() => site.end(() => server.end()));

const sh = async (commands: string): Promise<string> => {
  const { code, out, said } = await server.sh(commands);
  expect(code, `${commands}\n${out}${said}`).toBe(0);
  return out;
};
const jauap = (data: string, database: string | null, ...words: readonly string[]): Promise<Said> =>
  new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], JAUAP_DATA: data, JAUAP_SECRET: secret, JAUAP_LOG: 'error', ...(database === null ? {} : { DATABASE_URL: database }) };
    execFile(process.execPath, [site.built.file, ...words], { env, maxBuffer: 2 ** 24 }, (error, out, said) => resolve({ code: error ? Number(error.code ?? -1) : 0, out, said }));
  });
const verified = async (data: string) => {
  const { code, out } = await jauap(data, server.url, 'journal', 'verify');
  const [, sealed, root] = /^(\d+) acts sealed, root ([0-9a-f]{64})$/m.exec(out) ?? [];
  return { code, sealed: Number(sealed), root, gone: [...out.matchAll(/: root gone$/gm)].length, findings: [...out.matchAll(/^position .*$/gm)].length };
};
const rootLines = (data: string): readonly string[] => readFileSync(join(data, 'journal-roots'), 'utf8').trim().split('\n');

type Stage = { readonly told: readonly Told[]; readonly sent: ReadonlySet<string>; readonly paper: string };
/** Residents write, and one letter has a paper. */
const stage = async (port: number, nth: number): Promise<Stage> => {
  const clients = startClients(port, 4, nth, `шам-${nth}`);
  expect(await until(() => clients.told.length >= lettersEach, 120_000)).toBe(true);
  await clients.stop();
  expect([clients.strange, clients.unanswered()]).toEqual([[], 0]);
  const paper = await inside(server.url, async (ctx) => {
    const { fileId } = ok(await takeUpload({ ...ctx, actor: visitor }, new File([paperOf(nth)], `қағаз-${nth}.txt`), { by: `visit:${nth}` }));
    ok(await write(ctx, (tx) => attach(tx, [fileId], `appeal:${nth}`)));
    return String(fileId);
  });
  const [row] = await rawQuery<{ key: string }>(server.url, `SELECT key FROM files.file WHERE id = ${paper}`);
  return { told: clients.told, sent: clients.sent, paper: row?.key ?? '' };
};
/** Every act has been sealed, and the root is noted outside. */
const allSealed = async (): Promise<void> => {
  const waiting = `SELECT (SELECT count(*) FROM journal.leaf)::int - (SELECT count(*) FROM journal.seal)::int AS n, (SELECT max(size) FROM journal.root)::int AS size`;
  expect(await until(async () => {
    const [row] = await rawQuery<{ n: number; size: number }>(server.url, waiting);
    return row?.n === 0 && rootLines(home).at(-1)?.startsWith(`${row.size} `) === true;
  })).toBe(true);
};

/** What the disaster left: an archive, a base, the files beside the database; and what people had been told. */
type Left = { readonly base: string; readonly moment: string; readonly root: string | undefined; readonly sealed: number; readonly archive: string; readonly stages: readonly [Stage, Stage, Stage]; readonly kept: string };
let left: Left;

test('the log of what people were told comes into the archive by itself, and one that is offered twice does not stop it', async () => {
  setFileStore(folderStore(join(home, 'files')));
  const program = await site.begin({ JAUAP_DATA: home, DATABASE_URL: server.url });
  const first = await stage(program.port, 1);
  await sh(within(server.dir, page.base));
  const kept = join(site.dir, 'kept.tar.age');
  const made = await jauap(home, server.url, 'backup', '--to', kept, '--encrypt-to', key.recipient);
  expect(made.code, made.said).toBe(0);
  const second = await stage(program.port, 2);
  await allSealed();
  let before = await verified(home);
  let moment = '';
  // nothing was sealed between the root and the moment
  expect(await until(async () => {
    const { root } = before;
    moment = await server.ask('SELECT clock_timestamp()::text');
    before = await verified(home);
    return before.root === root;
  })).toBe(true);
  expect([before.code, before.findings]).toEqual([0, 0]);
  const third = await stage(program.port, 3);
  await allSealed();

  const status = join(server.data, 'pg_wal/archive_status');
  const offered = readdirSync(status).filter((name) => /^[0-9A-F]{24}\.done$/.test(name)).map((name) => name.slice(0, 24));
  const again = offered.find((name) => existsSync(join(server.data, 'pg_wal', name)) && existsSync(join(server.dir, 'wal', name)));
  expect(again, 'a log that was archived before').toBeDefined();
  renameSync(join(status, `${again}.done`), join(status, `${again}.ready`));
  const last = await server.ask('SELECT pg_walfile_name(pg_current_wal_insert_lsn())');
  const asked = performance.now();
  const archived = () => existsSync(join(server.dir, 'wal', last)) && !existsSync(join(status, `${again}.ready`));
  expect(await until(archived, 300_000), server.log().slice(-2_000)).toBe(true);
  console.log(`proof: the log of the last letter was in the archive ${((performance.now() - asked) / 1000).toFixed(0)} s later`);

  await server.fall();
  program.signal('SIGTERM');
  await program.ended;
  const [base = ''] = readdirSync(join(server.dir, 'base'));
  left = { base: join(server.dir, 'base', base), moment, root: before.root, sealed: before.sealed, archive: join(server.dir, 'wal'), stages: [first, second, third], kept };
});

/** Puts the database back as the page says, up to where it opens; false when it does not. */
const recovered = async (o: { readonly archive: string; readonly moment: string | null }): Promise<boolean> => {
  const logged = server.log().length;
  await sh(`rm -rf new && { ${goingBack({ dir: server.dir, base: left.base, ...o })}\n} && mv new '${server.data}'`);
  await server.start();
  let open = false;
  expect(await until(async () => (open = (await server.ask('SELECT pg_is_in_recovery()').catch(() => '')) === 'false') || /FATAL: {2}recovery ended/.test(server.log().slice(logged)), 120_000), server.log().slice(-2_000)).toBe(true);
  return open;
};
const texts = (rows: readonly { readonly text: string }[]): ReadonlySet<string> => new Set(rows.map((row) => row.text));

test('gone back to the moment, the register is that of the moment: nothing missing, nothing later, the journal’s root as it was noted', async () => {
  const [first, second, third] = left.stages;
  expect(await recovered(left)).toBe(true);
  const rows = await registerOf(server.url);
  const told = [...first.told, ...second.told];
  expect(countOf(faultsOf(new Set([...first.sent, ...second.sent]), told, rows))).toEqual({});
  expect(rows).toHaveLength(told.length);
  expect(third.told.filter((one) => texts(rows).has(one.text))).toEqual([]);
  expect(await unevenAppeals(server.url)).toEqual([]);

  // what was noted outside the database later than the moment is missed, as it should be
  const all = rootLines(home).length;
  const later = rootLines(home).filter((line) => Number(line.split(' ')[0]) > left.sealed).length;
  expect(later).toBeGreaterThan(0);
  expect(await verified(home)).toEqual({ code: 1, sealed: left.sealed, root: left.root, gone: later, findings: later });
  await new Promise<void>((resolve, reject) => execFile('sh', ['-ec', page.roots.replace('COUNT', String(left.sealed))], { cwd: home }, (error) => (error ? reject(error) : resolve())));
  expect(rootLines(home)).toHaveLength(all - later);
  expect(await verified(home)).toEqual({ code: 0, sealed: left.sealed, root: left.root, gone: 0, findings: 0 });
  expect(rootLines(home).at(-1)).toBe(`${left.sealed} ${left.root}`);
  console.log(`proof: back to the moment, ${rows.length} of ${told.length} letters before it and 0 of ${third.told.length} after it, root of ${left.sealed} acts equal, ${later} later roots missed`);
});

test('every attachment of the moment is in the store that lived on; in that of the last backup those taken since are missing, each by its name', async () => {
  const [first, second, third] = left.stages;
  const whole = await jauap(home, server.url, 'backup', '--to', join(site.dir, 'whole.tar'));
  expect([whole.code, whole.out]).toEqual([0, expect.stringMatching(/^attachments +2,/m)]);
  expect(existsSync(join(home, 'files', third.paper)), 'a paper of later lies there, and nobody names it').toBe(true);

  const aside = join(site.dir, 'aside');
  writeFileSync(join(site.dir, 'identity'), `${key.identity}\n`);
  const back = await jauap(aside, null, 'restore', left.kept, '--identity', join(site.dir, 'identity'), '--into', aside);
  expect(back.code, back.said).toBe(0);
  const bare = join(site.dir, 'bare');
  for (const name of ['files', 'secret', 'journal-key.pem', 'journal-roots']) cpSync(join(aside, name), join(bare, name), { recursive: true });
  expect(existsSync(join(bare, 'files', first.paper))).toBe(true);
  const poor = await jauap(bare, server.url, 'backup', '--to', join(site.dir, 'poor.tar'));
  expect(poor.code).toBe(1);
  expect([...poor.out.matchAll(/^MISSING +the store has no (\S+):/gm)].map(([, name]) => name)).toEqual([second.paper]);
  // its key signed what stands there, and its roots are of before the moment
  expect(await verified(bare)).toMatchObject({ code: 0, root: left.root });
});

test('opened again, the server archives as before, a new base can be made, and the next letter gets the next number', async () => {
  await sh(page.open);
  await server.stop();
  expect((await server.start()).code).toBe(0);
  expect(await server.ask('SHOW archive_mode')).toBe('on');
  expect(await server.ask('SHOW recovery_target_time')).toBe('');
  await sh(within(server.dir, page.base));
  expect(readdirSync(join(server.dir, 'base'))).toHaveLength(2);

  const before = await registerOf(server.url);
  const program = await site.begin({ JAUAP_DATA: home, DATABASE_URL: server.url });
  const answer = await send(program.port, crypto.randomUUID(), bodyOf('Ауладағы шам әлі жанбайды.', territories[0]));
  const { number } = JSON.parse(answer?.text ?? '{}') as Registered;
  expect(placeOf(number)).toBe(before.filter((row) => seriesOf(row.number) === seriesOf(number)).length + 1);
  // as the page warns: somebody whose letter came after the moment had been told this number
  expect(left.stages[2].told.map((one) => one.number)).toContain(number);
  await allSealed();
  expect(await verified(home)).toMatchObject({ code: 0, findings: 0 });
  program.signal('SIGTERM');
  await program.ended;
  await server.fall();
});

test('without a moment everything in the archive comes back, also what came after the moment of another way back', async () => {
  const archive = join(server.dir, 'at-the-disaster');
  await sh(`mkdir '${archive}' && for log in '${left.archive}'/00000001*; do cp "$log" '${archive}'; done`);
  expect(await recovered({ archive, moment: null })).toBe(true);
  const rows = await registerOf(server.url);
  const told = left.stages.flatMap((one) => one.told);
  expect(countOf(faultsOf(new Set(left.stages.flatMap((one) => [...one.sent])), told, rows))).toEqual({});
  await server.fall();
});

test('control: without the archive of after the base the server does not open at the moment and says why; opened all the same, letters are missing, and the journal says so', async () => {
  const [first, second] = left.stages;
  const archive = join(server.dir, 'cut');
  // the base needs the logs of while it was made: PostgreSQL notes in the archive which
  const [note = ''] = readdirSync(left.archive).filter((name) => /^00000001.*\.backup$/.test(name));
  const stop = /^STOP WAL LOCATION: .*\(file ([0-9A-F]{24})\)/m.exec(readFileSync(join(left.archive, note), 'utf8'))?.[1] ?? '';
  const few = readdirSync(left.archive).filter((name) => /^00000001[0-9A-F]{16}$/.test(name) && name <= stop);
  expect(few.length).toBeGreaterThan(0);
  await sh(`mkdir '${archive}' && cp ${few.map((name) => `'${left.archive}/${name}'`).join(' ')} '${archive}'`);
  expect(await recovered({ archive, moment: left.moment })).toBe(false);
  expect(server.log()).toContain('recovery ended before configured recovery target was reached');
  await server.fall();

  expect(await recovered({ archive, moment: null })).toBe(true);
  const faults = countOf(faultsOf(new Set([...first.sent, ...second.sent]), [...first.told, ...second.told], await registerOf(server.url)));
  expect(faults).toEqual({ lost: second.told.length });
  const said = await verified(home);
  expect([said.code, said.gone > 0]).toEqual([1, true]);
  console.log(`proof: control without the archive, ${JSON.stringify(faults)}, the journal says root gone ${said.gone} times`);
});
