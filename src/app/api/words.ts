import { words } from '../../kernel/words.ts';

/** What the interface for other systems says when it takes nothing in. Codes are stable; the sentence is for whoever reads the log. */
export const apiWords = words({
  noOperation: { kk: 'Мұндай әрекет жоқ. Тізімі: {list}.', ru: 'Такой операции нет. Их список: {list}.', en: 'There is no such operation. They are listed in {list}.' },
  noRecord: { kk: 'Мұндай жазба жоқ.', ru: 'Такой записи нет.', en: 'There is no such record.' },
  notForYou: { kk: 'Мұнда сізге ашық ештеңе жоқ.', ru: 'Здесь для вас ничего нет.', en: 'There is nothing here for you.' },
  wrongBody: { kk: 'Сұрау сипаттамаға сай емес. Қай жері екені {list} тізімінде.', ru: 'Запрос не соответствует описанию. Где именно, сказано в {list}.', en: 'The body does not fit the description. The list {list} says where.' },
  wrongType: { kk: 'Сұрауды {type} түрінде жіберіңіз.', ru: 'Отправьте запрос как {type}.', en: 'Send the body as {type}.' },
  notJson: { kk: 'Бұл JSON емес: мәтін үзілген немесе қате жазылған.', ru: 'Это не JSON: текст оборван или записан с ошибкой.', en: 'This is not JSON: the text is cut off or mistyped.' },
  tooLarge: { kk: 'Сұрау 1 МБ-тан аспасын.', ru: 'Запрос не больше 1 МБ.', en: 'The body may have at most 1 MB.' },
  keyMissing: {
    kk: '{header} тақырыбын қосыңыз: 8–80 әріп, сан, - немесе _. Кілт әр өтінішке жаңа әрі кездейсоқ болсын.',
    ru: 'Добавьте заголовок {header}: от 8 до 80 букв, цифр, знаков - или _. Для каждого обращения новый и случайный.',
    en: 'Add the header {header}: 8 to 80 letters, digits, - or _. A new and random one for each appeal.',
  },
  otherBody: { kk: 'Осы кілтпен басқа мазмұн жіберілген.', ru: 'С этим ключом уже отправлено другое содержание.', en: 'This key was used with another body.' },
  away: {
    kk: 'Қабылданған-қабылданбағаны белгісіз. Сол сұрауды сол кілтпен қайта жіберіңіз.',
    ru: 'Неизвестно, принято ли отправленное. Повторите тот же запрос с тем же ключом.',
    en: 'The outcome is unknown. Send the same request with the same key again.',
  },
  broken: { kk: 'Бізде қате шықты.', ru: 'У нас произошла ошибка.', en: 'Something broke on our side.' },
});
