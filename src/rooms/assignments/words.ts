import { words } from '../../kernel/words.ts';

export const refusalWords = words({
  controller_is_executor: {
    kk: 'Орындаушы өз жұмысын өзі қабылдай алмайды. Бақылаушы етіп басқа адамды таңдаңыз.',
    ru: 'Исполнитель не принимает свою работу сам. Выберите контролёром другого человека.',
    en: 'The executor cannot accept their own work. Choose somebody else as controller.',
  },
  assignment_through_source: {
    kk: 'Бұл тапсырма өтініштің өзімен бірге орындалады: өтініш бетін ашып, сол жерде жауап беріңіз.',
    ru: 'Это поручение исполняется вместе с обращением: откройте его страницу и ответьте там.',
    en: 'This assignment is carried out with the matter itself: open its page and answer there.',
  },
  ladder_empty_invalid: { kk: 'Баспалдақта кемінде бір саты болуы керек, ең көбі жиырма.', ru: 'В лестнице должна быть хотя бы одна ступень и не больше двадцати.', en: 'A ladder has at least one rung and at most twenty.' },
  ladder_order_invalid: { kk: 'Әр саты алдыңғысынан кеш келуі керек.', ru: 'Каждая следующая ступень должна наступать позже предыдущей.', en: 'Each rung comes later than the one before.' },
  ladder_nobody_invalid: { kk: 'Әр сатыда кімге хабарланатынын белгілеңіз.', ru: 'Отметьте на каждой ступени, кому сообщать.', en: 'Say on each rung who is told.' },
  ladder_days_invalid: { kk: 'Күн саны −30 мен 90 аралығында болсын.', ru: 'Число дней — от −30 до 90.', en: 'Days are between −30 and 90.' },
  helps_already: { kk: 'Олар қазірдің өзінде көмектесіп жүр.', ru: 'Они уже помогают.', en: 'They help already.' },
  helped_already: { kk: 'Бұл жазбаңыз қабылданған. Басқа мәтін жазуға болады.', ru: 'Эта запись уже принята. Можно написать другую.', en: 'This word of yours is taken already. Another one may be written.' },
  helps_not: { kk: 'Олар бірлесіп орындаушы емес.', ru: 'Они не соисполнители.', en: 'They are not co-executors.' },
  reminded_today: { kk: 'Бүгін еске салынды. Келесісі – ертең.', ru: 'Сегодня уже напоминали. Следующее напоминание — завтра.', en: 'They were reminded today. The next reminder can go tomorrow.' },
  taken_in_future_invalid: { kk: 'Суреттің уақыты әлі келген жоқ. Құрылғының сағатын тексеріңіз.', ru: 'Время снимка ещё не наступило. Проверьте часы на устройстве.', en: 'The time of the photograph has not come yet. Check the clock of the device.' },
  assignment_not_found: { kk: 'Мұндай тапсырма табылмады.', ru: 'Такое поручение не найдено.', en: 'There is no such assignment.' },
  assignment_not_possible: {
    kk: 'Тапсырма қазір басқа кезеңде, бұл әрекет мүмкін емес. Бетті жаңартып қараңыз.',
    ru: 'Поручение сейчас на другом этапе, это действие невозможно. Обновите страницу.',
    en: 'The assignment is at another stage now and this cannot be done. Reload the page.',
  },
});

export const stageWords = words({
  given: { kk: 'берілді', ru: 'поручено', en: 'given' },
  accepted: { kk: 'орындалуда', ru: 'в работе', en: 'in work' },
  reported: { kk: 'есеп берілді', ru: 'отчитались', en: 'reported' },
  returned: { kk: 'пысықтауға қайтарылды', ru: 'возвращено на доработку', en: 'returned for rework' },
  settled: { kk: 'қабылданды', ru: 'принято', en: 'accepted' },
  withdrawn: { kk: 'кері алынды', ru: 'снято', en: 'withdrawn' },
});
