import { readingsAt, type Gazetteer, type GroundSort, type Reading } from './gazetteer.ts';
import { joined, parted, type Lex } from './lex.ts';
import { everyday, likePlace, likeSurname, placeWordAt, type Sort } from './placewords.ts';

/** A place named in the text: what it may be, nothing guessed. `first` and `end` count words. */
export type Mention = { readonly first: number; readonly end: number; readonly places: readonly number[]; readonly said: Sort | null };

/** Which sorts of the tree a word of place may stand for: people call a town a village and a village a town, a district never. */
const meantBy: Readonly<Record<Sort, readonly (readonly GroundSort[])[]>> = {
  region: [['region']], district: [['district']], okrug: [['okrug']], city: [['city', 'city_whole'], ['village']], village: [['village'], ['city'], ['other']],
};

/** Places with a word of place beside them, and towns and villages that stand in the text as only a place can. */
export const mentionsIn = (gazetteer: Gazetteer, list: readonly Lex[], taken: ReadonlySet<number>, near: string | null): readonly Mention[] => {
  const named = list.flatMap((_, at) => withWord(gazetteer, list, at) ?? []);
  const used = new Set([...taken, ...named.flatMap((one) => range(one.first, one.end))]);
  const free: Mention[] = [];
  for (let at = 0; at < list.length; at += 1) {
    if (used.has(at)) continue;
    const found = alone(gazetteer, list, at, { used, near, named });
    if (!found) continue;
    free.push(found);
    at = found.end - 1;
  }
  return [...named, ...free].toSorted((a, b) => a.first - b.first);
};

export const range = (from: number, to: number): readonly number[] => Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);

const longest = (readings: readonly Reading[]): readonly Reading[] => {
  const end = Math.max(...readings.map((one) => one.end));
  return readings.filter((one) => one.end === end);
};

/** The first row of sorts that has any of the places. */
const ofSorts = (gazetteer: Gazetteer, places: readonly number[], rows: readonly (readonly GroundSort[])[]): readonly number[] => {
  for (const row of rows) {
    const found = [...new Set(places)].filter((one) => row.includes(gazetteer.places[one]?.sort ?? 'other'));
    if (found.length > 0) return withoutTwins(gazetteer, found);
  }
  return [];
};

/** A town with the rights of a district stands in the classifier twice, people know one: the outer one stays. */
const withoutTwins = (gazetteer: Gazetteer, places: readonly number[]): readonly number[] => {
  const codes = new Set(places.map((one) => gazetteer.places[one]).flatMap((one) => (one?.sort === 'city_whole' ? [one.code] : [])));
  return places.filter((one) => { const known = gazetteer.places[one]; return known?.sort !== 'city' || !known.path.slice(0, -1).some((code) => codes.has(code)); });
};

const withWord = (gazetteer: Gazetteer, list: readonly Lex[], at: number): Mention | null => {
  const word = placeWordAt(list, at);
  if (!word) return null;
  const rows = meantBy[word.sort];
  const behind = at + word.width;
  // «район Бәйтерек», «области Абай»: the name stays as in the dictionary, else «в районе рынка» would find one
  const isBehind = word.side === 'before' || (word.sort === 'district' && list[at]?.key.startsWith('раион') === true) || word.sort === 'region';
  const before = word.side === 'after' ? endingAt(gazetteer, list, at).flatMap((one) => mention(gazetteer, one, word.sort, rows, one.at, behind)).at(0) : undefined;
  if (before) return before;
  if (!isBehind || !joinedOrDot(list[behind])) return null;
  const readings = readingsAt(gazetteer, list, behind).filter((one) => word.side === 'before' || one.form === 'same');
  if (readings.length === 0 || !list[behind]?.capital && word.side !== 'before') return null;
  const best = longest(readings);
  if (isPerson(list, best[0]?.end ?? 0)) return null;
  return mention(gazetteer, merge(best), word.sort, rows, at, best[0]?.end ?? 0).at(0) ?? null;
};

const joinedOrDot = (one: Lex | undefined): boolean => joined(one) || (one !== undefined && /^\.\s*[«"]?$/.test(one.before));

const merge = (readings: readonly Reading[]): Reading => {
  const exact = readings.filter((one) => one.form === 'same');
  const kept = exact.length > 0 ? exact : readings;
  return { ...(kept[0] ?? readings[0] as Reading), places: kept.flatMap((one) => one.places) };
};

const mention = (gazetteer: Gazetteer, reading: Reading, said: Sort, rows: readonly (readonly GroundSort[])[], first: number, end: number): readonly Mention[] => {
  const own = ofSorts(gazetteer, reading.places, rows);
  // «Казталовка ауылдық округі»: an okrug is called by its village
  const places = own.length > 0 || said !== 'okrug' ? own : ofSorts(gazetteer, reading.places.flatMap((one) => gazetteer.byCode.get(gazetteer.places[one]?.path.at(-2) ?? '') ?? []), rows);
  return places.length === 0 ? [] : [{ first, end, places, said }];
};

/** Names that end right before the word `at`, the longest first. */
const endingAt = (gazetteer: Gazetteer, list: readonly Lex[], at: number): readonly Reading[] => {
  const one = list[at];
  if (!one || !/^[\s"»”]*$/.test(one.before) || one.before.includes('\n')) return [];
  const found: Reading[] = [];
  for (let from = Math.max(0, at - 4); from < at; from += 1) {
    const readings = readingsAt(gazetteer, list, from).filter((reading) => reading.end === at && (reading.form === 'same' || reading.tongue === 'ru'));
    if (readings.length > 0) found.push(merge(readings));
  }
  return found;
};

/** «Желаев А.Б.», «Абай Серикович»: behind the name stands what only people have. */
const isPerson = (list: readonly Lex[], end: number): boolean => {
  const next = list[end];
  const last = list[end - 1];
  if (!next || !/^\s?$/.test(next.before)) return false;
  return (next.capital && next.raw.length === 1 && next.dotted) || (next.capital && /(вич|вна|ули|кизи)/.test(next.key)) || (last?.dotted === true && last.raw.length === 1);
};
const hasInitials = (list: readonly Lex[], at: number): boolean => { const last = list[at - 1]; return last !== undefined && last.capital && last.raw.length === 1 && last.dotted; };

const into = /^(в|во|из|до|под|через|из-под)$/;
/** Behind «Желаевтан», a road from a place and not news from a man. */
const travel = /^(калага|калаг|деин|деиин|автобус|маршрут|жол|шигип|келд|келем|жазип|жазам|катин)/;

type Around = { readonly used: ReadonlySet<number>; readonly near: string | null; readonly named: readonly Mention[] };

/** A name with no word of place beside it. Towns are believed sooner than villages; a name that is a word or a person's, never. */
const alone = (gazetteer: Gazetteer, list: readonly Lex[], at: number, { used, near, named }: Around): Mention | null => {
  const one = list[at];
  if (!one || one.number || one.key.length < 3 || one.raw.toLowerCase().startsWith('семь')) return null;
  const readings = readingsAt(gazetteer, list, at).filter((reading) => range(at, reading.end).every((place) => !used.has(place)) && !everyday.has(reading.base));
  if (readings.length === 0) return null;
  const end = longest(readings)[0]?.end ?? at + 1;
  const standing = longest(readings).filter((reading) => stands(list, reading, named));
  if (standing.length === 0 || isPerson(list, end) || hasInitials(list, at)) return null;
  const believable = standing.filter((reading) => villageStands(one, reading, { inside: true, only: true }));
  const kept = merge(believable.length > 0 ? believable : standing);
  const settled = ofSorts(gazetteer, kept.places, [['city', 'city_whole', 'village']]);
  const towns = settled.filter((place) => gazetteer.places[place]?.sort !== 'village');
  const inside = (place: number) => near !== null && gazetteer.places[place]?.path.includes(near) === true;
  if (towns.length > 0 && (towns.some(inside) || !settled.some(inside))) return townStands(one, kept) ? { first: at, end, places: towns, said: null } : null;
  const places = settled.length > 0 ? settled : ofSorts(gazetteer, kept.places, [['district'], ['region']]);
  const here = near === null ? places : places.filter(inside);
  if (here.length === 0 || !villageStands(one, kept, { inside: near !== null, only: settled.length === 1 })) return null;
  return { first: at, end, places: towns.length > 0 ? places : here, said: null };
};

/** The word stands where a place does: declined as places are, behind «в» or «из», or alone in a line of an address. */
const stands = (list: readonly Lex[], reading: Reading, named: readonly Mention[]): boolean => {
  const last = list[reading.at - 1];
  const behindIn = last !== undefined && into.test(last.key) && joined(list[reading.at]);
  if (reading.tongue === 'kk') return reading.form === 'at' || ((reading.form === 'from' || reading.form === 'to') && (!likeSurname(reading.base) || list.slice(reading.end, reading.end + 2).some((one) => travel.test(one.key))));
  if (reading.tongue === 'ru') return behindIn && (reading.form === 'at' || reading.form === 'of');
  if (behindIn) return true;
  const opens = parted(list, reading.at) || /,/.test(list[reading.at]?.before ?? '') || (last !== undefined && /^(адрес|мекенжаи)/.test(last.key));
  const next = list[reading.end];
  const closes = next === undefined || /^\s?[,;:.\n]/.test(next.before) || /^(ул|улица|кошеси|мкр|пр|проспект)$/.test(next.key);
  return opens && closes && !likeSurname(reading.base) && (likePlace(reading.base) || named.some((one) => one.first === reading.end));
};

const townStands = (one: Lex, reading: Reading): boolean => one.capital || one.latin || reading.form === 'at' || (reading.form === 'of' && reading.tongue === 'ru');

/** «Рахметке» is said to a man and «Басқа» is a word: of a village only what can be nothing else. An adjective («в Южном») is none. */
const villageStands = (one: Lex, reading: Reading, o: { readonly inside: boolean; readonly only: boolean }): boolean => {
  if (reading.base.length < 5 || /(ски|[нвр]и|ои)$/.test(reading.base) || (!o.inside && (!likePlace(reading.base) || reading.base.endsWith('ое')))) return false;
  if (reading.form === 'to') return likePlace(reading.base);
  return one.capital || (reading.form !== 'same' && likePlace(reading.base) && o.only);
};
