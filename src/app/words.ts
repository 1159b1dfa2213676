import { words } from '../kernel/words.ts';

export const appWords = words({
  notFoundTitle: { kk: 'Мұндай бет жоқ', ru: 'Такой страницы нет', en: 'There is no such page' },
  notFoundText: {
    kk: 'Мекенжай қате терілген болуы мүмкін немесе бұл бетті сізге ашуға болмайды. Бас беттен бастап көріңіз.',
    ru: 'Возможно, адрес набран с ошибкой или эта страница вам недоступна. Начните с главной.',
    en: 'The address may be mistyped, or this page is not open to you. Start from the front page.',
  },
  awayTitle: { kk: 'Жүйе уақытша жауап бере алмай тұр', ru: 'Система временно не отвечает', en: 'The system cannot answer right now' },
  awayText: {
    kk: 'Дерекқормен байланыс үзілді. Жазғаныңыз қабылданған-қабылданбағаны белгісіз: бір минуттан кейін осы бетті қайта жіберіңіз, екі рет тіркелмейді.',
    ru: 'Связь с базой данных прервалась. Неизвестно, принято ли отправленное: повторите через минуту, дважды оно не зарегистрируется.',
    en: 'The link to the database is broken. It is not known whether your form was taken: send it again in a minute, it will not be registered twice.',
  },
  brokenTitle: { kk: 'Бізде қате шықты', ru: 'У нас произошла ошибка', en: 'Something broke on our side' },
  brokenText: {
    kk: 'Қате туралы біз білеміз. Артқа қайтып, қайталап көріңіз. Анықтама нөмірі: {id}.',
    ru: 'Мы уже знаем об этом. Вернитесь назад и попробуйте ещё раз. Номер для справки: {id}.',
    en: 'We have been told. Go back and try again. Reference: {id}.',
  },
  staleTitle: { kk: 'Бетті жаңартып, қайта жіберіңіз', ru: 'Обновите страницу и отправьте ещё раз', en: 'Reload the page and send again' },
  staleText: {
    kk: 'Бұл форма осы сайттан жіберілмеген немесе ескірген. Артқа қайтып, бетті жаңартыңыз: жазғаныңыз браузерде сақталады.',
    ru: 'Форма отправлена не с этого сайта или устарела. Вернитесь назад и обновите страницу: написанное останется в браузере.',
    en: 'This form was not sent from this site, or is out of date. Go back and reload: what you typed stays in the browser.',
  },
  largeTitle: { kk: 'Файлдар тым үлкен', ru: 'Файлы слишком большие', en: 'The files are too large' },
  largeText: {
    kk: 'Барлығы {limit} МБ-тан аспасын. Азырақ немесе кішірек сурет қосып көріңіз.',
    ru: 'Всего не больше {limit} МБ. Приложите меньше снимков или снимки поменьше.',
    en: 'At most {limit} MB in all. Attach fewer or smaller pictures.',
  },
  refusedTitle: { kk: 'Бұл әрекет орындалмады', ru: 'Это действие не выполнено', en: 'This was not done' },
  toFront: { kk: 'Бас бетке', ru: 'На главную', en: 'To the front page' },
  back: { kk: 'Артқа', ru: 'Назад', en: 'Back' },
});
