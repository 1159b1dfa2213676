import { words } from '../../../kernel/words.ts';

/** Many letters, one cause: how it is proposed, to residents and to clerks, and the page of a cause. */
export const causeWords = words({
  publicTitle: { kk: 'Осы жайында бұрын да жазған сияқты', ru: 'Похоже, об этом уже сообщили', en: 'This seems to be reported already' },
  publicLead: {
    kk: 'Дәл сіздікі болса, қосылыңыз: өтінішіңіз бәрібір өз нөмірімен тіркеледі, өз мерзімі болады, жауапты өзіңіз аласыз.',
    ru: 'Если это о том же, присоединитесь. У вашего обращения всё равно будет свой номер, свой срок и свой ответ.',
    en: 'If it is the same, join it. Your appeal still has a number, a term and an answer of its own.',
  },
  publicJoin: { kk: 'Менікі де осы: қосыламын', ru: 'У меня то же самое: присоединюсь', en: 'Mine is the same: join it' },
  publicOther: { kk: 'Менікі басқа: әрі қарай', ru: 'У меня другое: дальше', en: 'Mine is different: go on' },
  publicDay: { kk: 'Тіркелген күні: {day}', ru: 'Зарегистрировано: {day}', en: 'Registered: {day}' },
  publicOpen: { kk: '{number} өтінішін толық оқу', ru: 'Прочитать {number} целиком', en: 'Read {number} in full' },
  joinsRow: { kk: 'Қосылатын өтініш', ru: 'Присоединяется к', en: 'Joins' },
  joinsNone: { kk: 'жеке өтініш', ru: 'отдельное обращение', en: 'an appeal of its own' },
  doneJoined: { kk: '{number} өтінішіне қосылды. Мерзіміңіз де, жауабыңыз да өзіңізде қалады; мәселеңіз басқа болса, сілтеме арқылы бөлектей аласыз.', ru: 'Присоединено к {number}. Срок и ответ у вас свои; если ваш случай другой, его можно отделить по ссылке ниже.', en: 'Joined to {number}. The term and the answer stay your own; if your case is different, part it by the link below.' },
  doneMissed: { kk: '{number} бойынша жұмыс дәл осы кезде аяқталды, сондықтан өтінішіңіз жеке қаралады.', ru: 'Работа по {number} как раз завершилась, поэтому ваше обращение рассматривается отдельно.', en: 'The work on {number} has just ended, so your appeal is considered on its own.' },

  title: { kk: 'Ұсыныс: осыған ұқсайды', ru: 'Подсказка: похоже на это', en: 'Suggestion: this looks alike' },
  lead: { kk: 'Бағдарлама мәтін мен орнын салыстырды. Шешім — сізде.', ru: 'Программа сравнила тексты и места. Решаете вы.', en: 'The program compared texts and places. You decide.' },
  letters: { kk: '{count} өтініш', ru: '{count, plural, one {# обращение} few {# обращения} many {# обращений} other {# обращения}}', en: '{count, plural, one {# letter} other {# letters}}' },
  ofStreets: { kk: '{count} көшеден', ru: '{count, plural, one {с # улицы} few {с # улиц} many {с # улиц} other {с # улицы}}', en: 'from {count, plural, one {# street} other {# streets}}' },
  since: { kk: 'алғашқысы {day}', ru: 'с {day}', en: 'since {day}' },
  sure: { kk: 'ұқсастығы {percent} %', ru: 'сходство {percent} %', en: '{percent} % alike' },
  join: { kk: 'Ортақ мәселеге қосу: {number}', ru: 'Объединить: {number}', en: 'Join: {number}' },
  joinRepeat: { kk: 'Қайталама ретінде қосу: {number}', ru: 'Присоединить как повторное: {number}', en: 'Join as a repeat: {number}' },
  keyJoin: { kk: 'Ұсынылған ортақ мәселеге қосу', ru: 'Объединить с предложенным', en: 'Join what is suggested' },
  atDesk: { kk: 'Бұл туралы бұрын жазылған ба?', ru: 'Об этом уже писали?', en: 'Has this been written about?' },
  atDeskOwn: { kk: 'Жоқ, жеке өтініш', ru: 'Нет, отдельное обращение', en: 'No, an appeal of its own' },
  atDeskRepeat: { kk: 'Осы адамның өзі бұрын жазған: {number}. Тіркеген соң қайталама ретінде қосуға болады.', ru: 'Этот же человек писал раньше: {number}. После регистрации можно присоединить как повторное.', en: 'The same person wrote before: {number}. After registering it can be joined as a repeat.' },

  causeLink: { kk: 'Ортақ мәселенің барлық өтініші', ru: 'Все обращения общего вопроса', en: 'All letters of the cause' },
  causeTitle: { kk: 'Ортақ мәселе: {number}', ru: 'Общий вопрос: {number}', en: 'One cause: {number}' },
  causeLead: { kk: 'Бәріне бір жоба бойынша жауап беріледі, бірақ әр өтініштің мерзімі де, жауабы да, бағасы да — өзінікі.', ru: 'Ответ готовится один на всех, но срок, ответ и оценка у каждого обращения свои.', en: 'One draft answers them all, but each letter keeps its own term, answer and verdict.' },
  main: { kk: 'Негізгі өтініш', ru: 'Основное обращение', en: 'Main matter' },
  member: { kk: 'Қосылған', ru: 'Присоединено', en: 'Joined' },
  byThemselves: { kk: 'өзі қосылды', ru: 'присоединился сам', en: 'joined by the person' },
  approveThemselves: {
    kk: 'Оның ішінде өздері қосылғаны — {count}. Жауапта біреудің жеке дерегі болмасын: олар да оқиды.',
    ru: 'Из них присоединились сами: {count}. Проверьте, чтобы в ответе не было ничьих личных данных: его прочтут и они.',
    en: 'Of these {count} joined by themselves. See that the answer carries nobody’s personal data: they will read it too.',
  },
  answerAll: { kk: 'Бәріне жауап дайындау', ru: 'Подготовить ответ для всех', en: 'Prepare the answer for all' },
  takeOut: { kk: 'Бөлектеу', ru: 'Отделить', en: 'Take out' },
  takeOutWhy: { kk: 'Неге бөлектейсіз?', ru: 'Почему отделяете?', en: 'Why is it taken out?' },
  map: { kk: 'Өтініштердің орны', ru: 'Где это происходит', en: 'Where the letters are from' },
  mapScale: { kk: 'Суреттің ені — {metres} м', ru: 'Ширина рисунка — {metres} м', en: 'The picture is {metres} m wide' },
});

/** Why two letters are held to be about one thing. */
export const alikeWords = words({
  same_person: { kk: 'сол адамның өзі', ru: 'тот же человек', en: 'the same person' },
  same_street: { kk: 'аталған жері бір', ru: 'названо то же место', en: 'the same place is named' },
  near: { kk: '{metres} м жерде', ru: 'в {metres} м', en: '{metres} m away' },
  same_place: { kk: 'елді мекені бір', ru: 'тот же населённый пункт', en: 'the same town' },
  same_number: { kk: 'нөмірі де сол: {number}', ru: 'тот же номер: {number}', en: 'the same number: {number}' },
  same_trouble: { kk: 'мәселесі бір', ru: 'та же проблема', en: 'the same trouble' },
  same_topic: { kk: 'тақырыбы бір', ru: 'та же тема', en: 'the same topic' },
  same_words: { kk: 'сөздері ұқсас', ru: 'похожие слова', en: 'much the same words' },
});
