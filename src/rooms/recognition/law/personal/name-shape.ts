import { fold } from '../../../../kernel/fold.ts';
import { noSurname } from './around-words.ts';
import { carefulNames, kazakhNames, onlyBeside, otherNames } from './given-words.ts';
import { keyOf, listed, type Word } from './words.ts';

/**
 * How much of a name a word is. Given name and patronymic: 0 none, 1 it could be one, 2 it is one wherever it stands. Surname: 1 beside something else only
 * (also «Курская», «Ким»), 2 by its ending, inside a sentence, 3 wherever it stands.
 */
export type Shape = { readonly given: 0 | 1 | 2; readonly surname: 0 | 1 | 2 | 3; readonly patronymic: 0 | 1 | 2 };

const keys = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean).map((name) => keyOf(fold(name)));
const careful = new Set(keys(carefulNames));
const beside = new Set(keys(onlyBeside));
const given = new Set([...keys(kazakhNames), ...keys(otherNames), ...careful, ...beside]);

const kazakhCases = ['', ...['нын', 'дын', 'тын', 'га', 'ка', 'на', 'ны', 'ды', 'ты', 'да', 'та', 'нда', 'дан', 'тан', 'нан', 'лар', 'дар', 'тар'].flatMap((back) => [back, back.replaceAll('а', 'е').replaceAll('ы', 'и')]), 'мен', 'бен', 'пен', 'лары', 'лери', 'дики', 'тики', 'ники', 'ша', 'ше'];
/** Endings after the whole name, and after the name without its last vowel. */
const after = {
  whole: new Set([...kazakhCases, 'жан', ...kazakhCases.map((one) => `жан${one}`), 'ым', 'им', 'ымнын', 'имнин']),
  consonant: new Set(['а', 'у', 'ом', 'ем', 'е', 'и', 'ю', 'я', 'ы']),
  a: new Set(['ы', 'у', 'ой', 'ою', 'е']), hiss: new Set(['и', 'у', 'ей', 'ой', 'е']),
  ya: new Set(['и', 'ю', 'ей', 'е']),
  short: new Set(['я', 'ю', 'ем', 'е', 'и']),
};
/** Forms that are other words. */
const noNames = new Set(['или', 'люди', 'марте', 'сами', 'ани', 'лени', 'вари', 'поли', 'вали', 'саня', 'паши', 'кате', 'кары', 'каким']);
const noBeginning = /^(?:алматы|астана|караганд|казакст|казахст)/;
const vowel = /[аеиоуыэюя]$/;

/** The name at the beginning of the word, when what follows it is an ending. */
const givenIn = (key: string, kazakh = false): string | null => {
  if (noNames.has(key) || noBeginning.test(key)) return null;
  for (let end = Math.min(key.length, 16); end >= 2; end -= 1) {
    const base = key.slice(0, end);
    const rest = key.slice(end);
    if (given.has(base) && (after.whole.has(rest) || (!kazakh && !vowel.test(base) && !base.endsWith('й') && after.consonant.has(rest)))) return base;
    if (rest === '' || kazakh) continue;
    for (const [last, endings] of [['а', /[гкхжшчщц]$/.test(base) ? after.hiss : after.a], ['я', after.ya], ['й', after.short], ['ий', after.short]] as const) if (given.has(base + last) && endings.has(rest)) return base + last;
  }
  return null;
};

const isGiven = (stem: string): boolean => stem.length > 1 && ['', 'й', 'ий', 'а', 'я', 'и', 'ы'].some((last) => given.has(stem + last) && !beside.has(stem + last)) || (stem.endsWith('айл') && given.has(stem.replace('айл', 'аил')));

const kazakhCase = '(?:[нтд]ын|[нтд]ин|ка|га|ге|ке|[нтд]ы|[нтд]и|[тд]ан|нан|[тд]ен|да|та|де|те|пен|мен|бен|тар|лар)';
const surnameEnd = new RegExp(`^(.{2,}?)((?:[оеё]в|[ыи]н)(?:а|у|ым|е|ой|ою|ых|ыми)?)(${kazakhCase})?$`);
const strongStem = /(?:ба|бек|жан|хан|гали|кали|кул|мбет|улл|олл|султан|темир|магамбет|ахмет|мурат|кожа|сейт|гелди|берген|таи|имбе|ымбе|муха?меде?)$/;
const otherSurname = /^.{2,}(?:енко|швили|дзе)$/;
const adjective = /^.{3,}(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую)$/;
const otherEnd = /^.{2,}(?:ко|ук|юк|ян|янц|иди|зода|заде|гил|нец|ич)$/;
const isNoSurname = listed(noSurname);
const foreignSurnames = new Set(keys('Ким Пак Цой Ли Тен Хван Югай Хегай Нам Шин Юн Кан Хан Шмидт Миллер Вебер Фишер Шульц Майер Вагнер Беккер Кох Рихтер Кляйн Вольф Нейман Шварц Циммерман Гартман Крюгер Ланге Бауэр'));

const ownSurname = /^[оеё]в/;
const surnameIn = ({ key, raw }: Word): Shape['surname'] => {
  if (isNoSurname(key)) return 0;
  if (foreignSurnames.has(key) || (/(?:а|у|ом|ем)$/.test(key) && foreignSurnames.has(key.replace(/(?:а|у|ом|ем)$/, '')))) return 1;
  const found = key.length >= 5 ? surnameEnd.exec(key) : null;
  if (!found) return otherSurname.test(key) ? 3 : adjective.test(key) || otherEnd.test(key) ? 1 : 0;
  const [, stem = '', end = '', kazakh] = found;
  if (ownSurname.test(end)) {
    // «Ивановка» is a village; «Ивановқа» goes to somebody
    if (kazakh === 'ка' && !raw.toLowerCase().endsWith('қа')) return 0;
    if (isGiven(stem) || strongStem.test(stem)) return 3;
    // «игровой», «грузовой»: adjectives
    if (end.endsWith('ой')) return 1;
    return /^[оеё]ва$/.test(end) && /(?:ның|ға|нан|мен)$/i.test(raw) ? 3 : 2;
  }
  // endings of Kazakh look alike: «Алматының», «бүгін», «жұмыстарына»
  if (kazakh === 'ка' || (kazakh === undefined && /[іүң]\p{L}?$|ің|ың/iu.test(raw)) || /(?:лар|лер|дар|дер|тар|тер)$/.test(stem)) return 0;
  return /(?:ба|улл|олл)$/.test(stem) ? 2 : /[ндтлсрш]$/.test(stem) ? 1 : 2;
};

const kazakhPatronymic = new RegExp(`^(.{3,}?)(?:улы|кызы)(?:${kazakhCase}|на|ны|м)?$`);
const russianPatronymic = /^(.{2,}?)(?:(?:ович|евич|ич)(?:а|у|ем|ом|е)?|(?:овн|евн|ичн|иничн)(?:а|ы|у|ой|ою|е))$/;

const patronymicIn = ({ key, raw, cap }: Word): 0 | 1 | 2 => {
  const kazakh = kazakhPatronymic.exec(key);
  if (kazakh) return isGiven(kazakh[1] ?? '') || (cap && (kazakh[1] ?? '').length > 5 && tail.test(kazakh[1] ?? '')) || /ұлы|қызы/i.test(raw) && cap ? 2 : cap ? 1 : 0;
  const russian = russianPatronymic.exec(key);
  if (!russian) return 0;
  if (isGiven(russian[1] ?? '')) return 2;
  return (russian[1] ?? '').length >= 3 && (cap || /(?:ович|евич)(?:а|у|ем|ом|е)?$|(?:овн|евн)(?:а|у)$/.test(key)) ? 1 : 0;
};

// Kazakh names are put together: «Бақыт» and «гүл», «Мер» and «ғали»
const tail = new RegExp(`^.{2,}(?:гул|кул|нур|жан|хан|бек|бай|гали|кали|мурат|болат|султан|даулет|гелди|келди|гелды|берген|берди|мухамед|ахмет|сейит|бике|жамал|нияз|назар|газы|олла|улла|тияр|мбет|болсын|мырза|кожа|зада)(?:${kazakhCase}|а|у|ом|е)?$`);
const notTail = /^(?:аурухан|емтихан|емхан|асхан|китапхан|дарихан|шайхан|конакхан|табыс|мейманхан|шеберхан|монша|котельн|казахстан|отан|кожа|жалгыз|алабай|султан|падиша|шагыл|жаннур|тур[гк]ы|кызылкоган|жалпы|айбай|чай|попугай)|ханас?ын|хана(?!$)/;
// «таскали», «тоқтамай»: at the beginning of a sentence these may be verbs
const verbTail = /(?:гали|кали|бай)$/;
const isPutTogether = ({ key, cap, raw, first }: Word): boolean => cap && key.length >= 6 && tail.test(key) && !notTail.test(key) && !(first && verbTail.test(key) && !/[ғқ]али$/i.test(raw));

/** Letters: no name is longer. */
const longest = 40;
const none: Shape = { given: 0, surname: 0, patronymic: 0 };

export const shapeOf = (word: Word): Shape => {
  if (word.number || word.letter || word.key.length < 2 || word.key.length > longest) return none;
  const name = givenIn(word.key, /[әғқңөұүһі]/i.test(word.raw));
  return { given: name === null ? (isPutTogether(word) ? 2 : 0) : careful.has(name) || beside.has(name) || name.length < 3 ? 1 : 2, surname: surnameIn(word), patronymic: patronymicIn(word) };
};

export const isOnlyBeside = (key: string): boolean => { const name = givenIn(key); return name !== null && beside.has(name); };
