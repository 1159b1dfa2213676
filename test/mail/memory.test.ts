import { writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { branchesDb, openSite, type Site, type Started } from '../faults/opening.ts';
import { residentMb, shippedEnvironment, until } from '../faults/program.ts';
import type { TestDb } from '../support/database.ts';
import { openMailbox, type Mailbox } from '../support/dovecot.ts';
import { aLetter, parts, word, type Part } from './letters.ts';

/** The whole program: house, worker and reader of letters are one process. 178 MB of it are there before the first letter; seen in ten runs: 214 to 236. */
const mostMb = 280;
/** Pictures are drawn anew, and words without end are read as far as they count: 256 to 292. Without the allocator's settings 430 to 460, and 330 on a single core. */
const mostAtWorkMb = 340;

let t: TestDb;
let box: Mailbox;
let site: Site;
beforeAll(async () => {
  t = await branchesDb();
  box = await openMailbox();
  site = await openSite('mail-memory');
});
afterAll(() => site.end(box.end, t.drop));

const begin = (environment: Readonly<Record<string, string>> = {}): Promise<Started> => site.begin({ DATABASE_URL: t.url, MAIL_IMAP_URL: box.url, ...environment });
const ended = async (program: Started): Promise<void> => {
  program.signal('SIGTERM');
  await program.ended;
};

const megabyte = 1024 * 1024;
const aPaper = (bytes: number): Buffer => Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(bytes, 'Қала жарығы '), Buffer.from('\n%%EOF\n')]);
let nth = 0;
const withPapers = (papers: readonly Part[]): Buffer => aLetter({
  from: `${word('Сыналмалы Әлия')} <heavy${(nth += 1)}@mail.example>`, type: 'multipart/mixed; boundary=b',
  body: parts('b', [{ type: 'text/plain; charset=utf-8', body: 'Шам жанбайды, құжаттарды қараңыз.' }, ...papers]),
});
/** Noise, as large as a telephone makes them: 12 megapixels. */
const photographs = async (count: number): Promise<Buffer> => {
  const one = await sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 8 } } }).jpeg({ quality: 75 }).toBuffer();
  return withPapers(Array.from({ length: count }, (_, at) => ({ type: 'image/jpeg', body: one, name: `sham${at}.jpg` })));
};

const pictures = 'twenty photographs';
/** by how much they made the program as it is shipped grow: how much the control takes depends on the cores, too */
let grownMb = Number.NaN;

type Measured = { readonly before: number; readonly peak: number; readonly files: number };
/** The most that was resident while the letter was taken in, from a mark set before it. */
const takenIn = async (program: Started, raw: Buffer): Promise<Measured> => {
  writeFileSync(`/proc/${program.pid}/clear_refs`, '5');
  const before = residentMb(program.pid);
  box.deliver(raw);
  expect(await until(() => box.waiting() === 0, 300_000), program.said()).toBe(true);
  const [row] = await t.raw(`SELECT count(*)::int AS n FROM files.file WHERE owner = (SELECT 'appeal:' || max(id) FROM appeals.appeal)`);
  return { before, peak: residentMb(program.pid, 'VmHWM'), files: Number(row?.['n']) };
};

test(`while letters of 25 MB are taken in, the whole program holds at most ${mostMb} MB, and ${mostAtWorkMb} whatever is in them`, async () => {
  const program = await begin();
  const rest = residentMb(program.pid);
  const heavy: readonly (readonly [name: string, raw: Buffer, files: number, most: number])[] = [
    ['one paper of 17 MB', withPapers([{ type: 'application/pdf', body: aPaper(17 * megabyte), name: 'n.pdf' }]), 1, mostMb],
    ['twenty papers', withPapers(Array.from({ length: 20 }, (_, at) => ({ type: 'application/pdf', body: aPaper(0.9 * megabyte), name: `p${at}.pdf` }))), 20, mostMb],
    [pictures, await photographs(20), 20, mostAtWorkMb],
    // so many words go along as a paper
    ['words of 8 MB in a page', aLetter({ type: 'text/html', body: `<p>Шам жанбайды</p>${'<div><b>ә'.repeat(800_000)}` }), 1, mostAtWorkMb],
    ['a hundred thousand parts', aLetter({ type: 'multipart/mixed; boundary=b', body: `--b\r\n\r\nШам жанбайды, көше қараңғы.\r\n${'--b\r\n\r\n.\r\n'.repeat(100_000)}` }), 0, mostAtWorkMb],
  ];
  const seen: string[] = [];
  const over: string[] = [];
  for (const [name, raw, files, most] of heavy) {
    const m = await takenIn(program, raw);
    seen.push(`${name} (${(raw.length / 1e6).toFixed(0)} MB) ${m.before} to ${m.peak}`);
    if (m.peak > most) over.push(name);
    if (name === pictures) grownMb = m.peak - m.before;
    expect(m.files, name).toBe(files);
  }
  console.log(`proof: mail, resident ${rest} MB at rest; ${seen.join(', ')}`);
  await ended(program);
  expect(over).toEqual([]);
}, 900_000);

test('the control: with the allocator as the system has it, photographs take half as much again, and more', async () => {
  const program = await begin(Object.fromEntries(Object.keys(shippedEnvironment()).map((name) => [name, ''])));
  const { before, peak } = await takenIn(program, await photographs(20));
  console.log(`proof: mail, control, ${before} to ${peak} MB`);
  expect(peak - before).toBeGreaterThan(1.5 * grownMb);
}, 600_000);
