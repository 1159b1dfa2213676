import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../../kernel/actor.ts';
import { read, sql, view, write } from '../../../platform/db.ts';
import { freshDb, type TestDb } from '../../../../test/support/database.ts';
import { importTerritories } from '../../units/contract.ts';
import { recognisePlace } from './place.ts';

let t: TestDb;
beforeAll(async () => { t = await freshDb(); });
afterAll(() => t.drop());

const place = (code: string, kind: string, kk: string, ru: string) => ({ code, kind, names: { kk, ru, en: ru } });
const found = (text: string, near?: string) => read(t.ctx(system('test')), (q) => recognisePlace(q, text, near === undefined ? {} : { near }));

test('places are found in the tree as it stands, and a village that is imported later is found at once', async () => {
  await importTerritories(t.ctx(system('test')), [
    place('270000000', 'region', 'Батыс Қазақстан облысы', 'Западно-Казахстанская область'), place('276000000', 'district', 'Тасқала ауданы', 'Таскалинский район'), place('276047000', 'rural_okrug', 'Мереке ауылдық округі', 'Мерекенский с.о.'),
  ]);
  expect((await found('Тасқала ауданы, Мереке ауылында жол жоқ'))[0]).toMatchObject({ territoryCode: '276000000' });
  await importTerritories(t.ctx(system('test')), [place('276047100', 'village', 'Мереке', 'с.Мереке')]);
  expect((await found('Тасқала ауданы, Мереке ауылында жол жоқ'))[0]).toMatchObject({ territoryCode: '276047100' });
});

test('a place that is renamed is found by its new name', async () => {
  await importTerritories(t.ctx(system('test')), [place('276047100', 'village', 'Жаңабұлақ', 'с.Жанабулак')]);
  expect((await found('в селе Жанабулак нет воды'))[0]).toMatchObject({ territoryCode: '276047100' });
  expect((await found('Мереке ауылында су жоқ'))[0]?.territoryCode ?? null).toBe(null);
});

test('with no place in the tree the street is still read', async () => {
  expect(await found('ул. Абая, д. 5')).toMatchObject([{ territoryCode: null, candidates: [], street: 'улица Абая', house: '5' }]);
  expect(await found('')).toEqual([]);
});

test('names that an import took back are not remembered', async () => {
  const ctx = t.ctx(system('test'));
  const rolledBack = write(ctx, async (tx) => {
    await sql`UPDATE units.territory SET name_ru = 'с.Небывалое' WHERE code = '276047100'`.execute(view(tx));
    expect((await recognisePlace(tx, 'в селе Небывалое нет воды'))[0]).toMatchObject({ territoryCode: '276047100' });
    throw new Error('taken back');
  });
  await expect(rolledBack).rejects.toThrow('taken back');
  await t.raw(`UPDATE units.territory SET name_ru = 'с.Иное' WHERE code = '276047100'`);
  expect((await found('в селе Небывалое нет воды'))[0]?.territoryCode ?? null).toBe(null);
  expect((await found('в селе Иное нет воды'))[0]).toMatchObject({ territoryCode: '276047100' });
});
