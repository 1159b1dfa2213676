import { words } from '../../kernel/words.ts';

export const setupWords = words({
  title: { kk: 'Алғашқы баптау', ru: 'Первая настройка', en: 'First setup' },
  lead: {
    kk: 'Бұл бет бір рет қана ашылады. Ұйымыңызды жазып, бірінші әкімшіні енгізсеңіз, жүйе жұмысқа дайын болады.',
    ru: 'Эта страница открывается один раз. Назовите организацию, внесите первого администратора — и система готова к работе.',
    en: 'This page opens once. Name the organisation and its first administrator, and the system is ready for work.',
  },
  tokenTitle: { kk: 'Баптау кілтін енгізіңіз', ru: 'Введите ключ настройки', en: 'Enter the setup key' },
  tokenLead: {
    kk: 'Кілтті сервер іске қосылғанда өзі шығарады: оны серверді орнатқан адам біледі.',
    ru: 'Ключ выводит сервер при запуске: его знает тот, кто его установил.',
    en: 'The server prints the key when it starts: whoever installed it has it.',
  },
  token: { kk: 'Баптау кілті', ru: 'Ключ настройки', en: 'Setup key' },
  tokenWrong: {
    kk: 'Кілт сәйкес келмеді. Сервер шығарған мекенжайды толық көшіріп ашыңыз.',
    ru: 'Ключ не подошёл. Скопируйте и откройте адрес, который вывел сервер, целиком.',
    en: 'The key does not fit. Copy and open the whole address that the server printed.',
  },
  goOn: { kk: 'Жалғастыру', ru: 'Продолжить', en: 'Continue' },
  organisation: { kk: 'Ұйым', ru: 'Организация', en: 'Organisation' },
  code: { kk: 'Өтініш нөмірінің алдындағы код', ru: 'Код перед номером обращения', en: 'Code before the number of an appeal' },
  codeHint: {
    kk: 'Латынның 2–10 әрпі мен цифры. Өтініш нөмірі {code}-2026-000123 түрінде болады. Кейін өзгермейді.',
    ru: 'От 2 до 10 латинских букв и цифр. Номер обращения будет таким: {code}-2026-000123. Потом не меняется.',
    en: '2 to 10 Latin letters and digits. The number of an appeal will be {code}-2026-000123. It cannot be changed later.',
  },
  place: { kk: 'Қай жерде жұмыс істейді', ru: 'Где работает', en: 'Where it works' },
  wholeCountry: { kk: 'Бүкіл Қазақстан', ru: 'Весь Казахстан', en: 'All of Kazakhstan' },
  regions: { kk: 'Облыстар мен республикалық қалалар', ru: 'Области и города республиканского значения', en: 'Regions and cities of republican standing' },
  administrator: { kk: 'Бірінші әкімші', ru: 'Первый администратор', en: 'First administrator' },
  administratorHint: {
    kk: 'Құрылымды, қызметкерлерді және күнтізбені басқарады. Өтініштерді оқымайды: ол үшін бөлек лауазым керек.',
    ru: 'Ведёт структуру, сотрудников и календарь. Обращения не читает: для этого нужна отдельная должность.',
    en: 'Keeps units, people and the calendar. Does not read appeals: that takes a post of its own.',
  },
  name: { kk: 'Аты-жөні', ru: 'Имя и фамилия', en: 'Name' },
  login: { kk: 'Электрондық поштасы', ru: 'Электронная почта', en: 'E-mail' },
  password: { kk: 'Құпиясөз', ru: 'Пароль', en: 'Password' },
  passwordHint: { kk: 'Кемінде 12 таңба.', ru: 'Не меньше 12 знаков.', en: 'At least 12 characters.' },
  passwordAgain: { kk: 'Құпиясөз тағы бір рет', ru: 'Пароль ещё раз', en: 'Password again' },
  passwordsDiffer: { kk: 'Екі құпиясөз бірдей емес. Қайта теріңіз.', ru: 'Пароли не совпали. Наберите их заново.', en: 'The two passwords differ. Type them again.' },
  send: { kk: 'Жүйені дайындау', ru: 'Подготовить систему', en: 'Set up' },
});
