import { randomUUID } from 'node:crypto';
import type { VNode } from 'preact';
import QRCode from 'qrcode';
import { system, visitor } from '../../../../kernel/actor.ts';
import { today } from '../../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import { moment } from '../../../../kernel/show.ts';
import { say, sayLoose, type Sentence } from '../../../../kernel/words.ts';
import { as } from '../../../../platform/ctx.ts';
import { read } from '../../../../platform/db.ts';
import { html, page, seeOther, siteUrl, statusOf, type Answer, type Asked, type Route } from '../../../../platform/web.ts';
import { callerOf } from '../../../people/contract.ts';
import { findBooked, type Booked } from '../../acts/queue/booked.ts';
import { openTicket } from '../../acts/queue/serve.ts';
import { openScreen, takeTicket } from '../../acts/queue/take.ts';
import { come } from '../../acts/bookings.ts';
import { isName } from '../../law/queue/states.ts';
import { screensMay } from '../../policy/queue.ts';
import { hold, ticketsNow } from '../../store/queue.ts';
import { lanesOf, prioritiesOf, type Lane, type PriorityRule } from '../../store/queue/places.ts';
import type { Screen as ScreenRow } from '../../store/queue/screens.ts';
import { refusalWords } from '../../words/refusals.ts';
import { kioskWords as w } from '../../words/queue-screens.ts';
import { Screen, Tongues } from './frame.tsx';
import { Slip, standingOf } from './slip.tsx';

/** Whoever walks away leaves nothing on the screen. */
const backSeconds = 30;

type Hall = { readonly screen: ScreenRow; readonly lanes: readonly (Lane & { readonly waiting: number })[]; readonly rules: readonly PriorityRule[] };
const hallFor = async (asked: Asked): Promise<Hall | null> => {
  const screen = await openScreen(asked.ctx, asked.param('token'), 'kiosk');
  if (isRefusal(screen)) return null;
  return read(as(asked.ctx, visitor), async (q) => {
    await hold(q, `branch:${screen.branchId}`);
    const [lanes, rules, tickets] = await Promise.all([lanesOf(q, [screen.branchId]), prioritiesOf(q, [screen.branchId]), ticketsNow(q, [screen.branchId], today(asked.ctx.clock))]);
    return { screen, rules, lanes: lanes.map((lane) => ({ ...lane, waiting: tickets.filter((t) => t.state === 'waiting' && t.laneId === lane.id).length })) };
  });
};

/** What was answered so far travels in the address, but for a booking's number and code, which go from form to form: nothing is kept of whoever walks away. */
type Chosen = { readonly lane: string; readonly booked: string; readonly number: string; readonly code: string; readonly priority: string };
const chosenIn = (get: (name: string) => string | null): Chosen => ({ lane: get('lane') ?? '', booked: get('booked') ?? '', number: get('number') ?? '', code: get('code') ?? '', priority: get('priority') ?? '' });

const Frame = ({ asked, children, again = true, islands = [] }: { readonly asked: Asked; readonly children: VNode | readonly VNode[]; readonly again?: boolean; readonly islands?: readonly string[] }): VNode => {
  const { lang } = asked;
  const start = `/kiosk/${asked.param('token')}`;
  return (
    <Screen lang={lang} title={say(lang, w.title)} sheet="queue-board.css" class="kiosk" islands={islands} {...(again ? { refresh: backSeconds, refreshTo: `/${lang}${start}` } : { refresh: 60 })}>
      <Tongues lang={lang} here={again ? asked.here : start} />
      <main>{children}</main>
      {again && <p class="start noprint"><a href={`/${lang}${start}`}>{say(lang, w.start)}</a></p>}
    </Screen>
  );
};

const Kept = ({ chosen }: { readonly chosen: Partial<Chosen> }): VNode => <>{Object.entries(chosen).map(([name, value]) => value !== '' && <input key={name} type="hidden" name={name} value={value} />)}</>;
const Wrong = ({ text }: { readonly text: string | null }): VNode => (text === null ? <></> : <p class="wrong" role="alert">{text}</p>);

const question = (asked: Asked, hall: Hall, chosen: Chosen, wrong: string | null = null, typed = ''): VNode => {
  const { lang } = asked;
  const at = `/${lang}/kiosk/${asked.param('token')}`;
  const href = (more: Partial<Chosen>): string => `${at}?${new URLSearchParams(Object.entries({ ...chosen, ...more }).filter(([, value]) => value !== '')).toString()}`;
  // a code never stands in an address: whoever goes back on this screen would read it
  const Way = ({ priority, main = false, children }: { readonly priority: string; readonly main?: boolean; readonly children: VNode | string }): VNode => chosen.code === '' ? <a class={main ? 'way main' : 'way'} href={href({ priority })}>{children}</a> : (
    <form method="post" action={`${at}/bookings`}>
      <input type="hidden" name="csrf" value={asked.csrf} /><Kept chosen={{ ...chosen, priority }} />
      <button class={main ? 'way main' : 'way'}>{children}</button>
    </form>
  );
  const lane = hall.lanes.find((one) => String(one.id) === chosen.lane);
  if (!lane) return (
    <Frame asked={asked} again={false}>
      <h1>{say(lang, w.lane)}</h1>
      <Wrong text={wrong} />
      {hall.lanes.length === 0
        ? <p>{say(lang, w.closed)}</p>
        : <div class="ways">{hall.lanes.map((one) => <a key={one.id} class="way" href={href({ lane: String(one.id), booked: one.forReceptions ? '' : 'no' })}>{one.names[lang]}<small>{say(lang, w.waiting, { n: one.waiting })}</small></a>)}</div>}
    </Frame>
  );
  if (chosen.booked === '') return (
    <Frame asked={asked}>
      <h1>{say(lang, w.booked)}</h1>
      <Wrong text={wrong} />
      <div class="ways"><a class="way" href={href({ booked: 'yes' })}>{say(lang, w.bookedYes)}</a><a class="way" href={href({ booked: 'no' })}>{say(lang, w.bookedNo)}</a></div>
    </Frame>
  );
  if (chosen.booked === 'yes' && (chosen.number === '' || chosen.code === '' || wrong !== null && chosen.priority === '')) return (
    <Frame asked={asked}>
      <h1>{say(lang, w.bookedYes)}</h1>
      <Wrong text={wrong} />
      <form method="post" action={`${at}/bookings`}>
        <input type="hidden" name="csrf" value={asked.csrf} /><Kept chosen={{ lane: chosen.lane, booked: 'yes' }} />
        <label>{say(lang, w.number)}<input name="number" value={chosen.number} autocomplete="off" maxLength={40} /></label>
        <label>{say(lang, w.code)}<input name="code" value="" autocomplete="off" maxLength={20} /></label>
        <button class="main">{say(lang, w.found)}</button>
      </form>
      <a class="way quietly" href={href({ booked: 'no', number: '', code: '' })}>{say(lang, w.bookedNo)}</a>
    </Frame>
  );
  if (chosen.priority === '' && hall.rules.length > 0) return (
    <Frame asked={asked}>
      <h1>{say(lang, w.priority)}</h1>
      <Wrong text={wrong} />
      <p class="hint">{say(lang, w.priorityHint)}</p>
      <div class="ways">
        <Way main priority="no">{say(lang, w.priorityNo)}</Way>
        {hall.rules.map((rule) => <Way key={rule.id} priority={rule.code}><>{rule.names[lang]}<small>{say(lang, w.rule, { source: rule.source })}, {rule.afterOthers === 0 ? say(lang, w.atOnce) : say(lang, w.afterOthers, { n: rule.afterOthers })}</small></></Way>)}
      </div>
    </Frame>
  );
  return (
    <Frame asked={asked}>
      <p class="hint">{lane.names[lang]}</p>
      <h1><label for="name">{say(lang, w.name)}</label></h1>
      <Wrong text={wrong} />
      <p class="hint" id="name-hint">{say(lang, w.nameHint)}</p>
      <form method="post" action={`${at}/tickets`}>
        <input type="hidden" name="csrf" value={asked.csrf} /><input type="hidden" name="key" value={randomUUID()} />
        <Kept chosen={chosen} />
        <input id="name" name="name" aria-describedby="name-hint" autocomplete="off" maxLength={60} value={typed} />
        <button class="main">{say(lang, w.take)}</button>
      </form>
    </Frame>
  );
};

const sentence = (asked: Asked, refusal: { readonly code: string; readonly facts: Readonly<Record<string, string | number>> }): string =>
  sayLoose(asked.lang, (refusalWords as Readonly<Record<string, Sentence>>)[refusal.code] ?? w.closed, refusal.facts);

const show = async (asked: Asked): Promise<Answer> => {
  const hall = await hallFor(asked);
  if (!hall) return refuse('screen_not_found');
  const given = asked.query.get('ticket');
  return given === null ? question(asked, hall, { ...chosenIn((name) => asked.query.get(name)), number: '', code: '' }) : slip(asked, hall, given);
};

/** The ticket: its label, its place in the line, a code for the telephone; an 80 mm printer takes the same page. */
const slip = async (asked: Asked, hall: Hall, token: string): Promise<Answer> => {
  const ticket = await openTicket(asked.ctx, token);
  if (isRefusal(ticket) || ticket.branchId !== hall.screen.branchId || ticket.onDay !== today(asked.ctx.clock)) return seeOther(`/${asked.lang}/kiosk/${asked.param('token')}`);
  const link = `${siteUrl(asked.config)}/${asked.lang}/tickets/${token}`;
  const qr = await QRCode.toDataURL(link, { margin: 0, scale: 4, errorCorrectionLevel: 'M' });
  const standing = await standingOf(asked, ticket);
  return (
    <Frame asked={asked} islands={['print']}>
      <button type="button" class="main noprint" data-print hidden>{say(asked.lang, w.print)}</button>
      <Slip asked={asked} ticket={ticket} standing={standing} />
      <p class="slip"><img src={qr} alt="" width={176} height={176} /><span>{say(asked.lang, w.scan)}</span><span class="fine">{asked.org[asked.lang]} · {moment(ticket.madeAt)}</span></p>
    </Frame>
  );
};

/** The booking's number and code: looked at once here, and again when the ticket is taken. */
const bookedFor = (asked: Asked, hall: Hall, chosen: Chosen) =>
  findBooked(asked.ctx, { branchId: hall.screen.branchId, number: chosen.number, code: chosen.code, caller: callerOf(asked.remote) });

const findBooking = async (asked: Asked): Promise<Answer> => {
  const hall = await hallFor(asked);
  if (!hall) return refuse('screen_not_found');
  const form = await asked.form();
  const chosen = chosenIn((name) => form.get(name));
  const found = await bookedFor(asked, hall, chosen);
  if (isRefusal(found)) return html(question(asked, hall, { ...chosen, priority: '' }, sentence(asked, found)), found.code === 'too_many_tries' ? 429 : 422);
  return html(question(asked, hall, chosen));
};

const take = async (asked: Asked): Promise<Answer> => {
  const { lang } = asked;
  const hall = await hallFor(asked);
  if (!hall) return refuse('screen_not_found');
  const form = await asked.form();
  const chosen = chosenIn((name) => form.get(name));
  const name = form.get('name').trim();
  if (name !== '' && !isName(name)) return html(question(asked, hall, chosen, sentence(asked, { code: 'name_invalid', facts: {} }), name), 422);
  let booked: Booked | null = null;
  if (chosen.booked === 'yes') {
    const found = await bookedFor(asked, hall, chosen);
    if (isRefusal(found)) return html(question(asked, hall, { ...chosen, priority: '' }, sentence(asked, found)), 422);
    booked = found;
  }
  const taken = await takeTicket(as(asked.ctx, visitor), {
    branchId: hall.screen.branchId, laneId: Number(chosen.lane) || 0, name: name === '' ? booked?.name : name, door: 'kiosk', lang, key: form.get('key').slice(0, 100), screen: hall.screen,
    priorityCode: chosen.priority === 'no' || chosen.priority === '' ? undefined : chosen.priority,
    ...(booked ? { bookingId: booked.bookingId, bookedAt: booked.bookedAt, receptionId: booked.receptionId ?? undefined } : {}),
  }, (tx, bookingId) => come(as(asked.ctx, system('reception.kiosk')), tx, bookingId));
  if (isRefusal(taken)) return html(question(asked, hall, chosen, sentence(asked, taken), name), statusOf(taken) === 429 ? 429 : 409);
  return seeOther(`/${lang}/kiosk/${asked.param('token')}?ticket=${taken.link}`);
};

export const kioskRoutes: readonly Route[] = [
  page({ method: 'get', path: '/kiosk/:token', may: screensMay, handler: show }),
  page({ method: 'post', path: '/kiosk/:token/bookings', may: screensMay, handler: findBooking }),
  page({ method: 'post', path: '/kiosk/:token/tickets', may: screensMay, handler: take }),
];
