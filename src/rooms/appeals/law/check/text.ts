import { fold } from '../../../../kernel/fold.ts';
import { stemsOf } from '../../../../kernel/tongue/stem.ts';
import { tokensOf } from '../../../../kernel/tongue/tokens.ts';

export type Word = { readonly text: string; readonly from: number; readonly to: number };

/** Words of a text as they are searched, with the place where each stands. */
export const wordsOf = (text: string): readonly Word[] => tokensOf(text).map(({ folded, from, to }) => ({ text: folded, from, to }));

const list = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).map(fold));

/** Words that ask: they say of what kind the question is, not what it is about. */
export const asking = {
  when: list('қашан қашанға когда when'),
  many: list('қанша неше нешеу сколько қаншаға нешінші how'),
  why: list('неге неліктен почему зачем отчего why'),
  who: list('кім кімге кімнен кімнің кімдер кто кого кому кем чей чья who'),
  what: list('не нені неден немен қандай қай қайсы қайсысы қалай қайда қайдан қайтіп что чего чем какой какая какие какое каким какую каких как где куда откуда which where what'),
} as const;
export const isAsking = (word: string): boolean => Object.values(asking).some((words) => words.has(word));

/** Words every letter is made of. Endings are forgiven by `alike`, not here. */
const empty = list(`
  мен сен сіз біз ол олар сіздер маған бізге сізге оған бізді сізді бізде сізде оны оның олардың менің біздің сіздің сізден өзім өзіміз бұл осы сол мына анау ана міне мұнда сонда осында
  және да де та те ма ме ба бе па пе мен бен пен үшін туралы жайлы бойынша дейін кейін бұрын бері сайын ғана тек өте тым жиі енді қазір бүгін әлі тағы сондай сияқты деген деп дейді еді екен емес бар жоқ керек қажет мүмкін болады болды болған болса болар
  ал немесе әлде себебі өйткені бірақ егер арқылы дейтін қатысты байланысты жатыр тұр отыр жүр келеді береді беріңіз берсеңіз беріңіздер
  айтыңыз айтыңызшы айтыңыздар жазыңыз хабарлаңыз түсіндіріңіз түсіндіріп айтып хабарлап беруіңізді сұраймын сұраймыз өтінемін өтінеміз өтініш өтінішім құрметті рақмет рахмет сәлеметсіз сәлем
  жауап жауабын көмек көмектесіңіз шара қолдану қабылдау қабылдап шешу шешіп мәселе мәселені мәселесін сұрақ сұрағым жасап жасайды жасайсыз жасалады істейді істейсіз іске бір екі барлық бәрі
  я ты он она оно мы вы они мне меня нам нас вам вас вами ему ей их его её им мой моя мое мои наш наша наше наши нашей нашем нашего ваш ваша ваше ваши свой своя этот эта это эти этой этого этом тот та то те той там тут здесь сейчас сегодня уже еще опять снова тоже также
  и а но или либо что чтобы если же ли бы не ни да нет в во на по с со к ко у о об от до из за для при про над под без через между после перед ведь вот только очень можно нужно надо есть был была было были быть будет будут буду будете станет стал стали
  прошу просим пожалуйста ответить ответьте ответ ответа сообщить сообщите скажите подскажите объясните объяснить разъясните разъяснить указать укажите дать дайте расскажите помогите помочь
  решить решите принять примите меры сделать сделайте делать делают вопрос вопросу здравствуйте добрый день уважаемый уважаемая уважаемые спасибо который которая которые которое
  the a an is are was were will be to of in on for and or not no it this that we you i our your my there please do does did can`);
export const isEmpty = (word: string): boolean => empty.has(word) || isAsking(word) || /^\d+$/.test(word);

/** The same word with other endings, of either tongue: a name bends in both («Әлияға», «Әлии»). */
export const alike = (a: string, b: string): boolean => a === b || stemsOf(a, 'kk')[0] === stemsOf(b, 'kk')[0] || stemsOf(a, 'ru')[0] === stemsOf(b, 'ru')[0];

export type Sentence = { readonly from: number; readonly to: number; readonly text: string };

/** Cut at a full stop, a question, an exclamation and a new line; not inside dates, initials and the usual shortenings. */
export const sentencesOf = (text: string): readonly Sentence[] => {
  const ends = [...text.matchAll(/[.!?…]+(?=\s|$|["»)])|\n+/gu)].flatMap((found) => {
    const before = text.slice(Math.max(0, found.index - 12), found.index);
    const inside = found[0] === '.' && /(?:^|[\s.(])(?:\p{L}|ул|пр|мкр|обл|тел|каб|стр|ст|рис|кв|көш|тг|млн|млрд|тыс|руб|просп|г|ж|т\.д|т\.п|т\.б|б\.ж|№?\d{1,2})$/iu.test(before);
    return inside ? [] : [found.index + found[0].length];
  });
  const cut: Sentence[] = [];
  let at = 0;
  for (const end of [...ends, text.length]) {
    const whole = text.slice(at, end);
    const from = at + (whole.length - whole.trimStart().length);
    const trimmed = whole.trim();
    if (/[\p{L}\p{N}]/u.test(trimmed)) cut.push({ from, to: from + trimmed.length, text: trimmed });
    at = end;
  }
  return cut;
};
