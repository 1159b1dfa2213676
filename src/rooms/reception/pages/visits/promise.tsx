import type { VNode } from 'preact';
import type { Day } from '../../../../kernel/day.ts';
import { dayOf, longDay, shortDay, untilDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { Fold, Tag } from '../../../../ui/parts.tsx';
import { DeadlineStrip } from '../../../../ui/strip.tsx';
import { nameOf } from '../../../units/contract.ts';
import { visitWords as w } from '../../words/visits.ts';
import type { Shown } from './view.ts';

/** «Отдел ЖКХ, Бауыржан»: who keeps it. */
export const whoKeeps = (lang: Lang, p: Shown): string => [p.unit ? nameOf(p.unit, lang) : '', p.who].filter(Boolean).join(', ');
export const PromiseTag = ({ lang, promise }: { lang: Lang; promise: Shown }): VNode =>
  promise.open ? (promise.late ? <Tag tone="late">{say(lang, w.promiseLate)}</Tag> : <Tag tone="work">{say(lang, w.promiseOpen)}</Tag>)
  : promise.kept === true ? <Tag tone="done">{say(lang, w.promiseKept)}</Tag> : <Tag tone="plain">{say(lang, w.promiseGone)}</Tag>;

/** What was said, who does it, by when, and the days that were counted. */
export const PromiseBox = ({ lang, promise, today, children }: { lang: Lang; promise: Shown; today: Day; children?: VNode | null | undefined }): VNode => (
  <div class="visit-promise">
    <p class="plain"><strong>{promise.text}</strong></p>
    <p>{whoKeeps(lang, promise)} · <strong title={longDay(lang, promise.dueOn)}>{say(lang, w.until, { day: untilDay(lang, promise.dueOn) })}</strong> <PromiseTag lang={lang} promise={promise} /></p>
    {promise.puts.map((put) => put.said === null ? null : <p key={put.at.getTime()} class="quiet plain">{say(lang, w.putBefore, { day: shortDay(dayOf(put.at)), said: put.said })}</p>)}
    {children}
    <Fold title={say(lang, w.promiseDays)}>
      <DeadlineStrip lang={lang} days={promise.days} today={today} rule={say(lang, w.promiseRule, { from: longDay(lang, promise.givenOn), count: promise.count })} />
    </Fold>
  </div>
);
