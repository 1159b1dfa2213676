import type { VNode } from 'preact';
import { day, today } from '../../../kernel/day.ts';
import { shortDay } from '../../../kernel/show.ts';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import { read } from '../../../platform/db.ts';
import { html, seeOther, type Answer, type Asked } from '../../../platform/web.ts';
import { Button, ErrorSummary, Form, TextArea, type Errors } from '../../../ui/fields.tsx';
import { Back, Fold, Note } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { mostReason, publish } from '../acts.ts';
import { foresee, moveDates } from '../acts/moves.ts';
import { addWorkingDays, type WorkCalendar } from '../law.ts';
import { revised, type Order, type Revised } from '../law/orders.ts';
import { calendarNamed, type CalendarName } from '../store.ts';
import { datesWords } from '../words/dates.ts';
import { pageWords as w } from '../words.ts';
import { dayTyped, errorOf, nameAsked, ordersOf, orderText } from './asked.ts';
import { ChangeForm, type Typed } from './change.tsx';
import { Changes } from './changes.tsx';
import { datedBy, Dates, draftChange, type BranchesOf, type Dated } from './dates.tsx';
import { versionHref } from './history.tsx';
import { Legend, Month } from './year.tsx';

type Drawn = { readonly asked: Asked; readonly name: CalendarName; readonly now: WorkCalendar; readonly orders: readonly Order[]; readonly typed: Typed; readonly errors: Errors };
type Counted = Drawn & { readonly made: Revised | Refusal; readonly dated: Dated | null };

const draftHref = (lang: Lang, name: CalendarName, orders: readonly Order[]): string =>
  `/${lang}/admin/calendar/draft?${new URLSearchParams([['calendar', name], ...orders.map((order) => ['change', orderText(order)])]).toString()}`;

const orderWords = (lang: Lang, order: Order): string => {
  const day = shortDay(order.on);
  switch (order.act) {
    case 'off': return say(lang, w.offOrder, { day });
    case 'worked': return say(lang, w.workedOrder, { day });
    case 'clear': return say(lang, w.clearOrder, { day });
    case 'move': return say(lang, w.moveOrder, { day, to: shortDay(order.to) });
  }
};

const Listed = ({ lang, name, orders }: { lang: Lang; name: CalendarName; orders: readonly Order[] }): VNode => (
  <section>
    <h2>{say(lang, w.orders)}</h2>
    <ul>{orders.map((order, at) => <li key={orderText(order)}>{orderWords(lang, order)} <a href={draftHref(lang, name, orders.toSpliced(at, 1))}>{say(lang, w.takeOut)}<span class="hidden"> {orderWords(lang, order)}</span></a></li>)}</ul>
  </section>
);

/** The term everybody knows, so that the change is felt and not only read. */
const exampleDays = 15;

const Preview = ({ asked, now, made }: { asked: Asked; now: WorkCalendar; made: Revised }): VNode => {
  const { lang } = asked;
  const from = today(asked.ctx.clock);
  const [before, after] = [addWorkingDays(now, from, exampleDays), addWorkingDays(made.calendar, from, exampleDays)].map(shortDay);
  const months = [...new Set(made.changes.map((change) => change.on.slice(0, 7)))];
  return (
    <>
      <Changes lang={lang} title={say(lang, w.willChange)} before={now} after={made.calendar} changes={made.changes} />
      <p>{before === after ? say(lang, w.exampleSame, { before: before ?? '' }) : say(lang, w.example, { before: before ?? '', after: after ?? '' })}</p>
      {made.changes.some((change) => change.on < from) && <Note tone="warn">{say(lang, w.past)}</Note>}
      <div class="year">{months.map((month) => <div key={month}><p class="quiet small">{month.slice(0, 4)}</p><Month lang={lang} month={month} calendar={made.calendar} today={from} outlined={new Set(made.changes.map((change) => change.on))} /></div>)}</div>
      <Legend lang={lang} outlined />
    </>
  );
};

/** The draft with every open date that it would move, counted before it is shown. */
const counted = async (branchesOf: BranchesOf, d: Drawn): Promise<VNode> => {
  const made = revised(d.now, d.orders);
  const foreseen = d.orders.length === 0 || isRefusal(made) ? null : await foresee(d.asked.ctx, draftChange(d.asked.ctx, d.now, made.calendar));
  const about = [['calendar', d.name], ...d.orders.map((order) => ['change', orderText(order)])] as [string, string][];
  const dated = foreseen === null || isRefusal(foreseen) ? null : await datedBy(d.asked, branchesOf, foreseen, about);
  return <DraftPage {...d} made={made} dated={dated} />;
};

const DraftPage = ({ asked, name, now, orders, typed, errors, made, dated }: Counted): VNode => {
  const { lang } = asked;
  const all = { ...(isRefusal(made) ? errorOf(lang, made) : {}), ...errors };
  const form = <ChangeForm lang={lang} name={name} orders={orders} typed={typed} errors={errors} />;
  return (
    <Desk asked={asked} title={say(lang, w.draft)}>
      <div class="stack">
        <Back lang={lang} href={`/${lang}/admin/calendar?calendar=${name}`} />
        <h1>{say(lang, w.draft)}: {say(lang, w[name])}</h1>
        <ErrorSummary lang={lang} errors={all} />
        {orders.length > 0 && <Listed lang={lang} name={name} orders={orders} />}
        {orders.length > 0 && !isRefusal(made) && <Preview asked={asked} now={now} made={made} />}
        {dated && <section><h2 id="dates">{say(lang, datesWords.title)}</h2><Dates lang={lang} dated={dated} /></section>}
        {orders.length > 0 && !isRefusal(made) && (
          <Form csrf={asked.csrf} action={`/${lang}/admin/calendar/versions`} class="column">
            <input type="hidden" name="calendar" value={name} /><input type="hidden" name="seen" value={now.version} />
            {orders.map((order) => <input key={orderText(order)} type="hidden" name="change" value={orderText(order)} />)}
            <TextArea lang={lang} name="reason" label={say(lang, w.reason)} hint={say(lang, w.reasonHint)} value={typed['reason']} errors={errors} rows={3} max={mostReason} />
            <p class="quiet">{say(lang, w.dueStay)}{dated && dated.foreseen.dates > 0 && ` ${say(lang, datesWords.told)}`}</p>
            <p class="row">
              {dated && dated.foreseen.dates > 0 && <Button name="dates" value="move">{say(lang, datesWords.publishAndMove)}</Button>}
              {dated && dated.foreseen.dates > 0 ? <Button kind="second">{say(lang, w.publish)}</Button> : <Button>{say(lang, w.publish)}</Button>}
            </p>
          </Form>
        )}
        {orders.length === 0 ? <section><h2>{say(lang, w.change)}</h2>{form}</section> : <Fold title={say(lang, w.changeMore)} open={'act' in typed}>{form}</Fold>}
      </div>
    </Desk>
  );
};

/** What was typed into the form for one more day. */
const oneMore = (typed: Typed): { readonly order: Order } | { readonly field: string; readonly refusal: Refusal } => {
  const on = dayTyped(typed['on'] ?? '');
  if (on === null) return { field: 'on', refusal: refuse('calendar_day_invalid') };
  const act = typed['act'];
  if (act === 'off' || act === 'worked' || act === 'clear') return { order: { act, on } };
  const to = dayTyped(typed['to'] ?? '');
  if (act !== 'move') return { field: 'act', refusal: refuse('calendar_act_invalid') };
  return to === null ? { field: 'to', refusal: refuse('calendar_day_invalid') } : { order: { act, on, to } };
};

export const draftPage = (branchesOf: BranchesOf) => async (asked: Asked): Promise<Answer> => {
  const { lang, query } = asked;
  const name = nameAsked(query.get('calendar'));
  const orders = ordersOf(query.getAll('change'));
  const now = await read(asked.ctx, (q) => calendarNamed(q, name));
  const on = query.get('on') ?? '';
  // a day that was pressed in the year: what stands against its weekday or its use today is offered first
  if (!query.has('act')) return counted(branchesOf, { asked, name, now, orders, typed: on === '' ? {} : { on, act: offered(now, on) }, errors: {} });
  const typed = { act: query.get('act') ?? '', on, to: query.get('to') ?? '' };
  const wrong = async (errors: Errors) => html(await counted(branchesOf, { asked, name, now, orders, typed, errors }), 422);
  const more = oneMore(typed);
  if ('refusal' in more) return wrong(errorOf(lang, more.refusal, more.field));
  const made = revised(now, [...orders, more.order]);
  return isRefusal(made) ? wrong(errorOf(lang, made, more.order.act === 'move' && made.facts['day'] === more.order.to ? 'to' : 'on')) : seeOther(draftHref(lang, name, [...orders, more.order]));
};

const offered = (now: WorkCalendar, text: string): string => {
  const on = dayTyped(text);
  if (on === null) return 'off';
  if (now.days.has(day(on))) return 'clear';
  return isRefusal(revised(now, [{ act: 'off', on }])) ? 'worked' : 'off';
};

export const versionPost = (branchesOf: BranchesOf) => async (asked: Asked): Promise<Answer> => {
  const { ctx, lang } = asked;
  const form = await asked.form();
  const name = nameAsked(form.get('calendar'));
  const orders = ordersOf(form.all('change'));
  const done = await publish(ctx, { name, orders, reason: form.get('reason'), seen: form.get('seen') });
  if (!isRefusal(done)) {
    // an order of its own: what is not moved now can still be moved from the version's page
    if (form.get('dates') === 'move') await moveDates(ctx, { version: done.version });
    return seeOther(`${versionHref(lang, done.version)}?done=1`);
  }
  const now = await read(ctx, (q) => calendarNamed(q, name));
  return html(await counted(branchesOf, { asked, name, now, orders, typed: { reason: form.get('reason') }, errors: errorOf(lang, done) }), 422);
};
