import { words } from '../../../kernel/words.ts';

/** The page where a clerk makes a text ready for everybody. */
export const redactionWords = words({
  what: { kk: 'Не табылды', ru: 'Что найдено', en: 'What was found' },
  hide: { kk: 'Жасыру', ru: 'Скрыть', en: 'Hide' },
  hideThis: { kk: 'жасыру: {text}', ru: 'скрыть: {text}', en: 'hide: {text}' },
  hint: { kk: 'Белгі тұрса, мәтінде оның орны жабылады. Белгіні алсаңыз, сол жер ашық қалады.', ru: 'Отмеченное закрыто в тексте. Снимите отметку, и это место останется открытым.', en: 'What is ticked is covered in the text. Untick it and the place stays open.' },
  again: { kk: 'Мәтінді белгілер бойынша құру', ru: 'Собрать текст по отметкам', en: 'Make the text from the ticks' },
  againHint: { kk: 'Түпнұсқа қайта алынады, екінші мәтінде қолмен өзгерткеніңіз қалмайды.', ru: 'Возьмём подлинник заново: правки, сделанные во втором тексте руками, пропадут.', en: 'It begins from the original: what you changed by hand in the second text is lost.' },
  undo: { kk: 'Соңғысын қайтару', ru: 'Отменить последнее', en: 'Undo the last one' },
  keys: { kk: 'келесі, алдыңғы; жасыру не ашық қалдыру; қайтару', ru: 'следующее, предыдущее; скрыть или оставить; отменить', en: 'next, previous; hide or keep; undo' },
  hidden: { kk: 'Жасырылды: {text}', ru: 'Скрыто: {text}', en: 'Hidden: {text}' },
  open: { kk: 'Ашық қалды: {text}', ru: 'Оставлено открытым: {text}', en: 'Left open: {text}' },
  byHand: { kk: 'Бұл жер мәтінде қолмен өзгертілген. Оны мәтіннің өзінде түзетіңіз: {text}', ru: 'Это место в тексте уже изменено руками. Поправьте его в самом тексте: {text}', en: 'This place was changed by hand. Mend it in the text itself: {text}' },
  sentAnswer: { kk: 'Жіберілген жауап', ru: 'Отправленный ответ', en: 'The answer that was sent' },
  publicAnswer: { kk: 'Бәрі оқитын жауап', ru: 'Ответ для всех', en: 'The answer for everybody' },
  publicAnswerHint: { kk: 'Бос қалдырсаңыз, жауап жарияланбайды.', ru: 'Если оставить пустым, ответ не публикуется.', en: 'Left empty, the answer is not published.' },
  foundInText: { kk: 'Өтініште', ru: 'В обращении', en: 'In the appeal' },
  foundInAnswer: { kk: 'Жауапта', ru: 'В ответе', en: 'In the answer' },
});
