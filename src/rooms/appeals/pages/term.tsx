import type { VNode } from 'preact';
import type { Day } from '../../../kernel/day.ts';
import { longDay } from '../../../kernel/show.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import type { Read } from '../../../platform/db.ts';
import { DeadlineStrip } from '../../../ui/strip.tsx';
import { Fold } from '../../../ui/parts.tsx';
import { uiWords } from '../../../ui/words.ts';
import { addWorkingDays, calendarOfVersion, calendarStrip, onOrAfter, workingStrip, type StripDay } from '../../calendar/contract.ts';
import type { Kind } from '../law/stages.ts';
import { rulesByVersion, spanEnd, type Span } from '../law/terms.ts';
import { commonWords } from '../words/labels.ts';

/** What a due day is made of: enough to count it again. */
export type Termed = { readonly kind: Kind; readonly termFromOn: Day; readonly dueOn: Day; readonly originalDueOn: Day; readonly ruleVersion: string; readonly calendarVersion: string };
export type Unfolded = { readonly days: readonly StripDay[]; readonly span: Span | null; readonly moved: boolean };

/** The days of the present term, counted again by the very versions that made it. `moved`: a decision put the day elsewhere. */
export const unfold = async (q: Read, a: Termed): Promise<Unfolded> => {
  const calendar = await calendarOfVersion(q, a.calendarVersion);
  const span = rulesByVersion(a.ruleVersion)?.answer[a.kind] ?? null;
  const days = { version: calendar.version, add: (from: Day, n: number) => addWorkingDays(calendar, from, n), onOrAfter: (on: Day) => onOrAfter(calendar, on) };
  if (span && spanEnd(span, a.termFromOn, days) === a.dueOn) {
    return { days: span.unit === 'working' ? workingStrip(calendar, a.termFromOn, span.count) : calendarStrip(calendar, a.termFromOn, calendarEnd(span, a.termFromOn, a.dueOn)), span, moved: false };
  }
  return { days: calendarStrip(calendar, a.termFromOn, a.dueOn), span, moved: true };
};

/** The day before moving: the strip itself shows the move. */
const calendarEnd = (span: Span, from: Day, dueOn: Day): Day =>
  span.unit === 'calendar' ? (new Date(Date.parse(`${from}T00:00:00Z`) + span.count * 86_400_000).toISOString().slice(0, 10) as Day) : dueOn;

/** Only what was seen quoted may be called law (practice.md): the rest is named as the rule the house follows. */
const ruleText = (lang: Lang, a: Termed, { span, moved }: Unfolded): string => {
  if (moved || !span) return say(lang, commonWords.ruleMoved, { day: longDay(lang, a.dueOn), before: longDay(lang, a.originalDueOn) });
  const named = span.source.replace(commonWords.code.ru, commonWords.code[lang]).replaceAll('№ ', '№\u00A0');
  const source = span.source === 'branch rules' ? say(lang, commonWords.charter) : span.mark === 'L' ? named : say(lang, commonWords.unconfirmed, { source: named });
  return say(lang, span.unit === 'working' ? commonWords.ruleWorking : commonWords.ruleCalendar, { from: longDay(lang, a.termFromOn), count: span.count, source });
};

export const Term = ({ lang, appeal, unfolded, today, open = false }: { lang: Lang; appeal: Termed; unfolded: Unfolded; today: Day; open?: boolean }): VNode => (
  <Fold title={say(lang, uiWords.stripOpen)} open={open}>
    <DeadlineStrip lang={lang} days={unfolded.days} today={today} rule={ruleText(lang, appeal, unfolded)} />
  </Fold>
);
