import type { Names } from './law.ts';

/** A region of the country on the tile map (practice.md, Places): no openly licensed boundaries of the 2022 regions could be found. */
export type Region = {
  /** КАТО, nine digits, as in `territory.code` */
  readonly code: string;
  readonly iso: string;
  readonly kind: 'region' | 'city';
  readonly names: Names;
  /** for a tile or a table: no «облысы» */
  readonly short: { readonly kk: string; readonly ru: string };
  readonly centre: { readonly kk: string; readonly ru: string; readonly lat: number; readonly lon: number };
  readonly tile: { readonly column: number; readonly row: number };
};

/** КАТО of 17.10.2022: 17 regions and 3 cities of republican standing. */
export const regions: readonly Region[] = [
  {
    code: '100000000', iso: 'KZ-10', kind: 'region', names: { kk: 'Абай облысы', ru: 'область Абай', en: 'Abai Region' },
    short: { kk: 'Абай', ru: 'Абай' }, centre: { kk: 'Семей', ru: 'Семей', lat: 50.411, lon: 80.228 }, tile: { column: 6, row: 2 },
  },
  {
    code: '110000000', iso: 'KZ-11', kind: 'region', names: { kk: 'Ақмола облысы', ru: 'Акмолинская область', en: 'Akmola Region' },
    short: { kk: 'Ақмола', ru: 'Акмолинская' }, centre: { kk: 'Көкшетау', ru: 'Кокшетау', lat: 53.285, lon: 69.393 }, tile: { column: 4, row: 1 },
  },
  {
    code: '150000000', iso: 'KZ-15', kind: 'region', names: { kk: 'Ақтөбе облысы', ru: 'Актюбинская область', en: 'Aktobe Region' },
    short: { kk: 'Ақтөбе', ru: 'Актюбинская' }, centre: { kk: 'Ақтөбе', ru: 'Актобе', lat: 50.283, lon: 57.167 }, tile: { column: 2, row: 2 },
  },
  {
    code: '190000000', iso: 'KZ-19', kind: 'region', names: { kk: 'Алматы облысы', ru: 'Алматинская область', en: 'Almaty Region' },
    short: { kk: 'Алматы обл.', ru: 'Алматинская' }, centre: { kk: 'Қонаев', ru: 'Қонаев (Конаев)', lat: 43.867, lon: 77.063 }, tile: { column: 5, row: 3 },
  },
  {
    code: '230000000', iso: 'KZ-23', kind: 'region', names: { kk: 'Атырау облысы', ru: 'Атырауская область', en: 'Atyrau Region' },
    short: { kk: 'Атырау', ru: 'Атырауская' }, centre: { kk: 'Атырау', ru: 'Атырау', lat: 47.107, lon: 51.914 }, tile: { column: 0, row: 2 },
  },
  {
    code: '270000000', iso: 'KZ-27', kind: 'region', names: { kk: 'Батыс Қазақстан облысы', ru: 'Западно-Казахстанская область', en: 'West Kazakhstan Region' },
    short: { kk: 'БҚО', ru: 'ЗКО' }, centre: { kk: 'Орал', ru: 'Уральск', lat: 51.233, lon: 51.367 }, tile: { column: 0, row: 1 },
  },
  {
    code: '310000000', iso: 'KZ-31', kind: 'region', names: { kk: 'Жамбыл облысы', ru: 'Жамбылская область', en: 'Zhambyl Region' },
    short: { kk: 'Жамбыл', ru: 'Жамбылская' }, centre: { kk: 'Тараз', ru: 'Тараз', lat: 42.9, lon: 71.367 }, tile: { column: 4, row: 3 },
  },
  {
    code: '330000000', iso: 'KZ-33', kind: 'region', names: { kk: 'Жетісу облысы', ru: 'область Жетісу', en: 'Zhetisu Region' },
    short: { kk: 'Жетісу', ru: 'Жетісу' }, centre: { kk: 'Талдықорған', ru: 'Талдыкорган', lat: 45.017, lon: 78.374 }, tile: { column: 6, row: 3 },
  },
  {
    code: '350000000', iso: 'KZ-35', kind: 'region', names: { kk: 'Қарағанды облысы', ru: 'Карагандинская область', en: 'Karagandy Region' },
    short: { kk: 'Қарағанды', ru: 'Карагандинская' }, centre: { kk: 'Қарағанды', ru: 'Караганда', lat: 49.806, lon: 73.085 }, tile: { column: 5, row: 2 },
  },
  {
    code: '390000000', iso: 'KZ-39', kind: 'region', names: { kk: 'Қостанай облысы', ru: 'Костанайская область', en: 'Kostanay Region' },
    short: { kk: 'Қостанай', ru: 'Костанайская' }, centre: { kk: 'Қостанай', ru: 'Костанай', lat: 53.214, lon: 63.632 }, tile: { column: 3, row: 1 },
  },
  {
    code: '430000000', iso: 'KZ-43', kind: 'region', names: { kk: 'Қызылорда облысы', ru: 'Кызылординская область', en: 'Kyzylorda Region' },
    short: { kk: 'Қызылорда', ru: 'Кызылординская' }, centre: { kk: 'Қызылорда', ru: 'Кызылорда', lat: 44.853, lon: 65.509 }, tile: { column: 2, row: 3 },
  },
  {
    code: '470000000', iso: 'KZ-47', kind: 'region', names: { kk: 'Маңғыстау облысы', ru: 'Мангистауская область', en: 'Mangystau Region' },
    short: { kk: 'Маңғыстау', ru: 'Мангистауская' }, centre: { kk: 'Ақтау', ru: 'Актау', lat: 43.651, lon: 51.16 }, tile: { column: 0, row: 3 },
  },
  {
    code: '550000000', iso: 'KZ-55', kind: 'region', names: { kk: 'Павлодар облысы', ru: 'Павлодарская область', en: 'Pavlodar Region' },
    short: { kk: 'Павлодар', ru: 'Павлодарская' }, centre: { kk: 'Павлодар', ru: 'Павлодар', lat: 52.287, lon: 76.967 }, tile: { column: 5, row: 1 },
  },
  {
    code: '590000000', iso: 'KZ-59', kind: 'region', names: { kk: 'Солтүстік Қазақстан облысы', ru: 'Северо-Казахстанская область', en: 'North Kazakhstan Region' },
    short: { kk: 'СҚО', ru: 'СКО' }, centre: { kk: 'Петропавл', ru: 'Петропавловск', lat: 54.873, lon: 69.143 }, tile: { column: 4, row: 0 },
  },
  {
    code: '610000000', iso: 'KZ-61', kind: 'region', names: { kk: 'Түркістан облысы', ru: 'Туркестанская область', en: 'Turkistan Region' },
    short: { kk: 'Түркістан', ru: 'Туркестанская' }, centre: { kk: 'Түркістан', ru: 'Туркестан', lat: 43.297, lon: 68.251 }, tile: { column: 3, row: 3 },
  },
  {
    code: '620000000', iso: 'KZ-62', kind: 'region', names: { kk: 'Ұлытау облысы', ru: 'область Ұлытау', en: 'Ulytau Region' },
    short: { kk: 'Ұлытау', ru: 'Ұлытау' }, centre: { kk: 'Жезқазған', ru: 'Жезказган', lat: 47.783, lon: 67.767 }, tile: { column: 3, row: 2 },
  },
  {
    code: '630000000', iso: 'KZ-63', kind: 'region', names: { kk: 'Шығыс Қазақстан облысы', ru: 'Восточно-Казахстанская область', en: 'East Kazakhstan Region' },
    short: { kk: 'ШҚО', ru: 'ВКО' }, centre: { kk: 'Өскемен', ru: 'Усть-Каменогорск', lat: 49.948, lon: 82.628 }, tile: { column: 7, row: 1 },
  },
  {
    code: '710000000', iso: 'KZ-71', kind: 'city', names: { kk: 'Астана қаласы', ru: 'город Астана', en: 'Astana City' },
    short: { kk: 'Астана', ru: 'Астана' }, centre: { kk: 'Астана', ru: 'Астана', lat: 51.169, lon: 71.449 }, tile: { column: 4, row: 2 },
  },
  {
    code: '750000000', iso: 'KZ-75', kind: 'city', names: { kk: 'Алматы қаласы', ru: 'город Алматы', en: 'Almaty City' },
    short: { kk: 'Алматы', ru: 'Алматы' }, centre: { kk: 'Алматы', ru: 'Алматы', lat: 43.238, lon: 76.945 }, tile: { column: 5, row: 4 },
  },
  {
    code: '790000000', iso: 'KZ-79', kind: 'city', names: { kk: 'Шымкент қаласы', ru: 'город Шымкент', en: 'Shymkent City' },
    short: { kk: 'Шымкент', ru: 'Шымкент' }, centre: { kk: 'Шымкент', ru: 'Шымкент', lat: 42.317, lon: 69.596 }, tile: { column: 3, row: 4 },
  },
];

export const regionByCode = (code: string): Region | undefined => regions.find((region) => region.code === code);
