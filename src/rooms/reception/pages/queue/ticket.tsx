import type { VNode } from 'preact';
import QRCode from 'qrcode';
import { today } from '../../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import { moment } from '../../../../kernel/show.ts';
import { say } from '../../../../kernel/words.ts';
import { html, page, seeOther, siteUrl, type Answer, type Asked, type Route } from '../../../../platform/web.ts';
import { Form } from '../../../../ui/fields.tsx';
import { leaveByLink, openTicket } from '../../acts/queue/serve.ts';
import { ticketHoldersMay } from '../../policy/queue.ts';
import type { Ticket } from '../../store/queue.ts';
import { kioskWords, ticketWords as w } from '../../words/queue-screens.ts';
import { Screen, Tongues } from './frame.tsx';
import { Slip, standingOf, type Standing } from './slip.tsx';

/** Often enough to get up in time, seldom enough for a telephone. */
const refreshSeconds = 15;

const Now = ({ asked: { lang }, ticket, standing }: { readonly asked: Asked; readonly ticket: Ticket; readonly standing: Standing }): VNode | null => {
  if (ticket.state === 'waiting') return null;
  if (ticket.state === 'invited') return <p class="slip-now" role="status">{say(lang, w.invited, { desk: standing.desk })}</p>;
  return <p role="status">{say(lang, ({ serving: w.serving, held: w.held, left: w.left, finished: w.finished })[ticket.state])}</p>;
};

const show = async (asked: Asked): Promise<Answer> => {
  const { lang } = asked;
  const token = asked.param('token');
  const ticket = await openTicket(asked.ctx, token);
  if (isRefusal(ticket)) return ticket;
  const isToday = ticket.onDay === today(asked.ctx.clock);
  const standing = isToday ? await standingOf(asked, ticket) : null;
  // whoever reads slowly, or by ear, stops it
  const still = asked.query.get('still') === '1';
  const open = isToday && ['waiting', 'invited', 'held'].includes(ticket.state);
  const qr = await QRCode.toDataURL(`${siteUrl(asked.config)}/${lang}/tickets/${token}`, { margin: 0, scale: 4, errorCorrectionLevel: 'M' });
  return html(
    <Screen lang={lang} title={say(lang, w.title, { label: ticket.label })} sheet="queue-board.css" class="kiosk phone" {...(!still && (open || ticket.state === 'serving') ? { refresh: refreshSeconds } : {})}>
      <Tongues lang={lang} here={`/tickets/${token}`} />
      <main>
        {standing ? <><Now asked={asked} ticket={ticket} standing={standing} /><Slip asked={asked} ticket={ticket} standing={standing} /></> : <><h1>{say(lang, w.title, { label: ticket.label })}</h1><p>{say(lang, w.past)}</p></>}
        {open && <p class="hint noprint">{still ? <a href={`/${lang}/tickets/${token}`}>{say(lang, w.again)}</a> : <>{say(lang, w.refreshes)} <a href={`/${lang}/tickets/${token}?still=1`}>{say(lang, w.still)}</a></>}</p>}
        {open && ticket.state !== 'invited' && <Form csrf={asked.csrf} action={`/${lang}/tickets/${token}/departures`} class="noprint"><button class="quietly">{say(lang, w.leave)}</button></Form>}
        <p class="slip onpaper"><img src={qr} alt="" width={176} height={176} /><span>{say(lang, kioskWords.scan)}</span><span class="fine">{asked.org[lang]} · {say(lang, w.taken, { at: moment(ticket.madeAt) })}</span></p>
      </main>
    </Screen>);
};

const depart = async (asked: Asked): Promise<Answer> => {
  const done = await leaveByLink(asked.ctx, asked.param('token'));
  // gone already, or called at this very moment: the page says how it stands
  return isRefusal(done) && done.code !== 'ticket_moved' ? refuse('ticket_not_found') : seeOther(`/${asked.lang}/tickets/${asked.param('token')}`);
};

export const ticketRoutes: readonly Route[] = [
  page({ method: 'get', path: '/tickets/:token', may: ticketHoldersMay, handler: show }),
  page({ method: 'post', path: '/tickets/:token/departures', may: ticketHoldersMay, handler: depart }),
];
