import type { VNode } from 'preact';
import { daysBetween, type Day } from '../../../kernel/day.ts';
import type { UrgencySign } from '../../../kernel/urgency.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import { Tag, type Tone } from '../../../ui/parts.tsx';
import type { Near } from '../../calendar/contract.ts';
import { isOpen, type Outcome, type Stage, type Verdict } from '../law/stages.ts';
import { commonWords, outcomeWords, stageWords, verdictWords } from '../words/labels.ts';
import { signWords, urgencyWords } from '../words/urgency.ts';

const stageTones: Readonly<Record<Stage, Tone>> = { registered: 'new', in_work: 'work', clarifying: 'soon', awaiting_approval: 'work', answered: 'done', closed: 'plain' };

export const StageTag = ({ lang, stage }: { lang: Lang; stage: Stage }): VNode => <Tag tone={stageTones[stage]}>{say(lang, stageWords[stage])}</Tag>;

const outcomeTones: Readonly<Record<Outcome, Tone>> = { done: 'done', explained: 'work', refused: 'late', forwarded: 'new', withdrawn: 'plain', left_without_consideration: 'plain' };
const verdictTones: Readonly<Record<Verdict, Tone>> = { solved: 'done', partly: 'soon', not_solved: 'late', silent: 'plain' };

/** The two keys, always both, never as one another (product.md, rule 1). */
export const OutcomeTag = ({ lang, outcome }: { lang: Lang; outcome: Outcome | null }): VNode => outcome === null ? <span class="quiet">–</span> : <Tag tone={outcomeTones[outcome]}>{say(lang, outcomeWords[outcome])}</Tag>;
export const VerdictTag = ({ lang, verdict }: { lang: Lang; verdict: Verdict | null }): VNode => verdict === null ? <span class="quiet">–</span> : <Tag tone={verdictTones[verdict]}>{say(lang, verdictWords[verdict])}</Tag>;

const soonDays = 3;

/**
 * How far the due day is, for matters where somebody still owes something. `near`: at the desk what is ahead is told in working days, as on the board;
 * the person is told days as they live them.
 */
export const DueTag = ({ lang, dueOn, today, stage, near }: { lang: Lang; dueOn: Day; today: Day; stage: Stage; near?: Near }): VNode | null => {
  if (!isOpen(stage)) return null;
  const left = daysBetween(today, dueOn);
  if (left < 0) return <Tag tone="late">{say(lang, commonWords.daysLate, { days: -left })}</Tag>;
  if (left === 0) return <Tag tone="soon">{say(lang, commonWords.dueToday)}</Tag>;
  if (near) {
    const working = near.left(dueOn);
    return <Tag tone={dueOn <= near.soonUntil ? 'soon' : 'plain'}>{working === 0 ? say(lang, commonWords.noneLeft) : say(lang, commonWords.workingLeft, { days: working })}</Tag>;
  }
  return <Tag tone={left <= soonDays ? 'soon' : 'plain'}>{say(lang, commonWords.daysLeft, { days: left })}</Tag>;
};

/** What may not wait, and why; nothing where nobody saw danger. */
export const UrgentTag = ({ lang, sign }: { lang: Lang; sign: UrgencySign | null }): VNode | null =>
  (sign === null ? null : <Tag tone="late">{say(lang, urgencyWords.tag, { sign: say(lang, signWords[sign]) })}</Tag>);

/** Beside a name: they are away, until when, and who stands in. */
export const AwayTag = ({ text }: { text: string }): VNode | null => (text === '' ? null : <Tag tone="soon">{text}</Tag>);
