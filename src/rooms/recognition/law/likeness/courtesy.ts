import { termsOf } from '../find/terms.ts';

const courtesy = `здравствуйте добрый день уважаемый уважаемая уважаемые прошу просим просьба помогите помочь пожалуйста принять меры разобраться решить вопрос проблема обращение обращаюсь жалоба заявление ответ когда почему сколько
  никто ничего каждый день время очень можно нужно надо уже опять снова всегда еще живу живем наш наша наши дом улица город село нет есть стоит
  салеметсіз бе сәлеметсіздер ассалаумағалейкум құрметті өтінемін өтінеміз сұраймын сұраймыз сұрау көмектесіңіздер көмектесіңізші шара қолданыңыз қолдануды мәселе өтініш шағым арыз жауап қашан неге неліктен қанша
  ешкім ештеңе күн сайын уақыт өте керек қажет тағы әлі үнемі жоқ бар тұрамын тұрамыз біздің үй көше қала ауыл рақмет рахмет спасибо беріңіз беріңіздер бериниз бериниздерши шешіңіз шешіп`;

/** In any of their forms. */
const light: ReadonlySet<string> = new Set(termsOf(courtesy).flatMap((term) => term.stems));

/** What every appeal says weighs little; a long word is seldom said and weighs more. No corpus is asked: the length of a word stands for its rarity. */
export const commonWeight = (folded: string, stems: readonly string[]): number => {
  if (stems.some((stem) => light.has(stem))) return 0.15;
  return folded.length <= 2 ? 0.2 : Math.min(1.6, 0.5 + folded.length / 10);
};
