import { addDays, day, weekday, type Day } from '../../kernel/day.ts';
import type { Names, Special, WorkCalendar } from './law.ts';

type Rule = { readonly md: string; readonly names: Names; readonly from?: number; readonly to?: number; readonly moves?: false };

const newYear: Names = { kk: 'Жаңа жыл', ru: 'Новый год', en: 'New Year' };
const nauryz: Names = { kk: 'Наурыз мейрамы', ru: 'Наурыз мейрамы', en: 'Nauryz' };
const constitution: Names = { kk: 'Қазақстан Республикасының Конституциясы күні', ru: 'День Конституции Республики Казахстан', en: 'Constitution Day' };
const independence: Names = { kk: 'Тәуелсіздік күні', ru: 'День Независимости', en: 'Independence Day' };
const kurbanAit: Names = { kk: 'Құрбан айт (бірінші күні)', ru: 'Курбан-айт (первый день)', en: 'Kurban ait, first day' };

/** Practice.md, Calendar. 7 January and the first day of Kurban ait do not move. */
const rules: readonly Rule[] = [
  { md: '01-01', names: newYear },
  { md: '01-02', names: newYear },
  { md: '01-07', names: { kk: 'Рождество (православиелік)', ru: 'Рождество Христово (православное)', en: 'Orthodox Christmas' }, moves: false },
  { md: '03-08', names: { kk: 'Халықаралық әйелдер күні', ru: 'Международный женский день', en: "International Women's Day" } },
  { md: '03-15', names: constitution, from: 2027 },
  { md: '03-21', names: nauryz },
  { md: '03-22', names: nauryz },
  { md: '03-23', names: nauryz },
  { md: '05-01', names: { kk: 'Қазақстан халқының бірлігі мерекесі', ru: 'Праздник единства народа Казахстана', en: 'Unity Day' } },
  { md: '05-07', names: { kk: 'Отан қорғаушы күні', ru: 'День защитника Отечества', en: 'Defender of the Fatherland Day' } },
  { md: '05-09', names: { kk: 'Жеңіс күні', ru: 'День Победы', en: 'Victory Day' } },
  { md: '07-06', names: { kk: 'Астана күні', ru: 'День столицы', en: 'Capital Day' } },
  { md: '08-30', names: constitution, to: 2025 },
  { md: '10-25', names: { kk: 'Республика күні', ru: 'День Республики', en: 'Republic Day' }, from: 2022 },
  { md: '12-01', names: { kk: 'Тұңғыш Президент күні', ru: 'День Первого Президента', en: 'First President Day' }, to: 2021 },
  { md: '12-16', names: independence },
  { md: '12-17', names: independence, to: 2021 },
];

/** First days of Kurban ait. From 2027 on by astronomical reckoning: provisional, to be confirmed each year. */
const kurbanAitOn: readonly string[] = [
  '2020-07-31', '2021-07-20', '2022-07-09', '2023-06-28', '2024-06-16', '2025-06-06', '2026-05-27', '2027-05-16',
  '2028-05-05', '2029-04-24', '2030-04-13', '2031-04-02', '2032-03-22', '2033-03-11', '2034-03-01', '2035-02-18',
];

/** Single days moved by decree, both ways: [worked, off]. Decrees before 2024 were not found and are not here. */
const movedByDecree: readonly (readonly [string, string])[] = [['2024-05-04', '2024-05-08'], ['2025-01-05', '2025-01-03']];

/** What is known of at all; outside it every day follows its weekday. */
export const years = { first: 2020, last: 2035 } as const;
/** From this year on the first day of Kurban ait is reckoned, not announced. */
export const reckonedFrom = 2027;

const carriedNames = (names: Names): Names => ({ kk: `Демалыс күні (${names.kk})`, ru: `Выходной за ${names.ru}`, en: `Day off for ${names.en}` });

const short = (on: Day): string => on.split('-').toReversed().join('.');
/** The two ends of a move. */
export const workedFor = (off: Day): Names => ({ kk: `Жұмыс күні (демалыс ${short(off)} күніне ауысты)`, ru: `Рабочий день (выходной перенесён на ${short(off)})`, en: `Working day (day off moved to ${short(off)})` });
export const offFor = (worked: Day): Names => ({ kk: `Демалыс күні (${short(worked)} күнінен ауысты)`, ru: `Выходной (перенесён с ${short(worked)})`, en: `Day off (moved from ${short(worked)})` });
/** A single day by an administrator's decision; the version's reason says which. */
export const offByDecision: Names = { kk: 'Шешіммен белгіленген демалыс', ru: 'Выходной по решению', en: 'Day off by decision' };
export const workedByDecision: Names = { kk: 'Шешіммен белгіленген жұмыс күні', ru: 'Рабочий день по решению', en: 'Working day by decision' };

/** Every day of 2020–2035 that differs from its weekday, by the rules above. */
const derive = (week: 5 | 6): ReadonlyMap<Day, Special> => {
  const days = new Map<Day, Special>();
  const toCarry: { on: Day; names: Names }[] = [];
  for (let year = years.first; year <= years.last; year += 1) {
    for (const rule of rules) {
      if (year < (rule.from ?? 0) || year > (rule.to ?? 9999)) continue;
      const on = day(`${year}-${rule.md}`);
      days.set(on, { kind: 'holiday', names: rule.names });
      if (rule.moves !== false && weekday(on) > week) toCarry.push({ on, names: rule.names });
    }
  }
  for (const text of kurbanAitOn) days.set(day(text), { kind: 'holiday', names: kurbanAit });
  // a move is of a Saturday or a Sunday that the five-day week has free; the six-day week works its Saturdays anyway [G]
  for (const [worked, off] of movedByDecree) {
    if (weekday(day(worked)) <= week) continue;
    days.set(day(worked), { kind: 'worked', names: workedFor(day(off)) });
    days.set(day(off), { kind: 'moved_off', names: offFor(day(worked)) });
  }
  for (const { on, names } of toCarry) {
    let to = addDays(on, 1);
    while (days.has(to) || weekday(to) > week) to = addDays(to, 1);
    days.set(to, { kind: 'carried', names: carriedNames(names) });
  }
  return new Map([...days].toSorted(([a], [b]) => (a < b ? -1 : 1)));
};

const made = new Map<5 | 6, WorkCalendar>();

/** The calendar that ships: `kz5` or `kz6`. An administrator's version replaces it. */
export const builtIn = (week: 5 | 6): WorkCalendar => {
  const known = made.get(week);
  if (known) return known;
  const calendar: WorkCalendar = { name: `kz${week}`, version: `kz${week}-2026.11`, week, days: derive(week) };
  made.set(week, calendar);
  return calendar;
};
