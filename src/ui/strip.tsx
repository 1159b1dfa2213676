import type { VNode } from 'preact';
import { weekday, type Day } from '../kernel/day.ts';
import { dayOfMonth, longDay, weekdayShort } from '../kernel/show.ts';
import { say, type Lang, type Sentence } from '../kernel/words.ts';
import { uiWords } from './words.ts';

/** One day of a term; rooms/calendar's `StripDay` fits. */
export type Counted = {
  readonly on: Day; readonly kind: 'start' | 'counted' | 'skipped' | 'moved' | 'due'; readonly n: number | null;
  readonly why: 'holiday' | 'carried' | 'moved_off' | 'worked' | 'weekend' | null; readonly names: Sentence | null;
};

const sentences = { start: uiWords.stripStart, counted: uiWords.stripCounted, skipped: uiWords.stripSkipped, moved: uiWords.stripMoved, due: uiWords.stripDue } as const;

const whyOf = (lang: Lang, day: Counted): string =>
  [say(lang, sentences[day.kind]), day.names ? day.names[lang] : day.why === 'weekend' ? say(lang, uiWords.stripWeekend) : day.why === 'worked' ? say(lang, uiWords.stripWorked) : ''].filter(Boolean).join(': ');

/** The deadline strip: each counted, skipped and moved day under the due date (product.md, rule 3). `rule` says by what it was counted. */
export const DeadlineStrip = ({ lang, days, today, rule }: { lang: Lang; days: readonly Counted[]; today: Day; rule: string }): VNode => {
  const named = days.filter((day) => day.names !== null && day.kind !== 'counted');
  return (
    <div>
      <p class="quiet small">{rule}</p>
      <ol class="strip">
        {days.map((day) => (
          <li key={day.on} class={[day.kind, day.on === today ? 'today' : day.on < today ? 'gone' : ''].filter(Boolean).join(' ')} title={`${longDay(lang, day.on)}: ${whyOf(lang, day)}`}>
            {weekdayShort(lang, weekday(day.on))}<b>{Number(day.on.slice(8))}</b>{day.n ?? '·'}
            <span class="hidden">{` ${dayOfMonth(lang, day.on)}: ${whyOf(lang, day)}${day.on === today ? `, ${say(lang, uiWords.stripToday)}` : ''}`}</span>
          </li>
        ))}
      </ol>
      <ul class="legend">
        <li><i class="start" />{say(lang, uiWords.stripStart)}</li>
        <li><i />{say(lang, uiWords.stripCounted)}</li>
        <li><i class="skipped" />{say(lang, uiWords.stripSkipped)}</li>
        <li><i class="due" />{say(lang, uiWords.stripDue)}</li>
      </ul>
      {named.length > 0 && <ul class="legend">{named.map((day) => <li key={day.on}>{dayOfMonth(lang, day.on)}: {whyOf(lang, day)}</li>)}</ul>}
    </div>
  );
};
