import { words } from '../../kernel/words.ts';

/** The list that ships, as 0002_units.sql fills it: the picture is drawn without a database. */
export const topicNames = words({
  roads: { kk: 'Жолдар мен тротуарлар', ru: 'Дороги и тротуары', en: 'Roads and pavements' },
  lighting: { kk: 'Көше жарығы', ru: 'Уличное освещение', en: 'Street lighting' },
  snow_ice: { kk: 'Қар және көктайғақ', ru: 'Снег и гололёд', en: 'Snow and ice' },
  waste: { kk: 'Қоқыс және санитарлық тазалық', ru: 'Мусор и санитарная очистка', en: 'Waste and cleaning' },
  transport: { kk: 'Қоғамдық көлік', ru: 'Общественный транспорт', en: 'Public transport' },
  parking: { kk: 'Автотұрақтар', ru: 'Парковки', en: 'Parking' },
  landscaping: { kk: 'Абаттандыру және көгалдандыру', ru: 'Благоустройство и озеленение', en: 'Landscaping' },
  illegal_ads: { kk: 'Заңсыз жарнама мен жазулар', ru: 'Незаконная реклама и надписи', en: 'Illegal ads and graffiti' },
  housing_maintenance: { kk: 'Көппәтерлі үйлерді күтіп ұстау (МИБ/ҚСК)', ru: 'Содержание многоквартирных домов (ОСИ/КСК)', en: 'Apartment building upkeep' },
  heating: { kk: 'Жылумен жабдықтау', ru: 'Теплоснабжение', en: 'Heating' },
  water: { kk: 'Сумен жабдықтау және кәріз', ru: 'Водоснабжение и канализация', en: 'Water and sewerage' },
  power: { kk: 'Электрмен жабдықтау', ru: 'Электроснабжение', en: 'Electricity' },
  gas: { kk: 'Газбен жабдықтау', ru: 'Газоснабжение', en: 'Gas' },
  utility_bills: { kk: 'Коммуналдық төлемдер мен тарифтер', ru: 'Коммунальные платежи и тарифы', en: 'Utility bills and tariffs' },
  health: { kk: 'Денсаулық сақтау', ru: 'Здравоохранение', en: 'Health' },
  education: { kk: 'Білім беру', ru: 'Образование', en: 'Education' },
  social: { kk: 'Әлеуметтік қорғау', ru: 'Социальная защита', en: 'Social protection' },
  labour: { kk: 'Еңбек және жұмыспен қамту', ru: 'Труд и занятость', en: 'Labour and employment' },
  housing_provision: { kk: 'Тұрғын үй және кезек', ru: 'Жильё и жилищная очередь', en: 'Housing provision' },
  land_construction: { kk: 'Жер және құрылыс', ru: 'Земля и строительство', en: 'Land and construction' },
  ecology: { kk: 'Экология', ru: 'Экология', en: 'Ecology' },
  animals: { kk: 'Қараусыз жануарлар', ru: 'Безнадзорные животные', en: 'Stray animals' },
  safety: { kk: 'Қоғамдық тәртіп және қауіпсіздік', ru: 'Общественный порядок и безопасность', en: 'Public order and safety' },
  culture_sport: { kk: 'Мәдениет және спорт', ru: 'Культура и спорт', en: 'Culture and sport' },
  trade: { kk: 'Сауда және қызмет көрсету', ru: 'Торговля и услуги', en: 'Trade and services' },
  telecom: { kk: 'Байланыс және интернет', ru: 'Связь и интернет', en: 'Telecom' },
  gov_services: { kk: 'Мемлекеттік қызметтер мен органдар', ru: 'Госуслуги и работа госорганов', en: 'Public services' },
  other: { kk: 'Басқа', ru: 'Другое', en: 'Other' },
});

export const pictureWords = words({
  title: { kk: 'Қай тақырып қайсысымен шатастырылады', ru: 'Какую тему с какой путают', en: 'Which topic is taken for which' },
  truth: { kk: 'дұрысы', ru: 'как верно', en: 'what is right' },
  guess: { kk: 'болжам', ru: 'догадка', en: 'the guess' },
  none: { kk: 'болжам жоқ', ru: 'нет догадки', en: 'no guess' },
});

export const tonguePictureWords = words({
  title: { kk: 'Қай тіл қайсысымен шатастырылады', ru: 'Какой язык с каким путают', en: 'Which language is taken for which' },
});

export const tongueNames = words({
  kk: { kk: 'Қазақша', ru: 'По-казахски', en: 'Kazakh' },
  ru: { kk: 'Орысша', ru: 'По-русски', en: 'Russian' },
  en: { kk: 'Ағылшынша', ru: 'По-английски', en: 'English' },
  mixed: { kk: 'Аралас', ru: 'Вперемешку', en: 'Mixed' },
  kk_plain: { kk: 'Қазақша, төл әріптерсіз', ru: 'По-казахски без казахских букв', en: 'Kazakh without its letters' },
  kk_latin: { kk: 'Қазақша, латынмен', ru: 'По-казахски латиницей', en: 'Kazakh in Latin letters' },
});
