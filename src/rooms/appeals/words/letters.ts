import { words, type Sentence } from '../../../kernel/words.ts';
import type { LetterReason } from '../law/letter.ts';

/** The answer to a letter that became a matter. */
export const letterTakenWords = words({
  about: { kk: 'Хатпен келген өтініш тіркелгенде', ru: 'Зарегистрировано обращение из письма', en: 'A letter became an appeal' },
  subject: { kk: '{number}: хатыңыз тіркелді', ru: '{number}: ваше письмо зарегистрировано', en: '{number}: your letter is registered' },
  text: {
    kk: 'Сәлеметсіз бе!\n\nХатыңыз {number} нөмірімен тіркелді. Жауап беретін күніміз: {day}.\n\nКоды: {code}. Нөмірі мен кодын сақтап қойыңыз: өтінішіңізді кез келген уақытта солар арқылы қарайсыз.\n\nТағы айтарыңыз болса, осы хатқа жауап жазыңыз: сөзіңіз өтінішке қосылады.\n\nӨтінішіңіздің беті:',
    ru: 'Здравствуйте!\n\nВаше письмо зарегистрировано под номером {number}. День, к которому мы ответим: {day}.\n\nКод: {code}. Сохраните номер и код: по ним обращение можно посмотреть в любое время.\n\nЕсли хотите что-то добавить, просто ответьте на это письмо: ваши слова войдут в обращение.\n\nСтраница вашего обращения:',
    en: 'Hello,\n\nYour letter is registered under {number}. We answer by this day: {day}.\n\nCode: {code}. Keep the number and the code: they open your appeal at any time.\n\nTo add something, reply to this letter: your words join the appeal.\n\nThe page of your appeal:',
  },
});

export const lettersWords = words({
  title: { kk: 'Қабылданбаған хаттар', ru: 'Непринятые письма', en: 'Letters not taken in' },
  link: { kk: 'Поштадан қабылданбаған хаттар: {count}', ru: 'Непринятые письма из почты: {count}', en: 'Letters not taken in: {count}' },
  lead: {
    kk: 'Поштадан келіп, өздігінен тіркелмеген соңғы хаттар. Адамның хаты болса, қабылдаңыз: ол түскен күнімен тіркеледі.',
    ru: 'Последние письма, которые не зарегистрировались сами. Если это письмо человека, примите его: оно будет зарегистрировано днём поступления.',
    en: 'The latest letters that were not registered by themselves. If a person wrote one, take it in: it is registered on the day it came.',
  },
  empty: { kk: 'Қабылданбаған хат жоқ. Автоматты хаттар мен ашылмайтын хаттар осында шығады.', ru: 'Непринятых писем нет. Здесь появляются автоматические и нечитаемые письма.', en: 'None. Automatic letters and letters that cannot be read appear here.' },
  from: { kk: 'Кімнен', ru: 'От кого', en: 'From' },
  subject: { kk: 'Тақырыбы', ru: 'Тема', en: 'Subject' },
  came: { kk: 'Келген уақыты', ru: 'Когда пришло', en: 'Came' },
  why: { kk: 'Неге қабылданбады', ru: 'Почему не принято', en: 'Why' },
  act: { kk: 'Не істейміз', ru: 'Что делаем', en: 'What to do' },
  noSubject: { kk: 'тақырыпсыз', ru: 'без темы', en: 'no subject' },
  unknown: { kk: 'белгісіз', ru: 'неизвестно', en: 'unknown' },
  take: { kk: 'Бәрібір қабылдау', ru: 'Всё равно принять', en: 'Take it in anyway' },
  asked: { kk: 'Қабылдануда, бір минуттай күтіңіз', ru: 'Принимается, это займёт около минуты', en: 'Being taken in, allow a minute' },
  never: { kk: 'Қажет болса, тіркеу бетінде қолмен енгізіңіз', ru: 'Если нужно, внесите вручную на странице регистрации', en: 'If needed, type it in on the registration page' },
});

/** For a clerk: what happened, and what it usually means. */
export const letterReasonWords = words({
  own_letter: { kk: 'Өзіміздің мекенжайдан келді', ru: 'Пришло с нашего же адреса', en: 'It came from our own address' },
  auto_reply: { kk: 'Автоматты жауап: иесі орнында жоқ дейді', ru: 'Автоответ: адресата нет на месте', en: 'An automatic reply: its owner is away' },
  auto_generated: { kk: 'Бағдарлама жіберген хат', ru: 'Письмо отправила программа', en: 'A program sent it' },
  mailing_list: { kk: 'Тарату тізімінен келген хат', ru: 'Письмо из рассылки', en: 'It came from a mailing list' },
  no_sender: { kk: 'Жіберушінің мекенжайы жоқ немесе қате', ru: 'Адреса отправителя нет, или он с ошибкой', en: 'The sender’s address is missing or wrong' },
  staff_reply: { kk: 'Қызметкерге арналған хабарға жауап', ru: 'Ответ на уведомление для сотрудника', en: 'A reply to a notice for staff' },
  no_words: { kk: 'Хатта мәтін де, ашылатын құжат та жоқ', ru: 'В письме нет ни текста, ни читаемых вложений', en: 'It has neither words nor papers that can be opened' },
  too_many_letters: { kk: 'Осы мекенжайдан аз уақытта тым көп хат келді', ru: 'С этого адреса за короткое время пришло слишком много писем', en: 'Too many letters came from this address in a short time' },
  letter_broken: { kk: 'Хат бүлінген, ашылмайды', ru: 'Письмо повреждено и не открывается', en: 'The letter is damaged and cannot be opened' },
  letter_too_nested: { kk: 'Хаттың құрылымы әдейі шатастырылған', ru: 'Письмо устроено слишком запутанно', en: 'The letter is nested without end' },
  letter_too_slow: { kk: 'Хатты оқу тым ұзаққа созылды', ru: 'Чтение письма заняло слишком много времени', en: 'Reading the letter took too long' },
  letter_failed: { kk: 'Хатты тіркеу кезінде бізде қате шықты', ru: 'При регистрации письма у нас произошла ошибка', en: 'Something broke on our side while registering it' },
  letter_gone: { kk: 'Хат пошта жәшігінен табылмады', ru: 'Письмо не нашлось в почтовом ящике', en: 'The letter is not in the mailbox any more' },
  unknown_report: { kk: 'Бөгде хаттың жеткізілмегені туралы хабар', ru: 'Отчёт о недоставке не нашего письма', en: 'A report about a letter that is not ours' },
}) satisfies Record<LetterReason, Sentence>;
