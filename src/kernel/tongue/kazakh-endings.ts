import { softInA } from './kazakh-roots.ts';

/*
 * Kazakh endings in folded letters. Facts of grammar: which ending follows which letter (assimilation) and which vowel (harmony).
 */

/** `after`: the letters it stands after; `back`: а or ы in it, which wants such a stem; null where it has no vowel. */
export type Ending = { readonly text: string; readonly after: string; readonly back: boolean | null };
/** Endings by their last letter. */
export type Slot = ReadonlyMap<string, readonly Ending[]>;

const vowels = 'аеиоуыэюя';
// у and й close a syllable as consonants do; и may be і, a vowel, or the sound of «би»
const glide = 'уйи';
const hard = 'кптсшфхчцщ';
// loans: «завод» is said with т
const half = 'бвгд';
const humming = 'мн';
const ringing = 'лзж';
const open = 'аеыиэоюяу';
const soft = `${open}рй${humming}${ringing}${half}ьёъ`;
const after = {
  any: `${vowels}${hard}${half}${humming}${ringing}рйьъё`,
  vowel: open,
  /** of ы and й, «оқиды»: its и is neither hard nor soft */
  contracted: `${glide}${hard}${half}${humming}${ringing}рь`,
  consonant: `${glide}${hard}${half}${humming}${ringing}рь`,
  hard: `${hard}${half}ь`,
  soft,
  // «үйлер», «балалар»; «адамдар», «қыздар»
  flowing: `${open}рйь`,
  closed: `${humming}${ringing}${half}ь`,
  hummed: `${humming}`,
  vowelOrHum: `${open}${humming}`,
  noHum: `${open}рй${ringing}${half}ь`,
  sonant: `рй${ringing}${half}уиь`,
  voiced: `рй${humming}${ringing}${half}уиь`,
  buzz: 'зжнмь',
  melting: `${open}рйл${humming}ь`,
} as const;

const harmony = (text: string): boolean | null => {
  const vowel = /[аеиы](?=[^аеиы]*$)/.exec(text)?.[0];
  return vowel === undefined ? null : vowel === 'а' || vowel === 'ы';
};

// «баламен», «қызбен»: the one case without harmony
const instrumental = /^[мбп]ен$/;

const slot = (...lists: readonly (readonly [keyof typeof after, string])[]): Slot =>
  Map.groupBy(lists.flatMap(([where, texts]) => texts.trim().split(/\s+/).map((text): Ending => ({ text, after: after[where], back: where === 'contracted' || instrumental.test(text) ? null : harmony(text) }))), (ending) => ending.text.at(-1) ?? '');

const times = (left: string, right: string): string => left.split(' ').flatMap((a) => right.split(' ').map((b) => (harmony(a) ?? harmony(b)) === (harmony(b) ?? harmony(a)) ? `${a}${b}`.replaceAll('_', '') : '')).filter(Boolean).join(' ');

export const plurals = slot(['flowing', 'лар лер'], ['closed', 'дар дер'], ['hard', 'тар тер']);
export const third = slot(['consonant', 'ы и'], ['vowel', 'сы си']);
export const ownEndings = slot(['vowel', 'м н ныз низ мыз миз'], ['consonant', 'ым им ын ин ыныз иниз ымыз имиз']);
export const cases = slot(
  ['vowelOrHum', 'нын нин'], ['sonant', 'дын дин'], ['hard', 'тын тин'],
  ['soft', 'га ге'], ['hard', 'ка ке'],
  ['vowel', 'ны ни'], ['voiced', 'ды ди'], ['hard', 'ты ти'],
  ['soft', 'да де'], ['hard', 'та те'],
  ['noHum', 'дан ден'], ['hummed', 'нан нен'], ['hard', 'тан тен'],
  ['melting', 'мен'], ['buzz', 'бен'], ['hard', 'пен'],
);
export const casesAfterThird = slot(['vowel', 'н на не нда нде нан нен']);
export const casesAfterOwn = slot(['hummed', 'а е']);
/** «көшедегі», «сусыз», «таудай», «үлкенірек», «біздікі» */
export const turns = slot(
  ['soft', 'дагы деги'], ['hard', 'тагы теги'], ['vowel', 'ндагы ндеги'], ['any', 'сыз сиз'], ['soft', 'дай дей'], ['hard', 'тай тей'],
  ['vowel', 'рак рек'], ['consonant', 'ырак ирек'], ['vowelOrHum', 'ники'], ['sonant', 'дики'], ['hard', 'тики'],
);

/** Verb forms that are declined like names. */
export const participles = slot(
  ['soft', 'ган ген гандык гендик ганлык'], ['hard', 'кан кен кандык кендик'],
  ['consonant', 'атын етин'], ['vowel', 'йтын йтин'], ['any', 'у ушы уши'], ['contracted', 'итын итин'],
);
export const denials = slot(['melting', 'ма ме'], ['buzz', 'ба бе'], ['hard', 'па пе']);
/** Passive, reflexive, causative and common doing. */
export const voices = slot(
  ['vowel', 'л н т с'], ['consonant', 'ыл ил ын ин ыс ис'], ['voiced', 'дыр дир'], ['hard', 'тыр тир кыз киз'], ['soft', 'гыз гиз т'],
);

const persons = 'мын мин сын син сыз сиз мыз миз сыздар сиздер сындар синдер';
const owners = '_ м н к ныз низ ндар ндер ныздар низдер';
const asked = '_ шы ши';
/** «адаммын», «жатырмыз» */
export const personal = slot(['soft', 'мын мин сын син мыз миз сыздар сиздер'], ['buzz', 'бын бин быз биз'], ['hard', 'пын пин пыз пиз сын син сыздар сиздер']);
export const finite = slot(
  ['soft', times('ды ди', owners)], ['hard', times('ты ти', owners)],
  ['consonant', `а е ады еди ${times('а е', persons)}`], ['vowel', `й йды йди ${times('й', persons)}`], ['consonant', 'и'], ['contracted', `иды иди ${times('и', persons)}`],
  ['soft', times('ган ген', 'мын мин сын син сыз сиз быз биз сыздар сиздер')], ['hard', times('кан кен', 'мын мин сын син сыз сиз быз биз сыздар сиздер')],
  ['any', times('са се', owners)], ['any', times('са се', 'ныздаршы низдерши нызшы низши')],
  ['consonant', `${times('ыныз иниз ындар индер ыныздар иниздер', asked)}`], ['vowel', `${times('ныз низ ндар ндер ныздар низдер', asked)}`],
  ['any', 'сын син шы ши'], ['consonant', 'айык ейик айын ейин'], ['vowel', 'йык йик йын йин'],
  ['consonant', 'ып ип ыпты ипти ыптым иптим ыппын иппин ыппыз иппиз ыпсыз ипсиз'], ['vowel', 'п пты пти птым птим ппын ппин ппыз ппиз псыз псиз'],
  ['soft', 'ганша генше галы гели гым гим гысы гиси гымыз гимиз гын гин'], ['hard', 'канша кенше калы кели кым ким кысы киси кымыз кимиз кын кин'],
  ['consonant', 'ар ер'], ['vowel', 'р'], ['melting', 'мас мес мак мек макшы мекши йынша йинше'], ['buzz', 'бас бес бак бек бакшы бекши'], ['hard', 'пас пес пак пек пакшы пекши'],
  ['any', 'улы ули'], ['vowel', 'йынша йинше'],
);

/** Whether the ending may follow what is left of the word at `rest`: by its last letter, and by its last vowel where folding left that sure. */
export const fits = (word: string, rest: number, ending: Ending): boolean => {
  if (!ending.after.includes(word[rest - 1] ?? '')) return false;
  if (ending.back === null) return true;
  let [last, count] = ['', 0];
  for (let at = rest - 1; at >= 0 && count < 2; at -= 1) if (vowels.includes(word[at] ?? '')) { count += 1; if (count === 1) last = word[at] ?? ''; }
  if (count === 0) return false;
  if (last === 'ы') return ending.back;
  if (last === 'е' || last === 'э') return !ending.back;
  // ә is folded to а: of one syllable nobody can say, of some words it is known
  return last !== 'а' || ending.back || count === 1 || softInA.has(word.slice(0, rest));
};
