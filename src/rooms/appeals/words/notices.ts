import { words } from '../../../kernel/words.ts';

/** What the person behind a matter is told: what happened, a day, a link. Short enough for two messages of a telephone. */
const about = words({
  registered: { kk: 'Өтініш тіркелгенде', ru: 'Обращение зарегистрировано', en: 'An appeal is registered' },
  part: { kk: 'Өтініштің бір бөлігі бөлек тіркелгенде', ru: 'Часть обращения зарегистрирована отдельно', en: 'A part of an appeal became a matter of its own' },
  assigned: { kk: 'Өтініш жауапты бөлімге берілгенде', ru: 'Обращение передано исполнителю', en: 'An appeal was given to a body' },
  forwarded: { kk: 'Өтініш құзыреті бойынша жолданғанда', ru: 'Обращение перенаправлено по компетенции', en: 'An appeal was forwarded by competence' },
  clarification: { kk: 'Нақтылау сұралғанда', ru: 'Нужно уточнение', en: 'A question was asked' },
  extended: { kk: 'Мерзім ұзартылғанда', ru: 'Срок продлён', en: 'The term was extended' },
  moved: { kk: 'Күнтізбе өзгеріп, жауап күні ауысқанда', ru: 'День ответа сдвинулся из-за календаря', en: 'The calendar moved the day' },
  interim: { kk: 'Аралық жауап берілгенде', ru: 'Дан промежуточный ответ', en: 'An interim answer was given' },
  answered: { kk: 'Жауап берілгенде', ru: 'Дан ответ', en: 'The answer was given' },
  reopened: { kk: 'Өтініш қайта ашылғанда', ru: 'Обращение снова открыто', en: 'An appeal was reopened' },
  silentSoon: { kk: 'Баға күту мерзімі аяқталуға жақын', ru: 'Скоро кончится время для оценки', en: 'The time for a verdict ends soon' },
  closedSilent: { kk: 'Баға берілмей жабылғанда', ru: 'Закрыто без оценки', en: 'Closed without a verdict' },
  closed: { kk: 'Өтініш жабылғанда', ru: 'Обращение закрыто', en: 'An appeal was closed' },
  published: { kk: 'Өтініш сайтта жарияланғанда', ru: 'Обращение опубликовано', en: 'An appeal was published' },
  answerPublished: { kk: 'Өтініштің жауабы сайтта жарияланғанда', ru: 'Опубликован ответ на обращение', en: 'The answer was published' },
  unpublished: { kk: 'Жарияланымнан алынғанда', ru: 'Обращение снято с публикации', en: 'An appeal was taken off the site' },
});
const subjects = words({
  registered: { kk: '{number}: өтінішіңіз тіркелді', ru: '{number}: обращение зарегистрировано', en: '{number}: your appeal is registered' },
  part: { kk: '{number}: өтінішіңіздің бір бөлігі бөлек тіркелді', ru: '{number}: часть обращения зарегистрирована отдельно', en: '{number}: a part of your appeal has its own number' },
  assigned: { kk: '{number}: өтінішіңізбен айналысып жатыр', ru: '{number}: вашим обращением занимаются', en: '{number}: somebody has your appeal' },
  forwarded: { kk: '{number}: өтінішіңіз құзыреті бойынша жолданды', ru: '{number}: обращение перенаправлено по компетенции', en: '{number}: your appeal was forwarded' },
  clarification: { kk: '{number}: сізден бір нәрсені сұрағымыз келеді', ru: '{number}: нужен ваш ответ на вопрос', en: '{number}: we have a question for you' },
  extended: { kk: '{number}: жауап күні ұзартылды', ru: '{number}: срок ответа продлён', en: '{number}: the answer needs more time' },
  moved: { kk: '{number}: жауап күні өзгерді', ru: '{number}: день ответа изменился', en: '{number}: the day of the answer has changed' },
  interim: { kk: '{number}: аралық жауап бар', ru: '{number}: есть промежуточный ответ', en: '{number}: there is an interim answer' },
  answered: { kk: '{number}: жауап дайын', ru: '{number}: ответ готов', en: '{number}: your answer is ready' },
  reopened: { kk: '{number}: өтінішіңіз қайта қаралады', ru: '{number}: обращение снова в работе', en: '{number}: your appeal is open again' },
  silentSoon: { kk: '{number}: мәселе шешілді ме?', ru: '{number}: вопрос решён?', en: '{number}: is it solved?' },
  closedSilent: { kk: '{number}: өтініш бағаңызсыз жабылды', ru: '{number}: обращение закрыто без вашей оценки', en: '{number}: closed without your verdict' },
  closed: { kk: '{number}: өтініш жабылды', ru: '{number}: обращение закрыто', en: '{number}: your appeal is closed' },
  published: { kk: '{number}: өтінішіңіз сайтта жарияланды', ru: '{number}: обращение опубликовано', en: '{number}: your appeal is published' },
  answerPublished: { kk: '{number}: өтінішіңіз бен жауабы сайтта', ru: '{number}: обращение и ответ опубликованы', en: '{number}: your appeal and its answer are published' },
  unpublished: { kk: '{number}: өтінішіңіз сайттан алынды', ru: '{number}: обращение снято с публикации', en: '{number}: your appeal is off the site' },
});
const texts = words({
  registered: {
    kk: 'Өтінішіңіз {number} нөмірімен тіркелді. Жауап беретін күніміз: {day}. Барысын нөмірі мен коды арқылы қарайсыз.',
    ru: 'Обращение зарегистрировано под номером {number}. Ответим не позже: {day}. Следить за ним можно по номеру и коду.',
    en: 'Your appeal is registered under {number}. We answer by: {day}. Its number and code show how it goes.',
  },
  part: {
    kk: '{main} өтінішіңіздің бір бөлігі {number} нөмірімен бөлек тіркелді. Жауап беретін күніміз: {day}.',
    ru: 'Часть обращения {main} зарегистрирована отдельно под номером {number}. Ответим не позже: {day}.',
    en: 'A part of your appeal {main} is now {number}. We answer by: {day}.',
  },
  assigned: { kk: '{number} өтінішімен айналысатын: {unit}. Жауап күні: {day}.', ru: 'Обращением {number} занимается: {unit}. Ответ не позже: {day}.', en: 'Your appeal {number} is with: {unit}. The answer is due: {day}.' },
  forwarded: {
    kk: '{number} өтініші құзыреті бойынша жолданды: {unit}. Жауап күні: {day}.', ru: 'Обращение {number} перенаправлено по компетенции: {unit}. Ответ не позже: {day}.',
    en: 'Your appeal {number} was forwarded to the body that answers for it: {unit}. The answer is due: {day}.',
  },
  clarification: {
    kk: '{number} өтініші бойынша сұрағымыз бар. Бетін ашып, жауап беріңізші: содан кейін жұмыс жалғасады.', ru: 'По обращению {number} есть вопрос. Откройте страницу и ответьте, пожалуйста: после этого работа продолжится.',
    en: 'We have a question about your appeal {number}. Please open its page and answer: then the work goes on.',
  },
  extended: {
    kk: '{number} өтінішіне көбірек уақыт керек болды. Жаңа күні: {day}. Себебі өтініштің бетінде жазылған.', ru: 'На обращение {number} нужно больше времени. Новый день ответа: {day}. Причина указана на странице обращения.',
    en: 'Your appeal {number} needs more time. The new day: {day}. The reason is on its page.',
  },
  moved: {
    kk: 'Жұмыс күндерінің күнтізбесі өзгерді. {number} өтінішіне жауап беретін жаңа күн: {day}.', ru: 'Изменился календарь рабочих дней. Новый день ответа на обращение {number}: {day}.',
    en: 'The calendar of working days has changed. The new day for your appeal {number}: {day}.',
  },
  interim: { kk: '{number} өтінішіне аралық жауап берілді, жұмыс жалғасуда. Соңғы жауап күні: {day}.', ru: 'По обращению {number} есть промежуточный ответ, работа продолжается. Окончательный ответ не позже: {day}.', en: 'There is an interim answer to {number}; the work goes on. The final answer is due: {day}.' },
  answered: {
    kk: '{number} өтінішіне жауап дайын. Оқып, мәселеңіз шешілді ме, айтыңызшы.', ru: 'Ответ на обращение {number} готов. Прочитайте его и скажите, решён ли вопрос.',
    en: 'The answer to {number} is ready. Please read it and say whether it solves the matter.',
  },
  reopened: { kk: '{number} өтінішін қайта қараймыз. Жаңа жауап күні: {day}.', ru: 'Обращение {number} снова в работе. Новый день ответа: {day}.', en: 'Your appeal {number} is open again. The new day: {day}.' },
  silentSoon: {
    kk: '{number} өтінішіне жауап бердік. Мәселеңіз шешілді ме? Бағаңызды күтетін соңғы күн: {day}. Содан кейін өтініш бағасыз жабылады.', ru: 'Мы ответили на обращение {number}. Вопрос решён? Ждём вашей оценки, последний день: {day}. Потом обращение закроется без оценки.',
    en: 'We have answered {number}. Is it solved? We wait for your word; the last day is {day}. After it the appeal closes without a verdict.',
  },
  closedSilent: {
    kk: '{number} өтініші бағаңызсыз жабылды. Мәселе шешілмесе, өтініштің бетінде айтыңыз.', ru: 'Обращение {number} закрыто без вашей оценки. Если вопрос не решён, скажите об этом на его странице.',
    en: 'Your appeal {number} was closed without your verdict. If it is not solved, say so on its page.',
  },
  closed: { kk: '{number} өтініші жабылды. Уақыт бөлгеніңізге рақмет.', ru: 'Обращение {number} закрыто. Спасибо, что нашли время.', en: 'Your appeal {number} is closed. Thank you for your time.' },
  published: { kk: '{number} өтініші жеке деректеріңізсіз сайтта жарияланды.', ru: 'Обращение {number} опубликовано на сайте без ваших личных данных.', en: 'Your appeal {number} is on the site, without your personal data.' },
  answerPublished: { kk: '{number} өтініші мен оған берілген жауап жеке деректеріңізсіз сайтта жарияланды.', ru: 'Обращение {number} и ответ на него опубликованы на сайте без ваших личных данных.', en: 'Your appeal {number} and its answer are on the site, without your personal data.' },
  unpublished: { kk: '{number} өтініші енді сайтта көрінбейді.', ru: 'Обращение {number} больше не показывается на сайте.', en: 'Your appeal {number} is no longer shown on the site.' },
});

const danger = words({
  about: { kk: 'Хатта не хабарламада қауіп белгісі болғанда, жазған адамға', ru: 'Автору письма или сообщения с признаками опасности', en: 'To whoever wrote a letter or a message with signs of danger' },
  subject: { kk: '{number}: алдымен қауіпсіздік', ru: '{number}: сначала безопасность', en: '{number}: safety first' },
  text: { kk: '{advice} {number} өтінішіңізді бірінші болып қараймыз.', ru: '{advice} Ваше обращение {number} посмотрят в первую очередь.', en: '{advice} Your appeal {number} is looked at first.' },
});
const one = (name: keyof typeof subjects, owed: boolean) => ({ owed, about: about[name], subject: subjects[name], text: texts[name] });
/** By code. `owed`: the law or the matter itself asks that the person hears it. */
export const noticesOfAppeals = {
  'appeal.registered': one('registered', true),
  'appeal.split': one('part', true),
  'appeal.assigned': one('assigned', false),
  'appeal.forwarded': one('forwarded', true),
  'appeal.clarification_asked': one('clarification', true),
  'appeal.extended': one('extended', true),
  'appeal.term_moved': one('moved', true),
  'appeal.interim_answered': one('interim', false),
  'appeal.answered': one('answered', true),
  'appeal.reopened': one('reopened', true),
  'appeal.silent_soon': one('silentSoon', false),
  'appeal.closed_silent': one('closedSilent', false),
  'appeal.closed': one('closed', false),
  'appeal.danger': { owed: true, about: danger.about, subject: danger.subject, text: danger.text },
  'appeal.published': one('published', false),
  'appeal.answer_published': one('answerPublished', false),
  'appeal.unpublished': one('unpublished', false),
} as const;

const urgent = words({
  about: { kk: 'Өтініште қауіп белгісі болғанда', ru: 'В обращении есть признаки опасности', en: 'An appeal shows signs of danger' },
  subject: { kk: '{number}: шұғыл, қазір қараңыз', ru: '{number}: срочно, посмотрите сейчас', en: '{number}: urgent, look at it now' },
  // not which danger: a telephone lies on a table, and others read its screen
  text: {
    kk: '{number} өтінішінде өмірге қауіп белгісі бар. Қазір ашып, адамға қоңырау шалыңыз.', ru: 'В обращении {number} есть признаки опасности. Откройте его сейчас и позвоните человеку.',
    en: 'Appeal {number} shows signs of danger. Open it now and call the person.',
  },
});
/** What staff of the branch hear. */
export const staffNoticesOfAppeals = {
  'appeal.urgent': { urgent: true, owed: true, about: urgent.about, subject: urgent.subject, text: urgent.text },
} as const;
