import type { VNode } from 'preact';
import { moment, shortDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { Timeline, type Happening } from '../../../../ui/parts.tsx';
import type { Extension } from '../../store/beside.ts';
import type { HistoryRow } from '../../store/promise.ts';
import { happenedWords as w, taskWords } from '../../words/task.ts';
import { placeName, taskHref } from './forms.tsx';
import { PaperList } from './papers.tsx';
import type { Shown, View } from './view.ts';

const turns: ReadonlySet<HistoryRow['act']> = new Set(['give', 'hand_over', 'report', 'return', 'settle', 'withdraw']);

const titleOf = (lang: Lang, view: View, row: HistoryRow): string => {
  const to = placeName(view, row.to);
  const days = { before: shortDay(row.dueBefore ?? row.dueAfter), after: shortDay(row.dueAfter) };
  switch (row.act) {
    case 'give': return say(lang, w.give, { to });
    case 'accept': return say(lang, w.accept, { to });
    case 'hand_over': return say(lang, w.hand_over, { from: row.from === null ? '' : placeName(view, row.from), to });
    case 'ask_time': return say(lang, w.ask_time, { asked: shortDay(view.extensions.find((one) => one.askedAt.getTime() === row.at.getTime())?.toOn ?? row.dueAfter) });
    case 'move_term': return say(lang, w.move_term, days);
    case 'grant_time': return say(lang, w.grant_time, days);
    case 'deny_time': return say(lang, w.deny_time, { after: days.after });
    default: return say(lang, w[row.act]);
  }
};

/** A request for more time that nobody decided ends with the act that made it needless, at its moment: what was asked may not vanish unsaid. */
const endedWith = (view: View, row: HistoryRow): Extension | undefined =>
  row.act === 'report' || row.act === 'withdraw' ? view.extensions.find((one) => one.granted === false && one.decidedBy === null && one.decidedAt?.getTime() === row.at.getTime()) : undefined;

/** Every act on it, oldest first. What was given is said above as the assignment itself. */
export const Story = ({ lang, view }: { lang: Lang; view: View }): VNode => (
  <section aria-labelledby="story">
    <h2 id="story">{say(lang, taskWords.history)}</h2>
    <Timeline happenings={view.history.flatMap((row): readonly Happening[] => {
      const by = row.byAccount === null ? say(lang, taskWords.bySystem) : view.personName(row.byAccount);
      const ended = endedWith(view, row);
      return [
        { at: row.at, title: titleOf(lang, view, row), words: row.act === 'give' ? null : row.reason, by, turn: turns.has(row.act) },
        ...(ended ? [{ at: row.at, title: say(lang, row.act === 'report' ? w.time_ended_by_report : w.time_ended, { asked: shortDay(ended.toOn) }), by }] : []),
      ];
    })} />
  </section>
);

/** No map of somebody else's learns what is looked at: the device opens its own. */
const Place = ({ lang, taken }: { lang: Lang; taken: NonNullable<Shown['taken']> }): VNode => (
  <p class="small">
    {say(lang, taskWords.takenAt)}: <a class="number" href={`geo:${taken.lat},${taken.lon}`}>{taken.lat}, {taken.lon}</a>
    {taken.metres !== null && <span class="number">, {say(lang, taskWords.within, { metres: taken.metres })}</span>}
    {taken.takenAt !== null && <span class="number">, {moment(taken.takenAt)}</span>}
  </p>
);

export const Reports = ({ lang, view }: { lang: Lang; view: View }): VNode => (
  <section aria-labelledby="reports">
    <h2 id="reports">{say(lang, taskWords.reports)}</h2>
    {view.reports.length === 0 && <p class="quiet">{say(lang, taskWords.reportsNone)}</p>}
    {view.reports.map((one) => (
      <article key={one.id} class="box" id={`report-${one.id}`}>
        <p><strong>{say(lang, one.kind === 'report' ? taskWords.reportBy : taskWords.helpBy)}</strong> <span class="quiet small">{moment(one.at)} · {placeName(view, { unitId: one.byUnit, accountId: one.byAccount })}</span></p>
        <p class="plain">{one.text}</p>
        {one.taken && <Place lang={lang} taken={one.taken} />}
        <PaperList lang={lang} papers={one.papers} at={taskHref(lang, view.a.id)} />
      </article>
    ))}
  </section>
);
