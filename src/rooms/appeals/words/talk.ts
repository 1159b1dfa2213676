import { longDay, untilDay } from '../../../kernel/show.ts';
import { langs, say as sayIn, sayLoose, words, type Lang, type Sentence } from '../../../kernel/words.ts';
import type { Key, Meaning, Say, Slot } from '../law/talk.ts';
import { followWords } from './follow.ts';
import { intakeWords } from './intake.ts';
import { kindWords, outcomeWords, stageWords, verdictWords } from './labels.ts';
import { fieldWords, refusalWords } from './refusals.ts';

/** The conversation by messenger: short, one thing at a time. */
export const talkWords = words({
  language: { kk: 'Сәлеметсіз бе! Қай тілде сөйлесеміз?', ru: 'Здравствуйте! На каком языке будем говорить?', en: 'Hello! Which language shall we speak?' },
  ownName: { kk: 'Қазақша', ru: 'Русский', en: 'English' },
  hello: {
    kk: 'Мұнда өтініш беруге, оның барысын білуге және жауапты бағалауға болады. Мәселені шеше алатын адамға жеткізіп, қай күнге дейін жауап берілетінін айтамыз.',
    ru: 'Здесь можно подать обращение, узнать, что с ним, и оценить ответ. Мы передадим его тому, кто может решить, и назовём день ответа.',
    en: 'Here you can send an appeal, see how it goes and judge the answer. We take it to someone who can settle it and name the day of the answer.',
  },
  home: { kk: 'Не істейміз? Жаңа мәселе болса, бірден жаза беруге болады.', ru: 'Что сделаем? Если есть новый вопрос, можно сразу написать о нём.', en: 'What shall we do? If you have a new matter, just write it.' },
  begin: { kk: 'Өтініш беру', ru: 'Подать обращение', en: 'Send an appeal' },
  mineKey: { kk: 'Менің өтініштерім', ru: 'Мои обращения', en: 'My appeals' },

  what: {
    kk: 'Не болды? Өз сөзіңізбен жазыңыз, сурет қосуға болады. Бірнеше хабарламамен жіберсеңіз де болады: біткенде «Дайын» түймесін басыңыз.\n\nӨмірге қауіп төнсе, газ иісі шықса немесе өрт болса, күтпеңіз: 112 нөміріне қоңырау шалыңыз.',
    ru: 'Что случилось? Напишите своими словами, можно добавить снимки. Можно несколькими сообщениями: когда закончите, нажмите «Готово».\n\nЕсли есть угроза жизни, запах газа или пожар, не ждите: звоните 112.',
    en: 'What happened? Tell us in your own words; pictures are welcome. Several messages are fine: press “Done” when you have finished.\n\nIf life is in danger, if you smell gas or see fire, do not wait: call 112.',
  },
  what_more: { kk: 'Жазғаныңыз осында. Толықтырыңыз немесе «Дайын» түймесін басыңыз.', ru: 'Написанное здесь. Дополните или нажмите «Готово».', en: 'What you wrote is here. Add to it or press “Done”.' },
  taken: { kk: 'Жазып алдым. Тағы жіберіңіз немесе «Дайын» түймесін басыңыз.', ru: 'Записано. Пришлите ещё или нажмите «Готово».', en: 'Noted. Send more or press “Done”.' },
  taken_papers: {
    kk: 'Қабылданды, {papers, plural, other {# файл}} қосылды. Тағы жіберіңіз немесе «Дайын» түймесін басыңыз.',
    ru: 'Принято, {papers, plural, one {приложен # файл} few {приложено # файла} many {приложено # файлов} other {приложено # файла}}. Пришлите ещё или нажмите «Готово».',
    en: 'Taken, {papers, plural, one {# file is attached} other {# files are attached}}. Send more or press “Done”.',
  },
  done: { kk: 'Дайын', ru: 'Готово', en: 'Done' },
  anew: { kk: 'Басынан жазу', ru: 'Написать заново', en: 'Write it anew' },
  need_words: { kk: 'Не болғанын бірнеше сөзбен жазыңызшы.', ru: 'Напишите, пожалуйста, хотя бы несколько слов.', en: 'Please write a few words at least.' },
  too_long: { kk: 'Бұл хабарлама сыймады: тағы {left} таңбаға орын бар. Қысқарақ жазып көріңіз.', ru: 'Это сообщение не поместилось: {left, plural, one {остался # знак} few {осталось # знака} many {осталось # знаков} other {осталось # знака}}. Попробуйте короче.', en: 'That message did not fit: there is room for {left} more characters. Please make it shorter.' },
  picture_missed: { kk: 'Бұл файлды ала алмадық. 20 МБ-тан кіші файлды қайта жіберіп көріңіз.', ru: 'Этот файл получить не удалось. Пришлите ещё раз, не больше 20 МБ.', en: 'That file could not be taken. Send it again, at most 20 MB.' },
  too_many_pictures: { kk: 'Ең көбі {most} файл қосылады, мынау қосылмады.', ru: 'Больше {most} файлов приложить нельзя, этот не приложен.', en: 'At most {most} files can be attached, this one was not.' },
  pictures_earlier: { kk: 'Суретті жіберер алдында «Мәтіні» түймесі арқылы қоса аласыз. Әзірге мына сұраққа жауап беріңіз.', ru: 'Снимок можно добавить перед отправкой кнопкой «Текст». Пока ответьте на этот вопрос.', en: 'A picture can be added before sending, with the “Text” button. For now please answer this question.' },

  where: { kk: 'Бұл қай жерде? Ауыл, қала немесе аудан атауын жазыңыз, мысалы: Тасқала, Абай көшесі 12. Тұрған жеріңізді түймемен де көрсете аласыз.', ru: 'Где это? Напишите село, город или район, например: Таскала, улица Абая 12. Место, где вы стоите, можно показать кнопкой.', en: 'Where is it? Write the village, town or district, for example: Taskala, 12 Abai Street. You can also share where you stand.' },
  where_name: { kk: 'Енді ауыл, қала немесе аудан атауын жазыңыз.', ru: 'Теперь напишите село, город или район.', en: 'Now write the village, town or district.' },
  where_which: { kk: 'Қайсысы?', ru: 'Какое именно?', en: 'Which one?' },
  where_unknown: { kk: 'Атауын басқаша жазып көріңіз немесе орнын көрсетпей жалғастырыңыз: қызметкер өзі анықтайды.', ru: 'Попробуйте написать иначе или продолжите без места: его уточнит сотрудник.', en: 'Try another spelling, or go on without a place: a clerk will find it.' },
  no_place: { kk: 'Мұндай жер табылмады.', ru: 'Такое место не нашлось.', en: 'No such place was found.' },
  place_taken: { kk: 'Орны: {place}.', ru: 'Место: {place}.', en: 'The place: {place}.' },
  point_taken: { kk: 'Нүкте белгіленді.', ru: 'Точка отмечена.', en: 'The point is marked.' },
  other_place: { kk: 'Басқа жер', ru: 'Другое место', en: 'Another place' },
  skip_place: { kk: 'Орнын көрсетпеу', ru: 'Продолжить без места', en: 'Go on without a place' },
  share_point: { kk: 'Тұрған жерімді көрсету', ru: 'Показать, где я стою', en: 'Share where I stand' },
  address: { kk: 'Көшесі мен үйін немесе белгісін жазыңыз, мысалы: мектептің жанында. Міндетті емес.', ru: 'Напишите улицу и дом или ориентир, например: возле школы. Не обязательно.', en: 'Write the street and house or a landmark, for example: by the school. Not required.' },
  skip: { kk: 'Өткізіп жіберу', ru: 'Пропустить', en: 'Skip' },
  kind: { kk: 'Бұл қандай өтініш? Төмендегі түймені басыңыз.', ru: 'Что это за обращение? Нажмите кнопку ниже.', en: 'What kind of appeal is it? Press a button below.' },
  name: { kk: 'Аты-жөніңізді жазыңыз: тегі, аты, әкесінің аты (бар болса).', ru: 'Напишите ваше имя: фамилия, имя, отчество (если есть).', en: 'Write your name: surname, given name, patronymic (if any).' },
  name_wrong: { kk: 'Тегі мен атын бір хабарламамен, әріптермен жазыңыз.', ru: 'Напишите фамилию и имя одним сообщением, буквами.', en: 'Write surname and given name in one message, in letters.' },
  phone: { kk: 'Телефон нөміріңізді түймемен жіберіңіз немесе жазыңыз. Қаламасаңыз, осы чат арқылы ғана хабарласамыз.', ru: 'Отправьте номер телефона кнопкой или напишите его. Без номера свяжемся с вами только здесь.', en: 'Share your telephone number with the button, or type it. Without one we reach you only here.' },
  phone_wrong: { kk: 'Нөмір толық емес сияқты. Мысалы: 8 701 123 45 67.', ru: 'Похоже, номер неполный. Например: 8 701 123 45 67.', en: 'The number looks incomplete. For example: 8 701 123 45 67.' },
  contact_other: { kk: 'Бұл басқа адамның нөмірі сияқты. Өз нөміріңізді жіберіңіз.', ru: 'Похоже, это номер другого человека. Отправьте свой.', en: 'That seems to be somebody else’s number. Please send your own.' },
  share_phone: { kk: 'Нөмірімді жіберу', ru: 'Отправить мой номер', en: 'Share my number' },
  thanks: { kk: 'Рақмет.', ru: 'Спасибо.', en: 'Thank you.' },
  publish: {
    kk: 'Басқалар да көрсін бе? Келіссеңіз, мәтін мен немен аяқталғаны ашық тізімде шығады. Аты-жөн, нөмірлер мен мекенжай жасырылады.',
    ru: 'Показать другим? Если согласны, текст и то, чем всё закончилось, появятся в открытом списке. Имена, номера и адреса скроют.',
    en: 'May others see it? If you agree, the text and how it ended appear in the public list. Names, numbers and addresses are hidden.',
  },

  check: { kk: 'Жіберер алдында тексеріңіз:', ru: 'Проверьте перед отправкой:', en: 'Check before sending:' },
  send: { kk: 'Жіберу', ru: 'Отправить', en: 'Send' },
  change_what: { kk: 'Мәтіні', ru: 'Текст', en: 'Text' },
  change_where: { kk: 'Орны', ru: 'Место', en: 'Place' },
  change_address: { kk: 'Мекенжайы', ru: 'Адрес', en: 'Address' },
  change_kind: { kk: 'Түрі', ru: 'Вид', en: 'Kind' },
  change_name: { kk: 'Аты-жөні', ru: 'Имя', en: 'Name' },
  change_phone: { kk: 'Телефон нөмірі', ru: 'Телефон', en: 'Telephone' },
  change_publish: { kk: 'Жариялау', ru: 'Публикация', en: 'Publishing' },
  point: { kk: 'нүкте {point}', ru: 'точка {point}', en: 'point {point}' },
  checkChange: { kk: 'Өзгерту керек болса, тиісті түймені басыңыз.', ru: 'Чтобы изменить, нажмите нужную кнопку.', en: 'To change something, press its button.' },

  registered: {
    kk: 'Өтінішіңіз тіркелді.\n\nНөмірі: {number}\nКоды: {code}\n\nСізге {due} дейін жауап береміз. Қазір өтініш мұнда: {holder}.\n\nБарысы: {link}\n\nКодты ешкімге айтпаңыз. Жаңалық болса, осында хабарлаймыз.',
    ru: 'Обращение зарегистрировано.\n\nНомер: {number}\nКод: {code}\n\nМы ответим вам до {due} включительно. Сейчас обращение здесь: {holder}.\n\nСледить: {link}\n\nНикому не сообщайте код. Когда будут новости, напишем сюда.',
    en: 'Your appeal is registered.\n\nNumber: {number}\nCode: {code}\n\nWe answer you by {due}. It is now with: {holder}.\n\nFollow it: {link}\n\nTell the code to nobody. We write here when there is news.',
  },
  matterKey: { kk: 'Қазір не болып жатыр', ru: 'Что сейчас', en: 'Where it stands' },
  nowRegistered: followWords.nowRegistered,
  nowInWork: followWords.nowInWork,
  nowReopened: followWords.nowReopened,
  nowApproval: followWords.nowApproval,
  nowClosed: followWords.nowClosed,
  nowClarifying: { kk: 'Сізге сұрақ бар: оны сілтемеден оқып, осында жауап беріңіз.', ru: 'К вам есть вопрос: прочтите его по ссылке и ответьте здесь.', en: 'There is a question for you: read it by the link and reply here.' },
  nowAnswered: { kk: 'Жауап келді: оны сілтемеден оқыңыз. Мәселе шешілді ме? Соңғы сөз сізде.', ru: 'Пришёл ответ: прочтите его по ссылке. Решён ли вопрос? Последнее слово за вами.', en: 'There is an answer: read it by the link. Was it settled? You have the last word.' },
  holder: { kk: 'Қазір мұнда: {holder}', ru: 'Сейчас здесь: {holder}', en: 'Now with: {holder}' },
  answerBy: followWords.answerBy,
  wasDue: followWords.wasDue,
  officeSaid: { kk: 'Мекеменің жауабы: {outcome}', ru: 'Ответ учреждения: {outcome}', en: 'Office outcome: {outcome}' },
  youSaid: { kk: 'Сіздің бағаңыз: {verdict}', ru: 'Ваша оценка: {verdict}', en: 'Your verdict: {verdict}' },
  mine: { kk: 'Өтініштеріңіз, соңғысынан бастап:', ru: 'Ваши обращения, начиная с последнего:', en: 'Your appeals, the latest first:' },
  mine_none: { kk: 'Осы чаттан жіберілген өтініш әзірге жоқ.', ru: 'Из этого чата обращений пока не было.', en: 'No appeals have come from this chat yet.' },
  bound: { kk: '{number} өтініші туралы енді осында да хабарлаймыз.', ru: 'Теперь о {number} будем сообщать и сюда.', en: 'We now write here too about {number}.' },

  add: { kk: '{number} өтінішіне не қосасыз? Жазыңыз немесе сурет жіберіңіз.', ru: 'Что добавить к {number}? Напишите или пришлите снимки.', en: 'What do you add to {number}? Write it or send pictures.' },
  addKey: { kk: 'Толықтыру', ru: 'Дополнить', en: 'Add something' },
  reply: { kk: '{number} өтініші бойынша сұраққа жауабыңызды жазыңыз.', ru: 'Напишите ответ на вопрос по {number}.', en: 'Write your reply to the question about {number}.' },
  replyKey: { kk: 'Сұраққа жауап беру', ru: 'Ответить на вопрос', en: 'Reply to the question' },
  comment_partly: { kk: 'Не істелді, не қалды? Қысқаша жазыңыз.', ru: 'Что сделано, а что осталось? Напишите коротко.', en: 'What was done and what is left? Write briefly.' },
  comment_not_solved: { kk: 'Не шешілмегенін жазыңыз: өтініш қайта ашылып, басқа адамға беріледі.', ru: 'Напишите, что осталось нерешённым: обращение откроется снова и перейдёт другому человеку.', en: 'Say what is left: the appeal opens again and goes to somebody else.' },
  no_comment: { kk: 'Түсініктемесіз', ru: 'Без комментария', en: 'Without a comment' },
  withdraw_ask: { kk: '{number} өтінішін қайтарып аласыз ба? Жұмыс тоқтайды, оны кері қайтаруға болмайды.', ru: 'Отозвать {number}? Работа прекратится, вернуть это нельзя.', en: 'Withdraw {number}? The work stops and this cannot be undone.' },
  withdraw_yes: { kk: 'Иә, қайтарып аламын', ru: 'Да, отзываю', en: 'Yes, withdraw it' },
  withdraw_no: { kk: 'Жоқ, жұмыс жалғаса берсін', ru: 'Нет, пусть работают дальше', en: 'No, let the work go on' },
  withdraw: { kk: 'Қайтарып алу', ru: 'Отозвать', en: 'Withdraw' },
  solved: followWords.verdictSolved,
  partly: followWords.verdictPartly,
  not_solved: followWords.verdictNot,
  done_add: followWords.doneAdded,
  done_reply: followWords.doneClarified,
  done_withdraw: followWords.doneWithdrawn,
  done_verdict: followWords.doneVerdict,
  done_not_solved: followWords.nowReopened,

  cancel: { kk: 'Болдырмау', ru: 'Отмена', en: 'Cancel' },
  cancelled: { kk: 'Жарайды, тоқтаттық.', ru: 'Хорошо, отменили.', en: 'All right, cancelled.' },
  cancel_ask: { kk: 'Жазғаныңыз өшірілсін бе? Өтініш әлі жіберілген жоқ.', ru: 'Удалить написанное? Обращение ещё не отправлено.', en: 'Delete what you wrote? The appeal has not been sent yet.' },
  cancel_yes: { kk: 'Иә, өшіру', ru: 'Да, удалить', en: 'Yes, delete it' },
  cancel_no: { kk: 'Жоқ, жалғастыру', ru: 'Нет, продолжить', en: 'No, go on' },
  dropped: { kk: 'Өшірілді.', ru: 'Удалено.', en: 'Deleted.' },
  unfinished: { kk: 'Сізде аяқталмаған өтініш бар, тоқтаған жерден жалғастырамыз.', ru: 'У вас есть неоконченное обращение, продолжим с того же места.', en: 'You have an unfinished appeal; we go on where you stopped.' },
  by_button: { kk: 'Төмендегі түймелердің бірін басыңыз.', ru: 'Нажмите одну из кнопок ниже.', en: 'Please press one of the buttons below.' },
  not_now: { kk: 'Рақмет, бірақ қазір бұл керек емес.', ru: 'Спасибо, но сейчас это не нужно.', en: 'Thank you, but this is not needed now.' },
  please_write: { kk: 'Дауыс, бейне мен стикерді оқи алмаймын. Сөзбен жазыңызшы.', ru: 'Голос, видео и стикеры я прочесть не могу. Напишите, пожалуйста, словами.', en: 'I cannot read voice, video or stickers. Please write it in words.' },
  line_long: { kk: 'Тым ұзын, қысқарақ жазыңыз.', ru: 'Слишком длинно, напишите короче.', en: 'Too long, please make it shorter.' },
  edit_taken: { kk: 'Өзгертуіңіз ескерілді.', ru: 'Правка учтена.', en: 'Your edit is taken.' },
  edit_not_here: { kk: 'Бұл хабарламаның өзгергенін ескере алмаймын. Керегін жаңа хабарламамен жазыңыз.', ru: 'Правку этого сообщения учесть нельзя. Напишите нужное новым сообщением.', en: 'An edit of that message cannot be taken. Please write it in a new message.' },
  edit_late: { kk: 'Жіберілген өтініш өзгермейді. Қосарыңыз болса, «Менің өтініштерім» арқылы толықтырыңыз.', ru: 'Отправленное обращение не меняется. Если есть что добавить, дополните его через «Мои обращения».', en: 'A sent appeal does not change. If you have something to add, do so under “My appeals”.' },
  too_fast: { kk: 'Хабарлама тым көп, үлгере алмай жатырмын. Бір минуттан кейін жалғастырыңыз: оған дейінгілері оқылмайды.', ru: 'Сообщений слишком много, не успеваю. Продолжите через минуту: следующие до этого не прочту.', en: 'Too many messages at once. Please go on in a minute: what comes before then is not read.' },
  too_many_today: { kk: 'Бір тәулікте {most} өтініш қабылдаймыз. Жазғаныңыз сақталды, ертең жіберіңіз.', ru: 'За сутки принимаем не больше {most} обращений. Написанное сохранено, отправьте завтра.', en: 'We take {most} appeals in a day and night. What you wrote is kept: send it tomorrow.' },
  old_button: { kk: 'Бұл бұрынғы сұрақтың түймесі.', ru: 'Это кнопка прежнего вопроса.', en: 'That button belongs to an earlier question.' },
  command_unknown: { kk: 'Мұндай пәрменді білмеймін.', ru: 'Такой команды я не знаю.', en: 'I do not know that command.' },
  helpKey: { kk: 'Көмек', ru: 'Помощь', en: 'Help' },
  langKey: { kk: 'Тілді өзгерту', ru: 'Сменить язык', en: 'Change the language' },
  broken: { kk: 'Бізде қате шықты, хабарламаңызды оқи алмадық. Қайта жіберіп көріңіз.', ru: 'У нас произошла ошибка, сообщение прочесть не удалось. Попробуйте отправить ещё раз.', en: 'Something broke on our side and your message could not be read. Please send it again.' },
  elsewhere: { kk: 'Мен топтарда жұмыс істемеймін. Маған жеке жазыңыз.', ru: 'В группах я не работаю. Напишите мне лично.', en: 'I do not work in groups. Please write to me in private.' },
  stop: { kk: 'Хабарламаларды тоқтату', ru: 'Не присылать больше', en: 'Stop these messages' },
  botAbout: {
    kk: 'Өтініш беру, барысын білу, жауапты бағалау. Үш минуттай уақыт кетеді.',
    ru: 'Подать обращение, узнать, что с ним, оценить ответ. Займёт около трёх минут.',
    en: 'Send an appeal, see how it goes, judge the answer. It takes about three minutes.',
  },
});

const typedFor: Readonly<Record<Meaning, readonly string[]>> = {
  done: ['дайын', 'болды', 'бітті', 'готово', 'всё', 'done'], skip: ['өткізіп жіберу', 'пропустить', 'skip', '-'],
  cancel: ['болдырмау', 'отмена', 'cancel'], yes: ['иә', 'ия', 'да', 'yes'], no: ['жоқ', 'нет', 'no'],
};
/** What a typed word means where a button would do. */
export const meantBy = (text: string): Meaning | null => {
  const word = text.trim().toLowerCase().replace(/[.!]+$/, '');
  return (Object.keys(typedFor) as Meaning[]).find((meaning) => typedFor[meaning].includes(word)) ?? null;
};

export type Spoken = { readonly text: string; readonly keys: readonly (readonly { readonly text: string; readonly data: string }[])[]; readonly share: { readonly what: 'point' | 'phone'; readonly text: string; readonly skip: string | null } | 'none' | null };

const all: Readonly<Record<string, Sentence>> = talkWords;
const labels: Readonly<Record<string, Sentence>> = {
  ...talkWords, mine: talkWords.mineKey, add: talkWords.addKey, reply: talkWords.replyKey, matter: talkWords.matterKey, publish_no: intakeWords.publishNo, publish_yes: intakeWords.publishYes,
  kind_application: intakeWords.kindApplicationHint, kind_complaint: intakeWords.kindComplaintHint, kind_proposal: intakeWords.kindProposalHint,
  kind_information_request: intakeWords.kindInformationRequestHint, kind_message: intakeWords.kindMessageHint, kind_response: intakeWords.kindResponseHint,
};

/** `site`: where it is reached, without a slash at the end; `refusals`: why other rooms did not take something. */
export type House = { readonly site: string; readonly refusals: Readonly<Record<string, Sentence>> };

/** One message in the reader's language; before they have chosen one, in all. */
export const spokenIn = (lang: Lang | null, said: Say, house: House): Spoken => {
  const reader = lang ?? 'kk';
  const keys = (said.keys ?? []).map((row) => row.map((key) => ({ text: labelIn(reader, key), data: key.data })));
  const share = said.share === 'point' ? { what: 'point' as const, text: sayIn(reader, talkWords.share_point), skip: null }
    : said.share === 'phone' ? { what: 'phone' as const, text: sayIn(reader, talkWords.share_phone), skip: sayIn(reader, talkWords.skip) } : (said.share ?? null);
  const text = said.say === 'language' ? langs.map((one) => sayIn(one, talkWords.language)).join('\n') : textIn(reader, said, house);
  return { text, keys, share };
};

/** What a pressed button says in passing. */
export const toastIn = (lang: Lang | null, code: string): string => sayLoose(lang ?? 'kk', all[code] ?? fieldWords.other);

const labelIn = (lang: Lang, key: Key): string => {
  if ('text' in key) return key.within ? `${key.text[lang]} (${key.within[lang]})` : key.text[lang];
  // a language is named in itself
  if (key.label.startsWith('lang_')) return sayIn(langs.find((one) => key.label === `lang_${one}`) ?? lang, talkWords.ownName);
  const [kind, stage = '', number = ''] = key.label.split(':');
  if (kind === 'stage') return `${number}, ${(stageWords as Readonly<Record<string, Sentence>>)[stage]?.[lang] ?? ''}`;
  return labels[key.label]?.[lang] ?? key.label;
};

const filled = (lang: Lang, slots: Say['slots'] = {}): Record<string, string | number> => Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, slotIn(lang, slot)]));
const slotIn = (lang: Lang, slot: Slot): string | number => (typeof slot !== 'object' ? slot : 'day' in slot ? longDay(lang, slot.day) : 'until' in slot ? untilDay(lang, slot.until) : slot[lang]);

const textIn = (lang: Lang, said: Say, { site, refusals }: House): string => {
  const slots = filled(lang, said.slots);
  const link = said.path === undefined ? '' : `${site}/${lang}${said.path}`;
  if (said.say.startsWith('refused:')) return sayLoose(lang, refusals[said.say.slice(8)] ?? (refusalWords as Readonly<Record<string, Sentence>>)[said.say.slice(8)] ?? fieldWords.other, slots);
  if (said.say === 'help') return commandsIn(lang).map((one) => `/${one.command}: ${one.description}`).join('\n');
  if (said.say === 'check') return checkIn(lang, slots);
  if (said.say === 'matter') return matterIn(lang, slots, link);
  return sayLoose(lang, all[said.say] ?? fieldWords.other, { ...slots, link });
};

/** What can be said at any moment; the telephone lists them too. */
export const commandsIn = (lang: Lang): readonly { readonly command: string; readonly description: string }[] => [
  { command: 'new', description: sayIn(lang, talkWords.begin) }, { command: 'my', description: sayIn(lang, talkWords.mineKey) }, { command: 'lang', description: sayIn(lang, talkWords.langKey) },
  { command: 'cancel', description: sayIn(lang, talkWords.cancel) }, { command: 'help', description: sayIn(lang, talkWords.helpKey) },
];

type Filled = Readonly<Record<string, string | number>>;
const pick = (lang: Lang, of: Readonly<Record<string, Sentence>>, code: string | number | undefined): string => of[String(code)]?.[lang] ?? '';

const checkIn = (lang: Lang, s: Filled): string => {
  const line = (label: Sentence, value: string | number | undefined) => `${label[lang]}: ${value === undefined || value === '' ? sayIn(lang, intakeWords.notGiven) : value}`;
  const place = [s['place'], s['address'], s['point'] ? sayIn(lang, talkWords.point, { point: s['point'] }) : ''].filter(Boolean).join(', ');
  return [
    sayIn(lang, talkWords.check), '',
    line(talkWords.change_what, s['text']), ...(Number(s['papers']) > 0 ? [sayIn(lang, intakeWords.files, { count: Number(s['papers']) })] : []),
    line(talkWords.change_where, place), line(talkWords.change_kind, pick(lang, kindWords, s['kind'])), line(talkWords.change_name, s['name']), line(talkWords.change_phone, s['phone']),
    line(talkWords.change_publish, sayIn(lang, s['publish'] === 'yes' ? intakeWords.publishYes : intakeWords.publishNo)),
    '', sayIn(lang, talkWords.checkChange), '', sayIn(lang, intakeWords.checkLaw),
  ].join('\n');
};

const nows = {
  registered: talkWords.nowRegistered, reopened: talkWords.nowReopened, in_work: talkWords.nowInWork, clarifying: talkWords.nowClarifying,
  awaiting_approval: talkWords.nowApproval, answered: talkWords.nowAnswered, closed: talkWords.nowClosed,
} as const;

const matterIn = (lang: Lang, s: Filled, link: string): string => {
  const open = !['answered', 'closed'].includes(String(s['stage']));
  return [
    String(s['number']), s['outcome'] === 'withdrawn' ? sayIn(lang, followWords.nowWithdrawn) : pick(lang, nows, s['stage']),
    ...(open ? [sayIn(lang, s['late'] === 'yes' ? talkWords.wasDue : talkWords.answerBy, { on: (s['late'] === 'yes' ? s['day'] : s['due']) ?? '' }), sayIn(lang, talkWords.holder, { holder: s['holder'] ?? '' })] : []),
    ...(s['outcome'] && s['outcome'] !== 'withdrawn' ? [sayIn(lang, talkWords.officeSaid, { outcome: pick(lang, outcomeWords, s['outcome']) })] : []),
    ...(s['verdict'] ? [sayIn(lang, talkWords.youSaid, { verdict: pick(lang, verdictWords, s['verdict']) })] : []),
    '', link,
  ].join('\n');
};
