import { words } from '../../../kernel/words.ts';

const about = words({
  announced: { kk: 'Сіз баратын көшпелі қабылдау хабарланғанда', ru: 'Объявлен выездной приём, на который вы едете', en: 'An outing on which you go is announced' },
  changed: { kk: 'Сіз баратын көшпелі қабылдау өзгергенде', ru: 'Изменился выездной приём, на который вы едете', en: 'An outing on which you go has changed' },
  cancelled: { kk: 'Сіз баратын көшпелі қабылдау болмайтын болғанда', ru: 'Отменён выездной приём, на который вы едете', en: 'An outing on which you go is called off' },
  conflict: { kk: 'Планшеттен келген жазбаны қарау керек болғанда', ru: 'Запись с планшета ждёт решения', en: 'A record from a tablet waits to be settled' },
});
const subjects = words({
  announced: { kk: 'Көшпелі қабылдау: {name}, {day}', ru: 'Выездной приём: {name}, {day}', en: 'Outing: {name}, {day}' },
  changed: { kk: 'Көшпелі қабылдау өзгерді: {name}, {day}', ru: 'Выездной приём изменился: {name}, {day}', en: 'The outing has changed: {name}, {day}' },
  cancelled: { kk: 'Көшпелі қабылдау болмайды: {name}, {day}', ru: 'Выездной приём отменён: {name}, {day}', en: 'The outing is called off: {name}, {day}' },
  conflict: { kk: 'Планшеттен келген жазбаны қараңыз: {name}', ru: 'Разберите запись с планшета: {name}', en: 'Please settle a record from a tablet: {name}' },
});
const texts = words({
  announced: { kk: 'Сіз «{name}» көшпелі қабылдауына барасыз: {day}, сағат {time}. Планшетті алдын ала орнатып алыңыз.', ru: 'Вы едете на выездной приём «{name}»: {day}, {time}. Установите планшет заранее.', en: 'You go to the outing “{name}”: {day}, {time}. Please install the tablet beforehand.' },
  changed: { kk: '«{name}» көшпелі қабылдауы өзгерді. Енді былай: {day}, сағат {time}.', ru: 'Выездной приём «{name}» изменился. Теперь так: {day}, {time}.', en: 'The outing “{name}” has changed. It is now: {day}, {time}.' },
  cancelled: { kk: '«{name}» көшпелі қабылдауы ({day}) болмайды. Себебі сайтта жазылған, планшеттер қайтарып алынды.', ru: 'Выездной приём «{name}» ({day}) отменён. Причина указана на сайте, планшеты отозваны.', en: 'The outing “{name}” ({day}) is called off. The reason stands on the site; its tablets were taken back.' },
  conflict: { kk: '«{name}» сапарынан келген жазба өздігінен қабылданбады. Ол жоғалмайды, шешіміңізді күтіп тұр.', ru: 'Запись с выезда «{name}» не принялась сама. Она не пропадёт и ждёт вашего решения.', en: 'A record from the outing “{name}” was not taken by itself. It is kept and waits for your decision.' },
});

export const staffNoticesOfOutings = {
  'reception.outing_announced': { urgent: false, owed: false, about: about.announced, subject: subjects.announced, text: texts.announced },
  'reception.outing_changed': { urgent: true, owed: true, about: about.changed, subject: subjects.changed, text: texts.changed },
  'reception.outing_cancelled': { urgent: true, owed: true, about: about.cancelled, subject: subjects.cancelled, text: texts.cancelled },
  'reception.outing_conflict': { urgent: false, owed: false, about: about.conflict, subject: subjects.conflict, text: texts.conflict },
} as const;
