import type { Personal } from './kinds.ts';

// what is counted: «26 үй бар», «3 дня», «5000 теңге»
const countedWords = `
дивиз век лини дн день дня сут час мин раз год лет мес недел км кило метр тг теңг тенг руб чел сем машин автобус ям люк фонар столб дерев мусор этаж квартир домов жител жильц
маршрут школ класс числ утра вечер январ феврал март апрел мая июн июл август сентябр октябр ноябр декабр град штук тонн человек баллон контейнер подъезд остановк градус күн кун
айд айы апта жыл сағат сагат минут шақ шак адам отбас шам бағ бала жас қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан машина көлік тонна пайыз
`.trim().split(/\s+/).join('|');
const counted = String.raw`\s?-?\s?(?:(?:й|я|е|го|му|ой|ая|ый|ий|ую|х|ші|шы)(?!\p{L})|м\.|м²|₸|%|дома(?!\p{L})|ай(?!\p{L})|рет(?!\p{L})|ж\.|г\.|${countedWords})`;
const number = String.raw`(?:№\s?)?\d{1,4}(?:[а-иклмнa-zәғқ](?![\p{L}\d])|\s[абгде](?![\p{L}\d.]))?(?:\s?/\s?\d{1,4}\p{L}?)?(?:\s?-\s?\d{1,4}(?![\d-]))?(?![\d.,:]\d|\d)`;
const house = String.raw`(?:\s?-?\s?(?:інші|ші|шы|нші|ншы)?\s?-?\s?(?:үй|уй|ui|uy)\p{L}{0,7})?`;
const streetRu = String.raw`(?:ул|улиц\p{L}{1,2}|пр|пр-т|пр-кт|просп|проспект\p{L}{0,2}|переул\p{L}{0,4}|пер|бульвар\p{L}{0,2}|мкр|мкрн|м-н|микрорайон\p{L}{0,2}|шоссе|проезд\p{L}{0,2}|тупик)`;
const streetKk = String.raw`(?:көшес\p{L}{1,6}|кошес\p{L}{1,6}|коше(?!\p{L})|көше(?!\p{L})|koshes\p{L}{1,6}|даңғыл\p{L}{1,6}|дангыл\p{L}{1,6}|(?:шағын|шагын|мөлтек)\s?ауд\p{L}{1,8}|ықшамаудан\p{L}{1,8}|тұйығ\p{L}{1,6}|бульвар\p{L}{0,4})`;

/** `door` of each match is the part to hide: the street may stay. */
const finders: readonly RegExp[] = [
  // ул. Абая, 26-14; проспект Абылай хана 112/3; мкр Самал-2, 33
  new RegExp(String.raw`(?<!\p{L})${streetRu}(?!\p{L})\.?\s?(?:\p{L}\.\s?){0,2}(?:[\p{L}\d][\p{L}\d-]{0,24} ){0,2}?[\p{L}\d][\p{L}-]{0,24}(?:-\d{1,2})?[\s,]{1,3}(?!\d{4})(?<door>${number}${house})(?!${counted})`, 'dgiu'),
  new RegExp(String.raw`(?<!\p{L})${streetKk}[\s,]{1,3}(?!\d{4})(?<door>${number}${house})(?!${counted})`, 'dgiu'),
  // 5 мкр, 12 үй
  new RegExp(String.raw`(?<!\d)\d{1,2}\s?-?\s?(?:мкр|мкрн|м-н|микрорайон\p{L}{0,2}|mkrn?|ықшамаудан\p{L}{0,8}|ыкшамаудан\p{L}{0,8})[\s,.]{1,3}(?<door>${number}${house})(?!${counted})`, 'dgiu'),
  // «на Кабанбай батыра 45-12»: a house and a flat
  new RegExp(String.raw`(?<=\p{Lu}\p{Ll}{2,20}[,\s]{1,2})(?!(?:19|20)\d\d)(?<door>\d{1,3}[а-яё]?(?:/\d{1,3})?-\d{1,3})(?![\d.:/-]|\p{L}|${counted})`, 'dgu'),
  new RegExp(String.raw`(?<=(?:(?<!\p{L})(?:на|по)|(?<=\p{Lu}\p{Ll}{2,20}))\s(?:\p{Lu}\p{Ll}{2,20}\s)?(?:батыра|хана|би|\p{Lu}\p{Ll}{2,20})[,\s]{1,2})(?!(?:19|20)\d\d)(?<door>(?!№)${number})(?!${counted}|[.,]?\d|\s?\p{L})`, 'dgu'),
  // the words themselves
  new RegExp(String.raw`(?<!\p{L})(?<door>(?:д\.|дом|дома|доме|дому|үй|уй|д(?=\s?\d{1,3}\p{L}?,?\s?кв))\s?№?\s?(?!(?:19|20)\d\d(?!\d))\d{1,4}(?:[а-иклмнәғқ](?![\p{L}\d])|\s[абгде](?![\p{L}\d.]))?(?:[/-]\d{1,4})?)(?!\d|${counted})`, 'dgiu'),
  /(?<!\p{L})(?<door>(?:кв(?:\.|арт\p{L}{1,5}\.?)?|пәтер\p{L}{0,4}|пат(?:ер)?\.?|пәт\.|apt\.?|pater)\s?№?\s?\d{1,4}(?:\p{L}(?!\p{L}))?)(?!\d|\s?-?(?:тг|тең|тен|руб|м\.|кв))/dgiu,
  // «14-пәтерде»; «14 пәтер» only after another part of the address
  /(?<!\d)(?<door>\d{1,4}\s?-\s?(?:ші\s|шы\s)?(?:пәтер|патер|pater)\p{L}{0,8})/dgiu,
  /(?<=\d[\p{L}/-]{0,5}(?:\s?-?\s?(?:үй|уй|ui)\p{L}{0,5})?[,;\s]{1,3})(?<door>\d{1,4}\s(?:ші\s|шы\s)?(?:пәтер|патер|pater)\p{L}{0,6})/dgiu,
  // «26-үй», «26-шы үйдің»: with the hyphen it is a house, without it a number of houses
  /(?<!\d)(?<door>\d{1,4}\p{L}?(?:\/\d{1,4})?\s?-\s?(?:інші\s|ші\s|шы\s)?[үу]й\p{L}{0,7})/dgiu,
  /(?<!\d)(?<door>\d{1,4}\p{L}?(?:\/\d{1,4})?\s(?:үй|уй)(?=[,;\s]{1,3}\d{1,4}\s?-?\s?(?:ші\s|шы\s)?п[әа]тер))/dgiu,
];

/** The house and the flat of an address. */
export const doorsIn = (text: string): readonly Personal[] => finders.flatMap((pattern) => Array.from(text.matchAll(pattern)).flatMap((match): readonly Personal[] => {
  const place = match.indices?.groups?.['door'];
  return place ? [{ from: place[0], to: place[1], text: text.slice(...place), what: 'address', sure: false }] : [];
}));
