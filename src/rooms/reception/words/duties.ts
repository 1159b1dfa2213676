import { words } from '../../../kernel/words.ts';

/** Why an act says no. */
export const refusals = words({
  duty_not_found: { kk: 'Мұндай міндет жоқ.', ru: 'Такой обязанности нет.', en: 'There is no such duty.' },
  duty_is_over: { kk: 'Бұл міндет аяқталған.', ru: 'Эта обязанность уже завершена.', en: 'This duty is over.' },
  duty_is_there: { kk: 'Дәл осындай міндет бар.', ru: 'Такая обязанность уже есть.', en: 'This very duty is already there.' },
  day_past_invalid: { kk: 'Бұл күн өтіп кеткен. Бүгінгі немесе кейінгі күнді таңдаңыз.', ru: 'Этот день прошёл. Выберите сегодняшний или более поздний.', en: 'That day is over. Choose today or later.' },
  person_invalid: { kk: 'Бұл адам осы филиалда қабылдау жүргізе алмайды: қызметін тексеріңіз.', ru: 'Этот человек не ведёт приём в этом филиале: проверьте его должность.', en: 'This person does not receive people in this branch: check their post.' },
  person_is_named: { kk: 'Бұл міндет осы адамда бұрыннан бар.', ru: 'Эта обязанность у него уже есть.', en: 'This person already has the duty.' },
  person_not_found: { kk: 'Бұл міндетте мұндай адам жоқ.', ru: 'В этой обязанности такого человека нет.', en: 'The duty names no such person.' },
  official_not_found: { kk: 'Мұндай парақ жоқ.', ru: 'Такой страницы нет.', en: 'There is no such page.' },
  reception_not_found: { kk: 'Мұндай қабылдау жоқ.', ru: 'Такого приёма нет.', en: 'There is no such reception.' },
  reception_not_possible: { kk: 'Қазір бұлай істеуге болмайды: қабылдаудың жайы өзгеріп кетті.', ru: 'Сейчас так сделать нельзя: состояние приёма изменилось.', en: 'Not possible now: the reception has moved on.' },
  reception_other_day: { kk: 'Бұл қабылдау басқа күні: {day}.', ru: 'Этот приём в другой день: {day}.', en: 'This reception is on another day: {day}.' },
  reception_booked: { kk: 'Бұл уақытқа адамдар жазылған. Қабылдауды тоқтатыңыз: адамдарға хабар барады.', ru: 'На это время записались люди. Отмените приём: им об этом сообщат.', en: 'People have booked these hours. Cancel the reception: they will be told.' },
  host_invalid: { kk: 'Бұл адам осы филиалда қабылдау жүргізе алмайды: қызметін тексеріңіз.', ru: 'Этот человек не ведёт приём в этом филиале: проверьте его должность.', en: 'This person does not receive people in this branch: check their post.' },
  host_away: { kk: 'Қабылдауды жүргізуші {day} дейін жұмыста жоқ.', ru: 'Ведущий приёма отсутствует по {day}.', en: 'The official is away until {day}.' },
  host_elsewhere: { kk: 'Бұл адам сол уақытта басқа жерде қабылдайды: {time}.', ru: 'Этот человек в это время ведёт другой приём: {time}.', en: 'This person receives elsewhere at that time: {time}.' },
  place_taken: { kk: 'Бөлме ол уақытта бос емес: {time}.', ru: 'Кабинет в это время занят: {time}.', en: 'The room is taken at that time: {time}.' },
  day_off_reason_required: { kk: 'Бұл демалыс күні. Неге сол күні өтетінін жазыңыз.', ru: 'Это выходной. Напишите, почему приём именно в этот день.', en: 'That is a day off. Say why it is held then.' },
  no_place_fits_invalid: { kk: 'Бұл уақытқа бірде-бір орын сыймайды.', ru: 'В эти часы не помещается ни одного места.', en: 'Not a single place fits into these hours.' },
});

/** What is wrong with a field. */
export const dutyFieldWords = words({
  field_missing: { kk: 'Толтырыңыз.', ru: 'Заполните, пожалуйста.', en: 'Please fill this in.' },
  field_too_long: { kk: 'Қысқарақ жазыңыз.', ru: 'Напишите короче.', en: 'Please make it shorter.' },
  choose_one: { kk: 'Біреуін таңдаңыз.', ru: 'Выберите одно.', en: 'Choose one.' },
  day_wrong: { kk: 'Күнді таңдаңыз.', ru: 'Выберите день.', en: 'Choose a day.' },
  days_wrong: { kk: 'Соңғы күні басынан бұрын болмауы керек.', ru: 'Последний день не может быть раньше первого.', en: 'The last day cannot be before the first.' },
  hour_wrong: { kk: 'Сағатты былай жазыңыз: 10:00.', ru: 'Напишите время так: 10:00.', en: 'Write the hour like this: 10:00.' },
  hours_wrong: { kk: 'Соңы басынан кейін болуы керек.', ru: 'Конец должен быть позже начала.', en: 'The end must come after the beginning.' },
  break_wrong: { kk: 'Үзіліс қабылдау уақытының ішінде болсын.', ru: 'Перерыв должен быть внутри часов приёма.', en: 'The break must lie within the hours.' },
  slot_wrong: { kk: '5 пен 120 минут аралығында.', ru: 'От 5 до 120 минут.', en: 'Between 5 and 120 minutes.' },
  times_wrong: { kk: '1 мен 20 аралығында.', ru: 'От 1 до 20.', en: 'Between 1 and 20.' },
  other: { kk: 'Тексеріңіз.', ru: 'Проверьте, пожалуйста.', en: 'Please check this.' },
});
