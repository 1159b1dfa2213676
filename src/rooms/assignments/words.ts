import { words } from '../../kernel/words.ts';

export const refusalWords = words({
  controller_is_executor: {
    kk: 'Орындаушы өз жұмысын өзі қабылдай алмайды. Бақылаушы етіп басқа адамды таңдаңыз.',
    ru: 'Исполнитель не принимает свою работу сам. Выберите контролёром другого человека.',
    en: 'The executor cannot accept their own work. Choose somebody else as controller.',
  },
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
