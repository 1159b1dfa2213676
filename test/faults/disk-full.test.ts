import { cpSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { langs, type Lang } from '../../src/kernel/words.ts';
import { startEmbedded } from '../../src/platform/postgres.ts';
import { appWords } from '../../src/app/words.ts';
import { allowed, depth } from '../support/proof.ts';
import type { PlainBrowser } from '../support/browser.ts';
import { browserAt, numberOn, stepsOf } from '../support/resident.ts';
import { smallDisk, whyNoDisk, type SmallDisk } from '../support/small-disk.ts';
import { bodyOf, send, startClients, type Clients } from './clients.ts';
import { countOf, faultsOf } from './ledger.ts';
import { openSite, type Site, type Started } from './opening.ts';
import { logWriter, superuserUrl } from './power.ts';
import { ready, signalTo, statusAt, until, workingIn } from './program.ts';
import { prepared, rawQuery, registerOf, territories } from './seed.ts';
import { journalFindings, unevenAppeals } from './underneath.ts';

const rounds = depth(3, 50);
const clientCount = 6;
/** A new house takes 70 MB, and its log grows by three a second under this load. What is kept of every round has its place too: three papers of 1.5 MB in each third one, and the rows. */
const [houseMb, papersMb, logMb] = [depth(400, 700), 4 + 5 * Math.ceil(rounds / 3), 160];
const healsWithinMs = 30_000;
const skipped = whyNoDisk === null ? '' : ` (not run: ${whyNoDisk})`;
const kinds = ['rows', 'log', 'papers'] as const;

let site: Site;
const disks: SmallDisk[] = [];
beforeAll(async () => {
  site = await openSite('full');
});
afterAll(() => site.end(async () => disks.toReversed().forEach((disk) => disk.end())));

const mounted = (at: string, mb: number): SmallDisk => {
  const disk = smallDisk(at, mb);
  disks.push(disk);
  return disk;
};

const postmaster = (place: string): string => {
  try {
    return readFileSync(join(place, 'data/postmaster.pid'), 'utf8').split('\n')[0] ?? '';
  } catch {
    return '';
  }
};

const anotherFile = 'SELECT pg_switch_wal()';
const anotherMegabyte = `SELECT pg_logical_emit_message(false, 'faults', repeat('x', 1000000))`;

/** Takes room of the log until there is none for its next file, and the server falls. */
const exhaustLog = async (disk: SmallDisk, place: string, superuser: string, o: { step: string; between: () => Promise<unknown> }): Promise<void> => {
  const first = postmaster(place);
  const fell = await until(async () => {
    disk.fill();
    return rawQuery(superuser, o.step).then(o.between).then(() => postmaster(place) !== first, () => true);
  });
  expect(fell, 'the server was never without room for its log').toBe(true);
};

/** Three residents who stand before the button that sends. */
type Waiting = { readonly lang: Lang; readonly text: string; readonly page: PlainBrowser };
const waiting = (port: number, round: number): Promise<Waiting[]> => Promise.all(langs.map(async (lang) => {
  const text = `${['Терезе сынған', 'Ағаш құлаған', 'Су ағып жатыр', 'Жол ойылған', 'Ит көп'][round % 5]}: ${lang} ${round}`;
  let page = browserAt(`http://127.0.0.1:${port}`);
  for (const step of stepsOf({ lang, text, place: 'таскала' }).slice(0, -1)) page = await step(page);
  return { lang, text, page };
}));
const press = ({ lang, text, page }: Waiting): Promise<PlainBrowser> => stepsOf({ lang, text, place: 'таскала' }).at(-1)?.(page) ?? Promise.reject(new Error('no button'));
const saysSo = ({ lang, page }: Waiting): boolean =>
  page.status === 503 && Number(page.headers.get('retry-after')) > 0 && page.html.includes(`lang="${lang}"`) && (page.text.includes(appWords.fullText[lang]) || page.text.includes(appWords.awayText[lang]));

const lives = async ({ port, said }: Started, clients: Clients, disk: SmallDisk): Promise<number> => {
  const since = performance.now();
  disk.free();
  const enough = clients.told.length + clientCount;
  expect(await until(() => ready(port), healsWithinMs), `it did not come back: ${said().slice(-1_500)}`).toBe(true);
  expect(await until(() => clients.told.length >= enough, healsWithinMs), 'nobody is told a number again').toBe(true);
  return performance.now() - since;
};

test.skipIf(whyNoDisk !== null)(`${rounds} times the disk is full under load: nobody is told a number that is not kept, everybody is told in words, and it heals by itself${skipped}`, async () => {
  const house = join(site.dir, 'house');
  const place = join(house, 'postgres');
  const [whole, papers] = [mounted(house, houseMb), mounted(join(house, 'files'), papersMb)];
  await prepared(place);
  const program = await site.begin({ JAUAP_DATA: house });
  const clients = startClients(program.port, clientCount, 5);
  const superuser = superuserUrl(place, `postgres://jauap:x@/jauap?host=${encodeURIComponent(join(place, 'run'))}`);
  const written = new Map<string, string>();
  const mine = new Set<string>();
  const healed: number[] = [];
  const refused = new Map<string, number>(kinds.map((kind) => [kind, 0]));
  for (let round = 0; round < rounds; round += 1) {
    const kind = kinds[round % kinds.length] ?? 'rows';
    const people = await waiting(program.port, round);
    for (const { text } of people) mine.add(text);
    const enough = clients.told.length + 5 * clientCount;
    expect(await until(() => clients.told.length >= enough, 60_000), program.said()).toBe(true);
    if (kind === 'papers') {
      papers.fill();
      const paper = new File([Buffer.from('Аулада шам жанбайды.\n'.repeat(40_000))], 'хат.txt');
      for (const one of people) {
        await one.page.open(`/${one.lang}/appeals/new/what`);
        const attach = () => one.page.submit(/Жалғастыру|Продолжить|Continue/, { text: one.text, papers: paper });
        await attach();
        expect(saysSo(one), `${one.lang}: ${one.page.status} ${one.page.text.slice(0, 300)}`).toBe(true);
        refused.set(kind, (refused.get(kind) ?? 0) + 1);
      }
      healed.push(await lives(program, clients, papers)); // whoever sends none never noticed
      for (const one of people) {
        await one.page.open(`/${one.lang}/appeals/new/what`);
        await one.page.submit(/Жалғастыру|Продолжить|Continue/, { text: one.text, papers: paper });
        expect(one.page.address, one.page.text.slice(0, 300)).toContain('/check');
      }
    } else {
      whole.fill();
      if (kind === 'log') await exhaustLog(whole, place, superuser, { step: anotherFile, between: () => Promise.resolve() });
      const isFull = async (): Promise<boolean> => {
        whole.fill();
        const text = `Толды ма? ${round} ${crypto.randomUUID()}`;
        mine.add(text);
        const answer = await send(program.port, crypto.randomUUID(), bodyOf(text, territories[0]));
        expect([201, 503, undefined], answer?.text).toContain(answer?.status);
        return answer?.status === 503;
      };
      expect(await until(isFull, 60_000), 'the disk is full and nobody notices').toBe(true);
      refused.set(kind, (refused.get(kind) ?? 0) + 1);
      for (const one of people) {
        whole.fill();
        await press(one);
        const number = one.page.status === 200 ? numberOn(one.page) : undefined;
        if (number === undefined) expect(saysSo(one), `${one.lang}: ${one.page.status} ${one.page.text.slice(0, 300)}`).toBe(true);
        if (number === undefined) refused.set(kind, (refused.get(kind) ?? 0) + 1);
      }
      expect(await statusAt(program.port, '/healthz')).toBe(200);
      healed.push(await lives(program, clients, whole));
    }
    for (const one of people) {
      await one.page.open(`/${one.lang}/appeals/new/check`);
      if (numberOn(one.page) === undefined) await press(one);
      expect(numberOn(one.page), one.page.text.slice(0, 300)).toBeDefined();
      written.set(one.text, numberOn(one.page) ?? '');
    }
  }
  await clients.stop();
  expect(program.running(), program.said()).toBe(true);
  program.signal('SIGTERM');
  expect(await program.ended).toBe(0);

  const server = await startEmbedded({ dataDir: place });
  try {
    const rows = await registerOf(server.url);
    const faults = countOf(faultsOf(new Set([...clients.sent, ...mine]), clients.told, rows));
    const uneven = await unevenAppeals(server.url);
    const journal = await journalFindings(server.url, house);
    const files = await rawQuery<{ key: string; bytes: number }>(server.url, `SELECT key, bytes::int AS bytes FROM files.file WHERE owner LIKE 'appeal:%'`);
    console.log(`proof: disk full ${rounds} times, ${clients.told.length} acknowledged in ${clients.tries()} tries, ${written.size} by the form, refused in words ${[...refused].map(([kind, n]) => `${kind} ${n}`).join(', ')}, ${JSON.stringify(faults)}, healed in at most ${(Math.max(...healed) / 1000).toFixed(1)} s, journal ${journal.sealed} leaves`);
    expect(faults).toEqual({});
    for (const [text, number] of written) expect(rows.filter((row) => row.text === text).map((row) => row.number), text).toEqual([number]);
    expect(uneven).toEqual([]);
    expect(journal.findings).toEqual([]);
    expect(readFileSync(join(house, 'journal-roots'), 'utf8').split('\n').filter((line) => !/^\d+ [0-9a-f]{64}$/.test(line))).toEqual(['']);
    expect(files).toHaveLength(Math.floor(rounds / kinds.length) * langs.length);
    for (const file of files) expect(statSync(join(house, 'files', file.key)).size).toBe(file.bytes);
    expect(clients.strange).toEqual([]);
    expect(clients.unanswered()).toBe(0);
    for (const [kind, n] of refused) expect(n, `nobody was refused: ${kind}`).toBeGreaterThan(0);
  } finally {
    await server.stop();
  }
}, allowed(600_000, 3, 50));

test.skipIf(whyNoDisk !== null)(`control: a server that answers before its log is written loses what was told when the disk is full, and the same questions find it${skipped}`, async () => {
  const house = join(site.dir, 'hasty');
  const place = join(house, 'postgres');
  await prepared(place);
  // a disk of the log's own: what is told goes on until the log itself has no room
  const log = join(place, 'data/pg_wal');
  cpSync(log, `${log}.was`, { recursive: true });
  const disk = mounted(log, logMb);
  cpSync(`${log}.was`, log, { recursive: true });
  const server = await startEmbedded({ dataDir: place, settings: { synchronous_commit: 'off', wal_writer_delay: '10s', wal_writer_flush_after: '1GB' } });
  const program = await site.begin({ JAUAP_DATA: house, DATABASE_URL: server.url });
  // whoever writes the log by itself would save at any moment what nobody waits for
  const asleep = await logWriter(superuserUrl(place, server.url));
  process.kill(asleep, 'SIGSTOP');
  const clients = startClients(program.port, clientCount, 6);
  expect(await until(() => clients.told.length >= 5 * clientCount, 60_000), program.said()).toBe(true);
  // the server holds up to eight megabytes of its log in memory: whoever is told meanwhile is told too early
  const moreTold = (): Promise<boolean> => {
    const enough = clients.told.length + 1;
    return until(() => clients.told.length >= enough || workingIn(join(place, 'data')).length < 2, 10_000);
  };
  await exhaustLog(disk, place, superuserUrl(place, server.url), { step: anotherMegabyte, between: moreTold });
  disk.free();
  for (const pid of [server.pid, asleep]) signalTo(pid, 'SIGKILL'); // it may be reading its log again at this moment, or have given that up
  await server.ended;
  expect(await until(() => workingIn(join(place, 'data')).length === 0, 60_000)).toBe(true);
  const again = await startEmbedded({ dataDir: place });
  try {
    expect(await until(() => ready(program.port), healsWithinMs)).toBe(true);
    await clients.stop();
    const faults = countOf(faultsOf(clients.sent, clients.told, await registerOf(again.url)));
    console.log(`proof: control with a full disk and commits that do not wait, ${clients.told.length} acknowledged, ${JSON.stringify(faults)}`);
    expect(faults['lost'] ?? 0).toBeGreaterThan(0);
  } finally {
    program.signal('SIGTERM');
    await program.ended;
    await again.stop();
  }
});
