import { isRefusal } from '../../kernel/refusal.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { importTerritories, openUnit, setCompetence, type Names } from '../../rooms/units/contract.ts';
import { branchCode } from './plan.ts';
import { topicCodes } from './plan/topics.ts';
import { demoDistricts, demoPlaces, demoRegion, forms, type DemoPlace } from './places.ts';

/** Given back or thrown: in the demo a refusal is a mistake of the generator. */
export const ok = <T>(result: T, what: string): Exclude<T, { refused: true }> => {
  if (isRefusal(result)) throw new Error(`the demo was refused: ${what}: ${result.code} ${JSON.stringify(result.facts)}`);
  return result as Exclude<T, { refused: true }>;
};

export type DemoUnit = { readonly id: number; readonly code: string; readonly kind: 'branch' | 'body'; readonly parent: string | null };
export type DemoUnits = {
  readonly byCode: ReadonlyMap<string, DemoUnit>;
  /** who answers for a topic in a district, `null`: the region as a whole */
  readonly bodyFor: (topic: string, districtCode: string | null) => DemoUnit;
};

const organisation: Names = { kk: 'Ашық филиал', ru: 'Открытый филиал', en: 'Open Branch' };

/** «Ақжайық ауданының», «Акжаикского района», «города Уральска». */
const kkOf = (one: DemoPlace): string => (one.kk.endsWith('ы') || one.kk.endsWith('і') ? `${one.kk}ның` : one.kk);
const ruOf = (one: DemoPlace): string =>
  one.ru.replace(/^(\p{L}+)ский район$/u, '$1ского района').replace(/^район /, 'района ').replace(/^город Уральск$/, 'города Уральска').replace(/^(\p{L}+-\p{L}+)ская область$/u, '$1ской области');

type Department = { readonly suffix: string; readonly names: Names; readonly topics: readonly string[] };
const department = (suffix: string, kk: string, ru: string, en: string, topics: string): Department => ({ suffix, names: { kk, ru, en }, topics: topics.split(' ') });

/** Of the region: answers where no district does. */
const ofRegion: readonly Department[] = [
  department('RD', 'жолаушылар көлігі және автомобиль жолдары басқармасы', 'управление пассажирского транспорта и автомобильных дорог', 'Roads and Transport Department', 'roads snow_ice transport parking'),
  department('UT', 'энергетика және тұрғын үй-коммуналдық шаруашылық басқармасы', 'управление энергетики и ЖКХ', 'Energy and Utilities Department', 'lighting waste heating water power gas utility_bills housing_maintenance landscaping illegal_ads'),
  department('HL', 'денсаулық сақтау басқармасы', 'управление здравоохранения', 'Health Department', 'health'),
  department('ED', 'білім басқармасы', 'управление образования', 'Education Department', 'education'),
  department('SO', 'жұмыспен қамту және әлеуметтік бағдарламалар басқармасы', 'управление занятости и социальных программ', 'Employment and Social Programmes Department', 'social labour'),
  department('HO', 'құрылыс және тұрғын үй басқармасы', 'управление строительства и жилья', 'Construction and Housing Department', 'housing_provision'),
  department('LD', 'жер қатынастары басқармасы', 'управление земельных отношений', 'Land Department', 'land_construction'),
  department('EC', 'табиғи ресурстар басқармасы', 'управление природных ресурсов', 'Natural Resources Department', 'ecology animals'),
  department('DG', 'цифрландыру басқармасы', 'управление цифровизации', 'Digital Department', 'telecom gov_services'),
  department('CU', 'мәдениет және спорт басқармасы', 'управление культуры и спорта', 'Culture and Sport Department', 'culture_sport'),
  department('BZ', 'кәсіпкерлік басқармасы', 'управление предпринимательства', 'Business Department', 'trade other'),
  department('PO', 'қоғамдық қауіпсіздік басқармасы', 'управление общественной безопасности', 'Public Safety Department', 'safety'),
];

/** Of a district: the akimat itself, and the departments people write about most. */
const ofDistrict: readonly Department[] = [
  department('', 'әкімдігі', 'акимат', 'Akimat', 'culture_sport trade other gov_services'),
  department('U', 'тұрғын үй-коммуналдық шаруашылық және жолдар бөлімі', 'отдел ЖКХ и дорог', 'Utilities and Roads Division',
    'roads lighting snow_ice waste transport parking landscaping illegal_ads housing_maintenance heating water power gas utility_bills animals'),
  department('S', 'жұмыспен қамту және әлеуметтік бағдарламалар бөлімі', 'отдел занятости и социальных программ', 'Employment and Social Programmes Division', 'social labour'),
  department('L', 'жер қатынастары және тұрғын үй бөлімі', 'отдел земельных отношений и жилья', 'Land and Housing Division', 'land_construction housing_provision'),
];

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const namesIn = (one: DemoPlace, d: Department): Names => ({ kk: `${kkOf(one)} ${d.names.kk}`, ru: upper(`${d.names.ru} ${ruOf(one)}`), en: `${d.names.en}, ${one.en}` });

const placeNames = (one: DemoPlace): Names => {
  if (one.kind === 'village' || one.kind === 'town' || one.kind === 'city') return { kk: forms(one, 'kk')['village'] ?? one.kk, ru: one.kind === 'city' ? `город ${one.ru}` : (forms(one, 'ru')['village'] ?? one.ru), en: one.en };
  return { kk: one.kk, ru: one.ru, en: one.en };
};

const bodyCode = (district: DemoPlace | null, suffix: string): string => (district === null ? `AK${suffix}` : `AK${branchCode(district).slice(2)}${suffix}`);

/** Places, branches, bodies and who answers for what. `ctx` is the program's own, its clock before everything that is told. */
export const raiseUnits = async (ctx: Ctx, onStep: (line: string) => void): Promise<DemoUnits> => {
  const byCode = new Map<string, DemoUnit>();
  const competence = new Map<string, DemoUnit>();
  ok(await importTerritories(ctx, demoPlaces.map((one) => ({ code: one.code, kind: one.kind, names: placeNames(one) }))), 'places');
  const open = async (unit: { kind: 'branch' | 'body'; code: string; parent: string | null; place: DemoPlace; names: Names }): Promise<DemoUnit> => {
    const { unitId } = ok(await openUnit(ctx, {
      kind: unit.kind, level: unit.place === demoRegion ? 'region' : 'district', code: unit.code, parentId: unit.parent === null ? null : (byCode.get(unit.parent)?.id ?? null),
      territoryCode: unit.place.code, names: unit.names, profile: unit.kind === 'body' ? 'appk' : 'internal',
      address: unit.kind === 'branch' ? (unit.place === demoRegion ? 'Құрманғазы көшесі, 1' : 'Абай көшесі, 1') : null, phone: unit.kind === 'branch' ? '+77000009900' : null,
    }), unit.code);
    const opened: DemoUnit = { id: unitId, code: unit.code, kind: unit.kind, parent: unit.parent };
    byCode.set(unit.code, opened);
    return opened;
  };
  const answersFor = async (unit: DemoUnit, topics: readonly string[], place: DemoPlace): Promise<void> => {
    for (const topic of topics) {
      ok(await setCompetence(ctx, { topicCode: topic, territoryCode: place.code, unitId: unit.id }), `${topic} in ${place.code}`);
      competence.set(`${topic} ${place.code}`, unit);
    }
  };
  await open({ kind: 'branch', code: branchCode(null), parent: null, place: demoRegion, names: organisation });
  await open({ kind: 'body', code: 'AK', parent: null, place: demoRegion, names: { kk: `${kkOf(demoRegion)} әкімдігі`, ru: `Акимат ${ruOf(demoRegion)}`, en: `Akimat, ${demoRegion.en}` } });
  for (const one of ofRegion) await answersFor(await open({ kind: 'body', code: bodyCode(null, one.suffix), parent: 'AK', place: demoRegion, names: namesIn(demoRegion, one) }), one.topics, demoRegion);
  await Promise.all(demoDistricts.map(async (district) => {
    await open({ kind: 'branch', code: branchCode(district), parent: branchCode(null), place: district, names: { kk: `${organisation.kk}, ${district.kk}`, ru: `${organisation.ru}, ${district.ru}`, en: `${organisation.en}, ${district.en}` } });
    for (const one of ofDistrict) {
      const parent = one.suffix === '' ? 'AK' : bodyCode(district, '');
      await answersFor(await open({ kind: 'body', code: bodyCode(district, one.suffix), parent, place: district, names: namesIn(district, one) }), one.topics, district);
    }
  }));
  onStep(`${byCode.size} branches and bodies, ${topicCodes.length} topics`);
  return {
    byCode,
    bodyFor: (topic, districtCode) => {
      const unit = competence.get(`${topic} ${districtCode ?? ''}`) ?? competence.get(`${topic} ${demoRegion.code}`);
      if (!unit) throw new Error(`nobody answers for ${topic}`);
      return unit;
    },
  };
};
