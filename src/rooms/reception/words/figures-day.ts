import { words } from '../../../kernel/words.ts';

export const stateWords = words({
  planned: { kk: 'жоспарда', ru: 'назначен', en: 'planned' },
  under_way: { kk: 'өтіп жатыр', ru: 'идёт', en: 'under way' },
  held: { kk: 'өтті', ru: 'прошёл', en: 'held' },
  missed: { kk: 'өтпеді', ru: 'не состоялся', en: 'missed' },
  cancelled: { kk: 'болмайды', ru: 'отменён', en: 'cancelled' },
});
export const kindWords = words({
  personal: { kk: 'жазылу арқылы', ru: 'по записи', en: 'by appointment' },
  open: { kk: 'ашық сағат', ru: 'открытые часы', en: 'open hours' },
  video: { kk: 'бейнеқабылдау', ru: 'видеоприём', en: 'by video' },
  outing: { kk: 'көшпелі қабылдау', ru: 'выездной приём', en: 'outing' },
});
export const whyWords = words({
  not_scheduled: { kk: 'жоспарланбады', ru: 'не был назначен', en: 'never scheduled' },
  cancelled: { kk: 'болмайтын болды, басқа күн берілмеді', ru: 'отменён, другого дня не назначили', en: 'called off, no other day given' },
  not_held: { kk: 'жоспарланды, өтпеді', ru: 'был назначен, но не прошёл', en: 'scheduled, not held' },
});

/** The day and the week of one branch. */
export const dayWords = words({
  title: { kk: '{branch}: қабылдау күні', ru: '{branch}: день приёма', en: '{branch}: the day of receptions' },
  link: { kk: 'Бүгін және апта сандармен', ru: 'Сегодня и неделя в цифрах', en: 'Today and the week in figures' },
  branch: { kk: 'Филиал', ru: 'Филиал', en: 'Branch' },
  show: { kk: 'Көрсету', ru: 'Показать', en: 'Show' },
  toFigures: { kk: 'Жарияланған көрсеткіштер', ru: 'Опубликованные показатели', en: 'The published figures' },
  minutes: { kk: '{value} минут', ru: '{value} мин', en: '{value} min' },
  today: { kk: 'Бүгін, {on}', ru: 'Сегодня, {on}', en: 'Today, {on}' },
  waitNow: { kk: 'Қазір күтіп отыр', ru: 'Ждут сейчас', en: 'Waiting now' },
  longest: { kk: 'Ең ұзақ күткені', ru: 'Дольше всех ждёт', en: 'Waits the longest' },
  atDesks: { kk: 'Қазір қабылдауда', ru: 'Сейчас на приёме', en: 'At the desks now' },
  received: { kk: 'Қабылданған келу', ru: 'Принято визитов', en: 'Visits received' },
  medianWait: { kk: 'Бүгін жартысы осыдан аз күтті', ru: 'Половина ждала не дольше', en: 'Half waited no longer' },
  promised: { kk: 'Бүгін берілген уәде', ru: 'Дано обещаний', en: 'Promises made' },
  left: { kk: 'Күтпей кетті', ru: 'Ушли, не дождавшись', en: 'Left without being received' },
  receptions: { kk: 'Бүгінгі қабылдаулар', ru: 'Приёмы сегодня', en: 'Receptions today' },
  noReceptions: { kk: 'Бүгін қабылдау жоқ. Кестеге қосылғаны осында көрінеді.', ru: 'Сегодня приёмов нет. Здесь появятся те, что назначены на этот день.', en: 'No receptions today. Those planned for the day will stand here.' },
  time: { kk: 'Уақыты', ru: 'Время', en: 'Time' },
  official: { kk: 'Қабылдауды жүргізуші', ru: 'Ведущий приём', en: 'Official' },
  kind: { kk: 'Түрі, орны', ru: 'Вид, место', en: 'Kind, place' },
  state: { kk: 'Күйі', ru: 'Состояние', en: 'State' },
  booked: { kk: 'Жазылғаны', ru: 'Записано', en: 'Booked' },
  week: { kk: 'Соңғы жеті күн: {from} – {to}', ru: 'Последние семь дней: {from} – {to}', en: 'The last seven days: {from} – {to}' },
  missedTitle: { kk: 'Өтпеген міндетті қабылдау: {count}', ru: 'Не состоялись обязательные приёмы: {count}', en: 'Duties missed: {count}' },
  noneMissed: { kk: 'Міндетті қабылдаудың бәрі өтті.', ru: 'Все обязательные приёмы прошли.', en: 'Every duty was met.' },
  duty: { kk: 'Міндет', ru: 'Обязанность', en: 'Duty' },
  lastDay: { kk: 'Соңғы күні', ru: 'Последний день', en: 'Last day' },
  why: { kk: 'Неліктен', ru: 'Почему', en: 'Why' },
  lateTitle: { kk: 'Мерзімі өткен уәде: {count}', ru: 'Просроченные обещания: {count}', en: 'Promises late: {count}' },
  noneLate: { kk: 'Мерзімі өткен уәде жоқ.', ru: 'Просроченных обещаний нет.', en: 'No promise is late.' },
  visit: { kk: 'Келу нөмірі', ru: 'Номер визита', en: 'Visit' },
  whoPromised: { kk: 'Кім уәде берді', ru: 'Кто обещал', en: 'Who promised' },
  daysLate: { kk: 'Неше күн өтті', ru: 'Дней прошло', en: 'Days late' },
  waitTitle: { kk: 'Күту уақыты, минут', ru: 'Ожидание, минут', en: 'Waiting, minutes' },
  noneWaited: { kk: 'Осы жеті күнде ешкім талон алған жоқ.', ru: 'За эти семь дней никто не брал талон.', en: 'Nobody took a ticket in these seven days.' },
  day: { kk: 'Күні', ru: 'День', en: 'Day' },
  servedCount: { kk: 'Талонмен қабылданды', ru: 'Принято по талонам', en: 'Received with tickets' },
  half: { kk: 'Жартысы осының ішінде', ru: 'Половина — за', en: 'Half within' },
  nineOfTen: { kk: 'Оннан тоғызы осының ішінде', ru: 'Девять из десяти — за', en: 'Nine in ten within' },
});
