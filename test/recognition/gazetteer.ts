import { demoPlaces } from '../../src/app/demo/places.ts';

export type Row = { readonly code: string; readonly kind: string; readonly path: readonly string[]; readonly level: number; readonly names: { readonly kk: string; readonly ru: string; readonly en: string } };

// code | kind | kk | ru: villages of the region whose names mislead, and places outside it
const more = `
100000000|region|Абай облысы|область Абай
101000000|city_administration|Семей қ.ә.|Семей Г.А.
101010000|city|Семей|г.Семей
150000000|region|Ақтөбе облысы|Актюбинская область
151000000|city_administration|Ақтөбе қ.ә.|Актобе Г.А.
151010000|city|Ақтөбе|г.Актобе
153200000|district|Алға ауданы|Алгинский район
153220100|city|Алға|г.Алга
155600000|district|Темір ауданы|Темирский район
155621100|city|Темір|г.Темир
190000000|region|Алматы облысы|Алматинская область
196800000|district|Жамбыл ауданы|Жамбылский район
196830100|village|Ақсай|с.Аксай
310000000|region|Жамбыл облысы|Жамбылская область
316600000|district|Шу ауданы|Шуский район
316621100|city|Шу|г.Шу
350000000|region|Қарағанды облысы|Карагандинская область
353200000|district|Абай ауданы|Абайский район
353220100|city|Абай|г.Абай
353230100|village|Көктерек|с.Коктерек
104200000|district|Жарма ауданы|Жарминский район
104221100|city|Шар|г.Шар
710000000|city_republican|Астана|г.Астана
711100000|city_district|Есіл ауданы|район Есиль
750000000|city_republican|Алматы|г.Алматы
271034000|rural_okrug|Желаев ауылдық округі|Желаевский с.о.
271034100|village|Желаев|с.Желаево
271035800|village|Меловые Горки|с.Меловые Горки
271039000|settlement_administration|Круглоозерный к.ә.|Круглоозерновская п.а.
271039100|settlement|Круглоозерный|п.Круглоозерное
273237500|village|Жаңажол|с.Жанажол
273255100|village|Жамбыл|с.Жамбыл
273267100|village|Мерген|с.Мергенево
274033100|village|Бірлік|с.Бирлик
274035100|village|Жаңажол|с.Жанажол
274049102|village|Ақсай 1|с.Аксай 1
274441500|village|Көшім|с.Кушум
274441502|place_other|Көшім қосалқы станциясы|Подстанция Кушум
274445100|village|Мичурин|с.Мичуринское
274445300|village|Жамбыл|с.Жамбыл
274455100|village|Белес|с.Белес
274455200|village|Ақжол|с.Акжол
274457000|rural_okrug|Рубежин ауылдық округі|Рубежинский с.о.
274457100|village|Рубежин|с.Рубежинское
274463100|village|Достық|с.Достык
274477100|village|Янайкин|с.Янайкино
274849100|village|Көктерек|с.Коктерек
274851200|village|Еңбек|с.Енбек
274853400|village|Серік|с.Серик
274853405|place_other|Шопан Серік үйі|Дом чабана Серика
274857109|village|Көктерек|с.Коктерек
274865300|village|Мереке|с.Мереке
275435125|village|Бірлік|с.Бирлик
275443503|village|Ақсай|с.Аксай
275837200|village|Жамбыл|с.Жамбыл
276035100|village|Амангелді|с.Амангельды
276037100|village|Достық|с.Достык
276047100|village|Мереке|с.Мереке
276233200|village|Абай|с.Абай
276237100|village|Ақсуат|с.Аксуат
276245102|village|Ақсай|с.Аксай
276249100|village|Новопавловка|с.Новопавловка
276273100|village|Шағатай|с.Шагатай
276637200|village|Амангелді|с.Амангельды
276643200|village|Ақсуат|с.Аксуат
`.trim().split('\n').map((line) => line.split('|')).map(([code = '', kind = '', kk = '', ru = '']) => ({ code, kind, kk, ru, en: ru }));

const all = [...demoPlaces, ...more];
const codes = new Set(all.map((one) => one.code));
const above = (code: string): readonly string[] => [2, 4, 6].map((digits) => code.slice(0, digits).padEnd(9, '0')).filter((one, at, list) => one !== code && codes.has(one) && list.indexOf(one) === at);

export const countryside: readonly Row[] = all.map(({ code, kind, kk, ru, en }) => {
  const path = ['000000000', ...above(code), code];
  const level = code.endsWith('0000000') ? 1 : code.endsWith('00000') ? 2 : code.endsWith('000') ? 3 : 4;
  return { code, kind, path, level, names: { kk, ru, en } };
});
