import type { Day } from '../../../kernel/day.ts';
import { shortDay } from '../../../kernel/show.ts';
import { say, words, type Lang } from '../../../kernel/words.ts';

export const absenceWords = words({
  title: { kk: 'Жұмыста болмайтын күндер', ru: 'Дни отсутствия', en: 'Days away' },
  about: {
    kk: 'Бұл күндері хабарлар орынбасарға барады, күтіп тұрған істі ол өзіне ала алады. Бірақ ол тек өз қызметіне ашық істерді көреді.',
    ru: 'В эти дни уведомления получает заместитель, и он может взять в работу то, что ждёт. Видит он только то, что показывает его собственная должность.',
    en: 'On these days the deputy is told instead, and may take over what waits. They see only what their own post shows.',
  },
  fromOn: { kk: 'Қай күннен', ru: 'С какого дня', en: 'Away from' },
  toOn: { kk: 'Қай күнге дейін (қоса)', ru: 'По какой день (включительно)', en: 'To, that day included' },
  deputy: { kk: 'Орынбасары', ru: 'Заместитель', en: 'Deputy' },
  deputyNone: { kk: 'Белгіленбеген: бөлімшедегі кез келген әріптес', ru: 'Не указан: любой коллега подразделения', en: 'None named; then a colleague of the unit' },
  nobody: { kk: 'Бұл бөлімшеде әзірге басқа қызметкер жоқ.', ru: 'В этом подразделении пока нет других сотрудников.', en: 'Nobody else works in this unit yet.' },
  set: { kk: 'Күндерді белгілеу', ru: 'Отметить отсутствие', en: 'Mark the days' },
  end: { kk: 'Аяқтау', ru: 'Завершить', en: 'End' },
  none: { kk: 'Алдағы күндерге ештеңе белгіленбеген.', ru: 'На ближайшие дни ничего не отмечено.', en: 'No days are marked.' },
  marked: { kk: 'Күндер белгіленді.', ru: 'Отсутствие отмечено.', en: 'The days are marked.' },
  back: { kk: 'Қайта жұмыста деп белгіленді.', ru: 'Отсутствие завершено.', en: 'Marked as back.' },
  dayWrong: { kk: 'Күнді таңдаңыз.', ru: 'Выберите день.', en: 'Choose a day.' },
  banner: { kk: 'Сіз {day} дейін жұмыста жоқсыз деп белгіленген.', ru: 'Вы отмечены как отсутствующий по {day}.', en: 'You are marked as away until {day}.' },
  bannerDeputy: { kk: 'Орныңызда: {deputy}.', ru: 'За вас: {deputy}.', en: 'In your place: {deputy}.' },
  bannerNobody: { kk: 'Орынбасар белгіленбеген.', ru: 'Заместитель не указан.', en: 'No deputy is named.' },
  away: { kk: '{day} дейін жоқ', ru: 'нет по {day}', en: 'away until {day}' },
  awayDeputy: { kk: '{day} дейін жоқ, орынбасары: {deputy}', ru: 'нет по {day}, заместитель: {deputy}', en: 'away until {day}, deputy: {deputy}' },
});

/** Beside the name of whoever is away: until when, and who stands in. */
export const awayText = (lang: Lang, { toOn, deputy }: { readonly toOn: Day; readonly deputy: string | null }): string =>
  deputy === null ? say(lang, absenceWords.away, { day: shortDay(toOn) }) : say(lang, absenceWords.awayDeputy, { day: shortDay(toOn), deputy });
