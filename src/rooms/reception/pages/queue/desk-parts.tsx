import { randomUUID } from 'node:crypto';
import type { ComponentChildren, VNode } from 'preact';
import { wallClock } from '../../../../kernel/day.ts';
import { clockTime } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import type { Asked } from '../../../../platform/web.ts';
import { Select, TextField } from '../../../../ui/fields.tsx';
import { Fold, Tag } from '../../../../ui/parts.tsx';
import { seenOf } from '../../acts/queue/call.ts';
import { callsFor, lineOf } from '../../law/queue/order.ts';
import { mostInvitations } from '../../law/queue/states.ts';
import type { Ticket } from '../../store/queue.ts';
import { queueDeskWords as w } from '../../words/queue-desk.ts';
import type { QueueView } from './view.ts';

type Of = { readonly asked: Asked; readonly view: QueueView };
const at = (date: Date): string => clockTime(wallClock(date.getTime()).minute);

/** One key, one button, one form. In a list `of` says whose it is, to whoever hears the buttons one by one. */
const Act = ({ asked, view, to, children, press, kind, of, fields = {} }: Of & { readonly to: string; readonly of?: string; readonly children: ComponentChildren; readonly press?: string; readonly kind?: string; readonly fields?: Readonly<Record<string, string | number>> }): VNode => (
  <form method="post" action={`/${asked.lang}/desk/queue/${to}`} class="queue-act">
    <input type="hidden" name="csrf" value={asked.csrf} /><input type="hidden" name="branch" value={view.branch.id} />
    {Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
    <button class={kind ? `button ${kind}` : 'button second'} {...(press ? { 'data-press': press } : {})}>{children}{of !== undefined && <span class="hidden">: {of}</span>}{press && <> <kbd>{press}</kbd></>}</button>
  </form>
);
const verb = (ticket: Ticket, noun: string): string => `tickets/${ticket.id}/${noun}`;

export const Sit = ({ asked, view }: Of): VNode => (
  <section aria-labelledby="sit">
    <h2 id="sit">{say(asked.lang, w.sitTitle)}</h2>
    <form method="post" action={`/${asked.lang}/desk/queue/sittings`} class="stack">
      <input type="hidden" name="csrf" value={asked.csrf} /><input type="hidden" name="branch" value={view.branch.id} />
      <div class="queue-give"><Whose asked={asked} view={view} /></div>
      <div class="queue-verbs">
        {view.hall.desks.map((desk) => desk.accountId === null
          ? <button key={desk.id} class="button second" name="desk" value={desk.id}>{say(asked.lang, w.sit, { label: desk.label })}</button>
          : <span key={desk.id} class="quiet">{say(asked.lang, w.taken, { label: desk.label })}</span>)}
      </div>
    </form>
  </section>
);

const hours = (one: QueueView['receptions'][number]): string => `${one.name}, ${clockTime(one.fromMinute)}–${clockTime(one.toMinute)}`;
/** For whose reception is called; an official who sits down themselves calls for their own. */
const Whose = ({ asked: { lang, ctx }, view: { receptions, desk } }: Of): VNode | null => {
  const own = receptions.find((one) => ctx.actor.kind === 'staff' && one.accountId === ctx.actor.accountId);
  const chosen = desk ? desk.receptionId : (own?.id ?? null);
  return receptions.length === 0 ? null : <Select lang={lang} name="reception" label={say(lang, w.callsFor)} value={String(chosen ?? '')} empty={say(lang, w.callsForNobody)} choices={receptions.map((one) => ({ value: String(one.id), text: hours(one) }))} />;
};
/** At the desk: for whom one calls now, and another choice. Apart from what is asked for anew every few seconds. */
export const CallsFor = ({ asked, view }: Of): VNode | null => {
  const { lang } = asked;
  const { desk, receptions } = view;
  if (!desk || (receptions.length === 0 && desk.receptionId === null)) return null;
  const now = receptions.find((one) => one.id === desk.receptionId);
  return (
    <section class="stack">
      <p>{now ? say(lang, w.callsForNow, { who: hours(now) }) : desk.receptionId === null ? say(lang, w.callsForAll) : say(lang, w.callsForOver)}</p>
      <Fold title={say(lang, w.callsForChange)}>
        <form method="post" action={`/${lang}/desk/queue/sittings`} class="queue-give">
          <input type="hidden" name="csrf" value={asked.csrf} /><input type="hidden" name="branch" value={view.branch.id} /><input type="hidden" name="desk" value={desk.id} />
          <Whose asked={asked} view={view} />
          <button class="button second">{say(lang, w.callsForSave)}</button>
        </form>
      </Fold>
    </section>
  );
};

const Marks = ({ lang, ticket, view }: { readonly lang: Lang; readonly ticket: Ticket; readonly view: QueueView }): VNode => {
  const rule = view.hall.priorities.find((one) => one.id === ticket.priorityId);
  const official = view.receptions.find((one) => one.id === ticket.receptionId);
  return (
    <>
      {ticket.bookedAt && <Tag tone="work">{say(lang, w.bookedFor, { at: at(ticket.bookedAt) })}</Tag>}
      {official && <span class="quiet small">{say(lang, w.toOfficial, { name: official.name })}</span>}
      {rule && <Tag tone="soon">{rule.names[lang]}: {say(lang, w.check)}</Tag>}
      <span class="quiet small">{say(lang, w.since, { at: at(ticket.madeAt) })}</span>
    </>
  );
};
const Who = (p: { readonly lang: Lang; readonly ticket: Ticket; readonly view: QueueView }): VNode => (
  <span class="queue-who"><b class="queue-label">{p.ticket.label}</b> <span>{p.ticket.name ?? <span class="quiet">{say(p.lang, w.noName)}</span>}</span><Marks {...p} /></span>
);

/** The biggest thing on the screen: whoever is with the clerk, and the next one. */
export const Now = ({ asked, view }: Of): VNode | null => {
  const { lang } = asked;
  const { desk, mine, hall } = view;
  if (!desk) return null;
  const waiting = lineOf(hall.room, callsFor(desk, hall.desks), asked.ctx.clock.now()).length;
  const again = mine?.state === 'invited' ? mine.invitations : 0;
  return (
    <section class="queue-now" aria-labelledby="now">
      <h2 id="now">{say(lang, w.withMe)}</h2>
      {mine ? (
        <div class="queue-mine"><p class="queue-big">{mine.label}</p><p class="lead">{mine.name ?? say(lang, w.noName)}</p>
          <p>{mine.state === 'invited' ? <Tag tone="soon">{say(lang, w.invited, { n: mine.invitations })}</Tag> : <Tag tone="work">{say(lang, w.serving)}</Tag>} <Marks lang={lang} ticket={mine} view={view} /></p>
        </div>
      ) : <p class="quiet">{say(lang, w.nobodyWithMe)}</p>}
      {mine?.state === 'invited' && <Act asked={asked} view={view} to={verb(mine, 'beginnings')} press="b" kind="big">{say(lang, w.begin)}</Act>}
      {mine?.state === 'serving' && <Act asked={asked} view={view} to={verb(mine, 'finishes')} press="f" kind="big">{say(lang, w.finish)}</Act>}
      {mine?.state === 'serving' && view.visit !== null && <p><a class="button" href={`/${lang}/desk/visits/${view.visit}`} data-press="v">{say(lang, w.visit)} <kbd>v</kbd></a></p>}
      {mine?.state !== 'serving' && (
        <Act asked={asked} view={view} to="invitations" press="n" kind={mine ? 'second' : 'big queue-next'} fields={{ desk: desk.id, seen: seenOf(mine) }}>
          {again === 0 ? <>{say(lang, w.next)} <span class="queue-count">{say(lang, w.people, { n: waiting })}</span></> : again < mostInvitations ? say(lang, w.again, { n: again + 1 }) : say(lang, w.absent)}
        </Act>
      )}
      <div class="queue-verbs">
        {mine && <Act asked={asked} view={view} to={verb(mine, 'holds')} press="h">{say(lang, w.hold)}</Act>}
        {mine?.state === 'invited' && <Act asked={asked} view={view} to={verb(mine, 'departures')} press="l">{say(lang, w.leave)}</Act>}
        <Undo asked={asked} view={view} />
        {!mine && <Act asked={asked} view={view} to="risings" fields={{ desk: desk.id }} kind="link">{say(lang, w.rise)}</Act>}
      </div>
    </section>
  );
};

const Undo = ({ asked, view }: Of): VNode | null =>
  view.undo ? <Act asked={asked} view={view} to={`tickets/${view.undo.ticketId}/undoings`} press="z">{say(asked.lang, w.undo)} ({view.undo.label})</Act> : null;

const Call = ({ asked, view, ticket }: Of & { readonly ticket: Ticket }): VNode | null =>
  view.desk && !view.mine ? <Act asked={asked} view={view} to="invitations" fields={{ desk: view.desk.id, ticket: ticket.id, seen: seenOf(view.mine) }} of={ticket.label}>{say(asked.lang, w.call)}</Act> : null;

export const Aside = ({ asked, view }: Of): VNode | null => view.held.length === 0 ? null : (
  <section aria-labelledby="held">
    <h2 id="held">{say(asked.lang, w.heldTitle)}</h2>
    <ul class="queue-line">{view.held.map((ticket) => (
      <li key={ticket.id}><Who lang={asked.lang} ticket={ticket} view={view} />
        <span class="queue-verbs"><Act asked={asked} view={view} to={verb(ticket, 'returns')} of={ticket.label}>{say(asked.lang, w.giveBack)}</Act><Call asked={asked} view={view} ticket={ticket} /></span></li>
    ))}</ul>
  </section>
);

const shownInLane = 12;
export const Hall = ({ asked, view }: Of): VNode => {
  const { lang } = asked;
  return (
    <section aria-labelledby="hall">
      <h2 id="hall">{say(lang, w.room)}</h2>
      {view.hall.lanes.map((lane) => {
        const line = view.lines.get(lane.id) ?? [];
        return (
          <div key={lane.id} class="queue-lane">
            <h3><b>{lane.letter}</b> {lane.names[lang]} <span class="queue-count">{say(lang, w.people, { n: line.length })}</span></h3>
            {line.length === 0 ? <p class="quiet small">{say(lang, w.nobody)}</p> : (
              <ol class="queue-line">{line.slice(0, shownInLane).map((ticket) => (
                <li key={ticket.id}><Who lang={lang} ticket={ticket} view={view} />
                  <span class="queue-verbs"><Call asked={asked} view={view} ticket={ticket} /><Act asked={asked} view={view} to={verb(ticket, 'departures')} kind="link" of={ticket.label}>{say(lang, w.leave)}</Act></span></li>
              ))}</ol>
            )}
          </div>
        );
      })}
    </section>
  );
};

export const Booked = ({ asked, view }: Of): VNode | null => {
  const lane = view.hall.lanes.find((one) => one.forReceptions) ?? view.hall.lanes[0];
  return view.booked.length === 0 || !lane ? null : (
    <section aria-labelledby="booked">
      <h2 id="booked">{say(asked.lang, w.bookedTitle)}</h2>
      <ul class="queue-line">{view.booked.slice(0, 40).map((one) => <li key={one.bookingId}><span class="queue-who"><b>{at(one.bookedAt)}</b> <span>{one.name}</span> <span class="quiet small">{one.number}</span></span>
        <Act asked={asked} view={view} to="tickets" fields={{ lane: lane.id, booking: one.bookingId, key: `booking ${one.bookingId}` }} of={one.name ?? one.number}>{say(asked.lang, w.came)}</Act></li>)}</ul>
    </section>
  );
};

export const Gone = ({ asked, view }: Of): VNode | null => view.gone.length === 0 ? null : (
  <Fold title={`${say(asked.lang, w.leftTitle)}: ${view.figures.left}`}>
    <ul class="queue-line">{view.gone.map((ticket) => <li key={ticket.id}><Who lang={asked.lang} ticket={ticket} view={view} /><Act asked={asked} view={view} to={verb(ticket, 'returns')} of={ticket.label}>{say(asked.lang, w.giveBack)}</Act></li>)}</ul>
  </Fold>
);

export const Figures = ({ asked: { lang }, view: { figures, error } }: Of): VNode => {
  const minutes = (n: number | null): string => (n === null ? '–' : say(lang, w.minutes, { n }));
  const all: readonly (readonly [string, string])[] = [
    [say(lang, w.figCame), String(figures.came)], [say(lang, w.figServed), String(figures.served)], [say(lang, w.figLeft), String(figures.left)],
    [say(lang, w.figWait), minutes(figures.waitMinutes)], [say(lang, w.figServe), minutes(figures.serveMinutes)], [say(lang, w.figError), error === null ? '–' : say(lang, w.figErrorOf, { minutes: error.minutes, count: error.count })],
  ];
  return <section aria-labelledby="figures"><h2 id="figures">{say(lang, w.figures)}</h2><dl class="queue-figures">{all.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl></section>;
};

/** What stood in the form that came back. */
export type Typed = { readonly name?: string; readonly lane?: string; readonly priority?: string };
export const GiveTicket = ({ asked, view, typed }: Of & { readonly typed: Typed }): VNode => {
  const { lang } = asked;
  return (
    <section aria-labelledby="give">
      <h2 id="give">{say(lang, w.newTitle)}</h2>
      <form method="post" action={`/${lang}/desk/queue/tickets`} class="queue-give">
        <input type="hidden" name="csrf" value={asked.csrf} /><input type="hidden" name="branch" value={view.branch.id} /><input type="hidden" name="key" value={randomUUID()} />
        <Select lang={lang} name="lane" label={say(lang, w.lane)} value={typed.lane} choices={view.hall.lanes.map((lane) => ({ value: String(lane.id), text: `${lane.letter}: ${lane.names[lang]}` }))} />
        <TextField lang={lang} name="name" label={say(lang, w.name)} hint={say(lang, w.nameHint)} value={typed.name} max={60} />
        <Select lang={lang} name="priority" label={say(lang, w.priority)} value={typed.priority} empty={say(lang, w.noPriority)} choices={view.hall.priorities.map((rule) => ({ value: rule.code, text: rule.names[lang] }))} />
        <button class="button">{say(lang, w.give)}</button>
      </form>
    </section>
  );
};

export const Keys = ({ lang }: { readonly lang: Lang }): VNode => {
  const rows: readonly (readonly [string, string])[] = [['n', say(lang, w.next)], ['b', say(lang, w.begin)], ['v', say(lang, w.visit)], ['f', say(lang, w.finish)], ['h', say(lang, w.hold)], ['l', say(lang, w.leave)], ['z', say(lang, w.undo)], ['?', say(lang, w.keysHelp)]];
  return (
    <dialog data-keys aria-labelledby="keys">
      <h2 id="keys">{say(lang, w.keys)}</h2>
      <dl class="summary">{rows.map(([key, text]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{text}</dd></div>)}</dl>
      <form method="dialog" class="row"><button class="button second">{say(lang, w.keysClose)}</button></form>
    </dialog>
  );
};
