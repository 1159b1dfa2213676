import type { VNode } from 'preact';
import { addDays, day, weekday, type Day } from '../../../kernel/day.ts';
import { longDay, monthName, shortDay, weekdayShort } from '../../../kernel/show.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import { Fold, Table } from '../../../ui/parts.tsx';
import { isWorking, type WorkCalendar } from '../law.ts';
import { pageWords as w } from '../words.ts';

export type Kind = 'plain' | 'weekend' | 'holiday' | 'carried' | 'moved_off' | 'worked';
export const kindOf = (calendar: WorkCalendar, on: Day): Kind => calendar.days.get(on)?.kind ?? (isWorking(calendar, on) ? 'plain' : 'weekend');
/** «праздник: Наурыз мейрамы» */
export const dayWords = (lang: Lang, calendar: WorkCalendar, on: Day): string => {
  const special = calendar.days.get(on);
  const kind = say(lang, w[kindOf(calendar, on)]);
  return special && special.kind !== 'moved_off' && special.kind !== 'worked' ? `${kind}: ${special.names[lang]}` : (special?.names[lang] ?? kind);
};

/** A shape beside the colour: a working day less, a working day more. */
const marks: Readonly<Partial<Record<Kind, string>>> = { holiday: '●', carried: '○', moved_off: '−', worked: '+' };

type Shown = {
  readonly lang: Lang; readonly calendar: WorkCalendar; readonly today: Day;
  /** outlined: what a version or a draft changes */
  readonly outlined?: ReadonlySet<string>;
  /** where a day leads; without it the year is only to look at */
  readonly href?: (on: Day) => string;
};

const monthsOf = (year: number): readonly string[] => Array.from({ length: 12 }, (_, at) => `${year}-${String(at + 1).padStart(2, '0')}`);

const daysOf = (month: string): readonly Day[] => {
  const days: Day[] = [];
  for (let on = day(`${month}-01`); on.startsWith(month); on = addDays(on, 1)) days.push(on);
  return days;
};

/** Rows of seven from Monday; null where another month's days would stand. */
const weeksOf = (month: string): readonly (readonly (Day | null)[])[] => {
  const days = daysOf(month);
  const before = days[0] ? weekday(days[0]) - 1 : 0;
  const cells: (Day | null)[] = [...Array.from({ length: before }, () => null), ...days];
  while (cells.length % 7 > 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, row) => cells.slice(row * 7, row * 7 + 7));
};

const DayCell = ({ on, lang, calendar, today, outlined, href }: Shown & { on: Day }): VNode => {
  const kind = kindOf(calendar, on);
  const words = `${longDay(lang, on)}: ${dayWords(lang, calendar, on)}`;
  const name = [kind, on === today ? 'today' : '', outlined?.has(on) ? 'outlined' : ''].filter(Boolean).join(' ');
  const inner = <>{Number(on.slice(8))}{marks[kind] && <i aria-hidden="true">{marks[kind]}</i>}{kind !== 'plain' && kind !== 'weekend' && <span class="hidden"> {dayWords(lang, calendar, on)}</span>}</>;
  // by keyboard the form does the same: 365 stops would stand in its way
  return <td class={name} title={words} aria-current={on === today ? 'date' : undefined}>{href ? <a href={href(on)} tabIndex={-1}>{inner}</a> : <span>{inner}</span>}</td>;
};

export const Month = ({ month, ...shown }: Shown & { month: string }): VNode => {
  const { lang, calendar } = shown;
  const worked = daysOf(month).filter((on) => isWorking(calendar, on)).length;
  return (
    <section class="month">
      <h2>{monthName(lang, Number(month.slice(5)))} <span class="quiet small">{say(lang, w.workedDays, { count: worked })}</span></h2>
      <table>
        <thead><tr>{[1, 2, 3, 4, 5, 6, 7].map((one) => <th key={one} scope="col">{weekdayShort(lang, one)}</th>)}</tr></thead>
        <tbody>{weeksOf(month).map((week, row) => <tr key={row}>{week.map((on, at) => (on ? <DayCell key={on} on={on} {...shown} /> : <td key={at} />))}</tr>)}</tbody>
      </table>
    </section>
  );
};

export const Year = ({ year, ...shown }: Shown & { year: number }): VNode => <div class="year">{monthsOf(year).map((month) => <Month key={month} month={month} {...shown} />)}</div>;

export const Legend = ({ lang, outlined = false }: { lang: Lang; outlined?: boolean }): VNode => (
  <ul class="legend year-key" aria-label={say(lang, w.legend)}>
    {(['plain', 'weekend', 'holiday', 'carried', 'moved_off', 'worked'] as const).map((kind) => <li key={kind}><b class={kind} aria-hidden="true">{marks[kind] ?? '7'}</b>{say(lang, w[kind])}</li>)}
    <li><b class="today" aria-hidden="true">7</b>{say(lang, w.today)}</li>
    {outlined && <li><b class="outlined" aria-hidden="true">7</b>{say(lang, w.changedDay)}</li>}
  </ul>
);

export const SpecialDays = ({ lang, calendar, year }: { lang: Lang; calendar: WorkCalendar; year: number }): VNode => {
  const special = [...calendar.days].filter(([on]) => on.startsWith(`${year}-`));
  return (
    <Fold title={`${say(lang, w.special)}: ${special.length}`}>
      <Table caption={say(lang, w.special)} columns={[w.day, w.kind, w.name].map((title) => ({ title: say(lang, title) }))}
        rows={special.map(([on, one]) => [`${shortDay(on)}, ${weekdayShort(lang, weekday(on))}`, say(lang, w[one.kind]), one.names[lang]])} />
    </Fold>
  );
};
