import { words } from '../../../kernel/words.ts';

const about = words({
  kept: { kk: 'Қабылдауда берілген уәде орындалғанда', ru: 'Обещание с приёма выполнено', en: 'A promise of a reception was kept' },
  moved: { kk: 'Уәденің күні ауысқанда', ru: 'День обещания сдвинулся', en: 'The day of a promise has moved' },
  withdrawn: { kk: 'Уәде қайтарып алынғанда', ru: 'Обещание снято', en: 'A promise was withdrawn' },
  said: { kk: 'Уәде келесі қабылдауда қайта сұралғанда', ru: 'Об обещании спросили на следующем приёме', en: 'A promise was asked after at the next reception' },
  answer: { kk: 'Жабық қабылдау бойынша жаңалық болғанда', ru: 'Новости по закрытому приёму', en: 'News of a quiet visit' },
});
const subjects = words({
  kept: { kk: '{number}: айтқанымызды орындадық', ru: '{number}: обещанное сделано', en: '{number}: what we promised is done' },
  moved: { kk: '{number}: уәденің күні өзгерді', ru: '{number}: день обещания изменился', en: '{number}: the day of the promise has changed' },
  withdrawn: { kk: '{number}: уәде қайтарып алынды', ru: '{number}: обещание снято', en: '{number}: the promise was withdrawn' },
  said: { kk: '{number}: уәдеңіз туралы сөз болды', ru: '{number}: об обещании вам есть ответ', en: '{number}: a word about your promise' },
  answer: { kk: '{number}: сізге жауап бар', ru: '{number}: для вас есть ответ', en: '{number}: we have an answer for you' },
});
const texts = words({
  kept: {
    kk: '{number} қабылдауында айтылған уәде орындалды деп белгіленді. Солай ма? Соңғы сөз сізде.', ru: 'Обещание с приёма {number} отмечено как выполненное. Так ли это? Последнее слово за вами.',
    en: 'A promise of your visit {number} is marked as kept. Is it so? You have the last word.',
  },
  moved: { kk: '{number} қабылдауындағы уәденің жаңа күні: {day}.', ru: 'Новый день обещания с приёма {number}: {day}.', en: 'The new day of the promise of your visit {number}: {day}.' },
  withdrawn: { kk: '{number} қабылдауындағы уәде қайтарып алынды. Мәселе шешілмесе, бетінде айтыңыз.', ru: 'Обещание с приёма {number} снято. Если вопрос не решён, скажите об этом на его странице.', en: 'The promise of your visit {number} was withdrawn. If nothing is solved, say so on its page.' },
  said: { kk: '{number} қабылдауындағы уәде лауазымды адамның алдына қайта қойылды. Жауабы бетінде тұр.', ru: 'Об обещании с приёма {number} спросили снова. Что ответили, видно на его странице.', en: 'The promise of your visit {number} was put before the official again. The page says what they answered.' },
  // a telephone lies on a table, and others read its screen
  answer: { kk: 'Сізге жауап бар. Нөмірі мен кодты жазып қарайсыз.', ru: 'Для вас есть ответ. Его можно посмотреть по номеру и коду.', en: 'We have an answer for you. Its number and code open it.' },
});
const one = (name: keyof typeof about, owed: boolean) => ({ owed, about: about[name], subject: subjects[name], text: texts[name] });

/** What whoever was received hears. */
export const noticesOfVisits = {
  'reception.promise_kept': one('kept', true),
  'reception.promise_moved': one('moved', true),
  'reception.promise_withdrawn': one('withdrawn', true),
  'reception.promise_said': one('said', false),
  'reception.visit_answer': one('answer', true),
} as const;
