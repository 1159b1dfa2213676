import type { VNode } from 'preact';
import { weekday, type Day } from '../kernel/day.ts';
import { dayOfMonth, longDay, monthName, weekdayShort } from '../kernel/show.ts';
import { say, type Lang, type Sentence } from '../kernel/words.ts';
import { uiWords } from './words.ts';

/** One day of a term; rooms/calendar's `StripDay` fits. */
export type Counted = {
  readonly on: Day; readonly kind: 'received' | 'start' | 'counted' | 'skipped' | 'moved' | 'due'; readonly n: number | null;
  readonly why: 'holiday' | 'carried' | 'moved_off' | 'worked' | 'weekend' | null; readonly names: Sentence | null;
};

const sentences = { received: uiWords.stripReceived, start: uiWords.stripStart, counted: uiWords.stripCounts, skipped: uiWords.stripSkipped, moved: uiWords.stripMoved, due: uiWords.stripDue } as const;
const columns = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const whyOf = (lang: Lang, day: Counted): string => {
  const what = [say(lang, sentences[day.kind]), day.n === null ? '' : say(lang, uiWords.stripNth, { n: day.n })].filter(Boolean).join(', ');
  const why = day.names ? day.names[lang] : day.why === 'weekend' ? say(lang, uiWords.stripWeekend) : day.why === 'worked' ? say(lang, uiWords.stripWorked) : day.kind === 'received' ? say(lang, uiWords.stripLate) : '';
  return [what, why].filter(Boolean).join(': ');
};

/** The month's name over the first day shown and over every first of a month: «қар», «дек», “Dec”. */
const monthOver = (lang: Lang, on: Day, first: boolean): string => {
  const name = monthName(lang, Number(on.slice(5, 7))).slice(0, 3);
  return first || on.endsWith('-01') ? (lang === 'en' ? name : name.toLowerCase()) : '\u00A0';
};

/** The deadline strip: each counted, skipped and moved day under the due date (product.md, rule 3), laid out as the weeks of a wall calendar. `rule` says by what it was counted. */
export const DeadlineStrip = ({ lang, days, today, rule }: { lang: Lang; days: readonly Counted[]; today: Day; rule: string }): VNode => {
  const named = days.filter((day) => day.kind === 'received' || (day.names !== null && day.kind !== 'counted'));
  const has = (kind: Counted['kind']) => days.some((day) => day.kind === kind);
  return (
    <div>
      <p>{rule}</p>
      <ol class="strip">
        {columns.map((name, at) => <li key={name} class={`head ${name}`} aria-hidden="true">{weekdayShort(lang, at + 1)}</li>)}
        {days.map((day, at) => (
          <li key={day.on} class={[columns[weekday(day.on) - 1], day.kind, day.on === today ? 'today' : day.on < today ? 'gone' : ''].filter(Boolean).join(' ')} title={`${longDay(lang, day.on)}: ${whyOf(lang, day)}`}>
            <i aria-hidden="true">{monthOver(lang, day.on, at === 0)}</i><b aria-hidden="true">{Number(day.on.slice(8))}</b><i aria-hidden="true">{day.n ?? '–'}</i>
            <span class="hidden">{`${dayOfMonth(lang, day.on)}: ${whyOf(lang, day)}${day.on === today ? `, ${say(lang, uiWords.stripToday)}` : ''}`}</span>
          </li>
        ))}
      </ol>
      <ul class="legend">
        <li><i class="start" />{say(lang, uiWords.stripStart)}</li>
        <li><i />{say(lang, uiWords.stripCounted)}</li>
        {has('skipped') && <li><i class="skipped" />{say(lang, uiWords.stripSkipped)}</li>}
        <li><i class="due" />{say(lang, uiWords.stripDue)}</li>
        {days.some((day) => day.on === today) && <li><i class="today" />{say(lang, uiWords.stripToday)}</li>}
      </ul>
      {named.length > 0 && <ul class="legend">{named.map((day) => <li key={day.on}>{dayOfMonth(lang, day.on)}: {whyOf(lang, day)}</li>)}</ul>}
    </div>
  );
};
