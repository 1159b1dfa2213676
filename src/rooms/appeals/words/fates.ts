import { words } from '../../../kernel/words.ts';

/** What became of each notice, for the clerk. */
export const fateWords = words({
  title: { kk: 'Адамға жіберілген хабарламалар', ru: 'Уведомления человеку', en: 'Notices to the person' },
  none: { kk: 'Әзірге ештеңе жіберілген жоқ.', ru: 'Пока ничего не отправляли.', en: 'Nothing has been sent yet.' },
  noWay: { kk: 'Адам хабарлама алуды сұрамаған: өтінішін сілтеме арқылы қарайды.', ru: 'Человек не просил уведомлений: он смотрит обращение по ссылке.', en: 'The person asked for no notices and looks by the link.' },
  bounced: { kk: 'Хат жетпей қайтты: {address}. Адамнан басқа мекенжай сұраңыз.', ru: 'Письмо вернулось: {address}. Спросите у человека другой адрес.', en: 'A letter came back: {address}. Ask the person for another address.' },
  what: { kk: 'Не туралы', ru: 'О чём', en: 'What' },
  where: { kk: 'Қайда', ru: 'Куда', en: 'Where' },
  state: { kk: 'Күйі', ru: 'Состояние', en: 'State' },
  tries: { kk: '{count} рет жіберіп көрдік', ru: '{count, plural, one {# попытка} few {# попытки} many {# попыток} other {# попытки}}', en: '{count, plural, one {# try} other {# tries}}' },
  email: { kk: 'электрондық пошта', ru: 'электронная почта', en: 'e-mail' },
  sms: { kk: 'SMS хабарлама', ru: 'SMS', en: 'SMS' },
  telegram: { kk: 'Telegram хабары', ru: 'Telegram', en: 'Telegram' },
  push: { kk: 'браузердегі хабар', ru: 'браузер', en: 'browser' },
  newEmail: { kk: 'Жаңа электрондық пошта', ru: 'Новая электронная почта', en: 'New e-mail address' },
  change: { kk: 'Мекенжайды ауыстыру', ru: 'Заменить адрес', en: 'Change the address' },
});
export const fateStates = words({
  waiting: { kk: 'кезекте', ru: 'ждёт отправки', en: 'waiting' },
  held: { kk: 'таңғы хатты күтуде', ru: 'ждёт утреннего письма', en: 'held for the morning' },
  sending: { kk: 'жіберілуде', ru: 'отправляется', en: 'being sent' },
  sent: { kk: 'жіберілді', ru: 'отправлено', en: 'sent' },
  failed: { kk: 'жіберілмеді', ru: 'не отправлено', en: 'not sent' },
  bounced: { kk: 'қайтып келді', ru: 'вернулось', en: 'came back' },
  stopped: { kk: 'адам бас тартқан', ru: 'человек отказался', en: 'stopped by the person' },
});
export const fateErrors = words({
  gone: { kk: 'ондай мекенжай жоқ', ru: 'такого адреса нет', en: 'there is no such address' },
  full: { kk: 'пошта жәшігі толы', ru: 'почтовый ящик переполнен', en: 'the mailbox is full' },
  replaced: { kk: 'мекенжай ауыстырылды', ru: 'адрес заменён', en: 'the address was replaced' },
  channelOff: { kk: 'бұл тәсіл бапталмаған', ru: 'этот способ не настроен', en: 'this way is not configured' },
  away: { kk: 'сервер жауап бермеді', ru: 'сервер не ответил', en: 'the server did not answer' },
  refused: { kk: 'сервер қабылдамады', ru: 'сервер не принял', en: 'the server refused it' },
});
