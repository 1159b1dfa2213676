import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dump } from '../../../test/architecture/dump.ts';
import { openHouse, type TestHouse } from '../../../test/support/house.ts';
import { system, visitor } from '../../kernel/actor.ts';
import type { Day } from '../../kernel/day.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import { read, write } from '../../platform/db.ts';
import { register } from '../../rooms/appeals/acts/register.ts';
import { registerSchema } from '../../rooms/appeals/contract.ts';
import { mayIndex } from '../../rooms/appeals/policy.ts';
import { writeSketches } from '../../rooms/appeals/store/likeness.ts';
import { linkToken } from '../../rooms/appeals/store/seal.ts';
import { toBeSearched } from '../../rooms/appeals/store/searched.ts';
import { verify } from '../../rooms/journal/contract.ts';
import { signerFrom } from '../../rooms/journal/signing.ts';
import { fillCrowd, type Filled } from './fill.ts';
import { partsOf, type Order } from './order.ts';

const size = 3_000;
const signer = signerFrom(generateKeyPairSync('ed25519').privateKey);
const noted: { size: number; root: string }[] = [];
const witness = { note: (n: number, root: Buffer) => void noted.push({ size: n, root: root.toString('hex') }), lines: () => noted };
let h: TestHouse;
let schema: string;
let filled: Filled;
const told: string[] = [];

const orderFor = (o: Partial<Order> = {}): Order => ({
  size, seed: 7, from: '2024-01-01' as Day, today: '2026-11-20' as Day, calendarVersion: 'kz5-2026.11', voice: 'lived', journal: true, secret: 'a secret of tests, longer than thirty-two letters',
  offices: [
    { branchId: h.units.tasqala, code: 'BQ01', bodyId: h.units.lighting, executors: [h.people.executor, h.people.colleague], clerkId: h.people.clerk },
    { branchId: h.units.aqzhaiyq, code: 'BQ02', bodyId: h.units.roads, executors: [h.people.executor], clerkId: h.people.sibling },
  ],
  spots: [
    { office: 0, weight: 3, territoryCode: '276000000', path: ['000000000', '270000000', '276000000'], place: '276030100' },
    { office: 1, weight: 1, territoryCode: '273600000', path: ['000000000', '270000000', '273600000'], place: '273620100' },
  ],
  ...o,
});
const number = async (query: string): Promise<number> => Number((await h.t.raw(query))[0]?.['n']);

beforeAll(async () => {
  h = await openHouse();
  schema = await dump(h.t.raw);
  filled = await fillCrowd({ url: h.t.url, order: orderFor(), seal: { signer, witness }, onStep: (line) => told.push(line) });
});
afterAll(() => h.end());

test('three years of letters stand in their partitions, and everything that was taken off is on again', async () => {
  expect(filled).toMatchObject({ appeals: size });
  expect(await dump(h.t.raw)).toBe(schema);
  const years = await h.t.raw(`SELECT a.id / 10000000000 AS year, count(*)::int AS n, bool_and(a.number LIKE '%-' || a.id / 10000000000 || '-%' AND extract(year FROM a.registered_on) = a.id / 10000000000) AS agree FROM appeals.appeal a GROUP BY 1 ORDER BY 1`);
  expect(years.map((row) => row['year'])).toEqual(['2024', '2025', '2026']);
  expect(years.every((row) => row['agree'] === true && Number(row['n']) > 500)).toBe(true);
  expect(await h.t.raw(`SELECT DISTINCT tableoid::regclass::text AS in FROM appeals.act ORDER BY 1`)).toEqual([{ in: 'appeals.act_2024' }, { in: 'appeals.act_2025' }, { in: 'appeals.act_2026' }]);
});

test('each letter is whole: numbers without a gap, as many acts as its stage says, a leaf for each, a promise, words to be found by', async () => {
  expect(await h.t.raw(`SELECT c.branch_id, c.year FROM appeals.counter c LEFT JOIN LATERAL (SELECT count(*) AS n, max(right(a.number, 6)::int) AS top FROM appeals.appeal a WHERE a.branch_id = c.branch_id AND a.number LIKE '%-' || c.year || '-%') x ON true
    WHERE c.last <> x.n OR c.last <> x.top`)).toEqual([]);
  expect(await number('SELECT count(*) AS n FROM appeals.counter')).toBe(6);
  expect(await h.t.raw(`SELECT a.number FROM appeals.appeal a WHERE (SELECT count(*) FROM appeals.act x WHERE x.appeal_id = a.id) <> CASE a.stage WHEN 'registered' THEN 1 WHEN 'answered' THEN 3 WHEN 'closed' THEN 4 ELSE 2 END
    OR (SELECT count(*) FROM journal.leaf l WHERE l.subject = 'appeal:' || a.id) <> (SELECT count(*) FROM appeals.act x WHERE x.appeal_id = a.id)
    OR (a.stage IN ('answered', 'closed')) <> EXISTS (SELECT 1 FROM appeals.answer w WHERE w.appeal_id = a.id AND w.state = 'sent')
    OR (a.assignment_id IS NOT NULL) <> EXISTS (SELECT 1 FROM assignments.assignment s WHERE s.id = a.assignment_id AND s.source_id = a.id AND s.open = a.open)
    OR (a.published_at IS NOT NULL) <> EXISTS (SELECT 1 FROM appeals.publication p WHERE p.appeal_id = a.id)
    OR a.answered_at < a.registered_at OR a.closed_at < a.answered_at`)).toEqual([]);
  expect(await number('SELECT count(*) AS n FROM appeals.search')).toBe(size);
  expect(await number('SELECT count(*) AS n FROM appeals.sketch')).toBe(size);
  expect(await number('SELECT count(*) AS n FROM appeals.search_due')).toBe(0);
  expect(await number('SELECT count(DISTINCT stage) AS n FROM appeals.appeal')).toBe(6);
});

test('the journal proves itself over every act, and its root stands outside the database too', async () => {
  const proved = await verify(h.ctx(), { publicPem: signer.publicPem, witness });
  console.log(`proof: a register of ${filled.appeals} appeals over three years with ${proved.sealed} leaves, ${proved.findings.length} findings`);
  expect(proved.findings).toEqual([]);
  expect(proved.sealed).toBe(filled.leaves);
  expect(proved.sealed).toBe(await number('SELECT count(*) AS n FROM journal.leaf'));
  expect(noted.at(-1)).toEqual({ size: proved.sealed, root: proved.root });
});

test('what search and likeness keep of a letter is what the program itself would have written', async () => {
  const ids = (await h.t.raw('SELECT id FROM appeals.appeal ORDER BY topic_code IS NOT NULL, sha256(number::bytea) LIMIT 90')).map((row) => Number(row['id']));
  const mine = await read(h.ctx(), (q) => toBeSearched(q, ids));
  for (const one of mine) expect(await h.t.raw('SELECT document::text AS document, registered_on::text AS on, seen_by::text AS seen FROM appeals.search WHERE appeal_id = $1', [one.appealId]), String(one.appealId))
    .toEqual(await h.t.raw('SELECT $1::tsvector::text AS document, $2::text AS on, $3::bigint[]::text AS seen', [one.document, one.registeredOn, [...one.seenBy]]));
  const sketches = () => h.t.raw('SELECT appeal_id, marks, seen_by, branch_id FROM appeals.sketch ORDER BY appeal_id');
  const before = await sketches();
  await write(h.ctx(), async (tx) => {
    const permit = mayIndex(system('test'));
    if (isRefusal(permit)) return permit;
    await writeSketches(tx, permit, ids);
    return undefined;
  });
  const after = await sketches();
  const changed = after.filter((row, at) => JSON.stringify(row) !== JSON.stringify(before[at])).map((row) => Number(row['appeal_id']));
  // a letter that nobody has sorted is sketched without the topic it was made with
  const unsorted = new Set((await h.t.raw('SELECT id FROM appeals.appeal WHERE topic_code IS NULL')).map((row) => Number(row['id'])));
  expect(changed.filter((id) => !unsorted.has(id))).toEqual([]);
});

test('the house goes on from here: its pages open, the secret link finds the letter, and the next number is the next one', async () => {
  const [open] = await h.t.raw(`SELECT id, number FROM appeals.appeal WHERE branch_id = $1 AND open ORDER BY near_on, id LIMIT 1`, [h.units.tasqala]);
  const page = await h.signedIn('clerk', 'ru');
  await page.open('/ru/desk/appeals');
  expect(page.text).toContain(String(open?.['number']));
  expect((await page.open(`/ru/desk/appeals/${String(open?.['number'])}`)).status).toBe(200);
  const guest = h.browser();
  const [published] = await h.t.raw('SELECT number FROM appeals.publication ORDER BY published_at DESC, appeal_id DESC LIMIT 1');
  await guest.open('/kk/appeals');
  expect(guest.text).toContain(String(published?.['number']));
  await guest.open(`/kk/follow/${linkToken(Number(open?.['id']), 1)}`);
  expect(guest.text).toContain(String(open?.['number']));
  const last = await number(`SELECT last AS n FROM appeals.counter WHERE branch_id = ${h.units.tasqala} AND year = 2026`);
  const applicant = { kind: 'person', surname: 'Үлгіқызы', given: 'Әлия', phone: '+77000000001' };
  const made = await register(h.ctx(visitor), registerSchema.parse({ key: 'the first after the crowd', channel: 'web', lang: 'kk', branchId: h.units.tasqala, applicant, matters: [{ kind: 'application', text: 'Көше шамы жанбайды, кешке қараңғы.', publishConsent: false }] }));
  expect(made).toMatchObject({ matters: [{ number: `BQ01-2026-${String(last + 1).padStart(6, '0')}` }] });
});

test('however it is cut into parts, the same register comes out', () => {
  const order = orderFor();
  const whole = partsOf(order, size);
  const cut = partsOf(order, 170);
  expect(whole.parts).toHaveLength(3);
  expect(cut.parts.length).toBeGreaterThan(15);
  expect(cut.counters).toEqual(whole.counters);
  expect(cut.parts.reduce((sum, part) => sum + part.to - part.from, 0)).toBe(size);
  for (const [at, part] of cut.parts.entries()) expect(part.from).toBe(at === 0 ? 0 : cut.parts[at - 1]?.to);
  for (const part of cut.parts) expect(part.given.reduce((sum, n) => sum + n, 0)).toBe(part.nth);
  expect(told.some((line) => /3,000 of 3,000 appeals, [\d,]+ a second/.test(line))).toBe(true);
});

test('a register that has letters is not filled again, and one without leaves says so', async () => {
  await expect(fillCrowd({ url: h.t.url, order: orderFor(), seal: { signer, witness }, onStep: () => {} })).rejects.toThrow('there are appeals in this register already');
  await expect(fillCrowd({ url: h.t.url, order: orderFor(), seal: null, onStep: () => {} })).rejects.toThrow('leaves are sealed');
});
