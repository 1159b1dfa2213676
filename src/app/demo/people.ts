import { controlDigit } from '../../kernel/iin.ts';
import type { Random } from './random.ts';

/** Kazakh and Russian spelling. Common names set down by hand; whoever they are put together into does not exist. */
type Pair = readonly [kk: string, ru: string];
const pair = (list: string): readonly Pair[] => list.split(' ').map((one) => one.split('/')).map(([kk = '', ru = kk]): Pair => [kk, ru]);

const maleGiven = pair(
  'Айбек Айдос Айдын Алдияр Алмас Алишер Арман Арсен Асан Асхат Ардақ/Ардак Бағдат/Багдат Бақытжан/Бакытжан Батыр Бауыржан Бекзат Болат Ғалым/Галым Дамир ' +
  'Данияр Дархан Дәулет/Даулет Диас Досжан Думан Ерасыл Ерболат Ержан Ерлан Ермек Жандос Жанат Жасұлан/Жасулан Жомарт Зейнолла Ілияс/Ильяс Қайрат/Кайрат ' +
  'Қанат/Канат Қуаныш/Куаныш Мадияр Мақсат/Максат Марат Медет Мұрат/Мурат Мұхтар/Мухтар Нариман Нұрбол/Нурбол Нұрлан/Нурлан Нұржан/Нуржан Олжас Рауан ' +
  'Рүстем/Рустем Сабыр Сағындық/Сагындык Санжар Саян Серік/Серик Сәкен/Сакен Талғат/Талгат Тимур',
);
const femaleGiven = pair(
  'Айгерім/Айгерим Айгүл/Айгуль Айжан Айнұр/Айнур Айсұлу/Айсулу Ақбота/Акбота Ақерке/Акерке Ақмарал/Акмарал Алия Алтынай Анар Арай Аружан Әлия/Алия ' +
  'Әсел/Асель Баян Балжан Ботагөз/Ботагоз Гауһар/Гаухар Гүлмира/Гульмира Гүлнар/Гульнар Гүлсара/Гульсара Дана Дариға/Дарига Динара Еңлік/Енлик Жадыра ' +
  'Жанар Жансая Зарина Зере Зүлфия/Зульфия Іңкәр/Инкар Қамшат/Камшат Қарлығаш/Карлыгаш Күләш/Куляш Лаура Ләззат/Лаззат Мадина Мақпал/Макпал Маржан ' +
  'Меруерт Мөлдір/Молдир Назерке Назгүл/Назгуль Нұргүл/Нургуль Нұрсұлу/Нурсулу Перизат Райхан Сабина Салтанат Самал Сандуғаш/Сандугаш Сәуле/Сауле ' +
  'Тоғжан/Тогжан Томирис Ұлжан/Улжан Фариза Шолпан Шынар',
);
const surnames = pair(
  'Абдрахманов Абенов Айтбаев Айтжанов Алпысбаев Аманжолов Амиров Асқаров/Аскаров Әубәкіров/Аубакиров Байжанов Баймұханов/Баймуханов Бақтыбаев/Бактыбаев ' +
  'Бейсенов Бекмұратов/Бекмуратов Бектұров/Бектуров Болатов Ғабдуллин/Габдуллин Дәуренов/Дауренов Ерғалиев/Ергалиев Ермеков Есенов Жанәбілов/Жанабилов ' +
  'Жанұзақов/Жанузаков Жүнісов/Жунусов Жұмағалиев/Жумагалиев Ибрагимов Ысқақов/Искаков Кәрімов/Каримов Қабылов/Кабылов Қалиев/Калиев Қасенов/Касенов ' +
  'Құдайбергенов/Кудайбергенов Құсайынов/Кусаинов Мақашев/Макашев Мамытов Мұқанов/Муканов Мұратов/Муратов Мұсабеков/Мусабеков Нұрғалиев/Нургалиев ' +
  'Нұрмағамбетов/Нурмагамбетов Омаров Оспанов Өмірзақов/Омирзаков Рахимов Садықов/Садыков Сақтағанов/Сактаганов Сарсенов Сатыбалдиев Сейітов/Сеитов ' +
  'Сейдахметов Серіков/Сериков Смағұлов/Смагулов Сүлейменов/Сулейменов Темірбеков/Темирбеков Тілеубаев/Тлеубаев Тоқтаров/Токтаров Төлеуов/Толеуов ' +
  'Тұрсынов/Турсунов Үмбетов/Умбетов Хамитов Шәріпов/Шарипов Шайхиев',
);

const words = (list: string): readonly string[] => list.split(' ');
/** Surnames in the man's form, all of the kind that takes an а for a woman. */
const russianSurnames = words('Белозёров Воронцов Горшков Денисов Ермолаев Журавлёв Зайцев Калинин Карпов Колесников Краснов Лаптев Логинов Маркелов Мельников Никитин Панфилов Рогожин Сафонов Селезнёв Тарасов Ушаков Филатов Чернов Щербаков');
const russianMale = words('Александр Алексей Андрей Виктор Владимир Геннадий Дмитрий Евгений Иван Константин Михаил Николай Олег Павел Сергей Юрий');
const russianFemale = words('Анна Валентина Вера Галина Екатерина Елена Ирина Лариса Людмила Марина Надежда Наталья Оксана Ольга Светлана Татьяна');
const russianPatronymics: readonly Pair[] = [
  ['Александрович', 'Александровна'], ['Алексеевич', 'Алексеевна'], ['Андреевич', 'Андреевна'], ['Борисович', 'Борисовна'], ['Викторович', 'Викторовна'], ['Владимирович', 'Владимировна'],
  ['Иванович', 'Ивановна'], ['Михайлович', 'Михайловна'], ['Николаевич', 'Николаевна'], ['Павлович', 'Павловна'], ['Петрович', 'Петровна'], ['Сергеевич', 'Сергеевна'],
];
const fathers = pair('Болат Серік/Серик Марат Қайрат/Кайрат Ерлан Нұрлан/Нурлан Талғат/Талгат Бауыржан Мұрат/Мурат Жомарт Сабыр Асхат Қуаныш/Куаныш Ғалым/Галым Дархан Берік/Берик Төлеген/Толеген Самат Ержан Мақсат/Максат');

export type Person = {
  readonly sex: 'm' | 'f';
  readonly surname: string; readonly given: string; readonly patronymic: string | null;
  /** stored form: the range +7 700 000 is given to nobody */
  readonly phone: string;
  /** born in 2090–2099: right by its checksum, owned by nobody (practice.md) */
  readonly iin: string;
};

const digits = (value: number, length: number): string => String(value).padStart(length, '0');

/** The number of somebody not yet born; `serial` makes it the only one. */
export const personalNumber = (r: Random, sex: 'm' | 'f', serial: number): string => {
  const birth = `${digits(r.int(90, 99), 2)}${digits(r.int(1, 12), 2)}${digits(r.int(1, 28), 2)}`;
  for (let tried = 0; ; tried += 1) {
    // digit 7: born in the twenty-first century
    const eleven = `${birth}${sex === 'm' ? 5 : 6}${digits((serial * 3 + tried) % 10_000, 4)}`;
    const control = controlDigit(eleven);
    if (control !== null) return `${eleven}${control}`;
  }
};

export const phoneOf = (serial: number): string => `+7700000${digits(serial % 10_000, 4)}`;

/** As people type it into a letter: a dozen ways, here four. */
export const typedPhone = (r: Random, stored: string): string => {
  const [, area = '', three = '', two = '', last = ''] = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(stored) ?? [];
  return r.pick([`8 ${area} ${three} ${two} ${last}`, `+7 (${area}) ${three}-${two}-${last}`, `8${area}${three}${two}${last}`, `8-${area}-${three}-${two}-${last}`]);
};

const patronymicOf = (r: Random, sex: 'm' | 'f', lang: 'kk' | 'ru'): string | null => {
  if (r.chance(0.12)) return null;
  const [kk, ru] = r.pick(fathers);
  if (r.chance(lang === 'kk' ? 0.6 : 0.25)) return `${lang === 'kk' ? kk : ru}${lang === 'kk' ? (sex === 'm' ? 'ұлы' : 'қызы') : sex === 'm' ? 'улы' : 'кызы'}`;
  return `${lang === 'kk' ? kk : ru}${sex === 'm' ? 'ович' : 'овна'}`;
};

/** A resident; `lang` is the language they write in, and the spelling of their name with it. */
export const person = (r: Random, serial: number, lang: 'kk' | 'ru', known?: 'm' | 'f'): Person => {
  const sex = known ?? (r.chance(0.56) ? 'f' : 'm');
  const own = { sex, phone: phoneOf(serial), iin: personalNumber(r, sex, serial) } as const;
  if (lang === 'ru' && r.chance(0.55)) {
    const surname = r.pick(russianSurnames);
    const patronymic = r.pick(russianPatronymics)[sex === 'm' ? 0 : 1];
    return { ...own, surname: sex === 'm' ? surname : `${surname}а`, given: r.pick(sex === 'm' ? russianMale : russianFemale), patronymic };
  }
  const at = lang === 'kk' ? 0 : 1;
  const surname = r.pick(surnames)[at];
  return { ...own, surname: sex === 'm' ? surname : `${surname}а`, given: r.pick(sex === 'm' ? maleGiven : femaleGiven)[at], patronymic: patronymicOf(r, sex, lang) };
};

export const fullName = (one: Person): string => [one.surname, one.given, one.patronymic].filter((part) => part !== null).join(' ');

/** Somebody of the staff, in the Kazakh spelling: they write in both languages. */
export const officer = (r: Random, taken: Set<string>): string => {
  for (;;) {
    const { surname, given, patronymic } = person(r, 0, r.chance(0.85) ? 'kk' : 'ru');
    const name = [surname, given, patronymic].filter((part) => part !== null).join(' ');
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
};
