import type { VNode } from 'preact';
import { daysBetween, type Day } from '../../../../kernel/day.ts';
import { longDay, shortDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { Tag, type Tone } from '../../../../ui/parts.tsx';
import { isOpen, type Assignment, type Stage } from '../../law.ts';
import { boardWords as w } from '../../words/board.ts';
import { stageWords } from '../../words.ts';
import { soonDays } from './rows.ts';

const tones: Readonly<Record<Stage, Tone>> = { given: 'new', accepted: 'work', reported: 'soon', returned: 'late', settled: 'done', withdrawn: 'plain' };

export const StageTag = ({ lang, stage }: { lang: Lang; stage: Stage }): VNode => <Tag tone={tones[stage]}>{say(lang, stageWords[stage])}</Tag>;

export const DueTag = ({ lang, a, today }: { lang: Lang; a: Pick<Assignment, 'dueOn' | 'stage'>; today: Day }): VNode | null => {
  if (!isOpen(a.stage)) return null;
  const left = daysBetween(today, a.dueOn as Day);
  if (left < 0) return <Tag tone="late">{say(lang, w.daysLate, { days: -left })}</Tag>;
  if (left === 0) return <Tag tone="soon">{say(lang, w.dueToday)}</Tag>;
  return <Tag tone={left <= soonDays ? 'soon' : 'plain'}>{say(lang, w.daysLeft, { days: left })}</Tag>;
};

const Dated = ({ lang, on }: { lang: Lang; on: string }): VNode => <time dateTime={on} title={longDay(lang, on)}>{shortDay(on)}</time>;

/** The nearer of two days first: what the branch promised, and the holder's own. The board stands in the order of the holder's day. */
export const Due = ({ lang, a, promised, today }: { lang: Lang; a: Assignment; promised: Day | null; today: Day }): VNode => {
  const first = promised !== null && promised < a.dueOn;
  return (
    <>
      <Dated lang={lang} on={first ? promised : a.dueOn} /><div><DueTag lang={lang} a={first ? { ...a, dueOn: promised } : a} today={today} /></div>
      {first && <div class="quiet small">{say(lang, w.promised)}</div>}
      {promised !== null && <div class="quiet small">{say(lang, first ? w.ownDay : w.promised)}: <Dated lang={lang} on={first ? a.dueOn : promised} /></div>}
    </>
  );
};

/** What raises its hand, in words. */
export const Flags = ({ lang, a }: { lang: Lang; a: Assignment }): VNode | null => {
  const raised = [...(a.waits ? [say(lang, w.flagWaits)] : []), ...(a.carousel ? [say(lang, w.flagCarousel)] : []), ...(a.rung > 0 ? [say(lang, w.flagRisen, { rung: a.rung })] : [])];
  return raised.length === 0 ? null : <div class="small">{raised.map((text) => <span key={text}> <Tag tone="soon">{text}</Tag></span>)}</div>;
};
