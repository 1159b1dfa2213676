import { words } from '../../kernel/words.ts';

export const refusalWords = words({
  quiet_hours_invalid: { kk: 'Сағатты былай жазыңыз: 20:00.', ru: 'Напишите время так: 20:00.', en: 'Write the hour like this: 20:00.' },
  browser_invalid: { kk: 'Бұл браузерге хабар жіберу мүмкін емес: оның хабар қызметі бізде жоқ.', ru: 'В этот браузер писать не получится: его служба уведомлений нам неизвестна.', en: 'This browser cannot be written to: its push service is not one we use.' },
  browser_not_found: { kk: 'Бұл браузер тізімде жоқ.', ru: 'Этого браузера в списке нет.', en: 'This browser is not on the list.' },
  no_way_open: { kk: 'Жіберетін жол жоқ: пошта да, браузер де қосылмаған.', ru: 'Отправить некуда: ни почта, ни браузер не включены.', en: 'There is no way to send it: neither e-mail nor a browser is on.' },
  too_many_tries_of_notices: { kk: 'Сынақ хабары жаңа ғана жіберілді. Жарты минуттан кейін қайталаңыз.', ru: 'Пробное уведомление только что отправлено. Повторите через полминуты.', en: 'A test notice has just been sent. Try again in half a minute.' },
  notice_not_found: { kk: 'Мұндай хабар түрі жоқ.', ru: 'Такого уведомления нет.', en: 'There is no such notice.' },
  wording_invalid: { kk: 'Мәтінде қате бар: белгіленген өрістерді түзетіңіз.', ru: 'В тексте есть ошибки: исправьте отмеченные поля.', en: 'The wording has mistakes: put the marked fields right.' },
  wording_changed: { kk: 'Сіз жазып отырғанда мәтінді басқа адам өзгертті. Төменде сіздікі тұр: тексеріп, қайта сақтаңыз.', ru: 'Пока вы писали, текст изменил кто-то другой. Ниже стоит ваш: проверьте и сохраните ещё раз.', en: 'Somebody else changed the wording while you were writing. Yours stands below: check and save it again.' },
  wording_own_already: { kk: 'Қазір де бағдарламаның өз мәтіні қолданылады.', ru: 'Сейчас и так действует текст программы.', en: 'The program’s own wording is in force already.' },
  sending_not_found: { kk: 'Мұндай хабарлама жоқ немесе ол сізге көрінбейді.', ru: 'Такого уведомления нет, или оно вам не видно.', en: 'There is no such notice, or you do not see it.' },
  sending_not_failed: { kk: 'Бұл хабарлама кезекте тұр немесе жіберіліп қойған: екінші рет жіберілмейді.', ru: 'Это уведомление уже в очереди или отправлено: второй раз оно не уйдёт.', en: 'This notice is in the queue or has gone already: it does not go a second time.' },
  sending_has_no_way: { kk: 'Бұл мекенжайға жіберу мүмкін емес: ол жарамсыз, тоқтатылған немесе бұл жол бапталмаған. Адамнан басқа мекенжай сұраңыз.', ru: 'На этот адрес отправить нельзя: он недействителен, отключён самим человеком или такой способ не настроен. Спросите у человека другой адрес.', en: 'It cannot go to this address: it is dead, stopped by the person, or this way is not set up. Ask the person for another address.' },
  way_not_found: { kk: 'Бұл сілтеме жарамсыз. Хаттағы сілтемені толық көшіріп ашыңыз.', ru: 'Ссылка не действует. Откройте её из письма целиком.', en: 'This link does not work. Open the whole link from the letter.' },
});

export const testWords = words({
  about: { kk: 'Қызметкер өзіне жіберетін сынақ', ru: 'Проба, которую сотрудник отправляет себе', en: 'A test that somebody of the staff sends to themselves' },
  subject: { kk: 'Сынақ: хабарлар осылай келеді', ru: 'Проверка: так приходят уведомления', en: 'A test: this is how notices arrive' },
  text: { kk: 'Мұны өз бетіңізден өзіңіз жібердіңіз. Хабар келсе, бәрі дұрыс.', ru: 'Вы отправили это себе сами со своей страницы. Раз письмо пришло, всё работает.', en: 'You sent this to yourself from your page. If it arrived, all is well.' },
});

export const digestWords = words({
  about: { kk: 'Қызметкердің таңғы хаты: күте алатын жаңалықтар бірге', ru: 'Утреннее письмо сотруднику: всё, что могло подождать, вместе', en: 'The morning letter to staff: all that could wait, together' },
  subject: {
    kk: 'Бүгінге {count} жаңалық',
    ru: '{count, plural, one {# новость} few {# новости} many {# новостей} other {# новости}} на сегодня',
    en: '{count, plural, one {# thing} other {# things}} for today',
  },
  text: { kk: 'Сізге қатысты жаңалықтар:\n\n{lines}', ru: 'Что нового по вашим делам:\n\n{lines}', en: 'What is new in your matters:\n\n{lines}' },
});
