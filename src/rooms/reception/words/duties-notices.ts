import { words } from '../../../kernel/words.ts';

const about = words({
  missed: { kk: 'Міндетті қабылдау өтпей қалғанда', ru: 'Обязательный приём не состоялся', en: 'A reception that was owed was not held' },
  missedHead: { kk: 'Қызметкердің міндетті қабылдауы өтпей қалғанда (басшыға)', ru: 'Обязательный приём сотрудника не состоялся (руководителю)', en: 'A reception somebody owed was not held (to the head)' },
  unscheduled: { kk: 'Міндетті қабылдаудың күні жақын, бірақ жоспарланбаған кезде', ru: 'Срок обязательного приёма близко, а он не запланирован', en: 'A reception is owed soon and not planned' },
  unscheduledHead: { kk: 'Қызметкердің міндетті қабылдауы жоспарланбаған кезде (басшыға)', ru: 'Обязательный приём сотрудника не запланирован (руководителю)', en: 'A reception somebody owes soon is not planned (to the head)' },
});
const subjects = words({
  missed: { kk: 'Қабылдау өтпей қалды: {duty}, {day}', ru: 'Приём не состоялся: {duty}, {day}', en: 'Not held: {duty}, {day}' },
  missedHead: { kk: '{name}: қабылдау өтпей қалды, {day}', ru: '{name}: приём не состоялся, {day}', en: '{name}: a reception was not held, {day}' },
  unscheduled: { kk: 'Қабылдау жоспарланбаған: {duty}, соңғы күні {day}', ru: 'Приём не запланирован: {duty}, не позже {day}', en: 'Not planned yet: {duty}, by {day}' },
  unscheduledHead: { kk: '{name}: қабылдау жоспарланбаған, соңғы күні {day}', ru: '{name}: приём не запланирован, не позже {day}', en: '{name}: no reception planned, by {day}' },
});
const texts = words({
  missed: { kk: '«{duty}» бойынша қабылдау {day} өтуі керек еді. Келесі қабылдауды жоспарлаңыз.', ru: 'Приём по обязанности «{duty}» должен был пройти не позже {day}. Запланируйте следующий.', en: 'The reception of “{duty}” was due by {day}. Please plan the next one.' },
  missedHead: { kk: '{name}: «{duty}» бойынша қабылдау {day} өтуі керек еді, бірақ өтпеді.', ru: '{name}: приём по обязанности «{duty}» должен был пройти не позже {day}, но не состоялся.', en: '{name}: the reception of “{duty}” was due by {day} and was not held.' },
  unscheduled: { kk: '«{duty}» бойынша қабылдаудың соңғы күні {day}, ал күні белгіленбеген. Бір рет басып жоспарлауға болады.', ru: 'По обязанности «{duty}» приём нужно провести не позже {day}, а день ещё не назначен. Это делается одним нажатием.', en: 'A reception of “{duty}” is due by {day} and no day is set. One click plans it.' },
  unscheduledHead: { kk: '{name}: «{duty}» бойынша қабылдаудың соңғы күні {day}, ал күні белгіленбеген.', ru: '{name}: по обязанности «{duty}» приём нужно провести не позже {day}, а день ещё не назначен.', en: '{name}: a reception of “{duty}” is due by {day} and no day is set.' },
});

/** What can wait till the morning's digest, so that nobody is flooded. */
export const staffNoticesOfDuties = {
  'reception.duty_missed': { urgent: false, owed: false, about: about.missed, subject: subjects.missed, text: texts.missed },
  'reception.duty_missed_head': { urgent: false, owed: false, about: about.missedHead, subject: subjects.missedHead, text: texts.missedHead },
  'reception.duty_unscheduled': { urgent: false, owed: false, about: about.unscheduled, subject: subjects.unscheduled, text: texts.unscheduled },
  'reception.duty_unscheduled_head': { urgent: false, owed: false, about: about.unscheduledHead, subject: subjects.unscheduledHead, text: texts.unscheduledHead },
} as const;
