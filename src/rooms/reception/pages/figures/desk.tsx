import type { VNode } from 'preact';
import { addDays, daysBetween, today, weekday, type Day } from '../../../../kernel/day.ts';
import { clockTime, count, shortDay, weekdayShort } from '../../../../kernel/show.ts';
import { refuse } from '../../../../kernel/refusal.ts';
import { say, type Lang, type Sentence } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import type { Answer, Asked } from '../../../../platform/web.ts';
import { Bars } from '../../../../ui/charts.tsx';
import { Select } from '../../../../ui/fields.tsx';
import { Summary, Table, Tag, type Tone } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { peopleByIds } from '../../../people/contract.ts';
import { nameOf, openUnits } from '../../../units/contract.ts';
import { branchesSeen } from '../../policy/outings.ts';
import { dayOfBranch, weekOfBranch, type BranchDay, type BranchWeek } from '../../store/figures-day.ts';
import { dayWords as w, kindWords, stateWords, whyWords } from '../../words/figures-day.ts';

const weekDays = 7;

/** The day of one's branch for the clerk, the week of it for the head. */
export const branchDay = async (asked: Asked): Promise<Answer> => {
  const { lang, ctx } = asked;
  const on = today(ctx.clock);
  const from = addDays(on, 1 - weekDays);
  const found = await read(ctx, async (q) => {
    const branches = await openUnits(q, 'branch', branchesSeen(ctx.actor));
    const branch = branches.find((one) => String(one.id) === asked.query.get('branch')) ?? branches[0];
    if (!branch) return null;
    const [day, week] = [await dayOfBranch(q, branch.id, on, new Date(ctx.clock.now())), await weekOfBranch(q, branch.id, from, on)];
    const names = await peopleByIds(q, [...day.receptions, ...week.missed, ...week.late].map((one) => one.accountId));
    return { branches, branch, day, week, name: (id: number) => names.get(id)?.name ?? '' };
  });
  if (!found) return refuse('branch_not_found');
  const title = say(lang, w.title, { branch: nameOf(found.branch, lang) });
  return (
    <Desk asked={asked} title={title}>
      <div class="stack">
        <h1>{title}</h1>
        {found.branches.length > 1 && <form class="filters" method="get">
          <Select lang={lang} name="branch" label={say(lang, w.branch)} value={String(found.branch.id)} choices={found.branches.map((one) => ({ value: String(one.id), text: nameOf(one, lang) }))} />
          <button class="button second">{say(lang, w.show)}</button>
        </form>}
        <p class="row small"><a href={`/${lang}/figures/receptions?branch=${found.branch.id}`}>{say(lang, w.toFigures)}</a></p>
        <Today lang={lang} on={on} day={found.day} name={found.name} />
        <Week lang={lang} from={from} on={on} week={found.week} name={found.name} />
      </div>
    </Desk>
  );
};

const minutes = (lang: Lang, value: number | null): string => (value === null ? '–' : say(lang, w.minutes, { value: Math.round(value) }));
const tones: Readonly<Record<string, Tone>> = { planned: 'new', under_way: 'work', held: 'done', missed: 'late', cancelled: 'plain' };
const sayOf = (lang: Lang, words: Readonly<Record<string, Sentence>>, code: string): string => words[code]?.[lang] ?? code;

const Today = ({ lang, on, day, name }: { lang: Lang; on: Day; day: BranchDay; name: (id: number) => string }): VNode => (
  <section class="stack">
    <h2>{say(lang, w.today, { on: shortDay(on) })}</h2>
    <Summary rows={[
      { label: say(lang, w.waitNow), value: count(day.waiting) }, { label: say(lang, w.longest), value: minutes(lang, day.longestMinutes) }, { label: say(lang, w.atDesks), value: count(day.serving) },
      { label: say(lang, w.received), value: count(day.visits) }, { label: say(lang, w.medianWait), value: minutes(lang, day.medianMinutes) }, { label: say(lang, w.promised), value: count(day.promises) }, { label: say(lang, w.left), value: count(day.left) },
    ]} />
    <h3>{say(lang, w.receptions)}</h3>
    <Table label={say(lang, w.receptions)} empty={say(lang, w.noReceptions)} columns={[{ title: say(lang, w.time) }, { title: say(lang, w.official) }, { title: say(lang, w.kind) }, { title: say(lang, w.state) }, { title: say(lang, w.booked), number: true }, { title: say(lang, w.received), number: true }]}
      rows={day.receptions.map((one) => [
        <a href={`/${lang}/desk/receptions/${one.id}`}>{clockTime(one.fromMinute)}–{clockTime(one.toMinute)}</a>, name(one.accountId), [sayOf(lang, kindWords, one.kind), one.place].filter(Boolean).join(', '),
        <Tag tone={tones[one.state] ?? 'plain'}>{sayOf(lang, stateWords, one.state)}</Tag>, count(one.booked), count(one.received),
      ])} />
  </section>
);

const Week = ({ lang, from, on, week, name }: { lang: Lang; from: Day; on: Day; week: BranchWeek; name: (id: number) => string }): VNode => (
  <section class="stack">
    <h2>{say(lang, w.week, { from: shortDay(from), to: shortDay(on) })}</h2>
    <h3>{say(lang, w.missedTitle, { count: week.missed.length })}</h3>
    <Table label={say(lang, w.missedTitle, { count: week.missed.length })} empty={say(lang, w.noneMissed)} columns={[{ title: say(lang, w.official) }, { title: say(lang, w.duty) }, { title: say(lang, w.lastDay) }, { title: say(lang, w.why) }]}
      rows={week.missed.map((one) => [name(one.accountId), one.names[lang], shortDay(one.dueOn), sayOf(lang, whyWords, one.why)])} />
    <h3>{say(lang, w.lateTitle, { count: week.lateAll })}</h3>
    <Table label={say(lang, w.lateTitle, { count: week.lateAll })} empty={say(lang, w.noneLate)} columns={[{ title: say(lang, w.visit) }, { title: say(lang, w.whoPromised) }, { title: say(lang, w.lastDay) }, { title: say(lang, w.daysLate), number: true }]}
      rows={week.late.map((one) => [<a href={`/${lang}/desk/visits/${one.number}`}>{one.number}</a>, name(one.accountId), shortDay(one.dueOn), count(daysBetween(one.dueOn, on))])} />
    <h3>{say(lang, w.waitTitle)}</h3>
    {week.waited.length === 0 ? <p class="quiet">{say(lang, w.noneWaited)}</p> : <>
      <Bars lang={lang} bars={week.waited.map((one) => ({ label: `${weekdayShort(lang, weekday(one.on))} ${shortDay(one.on).slice(0, 5)}`, value: one.median === null ? 0 : Math.round(one.median) }))} />
      <Table label={say(lang, w.waitTitle)} columns={[{ title: say(lang, w.day) }, { title: say(lang, w.servedCount), number: true }, { title: say(lang, w.half), number: true }, { title: say(lang, w.nineOfTen), number: true }]}
        rows={week.waited.map((one) => [shortDay(one.on), count(one.served), minutes(lang, one.median), minutes(lang, one.p90)])} />
    </>}
  </section>
);
