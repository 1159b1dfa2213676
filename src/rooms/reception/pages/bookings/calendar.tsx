import type { VNode } from 'preact';
import { addDays, day as dayFrom, weekday, type Day } from '../../../../kernel/day.ts';
import { dayOfMonth, monthName, weekdayShort } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { bookWords as w } from '../../words/bookings.ts';

const week = [1, 2, 3, 4, 5, 6, 7] as const;
const monthOf = (on: Day): string => on.slice(0, 7);

const weeksOf = (month: string): readonly (readonly (Day | null)[])[] => {
  const first = dayFrom(`${month}-01`);
  const days: (Day | null)[] = Array.from({ length: weekday(first) - 1 }, () => null);
  for (let on = first; monthOf(on) === month; on = addDays(on, 1)) days.push(on);
  while (days.length % 7 > 0) days.push(null);
  return Array.from({ length: days.length / 7 }, (_, at) => days.slice(at * 7, at * 7 + 7));
};

/** Months with the days that have free places. A day is a button of the form around it, or a link where `href` makes one. */
export const BookingCalendar = ({ lang, free, chosen, href }: { lang: Lang; free: ReadonlyMap<Day, number>; chosen?: string | undefined; href?: (on: Day) => string }): VNode => {
  const days = [...free.keys()].toSorted();
  const [first, last] = [days[0] ?? '', days.at(-1) ?? ''];
  const months = [...new Set(days.map(monthOf))];
  // weeks before the first free day and after the last are of no use on a telephone
  const useful = (week: readonly (Day | null)[]): boolean => week.some((on) => on !== null && on >= first) && week.some((on) => on !== null && on <= last);
  const words = (on: Day, n: number) => <><span aria-hidden="true">{Number(on.slice(8))}<small>{n}</small></span><span class="hidden">{dayOfMonth(lang, on)}, {weekdayShort(lang, weekday(on))}: {say(lang, w.dayPlaces, { n })}</span></>;
  const cell = (on: Day) => {
    const n = free.get(on) ?? 0;
    if (n === 0) return <span class="quiet">{Number(on.slice(8))}</span>;
    return href ? <a class="rec-day" href={href(on)} aria-current={on === chosen ? 'date' : undefined}>{words(on, n)}</a> : <button class="rec-day" name="day" value={on} aria-current={on === chosen ? 'date' : undefined}>{words(on, n)}</button>;
  };
  return (
    <div class="rec-months">
      {months.map((month) => (
        <table class="rec-month" key={month}>
          <caption>{monthName(lang, Number(month.slice(5)))} {month.slice(0, 4)}</caption>
          <thead><tr>{week.map((n) => <th key={n} scope="col">{weekdayShort(lang, n)}</th>)}</tr></thead>
          <tbody>{weeksOf(month).filter(useful).map((days, at) => <tr key={at}>{days.map((on, place) => <td key={place}>{on && cell(on)}</td>)}</tr>)}</tbody>
        </table>
      ))}
    </div>
  );
};
