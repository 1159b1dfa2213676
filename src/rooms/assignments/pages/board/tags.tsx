import type { VNode } from 'preact';
import { daysBetween, type Day } from '../../../../kernel/day.ts';
import { longDay, shortDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { Tag, type Tone } from '../../../../ui/parts.tsx';
import type { Near } from '../../../calendar/contract.ts';
import { isOpen, type Assignment, type Stage } from '../../law.ts';
import { boardWords as w } from '../../words/board.ts';
import { stageWords } from '../../words.ts';

const tones: Readonly<Record<Stage, Tone>> = { given: 'new', accepted: 'work', reported: 'soon', returned: 'late', settled: 'done', withdrawn: 'plain' };

export const StageTag = ({ lang, stage }: { lang: Lang; stage: Stage }): VNode => <Tag tone={tones[stage]}>{say(lang, stageWords[stage])}</Tag>;

/** The nearer day. What is ahead is told in working days, as the drawer counts them; what is late in days: the person waits on days off too. */
export const DueTag = ({ lang, a, near }: { lang: Lang; a: Pick<Assignment, 'nearOn' | 'stage'>; near: Near }): VNode | null => {
  if (!isOpen(a.stage)) return null;
  const on = a.nearOn as Day;
  if (on < near.today) return <Tag tone="late">{say(lang, w.daysLate, { days: daysBetween(on, near.today) })}</Tag>;
  if (on === near.today) return <Tag tone="soon">{say(lang, w.dueToday)}</Tag>;
  const left = near.left(on);
  return <Tag tone={on <= near.soonUntil ? 'soon' : 'plain'}>{left === 0 ? say(lang, w.noneLeft) : say(lang, w.daysLeft, { days: left })}</Tag>;
};

const Dated = ({ lang, on }: { lang: Lang; on: string }): VNode => <time dateTime={on} title={longDay(lang, on)}>{shortDay(on)}</time>;

/** What the branch promised comes before the holder's own day. */
const promisedFirst = (a: Pick<Assignment, 'promisedOn' | 'dueOn'>): boolean => a.promisedOn !== null && a.promisedOn < a.dueOn;

/** Whose the nearer day is, where that is not the holder's own. */
export const Promised = ({ lang, a }: { lang: Lang; a: Pick<Assignment, 'promisedOn' | 'dueOn'> }): VNode | null => (promisedFirst(a) ? <span class="quiet small">{say(lang, w.promised)}</span> : null);

/** The day that comes after the nearer one, and whose it is; nothing where one clock runs. */
export const OtherDay = ({ lang, a }: { lang: Lang; a: Pick<Assignment, 'promisedOn' | 'dueOn'> }): VNode | null => {
  const first = promisedFirst(a);
  return a.promisedOn === null ? null : <span class="quiet small">{say(lang, first ? w.ownDay : w.promised)}: <Dated lang={lang} on={first ? a.dueOn : a.promisedOn} /></span>;
};

/** The nearer of two days first, in whose order the board stands: what the branch promised, and the holder's own. */
export const Due = ({ lang, a, near }: { lang: Lang; a: Assignment; near: Near }): VNode => (
  <>
    <Dated lang={lang} on={a.nearOn} /><div><DueTag lang={lang} a={a} near={near} /></div>
    {promisedFirst(a) && <div><Promised lang={lang} a={a} /></div>}
    {a.promisedOn !== null && <div><OtherDay lang={lang} a={a} /></div>}
  </>
);

/** Beside a name: they are away, until when, and who stands in. */
export const AwayTag = ({ text }: { text: string }): VNode | null => (text === '' ? null : <Tag tone="soon">{text}</Tag>);

/** What raises its hand, in words. */
export const Flags = ({ lang, a }: { lang: Lang; a: Assignment }): VNode | null => {
  const raised = [...(a.waits ? [say(lang, w.flagWaits)] : []), ...(a.carousel ? [say(lang, w.flagCarousel)] : []), ...(a.rung > 0 ? [say(lang, w.flagRisen, { rung: a.rung })] : [])];
  return raised.length === 0 ? null : <div class="small">{raised.map((text) => <span key={text}> <Tag tone="soon">{text}</Tag></span>)}</div>;
};
