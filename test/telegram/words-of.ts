import type { Lang } from '../../src/kernel/words.ts';
import type { BotPerson } from '../support/bot-person.ts';

/** What the journeys press and hear, in the words on the screen. */
export const heard = {
  kk: {
    own: 'Қазақша', what: /Не болды\?/, taken: /Жазып алдым/, done: 'Дайын', where: /Бұл қай жерде\?/, place: /Орны: Тасқала ауданы/, address: /Көшесі мен үйін/, kind: /қандай өтініш/, application: /Бірдеңе жасауды/,
    name: /Аты-жөніңізді жазыңыз/, phone: /Телефон нөміріңізді/, publish: /Басқалар да көрсін бе/, no: /Жоқ, тек маған/, check: /Жіберер алдында тексеріңіз/, send: 'Жіберу', registered: /Өтінішіңіз тіркелді/,
  },
  ru: {
    own: 'Русский', what: /Что случилось\?/, taken: /Записано/, done: 'Готово', where: /Где это\?/, place: /Место: Таскалинский район/, address: /Напишите улицу и дом/, kind: /Что это за обращение/, application: /Прошу что-то сделать/,
    name: /Напишите ваше имя/, phone: /Отправьте номер/, publish: /Показать другим/, no: /Нет, ответьте только мне/, check: /Проверьте перед отправкой/, send: 'Отправить', registered: /Обращение зарегистрировано/,
  },
} as const satisfies Partial<Record<Lang, unknown>>;

/** From the first word to the last look. `between` is waited for before every step. */
export const untilCheck = async (person: BotPerson, lang: 'kk' | 'ru', text: string, between: () => Promise<void> = () => Promise.resolve()): Promise<void> => {
  const w = heard[lang];
  await person.after(person.write('/start'), /Қай тілде сөйлесеміз[^]*На каком языке/);
  await between();
  await person.after(person.press(w.own), w.what);
  await between();
  await person.after(person.write(text), w.taken);
  await between();
  await person.after(person.press(w.done), w.where);
  await between();
  await person.after(person.write(lang === 'kk' ? 'тасқала' : 'Таскала'), w.place);
  await person.hears(w.address);
  await between();
  await person.after(person.write('Абай 12'), w.kind);
  await between();
  await person.after(person.press(w.application), w.name);
  await between();
  await person.after(person.write('Сыналмалы Әлия Үлгіқызы'), w.phone);
  await between();
  await person.after(person.contact('77010000001'), w.publish);
  await between();
  await person.after(person.press(w.no), w.check);
};
/** To the number; gives back the message that says it. */
export const untilNumber = async (person: BotPerson, lang: 'kk' | 'ru', text: string): Promise<string> => {
  await untilCheck(person, lang, text);
  return (await person.after(person.press(heard[lang].send), heard[lang].registered)).text;
};
