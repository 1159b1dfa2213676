import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runImport, type ImportOrder } from '../../../app/import.ts';
import { system } from '../../../kernel/actor.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import { root } from '../../../platform/root.ts';
import { freshDb, testNow, type TestDb } from '../../../../test/support/database.ts';
import { openUnit } from '../../units/contract.ts';
import { madeUpIin, aStaff } from '../make.ts';
import { setSealSecret } from '../store/seal.ts';
import { importBatch, importRowSchema } from './import.ts';

let t: TestDb;
let dir = '';
let branch = '';
let branchId = 0;
let made = 0;
let printed: string[] = [];
let progress: string[] = [];
const io = { print: (line: string) => void printed.push(line), progress: (line: string) => void progress.push(line) };
const ctx = () => t.ctx(system('import'));

beforeAll(async () => {
  setSealSecret(() => 'a secret of tests, longer than thirty-two letters');
  t = await freshDb();
  dir = await mkdtemp(join(tmpdir(), 'jauap-import-'));
});
afterAll(async () => {
  await t.drop();
  await rm(dir, { recursive: true, force: true });
});
/** A branch of its own for every test: its counter begins at one. */
beforeEach(async () => {
  printed = [];
  progress = [];
  made += 1;
  branch = `IM${String.fromCharCode(64 + Math.ceil(made / 20), 64 + ((made - 1) % 20) + 1)}`;
  const opened = await openUnit(ctx(), { kind: 'branch', level: 'region', code: branch, parentId: null, territoryCode: '000000000', names: { kk: branch, ru: branch, en: branch } });
  if (isRefusal(opened)) throw new Error(opened.code);
  branchId = opened.unitId;
});

const file = async (name: string, text: string | Buffer): Promise<string> => {
  const path = join(dir, `${made}-${name}`);
  await writeFile(path, text);
  return path;
};
const order = (path: string, o: Partial<ImportOrder> = {}): ImportOrder => ({ file: path, branch, dryRun: false, ...o });
const run = (path: string, o: Partial<ImportOrder> = {}) => runImport(ctx(), order(path, o), io);
const rowsHere = () => t.raw(`SELECT a.*, p.surname, p.given, p.patronymic, p.phone, to_char(a.registered_on, 'YYYY-MM-DD') AS on_day, to_char(a.due_on, 'YYYY-MM-DD') AS due_day
  FROM appeals.appeal a LEFT JOIN appeals.applicant p ON p.appeal_id = a.id WHERE a.branch_id = ${branchId} ORDER BY a.id`);
/** Numbers of this branch by year; every one once and none left out. */
const numbers = async (): Promise<Record<string, number>> => {
  const rows = await t.raw(`SELECT c.year, c.last, count(DISTINCT a.number)::int AS n, count(*)::int AS rows, max(right(a.number, 6))::int AS top, count(DISTINCT a.id)::int AS ids
    FROM appeals.counter c JOIN appeals.appeal a ON a.branch_id = c.branch_id AND a.number LIKE '%-' || c.year || '-%' WHERE c.branch_id = ${branchId} GROUP BY c.year, c.last`);
  for (const r of rows) expect([r['n'], r['rows'], r['top'], r['ids']]).toEqual([r['last'], r['last'], r['last'], r['last']]);
  return Object.fromEntries(rows.map((r) => [String(r['year']), Number(r['last'])]));
};
const plainCsv = (count: number): string => ['id,text', ...Array.from({ length: count }, (_, n) => `${n + 1},Көшеде жарық жоқ ${n + 1}`)].join('\n');
const plainMap = 'text=text,externalId=id';

const messy = [
  '\uFEFF№;Обращение;Дата;Вид;Кто;тел;Тема',
  `1;"Во дворе нет света;\nдети боятся";05.03.2022 10:20;жалоба;Сыналмалы Әлия Үлгіқызы;8 701 000 00 01;Свет`,
  '2;Аулада жарық жанбайды, балалар қорқады;2021-06-30;;;;',
  '3;Нет воды;32.01.2022;;Сыналмалы Әлия;не помню;',
  '4;;01.02.2022;;;;',
  '5;"Кавычка не там" и дальше;01.02.2022;;;;',
  '6;Мало ячеек',
  ';;;;;;',
  '7;Просьба заменить лавку на улице Қабанбай батыра у дома пять;02.02.2022;совсем другое;;;',
  '8;Письмо из будущего;01.01.2030;;;;',
  '9;Письмо до всяких правил;01.01.1990;;;;',
  '1;Другое письмо под тем же номером;01.02.2022;;;;',
  `10;"Не закрыто;01.02.2022;;;;`,
  '11;Последняя строка читается;04.02.2022;жалоба;;;неведомая',
].join('\r\n');
const messyMap = JSON.stringify({
  text: 'Обращение', externalId: '№', receivedAt: 'Дата', name: 'Кто', phone: 'тел',
  kind: { column: 'Вид', values: { Жалоба: 'complaint' } }, topic: { column: 'Тема', values: { свет: 'lighting' } },
});
const complaints = [
  'line 5: moment_wrong (column Дата), phone_wrong (column тел)', 'line 6: field_missing (column Обращение)', 'line 7: csv_quotes', 'line 8: cells_missing',
  'line 10: choose_one (column Вид)', 'line 11: received_in_future_invalid (column Дата)', 'line 12: received_before_rules (column Дата)',
  'line 13: same_key_other_body (column №)', 'line 14: csv_quotes',
];
const lines = () => printed.filter((line) => line.startsWith('line ')).map((line) => line.replace(/^(line 5: )(.*), (.*)$/, (_all, head: string, a: string, b: string) => head + [a, b].toSorted().join(', ')));

describe('a register kept elsewhere', () => {
  test('comes in with its dates, kinds, people and topics; a bad row is named by line, code and column, and burns no number', async () => {
    const path = await file('old.csv', messy);
    const map = await file('map.json', messyMap);
    expect(await run(path, { map, source: 'old' })).toEqual({ rows: 12, taken: 3, already: 0, refused: 9 });
    expect(lines()).toEqual(complaints);
    const rows = await rowsHere();
    expect(rows).toHaveLength(3);
    // 5 March 2022 is a Saturday; from 30 June 2021 fifteen working days without 6 and 20 July
    expect(rows.find((r) => r['number'] === `${branch}-2022-000001`)).toMatchObject({
      text: 'Во дворе нет света;\nдети боятся', kind: 'complaint', channel: 'paper', lang: 'ru', topic_code: 'lighting', stage: 'registered', surname: 'Сыналмалы', given: 'Әлия', patronymic: 'Үлгіқызы',
      phone: '+77010000001', on_day: '2022-03-07', received_at: new Date('2022-03-05T10:20:00+06:00'), publish_consent: false,
    });
    expect(rows.find((r) => r['number'] === `${branch}-2021-000001`)).toMatchObject({ lang: 'kk', kind: 'application', on_day: '2021-06-30', due_day: '2021-07-23', surname: null, received_at: new Date('2021-06-30T00:00:00+06:00') });
    expect(rows.find((r) => r['number'] === `${branch}-2022-000002`)).toMatchObject({ topic_code: null, kind: 'complaint' });
    expect(await numbers()).toEqual({ 2021: 1, 2022: 2 });
    expect(printed.at(-1)).toBe('1 rows have a topic that is in no list here: it is left empty.');
    const [leaves] = await t.raw(`SELECT count(*)::int AS n FROM journal.leaf WHERE act = 'appeal.import' AND facts::jsonb->>'branchId' = '${branchId}'`);
    expect(leaves).toEqual({ n: 3 });
  });

  test('a dry run says the same of every row and writes nothing', async () => {
    const path = await file('old.csv', messy);
    const before = await t.raw(`SELECT (SELECT count(*) FROM appeals.intake)::int AS keys, (SELECT count(*) FROM journal.leaf)::int AS leaves, (SELECT last_value FROM appeals.appeal_id)::int AS id, (SELECT count(*) FROM appeals.counter)::int AS counters`);
    expect(await run(path, { map: await file('map.json', messyMap), source: `dry${made}`, dryRun: true })).toEqual({ rows: 12, taken: 3, already: 0, refused: 9 });
    expect(lines()).toEqual(complaints);
    expect(printed.at(-1)).toBe('Nothing was written.');
    expect(printed.join('\n')).not.toMatch(/Сыналмалы|помню|Кавычка|1990/);
    expect(await rowsHere()).toEqual([]);
    expect(await t.raw(`SELECT (SELECT count(*) FROM appeals.intake)::int AS keys, (SELECT count(*) FROM journal.leaf)::int AS leaves, (SELECT last_value FROM appeals.appeal_id)::int AS id, (SELECT count(*) FROM appeals.counter)::int AS counters`)).toEqual(before);
  });

  test('in JSON lines a number or an empty value is read as text, and a broken line is named', async () => {
    const path = await file('list.jsonl', ['{"n":1,"body":"Жол бұзылған, өтінеміз жөндеңіздер","iin":null,"fio":"Сыналмалы Әлия","lat":51.2,"lon":51.4}', '{"n":2,"body":"Нет автобуса"', '', '[1]',
      `{"n":3,"body":"Нет автобуса\u2028вечером","fio":"Сыналмалы","lat":999,"lon":51}`, `{"n":4,"body":"Нет автобуса вечером","fio":"Сыналмалы Әлия","iin":"${madeUpIin(4)}"}`, '{"n":5,"body":"Нет автобуса","at":"0001-01-01T00:00:00Z"}'].join('\n'));
    expect(await run(path, { map: 'text=body,externalId=n,name=fio,iin=iin,lat=lat,lon=lon,receivedAt=at' })).toEqual({ rows: 6, taken: 2, already: 0, refused: 4 });
    expect(lines()).toEqual(['line 2: json_broken', 'line 4: json_broken', expect.stringMatching(/^line 5: (field_missing \(column fio\), point_wrong \(column lat\)|point_wrong \(column lat\), field_missing \(column fio\))$/), 'line 7: received_before_rules (column at)']);
    const [first, second] = await rowsHere();
    expect([first?.['lang'], first?.['lat'], second?.['lang']]).toEqual(['kk', 51.2, 'ru']);
  });
});

describe('nothing is taken twice', () => {
  test('the same file again takes nothing; without numbers of its own, two equal rows are two letters', async () => {
    const path = await file('same.csv', 'text\nНет света\nНет света\n');
    expect(await run(path)).toMatchObject({ taken: 2, already: 0 });
    expect(await run(path)).toEqual({ rows: 2, taken: 0, already: 2, refused: 0 });
    expect(await run(path, { dryRun: true })).toMatchObject({ taken: 0, already: 2 });
    expect(await numbers()).toEqual({ 2026: 2 });
  });

  test('stopped between batches and run again, all rows are there once, with numbers without gaps', async () => {
    const path = await file('stopped.csv', plainCsv(730));
    let now = testNow;
    // a clock that goes on two seconds whenever it is asked: a line of progress after every batch, and the fourth one stops the run
    const hurried = t.ctx(system('import'), { now: () => (now += 2_000) });
    const stop = { print: io.print, progress: (line: string) => {
      if (progress.push(line) === 4) throw new Error('the power went out');
    } };
    await expect(runImport(hurried, order(path, { map: plainMap }), stop)).rejects.toThrow('the power went out');
    expect(await numbers()).toEqual({ 2026: 400 });
    expect(await run(path, { map: plainMap, dryRun: true })).toEqual({ rows: 730, taken: 330, already: 400, refused: 0 });
    expect(await run(path, { map: plainMap })).toEqual({ rows: 730, taken: 330, already: 400, refused: 0 });
    expect(await numbers()).toEqual({ 2026: 730 });
    expect(new Set((await rowsHere()).map((r) => r['text'])).size).toBe(730);
    expect(progress[0]).toMatch(/^100 rows, \d+ rows\/s$/);
  });

  test('killed in the middle of a batch, the half batch is gone with its numbers; run again, nothing is missing and nothing is there twice', async () => {
    const path = await file('killed.csv', plainCsv(730));
    await t.raw(`CREATE FUNCTION public.die_${made}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.number LIKE '${branch}-%-000351' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END $$`);
    await t.raw(`CREATE TRIGGER die BEFORE INSERT ON appeals.appeal FOR EACH ROW EXECUTE FUNCTION public.die_${made}()`);
    await expect(run(path, { map: plainMap })).rejects.toThrow();
    expect(await numbers()).toEqual({ 2026: 300 });
    await t.raw('DROP TRIGGER die ON appeals.appeal');
    expect(await run(path, { map: plainMap })).toEqual({ rows: 730, taken: 430, already: 300, refused: 0 });
    expect(await numbers()).toEqual({ 2026: 730 });
    expect(new Set((await rowsHere()).map((r) => r['text'])).size).toBe(730);
  });

  test('two imports of one file at the same moment take each row once', async () => {
    const path = await file('both.csv', plainCsv(450));
    const both = await Promise.all([run(path, { map: plainMap }), run(path, { map: plainMap })]);
    expect(both.map((one) => one.taken + one.already)).toEqual([450, 450]);
    expect(both.reduce((sum, one) => sum + one.taken, 0)).toBe(450);
    expect(await numbers()).toEqual({ 2026: 450 });
  });
});

describe('before the first row', () => {
  // Russian letters of windows-1251
  const cp1251 = Buffer.concat([Buffer.from('id;text\n1;'), Buffer.from([0xcd, 0xe5, 0xf2, 0x20, 0xf1, 0xe2, 0xe5, 0xf2, 0xe0]), Buffer.from('\n')]);
  test.each<[string, string | Buffer, Partial<ImportOrder>, RegExp]>([
    ['a file of Windows-1251 is told', cp1251, {}, /looks like Windows-1251/],
    ['a file of UTF-16 is told', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('id', 'utf16le')]), {}, /UTF-16/],
    ['a column that is not there is told', plainCsv(2), { map: 'text=text,phone=tel,name=id' }, /No column is called “tel”/],
    ['a field that does not exist is told', plainCsv(2), { map: 'text=text,fone=tel' }, /There is no field “fone”/],
    ['a mapping without a text is told', plainCsv(2), { map: 'externalId=id' }, /where the text is/],
    ['a telephone without a person is told', plainCsv(2), { map: 'text=text,phone=id' }, /nobody it belongs to/],
    ['a branch that is not there is told', plainCsv(2), { branch: 'NONE' }, /no open branch/],
    ['a source with a space is told', plainCsv(2), { source: 'a b' }, /Name the source/],
  ])('%s, and nothing is taken', async (_name, text, o, said) => {
    await expect(run(await file('wrong.csv', text), o)).rejects.toThrow(said);
    expect(await rowsHere()).toEqual([]);
  });

  test('only a post trusted with it imports, and only into its branch', async () => {
    const row = { line: 1, externalId: '1', input: importRowSchema.parse({ channel: 'paper', lang: 'kk', matters: [{ kind: 'application', text: 'Жарық жоқ' }] }) };
    const clerk = (unitId: number, abilities: readonly string[]) => t.ctx(aStaff(71, [{ unitId, abilities }]));
    const into = { source: `policy${made}`, branchId };
    expect(await importBatch(clerk(branchId, ['appeal.register']), into, [row])).toMatchObject({ code: 'not_allowed' });
    expect(await importBatch(clerk(branchId + 1, ['appeal.import']), into, [row])).toMatchObject({ code: 'not_allowed' });
    expect(await importBatch(clerk(branchId, ['appeal.import']), into, [row])).toMatchObject({ taken: 1 });
  });
});

const kursk = join(root, '../shared/data/development/kursk_2022.jsonl');
test.runIf(existsSync(kursk))('a real register of 2,925 letters is taken whole (needs ../shared)', async () => {
  const began = performance.now();
  const done = await run(kursk, { map: 'text=text,topic=topic,externalId=id', source: `kursk${made}` });
  process.stderr.write(`2,925 rows in ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
  expect(done).toEqual({ rows: 2_925, taken: 2_925, already: 0, refused: 0 });
  expect(await numbers()).toEqual({ 2026: 2_925 });
  expect(printed).toHaveLength(1);
});
