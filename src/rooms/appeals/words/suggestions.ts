import { words } from '../../../kernel/words.ts';

/** What the machine says of itself: that it suggests, and why. A person decides (product.md, rule 5). */
export const suggestionWords = words({
  title: { kk: 'Ұсыныс: тақырыбы мен орны', ru: 'Подсказка: тема и место', en: 'Suggestion: topic and place' },
  lead: { kk: 'Бағдарлама мәтінге қарап болжады. Шешім — сізде.', ru: 'Так программа поняла текст. Решаете вы.', en: 'This is how the program reads the text. You decide.' },
  because: { kk: 'мына сөздерге қарап: {words}', ru: 'по словам: {words}', en: 'by the words: {words}' },
  learned: { kk: 'осыған ұқсас өтініштер бойынша', ru: 'по похожим обращениям', en: 'by appeals like this one' },
  sure: { kk: 'сенімділігі {percent} %', ru: 'уверенность {percent} %', en: '{percent} % sure' },
  place: { kk: 'Орны', ru: 'Место', en: 'Place' },
  withPlace: { kk: 'Орнын да қабылдау: {place}', ru: 'Принять и место: {place}', en: 'Take the place too: {place}' },
  withAddress: { kk: 'Мекенжайын да қабылдау: {address}', ru: 'Принять и адрес: {address}', en: 'Take the address too: {address}' },
  which: { kk: 'Мұндай атпен бірнеше жер бар. Қайсысы?', ru: 'Мест с таким названием несколько. Какое из них?', en: 'Several places have this name. Which one?' },
  notPlace: { kk: 'Ешқайсысы емес', ru: 'Ни одно из них', en: 'None of them' },
  takePlace: { kk: 'Орнын қабылдау', ru: 'Принять место', en: 'Take the place' },
  keyTake: { kk: 'Ұсынылған тақырыпты қабылдау', ru: 'Принять подсказанную тему', en: 'Take the suggested topic' },
  ask: { kk: 'Тақырыбы мен орнын мәтіннен толтыру', ru: 'Заполнить тему и место по тексту', en: 'Fill topic and place from the text' },
  asked: { kk: 'Бос тұрған жолдар мәтіннен толтырылды. Тексеріп алыңыз.', ru: 'Пустые поля заполнены по тексту. Проверьте их.', en: 'Empty fields are filled from the text. Please check them.' },
  askedNone: { kk: 'Мәтіннен тақырып та, орын да анықталмады.', ru: 'Ни темы, ни места по тексту определить не удалось.', en: 'Neither a topic nor a place could be told from the text.' },
  fromText: { kk: 'Орнын жазғаныңыздан алдық. Дұрыс па?', ru: 'Место взяли из вашего текста. Всё верно?', en: 'We took the place from your text. Is it right?' },
});
