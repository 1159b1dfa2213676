import { cyrillicOf } from '../../../../kernel/tongue/cyrillic.ts';
import { joined, parted, type Lex } from './lex.ts';
import { thing } from './landmarks.ts';
import { placeWordAt } from './placewords.ts';

/** A street with its house, or a house alone; words counted by `first` and `end`. */
export type Address = { readonly first: number; readonly end: number; readonly street: string; readonly house: string | null; readonly flat: string | null };

type StreetWord = { readonly as: string; readonly lang: 'kk' | 'ru'; readonly width: number; readonly micro: boolean; readonly sure: boolean };

// in the spelling of `soundOf`
const words: readonly (readonly [pattern: RegExp, as: string, lang: 'kk' | 'ru'])[] = [
  [/^ул$|^улиц(а|и|е|у|еи|ам)?$/, 'улица', 'ru'], [/^пр$|^просп$|^проспект(а|е|у|ом)?$/, 'проспект', 'ru'], [/^пер$|^переул(ок|ка|ке|ку)$/, 'переулок', 'ru'], [/^проезд(а|е|у)?$/, 'проезд', 'ru'],
  [/^булвар(а|е|у)?$|^бул$/, 'бульвар', 'ru'], [/^шосе$/, 'шоссе', 'ru'], [/^плошад(и|ю)?$|^пл$/, 'площадь', 'ru'], [/^набережн(ая|ои|ую)$|^наб$/, 'набережная', 'ru'], [/^тупик(а|е|у)?$/, 'тупик', 'ru'],
  [/^мкрн?$|^микрораион(а|е|у|ом)?$/, 'микрорайон', 'ru'], [/^квартал(а|е|у)?$/, 'квартал', 'ru'],
  [/^коше(си|син.*)?$|^кош$/, 'көшесі', 'kk'], [/^дангил(и|ин.*)?$/, 'даңғылы', 'kk'], [/^туиги(ин.*)?$/, 'тұйығы', 'kk'], [/^булвари(н.*)?$/, 'бульвары', 'kk'], [/^аланги?(н.*)?$|^алани(н.*)?$/, 'алаңы', 'kk'],
  [/^икшамаудан(и|ин.*|да|даги|нан)?$/, 'ықшамаудан', 'kk'], [/^мкри(н.*)?$/, 'ықшамаудан', 'kk'],
];
const houseWord = /^(д|дом|дома|доме|дому|домами|домов|дм|уи|уид?е.*|уид.*|уиин.*|house)$/;
const flatWord = /^(кв|квартир.*|патер.*|апартамент.*)$/;
const entranceWord = /^(подезд.*|под|эт|ет|киреберис.*|этаж.*|кабат.*)$/;
const blockWord = /^(корпус.*|корп|кор|к|строение|стр|блок)$/;
const honorific = /^(би|батир.*|хан.*|акин.*|жирау|ата|ана|датка|карабатир|лет|жил.*)$/;
const wholeWord = (alternatives: readonly string[]): RegExp => new RegExp(`^(${alternatives.join('|')})$`);
/** What a number counts when it is no house: years, people, money, time, measures. */
const counted = wholeWord([
  'лет|год.*|жил.*|жас.*|адам.*|человек|чел|тенге|тг|мин|тис.*|ми[нг].*|час.*|саг.*|ден|дн.*|кун.*|раз|рет|метр.*|м|км|кг|литр.*|процент.*|этаж.*|кабат.*|месяц.*|ай|аи.*|недел.*',
  'бала.*|дет.*|марта|мая|и?юн.*|июл.*|август.*|сентябр.*|октябр.*|ноябр.*|декабр.*|январ.*|феврал.*|апрел.*|градус.*|штук|шт|семе.*|класс.*|сутки|суток|аптадан|апта.*|млн|машин.*',
]);
const notName = wholeWord([
  'бизди.*|менин|мен|осы|оси|сол|бул|ар|биз|барлик|коп|кеи|орталик|центр.*|нашеи|наш.*|этои|ета|вся|всеи|одна|однои|каждои|мои|моеи|на|в|во|по|и|с|со|у|не|нет|за|до|из|где|как|что',
  'очен|темно|жок|города|гор|калан.*|ауилд.*|аулд.*|села|которои|дом|д|кв|возле|около|напротив|возл|через|к|от|жаня|жани.*|жакта.*|адрес.*|мекенжаи.*|турамин|жане|мен|уш|озимиз.*',
]);

const streetWordAt = (list: readonly Lex[], at: number): StreetWord | null => {
  const one = list[at];
  // «Чагано-Набережная» is a name
  if (!one || one.number || (one.before === '-' && list[at - 1]?.capital)) return null;
  const next = list[at + 1];
  const hyphened = next !== undefined && /^[-]$/.test(next.before) ? next.key : '';
  if (one.key === 'пр' && /^(т|кт)$/.test(hyphened)) return { as: 'проспект', lang: 'ru', width: 2, micro: false, sure: true };
  if (one.key === 'к' && /^си(н.*)?$/.test(hyphened)) return { as: 'көшесі', lang: 'kk', width: 2, micro: false, sure: true };
  if ((one.key === 'мкр' || one.key === 'м') && /^р?н$/.test(hyphened)) return { as: 'микрорайон', lang: 'ru', width: 2, micro: true, sure: true };
  if (/^(шагин|икшам|молтек)$/.test(one.key) && next && next.key.startsWith('аудан')) return { as: one.key === 'шагин' ? 'шағын ауданы' : one.key === 'молтек' ? 'мөлтек ауданы' : 'ықшамауданы', lang: 'kk', width: 2, micro: true, sure: true };
  const found = words.find(([pattern]) => pattern.test(one.key));
  if (!found || (found[1] === 'набережная' && next?.key.startsWith('улиц') === true)) return null;
  if (!one.dotted && (/^(пер|пл|кош|наб|бул)$/.test(one.key) || (one.key === 'пр' && next?.capital !== true))) return null;
  const micro = /район|аудан/.test(found[1]);
  return { as: found[1], lang: found[2], width: 1, micro, sure: one.key !== 'коше' && !one.key.startsWith('алан') };
};

/** Streets and quarters with a word that says so, and their houses; then a name and a number behind «адрес», «на», «по». */
export const addressesIn = (list: readonly Lex[]): readonly Address[] => {
  const found: Address[] = [];
  for (let at = 0; at < list.length; at += 1) {
    const word = streetWordAt(list, at);
    const name = word ? (word.lang === 'kk' || (word.micro && list[at - 1]?.number) ? nameBefore(list, at, word) ?? nameBehind(list, at, word) : nameBehind(list, at, word) ?? nameBefore(list, at, word)) : null;
    const one = word && name ? housed(list, Math.min(name.first, at), Math.max(name.end, at + word.width), name.text) : word ? null : withoutWord(list, at);
    if (!one || found.some((other) => one.first < other.end && other.first < one.end)) continue;
    found.push(one);
    at = Math.max(at, one.end - 1);
  }
  return found;
};

type Name = { readonly first: number; readonly end: number; readonly text: string };

/** «Абай көшесі», «Запольной улице», «4 мкр», «3-ші ықшамаудан». */
const nameBefore = (list: readonly Lex[], at: number, word: StreetWord): Name | null => {
  const last = list[at - 1];
  if (!last || !joined(list[at]) || parted(list, at)) return null;
  if (last.number) return word.micro && /^\d+$/.test(last.key) ? named(list, hyphened(list, at - 1), at, word, 'before') : null;
  if (word.lang === 'ru' && !(last.capital && /(ая|ои|ую|и|ова|ева)$/.test(last.key))) return null;
  let first = at;
  while (first > 0 && at - first < 4) {
    const one = list[first - 1];
    if (!one || notName.test(one.key) || placeWordAt(list, first - 1) || streetWordAt(list, first - 1) || (first < at && !joined(list[first]) && !(one.raw.length === 1 && one.dotted))) break;
    if (one.number) { if (first < at && one.ordinal) first -= 1; break; }
    const isTitle = honorific.test(one.key) && first === at;
    // «Оралда Құрманғазы көшесі»: what is declined is not of the name
    if (first < at && one.key.length > 4 && /([дт][ае]|[дт][ае]ги|[дн][ае]н|[днт]ин)$/.test(one.key)) break;
    if (!one.capital && !isTitle && !(first === at && word.sure && one.key.length > 2) && !(first === at - 1 && honorific.test(list[at - 1]?.key ?? ''))) break;
    first -= 1;
    if (!one.capital && !isTitle) break;
  }
  if (first === at || (first === at - 1 && honorific.test(last.key))) return null;
  return named(list, first, at, word, 'before');
};

/** «Северо-Восток-2»: a number behind a hyphen is the end of a name. */
const hyphened = (list: readonly Lex[], at: number): number => {
  let first = at;
  while (list[first]?.before === '-' && list[first - 1]?.capital) first -= 1;
  return first;
};

/** «улица Юных Пионеров», «ул. 40 лет Победы», «мкр Северный-2», «көше Есқалиев». */
const nameBehind = (list: readonly Lex[], at: number, word: StreetWord): Name | null => {
  const begin = at + word.width;
  const head = list[begin];
  if (!head || !/^[\s.«"“-]*$/.test(head.before) || head.before.includes('\n')) return null;
  let end = begin;
  if (head.number) {
    const next = list[begin + 1];
    if (word.micro) return named(list, begin, begin + 1, word, 'behind');
    if (!next || !joined(next) || !(head.ordinal || /^(лет|марта|мая|октябр.*|декабр.*|ноябр.*|сентябр.*|август.*|жил.*)$/.test(next.key))) return null;
    end = begin + 2;
  } else if (!head.capital) {
    // typed without capitals: one word, and only where a house follows
    if (notName.test(head.key) || placeWordAt(list, begin) || word.lang === 'kk' || head.key.length < 3) return null;
    end = begin + 1;
    while (honorific.test(list[end]?.key ?? '')) end += 1;
    if (/^им(ени)?$/.test(head.key)) while (list[end]?.capital && end < begin + 4) end += 1;
    else if (!isHouse(list, end)) return null;
  }
  while (end - begin < 4) {
    const one = list[end];
    if (!one || (end > begin && !joined(one) && !(/^\.\s?$/.test(one.before) && list[end - 1]?.raw.length === 1)) || placeWordAt(list, end) || streetWordAt(list, end) || (notName.test(one.key) && !one.capital)) break;
    if (one.number) { if (one.before === '-' && /^\d{1,2}$/.test(one.key)) end += 1; break; }
    if (!one.capital && !honorific.test(one.key)) break;
    end += 1;
  }
  return end === begin ? null : named(list, begin, end, word, 'behind');
};

const isHouse = (list: readonly Lex[], at: number): boolean => {
  const [one, next] = [list[at], list[at + 1]];
  if (!one) return false;
  return one.number ? !counted.test(next?.key ?? '') : houseWord.test(one.key) && next?.number === true;
};

/** The name as one says it, with the word in full: «улица Советская», «Абай көшесі», «4 микрорайон». */
const named = (list: readonly Lex[], first: number, end: number, word: StreetWord, side: 'before' | 'behind'): Name => {
  const parts = list.slice(first, end).map((one, at) => `${at === 0 ? '' : one.before.replace(/[«»"“”.]/g, '') || ' '}${spelt(one, word)}`).join('').replace(/\s+/g, ' ');
  const isNumber = /^\d+(-?\p{L}+)?$/u.test(parts);
  if (word.lang === 'kk') return { first, end, text: `${parts} ${word.micro && isNumber ? 'ықшамаудан' : word.as === 'ықшамаудан' ? 'ықшамауданы' : word.as}` };
  if (word.micro && isNumber) return { first, end, text: `${parts.replace(/-.*/, '')} ${word.as}` };
  const text = word.as === 'улица' || word.as === 'набережная' ? inDictionary(parts) : parts;
  return { first, end, text: side === 'before' ? `${text} ${word.as}` : `${word.as} ${text}` };
};

const spelt = (one: Lex, word: StreetWord): string => {
  if (one.number && one.ordinal) return `${one.raw}-${word.lang === 'kk' ? 'ші' : 'я'}`;
  const text = one.latin ? cyrillicOf(one.raw) : one.raw;
  return honorific.test(one.key) || /^\d/.test(text) || /^имени$|^им$/.test(text) || (one.key === 'марта' && one.capital === false) ? text : text.charAt(0).toUpperCase() + text.slice(1) + (one.raw.length === 1 && one.dotted ? '.' : '');
};

/** «на улице Советской» → «Советская»; a woman's name stays: «на улице Маметовой». */
const inDictionary = (name: string): string =>
  /(?:[^оеи]в|[^и]н|к|г|х|р|л|т|д|садов|полев|парков|берёзов|лугов|портов|трудов|заводск)ой$/i.test(name) && !/(ов|ев|ин)ой$/i.test(name) ? `${name.slice(0, -2)}ая` : name;

type Behind = { house: string | null; flat: string | null; end: number };

/** The house and the flat behind the name, else the house before it («в доме 5 по улице Гагарина»). */
const housed = (list: readonly Lex[], first: number, end: number, street: string): Address => {
  const behind = numbersBehind(list, end);
  if (behind.house !== null) return { first, end: behind.end, street, house: behind.house, flat: behind.flat };
  const before = houseBefore(list, first);
  return { first: before?.first ?? first, end: behind.end, street, house: before?.house ?? null, flat: behind.flat };
};

const numbersBehind = (list: readonly Lex[], from: number): Behind => {
  const found: Behind = { house: null, flat: null, end: from };
  let at = from;
  for (let steps = 0; steps < 8; steps += 1) {
    const [one, next] = [list[at], list[at + 1]];
    if (!one || /[!?\n;:()]/.test(one.before) || (/\./.test(one.before) && !list[at - 1]?.dotted) || (at === from && /^\.\s/.test(one.before) && one.number === false && !houseWord.test(one.key))) break;
    if (/^(возле|около|напротив|у)$/.test(one.key) && houseWord.test(next?.key ?? '')) { at += 1; continue; }
    if (one.raw === '№' || (steps > 0 && /^(номер.*|н)$/.test(one.key))) { at += 1; continue; }
    if (one.number) {
      if (next && houseWord.test(next.key) && joined(next) || (next && /^[-]?$/.test(next.before) && houseWord.test(next.key))) { if (found.house !== null) break; found.house = one.key; at += 2; }
      else if (next && flatWord.test(next.key) && joined(next) && (found.house !== null || list[at + 2]?.number !== true)) { found.flat = one.key; at += 2; }
      else if (next && entranceWord.test(next.key)) at += 2;
      else if (one.before === '-' && found.house !== null) { found.flat = one.key; at += 1; }
      else if (found.house === null && /^[\s,-]*$/.test(one.before) && !counted.test(next?.key ?? '') && !one.ordinal && !/мкр|микрораион|икшамаудан/.test(next?.key ?? '') && !thing.test(next?.key ?? '')) { found.house = one.key; at += 1; }
      else break;
      found.end = at;
      continue;
    }
    const number = next?.raw === '№' ? list[at + 2] : next;
    if (!number?.number || !/^[.\s№:-]*$/.test(number.before)) break;
    const jump = next?.raw === '№' ? 3 : 2;
    if (houseWord.test(one.key) && found.house === null) found.house = number.key;
    else if (blockWord.test(one.key) && found.house !== null) found.house = `${found.house} корпус ${number.key}`;
    else if (flatWord.test(one.key)) found.flat = number.key;
    else if (!entranceWord.test(one.key)) break;
    at += jump;
    found.end = at;
  }
  return found;
};

const houseBefore = (list: readonly Lex[], first: number): { first: number; house: string } | null => {
  let at = first - 1;
  while (at >= 0 && /^(по|на|в)$/.test(list[at]?.key ?? '') && at > first - 3) at -= 1;
  if (at === first - 1) return null;
  const [one, last] = [list[at], list[at - 1]];
  if (one?.number && last?.key.startsWith('номер') === true && houseWord.test(list[at - 2]?.key ?? '')) return { first: at - 2, house: one.key };
  if (one?.number && (houseWord.test(last?.key ?? '') || (last?.raw === '№' && houseWord.test(list[at - 2]?.key ?? '')))) return { first: at - 1, house: one.key };
  if (one && houseWord.test(one.key) && !one.dotted) {
    const pair = list[at - 2]?.raw && list[at - 1]?.number && list[at - 2]?.key === 'и' && list[at - 3]?.number ? list[at - 3] : last;
    if (pair?.number) return { first: at - 1, house: pair.key };
  }
  return null;
};

/** «по адресу Ихсанова 44-8», «мекенжай: Абай 12», «живу на Курмангазы 162», «Гагарина 52 үйдің». */
const withoutWord = (list: readonly Lex[], at: number): Address | null => {
  const [last, one, next] = [list[at - 1], list[at], list[at + 1]];
  if (!one?.capital || one.raw.length < 3 || !next?.number || next.ordinal || !/^[\s,]+$/.test(next.before) || placeWordAt(list, at) || notName.test(one.key) || houseWord.test(one.key) || flatWord.test(one.key)) return null;
  const after = list[at + 2];
  if (counted.test(after?.key ?? '') || (after?.ordinal ?? false)) return null;
  const isTold = last !== undefined && (/^(адрес.*|мекенжаи.*)$/.test(last.key) || (/^(на|по)$/.test(last.key) && joined(one)));
  const isHouseBehind = after !== undefined && houseWord.test(after.key) && /^[\s-]*$/.test(after.before);
  if (!isTold && !isHouseBehind) return null;
  return housed(list, at, at + 1, one.raw);
};
