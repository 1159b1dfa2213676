import { wordsOf } from './text.ts';

export type Written = 'kk' | 'ru' | 'en' | 'mixed';

const kazakhLetter = /[әғқңөұүһі]/u;
const kazakhWord = /^(?:мен|сен|бар|бул|осы|сол|жок|емес|керек|ушин|туралы|бойынша|дейин|кейин|болады|болды|екен|еди|деп|жане|бирак|калай|кашан|неге|канша|кайда|адам|жыл|кун|уй|коше|ауыл|бала|сурак|жауап|отиниш|рахмет|салем|жарык|шам)$/u;
// folded: endings that Russian does not have
const kazakhEnding = /(?:лар|лер|дар|дер|тар|тер|лары|лери|дары|дери|тары|тери|нын|нин|дын|дин|тын|тин|ады|еди|йды|йди|ылды|илди|ымыз|имиз|ыныз|иниз|сыз|сиз|дагы|деги|тагы|теги|ында|инде|ынан|инен|ган|ген|кан|кен|гыз|киз|удын|удин|уге|уга)$/u;
const russianWord = /^(?:и|в|на|не|что|по|с|у|я|мы|вы|вас|нам|нас|нет|это|как|для|прошу|уже|от|до|из|к|но|когда|просим|ваш|ваше|вам|был|была|были|будет|будут|при|если|или|также|год|года|дом|дома|после|срок|работы|вода|свет|дорога)$/u;
const russianEnding = /(?:ость|ости|ение|ения|ением|ении|ание|ания|ании|ться|тся|ого|его|ому|ему|ыми|ими|ция|ции|цию|ный|ная|ное|ные|ных|ской|ский|ских|ого|али|или|ены|ена|ено|ует|яют|ают|ешь|ете|ите|ах|ях|ами|ями|ую|ов|ев)$/u;
const englishWord = /^(?:the|and|is|are|was|were|of|to|in|on|for|not|we|you|your|our|will|have|has|been|it|this|that|with|by|there|please|when|why|no)$/u;
const latinKazakh = /^(?:men|zhok|joq|jok|emes|kerek|bar|menin|bizdin|salem|rakhmet|su|zharyk|jaryk|kashan|qashan|nege|ushin|boladi|bolady|koshe|ui|uy)$/u;

/** Whose word it is, by its letters, else by itself or its ending; null where it could be anybody's. */
const langOf = (raw: string, folded: string): 'kk' | 'ru' | 'en' | null => {
  if (/[a-z]/.test(folded)) return latinKazakh.test(folded) ? 'kk' : englishWord.test(folded) ? 'en' : null;
  if (kazakhLetter.test(raw)) return 'kk';
  if (russianWord.test(folded) || /[ъщёц]/u.test(raw)) return 'ru';
  if (kazakhWord.test(folded)) return 'kk';
  if (folded.length < 4) return null;
  const [kk, ru] = [kazakhEnding.test(folded), russianEnding.test(folded)];
  return kk === ru ? null : kk ? 'kk' : 'ru';
};

const leastWords = 3;

/** In which language a text is; null when there are too few words to say. Two languages in one letter are a way of speaking here, not a mistake. */
export const writtenIn = (text: string): Written | null => {
  const votes = { kk: 0, ru: 0, en: 0 };
  for (const word of wordsOf(text.slice(0, 20_000))) {
    const lang = langOf(text.slice(word.from, word.to).toLowerCase(), word.text);
    if (lang !== null) votes[lang] += 1;
  }
  const [first, second] = (['kk', 'ru', 'en'] as const).toSorted((a, b) => votes[b] - votes[a]);
  if (first === undefined || second === undefined || votes[first] < leastWords) return null;
  return votes[second] >= leastWords && votes[second] >= 0.3 * (votes[first] + votes[second]) ? 'mixed' : first;
};

/** Whether an answer can be read by whoever wrote the letter. Null: nobody can say. */
export const readable = (letter: Written | null, answer: Written | null): boolean | null => {
  if (letter === null || answer === null) return null;
  if (answer === 'mixed') return true;
  return letter === 'mixed' ? answer !== 'en' : answer === letter;
};
