import type { VNode } from 'preact';
import { today, wallClock } from '../../../../kernel/day.ts';
import { clockTime } from '../../../../kernel/show.ts';
import { say } from '../../../../kernel/words.ts';
import { visitor } from '../../../../kernel/actor.ts';
import { as } from '../../../../platform/ctx.ts';
import { read } from '../../../../platform/db.ts';
import type { Asked } from '../../../../platform/web.ts';
import { aheadOf, estimateFor, hallOf, hold, type Ticket } from '../../store/queue.ts';
import type { Estimate } from '../../law/queue/estimate.ts';
import { kioskWords, ticketWords as w } from '../../words/queue-screens.ts';
import { waitText } from './said.ts';

/** Where somebody stands, as their link, their paper and the kiosk say it. */
export type Standing = { readonly ahead: number | null; readonly estimate: Estimate | null; readonly desk: string; readonly lane: string; readonly mustShow: boolean };

/** A ticket's own link opens the room for counting: no names, no other labels. */
export const standingOf = async (asked: Asked, ticket: Ticket): Promise<Standing> =>
  read(as(asked.ctx, visitor), async (q) => {
    await hold(q, `branch:${ticket.branchId}`);
    const hall = await hallOf(q, ticket.branchId, today(asked.ctx.clock));
    const ahead = aheadOf(hall, ticket.id, asked.ctx.clock.now());
    return {
      ahead, estimate: ahead === null ? null : estimateFor(hall, ticket.laneId, ahead), desk: hall.desks.find((desk) => desk.id === ticket.deskId)?.label ?? '',
      lane: hall.lanes.find((lane) => lane.id === ticket.laneId)?.names[asked.lang] ?? '', mustShow: ticket.priorityId !== null,
    };
  });

export const bookedTime = (at: Date): string => clockTime(wallClock(at.getTime()).minute);

export const Slip = ({ asked: { lang }, ticket, standing }: { readonly asked: Asked; readonly ticket: Ticket; readonly standing: Standing }): VNode => (
  <section class="slip">
    <h1>{say(lang, kioskWords.yours)}</h1>
    <p class="label">{ticket.label}</p>
    <p>{standing.lane}</p>
    {ticket.name && <p>{say(lang, w.byName, { name: ticket.name })}</p>}
    {standing.ahead !== null && <p><strong>{say(lang, w.ahead, { n: standing.ahead })}</strong></p>}
    {standing.ahead !== null && <p>{waitText(lang, standing.estimate)}</p>}
    {ticket.bookedAt && <p>{say(lang, w.booked, { at: bookedTime(ticket.bookedAt) })}</p>}
    {standing.mustShow && <p>{say(lang, w.show)}</p>}
  </section>
);
