import { words } from '../../../kernel/words.ts';

/** Why an act says no. */
export const refusals = words({
  booking_not_found: { kk: 'Мұндай жазылу табылмады. Нөмірі мен кодын тексеріңіз.', ru: 'Такая запись не найдена. Проверьте номер и код.', en: 'There is no such appointment. Check the number and the code.' },
  place_not_found: { kk: 'Мұндай қабылдау жоқ немесе оған сайт арқылы жазылмайды. Күнді қайта таңдаңыз.', ru: 'Такого приёма нет или на него не записывают через сайт. Выберите день заново.', en: 'There is no such reception, or it is not booked on the site. Choose a day again.' },
  time_required: { kk: 'Уақытты таңдаңыз.', ru: 'Выберите время.', en: 'Choose a time.' },
  time_taken: { kk: 'Бұл уақытты сіздің алдыңызда басқа адам алды. Жақын бос уақыттар: {next}.', ru: 'Это время только что заняли. Ближайшее свободное: {next}.', en: 'Somebody has just taken that time. The next free times: {next}.' },
  time_taken_none_left: {
    kk: 'Бұл уақыт бос емес, басқа бос уақыт та қалмады. Күту тізіміне жазылсаңыз, орын босағанда өзіміз хабарлаймыз.', ru: 'Это время занято, и другого свободного пока нет. Встаньте в лист ожидания: когда место освободится, мы сообщим сами.',
    en: 'That time is taken and no other is free now. Join the waiting list, and we will tell you when a place is free.',
  },
  booked_there_already: { kk: 'Сіз бұл қабылдауға жазылып қойғансыз. Уақытын ауыстыру үшін бұрынғы жазылуды ашыңыз.', ru: 'Вы уже записаны на этот приём. Чтобы сменить время, откройте прежнюю запись.', en: 'You have an appointment at this reception already. Open it to change the time.' },
  bookings_enough: {
    kk: 'Бір телефонға немесе поштаға қатарынан {most} жазылу ғана болады. Керек емесінен бас тартсаңыз, жаңасына жазыла аласыз.', ru: 'На один телефон или одну почту бывает не больше {most} открытых записей. Отмените ненужную, и можно будет записаться снова.',
    en: 'One telephone or e-mail holds at most {most} open appointments. Cancel one that you do not need, then book again.',
  },
  too_many_bookings: {
    kk: 'Осы мекенжайдан ширек сағатта тым көп жазылу болды, сондықтан жаңасын әзірге аша алмаймыз. Жазғаныңыз сақтаулы: он бес минуттан кейін қайта басыңыз немесе қабылдау бөлмесіне қоңырау шалыңыз, сізді өздері жазады.',
    ru: 'С этого адреса за четверть часа записались слишком много раз, поэтому новую запись пока не открыть. Всё, что вы написали, сохранено: нажмите ещё раз через пятнадцать минут или позвоните в приёмную, там вас запишут.',
    en: 'Too many appointments were made from this address within a quarter of an hour, so another cannot be made yet. What you wrote is kept: press again in fifteen minutes, or call the reception, and they will book for you.',
  },
  reach_required: { kk: 'Телефон не пошта керек: қабылдау өзгерсе, хабарлаймыз.', ru: 'Нужен телефон или почта: мы сообщим, если приём изменится.', en: 'A telephone or an e-mail is needed: we tell you if the reception changes.' },
  booking_not_open: { kk: 'Бұл жазылу аяқталған немесе одан бас тартылған. Қажет болса, қайта жазылыңыз.', ru: 'Эта запись уже завершена или отменена. Если нужно, запишитесь снова.', en: 'This appointment is over or cancelled. Book again if you need to.' },
});

export const bookFieldWords = words({
  field_missing: { kk: 'Осы жолды толтырыңыз', ru: 'Заполните это поле', en: 'Fill this in' },
  surname_missing: { kk: 'Тегіңізді жазыңыз', ru: 'Укажите фамилию', en: 'Give your surname' },
  given_missing: { kk: 'Атыңызды жазыңыз', ru: 'Укажите имя', en: 'Give your given name' },
  field_too_long: { kk: 'Тым ұзын, қысқартыңыз', ru: 'Слишком длинно, сократите', en: 'Too long, make it shorter' },
  text_too_short: { kk: 'Не туралы келетініңізді бірнеше сөзбен жазыңыз', ru: 'Напишите в нескольких словах, о чём хотите поговорить', en: 'Say in a few words what you want to talk about' },
  phone_wrong: { kk: 'Телефон нөмірі толық емес сияқты. Мысалы: 8 701 123 45 67', ru: 'Похоже, номер телефона неполный. Например: 8 701 123 45 67', en: 'The telephone number looks incomplete. For example: 8 701 123 45 67' },
  email_wrong: { kk: 'Пошта мекенжайы толық емес. Мысалы: aty@example.com', ru: 'Адрес почты неполный. Например: imya@example.com', en: 'The e-mail address is incomplete. For example: name@example.com' },
  reach_missing: { kk: 'Телефон не пошта жазыңыз: уақыт өзгерсе, хабарлаймыз', ru: 'Укажите телефон или почту: мы сообщим, если время изменится', en: 'Give a telephone or an e-mail: we tell you if the time changes' },
  number_wrong: { kk: 'Нөмір мынадай болады: BQ01-B-2026-000123', ru: 'Номер выглядит так: BQ01-B-2026-000123', en: 'A number looks like BQ01-B-2026-000123' },
  code_wrong: { kk: 'Код сегіз әріп пен саннан тұрады', ru: 'Код состоит из восьми букв и цифр', en: 'The code has eight letters and digits' },
  choose_one: { kk: 'Біреуін таңдаңыз', ru: 'Выберите один вариант', en: 'Choose one' },
  place_missing: { kk: 'Елді мекенді жазыңыз', ru: 'Напишите населённый пункт', en: 'Name the town or village' },
  place_unknown: { kk: '«{text}» табылмады. Аудан немесе ауыл атауын басқаша жазып көріңіз', ru: 'Не нашли «{text}». Попробуйте написать район или село иначе', en: 'We did not find “{text}”. Try to write the district or village differently' },
  key_wrong: { kk: 'Форма ескірген. Бетті жаңартыңыз', ru: 'Форма устарела. Обновите страницу', en: 'The form is out of date. Reload the page' },
  other: { kk: 'Осы жолды тексеріңіз', ru: 'Проверьте это поле', en: 'Check this field' },
});

/** Booking on the site, one question a page. */
export const bookWords = words({
  title: { kk: 'Қабылдауға жазылу', ru: 'Запись на приём', en: 'Book an appointment' },
  lead: {
    kk: 'Бірнеше сұраққа жауап берсеңіз, уақыт таңдайсыз. Тіркелудің де, құжаттың да қажеті жоқ.', ru: 'Несколько вопросов, и вы выберете время. Регистрация и документы не нужны.',
    en: 'A few questions, and you choose a time. No account and no papers are needed.',
  },
  withWhom: { kk: 'Сіз таңдаған қабылдаушы: {name}. Кейін ауыстыра аласыз.', ru: 'Вы выбрали: приём ведёт {name}. Позже это можно изменить.', en: 'You chose {name}. You can change this later.' },
  begin: { kk: 'Бастау', ru: 'Начать', en: 'Begin' },
  resume: { kk: 'Жазылуды бастап, аяқтамаған екенсіз.', ru: 'Вы начали запись и не закончили.', en: 'You began booking and did not finish.' },
  resumeGo: { kk: 'Жалғастыру', ru: 'Продолжить', en: 'Go on' },
  anew: { kk: 'Басынан бастау', ru: 'Начать заново', en: 'Begin anew' },
  haveOne: { kk: 'Жазылып қойдым: уақытын ауыстырғым не бас тартқым келеді', ru: 'Я уже записан: хочу перенести или отменить', en: 'I have an appointment: move or cancel it' },
  progress: { kk: '{step}-сұрақ, барлығы {all}', ru: 'Вопрос {step} из {all}', en: 'Question {step} of {all}' },
  goOn: { kk: 'Жалғастыру', ru: 'Продолжить', en: 'Go on' },
  change: { kk: 'Өзгерту', ru: 'Изменить', en: 'Change' },

  whatTitle: { kk: 'Не туралы сөйлескіңіз келеді?', ru: 'О чём вы хотите поговорить?', en: 'What do you want to talk about?' },
  whatHint: { kk: 'Бірнеше сөйлем жеткілікті. Мұны сізді қабылдайтын адам ғана оқиды.', ru: 'Достаточно нескольких предложений. Их прочтёт только тот, кто будет вас принимать.', en: 'A few sentences are enough. Only those who receive you read them.' },
  whereTitle: { kk: 'Бұл қай жерде?', ru: 'Где это?', en: 'Where is it?' },
  whereLabel: { kk: 'Аудан, қала немесе ауыл', ru: 'Район, город или село', en: 'District, town or village' },
  whereHint: { kk: 'Осыған қарап филиалды табамыз', ru: 'По нему мы найдём филиал', en: 'It tells us which branch is yours' },
  whereWhich: { kk: 'Қайсысы?', ru: 'Какой именно?', en: 'Which one?' },
  fromText: { kk: 'Орнын жазғаныңыздан таптық. Дұрыс па?', ru: 'Место мы нашли в вашем тексте. Верно?', en: 'We found the place in your words. Is it right?' },

  adviceTitle: { kk: 'Мұны келмей-ақ шешуге болады', ru: 'Это можно решить, не приходя', en: 'This can be settled without coming' },
  adviceLead: {
    kk: 'Тақырыбы «{topic}» сияқты. Бұған жауап беретін орган: {unit}.', ru: 'Похоже, это тема «{topic}». За неё отвечает: {unit}.', en: 'It looks like a matter of “{topic}”. Who answers for it: {unit}.',
  },
  adviceWhy: {
    kk: 'Өтініш жазсаңыз, оның нөмірі мен жауап күні болады, филиал оны сол органға тапсырады. Жазғаныңыз көшіріледі, қайта термейсіз.',
    ru: 'Обращение получит номер и день ответа, и филиал поручит его этому органу. Ваш текст перенесём, набирать заново не нужно.',
    en: 'An appeal gets a number and a day for the answer, and the branch gives it to that body. Your words are carried over; you need not type them again.',
  },
  adviceSend: { kk: 'Өтініш ретінде жіберу', ru: 'Отправить как обращение', en: 'Send it as an appeal' },
  adviceCome: { kk: 'Жоқ, өзім келіп сөйлескім келеді', ru: 'Нет, хочу прийти и поговорить', en: 'No, I would rather come and talk' },
  safetyFirst: { kk: 'Алдымен — қауіпсіздік', ru: 'Сначала — безопасность', en: 'Safety first' },
  callNumber: { kk: 'Қоңырау шалу: {number}', ru: 'Позвонить: {number}', en: 'Call {number}' },
  urgentGo: { kk: 'Жалғастыру', ru: 'Продолжить', en: 'Go on' },
  urgentKept: {
    kk: 'Жазғаныңыз сақталды. Қауіп болса, қабылдауды күтпеңіз: қазір қоңырау шалыңыз немесе өтініш жіберіңіз, оны бірінші қараймыз.',
    ru: 'Написанное сохранено. Если есть опасность, не ждите приёма: позвоните сейчас или отправьте обращение, его прочтут первым.',
    en: 'What you wrote is kept. If there is danger, do not wait for a reception: call now, or send an appeal, which is read first.',
  },

  whoTitle: { kk: 'Кімге келгіңіз келеді?', ru: 'К кому вы хотите прийти?', en: 'Whom do you want to see?' },
  whoAny: { kk: 'Кім ертерек қабылдаса, соған', ru: 'К тому, кто примет раньше', en: 'Whoever is soonest' },
  whoAnyHint: { kk: 'Ең жақын бос уақыт: {at}', ru: 'Ближайшее свободное время: {at}', en: 'The first free time: {at}' },
  whoTopic: { kk: 'осы тақырып бойынша қабылдайды', ru: 'принимает по этой теме', en: 'receives people on this topic' },
  whoBody: { kk: 'осы мәселеге жауапты органнан', ru: 'из органа, который отвечает за этот вопрос', en: 'of the body that answers for this' },
  whoNext: { kk: 'жақын бос уақыты: {at}', ru: 'свободно: {at}', en: 'free: {at}' },
  whoNone: { kk: 'бос уақыт жоқ, күту тізіміне жазыла аласыз', ru: 'свободного времени нет, есть лист ожидания', en: 'no free time; there is a waiting list' },
  nobody: { kk: 'Бұл филиалда әзірге ешкімнің қабылдауы белгіленбеген.', ru: 'В этом филиале пока не назначены приёмы.', en: 'No reception is planned in this branch yet.' },
  nobodyDo: { kk: 'Күту тізіміне жазылыңыз немесе өтініш жіберіңіз.', ru: 'Встаньте в лист ожидания или отправьте обращение.', en: 'Join the waiting list, or send an appeal.' },

  howTitle: { kk: 'Өзіңіз келесіз бе, әлде бейнебайланыс па?', ru: 'Придёте сами или по видеосвязи?', en: 'Will you come, or talk by video?' },
  howPlace: { kk: 'Филиалға келемін', ru: 'Приду в филиал', en: 'I will come to the branch' },
  howVideo: { kk: 'Бейнебайланыс арқылы', ru: 'По видеосвязи', en: 'By video' },
  howVideoHint: { kk: 'Телефон немесе компьютер, камера мен интернет керек. Сілтеме жазылуыңыздың бетінде болады.', ru: 'Нужны телефон или компьютер с камерой и интернет. Ссылка будет на странице записи.', en: 'You need a telephone or a computer with a camera, and the internet. The link is on the page of your appointment.' },

  dayTitle: { kk: 'Қай күн ыңғайлы?', ru: 'В какой день удобно?', en: 'Which day suits you?' },
  dayHint: { kk: 'Бос орны бар күнді басыңыз: астында неше орын қалғаны тұр.', ru: 'Нажмите день, где есть места: внизу указано, сколько их осталось.', en: 'Press a day that has free places: below it stands how many are left.' },
  dayPlaces: { kk: '{n, plural, other {# бос орын}}', ru: '{n, plural, one {# место} few {# места} many {# мест} other {# места}}', en: '{n, plural, one {# free place} other {# free places}}' },
  dayNone: { kk: 'Таяудағы екі айда бос орын жоқ.', ru: 'На ближайшие два месяца свободных мест нет.', en: 'There is no free place in the next two months.' },
  waitOffer: { kk: 'Ыңғайлы күн жоқ па? Күту тізіміне жазылыңыз', ru: 'Нет удобного дня? Встаньте в лист ожидания', en: 'No day that suits? Join the waiting list' },
  waitGo: { kk: 'Күту тізіміне жазылу', ru: 'Встать в лист ожидания', en: 'Join the waiting list' },
  whoElse: { kk: 'Басқа адамды таңдау', ru: 'Выбрать другого', en: 'Choose somebody else' },
  waitTitle: { kk: 'Күту тізімі', ru: 'Лист ожидания', en: 'Waiting list' },
  waitLead: {
    kk: 'Орын босаса, тізімдегі кезегіңізбен сізді бірден жазып, хабарлаймыз. Ыңғайсыз болса, бір басып бас тартасыз немесе басқа уақытты аласыз.',
    ru: 'Как только место освободится, мы по очереди запишем вас и сообщим. Если неудобно, одним нажатием откажетесь или выберете другое время.',
    en: 'When a place is free, we book it for you in turn and tell you. If it does not suit, one click declines it or takes another time.',
  },
  waitJoin: { kk: 'Тізімге жазылу', ru: 'Встать в список', en: 'Join the list' },
  waitUntil: { kk: 'Тізімде {on} дейін тұрасыз.', ru: 'Вы будете в списке до {on}.', en: 'You stay on the list until {on}.' },

  timeTitle: { kk: 'Қай уақытта?', ru: 'В какое время?', en: 'At what time?' },
  timeGone: { kk: 'Бұл күннің орындары алынып қойды. Басқа күнді таңдаңыз.', ru: 'На этот день места закончились. Выберите другой день.', en: 'The places of that day are gone. Choose another day.' },

  youTitle: { kk: 'Атыңыз кім, қалай хабарласамыз?', ru: 'Как вас зовут и как с вами связаться?', en: 'Who are you, and how do we reach you?' },
  surname: { kk: 'Тегіңіз', ru: 'Фамилия', en: 'Surname' },
  given: { kk: 'Атыңыз', ru: 'Имя', en: 'Given name' },
  patronymic: { kk: 'Әкеңіздің аты (болса)', ru: 'Отчество (если есть)', en: 'Patronymic (if any)' },
  phone: { kk: 'Телефон', ru: 'Телефон', en: 'Telephone' },
  email: { kk: 'Электрондық пошта', ru: 'Электронная почта', en: 'E-mail' },
  reachHint: { kk: 'Біреуі жеткілікті: қабылдау өзгерсе, сізге хабарлаймыз', ru: 'Достаточно одного: мы сообщим, если приём изменится', en: 'One is enough: we tell you if the reception changes' },
  lang: { kk: 'Қай тілде сөйлескен ыңғайлы?', ru: 'На каком языке удобно говорить?', en: 'Which language suits you?' },
  langKk: { kk: 'Қазақша', ru: 'На казахском', en: 'Kazakh' },
  langRu: { kk: 'Орысша', ru: 'На русском', en: 'Russian' },
  langEn: { kk: 'Ағылшынша', ru: 'На английском', en: 'English' },

  checkTitle: { kk: 'Жазылар алдында тексеріңіз', ru: 'Проверьте перед записью', en: 'Check before booking' },
  checkLaw: {
    kk: 'Түймені басқанда деректеріңізді осы қабылдау үшін пайдалануға келісім бересіз.', ru: 'Нажимая кнопку, вы разрешаете использовать ваши данные для этого приёма.', en: 'By pressing the button you agree that your data is used for this reception.',
  },
  rowWhat: { kk: 'Не туралы', ru: 'О чём', en: 'What about' },
  rowWhere: { kk: 'Орны', ru: 'Где это', en: 'Place' },
  rowWho: { kk: 'Кім қабылдайды', ru: 'Кто принимает', en: 'Who receives you' },
  rowHow: { kk: 'Қалай', ru: 'Как', en: 'How' },
  rowWhen: { kk: 'Уақыты', ru: 'Когда', en: 'When' },
  rowYou: { kk: 'Сіз', ru: 'Вы', en: 'You' },
  rowReach: { kk: 'Байланыс', ru: 'Связь', en: 'How to reach you' },
  rowLang: { kk: 'Тілі', ru: 'Язык', en: 'Language' },
  book: { kk: 'Жазылу', ru: 'Записаться', en: 'Book' },
});
