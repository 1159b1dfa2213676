import type { VNode } from 'preact';
import { wallClock, type Day } from '../../../kernel/day.ts';
import { longDay } from '../../../kernel/show.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import type { Read } from '../../../platform/db.ts';
import { DeadlineStrip } from '../../../ui/strip.tsx';
import { Fold } from '../../../ui/parts.tsx';
import { uiWords } from '../../../ui/words.ts';
import { addWorkingDays, calendarOfVersion, calendarStrip, onOrAfter, stripBefore, workingStrip, type StripDay } from '../../calendar/contract.ts';
import type { Kind } from '../law/stages.ts';
import { rulesByVersion, spanEnd, type Span } from '../law/terms.ts';
import type { Appeal } from '../store/tables.ts';
import { clockWords } from '../words/clocks.ts';
import { commonWords } from '../words/labels.ts';

/** What a due day is made of: enough to count it again. */
export type Termed = { readonly kind: Kind; readonly termFromOn: Day; readonly dueOn: Day; readonly originalDueOn: Day; readonly ruleVersion: string; readonly calendarVersion: string; readonly receivedAt: Date; readonly registeredOn: Day };
export type Unfolded = { readonly days: readonly StripDay[]; readonly span: Span | null; readonly moved: boolean;
  /** the day the rule alone gives */
  readonly counted: Day | null };

/** The days of the present term, counted again by the very versions that made it. `moved`: a decision put the day elsewhere. */
export const unfold = async (q: Read, a: Termed): Promise<Unfolded> => {
  const calendar = await calendarOfVersion(q, a.calendarVersion);
  const span = rulesByVersion(a.ruleVersion)?.answer[a.kind] ?? null;
  const working = { version: calendar.version, add: (from: Day, n: number) => addWorkingDays(calendar, from, n), onOrAfter: (on: Day) => onOrAfter(calendar, on) };
  const counted = span && spanEnd(span, a.termFromOn, working);
  // a term of its own after forwarding begins on a day of its own
  const before = a.termFromOn === a.registeredOn ? stripBefore(calendar, wallClock(a.receivedAt.getTime()).on, a.termFromOn) : [];
  if (span && counted === a.dueOn) {
    const days = span.unit === 'working' ? workingStrip(calendar, a.termFromOn, span.count) : calendarStrip(calendar, a.termFromOn, calendarEnd(span, a.termFromOn, a.dueOn));
    return { days: [...before, ...days], span, moved: false, counted };
  }
  return { days: [...before, ...calendarStrip(calendar, a.termFromOn, a.dueOn)], span, moved: true, counted };
};

/** The day before moving: the strip itself shows the move. */
const calendarEnd = (span: Span, from: Day, dueOn: Day): Day =>
  span.unit === 'calendar' ? (new Date(Date.parse(`${from}T00:00:00Z`) + span.count * 86_400_000).toISOString().slice(0, 10) as Day) : dueOn;

/** Only what was seen quoted may be called law (practice.md): the rest is named as the rule the house follows. */
const ruleText = (lang: Lang, a: Termed, { span, moved, counted }: Unfolded): string => {
  if (moved || !span) return say(lang, commonWords.ruleMoved, { day: longDay(lang, a.dueOn), before: longDay(lang, counted ?? a.originalDueOn) });
  const named = span.source.replace(commonWords.code.ru, commonWords.code[lang]).replaceAll('№ ', '№\u00A0');
  const source = span.source === 'branch rules' ? say(lang, commonWords.charter) : span.mark === 'L' ? named : say(lang, commonWords.unconfirmed, { source: named });
  return say(lang, span.unit === 'working' ? commonWords.ruleWorking : commonWords.ruleCalendar, { from: longDay(lang, a.termFromOn), count: span.count, source });
};

export const Term = ({ lang, appeal, unfolded, today, open = false, title = say(lang, uiWords.stripOpen) }: { lang: Lang; appeal: Termed; unfolded: Unfolded; today: Day; open?: boolean; title?: string }): VNode => (
  <Fold title={title} open={open}>
    <DeadlineStrip lang={lang} days={unfolded.days} today={today} rule={ruleText(lang, appeal, unfolded)} />
  </Fold>
);

/** The branch's first promise as a term of its own; null where one clock runs. Decisions after forwarding move the body's term, not this day. */
export const promiseOf = (appeal: Pick<Appeal, 'kind' | 'own' | 'receivedAt' | 'registeredOn'>): Termed | null => appeal.own && { kind: appeal.kind, receivedAt: appeal.receivedAt, registeredOn: appeal.registeredOn, ...appeal.own, originalDueOn: appeal.own.dueOn };
export type Clocks = { readonly now: Unfolded; readonly own: Unfolded | null };
export const unfoldBoth = async (q: Read, appeal: Appeal): Promise<Clocks> => {
  const own = promiseOf(appeal);
  return { now: await unfold(q, appeal), own: own && await unfold(q, own) };
};

/** One strip, or two with the rule of each: the branch's promise, and the term of whoever has the matter. */
export const Terms = ({ lang, appeal, clocks, today, unit }: { lang: Lang; appeal: Appeal; clocks: Clocks; today: Day; unit: string }): VNode => {
  const own = promiseOf(appeal);
  if (own === null || clocks.own === null) return <Term lang={lang} appeal={appeal} unfolded={clocks.now} today={today} />;
  return (
    <section class="stack" aria-label={say(lang, clockWords.title)}>
      <Term lang={lang} appeal={own} unfolded={clocks.own} today={today} title={say(lang, clockWords.promise, { day: longDay(lang, own.dueOn) })} />
      <Term lang={lang} appeal={appeal} unfolded={clocks.now} today={today} title={say(lang, clockWords.body, { unit, day: longDay(lang, appeal.dueOn) })} />
    </section>
  );
};

/** The nearer of the two days: what somebody must keep first. */
export const nearest = ({ dueOn, own }: Pick<Appeal, 'dueOn' | 'own'>): { readonly on: Day; readonly promise: boolean } =>
  own !== null && own.dueOn < dueOn ? { on: own.dueOn, promise: true } : { on: dueOn, promise: false };
