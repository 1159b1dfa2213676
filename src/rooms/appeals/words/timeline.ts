import { longDay } from '../../../kernel/show.ts';
import { sayLoose, words, type Lang, type Sentence } from '../../../kernel/words.ts';
import { outcomeWords } from './labels.ts';

/** One sentence for each code an act leaves behind. `unit`, `person`, `day`, `number`, `outcome` are filled from the act's facts. */
export const timelineWords = words({
  // the number was given out on the road, from a block taken along: others may have a lower one and be registered later (decision 0019)
  registered_reserved: { kk: 'Өтініш көшпелі қабылдауда тіркелді: {unit}. Нөмірі сапарға алынған нөмірлерден. Жауап күні: {day}', ru: 'Обращение зарегистрировано на выездном приёме: {unit}. Номер из взятых на выезд. Срок ответа: {day}', en: 'Registered at an outing: {unit}. Its number is one of those taken along. Answer due: {day}' },
  registered: { kk: 'Өтініш тіркелді: {unit}. Жауап күні: {day}', ru: 'Обращение зарегистрировано: {unit}. Срок ответа: {day}', en: 'Registered: {unit}. Answer due: {day}' },
  sorted: { kk: 'Тақырыбы мен орны нақтыланды', ru: 'Уточнены тема и место', en: 'Topic and place were set' },
  kind_changed: { kk: 'Өтініштің түрі өзгерді. Жауап күні: {day}', ru: 'Изменён вид обращения. Срок ответа: {day}', en: 'The kind was changed. Answer due: {day}' },
  urgency_set: { kk: 'Шұғыл деп белгіленді', ru: 'Отмечено как срочное', en: 'Marked as urgent' },
  urgency_taken_off: { kk: 'Шұғыл белгісі алынды', ru: 'Отметка о срочности снята', en: 'The mark of urgency was taken off' },
  assigned: { kk: 'Орындауға берілді: {unit}', ru: 'Поручено: {unit}', en: 'Given to: {unit}' },
  taken: { kk: 'Орындаушы жұмысқа алды: {person}', ru: 'Исполнитель взял в работу: {person}', en: 'Taken by: {person}' },
  taken_over: { kk: 'Жұмыста жоқ әріптестің орнына жұмысқа алды: {person}', ru: 'Вместо отсутствующего коллеги в работу взял(а): {person}', en: 'Taken over from an absent colleague by: {person}' },
  forwarded: { kk: 'Құзыреті бойынша жолданды: {unit}. Жауап күні: {day}', ru: 'Направлено по компетенции: {unit}. Срок ответа: {day}', en: 'Forwarded by competence: {unit}. Answer due: {day}' },
  clarification_asked: { kk: 'Нақтылау сұралды', ru: 'Запрошено уточнение', en: 'A clarification was asked for' },
  clarification_answered: { kk: 'Нақтылауға жауап берілді', ru: 'Получено уточнение', en: 'The clarification came' },
  clarification_ended: { kk: 'Нақтылаусыз жалғасты', ru: 'Работа продолжена без уточнения', en: 'The work goes on without a clarification' },
  term_moved: { kk: 'Жұмыс күнтізбесі өзгерді. Жауап күні: бұрын {before}, енді {day}', ru: 'Изменился рабочий календарь. Срок ответа: был {before}, теперь {day}', en: 'The working calendar changed. Answer due: was {before}, now {day}' },
  own_term_moved: { kk: 'Жұмыс күнтізбесі өзгерді. Филиалдың өз мерзімі: бұрын {before}, енді {day}', ru: 'Изменился рабочий календарь. Собственный срок филиала: был {before}, теперь {day}', en: 'The working calendar changed. The branch’s own promise: was {before}, now {day}' },
  task_term_moved: { kk: 'Жұмыс күнтізбесі өзгерді. Тапсырма мерзімі: бұрын {before}, енді {day}', ru: 'Изменился рабочий календарь. Срок поручения: был {before}, теперь {day}', en: 'The working calendar changed. Task due: was {before}, now {day}' },
  request_moved: { kk: 'Жұмыс күнтізбесі өзгерді. Сұралған жаңа мерзім: бұрын {before}, енді {day}', ru: 'Изменился рабочий календарь. Запрошенный срок: был {before}, теперь {day}', en: 'The working calendar changed. Day asked for: was {before}, now {day}' },
  forward_moved: { kk: 'Жұмыс күнтізбесі өзгерді. Құзыреті бойынша жолдаудың соңғы күні: бұрын {before}, енді {day}', ru: 'Изменился рабочий календарь. Направить по компетенции можно было до {before}, теперь до {day}', en: 'The working calendar changed. Last day to forward: was {before}, now {day}' },
  extension_requested: { kk: 'Мерзімін ұзарту сұралды, жаңа күні: {day}', ru: 'Запрошено продление срока: новый срок {day}', en: 'More time was asked for: until {day}' },
  extended: { kk: 'Мерзім ұзартылды. Жаңа жауап күні: {day}', ru: 'Срок продлён. Новый срок ответа: {day}', en: 'The term was extended. Answer due: {day}' },
  extension_refused: { kk: 'Мерзімін ұзартудан бас тартылды', ru: 'В продлении срока отказано', en: 'More time was refused' },
  task_given: { kk: 'Қосымша тапсырма берілді: {unit}, мерзімі {day}', ru: 'Дано отдельное поручение: {unit}, срок {day}', en: 'A task was given beside it: {unit}, due {day}' },
  noted: { kk: 'Ішкі жазба', ru: 'Внутренняя заметка', en: 'Internal note' },
  joined_repeat: { kk: '{number} өтінішінің қайталамасы ретінде біріктірілді', ru: 'Присоединено как повторное к {number}', en: 'Joined as a repeat of {number}' },
  joined_common: { kk: '{number} өтінішімен ортақ мәселеге біріктірілді', ru: 'Объединено с {number}: общий вопрос', en: 'Joined with {number}: one cause' },
  join_missed: { kk: '{number} бойынша жұмыс аяқталып қойған екен, сондықтан өтініш жеке қаралады', ru: 'Работа по {number} к этому времени завершилась, поэтому обращение рассматривается отдельно', en: 'The work on {number} had ended by then, so this is considered on its own' },
  detached: { kk: 'Жеке мәселе ретінде бөлек қаралады', ru: 'Рассматривается отдельно', en: 'Considered on its own' },
  split: { kk: 'Бір бөлігі жеке өтініш болды: {number}', ru: 'Часть выделена в отдельное обращение: {number}', en: 'A part became a matter of its own: {number}' },
  interim_answered: { kk: 'Аралық жауап: {unit}', ru: 'Промежуточный ответ: {unit}', en: 'Interim answer: {unit}' },
  answer_drafted: { kk: 'Жауап жобасы бекітуге жіберілді ({outcome})', ru: 'Проект ответа отправлен на утверждение ({outcome})', en: 'A draft answer awaits approval ({outcome})' },
  draft_returned: { kk: 'Жауап жобасы пысықтауға қайтарылды', ru: 'Проект ответа возвращён на доработку', en: 'The draft was returned for rework' },
  answered: { kk: 'Жауап берілді: {unit}. Қорытындысы: {outcome}', ru: 'Дан ответ: {unit}. Итог: {outcome}', en: 'Answered: {unit}. Outcome: {outcome}' },
  answered_with: { kk: '{number} өтінішімен бірге жауап берілді: {outcome}', ru: 'Дан ответ вместе с {number}: {outcome}', en: 'Answered together with {number}: {outcome}' },
  added: { kk: 'Өтінішке толықтыру енгізілді', ru: 'Обращение дополнено', en: 'Something was added' },
  letter_left_out: { kk: 'Хатқа қоса берілген кейбір файлдар қабылданбады', ru: 'Некоторые вложения письма не приняты', en: 'Some attachments of the letter were not taken' },
  letter_cut: { kk: 'Хат тым үлкен болды: басы ғана тіркелді. Құжаттарды бөлек жіберуге болады', ru: 'Письмо слишком большое: зарегистрировано только его начало. Документы можно прислать отдельно', en: 'The letter was too large: only its beginning was registered. Papers can be sent separately' },
  letter_after: { kk: '{number} өтінішінің жабылған ісіне жауап хатпен келді', ru: 'Пришло письмом в ответ по закрытому обращению {number}', en: 'Came by letter in reply to the closed appeal {number}' },
  withdrawn: { kk: 'Өтініш беруші өтінішін қайтарып алды', ru: 'Заявитель отозвал обращение', en: 'The person withdrew the appeal' },
  verdict_solved: { kk: 'Өтініш берушінің бағасы: мәселе шешілді', ru: 'Оценка заявителя: вопрос решён', en: 'The person’s verdict: solved' },
  verdict_partly: { kk: 'Өтініш берушінің бағасы: ішінара шешілді', ru: 'Оценка заявителя: решено частично', en: 'The person’s verdict: partly solved' },
  reopened: { kk: 'Өтініш берушінің бағасы: шешілмеді. Өтініш қайта ашылды, жауап күні: {day}', ru: 'Оценка заявителя: не решено. Обращение открыто снова, срок ответа: {day}', en: 'The person’s verdict: not solved. Opened again, answer due: {day}' },
  closed_silent: { kk: '{days} күн ішінде баға берілмеді, «үнсіз қалды» деп жабылды', ru: 'Оценки не было {days, plural, one {# день} few {# дня} many {# дней} other {# дня}}, закрыто с пометкой «не ответил»', en: 'No verdict in {days} days: closed as silent' },
  redacted: { kk: 'Жариялануға дайындалды: жеке деректер жасырылды', ru: 'Подготовлено к публикации: личные данные скрыты', en: 'Prepared for publication: personal data hidden' },
  published: { kk: 'Ашық тізімде жарияланды', ru: 'Опубликовано в открытом списке', en: 'Published in the public list' },
  unpublished: { kk: 'Ашық тізімнен алынды', ru: 'Снято с публикации', en: 'Taken off the public list' },
  consent_withdrawn: { kk: 'Жариялауға келісім қайтарып алынды', ru: 'Согласие на публикацию отозвано', en: 'Consent to publish was withdrawn' },
  iin_shown: { kk: 'ЖСН көрсетілді', ru: 'Показан ИИН', en: 'The IIN was shown' },
});

/** How ids in an act's facts are read out. */
export type Named = { readonly unit: (id: number) => string; readonly person: (id: number) => string };

/** The act in plain words. An unknown code says itself: a missing sentence is seen, not hidden. */
export const sentenceOf = (lang: Lang, row: { readonly code: string; readonly facts: Readonly<Record<string, unknown>> }, named: Named): string => {
  const code = row.code === 'registered' && row.facts['reserved'] === true ? 'registered_reserved' : row.code;
  const sentence: Sentence | undefined = (timelineWords as Readonly<Record<string, Sentence>>)[code];
  if (!sentence) return row.code;
  const { unit, account, before, day, number, outcome, days } = row.facts;
  return sayLoose(lang, sentence, {
    unit: typeof unit === 'number' ? named.unit(unit) : '', person: typeof account === 'number' ? named.person(account) : '',
    before: typeof before === 'string' ? longDay(lang, before) : '', day: typeof day === 'string' ? longDay(lang, day) : '', number: typeof number === 'string' ? number : '', days: typeof days === 'number' ? days : 0,
    outcome: typeof outcome === 'string' && outcome in outcomeWords ? outcomeWords[outcome as keyof typeof outcomeWords][lang] : '',
  });
};
