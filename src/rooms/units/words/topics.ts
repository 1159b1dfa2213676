import { words } from '../../../kernel/words.ts';

export const topicRefusalWords = words({
  topic_not_found: { kk: 'Мұндай тақырып тізімде жоқ.', ru: 'Такой темы в списке нет.', en: 'There is no such topic on the list.' },
  topic_code_invalid: {
    kk: 'Код 2–40 таңбадан тұрады: латынның кіші әріптері, цифрлар және астыңғы сызық.',
    ru: 'Код состоит из 2–40 знаков: строчных латинских букв, цифр и подчёркивания.',
    en: 'A code has 2 to 40 characters: small Latin letters, digits and the underscore.',
  },
  topic_code_taken: { kk: '{code} коды бұрыннан тізімде бар.', ru: 'Код {code} уже есть в списке.', en: 'The code {code} is on the list already.' },
  topic_last: { kk: 'Тізімде кемінде бір тақырып қалуы керек.', ru: 'В списке должна остаться хотя бы одна тема.', en: 'At least one topic stays on the list.' },
});

export const topicWords = words({
  title: { kk: 'Тақырыптар', ru: 'Темы', en: 'Topics' },
  lead: {
    kk: 'Өтініштер осы тізім бойынша сұрыпталады. Алдымен тұрғаны тізімдерде де бірінші тұрады.',
    ru: 'По этому списку разбирают обращения. Чем выше тема здесь, тем выше она и в списках для выбора.',
    en: 'Appeals are sorted by this list. What stands first here stands first wherever one chooses.',
  },
  code: { kk: 'Коды', ru: 'Код', en: 'Code' },
  codeHint: {
    kk: 'Мекенжайларда және ашық деректерде тұрады, кейін өзгермейді. Мысалы: {example}.',
    ru: 'Стоит в адресах страниц и в открытых данных, потом не меняется. Например: {example}.',
    en: 'Stands in addresses and in open data, and never changes. For example: {example}.',
  },
  order: { kk: 'Реті', ru: 'Порядок', en: 'Order' },
  up: { kk: 'Жоғары', ru: 'Выше', en: 'Up' },
  down: { kk: 'Төмен', ru: 'Ниже', en: 'Down' },
  rename: { kk: 'Атауын өзгерту', ru: 'Переименовать', en: 'Rename' },
  close: { kk: 'Тізімнен алу', ru: 'Убрать из списка', en: 'Take off the list' },
  reopen: { kk: 'Тізімге қайтару', ru: 'Вернуть в список', en: 'Put back on the list' },
  closedOnes: { kk: 'Тізімнен алынғандары', ru: 'Убранные из списка', en: 'Taken off the list' },
  closedAbout: {
    kk: 'Бұларды енді ешкім таңдамайды. Бұрын осы тақырыппен тіркелген өтініштер орнында қалады.',
    ru: 'Их больше никто не выбирает. Обращения, разобранные по этим темам раньше, остаются на месте.',
    en: 'Nobody chooses these any more. What was sorted under them before stays where it is.',
  },
  add: { kk: 'Тақырып қосу', ru: 'Добавить тему', en: 'Add a topic' },
  addAbout: {
    kk: 'Жаңа тақырыпқа кім жауап беретінін кейін бөлек бекітесіз.',
    ru: 'Кто отвечает за новую тему, закрепляют отдельно, по местам.',
    en: 'Who answers for a new topic is set afterwards, place by place.',
  },
  whoAnswers: { kk: 'Кім жауап береді?', ru: 'Кто отвечает?', en: 'Who answers?' },
  addButton: { kk: 'Қосу', ru: 'Добавить', en: 'Add' },
});
