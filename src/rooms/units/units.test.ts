import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system, visitor, type Actor } from '../../kernel/actor.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import { read, write } from '../../platform/db.ts';
import { root } from '../../platform/root.ts';
import { freshDb, type TestDb } from '../../../test/support/database.ts';
import { importTerritories, openUnit, setCompetence, type Place } from './acts.ts';
import { katoParent } from './law.ts';
import { below, branchFor, competentBody, searchTerritories } from './store.ts';
import { topics } from './store/topics.ts';

let t: TestDb;
const office = () => t.ctx(system('test'));
const place = (code: string, kk: string, ru: string, kind = 'district'): Place => ({ code, kind, names: { kk, ru, en: ru } });
const ids: Record<string, number> = {};

beforeAll(async () => {
  t = await freshDb();
  await importTerritories(office(), [
    place('273600000', 'Бәйтерек ауданы', 'район Байтерек'), place('270000000', 'Батыс Қазақстан облысы', 'Западно-Казахстанская область', 'region'),
    place('271010000', 'Орал қаласы', 'город Уральск', 'city'), place('271000000', 'Орал қаласы', 'Уральск (городская администрация)', 'city_administration'),
  ]);
  const open = async (name: string, kind: 'branch' | 'body', parent: string | null, territoryCode: string, level: 'central' | 'region' | 'district') => {
    const opened = await openUnit(office(), { kind, level, code: name, parentId: parent === null ? null : (ids[parent] ?? -1), territoryCode, names: { kk: name, ru: name, en: name } });
    if (isRefusal(opened)) throw new Error(opened.code);
    ids[name] = opened.unitId;
  };
  await open('KZ', 'branch', null, '000000000', 'central');
  await open('WK', 'branch', 'KZ', '270000000', 'region');
  await open('WKB', 'branch', 'WK', '273600000', 'district');
  await open('ROADS', 'body', null, '270000000', 'region');
  await open('BROADS', 'body', 'ROADS', '273600000', 'district');
});
afterAll(() => t.drop());

test('a code of the classifier knows the code above it', () => {
  expect(katoParent('273655100')).toEqual({ parentCode: '273655000', level: 4 });
  expect(katoParent('273655000')).toEqual({ parentCode: '273600000', level: 3 });
  expect(katoParent('273600000')).toEqual({ parentCode: '270000000', level: 2 });
  expect(katoParent('270000000')).toEqual({ parentCode: '000000000', level: 1 });
});

test('a place is found in either script, without its Kazakh letters, by the beginning of its name', async () => {
  const found = (text: string) => read(office(), (q) => searchTerritories(q, text)).then((list) => list.map((one) => one.code));
  expect(await found('Бәйтер')).toEqual(['273600000']);
  expect(await found('байтерек')).toEqual(['273600000']);
  expect(await found('уральск')).toContain('271010000');
  expect(await found('%')).toEqual([]);
});

test('a village without a branch belongs to the nearest branch above it', async () => {
  const at = (code: string | undefined) => read(office(), (q) => branchFor(q, code)).then((unit) => unit?.code);
  expect(await at('273600000')).toBe('WKB');
  expect(await at('271010000')).toBe('WK');
  expect(await at(undefined)).toBe('KZ');
});

test('where nobody is set for a topic, the body of the next place up answers, and says so', async () => {
  await setCompetence(office(), { topicCode: 'roads', territoryCode: '270000000', unitId: ids['ROADS'] ?? 0 });
  const who = (code: string) => read(office(), (q) => competentBody(q, 'roads', code));
  expect(await who('273600000')).toMatchObject({ unit: { code: 'ROADS' }, exact: false, territoryCode: '270000000' });
  await setCompetence(office(), { topicCode: 'roads', territoryCode: '273600000', unitId: ids['BROADS'] ?? 0 });
  expect(await who('273600000')).toMatchObject({ unit: { code: 'BROADS' }, exact: true });
  expect(await read(office(), (q) => competentBody(q, 'health', '273600000'))).toBeNull();
});

test('a branch sees what is below it and nothing beside it', async () => {
  expect([...(await read(office(), (q) => below(q, ids['WK'] ?? 0)))].toSorted()).toEqual([ids['WK'], ids['WKB']].toSorted());
});

test('a branch does not stand under a body, and a taken code is refused by name', async () => {
  const names = { kk: 'x', ru: 'x', en: 'x' };
  expect(await openUnit(office(), { kind: 'branch', level: 'district', code: 'ZZ', parentId: ids['ROADS'] ?? 0, territoryCode: '270000000', names })).toMatchObject({ code: 'unit_parent_invalid' });
  expect(await openUnit(office(), { kind: 'branch', level: 'district', code: 'WK', parentId: ids['KZ'] ?? 0, territoryCode: '270000000', names })).toMatchObject({ code: 'unit_code_taken', facts: { code: 'WK' } });
});

test('whoever has no post over the unit opens nothing below it', async () => {
  const names = { kk: 'x', ru: 'x', en: 'x' };
  const clerk: Actor = { kind: 'staff', accountId: 1, name: 'x', sight: [], posts: [{ postId: 1, unitId: 99, unitKind: 'branch', role: 'administrator', abilities: ['units.manage'], reach: [99] }] };
  for (const actor of [visitor, clerk]) expect(await openUnit(t.ctx(actor), { kind: 'branch', level: 'district', code: 'QQ', parentId: ids['WK'] ?? 0, territoryCode: '270000000', names })).toMatchObject({ code: 'not_allowed' });
  expect(await t.raw(`SELECT 1 FROM units.unit WHERE code = 'QQ'`)).toEqual([]);
});

test('twenty-eight topics are there on the first day', async () => {
  expect(await read(office(), topics)).toHaveLength(28);
});

test('a place whose parents are unknown is skipped with its line', async () => {
  const result = await importTerritories(office(), [place('990100000', 'х', 'х'), place('12', 'х', 'х')]);
  expect(result).toMatchObject({ read: 2, written: 0, skipped: [{ line: 2 }, { line: 1 }] });
});

const kato = join(root, '../shared/data/geo/kato_2022_clean.csv');
test.skipIf(!existsSync(kato))('the whole classifier goes in within seconds, and a second time changes nothing (needs ../shared)', async () => {
  const lines = readFileSync(kato, 'utf8').trim().split('\n').slice(1);
  const places = lines.map((line) => {
    const [code = '', , , kind = '', ...name] = line.split(',');
    return place(code, name.join(','), name.join(','), kind);
  });
  const other = await freshDb();
  try {
    const began = performance.now();
    const first = await importTerritories(other.ctx(system('test')), places);
    expect(first).toMatchObject({ read: places.length });
    expect(performance.now() - began).toBeLessThan(120_000);
    if (isRefusal(first)) throw new Error(first.code);
    expect(first.written + first.skipped.length).toBe(places.length);
    expect(first.skipped.length).toBeLessThan(places.length / 100);
    expect(await importTerritories(other.ctx(system('test')), places)).toMatchObject({ written: 0 });
    expect(await write(other.ctx(system('test')), (tx) => searchTerritories(tx, 'абралин'))).not.toEqual([]);
  } finally {
    await other.drop();
  }
});
