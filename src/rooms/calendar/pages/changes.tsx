import type { VNode } from 'preact';
import { weekday } from '../../../kernel/day.ts';
import { shortDay, weekdayShort } from '../../../kernel/show.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import { Table } from '../../../ui/parts.tsx';
import { builtIn } from '../kazakhstan.ts';
import type { Change, WorkCalendar } from '../law.ts';
import { pageWords as w } from '../words.ts';
import { dayWords } from './year.tsx';

/** Day by day, what it was and what it becomes. `before` null: the calendar that ships. */
export const Changes = ({ lang, title, before, after, changes }: { lang: Lang; title: string; before: WorkCalendar | null; after: WorkCalendar; changes: readonly Change[] }): VNode => {
  const from = before ?? builtIn(after.week);
  return (
    <Table caption={title} columns={[w.day, w.was, w.becomes].map((title) => ({ title: say(lang, title) }))} empty={say(lang, w.draftEmpty)}
      rows={changes.map(({ on }) => [`${shortDay(on)}, ${weekdayShort(lang, weekday(on))}`, dayWords(lang, from, on), <strong key="b">{dayWords(lang, after, on)}</strong>])} />
  );
};
