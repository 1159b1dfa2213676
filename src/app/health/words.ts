import { words } from '../../kernel/words.ts';

/** Of each thing that is looked at: how it stands in one line, what it means for people, and what to do. `{n}` is the figure. */
export const healthWords = words({
  title: { kk: 'Жүйенің жайы', ru: 'Состояние системы', en: 'Health' },
  allWell: { kk: 'Бәрі дұрыс істеп тұр.', ru: 'Всё работает как надо.', en: 'Everything is in order.' },
  actCount: { kk: 'Қазір шара қажет: {n}.', ru: 'Требует вмешательства сейчас: {n}.', en: 'Needs you now: {n}.' },
  lookCount: { kk: 'Көз салу керек: {n}.', ru: 'Стоит посмотреть: {n}.', en: 'Worth a look: {n}.' },
  seenAt: { kk: '{at} тексерілді. Бет минут сайын өзі жаңарады.', ru: 'Проверено {at}. Страница обновляется сама раз в минуту.', en: 'Looked at {at}. This page renews itself every minute.' },
  what: { kk: 'Не тексерілді', ru: 'Что проверено', en: 'What was looked at' },
  state: { kk: 'Жайы', ru: 'Состояние', en: 'State' },
  todo: { kk: 'Не істеу керек', ru: 'Что делать', en: 'What to do' },
  wrong: { kk: 'Назар аударыңыз', ru: 'Требует внимания', en: 'Needs attention' },
  wellTitle: { kk: 'Дұрыс істеп тұрғандар', ru: 'В порядке', en: 'In order' },
  act: { kk: 'Қазір', ru: 'Сейчас', en: 'Now' },
  look: { kk: 'Көз салу', ru: 'Посмотреть', en: 'Look' },
});

export const checkWords = words({
  database: { kk: 'Дерекқор', ru: 'База данных', en: 'Database' },
  clock: { kk: 'Сағат', ru: 'Часы', en: 'Clock' },
  worker: { kk: 'Фондағы жұмыстар', ru: 'Фоновые задания', en: 'Background work' },
  jobs: { kk: 'Жұмыстар кезегі', ru: 'Очередь заданий', en: 'Queue of jobs' },
  given_up: { kk: 'Орындалмаған жұмыстар', ru: 'Невыполненные задания', en: 'Jobs given up' },
  seal: { kk: 'Журналдың мөрі', ru: 'Печать журнала', en: 'Seal of the record' },
  search: { kk: 'Іздеу', ru: 'Поиск', en: 'Search' },
  notices: { kk: 'Хабарламалар', ru: 'Уведомления', en: 'Notices' },
  failed_notices: { kk: 'Жетпеген хабарламалар', ru: 'Недоставленные уведомления', en: 'Notices that failed' },
  mail: { kk: 'Пошта сервері', ru: 'Почтовый сервер', en: 'Mail server' },
  scanner: { kk: 'Вирустан тексеру', ru: 'Проверка на вирусы', en: 'Virus scanner' },
  disk: { kk: 'Дискідегі орын', ru: 'Место на диске', en: 'Room on the disk' },
  backup: { kk: 'Сақтық көшірме', ru: 'Резервная копия', en: 'Backup' },
  https: { kk: 'Қорғалған байланыс', ru: 'Защищённое соединение', en: 'Secure connection' },
  memory: { kk: 'Жад', ru: 'Память', en: 'Memory' },
  turn: { kk: 'Жауап беру жылдамдығы', ru: 'Скорость отклика', en: 'Promptness' },
});

/** How it stands. */
export const standsWords = words({
  database: { kk: '{n} мс ішінде жауап береді', ru: 'отвечает за {n} мс', en: 'answers in {n} ms' },
  clock: { kk: 'бағдарлама мен дерекқордың айырмасы {n} с', ru: 'программа и база расходятся на {n} с', en: 'program and database differ by {n} s' },
  worker: { kk: 'соңғы жұмысқа {n} мин болды', ru: 'последнее задание {n} мин назад', en: 'the last job was {n} min ago' },
  workerWell: { kk: 'уақытында орындалады', ru: 'идут по расписанию', en: 'runs to its timetable' },
  jobs: { kk: 'ең ескісі {n} мин күтіп тұр', ru: 'самое старое ждёт {n} мин', en: 'the oldest has waited {n} min' },
  given_up: { kk: '{n} жұмыс 25 рет сәтсіз аяқталды', ru: 'после 25 попыток не вышло: {n}', en: '{n} failed 25 times' },
  seal: { kk: 'ең ескі әрекет {n} мин мөрленбей тұр', ru: 'самое старое действие без печати {n} мин', en: 'the oldest act has been unsealed for {n} min' },
  search: { kk: '{n} өтініш әлі ізделмейді', ru: 'ещё не находится обращений: {n}', en: '{n} matters cannot be found yet' },
  notices: { kk: '{n} хабарлама кешігіп тұр', ru: 'опаздывает уведомлений: {n}', en: '{n} notices are late' },
  failed_notices: { kk: 'бір тәулікте {n}', ru: 'за сутки: {n}', en: '{n} in a day' },
  mailWell: { kk: 'бапталған', ru: 'настроен', en: 'set' },
  mailNone: { kk: 'бапталмаған', ru: 'не настроен', en: 'not set' },
  scannerWell: { kk: 'жауап береді', ru: 'отвечает', en: 'answers' },
  scannerNone: { kk: 'бапталмаған', ru: 'не настроена', en: 'not set' },
  scannerSilent: { kk: 'жауап бермейді; {n} файл күтіп тұр', ru: 'не отвечает; ждёт файлов: {n}', en: 'does not answer; {n} files wait' },
  disk: { kk: '{n} ГБ бос', ru: 'свободно {n} ГБ', en: '{n} GB free' },
  backup: { kk: '{n} күн бұрын жасалған', ru: 'сделана {n} дн. назад', en: 'made {n} days ago' },
  backupNone: { kk: 'әлі жасалмаған', ru: 'ещё не делалась', en: 'none yet' },
  httpsWell: { kk: 'қосулы', ru: 'включено', en: 'on' },
  httpsNone: { kk: 'бапталмаған', ru: 'не настроено', en: 'not set' },
  memory: { kk: '{n} МБ алып тұр', ru: 'занимает {n} МБ', en: 'takes {n} MB' },
  turn: { kk: 'жүзден бір сұрау {n} мс кідіреді', ru: 'один запрос из ста ждёт {n} мс', en: 'one request in a hundred waits {n} ms' },
});

/** What it means and what to do, where it is not well. Names of settings, files and commands are slots: they are the same in every language. */
export const todoWords = words({
  database: { kk: 'Дерекқор баяу жауап береді, беттер ашылмауы мүмкін. Дискіні және басқа ауыр жұмыстарды қараңыз; бос жад азайса, серверді үлкейтіңіз.', ru: 'База отвечает медленно, страницы могут не открыться. Проверьте диск и чужие тяжёлые задачи на этом сервере; если мало памяти, увеличьте её.', en: 'Pages may not open. Look at the disk and at what else works on this machine; give it more memory if that is short.' },
  clock: { kk: 'Күндер дерекқор сағатымен есептеледі, ал түнгі жұмыстар осы сервердің сағатымен басталады. Екі машинада да уақытты синхрондауды ({ntp}) қосыңыз.', ru: 'Дни считаются по часам базы, а ночные задания начинаются по часам этого сервера. Включите на обеих машинах синхронизацию времени ({ntp}).', en: 'Days are counted by the database’s clock, and the night’s work begins by this machine’s. Switch on time synchronisation ({ntp}) on both.' },
  worker: { kk: 'Хабарлама жіберілмейді, мерзім еске салынбайды. {worker} деп кемінде бір процесс іске қосылсын.', ru: 'Уведомления не уходят, сроки не напоминаются. Запустите хотя бы один процесс с {worker}.', en: 'No notice goes and nobody is reminded. Start at least one process with {worker}.' },
  jobs: { kk: 'Хабарламалар мен есептеулер кешігеді. Логтан {failed} іздеңіз; процесс көп жұмыс істесе, тағы бірін қосыңыз.', ru: 'Уведомления и расчёты опаздывают. Поищите {failed} в журнале сервера; если процесс не успевает, добавьте ещё один.', en: 'Notices and figures are late. Look for {failed} in the log; if one process does not keep up, start another.' },
  given_up: { kk: 'Бұл жұмыстар өздігінен қайталанбайды. Логтағы {failed} жолын сақтап, әзірлеушілерге жіберіңіз.', ru: 'Сами они больше не повторятся. Сохраните строки {failed} из журнала и передайте разработчикам.', en: 'They will not be tried again by themselves. Keep the {failed} lines of the log and report them.' },
  seal: { kk: 'Ештеңе жоғалған жоқ, бірақ жаңа әрекеттердің дәлелі әзірге әлсіз. Деректер қалтасындағы {roots} файлына жазуға бола ма, соны тексеріңіз.', ru: 'Ничего не потеряно, но новые действия пока не защищены печатью. Проверьте, можно ли писать в {roots} в папке данных.', en: 'Nothing is lost, but new acts have no proof yet. See whether {roots} in the data folder can be written to.' },
  search: { kk: 'Жаңа өтініштер іздеуден көрінбейді. Тоқтаса: {reindex}.', ru: 'Новых обращений не видно в поиске. Если не убывает: {reindex}.', en: 'New matters are not found. If the number does not fall: {reindex}.' },
  notices: { kk: 'Адамдар жаңалықты кеш естиді. Пошта, SMS және Telegram қызметтері жауап бере ме, соны тексеріңіз.', ru: 'Люди узнают новости с опозданием. Проверьте, отвечают ли почта, SMS и Telegram.', en: 'People hear late. See whether mail, SMS and Telegram answer.' },
  failed_notices: { kk: 'Тізімі «Жетпеді» бетінде: мекенжайды түзетіп, қайта жіберуге болады.', ru: 'Список на странице «Не дошло»: там можно исправить адрес и отправить снова.', en: 'They are listed under “Undelivered”: mend the address there and send again.' },
  mail: { kk: 'Пошта арқылы ешкімге хабар бармайды. {mailUrl} мен {mailFrom} баптаңыз.', ru: 'По почте никто ничего не узнает. Задайте {mailUrl} и {mailFrom}.', en: 'Nobody hears anything by e-mail. Set {mailUrl} and {mailFrom}.' },
  scanner: { kk: 'Файлдар вирусқа тексерілмейді немесе тексеруді күтіп тұр. {clamd} қызметін іске қосып, {scanner} баптаңыз.', ru: 'Файлы не проверяются или ждут проверки. Запустите {clamd} и задайте {scanner}.', en: 'Files are not scanned, or wait to be. Run {clamd} and set {scanner}.' },
  disk: { kk: 'Диск толса, жаңа өтініш қабылданбайды. Орын босатыңыз немесе дискіні ұлғайтыңыз.', ru: 'Когда диск заполнится, новые обращения не примутся. Освободите место или увеличьте диск.', en: 'With a full disk no matter is taken in. Make room or enlarge the disk.' },
  backup: { kk: 'Диск істен шықса, соңғы көшірмеден кейінгінің бәрі жоғалады. {backup} командасын күн сайын орындайтын етіп қойыңыз.', ru: 'Если диск выйдет из строя, пропадёт всё после последней копии. Поставьте {backup} на каждый день.', en: 'Should the disk fail, everything since the last copy is gone. Let {backup} run every day.' },
  https: { kk: 'Құпиясөз бен өтініш желіде ашық жүреді. Бағдарламаның алдына {https} прокси қойып, {url} баптауына сол мекенжайды жазыңыз.', ru: 'Пароли и обращения идут по сети открыто. Поставьте перед программой прокси с {https} и укажите его адрес в {url}.', en: 'Passwords and matters travel in the open. Put a proxy with {https} in front and give its address as {url}.' },
  memory: { kk: 'Жад 512 МБ шегіне жақын. Бағдарламаны қайта іске қосыңыз; қайталанса, әзірлеушілерге айтыңыз.', ru: 'Память близка к пределу в 512 МБ. Перезапустите программу; если повторится, сообщите разработчикам.', en: 'Near the bound of 512 MB. Restart the program; tell the developers if it comes again.' },
  turn: { kk: 'Беттер баяу ашылады. Бұл серверде басқа ауыр жұмыс жүріп жатыр ма, соны қараңыз.', ru: 'Страницы открываются медленно. Посмотрите, что ещё нагружает этот сервер.', en: 'Pages open slowly. See what else works on this machine.' },
});
