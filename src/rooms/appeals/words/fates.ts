import { words } from '../../../kernel/words.ts';

/** What became of each notice, for the clerk. */
export const fateWords = words({
  title: { kk: 'Адамға жіберілген хабарламалар', ru: 'Уведомления человеку', en: 'Notices to the person' },
  none: { kk: 'Әзірге ештеңе жіберілген жоқ.', ru: 'Пока ничего не отправляли.', en: 'Nothing has been sent yet.' },
  noWay: { kk: 'Адам хабарлама алуды сұрамаған: өтінішін сілтеме арқылы қарайды.', ru: 'Человек не просил уведомлений: он смотрит обращение по ссылке.', en: 'The person asked for no notices and looks by the link.' },
  bounced: { kk: 'Хабар жетпеді ({way}). Адамнан басқа мекенжай сұраңыз.', ru: 'Уведомление не дошло ({way}). Спросите у человека другой адрес.', en: 'A notice did not arrive ({way}). Ask the person for another address.' },
  what: { kk: 'Не туралы', ru: 'О чём', en: 'What' },
  where: { kk: 'Қайда', ru: 'Куда', en: 'Where' },
  state: { kk: 'Күйі', ru: 'Состояние', en: 'State' },
  tries: { kk: '{count} рет жіберіп көрдік', ru: '{count, plural, one {# попытка} few {# попытки} many {# попыток} other {# попытки}}', en: '{count, plural, one {# try} other {# tries}}' },
  newEmail: { kk: 'Жаңа электрондық пошта', ru: 'Новая электронная почта', en: 'New e-mail address' },
  change: { kk: 'Мекенжайды ауыстыру', ru: 'Заменить адрес', en: 'Change the address' },
});
