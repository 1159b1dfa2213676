import { alike, asking, isAsking, isEmpty, sentencesOf, wordsOf, type Sentence } from './text.ts';

export type Asks = 'when' | 'many' | 'why' | 'who' | 'other';
export type Question = { readonly from: number; readonly to: number; readonly text: string; readonly asks: Asks; readonly about: readonly string[] };

const greeting = /(?:с[әа]лемет|қайырлы|ассалау|здравствуй|добрый|как (?:ваши )?дела|қалайсы[зң])/iu;
/** Asked to nobody: despair has a question mark too. */
const rhetorical = new RegExp([
  'доколе|до каких пор|сколько (?:же |это )?можно|разве |неужели|куда это годится|куда смотр|где (?:же )?справедлив|что за |не стыдно|за что (?:мы|нам)|за что\\s*[?!]|с какой стати|как так|как (?:же )?(?:это )?можно не',
  '^(?:или|ну и|у нас что|это же|где (?:же )?(?:наши |все )?\\p{L}*\\s?служб|долж\\p{L}+ же)(?!\\p{L})|[?!]*(?:\\?!|!\\?|\\?\\?)',
  'қашанға дейін|бұл не деген|қайда қарап|ұят емес|не үшін төлеп|қашан бітеді бұл',
].join('|'), 'iu');
/** «Қашан да», «кто-нибудь»: not asked. */
const anyOne = /(?:қашан|қандай|қай|кім|қалай|не|неше)\s+(?:да|де|болса|жағдайда|болмасын)(?!\p{L})|(?:кто|что|как|где|когда|какой|какие|сколько)[- ](?:то|нибудь|либо|угодно|бы ни)(?!\p{L})/giu;
const tellUs = new RegExp([
  'сообщите|сообщить|ответьте|ответить|разъясни(?:те|ть)|объясни(?:те|ть)|укажите|указать|скажите|подскажите|расскажите|уточни(?:те|ть)|хочу знать|хотим знать|хотелось бы знать|интересует',
  'айтыңыз|айтып бер|түсіндір|хабарлаңыз|хабарлап|жауап бер|білгім келеді|білгіміз келеді',
].join('|'), 'iu');
const shortRequest = /(?:разъясни|объясни|түсіндір)/iu;

const kindOf = (words: readonly string[]): Asks => {
  for (const asks of ['when', 'many', 'why', 'who'] as const) if (words.some((word) => asking[asks].has(word))) return asks;
  return 'other';
};

const russianFirst = new Set(['когда', 'почему', 'зачем', 'сколько', 'кто', 'куда', 'где', 'какие', 'какой', 'какая']);
const kazakhAsks = new Set(['кашан', 'неге', 'неликтен', 'канша', 'неше', 'ким', 'кимге', 'кимнен', 'кайда', 'кайдан', 'калай', 'кандай', 'кайсы']);
/** A point asks when it begins with what is to be done; what begins otherwise tells. Kazakh says it at the end: «орнату», «қойыңыз». */
const toDo = /^(?:(?:не\s)?\p{L}{2,}(?:ть|ти|чь|ться)|прошу|просим|просьба|необходимо|требуем|нужно|надо)(?!\p{L})|(?:у|ю|ыңыз|іңіз|ңыздар|ңіздер|лсын|лсін|керек)$/iu;
/** Longer without a mark: thoughts strung together, and a word that asks in them asks nothing. */
const longestUnmarked = 25;
const particle = /(?:^|\s)(?:ма|ме|ба|бе|па|пе)[.!…]*$/u;

/** A question without its mark: «қашан жөнделеді», “почему нет воды”, “прошу сообщить, когда …”. */
const asksUnmarked = (sentence: string, words: readonly string[]): boolean => {
  if (words.length > longestUnmarked) return false;
  const bare = sentence.replace(anyOne, '');
  const left = wordsOf(bare).map((word) => word.text);
  if (tellUs.test(sentence)) return left.some(isAsking) || left.includes('ли') || shortRequest.test(sentence);
  if (left.some((word) => kazakhAsks.has(word)) && !/(?:қашаннан бері|десеңіз|білмей)/iu.test(sentence)) return true;
  if (particle.test(sentence.toLowerCase())) return true;
  if (words.slice(0, 4).includes('ли') && !/(?:^|\s)(?:то|чуть) ли/iu.test(sentence)) return true;
  // «Когда идёт дождь, двор затапливает» tells, it does not ask
  return left.slice(0, 2).some((word) => russianFirst.has(word)) && !sentence.includes(',');
};

/** Points that are numbered one after another from one. */
const numbered = (text: string): readonly Sentence[] => {
  const starts: { at: number; body: number }[] = [];
  for (const found of text.matchAll(/(?<=^|\s)(\d{1,2})[.)]\s*(?=\p{L})/gu)) if (Number(found[1]) === starts.length + 1) starts.push({ at: found.index, body: found.index + found[0].length });
  if (starts.length < 2) return [];
  return starts.map(({ body }, nth) => {
    const until = starts[nth + 1]?.at ?? text.length;
    const lineEnd = text.indexOf('\n', body);
    // the last point ends with its line, or with its sentence where all stand in one line
    const last = nth === starts.length - 1 ? Math.min(lineEnd < 0 ? until : lineEnd, body + (sentencesOf(text.slice(body))[0]?.to ?? until)) : until;
    const point = text.slice(body, last).replace(/[\s;,.]+$/u, '');
    return { from: body, to: body + point.length, text: point };
  }).filter(({ text: point }) => point.includes('?') || toDo.test(point) || wordsOf(point).some((word) => isAsking(word.text)));
};

/** More than anybody reads in a list of warnings. */
const mostQuestions = 30;

/** What the person wants to be told, each with its place in the letter. */
export const questionsIn = (letter: string): readonly Question[] => {
  const points = numbered(letter);
  const inPoint = (one: Sentence) => points.some((point) => one.from < point.to && point.from < one.to);
  const asked = sentencesOf(letter).filter((one) => {
    if (inPoint(one) || greeting.test(one.text) || rhetorical.test(one.text)) return false;
    return /\?/.test(one.text) || asksUnmarked(one.text, wordsOf(one.text).map((word) => word.text));
  });
  return [...points, ...asked].toSorted((a, b) => a.from - b.from).map((one) => {
    const words = wordsOf(one.text).map((word) => word.text);
    return { ...one, asks: kindOf(words), about: [...new Set(words.filter((word) => !isEmpty(word) && (word.length > 2 || word === 'су')))] };
  }).filter((one) => one.about.length > 0 || one.asks !== 'other').slice(0, mostQuestions);
};

const month = '(?:қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан|январ|феврал|март|апрел|ма[йея]|июн|июл|август|сентябр|октябр|ноябр|декабр|january|february|march|april|may|june|july|august|september|october|november|december)';
const spanWords = [
  'күн|апта|жыл|тоқсан|айдың|айда|ертең|бүгін|жұма|дүйсенбі|сейсенбі|сәрсенбі|бейсенбі|сенбі|көктем|жаз|күз|қыс|сағат|мерзім|дейін',
  'дн[еяё]|недел|месяц|квартал|завтра|сегодня|понедельник|вторник|сред[уы]|четверг|пятниц|суббот|весн|лет|осен|зим|час|срок|week|month|day|tomorrow',
].join('|');
const says: Readonly<Record<Exclude<Asks, 'other'>, RegExp>> = {
  when: new RegExp(`(?<!\\p{L})${month}\\p{L}*|\\d{1,2}\\.\\d{1,2}(?:\\.\\d{2,4})?|20\\d\\d|(?<!\\p{L})(?:${spanWords})\\p{L}*`, 'iu'),
  many: /\d|(?<!\p{L})(?:бір|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|он|жүз|мың|один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|сто|тысяч|миллион)/iu,
  why: /(?:себеб|өйткені|байланыст|салдарынан|кесірінен|орай|болғандықтан|андықтан|ендіктен|ғандықтан|гендіктен|причин|потому|из-за|в связи|так как|поскольку|вследствие|ввиду|вызван|обусловлен|because|due to|связан)/iu,
  who: /(?:жауапты|басқарма|бөлім|мердігер|серіктест|әкімдік|әкімі|орындаушы|бригада|маман|отвеча|ответствен|управлен|отдел|подрядчик|тоо|акимат|исполнит|бригад|компани|служб|жшс|мекеме|department|company)/iu,
};

/** How much of a question one stretch of the answer speaks of, from 0 to 1; a word that several questions have says less of each. */
const spokenOf = (about: readonly string[], words: readonly string[], weightOf: (word: string) => number): number => {
  const all = about.reduce((sum, word) => sum + weightOf(word), 0);
  return all === 0 ? 1 : about.filter((word) => words.some((other) => alike(word, other))).reduce((sum, word) => sum + weightOf(word), 0) / all;
};

/** Said of all points at once. */
const allDone = /проблема (?:устранена|решена)|работы (?:выполнены|завершены)|недостатки устранены|нарушения устранены|в полном объ[её]ме|мәселе (?:шешілді|толық)|барлық жұмыс|толық орындалды/iu;
/** It is done: that answers when, and whether. */
const done = /(?:устранен|убран|восстановлен|решена|ликвидирован|отремонтирован|выполнен|вывезен|заменен|заменён|жойылды|ауыстырылды|жөнделді|шешілді|қосылды|тазаланды|орындалды)/iu;
const whether = /(?:когда|можно ли|возможно ли|нельзя ли|может (?:быть )?(?:стоит|ли)|қашан|бола ма|мүмкін бе)/iu;
const enough = 0.3;
const little = 0.15;

/** The questions of which the answer says nothing. */
export const unanswered = (letter: string, answer: string): readonly Question[] => {
  const questions = questionsIn(letter);
  const sentences = sentencesOf(answer);
  const whole = wordsOf(answer).map((word) => word.text);
  const weightOf = (word: string) => 1 / questions.filter((one) => one.about.some((other) => alike(word, other))).length;
  const points = numbered(letter);
  const isDone = (text: string) => whether.test(text) && sentences.some((one) => done.test(one.text) && !/(?:жоспар|будет|будут|планир)/iu.test(one.text));
  return questions.filter(({ about, asks, from, text }) => {
    const spoken = spokenOf(about, whole, weightOf);
    if ((asks === 'other' || (asks === 'when' && questions.length === 1)) && isDone(text)) return false;
    if (asks === 'other') return spoken < enough && !(allDone.test(answer) && points.some((point) => point.from === from));
    if (asks === 'who' || asks === 'why') { if (spoken >= 2 * enough) return false; }
    // the word that answers stands in the sentence that speaks of it, or beside it
    return !sentences.some((one, at) => {
      const near = sentences.slice(Math.max(0, at - 1), at + 2).map((other) => other.text).join(' ');
      return says[asks].test(one.text) && spokenOf(about, wordsOf(near).map((word) => word.text), weightOf) >= little;
    });
  });
};
