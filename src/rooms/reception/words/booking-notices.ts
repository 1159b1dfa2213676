import { words } from '../../../kernel/words.ts';

/** What somebody who booked is told: never what about. */
const about = words({
  booked: { kk: 'Қабылдауға жазылғанда', ru: 'Человек записался на приём', en: 'An appointment is booked' },
  listed: { kk: 'Күту тізіміне жазылғанда', ru: 'Человек встал в лист ожидания', en: 'Somebody joined the waiting list' },
  moved: { kk: 'Қабылдау уақыты ауысқанда', ru: 'Время приёма изменено', en: 'An appointment was moved' },
  filled: { kk: 'Күту тізімінен орын тигенде', ru: 'Освободилось место для ожидающего', en: 'A place became free for somebody who waits' },
  cancelled: { kk: 'Жазылудан бас тартылғанда', ru: 'Запись отменена', en: 'An appointment was cancelled' },
  unlisted: { kk: 'Күту тізімінен шыққанда', ru: 'Человек вышел из листа ожидания', en: 'Somebody left the waiting list' },
  restored: { kk: 'Жазылу қайтарылғанда', ru: 'Отменённая запись возвращена', en: 'A cancelled appointment was taken back' },
  displaced: { kk: 'Қабылдау болмай қалғанда', ru: 'Приём не состоится', en: 'A reception is called off' },
  unheld: { kk: 'Қабылдау өтпей қалғанда', ru: 'Приём не состоялся', en: 'A reception was not held' },
  unheldNext: { kk: 'Қабылдау өтпей қалғанда (бос уақыттармен)', ru: 'Приём не состоялся (со свободным временем)', en: 'A reception was not held (with free times)' },
  dayOff: { kk: 'Жазылған күн демалысқа айналғанда', ru: 'День записи стал выходным', en: 'The day of an appointment became a day off' },
  expired: { kk: 'Күту тізіміндегі мерзім біткенде', ru: 'Кончилось время в листе ожидания', en: 'The time on the waiting list is over' },
  reminded: { kk: 'Қабылдау алдында есіне салғанда', ru: 'Напоминание о приёме', en: 'A reminder before the reception' },
  asked: { kk: 'Келетінін сұрағанда', ru: 'Напоминание с просьбой подтвердить', en: 'A reminder that asks to confirm' },
  video: { kk: 'Бейнеқабылдау алдында есіне салғанда', ru: 'Напоминание о видеоприёме', en: 'A reminder before the video reception' },
});
const subjects = words({
  booked: { kk: '{number}: сіз қабылдауға жазылдыңыз', ru: '{number}: вы записаны на приём', en: '{number}: your appointment' },
  listed: { kk: '{number}: сіз күту тізіміндесіз', ru: '{number}: вы в листе ожидания', en: '{number}: you are on the waiting list' },
  moved: { kk: '{number}: қабылдаудың жаңа уақыты', ru: '{number}: новое время приёма', en: '{number}: the new time of your appointment' },
  filled: { kk: '{number}: сізге орын босады', ru: '{number}: для вас освободилось место', en: '{number}: a place is free for you' },
  cancelled: { kk: '{number}: жазылудан бас тарттыңыз', ru: '{number}: запись отменена', en: '{number}: your appointment is cancelled' },
  unlisted: { kk: '{number}: күту тізімінен шықтыңыз', ru: '{number}: вы вышли из листа ожидания', en: '{number}: you left the waiting list' },
  restored: { kk: '{number}: жазылуыңыз қайтарылды', ru: '{number}: запись возвращена', en: '{number}: you have your appointment back' },
  displaced: { kk: '{number}: қабылдау болмайды', ru: '{number}: приём не состоится', en: '{number}: the reception is called off' },
  unheld: { kk: '{number}: қабылдау өтпей қалды', ru: '{number}: приём не состоялся', en: '{number}: the reception was not held' },
  unheldNext: { kk: '{number}: қабылдау өтпей қалды', ru: '{number}: приём не состоялся', en: '{number}: the reception was not held' },
  dayOff: { kk: '{number}: {day} демалыс күні болды', ru: '{number}: {day} теперь выходной день', en: '{number}: {day} became a day off' },
  expired: { kk: '{number}: орын босамады', ru: '{number}: место не освободилось', en: '{number}: no place became free' },
  reminded: { kk: '{number}: қабылдау жақындап қалды', ru: '{number}: скоро приём', en: '{number}: your reception is near' },
  asked: { kk: '{number}: қабылдауға келесіз бе?', ru: '{number}: вы придёте на приём?', en: '{number}: are you coming?' },
  video: { kk: '{number}: бейнеқабылдауға екі сағат қалды', ru: '{number}: до видеоприёма два часа', en: '{number}: your video reception is in two hours' },
});
const texts = words({
  booked: { kk: 'Жазылдыңыз: {number}. Уақыты: {day}, {time}. Орны: {unit}. Ауыстыру не бас тарту: нөмір мен код арқылы.', ru: 'Вы записаны: {number}. Время: {day}, {time}. Место: {unit}. Перенести или отменить: по номеру и коду.', en: 'You are booked: {number}. Time: {day}, {time}. Place: {unit}. Move or cancel it with the number and the code.' },
  listed: { kk: 'Күту тізіміндесіз: {number}. Орын босаса, кезегіңізбен жазып, хабарлаймыз. Филиал: {unit}.', ru: 'Вы в листе ожидания: {number}. Освободится место, запишем по очереди и сообщим. Филиал: {unit}.', en: 'You are on the waiting list: {number}. When a place is free we book it in turn and tell you. Branch: {unit}.' },
  moved: { kk: '{number}: жаңа уақыты {day}, {time}. Орны: {unit}.', ru: '{number}: новое время {day}, {time}. Место: {unit}.', en: '{number}: the new time is {day}, {time}. Place: {unit}.' },
  filled: { kk: '{number}: орын босады, сізді жаздық. Уақыты: {day}, {time}. Орны: {unit}. Ыңғайсыз болса, бас тартыңыз не ауыстырыңыз.', ru: '{number}: место освободилось, вы записаны. Время: {day}, {time}. Место: {unit}. Неудобно: отмените или перенесите.', en: '{number}: a place is free and booked for you. Time: {day}, {time}. Place: {unit}. If it does not suit, cancel or move it.' },
  cancelled: { kk: '{number} жазылуынан бас тарттыңыз. Рақмет, орын басқа адамға керек болады.', ru: 'Запись {number} отменена. Спасибо, место пригодится другому.', en: 'Your appointment {number} is cancelled. Thank you: somebody else can use the place.' },
  unlisted: { kk: '{number}: күту тізімінен шықтыңыз. Керек болса, қайта жазылыңыз.', ru: '{number}: вы вышли из листа ожидания. Понадобится встреча, запишитесь снова.', en: '{number}: you left the waiting list. Should you need a meeting, book again.' },
  restored: { kk: '{number} жазылуы қайтарылды. Уақыты: {day}, {time}. Орны: {unit}.', ru: 'Запись {number} возвращена. Время: {day}, {time}. Место: {unit}.', en: 'Your appointment {number} stands again. Time: {day}, {time}. Place: {unit}.' },
  displaced: { kk: '{day}, {time}: қабылдау болмайды, кешірім сұраймыз. {number} бойынша басқа уақытты таңдаңыз. Таңдамасаңыз, бірінші босаған орын сіздікі.', ru: 'Приём {day}, {time} не состоится, просим прощения. Выберите другое время: {number}. Иначе первое свободное место ваше.', en: 'The reception on {day}, {time} is off, and we are sorry. Choose another time: {number}. If you do not, the first free place is yours.' },
  unheld: { kk: '{day}, {time}: қабылдау өтпей қалды, кешірім сұраймыз. Кезегіңіз сақталды: бірінші босаған орын сіздікі. Сізді бәрібір қабылдаған болса, {number} жазылуынан бас тартыңыз.', ru: 'Приём {day}, {time} не состоялся, просим прощения. Очередь за вами сохранена: первое свободное место ваше. Если вас всё же приняли, отмените запись {number}.', en: 'The reception on {day}, {time} was not held, and we are sorry. You keep your turn: the first free place is yours. If you were received after all, cancel {number}.' },
  unheldNext: { kk: '{day}, {time}: қабылдау өтпей қалды, кешірім сұраймыз. Бос уақыттар: {next}. {number} бойынша таңдаңыз, әйтпесе бірінші босаған орын сіздікі.', ru: 'Приём {day}, {time} не состоялся, просим прощения. Свободное время: {next}. Выберите удобное: {number}. Иначе первое свободное место ваше.', en: 'The reception on {day}, {time} was not held, and we are sorry. Free times: {next}. Choose one: {number}; if not, the first free place is yours.' },
  dayOff: { kk: '{day} демалыс күні болып белгіленді, сағат {time} қабылдау өтпеуі мүмкін. {number} бойынша басқа уақытты таңдаңыз. Таңдамасаңыз да, кезегіңіз сақталады.', ru: '{day} теперь выходной день, и приём в {time}, скорее всего, не состоится. Выберите другое время: {number}. Если не выберете, очередь за вами сохранится.', en: '{day} became a day off, and the reception at {time} will most likely not be held. Choose another time: {number}. If you do not, you keep your turn.' },
  expired: { kk: '{number}: күту мерзімі бітті, орын босамады. Қайта жазылыңыз не өтініш жіберіңіз. Филиал: {unit}.', ru: '{number}: срок ожидания вышел, место не освободилось. Запишитесь снова или отправьте обращение. Филиал: {unit}.', en: '{number}: the wait is over and no place became free. Book again, or send an appeal. Branch: {unit}.' },
  reminded: { kk: '{day}, {time}: сізді қабылдауда күтеміз. Орны: {unit}. Нөмірі: {number}. Келе алмасаңыз, бас тартыңыз.', ru: '{day}, {time} ждём вас на приёме. Место: {unit}. Номер: {number}. Если не сможете, отмените запись.', en: 'We expect you on {day}, {time}. Place: {unit}. Number: {number}. If you cannot come, please cancel.' },
  asked: { kk: '{day}, {time}: сізді қабылдауда күтеміз. Орны: {unit}. Келесіз бе? {number} бетінде бір түйме басыңызшы.', ru: '{day}, {time} ждём вас на приёме. Место: {unit}. Придёте? Нажмите одну кнопку на странице {number}.', en: 'We expect you on {day}, {time}. Place: {unit}. Are you coming? Please press the button on the page of {number}.' },
  video: { kk: 'Бейнеқабылдау: {day}, {time}. Сілтемесі {number} бетінде 15 минут бұрын ашылады. Филиал: {unit}.', ru: 'Видеоприём: {day}, {time}. Ссылка появится на странице {number} за 15 минут. Филиал: {unit}.', en: 'Video reception: {day}, {time}. The link opens on the page of {number} 15 minutes before. Branch: {unit}.' },
});
const one = (name: keyof typeof texts, owed: boolean) => ({ owed, about: about[name], subject: subjects[name], text: texts[name] });
/** By code. `owed`: whoever does not hear it comes for nothing, or not at all. */
export const noticesOfBookings = {
  'reception.booked': one('booked', true), 'reception.listed': one('listed', false), 'reception.moved': one('moved', true), 'reception.filled': one('filled', true), 'reception.cancelled': one('cancelled', false), 'reception.unlisted': one('unlisted', false),
  'reception.restored': one('restored', true), 'reception.displaced': one('displaced', true), 'reception.unheld': one('unheld', true), 'reception.unheld_next': one('unheldNext', true), 'reception.booked_day_off': one('dayOff', true), 'reception.expired': one('expired', true), 'reception.reminded': one('reminded', false), 'reception.asked': one('asked', false), 'reception.reminded_video': one('video', false),
} as const;

const away = words({
  about: { kk: 'Қабылдайтын адам жұмыста болмайтын күнге жазылғандар бар', ru: 'Люди записаны на день, когда принимающего не будет', en: 'People are booked for a day on which the official is away' },
  subject: { kk: '{day}: қабылдайтын адам болмайды', ru: '{day}: принимающего не будет', en: '{day}: the official is away' },
  text: {
    kk: '{name} {day} күні жұмыста болмайды, орнын басатын адам жоқ. Жазылғаны: {count, plural, other {# адам}}. Орынбасар белгілеңіз немесе қабылдауды алып тастаңыз: адамдар хабар алады.',
    ru: '{name}: {day} отсутствует, замены нет. {count, plural, one {Записан # человек.} few {Записаны # человека.} many {Записаны # человек.} other {Записаны # человека.}} Назначьте замену или отмените приём: людям сообщат.',
    en: '{name} is away on {day} and nobody stands in. {count, plural, one {# person is booked.} other {# people are booked.}} Name a deputy, or call the reception off: the people are told.',
  },
});
const dayOff = words({
  about: { kk: 'Демалысқа айналған күнге жазылғандар бар', ru: 'Люди записаны на день, который стал выходным', en: 'People are booked for a day that became a day off' },
  subject: { kk: '{day}: демалыс күні', ru: '{day}: выходной', en: '{day}: a day off' },
  text: {
    kk: '{name}: {day} күнгі қабылдау демалысқа түсіп қалды. Жазылғаны: {count, plural, other {# адам}}. Қабылдауды алып тастаңыз: адамдарға хабар барады, кезегі сақталады.',
    ru: '{name}: приём {day} попал на выходной. {count, plural, one {Записан # человек.} few {Записаны # человека.} many {Записаны # человек.} other {Записаны # человека.}} Отмените приём: людям сообщат, очередь за ними сохранится.',
    en: 'The reception of {name} on {day} now falls on a day off. {count, plural, one {# person is booked.} other {# people are booked.}} Call it off: the people are told and keep their turn.',
  },
});
export const staffNoticesOfBookings = {
  'reception.host_away': { urgent: true, owed: true, about: away.about, subject: away.subject, text: away.text },
  'reception.day_off': { urgent: true, owed: true, about: dayOff.about, subject: dayOff.subject, text: dayOff.text },
} as const;
