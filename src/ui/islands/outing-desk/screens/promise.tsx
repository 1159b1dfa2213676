import type { VNode } from 'preact';
import { isDay, wallClock } from '../../../../kernel/day.ts';
import { say } from '../../../../kernel/words.ts';
import { dayFault, quickDays, spokenDay, workingDayAfter } from '../calendar.ts';
import { faultWords, visitWords as w } from '../words.ts';
import type { Kit } from '../wire.ts';
import type { MatterProps } from './given.ts';

type Choice = { readonly unitId: number; readonly name: string; readonly fits: boolean };

/** Whoever answers for the topic first, then the officials' own offices, then the rest. */
const executors = (kit: Kit, lang: MatterProps['lang'], topicCode: string | null): readonly Choice[] => {
  const own = kit.officials.map((one) => ({ unitId: one.unitId, name: one.unit[lang], fits: false }));
  const bodies = kit.bodies.map((one) => ({ unitId: one.unitId, name: one.names[lang], fits: topicCode !== null && one.topics.includes(topicCode) }));
  const all = [...bodies.filter((one) => one.fits), ...own, ...bodies.filter((one) => !one.fits)];
  return all.filter((one, at) => all.findIndex((other) => other.unitId === one.unitId) === at);
};

/** Who, what, by when: said, read back, kept. */
export const PromiseForm = ({ lang, desk, kit, matter, wrong, change }: MatterProps): VNode => {
  const { on: today } = wallClock(desk.now());
  const fault = matter.dueOn === '' ? null : dayFault(kit.calendar, today, matter.dueOn);
  const who = kit.officials.find((one) => one.accountId === matter.accountId);
  const choices = executors(kit, lang, matter.topicCode);
  const bad = (field: string): string => (wrong.includes(field) ? 'field wrong' : 'field');
  return (
    <div class="box outing-promise">
      <div class={bad('official')}>
        <label for="official">{say(lang, w.promiser)}</label>
        <select id="official" value={matter.accountId ?? ''} onChange={(event) => change({ accountId: Number(event.currentTarget.value) || null, readBack: false })}>
          <option value="" />
          {kit.officials.map((one) => <option key={one.accountId} value={one.accountId}>{one.name}</option>)}
        </select>
      </div>
      <div class={bad('promise')}>
        <label for="promise">{say(lang, w.promise)}</label>
        <textarea id="promise" rows={2} maxLength={2_000} value={matter.promise} onInput={(event) => change({ promise: event.currentTarget.value, readBack: false })} />
      </div>
      <div class={bad('body')}>
        <label for="body">{say(lang, w.executor)}</label>
        <select id="body" value={matter.executorUnit ?? ''} onChange={(event) => change({ executorUnit: Number(event.currentTarget.value) || null })}>
          <option value="" />
          {choices.map((one) => <option key={one.unitId} value={one.unitId}>{one.name}</option>)}
        </select>
      </div>
      <fieldset class={wrong.includes('day') ? 'wrong' : undefined}>
        <legend class="ask">{say(lang, w.due)}</legend>
        <div class="outing-chips">
          {quickDays.map((n) => {
            const on = workingDayAfter(kit.calendar, today, n);
            return on && <button key={n} type="button" aria-pressed={matter.dueOn === on} onClick={() => change({ dueOn: on, readBack: false })}>{say(lang, w.dueQuick, { n })}<span class="small">{spokenDay(lang, on, today)}</span></button>;
          })}
        </div>
        <label class="outing-other" for="day">{say(lang, w.dueOther)}</label>
        <input id="day" type="date" min={today} max={kit.calendar.to} value={matter.dueOn} aria-invalid={fault !== null} onChange={(event) => change({ dueOn: event.currentTarget.value, readBack: false })} />
        {fault && <span class="error" role="alert">{say(lang, faultWords[fault])}</span>}
      </fieldset>
      {who && matter.promise.trim() !== '' && fault === null && isDay(matter.dueOn) && <p class="note outing-aloud">{say(lang, w.readBackText, { who: who.name, what: matter.promise.trim(), day: spokenDay(lang, matter.dueOn, today) })}</p>}
      <label class="choice"><input id="readBack" type="checkbox" checked={matter.readBack} onChange={(event) => change({ readBack: event.currentTarget.checked })} /><span>{say(lang, w.readBack)}</span></label>
    </div>
  );
};
