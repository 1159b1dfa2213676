import { words } from '../../../kernel/words.ts';
import type { Sentence } from '../../../kernel/words.ts';
import type { Channel, Kind, Outcome, Stage, Verdict } from '../law/stages.ts';

/** Names of things, as the glossary has them. */
export const kindWords = words({
  application: { kk: 'арыз', ru: 'заявление', en: 'application' },
  complaint: { kk: 'шағым', ru: 'жалоба', en: 'complaint' },
  proposal: { kk: 'ұсыныс', ru: 'предложение', en: 'proposal' },
  information_request: { kk: 'сұрау салу', ru: 'запрос', en: 'information request' },
  message: { kk: 'хабарлама', ru: 'сообщение', en: 'report' },
  response: { kk: 'үн қосу', ru: 'отклик', en: 'response' },
}) satisfies Record<Kind, Sentence>;

export const channelWords = words({
  web: { kk: 'сайт', ru: 'сайт', en: 'web' },
  desk: { kk: 'қабылдау бөлмесі', ru: 'приёмная', en: 'reception' },
  phone: { kk: 'телефон', ru: 'телефон', en: 'telephone' },
  email: { kk: 'электрондық пошта', ru: 'электронная почта', en: 'e-mail' },
  messenger: { kk: 'мессенджер', ru: 'мессенджер', en: 'messenger' },
  outing: { kk: 'көшпелі қабылдау', ru: 'выездной приём', en: 'mobile reception' },
  paper: { kk: 'қағаз хат', ru: 'письмо', en: 'paper' },
  api: { kk: 'басқа жүйе', ru: 'другая система', en: 'another system' },
}) satisfies Record<Channel, Sentence>;

export const stageWords = words({
  registered: { kk: 'тіркелді', ru: 'зарегистрировано', en: 'registered' },
  in_work: { kk: 'орындалуда', ru: 'в работе', en: 'in work' },
  clarifying: { kk: 'нақтылануда', ru: 'уточняется', en: 'being clarified' },
  awaiting_approval: { kk: 'жауап бекітуде', ru: 'ответ на утверждении', en: 'answer awaits approval' },
  answered: { kk: 'жауап берілді', ru: 'дан ответ', en: 'answered' },
  closed: { kk: 'аяқталды', ru: 'завершено', en: 'closed' },
}) satisfies Record<Stage, Sentence>;

/** The office's key. */
export const outcomeWords = words({
  done: { kk: 'орындалды', ru: 'исполнено', en: 'done' },
  explained: { kk: 'түсіндірілді', ru: 'разъяснено', en: 'explained' },
  refused: { kk: 'бас тартылды', ru: 'отказано', en: 'refused' },
  forwarded: { kk: 'басқа органға жолданды', ru: 'направлено в другой орган', en: 'forwarded elsewhere' },
  withdrawn: { kk: 'адам қайтарып алды', ru: 'отозвано заявителем', en: 'withdrawn' },
  left_without_consideration: { kk: 'қараусыз қалдырылды', ru: 'оставлено без рассмотрения', en: 'left without consideration' },
}) satisfies Record<Outcome, Sentence>;

/** The person's key. */
export const verdictWords = words({
  solved: { kk: 'шешілді', ru: 'решено', en: 'solved' },
  partly: { kk: 'ішінара шешілді', ru: 'решено частично', en: 'partly solved' },
  not_solved: { kk: 'шешілмеді', ru: 'не решено', en: 'not solved' },
  silent: { kk: 'үнсіз қалды', ru: 'не ответил', en: 'no word from the person' },
}) satisfies Record<Verdict, Sentence>;

export const commonWords = words({
  officeKey: { kk: 'Мекеменің жауабы', ru: 'Ответ учреждения', en: 'Office outcome' },
  personKey: { kk: 'Адамның бағасы', ru: 'Оценка заявителя', en: 'The person’s verdict' },
  number: { kk: 'Нөмірі', ru: 'Номер', en: 'Number' },
  kind: { kk: 'Түрі', ru: 'Вид', en: 'Kind' },
  topic: { kk: 'Тақырыбы', ru: 'Тема', en: 'Topic' },
  topicNone: { kk: 'тақырыбы белгіленбеген', ru: 'тема не указана', en: 'no topic yet' },
  place: { kk: 'Орны', ru: 'Место', en: 'Place' },
  placeNone: { kk: 'орны белгіленбеген', ru: 'место не указано', en: 'no place yet' },
  stage: { kk: 'Барысы', ru: 'Состояние', en: 'Where it stands' },
  holder: { kk: 'Қазір кімде', ru: 'У кого сейчас', en: 'Who has it' },
  registeredOn: { kk: 'Тіркелген күні', ru: 'Зарегистрировано', en: 'Registered' },
  dueOn: { kk: 'Жауап мерзімі', ru: 'Срок ответа', en: 'Due' },
  applicant: { kk: 'Өтініш беруші', ru: 'Заявитель', en: 'Applicant' },
  channel: { kk: 'Қалай түсті', ru: 'Как поступило', en: 'Came by' },
  none: { kk: 'жоқ', ru: 'нет', en: 'none' },
  anonymous: { kk: 'аты көрсетілмеген', ru: 'имя не указано', en: 'no name given' },
  daysLeft: { kk: '{days, plural, other {# күн қалды}}', ru: '{days, plural, one {остался # день} few {осталось # дня} many {осталось # дней} other {осталось # дня}}', en: '{days, plural, one {# day left} other {# days left}}' },
  workingLeft: { kk: '{days, plural, other {# жұмыс күні қалды}}', ru: '{days, plural, one {остался # рабочий день} few {осталось # рабочих дня} many {осталось # рабочих дней} other {осталось # рабочего дня}}', en: '{days, plural, one {# working day left} other {# working days left}}' },
  noneLeft: { kk: 'жұмыс күні қалмады', ru: 'рабочих дней не осталось', en: 'no working day left' },
  dueToday: { kk: 'мерзімі бүгін', ru: 'срок сегодня', en: 'due today' },
  daysLate: { kk: '{days, plural, other {# күн кешікті}}', ru: '{days, plural, one {просрочено на # день} few {просрочено на # дня} many {просрочено на # дней} other {просрочено на # дня}}', en: '{days, plural, one {# day late} other {# days late}}' },
  ruleWorking: { kk: '{from} күнінен кейін {count} жұмыс күні саналды. Негізі: {source}.', ru: 'Отсчёт со следующего дня после {from}: {count, plural, one {# рабочий день} few {# рабочих дня} many {# рабочих дней} other {# рабочего дня}}. Основание: {source}.', en: '{count, plural, one {# working day} other {# working days}} counted from the day after {from}. Source: {source}.' },
  ruleCalendar: { kk: '{from} күнінен кейін {count} күнтізбелік күн саналды. Негізі: {source}.', ru: 'Отсчёт со следующего дня после {from}: {count, plural, one {# календарный день} few {# календарных дня} many {# календарных дней} other {# календарного дня}}. Основание: {source}.', en: '{count, plural, one {# calendar day} other {# calendar days}} counted from the day after {from}. Source: {source}.' },
  ruleMoved: { kk: 'Мерзім шешіммен жылжытылды. Жаңа күні: {day}. Бастапқы күні: {before}.', ru: 'Срок перенесён решением на {day}. Первоначальный срок: {before}.', en: 'The term was moved by a decision to {day}. First due day: {before}.' },
  code: { kk: 'ӘРПК', ru: 'АППК', en: 'APPK' },
  unconfirmed: { kk: '{source} (дәл мәтінін ұйымның заңгері растайды)', ru: '{source} (точный текст подтверждает юрист организации)', en: '{source} (the exact wording is for the organisation’s lawyer to confirm)' },
  charter: { kk: 'филиалдың өз ережесі', ru: 'правила филиала', en: 'the branch’s own rules' },
});
