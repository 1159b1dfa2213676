import { words } from '../../../kernel/words.ts';

/** What a script says on the public form. It fills the slots itself, so none of them counts in words. */
export const liveWords = words({
  saved: { kk: 'Жазғаныңыз сақталды.', ru: 'Набранное сохранено.', en: 'What you typed is saved.' },
  unsaved: { kk: 'Байланыс жоқ: соңғы жазғаныңыз әлі сақталмады.', ru: 'Нет связи: последнее ещё не сохранено.', en: 'No connection: your last words are not saved yet.' },
  typed: { kk: 'Жазылған таңба: {n}, ең көбі {most}', ru: 'Набрано знаков: {n} из {most}', en: 'Characters typed: {n} of {most}' },

  paperSize: { kk: 'көлемі {size} МБ', ru: 'размер {size} МБ', en: '{size} MB' },
  paperLarge: { kk: 'Тым үлкен: {size} МБ. Ең көбі {most} МБ, сондықтан жіберілмейді.', ru: 'Слишком большой: {size} МБ. Можно не больше {most} МБ, поэтому он не отправлен.', en: 'Too large: {size} MB. At most {most} MB can be sent, so it was not.' },
  paperType: { kk: 'Мұндай файл қабылданбайды. Сурет, PDF, Word, Excel немесе мәтін қосыңыз.', ru: 'Такие файлы не принимаем. Подойдут снимки, PDF, Word, Excel или текст.', en: 'Such files are not taken. Pictures, PDF, Word, Excel and text are.' },
  paperSending: { kk: 'жіберіліп жатыр: {percent} %', ru: 'отправляется: {percent} %', en: 'being sent: {percent} %' },
  paperSent: { kk: 'қосылды', ru: 'приложен', en: 'attached' },
  paperLater: { kk: 'Байланыс үзілді. «Жалғастыру» түймесін басқанда қайта жіберіледі.', ru: 'Связь прервалась. Отправим ещё раз, когда вы нажмёте «Продолжить».', en: 'The connection broke. It is sent again when you press “Continue”.' },
  papersWait: { kk: 'Файлдар жіберіліп жатыр, сәл күте тұрыңыз…', ru: 'Файлы ещё отправляются, подождите немного…', en: 'Files are still being sent, please wait a moment…' },

  placesFound: { kk: 'Табылған жерлер: {n}', ru: 'Найдено мест: {n}', en: 'Places found: {n}' },
  pointAsk: { kk: 'Тұрған жерімді көрсету', ru: 'Показать, где я стою', en: 'Show where I stand' },
  pointHint: {
    kk: 'Мәселе қазір тұрған жеріңізде болса ғана. Нүктені өтінішті қарайтын адамдар ғана көреді.',
    ru: 'Только если это там, где вы сейчас. Точку увидят лишь те, кто рассматривает обращение.',
    en: 'Only if it is where you are now. The point is seen only by those who work on your appeal.',
  },
  pointSend: { kk: 'Тұрған нүктемді қосу: {lat}, {lon} (дәлдігі {metres} м)', ru: 'Приложить мою точку: {lat}, {lon} (точность {metres} м)', en: 'Attach my point: {lat}, {lon} (to within {metres} m)' },
  point: { kk: 'нүкте: {lat}, {lon} (дәлдігі {metres} м)', ru: 'точка: {lat}, {lon} (точность {metres} м)', en: 'point: {lat}, {lon} (to within {metres} m)' },
  pointLooking: { kk: 'Тұрған жеріңізді анықтап жатырмыз…', ru: 'Определяем место…', en: 'Finding where you are…' },
  pointFound: { kk: 'Нүкте белгіленді, дәлдігі {metres} м. Керек болмаса, белгісін алып тастаңыз.', ru: 'Точка отмечена, точность {metres} м. Если она не нужна, снимите отметку.', en: 'The point is marked, to within {metres} m. Untick it if you do not want it sent.' },
  pointRough: { kk: 'Құрылғы тұрған жеріңізді шамамен ғана біледі: дәлдігі {metres} м. Мекенжайын да жазыңыз.', ru: 'Устройство знает место лишь примерно: точность {metres} м. Напишите и адрес.', en: 'Your device knows the place only roughly, to within {metres} m. Please write the address too.' },
  pointDenied: { kk: 'Браузер тұрған жеріңізді айтпады. Мекенжайын жазсаңыз да жеткілікті.', ru: 'Браузер не сообщил место. Достаточно написать адрес.', en: 'The browser did not tell the place. Writing the address is enough.' },
  pointUnknown: { kk: 'Тұрған жеріңіз анықталмады. Далаға шығып көріңіз немесе мекенжайын жазыңыз.', ru: 'Место определить не удалось. Попробуйте под открытым небом или напишите адрес.', en: 'Your place could not be found. Try outdoors, or write the address.' },
});

/** What a script says at the desk. */
export const staffLiveWords = words({
  keySend: { kk: 'жіберу', ru: 'отправить', en: 'send' },
  kept: { kk: 'Жіберілмей қалған мәтініңіз қайта қойылды.', ru: 'Восстановлен ваш неотправленный текст.', en: 'Your unsent text is back.' },
  forget: { kk: 'Алып тастау', ru: 'Убрать', en: 'Remove it' },
  dropped: { kk: 'Мәтін алып тасталды.', ru: 'Текст убран.', en: 'The text is removed.' },
  undo: { kk: 'Қайтару', ru: 'Вернуть', en: 'Put it back' },
  over: { kk: 'Сеансыңыз аяқталды. Жазғаныңыз осы қойындыда сақтаулы.', ru: 'Сеанс завершён. Набранное сохранено в этой вкладке.', en: 'Your session is over. What you typed is kept in this tab.' },
  overSignIn: { kk: 'Қайта кіру', ru: 'Войти снова', en: 'Sign in again' },
});
