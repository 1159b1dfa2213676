import type { VNode } from 'preact';
import { addDays, day, today, yearOf, type Day } from '../../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import { clockTime, count, dayOfMonth, monthName, shortDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import { html, type Answer, type Asked } from '../../../../platform/web.ts';
import { Back, Fold, Table } from '../../../../ui/parts.tsx';
import { Page } from '../../../../ui/shell.tsx';
import { postsNow, type PostNow } from '../../acts/duties/around.ts';
import { peopleByIds } from '../../../people/contract.ts';
import { unitsByIds } from '../../../units/contract.ts';
import { scheduledFor } from '../../law/duties/scheduled.ts';
import { dutiesByIds, publicDutiesOf, type Duty } from '../../store/duties.ts';
import { expectedOfPerson, type Expected } from '../../store/expected.ts';
import { daysHeld, receptionsOf } from '../../store/receptions.ts';
import { cardWords as w, dueWords, publicWords, whyWords } from '../../words/duties-public.ts';
import { hoursText, idOf, roomText, ruleText } from './around.ts';

/** What a day shows: a sign, a word, and only then a colour. */
const signs = { met: '●', missed: '✕', planned: '○', open: '◌', empty: '◇', excused: '–' } as const;
type Sign = keyof typeof signs;
/** `on`: the day it was held or is planned for; where nothing is planned, the last day it may be held on, and then it is called so. `e`: none for a coming reception beside what is owed. */
type Shown = { readonly e: Expected | null; readonly sign: Sign; readonly on: Day; readonly atLatest: boolean };

const monthsBack = 12;
const monthsAhead = 2;
const monthOf = (on: Day, step: number): Day => {
  const months = yearOf(on) * 12 + Number(on.slice(5, 7)) - 1 + step;
  return day(`${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`);
};

/** How a public duty is kept by whoever has one. Somebody without has no card; who came is nowhere on it. */
export const cardPage = async (asked: Asked): Promise<Answer> => {
  const { ctx, lang } = asked;
  const on = today(ctx.clock);
  const accountId = idOf(asked.param('id'));
  const [from, to] = [monthOf(on, -monthsBack), addDays(monthOf(on, monthsAhead + 1), -1)];
  const found = await read(ctx, async (q) => {
    const duties = await publicDutiesOf(q, accountId, from);
    const person = (await peopleByIds(q, [accountId])).get(accountId);
    if (duties.length === 0 || !person) return refuse('official_not_found');
    const owed = await expectedOfPerson(q, { accountId, from, to, publicOnly: true });
    const open = owed.filter((one) => one.state === 'open');
    const receptions = await receptionsOf(q, { accountId, from: addDays(on, -93), to, publicOnly: true });
    const counted = new Set(owed.flatMap((one) => one.receptionId ?? []));
    const scheduled = scheduledFor(open, receptions.filter((one) => !counted.has(one.id)));
    const laid = new Set([...counted, ...scheduled.values()]);
    const days = await daysHeld(q, owed.flatMap((one) => one.receptionId ?? []));
    const now = duties.filter((one) => one.endedAt === null && (one.lastOn === null || one.lastOn >= on));
    return {
      person, duties: now, all: await dutiesByIds(q, owed.map((one) => one.dutyId)), units: await unitsByIds(q, duties.map((one) => one.unitId)), posts: await postsNow(q, accountId, [...new Set(duties.map((one) => one.unitId))], on),
      next: receptions.find((one) => one.state === 'planned' && one.heldOn >= on) ?? null, booked: receptions.some((one) => one.state === 'planned' && one.heldOn >= on && one.slotMinutes !== null),
      shown: [...receptions.filter((one) => one.heldOn >= on && (one.state === 'planned' || one.state === 'under_way') && !laid.has(one.id)).map((one): Shown => ({ e: null, sign: 'planned', on: one.heldOn, atLatest: false })), ...owed.map((e): Shown => {
        const one = receptions.find((each) => each.id === scheduled.get(e.id));
        const held = one?.heldOn ?? (e.receptionId === null ? undefined : days.get(e.receptionId));
        // held before its last day: it shows at once, and is counted when that day is over
        const coming = one === undefined ? 'open' : one.state !== 'held' ? 'planned' : one.received > 0 ? 'met' : 'empty';
        return { e, sign: e.state === 'open' ? coming : e.state === 'dropped' ? 'open' : e.state, on: held ?? e.dueOn, atLatest: held === undefined && e.opensOn < e.dueOn };
      })].toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : (a.e?.id ?? 0) - (b.e?.id ?? 0))),
    };
  });
  if (isRefusal(found)) return found;
  const { person, shown } = found;
  const year = shown.filter(({ e }) => e !== null && e.state !== 'open' && e.dueOn >= addDays(on, -365) && e.dueOn < on);
  const tally = (sign: Sign): number => year.filter((one) => one.sign === sign).length;
  const figures = { held: tally('met') + tally('empty'), missed: tally('missed'), empty: tally('empty'), excused: tally('excused') };
  const due = figures.held + figures.missed;
  return html(
    <Page asked={asked} title={person.name} wide>
      <Back lang={lang} href={`/${lang}/receptions`} />
      <h1>{person.name}</h1>
      {found.posts.map((one) => <Post key={one.unitId} lang={lang} post={one} unit={found.units.get(one.unitId)?.names[lang] ?? ''} />)}
      {found.duties.length > 0 && <section aria-labelledby="duty"><h2 id="duty">{say(lang, w.duty)}</h2><ul>{found.duties.map((one) => <DutyLine key={one.id} lang={lang} duty={one} />)}</ul></section>}
      {found.next && (
        <p>
          <strong>{say(lang, w.next)}: {dayOfMonth(lang, found.next.heldOn)}, {clockTime(found.next.fromMinute)}–{clockTime(found.next.toMinute)}</strong>{found.next.place && `, ${roomText(lang, found.next.place)}`}.{' '}
          {found.next.slotMinutes === null && `${say(lang, w.walkIn)} `}{found.booked && <a href={`/${lang}/receptions/book?who=${found.next.accountId}`}>{say(lang, publicWords.book)}</a>}
        </p>
      )}
      <p class="lead">{say(lang, w.figures, { due, held: figures.held, missed: figures.missed })}</p>
      <div class="figs">
        <Figure label={say(lang, w.due)} value={due} {...(figures.excused > 0 ? { hint: say(lang, w.excusedHint, { excused: figures.excused }) } : {})} />
        <Figure label={say(lang, w.held)} value={figures.held} {...(figures.empty > 0 ? { hint: say(lang, w.heldHint, { empty: figures.empty }) } : {})} />
        <Figure label={say(lang, w.missed)} value={figures.missed} />
      </div>
      <section aria-labelledby="calendar">
        <h2 id="calendar">{say(lang, w.calendar)}</h2>
        {shown.length === 0 ? <p>{say(lang, w.none)}</p> : <Year lang={lang} on={on} shown={shown} />}
        <p class="hint">{say(lang, w.howKept)}</p>
      </section>
      {shown.length > 0 && <Fold title={say(lang, w.table)} open={shown.length <= 20}>
        <Table label={say(lang, w.table)} columns={[w.day, w.state, w.dutyShort].map((one) => ({ title: say(lang, one) }))}
          rows={tableRows(shown).map((one) => [dayText(lang, one, shortDay(one.on)), <Mark key="m" lang={lang} one={one} long />, one.e === null ? say(lang, w.besideDuty) : (found.all.get(one.e.dutyId)?.names[lang] ?? '')])} />
      </Fold>}
    </Page>);
};

/** The newest first; a page stays light enough for the slowest link. */
const mostRows = 80;
const tableRows = (shown: readonly Shown[]): readonly Shown[] => shown.toReversed().slice(0, mostRows);

const Post = ({ lang, post, unit }: { lang: Lang; post: PostNow; unit: string }): VNode => <p class="quiet">{[...post.roles.map((one) => one[lang]), unit].filter(Boolean).join(', ')}</p>;
const DutyLine = ({ lang, duty }: { lang: Lang; duty: Duty }): VNode => (
  <li>{duty.names[lang]}: {[ruleText(lang, duty), hoursText(duty), roomText(lang, duty.place)].filter(Boolean).join(', ')}<div class="hint">{say(lang, w.source, { source: duty.source })}</div></li>
);
const Figure = ({ label, value, hint }: { label: string; value: number; hint?: string }): VNode => <div class="box"><p class="hint">{label}</p><p class="fig">{count(value)}</p>{hint && <p class="hint">{hint}</p>}</div>;

const dayText = (lang: Lang, one: Shown, on: string): string => (one.atLatest ? say(lang, w.atLatest, { on }) : on);
const wordOf = (lang: Lang, { e, sign }: Shown): string =>
  [say(lang, dueWords[sign]), e?.why == null ? '' : say(lang, whyWords[e.why as keyof typeof whyWords]), e?.byDeputy == null ? '' : say(lang, dueWords.byDeputy)].filter(Boolean).join(', ');
const Mark = ({ lang, one, long = false }: { lang: Lang; one: Shown; long?: boolean }): VNode => (
  <span class={`duty-mark ${one.sign}`}><b aria-hidden="true">{signs[one.sign]}</b>{long ? ` ${wordOf(lang, one)}` : <span class="hidden">{say(lang, dueWords[one.sign])}</span>}</span>
);

/** A box a month, a sign with its day; under it what each sign means. */
const Year = ({ lang, on, shown }: { lang: Lang; on: Day; shown: readonly Shown[] }): VNode => {
  const first = shown.map((one) => one.on).toSorted()[0] ?? on;
  const laidTo = shown.flatMap((one) => one.e?.periodTo ?? []).toSorted().at(-1) ?? on;
  // months before anything was owed say nothing
  const months = Array.from({ length: monthsBack + 1 + monthsAhead }, (_, n) => monthOf(on, n - monthsBack)).filter((month) => month.slice(0, 7) >= first.slice(0, 7));
  return <>
    <ul class="duty-days">
      {months.map((month) => {
        const own = shown.filter((one) => one.on.slice(0, 7) === month.slice(0, 7));
        return (
          <li key={month}>
            <strong>{monthName(lang, Number(month.slice(5, 7)))} {yearOf(month)}</strong>
            {own.length === 0 ? <span class="quiet"> {say(lang, month > on && month > laidTo ? w.notSetYet : w.noneOwed)}</span> : <ul>{own.map((one) => <li key={one.e?.id ?? one.on}>{dayText(lang, one, String(Number(one.on.slice(8))))}<Mark lang={lang} one={one} /></li>)}</ul>}
          </li>
        );
      })}
    </ul>
    <ul class="duty-legend small">{(Object.keys(signs) as Sign[]).map((sign) => <li key={sign} class={`duty-mark ${sign}`}><b aria-hidden="true">{signs[sign]}</b> {say(lang, dueWords[sign])}</li>)}</ul>
  </>;
};
