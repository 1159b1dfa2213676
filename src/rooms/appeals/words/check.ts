import { words, type Sentence } from '../../../kernel/words.ts';
import type { WarningCode } from '../law/check.ts';

/** What the check before sending says: short, and never as a verdict. */
export const warningWords = words({
  no_route: { kk: 'Келіспесе қайда шағымданатыны жазылмаған', ru: 'Не сказано, куда обжаловать', en: 'It does not say where to complain' },
  personal: { kk: 'Басқа адамның дерегі болуы мүмкін ({what})', ru: 'Возможно, личные данные другого человека ({what})', en: 'Perhaps personal data of somebody else ({what})' },
  language: { kk: 'Жауап хаттың тілінде емес', ru: 'Ответ не на языке обращения', en: 'The answer is in another language than the letter' },
  same_text: { kk: 'Дәл осындай жауап бұрын берілген', ru: 'Такой же ответ уже давали', en: 'The same answer was given before' },
  near_text: { kk: 'Бұрынғы жауапқа өте ұқсас', ru: 'Почти повторяет прежний ответ', en: 'Almost the same as an earlier answer' },
  unanswered: { kk: 'Бұл сұраққа жауап көрінбейді', ru: 'На этот вопрос ответа не видно', en: 'No answer to this question is seen' },
}) satisfies Record<WarningCode, Sentence>;

export const checkWords = words({
  title: { kk: 'Жіберер алдындағы тексеріс', ru: 'Проверка перед отправкой', en: 'Check before sending' },
  lead: { kk: 'Машина қателесуі мүмкін. Шешім сізде.', ru: 'Машина может ошибаться. Решаете вы.', en: 'A machine may be wrong. You decide.' },
  clean: { kk: 'Тексеріс ескерту таппады. Бәрібір оқып шығыңыз.', ru: 'Замечаний нет. Всё равно прочтите.', en: 'Nothing was noticed. Read it all the same.' },
  look: { kk: 'Мәтінді тексеру', ru: 'Проверить текст', en: 'Check the text' },
  serious: { kk: 'маңызды', ru: 'важно', en: 'serious' },
  atEnd: { kk: 'жауаптың соңында', ru: 'в конце ответа', en: 'at the end of the answer' },
  whole: { kk: 'бүкіл мәтін', ru: 'весь текст', en: 'the whole text' },
  anyway: { kk: 'Сонда да жіберсеңіз, себебі', ru: 'Почему всё же отправляете', en: 'Why it goes all the same' },
  anywayHint: { kk: 'Бір-екі сөз жетеді, тарихта қалады. Адам мұны көрмейді.', ru: 'Хватит двух слов, они останутся в истории. Заявитель их не увидит.', en: 'A few words will do; they stay in the history. The person does not see them.' },
  keptDraft: { kk: 'Жоба жазылғанда тексеріс ескертті', ru: 'При подготовке проверка предупредила', en: 'While drafting the check warned' },
  keptSent: { kk: 'Тексеріс ескертті, бекіткен адам жіберді', ru: 'Проверка предупредила, утвердивший отправил', en: 'The check warned, the approver sent it' },
  keptWord: { kk: 'Себебі: {word}', ru: 'Причина: {word}', en: 'Why: {word}' },
});
