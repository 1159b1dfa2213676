/**
 * The region of the demo: real places with their КАТО codes (classifier of 17.10.2022); everything that happens in them is made up.
 * `kk` and `ru` are names without the word for what they are: `forms` below puts it on and declines it.
 */
export type PlaceKind = 'region' | 'district' | 'city_administration' | 'city' | 'okrug' | 'village' | 'town';
export type DemoPlace = {
  readonly code: string; readonly kind: PlaceKind; readonly kk: string; readonly ru: string; readonly en: string;
  /** how often people write from there, in tenths of a per cent; 0: nobody lives in the unit itself */
  readonly weight: number;
};

const place = (code: string, kind: PlaceKind, kk: string, ru: string, en: string, weight = 0): DemoPlace => ({ code, kind, kk, ru, en, weight });

export const demoRegion = place('270000000', 'region', 'Батыс Қазақстан облысы', 'Западно-Казахстанская область', 'West Kazakhstan Region');
export const demoCity = place('271000000', 'city_administration', 'Орал қаласы', 'город Уральск', 'Oral City');

/** The city first, then the twelve districts: the order of the branch codes BQ01 … BQ13. */
export const demoDistricts: readonly DemoPlace[] = [
  demoCity,
  place('273200000', 'district', 'Ақжайық ауданы', 'Акжаикский район', 'Aqzhaiyq District'),
  place('273600000', 'district', 'Бөрлі ауданы', 'Бурлинский район', 'Borli District'),
  place('274000000', 'district', 'Жаңақала ауданы', 'Жангалинский район', 'Zhangaqala District'),
  place('274200000', 'district', 'Жәнібек ауданы', 'Жанибекский район', 'Zhanibek District'),
  place('274400000', 'district', 'Бәйтерек ауданы', 'район Бәйтерек', 'Baiterek District'),
  place('274800000', 'district', 'Қазталов ауданы', 'Казталовский район', 'Qaztalov District'),
  place('275000000', 'district', 'Қаратөбе ауданы', 'Каратобинский район', 'Qaratobe District'),
  place('275400000', 'district', 'Бөкей ордасы ауданы', 'Бокейординский район', 'Bokei Ordasy District'),
  place('275800000', 'district', 'Сырым ауданы', 'Сырымский район', 'Syrym District'),
  place('276000000', 'district', 'Тасқала ауданы', 'Таскалинский район', 'Tasqala District'),
  place('276200000', 'district', 'Теректі ауданы', 'Теректинский район', 'Terekti District'),
  place('276600000', 'district', 'Шыңғырлау ауданы', 'Чингирлауский район', 'Shyngyrlau District'),
];

const okrug = (code: string, kk: string, ru: string, en: string): DemoPlace => place(code, 'okrug', `${kk} ауылдық округі`, `${ru} сельский округ`, `${en} rural okrug`);

/** Okrugs and settlements where the people of the demo live. */
const settled: readonly DemoPlace[] = [
  place('271010000', 'city', 'Орал', 'Уральск', 'Oral', 400),
  place('271033000', 'okrug', 'Деркөл кенттік әкімшілігі', 'Деркульская поселковая администрация', 'Derkol settlement administration'),
  place('271033100', 'town', 'Деркөл', 'Деркул', 'Derkol', 40),
  place('271035000', 'okrug', 'Зачаган кенттік әкімшілігі', 'Зачаганская поселковая администрация', 'Zachagan settlement administration'),
  place('271035100', 'town', 'Зачаган', 'Зачаганск', 'Zachagan', 70),
  okrug('273230000', 'Чапаев', 'Чапаевский', 'Chapaev'), place('273230100', 'village', 'Чапаев', 'Чапаев', 'Chapaev', 26),
  okrug('273273000', 'Тайпақ', 'Тайпакский', 'Taipaq'), place('273273100', 'village', 'Тайпақ', 'Тайпак', 'Taipaq', 10),
  place('273620000', 'okrug', 'Ақсай қалалық әкімшілігі', 'Аксайская городская администрация', 'Aqsai city administration'),
  place('273620100', 'city', 'Ақсай', 'Аксай', 'Aqsai', 78),
  okrug('273643000', 'Бөрлі', 'Бурлинский', 'Borli'), place('273643100', 'village', 'Бөрлі', 'Бурлин', 'Borli', 12),
  okrug('274030000', 'Жаңақала', 'Жанакалинский', 'Zhangaqala'), place('274030100', 'village', 'Жаңақала', 'Жангала', 'Zhangaqala', 26),
  okrug('274230000', 'Жәнібек', 'Жанибекский', 'Zhanibek'), place('274230100', 'village', 'Жәнібек', 'Жанибек', 'Zhanibek', 24),
  okrug('274430000', 'Переметный', 'Переметнинский', 'Peremetnoe'), place('274430100', 'village', 'Переметный', 'Переметное', 'Peremetnoe', 34),
  okrug('274431000', 'Дариян', 'Дарьинский', 'Dariyan'), place('274431100', 'village', 'Дариян', 'Дарьинское', 'Dariyan', 16),
  okrug('274461000', 'Трекин', 'Трекинский', 'Trekin'), place('274461100', 'village', 'Трекин', 'Трекино', 'Trekin', 12),
  okrug('274830000', 'Қазталов', 'Казталовский', 'Qaztalov'), place('274830100', 'village', 'Қазталов', 'Казталовка', 'Qaztalov', 24),
  okrug('274843000', 'Жалпақтал', 'Жалпакталский', 'Zhalpaqtal'), place('274843100', 'village', 'Жалпақтал', 'Жалпактал', 'Zhalpaqtal', 18),
  okrug('275030000', 'Қаратөбе', 'Каратобинский', 'Qaratobe'), place('275030100', 'village', 'Қаратөбе', 'Каратобе', 'Qaratobe', 24),
  okrug('275430000', 'Сайқын', 'Сайхинский', 'Saiqyn'), place('275430100', 'village', 'Сайқын', 'Сайхин', 'Saiqyn', 18),
  okrug('275443000', 'Орда', 'Ординский', 'Orda'), place('275443100', 'village', 'Хан Ордасы', 'Хан Ордасы', 'Khan Ordasy', 8),
  okrug('275830000', 'Жымпиты', 'Жымпитынский', 'Zhympity'), place('275830100', 'village', 'Жымпиты', 'Жымпиты', 'Zhympity', 24),
  okrug('275839000', 'Бұлдырты', 'Булдуртинский', 'Buldyrty'), place('275839100', 'village', 'Бұлдырты', 'Булдурта', 'Buldyrty', 8),
  okrug('276030000', 'Тасқала', 'Таскалинский', 'Tasqala'), place('276030100', 'village', 'Тасқала', 'Таскала', 'Tasqala', 28),
  okrug('276230000', 'Теректі', 'Теректинский', 'Terekti'), place('276230100', 'village', 'Теректі', 'Теректі', 'Terekti', 24),
  okrug('276253000', 'Подстепный', 'Подстепновский', 'Podstepnoe'), place('276253100', 'village', 'Подстепный', 'Подстепное', 'Podstepnoe', 26),
  okrug('276630000', 'Шыңғырлау', 'Чингирлауский', 'Shyngyrlau'), place('276630100', 'village', 'Шыңғырлау', 'Шынгырлау', 'Shyngyrlau', 24),
];

export const demoPlaces: readonly DemoPlace[] = [demoRegion, ...demoDistricts, ...settled];
export const livedIn: readonly DemoPlace[] = settled.filter((one) => one.weight > 0);

type Slots = Readonly<Record<string, string>>;

const kkWord: Readonly<Record<string, string>> = { city: 'қала', town: 'кент', village: 'ауыл' };
const kkEndings: Readonly<Record<string, readonly [string, string, string, string, string]>> = {
  city: ['сы', 'сында', 'сының', 'сына', 'сынан'], town: ['і', 'інде', 'інің', 'іне', 'інен'], village: ['ы', 'ында', 'ының', 'ына', 'ынан'],
};
const ruWord: Readonly<Record<string, readonly [string, string, string, string]>> = {
  town: ['посёлок', 'посёлке', 'посёлка', 'посёлок'], village: ['село', 'селе', 'села', 'село'],
};
const ruCities: Readonly<Record<string, readonly [string, string]>> = { Уральск: ['Уральске', 'Уральска'], Аксай: ['Аксае', 'Аксая'] };

/** The name of a place in every case a text may ask for. */
export const forms = (one: DemoPlace, lang: 'kk' | 'ru'): Slots => {
  if (lang === 'kk') {
    const stem = `${one.kk} ${kkWord[one.kind] ?? 'ауыл'}`;
    const [whole, at, of, to, from] = kkEndings[one.kind] ?? ['ы', 'ында', 'ының', 'ына', 'ынан'];
    return { village: stem + whole, in_village: stem + at, of_village: stem + of, to_village: stem + to, from_village: stem + from };
  }
  const city = ruCities[one.ru];
  if (city) return { village: one.ru, in_village: `в ${city[0]}`, of_village: city[1], to_village: `в ${one.ru}`, from_village: `из ${city[1]}` };
  const [whole, at, of, to] = ruWord[one.kind] ?? ['село', 'селе', 'села', 'село'];
  return { village: `${whole} ${one.ru}`, in_village: `в ${at} ${one.ru}`, of_village: `${of} ${one.ru}`, to_village: `в ${to} ${one.ru}`, from_village: `из ${of} ${one.ru}` };
};

export type Street = { readonly kk: string; readonly ru: string };
const street = (kk: string, ru: string): Street => ({ kk, ru });

/** Common names of streets; not checked against any register of addresses, house numbers are drawn by lot. */
export const cityStreets: readonly Street[] = [
  street('Құрманғазы', 'Курмангазы'), street('Мұхит', 'Мухита'), street('Жәңгір хан', 'Жангир хана'), street('Шолохов', 'Шолохова'), street('Сарайшық', 'Сарайшык'),
  street('Қасым Аманжолов', 'Касыма Аманжолова'), street('Мәметова', 'Маметовой'), street('Ықсанов', 'Ихсанова'), street('Есқалиев', 'Ескалиева'), street('Сырым Датұлы', 'Сырыма Датова'),
  street('Гагарин', 'Гагарина'), street('Жұлдыз', 'Жулдыз'), street('Тәуелсіздік', 'Тәуелсіздік'),
];
export const villageStreets: readonly Street[] = [
  street('Абай', 'Абая'), street('Бейбітшілік', 'Бейбітшілік'), street('Жеңіс', 'Жеңіс'), street('Жастар', 'Жастар'), street('Мектеп', 'Мектеп'), street('Желтоқсан', 'Желтоксан'),
  street('Достық', 'Достык'), street('Әйтеке би', 'Айтеке би'), street('Құрылысшылар', 'Строителей'), street('Наурыз', 'Наурыз'), street('Сәтбаев', 'Сатпаева'), street('Ынтымақ', 'Ынтымак'),
];

export const streetForms = (one: Street, lang: 'kk' | 'ru'): Slots => lang === 'kk'
  ? { street: `${one.kk} көшесі`, on_street: `${one.kk} көшесінде`, of_street: `${one.kk} көшесінің`, to_street: `${one.kk} көшесіне`, short_street: one.kk }
  : { street: `улица ${one.ru}`, on_street: `на улице ${one.ru}`, of_street: `улицы ${one.ru}`, to_street: `на улицу ${one.ru}`, short_street: one.ru };

/** The district of a place by its code: the first four digits. */
export const districtOf = (code: string): DemoPlace => demoDistricts.find((one) => one.code.slice(0, 4) === code.slice(0, 4)) ?? demoCity;
