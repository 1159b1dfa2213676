import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system, visitor } from '../../src/kernel/actor.ts';
import type { Day } from '../../src/kernel/day.ts';
import { write } from '../../src/platform/db.ts';
import { root } from '../../src/platform/root.ts';
import { record } from '../../src/rooms/journal/contract.ts';
import { createAccount, givePost } from '../../src/rooms/people/contract.ts';
import type { TestDb } from '../support/database.ts';
import { allowed, depth } from '../support/proof.ts';
import { browserAt } from '../support/resident.ts';
import { branchesDb, openSite, type Site } from './opening.ts';
import { residentMb, shippedEnvironment, shippedFlags } from './program.ts';
import { inside, ok, secret } from './seed.ts';

/** The promise (product.md): nothing of the program holds more, however much the house holds. */
const mostMb = 512;
/** Letters, megabytes of other rows, and acts in the journal: some seconds of work, or a quarter of an hour. */
const [letters, bulkMb, acts] = [depth(100, 30_000), depth(10, 2_000), depth(1_000, 300_000)];
/** What a board gives at most (sheet.ts), with tasks as long as people write them. */
const [boardRows, exports] = [10_000, depth(2, 20)];

let t: TestDb;
let site: Site;
let csv = '';
beforeAll(async () => {
  t = await branchesDb();
  site = await openSite('ceiling');
  csv = join(site.dir, 'letters.csv');
  writeFileSync(csv, 'id,text,surname,given,phone,topic\n');
  const topics = ['lighting', 'roads', 'water', 'gas', 'ecology'];
  for (let from = 0; from < letters; from += 1_000) {
    appendFileSync(csv, Array.from({ length: Math.min(1_000, letters - from) }, (_, at) => `${from + at},"${`Аулада ${from + at} күннен бері шам жанбайды, ${(from + at) * 7919 % 100_003} үй. `.repeat(1 + (at % 20))}",Сыналмалы,Әлия,8 701 000 00 01,${topics[at % 5]}\n`).join(''));
  }
});
afterAll(() => site.end(t.drop));

type Ran = { readonly code: number | null; readonly said: string; readonly peakMb: number };
/** A command as script/jauap runs it, and the most it held. */
const jauap = (words: readonly string[], o: { environment?: Readonly<Record<string, string>>; flags?: readonly string[] } = {}): Promise<Ran> => {
  const peak = join(site.dir, `peak-${words[0]}`);
  const child = spawn(process.execPath, [...(o.flags ?? shippedFlags()), '--import', join(root, 'test/support/peak-memory.ts'), site.built.file, ...words], {
    cwd: site.dir, stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], JAUAP_LOG: 'error', JAUAP_SECRET: secret, JAUAP_DATA: site.dir, DATABASE_URL: t.url, PEAK_MEMORY: peak, ...shippedEnvironment(), ...o.environment },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said = (said + part.toString('utf8')).slice(-4_000)));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said, peakMb: Math.round(Number(readFileSync(peak, 'utf8'))) })));
};

/** Rows that nothing packs away to little, of letters begun and never sent. */
const addBulk = (mb: number): Promise<unknown> => t.raw(`INSERT INTO appeals.draft (visit_hash, key, fields, papers, touched_at)
  SELECT sha256(convert_to('bulk' || n, 'UTF8')), md5(n::text), jsonb_build_object('text', (SELECT string_agg(md5(n::text || i), '') FROM generate_series(1, 64) i)), '{}', now() FROM generate_series(1, ${mb * 500}) n`);

const addActs = (count: number): Promise<void> => inside(t.url, async (ctx) => {
  for (let from = 0; from < count; from += 500) await write(ctx, async (tx) => {
    await Promise.all(Array.from({ length: Math.min(500, count - from) }, (_, at) => record(tx, { act: 'appeal.note', subject: `appeal:${from + at}`, actor: visitor, at: new Date(1_700_000_000_000 + from + at) })));
  });
});

test(`importing ${letters} letters, searching, learning, proving the journal, a backup and its way back hold at most ${mostMb} MB each`, async () => {
  const archive = join(site.dir, 'house.tar');
  const seen: string[] = [];
  const over: string[] = [];
  const run = async (name: string, words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ran> => {
    const began = performance.now();
    const ran = await jauap(words, { environment });
    expect(ran.code, `${name}: ${ran.said}`).toBe(0);
    seen.push(`${name} ${ran.peakMb} MB in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    if (!(ran.peakMb <= mostMb)) over.push(name);
    return ran;
  };
  const taken = await run('import', ['import', csv, '--branch', 'BQ1', '--map', 'text=text,surname=surname,given=given,phone=phone,topic=topic,externalId=id']);
  expect(taken.said).toContain(`${letters} taken`);
  await run('reindex', ['reindex', '--anew']);
  await run('learn', ['learn']);
  await addBulk(bulkMb);
  await addActs(acts);
  await run('journal verify', ['journal', 'verify']);
  await run('backup', ['backup', '--to', archive]);
  await run('verify', ['verify', archive]);
  const away = join(site.dir, 'away');
  await run('restore', ['restore', archive, '--into', away], { DATABASE_URL: '' });
  console.log(`proof: ceiling, ${letters} letters, ${bulkMb} MB of other rows, ${acts} acts: ${seen.join(', ')}`);
  rmSync(archive, { force: true });
  expect(over).toEqual([]);
}, allowed(240_000, 100, 2_000));

test(`a board of ${boardRows} tasks as a sheet and as lines, ${exports} times, two at once: the program holds at most ${mostMb} MB`, async () => {
  const office = t.ctx(system('test'));
  const { accountId } = ok(await createAccount(office, { login: 'ceiling@ashyq.example', name: 'Бақылаушы Ерлан', lang: 'kk', password: 'Тасқала-қайың-2026' }));
  const [branch] = await t.raw('SELECT id FROM units.unit ORDER BY id LIMIT 1');
  ok(await givePost(office, { accountId, unitId: Number(branch?.['id']), role: 'controller', fromOn: '2026-01-01' as Day }));
  await t.raw(`INSERT INTO assignments.assignment (source_kind, source_id, lead, reference, task, branch_id, executor_unit, controller_unit, given_at, given_on, due_on, original_due_on, rule_version, calendar_version, seen_by, moved_at)
    SELECT 'appeal', n, false, 'BQ0-2026-' || lpad(n::text, 6, '0'), repeat(n || ' үйдің шамын жөндеңіз. ', 15), u, u, u, now(), current_date, current_date + 15, current_date + 15, 'internal-1', 'kz5-2026.1', ARRAY[u], now()
    FROM generate_series(1, $1::int) n, (SELECT id AS u FROM units.unit ORDER BY id LIMIT 1) x`, [boardRows]);
  const program = await site.begin({ DATABASE_URL: t.url });
  const page = await browserAt(`http://127.0.0.1:${program.port}`).open('/kk/sign-in');
  await page.submit('Кіру', { login: 'ceiling@ashyq.example', password: 'Тасқала-қайың-2026' });
  const cookie = page.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const get = async (end: string): Promise<Buffer> => {
    const answer = await fetch(`http://127.0.0.1:${program.port}/kk/desk/control.${end}?of=branch`, { headers: { cookie } });
    expect(answer.status, end).toBe(200);
    return Buffer.from(await answer.arrayBuffer());
  };
  const before = residentMb(program.pid);
  const took: Buffer[] = [];
  for (let nth = 0; nth < exports; nth += 1) took.push(...(await Promise.all([get('xlsx'), get('csv')])));
  const peak = residentMb(program.pid, 'VmHWM');
  console.log(`proof: ceiling, a board of ${boardRows}, ${exports} sheets of ${((took[0]?.length ?? 0) / 1e6).toFixed(1)} MB beside lines of ${((took[1]?.length ?? 0) / 1e6).toFixed(1)} MB: from ${before} to ${peak} MB`);
  expect(took[1]?.toString('utf8').trim().split('\n').length).toBe(boardRows + 1);
  expect(took[0]?.subarray(0, 2).toString('latin1')).toBe('PK');
  expect(peak).toBeLessThanOrEqual(mostMb);
  program.signal('SIGTERM');
  await program.ended;
}, allowed(600_000, 2, 20));

test('control: a program that keeps 600 MB is found', async () => {
  const greedy = 'data:text/javascript,globalThis.kept=new Uint8Array(6e8).fill(1)';
  const ran = await jauap(['help'], { flags: [...shippedFlags(), '--import', greedy] });
  console.log(`proof: ceiling, control ${ran.peakMb} MB`);
  expect([ran.code, ran.peakMb > mostMb]).toEqual([0, true]);
});
