import { words } from '../../../kernel/words.ts';

/** What became of one that was owed; the same words on every page, beside the sign. */
export const dueWords = words({
  met: { kk: 'өтті', ru: 'состоялся', en: 'held' },
  missed: { kk: 'өтпеді', ru: 'не состоялся', en: 'missed' },
  open: { kk: 'күтіледі', ru: 'ожидается', en: 'expected' },
  planned: { kk: 'жоспарланған', ru: 'запланирован', en: 'planned' },
  empty: { kk: 'есік ашық болды, ешкім келмеді', ru: 'двери были открыты, никто не пришёл', en: 'the door was open, nobody came' },
  excused: { kk: 'жұмыста болмады, орынбасары да жоқ', ru: 'отсутствовал, замены не было', en: 'away, and nobody stood in' },
  byDeputy: { kk: 'орынбасары өткізді', ru: 'провёл заместитель', en: 'held by the deputy' },
});
export const whyWords = words({
  not_scheduled: { kk: 'жоспарланбаған', ru: 'не был запланирован', en: 'never scheduled' },
  cancelled: { kk: 'болмайтын болған', ru: 'был отменён', en: 'called off' },
  not_held: { kk: 'жоспарланған, бірақ өтпеген', ru: 'был запланирован, но не проведён', en: 'scheduled and not held' },
});

export const publicWords = words({
  title: { kk: 'Кім, қашан қабылдайды', ru: 'Кто и когда принимает', en: 'Who receives when' },
  lead: { kk: 'Келуге болады: жазылып та, кезекпен де. Қабылдау тегін.', ru: 'Можно прийти по записи или в порядке очереди. Приём бесплатный.', en: 'Come by appointment or wait your turn. It costs nothing.' },
  place: { kk: 'Қай филиалда', ru: 'В каком филиале', en: 'Which branch' },
  placeAll: { kk: 'Барлық филиал', ru: 'Все филиалы', en: 'All branches' },
  show: { kk: 'Көрсету', ru: 'Показать', en: 'Show' },
  book: { kk: 'Қабылдауға жазылу', ru: 'Записаться на приём', en: 'Book an appointment' },
  waiting: { kk: 'Қазір кезекте: {count} адам', ru: 'Сейчас в очереди: {count, plural, one {# человек} few {# человека} many {# человек} other {# человека}}', en: 'Waiting now: {count, plural, one {# person} other {# people}}' },
  waitingNone: { kk: 'Қазір кезек жоқ', ru: 'Сейчас очереди нет', en: 'Nobody waits now' },
  freePlaces: { kk: '{count} бос орын', ru: '{count, plural, one {# свободное место} few {# свободных места} many {# свободных мест} other {# свободного места}}', en: '{count, plural, one {# free place} other {# free places}}' },
  noPlaces: { kk: 'бос орын жоқ', ru: 'мест нет', en: 'no free places' },
  walkIn: { kk: 'жазылмай-ақ, кезекпен', ru: 'без записи, по очереди', en: 'no booking, wait your turn' },
  none: { kk: 'Алдағы екі аптаға қабылдау жарияланбаған. Кезекке жұмыс уақытында келуге болады.', ru: 'На ближайшие две недели приёмы не объявлены. В очередь можно прийти в рабочие часы.', en: 'No receptions are announced for the next two weeks. You may come in working hours and wait your turn.' },
  outings: { kk: 'Көшпелі қабылдаулар', ru: 'Выездные приёмы', en: 'Receptions on the road' },
  under: { kk: 'қазір қабылдап жатыр', ru: 'идёт сейчас', en: 'open now' },
  room: { kk: '{place}\u2011бөлме', ru: 'кабинет\u00A0{place}', en: 'room\u00A0{place}' },
  video: { kk: 'бейнеқабылдау', ru: 'видеоприём', en: 'by video' },
  open: { kk: 'ашық қабылдау', ru: 'открытый приём', en: 'open hours' },
  personal: { kk: 'жеке қабылдау', ru: 'личный приём', en: 'in person' },
  outing: { kk: 'көшпелі қабылдау', ru: 'выездной приём', en: 'on the road' },
});

export const cardWords = words({
  duty: { kk: 'Қабылдау міндеті', ru: 'Обязанность принимать', en: 'Duty to receive' },
  source: { kk: 'Негізі: {source}', ru: 'Основание: {source}', en: 'Source: {source}' },
  figures: { kk: 'Соңғы 12 айда: {due} қабылдау өтуі керек еді, {held} өтті, {missed} өтпей қалды.', ru: 'За последние 12 месяцев: {due, plural, one {должен был пройти # приём} few {должны были пройти # приёма} many {должны были пройти # приёмов} other {должны были пройти # приёма}}, {held, plural, one {прошёл #} few {прошли #} many {прошли #} other {прошли #}}, {missed, plural, one {не состоялся #} few {не состоялись #} many {не состоялись #} other {не состоялись #}}.', en: 'In the last 12 months {due, plural, one {# reception was due} other {# receptions were due}}, {held} {held, plural, one {was held} other {were held}}, {missed} {missed, plural, one {was missed} other {were missed}}.' },
  due: { kk: 'Өтуі керек еді', ru: 'Должно было пройти', en: 'Due' },
  held: { kk: 'Өтті', ru: 'Прошло', en: 'Held' },
  missed: { kk: 'Өтпеді', ru: 'Не состоялось', en: 'Missed' },
  heldHint: { kk: 'оның ішінде {empty} рет ешкім келмеген', ru: 'из них {empty, plural, one {# раз} few {# раза} many {# раз} other {# раза}} никто не пришёл', en: 'of these nobody came {empty, plural, one {# time} other {# times}}' },
  excusedHint: { kk: 'тағы {excused} рет орнында болмаған: есепке кірмейді', ru: 'ещё {excused, plural, one {# раз} few {# раза} many {# раз} other {# раза}} отсутствовал: не в счёт', en: 'away {excused, plural, one {# more time} other {# more times}}: not counted' },
  calendar: { kk: 'Күнтізбе: соңғы 12 ай және алдағы 2 ай', ru: 'Календарь: последние 12 месяцев и следующие 2', en: 'Calendar: the last 12 months and the next 2' },
  table: { kk: 'Күндер бойынша', ru: 'По дням', en: 'Day by day' },
  day: { kk: 'Күні', ru: 'День', en: 'Day' },
  atLatest: { kk: 'мерзімі {on}', ru: 'срок {on}', en: 'by {on}' },
  notSetYet: { kk: 'әлі белгіленбеген', ru: 'ещё не назначено', en: 'not set yet' },
  noneOwed: { kk: 'қабылдау міндеті жоқ', ru: 'обязательных приёмов нет', en: 'none owed' },
  state: { kk: 'Не болды', ru: 'Что было', en: 'What happened' },
  dutyShort: { kk: 'Міндет', ru: 'Обязанность', en: 'Duty' },
  besideDuty: { kk: 'міндеттен тыс', ru: 'сверх обязанности', en: 'beside the duty' },
  none: { kk: 'Бұл уақытта бірде-бір қабылдау күтілмеген.', ru: 'За это время ни одного приёма не ожидалось.', en: 'No receptions were owed in this time.' },
  next: { kk: 'Келесі қабылдау', ru: 'Следующий приём', en: 'Next reception' },
  walkIn: { kk: 'Жазылудың қажеті жоқ: осы уақытта келіңіз, кезекпен қабылдайды.', ru: 'Записываться не нужно: приходите в это время, принимают в порядке очереди.', en: 'No booking is needed: come at that time and wait your turn.' },
  howKept: { kk: 'Күнтізбе қалай жасалады: өтуі керек күн келесі түні тексеріледі. Кім келгені көрсетілмейді.', ru: 'Как это считается: на следующую ночь после срока проверяется, состоялся ли приём. Кто приходил, не показывается.', en: 'How it is counted: the night after the due day it is checked whether the reception was held. Who came is never shown.' },
});
