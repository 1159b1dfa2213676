import { words } from '../../../kernel/words.ts';

/** Open dates that a change of the calendar moves. */
export const datesWords = words({
  title: { kk: 'Ашық мерзімдер', ru: 'Открытые сроки', en: 'Open dates' },
  none: { kk: 'Бұл өзгеріс ешқандай ашық мерзімді жылжытпайды.', ru: 'Открытые сроки от этого не сдвигаются.', en: 'This moves no open date.' },
  count: {
    kk: 'Жылжитын ашық мерзім: {count}.',
    ru: '{count, plural, one {Сдвинется # открытый срок} few {Сдвинутся # открытых срока} other {Сдвинутся # открытых сроков}}.',
    en: '{count, plural, one {# open date would move} other {# open dates would move}}.',
  },
  csv: { kk: 'Толық тізім (CSV)', ru: 'Весь список (CSV)', en: 'The whole list (CSV)' },
  byBranch: { kk: 'Филиалдар бойынша', ru: 'По филиалам', en: 'By branch' },
  first: { kk: 'Алғашқы {count} мерзім', ru: 'Первые {count}', en: 'The first {count}' },
  all: { kk: 'Тізім', ru: 'Список', en: 'List' },
  branch: { kk: 'Филиал', ru: 'Филиал', en: 'Branch' },
  number: { kk: 'Нөмірі', ru: 'Номер', en: 'Number' },
  what: { kk: 'Не мерзімі', ru: 'Какой срок', en: 'What' },
  before: { kk: 'Бұрын', ru: 'Было', en: 'Before' },
  after: { kk: 'Енді', ru: 'Станет', en: 'After' },
  answer: { kk: 'Жауап', ru: 'Ответ', en: 'Answer' },
  own: { kk: 'Филиалдың өз мерзімі', ru: 'Собственный срок филиала', en: 'The branch’s own promise' },
  task: { kk: 'Тапсырма', ru: 'Поручение', en: 'Task' },
  request: { kk: 'Сұралған ұзарту', ru: 'Запрос на продление', en: 'More time asked for' },
  forward: { kk: 'Құзыреті бойынша жолдау', ru: 'Направление по компетенции', en: 'Forwarding' },
  reception: { kk: 'Міндетті қабылдау', ru: 'Обязательный приём', en: 'Reception owed' },
  move: { kk: 'Мерзімдерді жылжыту', ru: 'Сдвинуть сроки', en: 'Move the dates' },
  publishAndMove: { kk: 'Жариялап, мерзімдерді де жылжыту', ru: 'Опубликовать и сдвинуть сроки', en: 'Publish and move the dates' },
  told: {
    kk: 'Әр өтініштің тарихында бұрынғы және жаңа күн жазылады, күні айтылған адамдарға жаңасы хабарланады.',
    ru: 'В истории каждого обращения останутся прежний и новый день, а тем, кому срок называли, сообщат новый.',
    en: 'The history of every matter keeps both days, and the people who were told a date are told the new one.',
  },
  long: { kk: 'Мерзім көп: олар бірнеше минут ішінде бөліп-бөліп жылжиды.', ru: 'Сроков много: они сдвинутся частями за несколько минут.', en: 'There are many: they move in parts within some minutes.' },
  movedBy: { kk: '{when}, {who}: {count} мерзімнің {moved} жылжытылды.', ru: '{when}, {who}: сдвинуто {moved} из {count}.', en: '{when}, {who}: moved {moved} of {count}.' },
  moving: { kk: '{when}, {who}: мерзімдер жылжытылып жатыр, {count} ішінен {moved} дайын.', ru: '{when}, {who}: сроки сдвигаются, готово {moved} из {count}.', en: '{when}, {who}: moving, {moved} of {count} done.' },
  hash: { kk: 'Тізімнің белгісі: {hash}', ru: 'Отпечаток списка: {hash}', en: 'Fingerprint of the list: {hash}' },
});
