import { called, calledSo, namedAfter, plain, ofHouse, roles, streets, titles } from './around-words.ts';
import { isOnlyBeside, shapeOf, type Shape } from './name-shape.ts';
import type { Personal } from './kinds.ts';
import { listed, wordsOf, type Word } from './words.ts';

const isRole = listed(roles);
const isCalled = listed(called);
const isPlain = listed(plain);
const isTitle = listed(titles);
const isNamedAfter = listed(namedAfter);
const isHouse = listed(ofHouse);
const isCalledSo = listed(calledSo);
const isStreet = listed(streets);
const isChild = listed('улы. кызы. улынын. кызынын. улына. кызына. улымен. кызымен.');
const isSomebody = listed('киси адам. жигит кыз. айел азамат. азаматша кария');
const isAnd = listed('и. мен. пен. бен. жане.');
const isAt = listed('на. по. угол. углу. вдол между пересечени перекрест возле. около. до. от. напротив.');
const isAgainst = listed('жал заявлени заявля иск. иска. долг претензи написа запис записа оформл числ зарегистр обид крич руга доверенност имя. арыз шагым');

type Group = { readonly from: number; readonly to: number };
type Seen = { readonly text: string; readonly words: readonly Word[]; readonly shapes: readonly Shape[] };

/** People called by name: one span for everything that stands together, «Иванов И. И.», «Әлия Серікқызы». Streets, schools and firms called after somebody stay. */
export const peopleIn = (text: string): readonly Personal[] => {
  const words = wordsOf(text);
  const seen: Seen = { text, words, shapes: words.map(shapeOf) };
  const found: Personal[] = [];
  let free = 0;
  for (let i = 0; i < words.length; i += 1) {
    const group = groupAt(seen, i, free);
    const about = group && aboutOf(seen, group);
    if (!group || !about) continue;
    // the second word of a street's name is no person either
    if (isElse(seen, group, about)) { i = group.to; continue; }
    if (!isPerson(about)) continue;
    const to = about.last.to + (about.last.letter && text[about.last.to] === '.' ? 1 : 0);
    found.push({ from: about.first.from, to, text: text.slice(about.first.from, to), what: 'name', sure: false });
    free = group.to + 1;
    i = group.to;
  }
  return found;
};

const core = ({ given, surname, patronymic }: Shape): boolean => given + surname + patronymic > 0;
/** Only spaces between them, and the full stop of an initial. */
const joined = ({ text, words }: Seen, left: number): boolean => {
  const [a, b] = [words[left], words[left + 1]];
  if (!a || !b || b.from - a.to > 3) return false;
  const gap = text.slice(a.to, b.from);
  return a.letter ? /^\.?[ \u00A0]?$/.test(gap) : /^(?:[ \u00A0]{1,2}|[-‑])$/.test(gap);
};
const initial = ({ text, words }: Seen, i: number): boolean => words[i]?.letter === true && text[words[i].to] === '.';

/** The longest run of names around a word that could be one. */
const groupAt = (seen: Seen, i: number, free: number): Group | null => {
  const { words, shapes } = seen;
  const word = words[i];
  const shape = shapes[i];
  if (!word || !shape) return null;
  const byInitial = word.cap && !word.number && !word.letter && joined(seen, i) && initial(seen, i + 1) && !isRole(word.key) && word.key.length > 2;
  const initialFirst = initial(seen, i) && joined(seen, i) && (words[i + 1]?.letter === true || (words[i + 1]?.cap === true && core(shapes[i + 1] ?? shape)));
  const unknownFirst = isCapital(word) && !word.number && !core(shape) && !isRole(word.key) && !isPlain(word.key) && !isNamedAfter(word.key) && [1, 2].some((step) => (shapes[i + step]?.patronymic ?? 0) > 0 && run(seen, i, step)) && words[i + 1]?.cap === true;
  const byAround = !core(shape) && isCapital(word) && !word.number && !isRole(word.key) && !isPlain(word.key) && ((isTitleAt(seen, i + 1) && !(word.first && words[i + 1]?.key === 'деген')) || (!word.first && isCalledAt(seen, i - 1)));
  // «көрші қабдеш деген кісі»: in small letters only between two words that say so
  const between = !core(shape) && !word.cap && word.key.length > 3 && isCalledAt(seen, i - 1) && isTitleAt(seen, i + 1) && !isRole(word.key) && !isPlain(word.key) && (words[i + 1]?.key !== 'деген' || isSomebody(words[i + 2]?.key ?? ''));
  if (between) return { from: i, to: i };
  if (!core(shape) && !byInitial && !initialFirst && !unknownFirst && !byAround) return null;
  if (!word.cap && !startsLower(seen, i)) return null;
  if (isRole(word.key) && shape.given < 2 && shape.patronymic === 0 && !isOnlyBeside(word.key)) return null;
  let to = i;
  while (to - i < 5 && joined(seen, to) && joins(seen, to + 1, word.cap, i)) to += 1;
  if (words.slice(i, to + 1).every((one) => one.letter) || /^P\.? ?S/i.test(seen.text.slice(word.from, word.from + 4))) return null;
  const before = words[i - 1];
  const people = shapes.slice(i, to + 1);
  // «Сыналмалы Әлия Үлгіқызы»: a surname nobody has heard of
  const reach = i - 1 >= free && before !== undefined && isCapital(before) && !before.first && joined(seen, i - 1) && !isRole(before.key) && !isNamedAfter(before.key) && !isHouse(before.key) && !isPlain(before.key)
    && (people.some((one) => one.patronymic > 0) || (shape.given === 2 && word.cap));
  return { from: reach ? i - 1 : i, to };
};
/** With one capital, not an abbreviation. */
const isCapital = ({ raw, cap, number, letter }: Word): boolean => cap && !number && !letter && /\p{Ll}/u.test(raw);
const isTitleAt = (seen: Seen, i: number): boolean => { const word = seen.words[i]; return word !== undefined && isTitle(word.key) && joined(seen, i - 1); };
const isCalledAt = (seen: Seen, i: number): boolean => { const word = seen.words[i]; return word !== undefined && isCalled(word.key) && /^[\s,:—–-]{1,4}$/.test(seen.text.slice(word.to, seen.words[i + 1]?.from ?? word.to)); };
const run = (seen: Seen, i: number, steps: number): boolean => Array.from({ length: steps }, (_, step) => joined(seen, i + step)).every(Boolean);

/** In small letters only what cannot be another word: «гульнара», «кайратовна», and what stands before a patronymic. */
const startsLower = ({ shapes }: Seen, i: number): boolean => {
  const shape = shapes[i];
  if (!shape) return false;
  if (shape.given === 2 || shape.patronymic === 2 || shape.surname === 3) return true;
  return (shapes[i + 1]?.patronymic ?? 0) === 2 || (shapes[i + 1]?.given ?? 0) > 0 && (shapes[i + 2]?.patronymic ?? 0) === 2 || shape.given === 1;
};

const joins = (seen: Seen, i: number, cap: boolean, start: number): boolean => {
  const word = seen.words[i];
  const shape = seen.shapes[i];
  if (!word || !shape || word.number) return false;
  if (word.letter) return initial(seen, i) || (seen.words[i - 1]?.letter === true && initial(seen, i - 1)) || (i - start === 1 && seen.words[start]?.cap === true && /[,;)\n]|$/.test(seen.text.slice(word.to, word.to + 1)) && !isRole(word.key));
  if (isChild(word.key)) return (seen.shapes[i - 1]?.given ?? 0) > 0 && i - start > 0;
  if (seen.words[i - 1]?.letter) return word.cap && i - 1 === start || word.cap && seen.words[i - 2]?.letter === true && i - 2 === start;
  if (!cap) return shape.patronymic === 2 || shape.given > 0 && (shape.given === 2 || (seen.shapes[i + 1]?.patronymic ?? 0) > 0) || shape.surname === 3;
  // «Жанпейісов Дәулетияр»: a given name nobody has heard of
  const afterSurname = i - start === 1 && ((seen.shapes[start]?.surname ?? 0) >= 2 || /(?:улы|кызы)$/.test(seen.words[start]?.key ?? '')) && isCapital(word) && !isRole(word.key) && !isHouse(word.key) && !isCalledSo(word.key);
  if (word.cap) return core(shape) || afterSurname || (seen.shapes[i + 1]?.patronymic ?? 0) > 0 && joined(seen, i);
  return shape.patronymic === 2;
};

/** What stands around a group, and what is in it. */
type About = {
  readonly first: Word; readonly last: Word; readonly left: Word | undefined; readonly right: Word | undefined; readonly gapLeft: string; readonly gapRight: string;
  /** more than one word, with a patronymic or an initial: nobody calls a street so and a person never */
  readonly whole: boolean;
  /** «сосед», «дәрігер» before it: directly, or with one word between */
  readonly role: 'beside' | 'near' | null; readonly given: number; readonly surname: number; readonly patronymic: number; readonly size: number;
};
const aboutOf = ({ text, words, shapes }: Seen, { from, to }: Group): About | null => {
  const [first, last, left, right] = [words[from], words[to], words[from - 1], words[to + 1]];
  if (!first || !last) return null;
  const most = (kind: keyof Shape): number => Math.max(0, ...shapes.slice(from, to + 1).map((shape) => shape[kind]));
  const gapLeft = left ? text.slice(left.to, first.from) : '';
  const isNear = (word: Word | undefined): boolean => word !== undefined && isRole(word.key) && first.from - word.to < 24 && !/[.!?\n]\s/.test(text.slice(word.to, first.from));
  const size = to - from + 1;
  const patronymic = most('patronymic');
  return {
    first, last, left, right, gapLeft, gapRight: right ? text.slice(last.to, Math.min(right.from, last.to + 4)) : '',
    whole: size > 1 && (patronymic > 0 || words.slice(from, to + 1).some((word) => word.letter)) || patronymic === 2,
    role: isNear(left) ? 'beside' : isNear(words[from - 2]) ? 'near' : null, given: most('given'), surname: most('surname'), patronymic, size,
  };
};

const isPerson = ({ first, right, gapRight, whole, role, given, surname, patronymic, size }: About): boolean => {
  if (patronymic === 2) return true;
  if (given + surname + patronymic === 0) return true;
  if (right && /^[ \u00A0-]{1,2}$/.test(gapRight) && isTitle(right.key) && (given + surname > 0 || whole)) return true;
  if (size > 1) return whole || (first.cap && (given > 0 || surname > 1)) || (given === 2 && surname === 3) || (role !== null && given === 2);
  if (isOnlyBeside(first.key)) return role === 'beside' && first.cap;
  if (isRole(first.key)) return false;
  if (!first.cap) return role === 'beside' && given === 2;
  if (given === 2 || surname === 3) return true;
  if (first.raw === first.raw.toUpperCase()) return false;
  if (given === 1 || surname === 2) return !first.first || role !== null || (/[оеё]ва$/.test(first.key) && first.key.length > 6);
  // by its ending alone it may be any word
  return role === 'beside' && surname > 0 && patronymic + surname > 0;
};

/** What is called after somebody: a street, a school, a firm between its quotation marks. */
const isElse = (seen: Seen, group: Group, about: About): boolean => {
  const { text, words, shapes } = seen;
  const { first, last, left, right, gapLeft, gapRight, whole, role } = about;
  if (right && /^[\s"»”]{0,3}$/.test(gapRight) && isCalledSo(right.key)) return true;
  // «Алтын Арай»: a few words between quotation marks are what something is called
  if (!whole && /[«"“„][^»"”\n.,]{0,24}$/.test(text.slice(Math.max(0, first.from - 25), first.from)) && /^[^«"“„\n.,]{0,16}[»"”]/.test(text.slice(last.to, last.to + 17))) return true;
  if (isAfterStreet(seen, group, about)) return true;
  if (left && /^[\s«"“„]{0,3}$/.test(gapLeft) && isHouse(left.key) && !whole && !(role && about.size > 1) && !(words[group.from - 2] && isRole(words[group.from - 2]?.key ?? ''))) return true;
  // «Сейфуллин мен Төле би қиылысы»
  if (right && isAnd(right.key) && words.slice(group.to + 2, group.to + 6).some((word) => isCalledSo(word.key)) && !whole && !role) return true;
  const numbered = right?.number === true && /^[,\s]{1,3}$/.test(gapRight) && !/^\d{5}/.test(right.raw) && !/^[./]\d/.test(text.slice(right.to, right.to + 2)) && (about.size === 1 || whole);
  if (role && !(left && isAt(left.key)) || about.patronymic > 0) return false;
  if (numbered && (whole || about.surname > 0 || /(?:а|я|ой|ого|улы|и|ы)$/.test(last.key))) return true;
  if (whole) return false;
  const alone = about.size === 1;
  if (alone && isStreet(first.key)) return true;
  // «от Республиканской до Каширцева»
  if (alone && about.surname === 2 && left && /^(?:до|от)$/.test(left.key) && words.slice(Math.max(0, group.from - 7), group.from).some((word) => isNamedAfter(word.key))) return true;
  // «угол Абая и Гоголя»: the second of two
  if (left && isAnd(left.key) && alone && words.slice(Math.max(0, group.from - 4), group.from - 1).some((word) => isAt(word.key) && word.key !== 'на' && word.key !== 'по')) return true;
  if (!left || !isAt(left.key) || /^(?:до|от)$/.test(left.key) || !/(?:а|я|ой|ого|улы|и|ы)$/.test(first.key)) return false;
  const accused = [...words.slice(Math.max(0, group.from - 6), group.from), ...words.slice(group.to + 1, group.to + 4)].some((word) => isAgainst(word.key));
  return !accused && (alone || (shapes[group.from]?.given ?? 0) > 0);
};

/** «ул. Маршала Новикова»: up to three words with a capital between. */
const isAfterStreet = ({ text, words }: Seen, group: Group, { whole }: About): boolean => {
  let right = words[group.from];
  for (let i = group.from - 1; i >= Math.max(0, group.from - 4); i -= 1) {
    const word = words[i];
    if (!word || !right) return false;
    const gap = text.slice(word.to, Math.min(right.from, word.to + 5));
    if (!/^[\s.№«"“„-]{0,3}$/.test(gap)) return false;
    if (isNamedAfter(word.key) && (word.key.length > 1 || gap.startsWith('.'))) return !(isRole(word.key) && (whole || words[i - 1]?.key === 'по'));
    if (!word.cap || word.first) return false;
    right = word;
  }
  return false;
};
