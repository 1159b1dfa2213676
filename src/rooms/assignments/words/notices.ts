import { words } from '../../../kernel/words.ts';

/** What each is for, in the lists of notices. */
const about = words({
  given: { kk: 'Тапсырма берілгенде', ru: 'Дано поручение', en: 'An assignment was given' },
  unheard: { kk: 'Тапсырманы алатын қызметкер болмағанда', ru: 'Поручение некому получить', en: 'Nobody is there to get an assignment' },
  handedOver: { kk: 'Тапсырма жаңа орындаушыға өткенде', ru: 'Поручение перешло к новому исполнителю', en: 'An assignment passed to a new executor' },
  returned: { kk: 'Жұмыс пысықтауға қайтарылғанда', ru: 'Работа возвращена на доработку', en: 'The work was returned' },
  reported: { kk: 'Орындалды деп есеп берілгенде', ru: 'Получен отчёт об исполнении', en: 'The work was reported as done' },
  timeAsked: { kk: 'Мерзімді ұзарту сұралғанда', ru: 'Просят продлить срок', en: 'More time was asked for' },
  timeGranted: { kk: 'Мерзім ұзартылғанда', ru: 'Срок продлён', en: 'More time was granted' },
  timeDenied: { kk: 'Мерзімді ұзартудан бас тартылғанда', ru: 'В продлении срока отказано', en: 'More time was refused' },
  help: { kk: 'Көмек сұралғанда', ru: 'Просят о помощи', en: 'Help was asked for' },
  controller: { kk: 'Бақылаушы тағайындалғанда', ru: 'Назначен контролёр', en: 'A controller was set' },
  reminded: { kk: 'Бақылаушы еске салғанда', ru: 'Контролёр напомнил', en: 'The controller reminded' },
  soon: { kk: 'Мерзім жақындағанда', ru: 'Срок близко', en: 'The due day is near' },
  late: { kk: 'Мерзім өтіп кеткенде', ru: 'Срок прошёл', en: 'The due day has passed' },
  moved: { kk: 'Орындау күні өзгергенде', ru: 'Изменился день срока', en: 'The due day has changed' },
  withdrawn: { kk: 'Тапсырма кері алынғанда', ru: 'Поручение снято', en: 'An assignment was withdrawn' },
});
/** What staff are told of a promise: which one, by which day, and a link. */
const subjects = words({
  given: { kk: '{number}: сізге тапсырма, мерзімі {day}', ru: '{number}: вам поручение, срок {day}', en: '{number}: an assignment for you, due {day}' },
  unheard: { kk: '{number}: тапсырманы алатын адам жоқ ({unit})', ru: '{number}: поручение некому получить ({unit})', en: '{number}: nobody is there to get it ({unit})' },
  handedOver: { kk: '{number}: тапсырма сізге өтті, мерзімі {day}', ru: '{number}: поручение перешло к вам, срок {day}', en: '{number}: an assignment passed to you, due {day}' },
  returned: { kk: '{number}: пысықтауға қайтарылды, мерзімі {day}', ru: '{number}: возвращено на доработку, срок {day}', en: '{number}: returned for rework, due {day}' },
  reported: { kk: '{number}: орындалды деп есеп берілді ({unit})', ru: '{number}: получен отчёт об исполнении ({unit})', en: '{number}: reported as done ({unit})' },
  timeAsked: { kk: '{number}: қосымша уақыт сұрады ({unit})', ru: '{number}: просят продлить срок ({unit})', en: '{number}: more time is asked for ({unit})' },
  timeGranted: { kk: '{number}: мерзім ұзартылды, жаңа күні {day}', ru: '{number}: срок продлён до: {day}', en: '{number}: more time granted, now due {day}' },
  timeDenied: { kk: '{number}: мерзім ұзартылмады, күні {day}', ru: '{number}: срок не продлён, остаётся: {day}', en: '{number}: more time refused, still due {day}' },
  help: { kk: '{number}: сізден көмек сұрады, мерзімі {day}', ru: '{number}: просят вашей помощи, срок {day}', en: '{number}: your help is asked for, due {day}' },
  controller: { kk: '{number}: енді сіз бақылайсыз, мерзімі {day}', ru: '{number}: теперь на вашем контроле, срок {day}', en: '{number}: now under your control, due {day}' },
  reminded: { kk: '{number}: еске саламыз, мерзімі {day}', ru: '{number}: напоминаем, срок {day}', en: '{number}: a reminder, due {day}' },
  soon: { kk: '{number}: мерзімі жақын, {day} ({unit})', ru: '{number}: срок близко, {day} ({unit})', en: '{number}: due soon, {day} ({unit})' },
  late: { kk: '{number}: мерзімі өтті, {day} ({unit})', ru: '{number}: срок прошёл, {day} ({unit})', en: '{number}: overdue since {day} ({unit})' },
  moved: { kk: '{number}: мерзім өзгерді, жаңа күні {day}', ru: '{number}: срок изменился, новый день {day}', en: '{number}: the day has changed to {day}' },
  withdrawn: { kk: '{number}: тапсырма кері алынды', ru: '{number}: поручение снято', en: '{number}: the assignment was withdrawn' },
});
const texts = words({
  given: { kk: '{number} бойынша тапсырма берілді. Орындау күні: {day}.', ru: 'По {number} вам дано поручение. Срок: {day}.', en: 'You have an assignment from {number}. Due: {day}.' },
  unheard: {
    kk: '{number} бойынша тапсырма берілді, бірақ оны алатын адам жоқ. Мекеме: {unit}. Онда жүйеге кіретін қызметкер тіркелмеген: өзіңіз хабарлаңыз не басқаға беріңіз. Күні: {day}.',
    ru: 'По {number} дано поручение, но получить его некому: {unit}. Там нет ни одного сотрудника с доступом: сообщите им сами или передайте другому. Срок: {day}.',
    en: 'An assignment was given for {number}, and nobody is there to get it: {unit}. No one there has an account: tell them yourself or give it to somebody else. Due: {day}.',
  },
  handedOver: { kk: '{number} бойынша тапсырма сізге берілді. Орындау күні: {day}.', ru: 'Поручение по {number} передано вам. Срок: {day}.', en: 'The assignment from {number} was handed over to you. Due: {day}.' },
  returned: { kk: '{number} бойынша жұмыс пысықтауға қайтарылды. Себебі бетінде жазылған. Күні: {day}.', ru: 'Работа по {number} возвращена на доработку. Причина на странице. Срок: {day}.', en: 'The work on {number} was returned. The reason is on the page. Due: {day}.' },
  reported: { kk: '{number} бойынша есеп келді: {unit}. Қарап, қабылдаңыз немесе қайтарыңыз.', ru: 'По {number} пришёл отчёт: {unit}. Посмотрите: принять или вернуть.', en: 'A report on {number} has come from {unit}. Please accept or return it.' },
  timeAsked: { kk: '{number} бойынша қосымша уақыт сұралды: {unit}. Қазіргі күні: {day}. Шешім сізден күтіледі.', ru: 'По {number} просят больше времени: {unit}. Нынешний срок: {day}. Решение за вами.', en: 'More time is asked for on {number} by {unit}. Due now: {day}. The decision is yours.' },
  timeGranted: { kk: '{number} бойынша сұраған уақытыңыз берілді. Жаңа күні: {day}.', ru: 'По {number} время дано. Новый срок: {day}.', en: 'Your request for time on {number} was granted. Now due: {day}.' },
  timeDenied: { kk: '{number} бойынша қосымша уақыт берілмеді. Күні бұрынғыша: {day}. Себебі бетінде жазылған.', ru: 'По {number} времени не добавили. Срок прежний: {day}. Причина на странице.', en: 'No more time for {number}. Still due: {day}. The reason is on the page.' },
  help: { kk: '{number} бойынша сізді көмекке шақырды. Күні: {day}.', ru: 'По {number} просят вашей помощи. Срок: {day}.', en: 'You are asked to help with {number}. Due: {day}.' },
  controller: { kk: '{number} енді сіздің бақылауыңызда. Күні: {day}.', ru: '{number} теперь на вашем контроле. Срок: {day}.', en: '{number} is now under your control. Due: {day}.' },
  reminded: { kk: '{number} бойынша сізден жауап күтіп отыр. Күні: {day}.', ru: 'По {number} от вас ждут результата. Срок: {day}.', en: 'Your word on {number} is waited for. Due: {day}.' },
  soon: { kk: '{number} бойынша мерзім жақын: {day}. Орындаушы: {unit}.', ru: 'По {number} близок срок: {day}. Исполнитель: {unit}.', en: '{number} is due soon: {day}. With: {unit}.' },
  late: { kk: '{number} бойынша мерзім өтті: {day}. Орындаушы: {unit}.', ru: 'По {number} срок прошёл: {day}. Исполнитель: {unit}.', en: '{number} is overdue since {day}. With: {unit}.' },
  moved: { kk: '{number} бойынша орындау күні өзгерді. Жаңа күні: {day}.', ru: 'По {number} изменился срок. Новый день: {day}.', en: 'The day for {number} has changed. Now due: {day}.' },
  withdrawn: { kk: '{number} бойынша тапсырма кері алынды. Енді ештеңе істеудің керегі жоқ.', ru: 'Поручение по {number} снято. Больше ничего делать не нужно.', en: 'The assignment from {number} was withdrawn. Nothing more is asked of you.' },
});

const one = (name: keyof typeof subjects, o: { urgent?: boolean; owed?: boolean } = {}) => ({ urgent: o.urgent ?? false, owed: o.owed ?? false, about: about[name], subject: subjects[name], text: texts[name] });
/** By code. `urgent`: does not wait for the morning; `owed`: a promise with one's name on it is not given up with the letters. */
export const noticesOfAssignments = {
  'assignment.given': one('given', { owed: true }),
  'assignment.unheard': one('unheard', { urgent: true, owed: true }),
  'assignment.handed_over': one('handedOver', { owed: true }),
  'assignment.returned': one('returned', { urgent: true, owed: true }),
  'assignment.reported': one('reported'),
  'assignment.time_asked': one('timeAsked'),
  'assignment.time_granted': one('timeGranted'),
  'assignment.time_denied': one('timeDenied', { owed: true }),
  'assignment.help_asked': one('help'),
  'assignment.controller_set': one('controller'),
  'assignment.reminded': one('reminded', { urgent: true, owed: true }),
  'assignment.climbed': one('soon', { owed: true }),
  'assignment.climbed_late': one('late', { owed: true }),
  'assignment.term_moved': one('moved', { owed: true }),
  'assignment.withdrawn': one('withdrawn'),
} as const;
