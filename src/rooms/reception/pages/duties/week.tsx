import type { VNode } from 'preact';
import { addDays, isDay, today, weekday, type Day } from '../../../../kernel/day.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { clockTime, dayOfMonth, shortDay, untilDay, weekdayShort } from '../../../../kernel/show.ts';
import { say, sayLoose, type Lang } from '../../../../kernel/words.ts';
import { read, type Read } from '../../../../platform/db.ts';
import { html, seeOther, statusOf, type Answer, type Asked } from '../../../../platform/web.ts';
import { ErrorSummary, hasErrors, Select, type Errors } from '../../../../ui/fields.tsx';
import { Note, Table } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { isWorking } from '../../../calendar/contract.ts';
import { peopleByIds } from '../../../people/contract.ts';
import { nameOf, openTopics, topics, unitById, type Unit } from '../../../units/contract.ts';
import { calendarOf, receiversIn } from '../../acts/duties/around.ts';
import { unscheduled } from '../../acts/duties/judge.ts';
import { layDays } from '../../acts/duties/lay-out.ts';
import { plan } from '../../acts/receptions.ts';
import { planSchema } from '../../contract/duties.ts';
import { mayPlan } from '../../policy/duties.ts';
import { dutiesByIds, type Duty } from '../../store/duties.ts';
import { openDue, type Expected } from '../../store/expected.ts';
import { placesOf, receptionsOf, type Reception } from '../../store/receptions.ts';
import { stateWords, weekWords as w } from '../../words/duties-desk.ts';
import { dayWords } from '../../words/figures-day.ts';
import { cardWords, publicWords } from '../../words/duties-public.ts';
import { branchesFor, idOf, isBeyond, readWith, refusedIn, roomText, typedIn, type Typed } from './around.ts';
import { PlanForm, type Receiver } from './plan.tsx';

type Came = { readonly typed?: Typed; readonly topics?: readonly string[]; readonly errors?: Errors; readonly status?: Parameters<typeof html>[1] };
const monday = (on: Day): Day => addDays(on, 1 - weekday(on));
const me = (asked: Asked): number => (asked.ctx.actor.kind === 'staff' ? asked.ctx.actor.accountId : 0);

/** The week as it is laid out: one's own first; what is owed and has no day yet; and the form. */
export const weekPage = async (asked: Asked, { typed, topics: ticked = [], errors = {}, status = 200 }: Came = {}): Promise<Answer> => {
  const { ctx, lang } = asked;
  const on = today(ctx.clock);
  const wanted = asked.query.get('week') ?? '';
  const from = monday(isDay(wanted) ? wanted : on);
  const mine = me(asked);
  const found = await read(ctx, async (q) => {
    const { branches, branch } = await branchesFor(q, asked, 'reception.see', typed?.['branchId'] ?? asked.query.get('branch') ?? '');
    const days = { from, to: addDays(from, 6) };
    const own = (await receptionsOf(q, { accountId: mine, ...days })).filter((one) => one.branchId !== branch?.id);
    const list = branch ? await receptionsOf(q, { branchId: branch.id, ...days }) : [];
    const sittings = [...list, ...own];
    const ahead = { from: on, to: addDays(on, layDays) };
    const due = [...(branch ? await openDue(q, { ...ahead, branchIds: [branch.id] }) : []), ...(await openDue(q, { ...ahead, accountIds: [mine] })).filter((one) => one.branchId !== branch?.id)];
    const still: Expected[] = [];
    for (const [branchId, list] of Map.groupBy(due, (one) => one.branchId)) still.push(...(await unscheduled(q, branchId, list)));
    const receivers: readonly Receiver[] = branch ? (await receiversIn(q, branch, on)).map((one) => ({ ...one, branchId: branch.id })) : await ownPlace(q, due[0], asked);
    return {
      branches, branch, sittings, still: still.toSorted((a, b) => Number(b.accountId === mine) - Number(a.accountId === mine) || (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.id - b.id)), duties: await dutiesByIds(q, still.map((one) => one.dutyId)),
      names: await peopleByIds(q, [...sittings.map((one) => one.accountId), ...still.map((one) => one.accountId)]), places: await placesOf(q, sittings.map((one) => one.id)),
      calendar: await calendarOf(q, branch?.id ?? 0), receivers: receivers.filter((one) => !isRefusal(mayPlan(ctx.actor, { branchId: one.branchId, accountId: one.accountId, unitId: one.unit.id }))), topics: openTopics(await topics(q)),
    };
  });
  const { branch } = found;
  const nameBy = (id: number): string => found.names.get(id)?.name ?? '–';
  const href = (week: Day, more: Readonly<Record<string, string>> = {}): string => `/${lang}/desk/receptions?${new URLSearchParams({ ...(branch ? { branch: String(branch.id) } : {}), week, ...more }).toString()}`;
  const asking = found.still.find((one) => one.id === idOf(asked.query.get('plan') ?? ''));
  const values = typed ?? (asking ? prefilled(asking, found.duties.get(asking.dutyId)) : { heldOn: on < from ? from : on, kind: 'personal', slotMinutes: '20', public: 'yes' });
  const planBranch = typed?.['branchId'] ?? (asking ? String(asking.branchId) : branch ? String(branch.id) : String(found.receivers[0]?.branchId ?? ''));
  const title = say(lang, w.title);
  return html(
    <Desk asked={{ ...asked, here: `/desk/receptions${branch ? `?branch=${branch.id}` : ''}` }} title={title}>
      <div class="stack">
        <ErrorSummary lang={lang} errors={errors} />
        <h1>{title}: {say(lang, w.week, { from: from.slice(0, 7) === addDays(from, 6).slice(0, 7) ? String(Number(from.slice(8))) : dayOfMonth(lang, from), to: dayOfMonth(lang, addDays(from, 6)) })}</h1>
        {asked.query.has('done') && !hasErrors(errors) && <div role="status"><Note tone="done">{say(lang, w.planned)}</Note></div>}
        <Whose lang={lang} branches={found.branches} branch={branch} week={from} />
        <nav class="pager noprint" aria-label={title}><a href={href(addDays(from, -7))}>{say(lang, w.before)}</a>{from !== monday(on) && <a href={href(monday(on))}>{say(lang, w.now)}</a>}<a href={href(addDays(from, 7))}>{say(lang, w.after)}</a></nav>
        {branch && <p class="row small noprint"><a href={`/${lang}/desk/figures?branch=${branch.id}`}>{say(lang, dayWords.link)}</a></p>}
        <ol class="duty-week">
          {Array.from({ length: 7 }, (_, n) => addDays(from, n)).map((each) => {
            const own = found.sittings.filter((one) => one.heldOn === each).toSorted((a, b) => Number(b.accountId === mine) - Number(a.accountId === mine) || a.fromMinute - b.fromMinute || a.id - b.id);
            return (
              <li key={each} class={each === on ? 'today' : undefined} aria-current={each === on ? 'date' : undefined}>
                <h2>{weekdayShort(lang, weekday(each))} {dayOfMonth(lang, each)}</h2>
                {!isWorking(found.calendar, each) && <span class="quiet small">{say(lang, w.dayOff)}</span>}
                {own.length === 0 ? (isWorking(found.calendar, each) && <span class="quiet small">{say(lang, w.nothing)}</span>) : own.map((one) => <Sitting key={one.id} lang={lang} one={one} name={nameBy(one.accountId)} mine={one.accountId === mine} places={found.places.get(one.id)} />)}
              </li>
            );
          })}
        </ol>
        <section aria-labelledby="still">
          <h2 id="still">{say(lang, w.still)}</h2>
          {found.still.length === 0 ? <p class="quiet">{say(lang, w.stillNone)}</p> : <Still lang={lang} still={found.still} duties={found.duties} nameBy={nameBy} hrefFor={(id) => `${href(from, { plan: String(id) })}#plan`} may={(one) => !isRefusal(mayPlan(ctx.actor, one))} />}
        </section>
        {(found.receivers.length > 0 || asking) && (
          <details id="plan" class="fold noprint" open={asking !== undefined || typed !== undefined}>
            <summary>{say(lang, w.plan)}</summary>
            <PlanForm asked={asked} branchId={planBranch} receivers={withAsking(found.receivers, asking, nameBy)} topics={found.topics} ticked={ticked} typed={values} errors={errors} />
          </details>
        )}
      </div>
    </Desk>, status);
};

/** Somebody of a body has no branch of their own: the one for which they owe. */
const ownPlace = async (q: Read, owed: Expected | undefined, asked: Asked): Promise<readonly Receiver[]> => {
  const unit = owed ? await unitById(q, owed.unitId) : null;
  return owed && unit && asked.ctx.actor.kind === 'staff' ? [{ accountId: asked.ctx.actor.accountId, branchId: owed.branchId, name: asked.ctx.actor.name, unit }] : [];
};

/** The official who is asked for may be planned also where the branch is not the reader's. */
const withAsking = (list: readonly Receiver[], asking: Expected | undefined, nameBy: (id: number) => string): readonly Receiver[] =>
  !asking || list.some((one) => one.accountId === asking.accountId && one.unit.id === asking.unitId) ? list : [...list, { accountId: asking.accountId, branchId: asking.branchId, name: nameBy(asking.accountId), unit: { id: asking.unitId, names: { kk: '', ru: '', en: '' } } }];

const prefilled = (e: Expected, duty: Duty | undefined): Typed => {
  return {
    host: `${e.accountId}.${e.unitId}`, kind: duty?.rhythm === 'weekday' ? 'open' : 'personal', heldOn: e.dueOn, from: clockTime(duty?.fromMinute ?? 600), to: clockTime(duty?.toMinute ?? 720), place: duty?.place ?? '',
    slotMinutes: duty?.rhythm === 'weekday' ? '' : '20', public: 'yes',
  };
};

const Whose = ({ lang, branches, branch, week }: { lang: Lang; branches: readonly Unit[]; branch: Unit | null; week: Day }): VNode | null => branch === null ? null : branches.length < 2 ? <p><strong>{nameOf(branch, lang)}</strong></p> : (
  <form class="filters noprint" action={`/${lang}/desk/receptions`}>
    <input type="hidden" name="week" value={week} />
    <Select lang={lang} name="branch" label={say(lang, w.branch)} value={String(branch.id)} choices={branches.map((unit) => ({ value: String(unit.id), text: nameOf(unit, lang) }))} />
    <button class="button second">{say(lang, w.show)}</button>
  </form>
);

const Sitting = ({ lang, one, name, mine, places }: { lang: Lang; one: Reception; name: string; mine: boolean; places: { readonly all: number; readonly free: number } | undefined }): VNode => (
  <a class={`duty-sit ${one.state}${mine ? ' mine' : ''}`} href={`/${lang}/desk/receptions/${one.id}`}>
    <strong class="number">{clockTime(one.fromMinute)}–{clockTime(one.toMinute)}</strong>
    <span>{name}</span>
    <span class="small">{[say(lang, publicWords[one.kind]), roomText(lang, one.place)].filter(Boolean).join(', ')}</span>
    {places && one.state === 'planned' && <span class="small">{say(lang, w.places, places)}</span>}
    {one.state !== 'planned' && <span class="small">{say(lang, stateWords[one.state])}{one.state === 'held' || one.state === 'under_way' ? `, ${say(lang, w.received, { count: one.received })}` : ''}</span>}
  </a>
);

const Still = ({ lang, still, duties, nameBy, hrefFor, may }: { lang: Lang; still: readonly Expected[]; duties: ReadonlyMap<number, Duty>; nameBy: (id: number) => string; hrefFor: (id: number) => string; may: (one: Expected) => boolean }): VNode => (
  <Table label={say(lang, w.still)} columns={[w.host, cardWords.dutyShort, w.heldOn, ...(still.some(may) ? [w.planIt] : [])].map((one) => ({ title: sayLoose(lang, one) }))}
    rows={still.slice(0, 60).map((one) => [
      nameBy(one.accountId), duties.get(one.dutyId)?.names[lang] ?? '–', <>{weekdayShort(lang, weekday(one.dueOn))}, {say(lang, w.stillBy, { day: untilDay(lang, one.dueOn) })}</>,
      ...(!still.some(may) ? [] : [may(one) ? <a key="p" href={hrefFor(one.id)}>{say(lang, w.planIt)}<span class="hidden"> {nameBy(one.accountId)} {shortDay(one.dueOn)}</span></a> : '–']),
    ])} />
);

export const planPosted = async (asked: Asked): Promise<Answer> => {
  const form = await asked.form();
  const typed = typedIn(form);
  const ticked = form.all('topicCodes');
  const given = readWith(asked.lang, planSchema, { ...typed, topicCodes: ticked });
  if (!given.ok) return weekPage(asked, { typed, topics: ticked, errors: given.errors, status: 422 });
  const done = await plan(asked.ctx, given.value);
  if (isRefusal(done)) return isBeyond(done) ? done : weekPage(asked, { typed, topics: ticked, errors: refusedIn(asked.lang, done), status: statusOf(done) });
  return seeOther(`/${asked.lang}/desk/receptions?branch=${given.value.branchId}&week=${given.value.heldOn}&done=plan`);
};
