import type { VNode } from 'preact';
import { say, type Lang } from '../../../../kernel/words.ts';
import { FirstBold, Tag, Timeline, type Happening } from '../../../../ui/parts.tsx';
import type { TimelineRow } from '../../store/matter.ts';
import { deskWords } from '../../words/desk.ts';
import { sentenceOf } from '../../words/timeline.ts';
import { keptWarnings } from './check.tsx';
import type { View } from './view.ts';

const turns: ReadonlySet<string> = new Set(['registered', 'forwarded', 'answered', 'answered_with', 'reopened', 'extended', 'term_moved', 'withdrawn']);
/** Their words are kept by the promise itself: what to do when given, why when returned. */
const fromPromise: Readonly<Record<string, readonly string[]>> = { assigned: ['give', 'hand_over'], draft_returned: ['return'] };

const byWhom = (lang: Lang, row: TimelineRow, view: View): string =>
  row.byKind === 'staff' && row.byAccount !== null ? view.personName(row.byAccount) : row.byKind === 'system' ? say(lang, deskWords.bySystem) : say(lang, deskWords.byHolder);

/** What happened, oldest first; what only colleagues see is marked by word and shape. */
export const Story = ({ lang, view }: { lang: Lang; view: View }): VNode => (
  <section aria-labelledby="story">
    <h2 id="story">{say(lang, deskWords.story)}</h2>
    <Timeline happenings={view.rows.map((row): Happening => ({
      at: row.at,
      title: <><FirstBold text={sentenceOf(lang, row, { unit: view.unitName, person: view.personName })} /> {!row.public && <Tag tone="plain">{say(lang, deskWords.inner)}</Tag>}{keptWarnings(lang, row)}</>,
      words: fromPromise[row.code] !== undefined ? view.history.find((one) => one.at.getTime() === row.at.getTime() && fromPromise[row.code]?.includes(one.act))?.reason : row.text,
      by: byWhom(lang, row, view), inner: !row.public, turn: turns.has(row.code),
    }))} />
  </section>
);
