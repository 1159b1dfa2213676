import { words } from '../kernel/words.ts';

export const appWords = words({
  notFoundTitle: { kk: 'Мұндай бет жоқ', ru: 'Такой страницы нет', en: 'There is no such page' },
  notFoundText: {
    kk: 'Мекенжай қате терілген болуы мүмкін немесе бұл бет сізге ашық емес. Бас беттен бастап көріңіз.',
    ru: 'Возможно, адрес набран с ошибкой или эта страница вам недоступна. Начните с главной.',
    en: 'The address may be mistyped, or this page is not open to you. Start from the front page.',
  },
  awayTitle: { kk: 'Жүйе уақытша жауап бере алмай тұр', ru: 'Система временно не отвечает', en: 'The system cannot answer right now' },
  awayText: {
    kk: 'Деректер қоймасымен байланыс үзілді. Жібергеніңіздің жеткен-жетпегені әзірге белгісіз: бір минуттан кейін осы бетті қайта жіберіңіз, өтініш екі рет тіркелмейді.',
    ru: 'Прервалась связь с хранилищем данных. Дошло ли отправленное, пока неизвестно: через минуту отправьте ещё раз, дважды обращение не зарегистрируется.',
    en: 'The link to the database is broken. It is not known whether your form was taken: send it again in a minute, it will not be registered twice.',
  },
  fullText: {
    kk: 'Серверде жаңа жазбаға орын қалмады, сондықтан жібергеніңіз қабылданбады. Мәтінді сақтап қойып, біраздан кейін қайта жіберіңіз: өтініш екі рет тіркелмейді.',
    ru: 'На сервере не осталось места для новых записей, поэтому отправленное не принято. Сохраните текст и отправьте ещё раз немного позже: дважды обращение не зарегистрируется.',
    en: 'The server has no room for new records, so what you sent was not taken. Keep your text and send it again a little later: it will not be registered twice.',
  },
  brokenTitle: { kk: 'Бізде қате шықты', ru: 'У нас произошла ошибка', en: 'Something broke on our side' },
  brokenText: {
    kk: 'Қате туралы біз білеміз. Артқа қайтып, қайталап көріңіз. Анықтама нөмірі: {id}.',
    ru: 'Мы уже знаем об этом. Вернитесь назад и попробуйте ещё раз. Номер для справки: {id}.',
    en: 'We have been told. Go back and try again. Reference: {id}.',
  },
  overTitle: { kk: 'Алдымен жүйеге кіріңіз', ru: 'Сначала войдите', en: 'Sign in first' },
  overText: {
    kk: 'Жұмыс сеансыңыз аяқталған, сондықтан жазғаныңыз жіберілмеді. Жүйеге жаңа қойындыда кіріңіз, содан кейін осы қойындыда артқа қайтып, тағы бір рет жіберіңіз.',
    ru: 'Ваш сеанс закончился, поэтому отправить не получилось. Войдите в новой вкладке, затем в этой вкладке вернитесь назад и отправьте ещё раз.',
    en: 'Your session is over, so nothing was sent. Sign in in a new tab, then go back in this one and send it again.',
  },
  toSignIn: { kk: 'Жаңа қойындыда кіру', ru: 'Войти в новой вкладке', en: 'Sign in in a new tab' },
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

export const designWords = words({
  title: { kk: 'Көрініс бөлшектері', ru: 'Элементы оформления', en: 'Design' },
  resident: { kk: 'Тұрғын беті', ru: 'Страница жителя', en: 'A resident’s page' },
  desk: { kk: 'Қызметкер беті', ru: 'Страница сотрудника', en: 'A staff page' },
  type: { kk: 'Мәтін', ru: 'Текст', en: 'Type' },
  sample: { kk: 'Сізге 11 желтоқсанға дейін жауап береміз.', ru: 'Мы ответим вам до 11 декабря.', en: 'We answer you by 11 December.' },
  letters: { kk: 'Ә Ғ Қ Ң Ө Ұ Ү Һ І ә ғ қ ң ө ұ ү һ і', ru: 'Ё Й Щ Ъ Ы Э ё й щ ъ ы э', en: 'A B C a b c 0 1 2 3' },
  link: { kk: 'Сілтеме', ru: 'Ссылка', en: 'A link' },
  buttons: { kk: 'Түймелер', ru: 'Кнопки', en: 'Buttons' },
  press: { kk: 'Жіберу', ru: 'Отправить', en: 'Send' },
  fields: { kk: 'Өрістер', ru: 'Поля', en: 'Fields' },
  label: { kk: 'Өріс атауы', ru: 'Название поля', en: 'A label' },
  hint: { kk: 'Қысқаша түсіндірме', ru: 'Короткая подсказка', en: 'A short hint' },
  error: { kk: 'Осы жолды толтырыңыз', ru: 'Заполните это поле', en: 'Fill this in' },
  first: { kk: 'Бірінші', ru: 'Первое', en: 'The first' },
  second: { kk: 'Екінші', ru: 'Второе', en: 'The second' },
  marks: { kk: 'Белгілер', ru: 'Отметки', en: 'Marks' },
  lists: { kk: 'Тізімдер', ru: 'Списки', en: 'Lists' },
  empty: { kk: 'Әзірге ештеңе жоқ', ru: 'Пока ничего нет', en: 'Nothing yet' },
  pictures: { kk: 'Суреттер', ru: 'Картинки', en: 'Pictures' },
});
