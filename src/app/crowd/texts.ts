import { fold } from '../../kernel/fold.ts';

/** Syllables of surnames: put together they belong to nobody, and there are enough of them that a name is rare in a register. */
const roots = 'Абди Айт Аман Арын Асқар Ахмет Бай Бақыт Бек Ғали Дәулет Ер Жан Жақып Жұма Зейн Кәрім Қали Құдай Мақсұт Мұқан Мұса Нұр Омар Оразби Рақым Сағын Сапар Сейіт Серік Сұлтан Темір Тілеу Төле Тұрсын Үмбет Хамит Шәріп Шүкір Ыбырай'.split(' ');
const endings = 'баев беков ов ғалиев жанов мұратов қожин хан заев тайұлы шин ділдин'.split(' ');
const givens = 'Айбек Айгерім Айгүл Айдос Айжан Алия Алмас Ардақ Асан Асхат Әлия Әсел Бауыржан Болат Ғалым Гүлнар Дана Дархан Дәурен Динара Ерлан Жанар Жандос Зарина Кәмила Қайрат Қанат Ләззат Мадина Марат Мөлдір Нұрлан Олжас Перизат Рауан Самал Серік Сәуле Талғат Шолпан'.split(' ');
const fathers = 'Болат Серік Марат Қайрат Ерлан Нұрлан Талғат Мұрат Жомарт Сабыр Асхат Қуаныш'.split(' ');

const surnames = roots.flatMap((root) => endings.map((ending) => root + ending));
export const names = { surnames, givens, patronymics: fathers.map((father) => `${father}ұлы`) } as const;
export const folded = { surnames: surnames.map(fold), givens: givens.map(fold), patronymics: names.patronymics.map(fold) } as const;

export const sentences = [
  'Ауламызда көше шамдары екі аптадан бері жанбайды.', 'Кешке балалар мектептен қараңғыда қайтады.', 'Жолдың шұңқырлары жауыннан кейін суға толып қалады.',
  'Қоқыс үш күн бойы шығарылған жоқ, иісі пәтерлерге дейін жетеді.', 'Дождевая вода стоит у подъезда и не уходит неделями.', 'Просим починить перила у входа в поликлинику.',
  'Автобус № 5 кешке мүлде келмейді, аялдамада жарты сағат күтеміз.', 'Ыстық судың қысымы төмен, бесінші қабатқа жетпейді.', 'После снегопада тротуар у школы не чистили ни разу.',
  'Өткен айда да жазғанбыз, бірақ ештеңе өзгерген жоқ.', 'Скажите, пожалуйста, когда ждать ремонта нашей улицы.', 'Жауабыңызды күтеміз.',
] as const;
export const answers = ['Шамдар ауыстырылды, жұмыс кеше аяқталды.', 'Жөндеу келесі тоқсанның жоспарына енгізілді, мерзімін хабарлаймыз.', 'Работы выполнены, просим проверить.', 'Мәселе бойынша түсіндірме берілді, құжаттар қоса беріледі.'] as const;
export const streets = 'Абай Арай Балауса Бәйтерек Дархан Емен Жастар Жібек_жолы Қайың Қарлығаш Мереке Наурыз Өркен Парк Самал Степная Терек Шаттық Школьная Южная'.split(' ').map((one) => one.replace('_', ' '));
export const measuredTopics = 'roads lighting snow_ice waste transport landscaping housing_maintenance heating water power health education social ecology safety other'.split(' ');

const syllables = 'бар кел мүн шат дөр гүз пен сал тұл жек ров лин зай нап құм фер һан цев юлд вос ыст мел рід чож'.split(' ');
const tails = ['', '', 'да', 'ның', 'лар', 'ға', 'ы'];
const syllable = (x: number): string => syllables[Math.floor(x) % 24] ?? '';
/** Words that belong to no language, as unevenly used as words are: the first of fifty thousand stands in every sixth letter, the last in forty of a million. */
export const rareWord = (chance: number, ending: number): string => {
  const x = Math.floor(50_000 * chance ** 3);
  return `${syllable(x)}${syllable(x / 24)}${syllable(x / 576)}${x >= 13_824 ? syllable(x / 13_824 + 7) : ''}${tails[Math.floor(ending * 7)] ?? ''}`;
};
