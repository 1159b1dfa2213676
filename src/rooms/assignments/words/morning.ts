import { words, type Sentence } from '../../../kernel/words.ts';
import type { Told } from '../law/ladder.ts';

export const morningWords = words({
  title: { kk: 'Бақылаушының таңы', ru: 'Утро контролёра', en: 'A controller’s morning' },
  scope: { kk: 'Кімнің бақылауындағы', ru: 'Под чьим контролем', en: 'Under whose control' },
  ofControl: { kk: 'Менің бақылауымда', ru: 'Контролирую я', en: 'I control' },
  ofBranch: { kk: 'Филиал бақылауында', ru: 'Контролирует филиал', en: 'The branch controls' },
  week: { kk: 'Осы аптада кешігуі мүмкін', ru: 'Может опоздать на этой неделе', en: 'May be late this week' },
  reported: { kk: 'Орындалды дейді', ru: 'Отчитались об исполнении', en: 'Claim to be done' },
  waits: { kk: 'Мерзімін ұзартуды сұрайды', ru: 'Просят продлить срок', en: 'Ask for more time' },
  returned: { kk: 'Пысықтаудан әлі оралмады', ru: 'Возвращены на доработку', en: 'Returned for rework' },
  weekNone: { kk: 'Осы аптада мерзімі бітетін тапсырма жоқ. Тыныш апта!', ru: 'На этой неделе сроки не истекают. Спокойной недели!', en: 'Nothing is due this week. A quiet one!' },
  reportedNone: { kk: 'Қабылдауды күтіп тұрған есеп жоқ.', ru: 'Отчётов, которые ждут приёмки, нет.', en: 'No report awaits acceptance.' },
  waitsNone: { kk: 'Ешкім ұзартуды сұрап тұрған жоқ.', ru: 'Продления никто не просит.', en: 'Nobody asks for more time.' },
  returnedNone: { kk: 'Пысықтауда ештеңе жоқ.', ru: 'На доработке ничего нет.', en: 'Nothing is out for rework.' },
  all: { kk: 'Бәрін көру', ru: 'Показать все', en: 'See all' },
  late: { kk: '{count, plural, other {Мерзімі өткен тапсырма: #}}', ru: '{count, plural, one {Просрочено # поручение} few {Просрочены # поручения} many {Просрочены # поручений} other {Просрочены # поручения}}', en: '{count, plural, one {# assignment is late} other {# assignments are late}}' },
  agenda: { kk: 'Апталық отырыстың күн тәртібі', ru: 'Повестка недельного совещания', en: 'Agenda of the weekly sitting' },
  board: { kk: 'Бүкіл бақылау', ru: 'Весь контроль', en: 'All of control' },
});

export const agendaWords = words({
  title: { kk: 'Апталық отырыстың күн тәртібі', ru: 'Повестка недельного совещания', en: 'Agenda of the weekly sitting' },
  made: { kk: '{at} жағдайы бойынша, барлығы {count} мәселе', ru: 'По состоянию на {at}, вопросов: {count}', en: 'As of {at}, items: {count}' },
  empty: { kk: 'Күн тәртібінде ештеңе жоқ: баспалдақтың жоғарғы сатысына жеткен тапсырма қалмады.', ru: 'Повестка пуста: до верхней ступени лестницы ничего не дошло.', en: 'The agenda is empty: nothing has reached the top of the ladder.' },
  number: { kk: 'Нөмірі', ru: 'Номер', en: 'Number' },
  what: { kk: 'Мәселе', ru: 'Вопрос', en: 'Matter' },
  who: { kk: 'Кім жауап береді', ru: 'Кто отвечает', en: 'Who answers' },
  due: { kk: 'Мерзімі', ru: 'Срок', en: 'Due' },
  late: { kk: 'Кешіккен күні', ru: 'Дней просрочки', en: 'Days late' },
  handOvers: { kk: 'Қолдан қолға өтуі', ru: 'Передач', en: 'Hand-overs' },
  most: { kk: 'Ең ескі {count} мәселе көрсетілді.', ru: 'Показаны {count} самых давних вопросов.', en: 'The {count} oldest are shown.' },
});

export const toldWords = words({
  executor: { kk: 'орындаушы', ru: 'исполнитель', en: 'executor' },
  controller: { kk: 'бақылаушы', ru: 'контролёр', en: 'controller' },
  body_head: { kk: 'орган басшысы', ru: 'руководитель органа', en: 'head of the body' },
  branch_head: { kk: 'филиал басшысы', ru: 'руководитель филиала', en: 'head of the branch' },
}) satisfies Record<Told, Sentence>;

export const ladderWords = words({
  title: { kk: 'Ескерту баспалдағы', ru: 'Лестница предупреждений', en: 'The ladder of warnings' },
  lead: { kk: 'Әр жұмыс таңында ашық тапсырмалар осы баспалдақпен көтеріледі: әр сатыда кімге айтылатыны мұнда жазылған.', ru: 'Каждое рабочее утро открытые поручения поднимаются по этой лестнице: здесь сказано, кому сообщают на каждой ступени.', en: 'Each working morning every open assignment climbs this ladder: here is who is told on each rung.' },
  whose: { kk: 'Кімнің баспалдағы', ru: 'Чья лестница', en: 'Whose ladder' },
  house: { kk: 'Бүкіл ұйым', ru: 'Вся организация', en: 'The whole house' },
  show: { kk: 'Көрсету', ru: 'Показать', en: 'Show' },
  inherited: { kk: 'Бұл филиалдың өз баспалдағы жоқ, ұйымның ортақ баспалдағы жүреді. Сақтасаңыз, филиалдың өзінікі болады.', ru: 'Своей лестницы у филиала нет, действует общая. Если сохранить, у него будет своя.', en: 'This branch has no ladder of its own; the house’s is in force. Saving gives it one.' },
  since: { kk: '{day} бастап күшінде', ru: 'Действует с {day}', en: 'In force since {day}' },
  edit: { kk: 'Сатылары', ru: 'Ступени', en: 'Rungs' },
  rung: { kk: '{place}-саты', ru: 'Ступень {place}', en: 'Rung {place}' },
  days: { kk: 'Мерзімнен кейінгі жұмыс күні', ru: 'Рабочих дней после срока', en: 'Working days after the due day' },
  daysHint: { kk: 'Мерзімнен бұрын болса, минус қойыңыз: −3. Сатыны алып тастау үшін күнін де, белгілерін де босатыңыз.', ru: 'Если раньше срока, поставьте минус: −3. Чтобы убрать ступень, очистите и дни, и отметки.', en: 'Before the due day, use a minus: −3. To take a rung away, clear its days and its ticks.' },
  tells: { kk: 'Кімге айтылады', ru: 'Кому сообщить', en: 'Who is told' },
  agenda: { kk: 'Апталық отырыстың күн тәртібіне енеді', ru: 'Вносится в повестку недельного совещания', en: 'Goes on the agenda of the weekly sitting' },
  preview: { kk: 'Бүгінгі тапсырмалармен не болады?', ru: 'Что будет с сегодняшними поручениями?', en: 'What would happen to today’s open ones?' },
  save: { kk: 'Баспалдақты бекіту', ru: 'Утвердить лестницу', en: 'Put it in force' },
  saved: { kk: 'Жаңа баспалдақ бүгіннен бастап күшінде.', ru: 'Новая лестница действует с сегодняшнего дня.', en: 'The new ladder is in force from today.' },
  previewTitle: { kk: 'Бүгінгі ашық тапсырмалар', ru: 'Сегодняшние открытые поручения', en: 'Today’s open assignments' },
  previewNone: { kk: 'Келесі таңда ешкімге жаңа ескерту бармайды.', ru: 'Следующим утром новых предупреждений не будет.', en: 'No new warning would go out next morning.' },
  standNow: { kk: 'Қазір осында тұр', ru: 'Стоят сейчас', en: 'Stand here now' },
  standThen: { kk: 'Осында тұрар еді', ru: 'Стояли бы', en: 'Would stand here' },
  news: { kk: 'Келесі таңда жаңадан айтылар еді', ru: 'Сообщат следующим утром', en: 'Told anew next morning' },
  below: { kk: 'Бірінші сатыға жетпегені', ru: 'Ещё не на лестнице', en: 'Not on the ladder yet' },
  history: { kk: 'Баспалдақтың тарихы', ru: 'История лестницы', en: 'Versions of the ladder' },
  by: { kk: 'Бекіткен', ru: 'Утвердил', en: 'Made by' },
  bySystem: { kk: 'жүйе', ru: 'система', en: 'the system' },
  before: { kk: 'мерзімге {count} жұмыс күні қалғанда', ru: 'за {count, plural, one {# рабочий день} few {# рабочих дня} many {# рабочих дней} other {# рабочего дня}} до срока', en: '{count, plural, one {# working day} other {# working days}} before' },
  onDay: { kk: 'мерзім күні', ru: 'в день срока', en: 'on the day' },
  after: { kk: '{count} жұмыс күні кешіккенде', ru: 'через {count, plural, one {# рабочий день} few {# рабочих дня} many {# рабочих дней} other {# рабочего дня}} после срока', en: '{count, plural, one {# working day} other {# working days}} late' },
  onAgenda: { kk: 'күн тәртібіне', ru: 'в повестку', en: 'on the agenda' },
  daysWrong: { kk: 'Күн санын бүтін санмен жазыңыз', ru: 'Число дней напишите целым числом', en: 'Write the days as a whole number' },
});
