import { words } from '../../../kernel/words.ts';

/** Why an act says no. */
export const refusals = words({});

/** What the system says of a period by itself: both keys and what they are counted of, never one number alone. */
export const sentenceWords = words({
  whole: {
    kk: '{received, plural, other {# адам қабылданды}}, олар {matters, plural, other {# мәселе айтты}}. Филиал: орнында түсіндірілгені – {advised}, уәде берілгені – {promised}, өтініш болып тіркелгені – {forwarded}, әлі аяқталмағаны – {unsettled}. Адамдардың өзі баға берген мәселе – {said}, соның «шешілді» дегені – {solved}, яғни {share}; үнсіз қалғаны – {silent}, әлі баға берілмегені – {unasked}.',
    ru: '{received, plural, one {Принят # человек} few {Приняты # человека} many {Принято # человек} other {Принято # человека}}, {matters, plural, one {# вопрос} few {# вопроса} many {# вопросов} other {# вопроса}}. Филиал: разъяснено на месте — {advised}, обещано — {promised}, стало обращениями — {forwarded}, ещё не закончено — {unsettled}. Сами люди оценили {said}, из них «решено» — {solved}, то есть {share}; промолчали — {silent}, оценки ещё нет — {unasked}.',
    en: '{received, plural, one {# person} other {# people}} received, with {matters, plural, one {# matter} other {# matters}}. The office: explained on the spot {advised}, promised {promised}, became appeals {forwarded}, not finished {unsettled}. The people judged {said} of them, “solved” {solved}, that is {share}; silent {silent}, no verdict yet {unasked}.',
  },
  few: {
    kk: '{received, plural, other {# адам қабылданды}}. Баға берген адам әзірге аз: үлес ондаған мәселе бағаланғанда ғана айтылады.',
    ru: '{received, plural, one {Принят # человек} few {Приняты # человека} many {Принято # человек} other {Принято # человека}}. Оценок пока мало: о долях говорим, когда их наберётся хотя бы десяток.',
    en: '{received, plural, one {# person} other {# people}} received. Too few have said their verdict: shares are told from ten on.',
  },
  partHidden: {
    kk: '{received, plural, other {# адам қабылданды}}. Кейбір сан адамды танытпас үшін жасырылған, сондықтан үлесі айтылмайды; қалғаны төменде.',
    ru: '{received, plural, one {Принят # человек} few {Приняты # человека} many {Принято # человек} other {Принято # человека}}. Часть малых чисел скрыта, чтобы никого нельзя было узнать, поэтому о долях не говорим; остальное — ниже.',
    en: '{received, plural, one {# person} other {# people}} received. Some small numbers are hidden, so that nobody can be recognised, and no shares are told; the rest is below.',
  },
  hidden: {
    kk: 'Қабылданған адам тым аз болғандықтан, саны айтылмайды: кісіні танып қою мүмкін.',
    ru: 'Принято так мало людей, что число не называем: по нему можно узнать человека.',
    en: 'So few people were received that the number is not told: it could point at somebody.',
  },
  none: { kk: 'Бұл кезеңде ешкім қабылданған жоқ.', ru: 'За этот период никто не был принят.', en: 'Nobody was received in this period.' },
});

export const outcomeWords = words({
  advised: { kk: 'орнында түсіндірілді', ru: 'разъяснено на месте', en: 'explained on the spot' },
  promised: { kk: 'уәде берілді', ru: 'обещано', en: 'promised' },
  forwarded: { kk: 'өтініш болып тіркелді', ru: 'стало обращением', en: 'became an appeal' },
  unsettled: { kk: 'әлі аяқталмады', ru: 'ещё не закончено', en: 'not finished' },
});
export const verdictWords = words({
  solved: { kk: 'шешілді', ru: 'решено', en: 'solved' },
  partly: { kk: 'ішінара шешілді', ru: 'решено частично', en: 'partly solved' },
  not_solved: { kk: 'шешілмеді', ru: 'не решено', en: 'not solved' },
  silent: { kk: 'үнсіз қалды', ru: 'человек промолчал', en: 'silent' },
  unasked: { kk: 'әлі баға берілмеді', ru: 'оценки ещё нет', en: 'no verdict yet' },
});
export const promiseWords = words({
  in_time: { kk: 'уақытында орындалды', ru: 'выполнено в срок', en: 'kept in time' },
  late: { kk: 'кешігіп орындалды', ru: 'выполнено с опозданием', en: 'kept late' },
  open: { kk: 'мерзімі келген жоқ', ru: 'срок ещё не наступил', en: 'not due yet' },
  overdue: { kk: 'мерзімі өтті, орындалмады', ru: 'срок прошёл, не выполнено', en: 'overdue' },
  not_kept: { kk: 'орындалмай тоқтады', ru: 'снято без выполнения', en: 'ended unkept' },
});

export const figureWords = words({
  title: { kk: 'Қабылдау көрсеткіштері', ru: 'Показатели приёма', en: 'Reception figures' },
  titleOf: { kk: '{branch}: қабылдау көрсеткіштері', ru: '{branch}: показатели приёма', en: '{branch}: reception figures' },
  toAppeals: { kk: 'Өтініштер көрсеткіштері', ru: 'Показатели обращений', en: 'Figures of appeals' },
  toReceptions: { kk: 'Қабылдау кестесі', ru: 'Расписание приёма', en: 'Who receives when' },
  from: { kk: 'Басы', ru: 'С', en: 'From' },
  to: { kk: 'Соңы', ru: 'По', en: 'To' },
  branch: { kk: 'Филиал', ru: 'Филиал', en: 'Branch' },
  everywhere: { kk: 'Барлық филиал', ru: 'Все филиалы', en: 'All branches' },
  show: { kk: 'Көрсету', ru: 'Показать', en: 'Show' },

  dutiesTitle: { kk: 'Қабылдау міндеті', ru: 'Обязанность принимать', en: 'The duty to receive' },
  due: { kk: 'Өтуге тиіс болды', ru: 'Должно было состояться', en: 'Owed' },
  defDue: { kk: 'Жарияланған кесте мен ереже бойынша осы кезеңде өтуге тиіс болған, күні өткен қабылдаулар.', ru: 'Приёмы, которые по объявленным правилам должны были пройти в этот период и чей день уже миновал.', en: 'Receptions that published duties owed in this period and whose day is over.' },
  met: { kk: 'Өтті', ru: 'Состоялись', en: 'Held' },
  defMet: { kk: 'Сол мерзімде қабылдау болды, ешкім келмесе де. Орынбасар өткізгені де осында.', ru: 'Приём в срок был, даже если никто не пришёл. Сюда же входит приём, который провёл заместитель.', en: 'A reception was held in time, by the official or a deputy, whether anybody came or not.' },
  missed: { kk: 'Өтпеді', ru: 'Не состоялись', en: 'Missed' },
  defMissed: { kk: 'Жоспарланбаған немесе жоспарланып, өтпей қалған.', ru: 'Не были назначены или назначены и не проведены.', en: 'Never scheduled, or scheduled and not held.' },
  empty: { kk: 'Ешкім келмеді', ru: 'Никто не пришёл', en: 'Nobody came' },
  defEmpty: { kk: 'Өткендердің ішінде: қабылдау ашық болды, бірақ ешкім келмеді.', ru: 'Из состоявшихся: приём был открыт, но никто не пришёл.', en: 'Of those held: the doors were open and nobody came.' },
  excused: { kk: 'Себепті өтпеді', ru: 'По уважительной причине', en: 'Excused' },
  defExcused: { kk: 'Адам барлық мүмкін күні орнында болмады, орнын басқан ешкім болмады. Тиіс саналғандарға кірмейді.', ru: 'Человек отсутствовал во все возможные дни, и заменить его было некому. В число должных не входят.', en: 'Away on every possible day, with nobody to stand in. Not among those owed.' },
  undecidedNote: { kk: 'Тағы {count} қабылдаудың нәтижесі түнде шығады.', ru: 'Итог ещё по {count, plural, one {# приёму} few {# приёмам} many {# приёмам} other {# приёма}} подведут ночью.', en: '{count} more will be judged overnight.' },

  peopleTitle: { kk: 'Адамдар мен мәселелер', ru: 'Люди и вопросы', en: 'People and matters' },
  received: { kk: 'Қабылданған адам', ru: 'Принято людей', en: 'People received' },
  defReceived: { kk: 'Әр келу бөлек саналады: екі рет келген адам – екі рет. Қабылданбай кеткендер кірмейді.', ru: 'Считаем каждый приход: кто приходил дважды, посчитан дважды. Ушедшие, не дождавшись, не входят.', en: 'Every visit counts: who came twice counts twice. Whoever left without being received does not.' },
  matters: { kk: 'Мәселе', ru: 'Вопросов', en: 'Matters' },
  defMatters: { kk: 'Бір адам бірнеше мәселе айта алады, әрқайсысы бөлек саналады.', ru: 'Человек может прийти с несколькими вопросами, каждый считается отдельно.', en: 'One person may bring several, each counted.' },
  heldCount: { kk: 'Өткен қабылдау', ru: 'Проведено приёмов', en: 'Receptions held' },
  defHeld: { kk: 'Міндетті болсын, болмасын, осы кезеңде өткен барлық қабылдау.', ru: 'Все приёмы, которые прошли в этот период, обязательные и нет.', en: 'All receptions held in this period, owed or not.' },
  crossTitle: { kk: 'Мекеменің жауабы және адамның бағасы', ru: 'Что сделал филиал и что говорит человек', en: 'What the office did and what the person says' },
  officeKey: { kk: 'Мекеменің жауабы', ru: 'Ответ учреждения', en: 'Office outcome' },
  defCross: { kk: 'Өтініш болып тіркелген мәселенің бағасы – сол өтініштің бағасы. «Шешілді» деген сөзді тек адамның өзі айтады.', ru: 'У вопроса, ставшего обращением, оценка — оценка этого обращения. «Решено» говорит только сам человек.', en: 'A matter that became an appeal has that appeal’s verdict. “Solved” is said by the person alone.' },
  defSilent: { kk: '«Үнсіз қалды»: баға беру уақыты өтті. «Әлі баға берілмеді»: жауап күтілуде. Екеуі бөлек.', ru: '«Промолчал»: время для оценки прошло. «Оценки ещё нет»: её ждут. Это разные вещи.', en: '“Silent”: the time to say has passed. “No verdict yet”: it is still awaited. They are two things.' },
  defSmall: { kk: '«…» белгісі: сан 5-тен аз болып, адамды танытып қоюы мүмкін немесе одан сондай сан есептеліп шығады, сондықтан жасырылған.', ru: 'Знак «…»: число меньше 5 и могло бы выдать человека либо по нему такое число можно вычислить, поэтому оно скрыто.', en: 'The mark “…”: the count is under 5 and could point at a person, or such a count could be worked out from it, so it is hidden.' },

  promisesTitle: { kk: 'Қабылдауда берілген уәде', ru: 'Обещания, данные на приёме', en: 'Promises made in the room' },
  defPromises: { kk: 'Уәде айтылған сәтінен бақылаудағы тапсырма болады. Осы кезеңдегі қабылдауда берілгендер, {day} күнгі жағдайы бойынша.', ru: 'Обещание сразу становится поручением на контроле. Здесь данные на приёмах этого периода, по состоянию на {day}.', en: 'A promise is an assignment under control at once. Those given in this period, as they stood on {day}.' },
  timesTitle: { kk: 'Уақыт', ru: 'Время', en: 'Time' },
  waiting: { kk: 'Кезекте күту', ru: 'Ожидание в очереди', en: 'Waiting in the queue' },
  defWaiting: { kk: 'Талон алғаннан қабылдау басталғанға дейін.', ru: 'От взятия талона до начала приёма.', en: 'From taking the ticket to the beginning.' },
  serving: { kk: 'Қабылдаудың ұзақтығы', ru: 'Длительность приёма', en: 'Being received' },
  defServing: { kk: 'Келуші отырғаннан әңгіме аяқталғанға дейін.', ru: 'От начала разговора с посетителем до его конца.', en: 'From the beginning of the visit to its end.' },
  spread: { kk: 'Жартысы {median} мин ішінде, әр оннан тоғызы {p90} мин ішінде. Саналғаны: {sample}.', ru: 'Половина — за {median} мин, девять из десяти — за {p90} мин. Посчитано: {sample}.', en: 'Half within {median} min, nine in ten within {p90} min. Counted: {sample}.' },
  median: { kk: '{median} / {p90} минут', ru: '{median} / {p90} мин', en: '{median} / {p90} min' },
  tooFew: { kk: 'Дерек аз, сондықтан көрсетілмейді', ru: 'Данных мало, поэтому не показываем', en: 'Too few cases to show' },
  defTimes: { kk: 'Кестеде екі сан: жартысы мен әр оннан тоғызы сыйған уақыт. Кемінде 10 жағдай бойынша.', ru: 'В таблице два числа: за сколько успели половина и девять из десяти. Не менее чем по 10 случаям.', en: 'Two numbers in the tables: half and nine in ten were within. Of 10 cases at least.' },

  byBranch: { kk: 'Филиалдар бойынша', ru: 'По филиалам', en: 'By branch' },
  byOfficial: { kk: 'Қабылдауға міндетті адамдар бойынша', ru: 'По тем, кто обязан принимать', en: 'By official' },
  defOfficial: { kk: 'Мұнда қабылдау міндеті жарияланған адамдар ғана.', ru: 'Только те, чья обязанность принимать объявлена.', en: 'Only those whose duty to receive is public.' },
  byOuting: { kk: 'Көшпелі қабылдаулар бойынша', ru: 'По выездным приёмам', en: 'By outing' },
  official: { kk: 'Қабылдауды жүргізуші', ru: 'Ведущий приём', en: 'Official' },
  outing: { kk: 'Көшпелі қабылдау', ru: 'Выездной приём', en: 'Outing' },
  dutiesColumn: { kk: 'Тиіс / өтті / өтпеді', ru: 'Должно / было / не было', en: 'Owed / held / missed' },
  outcomeColumn: { kk: 'Түсіндірілді / уәде / өтініш', ru: 'Разъяснено / обещано / обращение', en: 'Explained / promised / appeal' },
  verdictColumn: { kk: '«Шешілді» / баға берген', ru: '«Решено» / оценили', en: '“Solved” / judged' },
  promiseColumn: { kk: 'Уәде: уақытында / кеш / мерзімі өтті', ru: 'Обещания: в срок / поздно / просрочено', en: 'Promises: in time / late / overdue' },
  waitingColumn: { kk: 'Күту', ru: 'Ожидание', en: 'Waiting' },
  servingColumn: { kk: 'Қабылдау', ru: 'Приём', en: 'Serving' },
  nobody: { kk: 'Осы кезеңде ешкімнің жарияланған міндеті жоқ.', ru: 'В этот период ни у кого нет объявленной обязанности.', en: 'Nobody has a public duty in this period.' },
  csv: { kk: 'Осы кестелер (CSV)', ru: 'Эти таблицы (CSV)', en: 'These tables (CSV)' },
});
