import { refuse, isRefusal, type Refusal } from '../../../../kernel/refusal.ts';
import { read } from '../../../../platform/db.ts';
import type { Asked } from '../../../../platform/web.ts';
import type { Form } from '../../../../platform/web/form.ts';
import { today } from '../../../../kernel/day.ts';
import { come } from '../../acts/bookings.ts';
import { bookedOf } from '../../acts/queue/booked.ts';
import { invite } from '../../acts/queue/call.ts';
import { giveBack, hold, rise, sit, undo } from '../../acts/queue/serve.ts';
import { depart, dismiss, receive } from '../../acts/queue/receive.ts';
import { takeTicket } from '../../acts/queue/take.ts';
import { isName } from '../../law/queue/states.ts';
import { bookingsToday } from '../../store/bookings.ts';

type Done = Readonly<Record<string, string>> | Refusal;
const number = (text: string): number => (/^[1-9]\d{0,15}$/.test(text) ? Number(text) : 0);
const idOf = (asked: Asked): number => Number(asked.param('id'));
export type Did = 'begin' | 'hold' | 'giveBack' | 'leave' | 'finish' | 'undo';
const verb = (did: Did, act: (ctx: Asked['ctx'], i: { readonly ticketId: number }) => Promise<{ readonly label: string } | Refusal>) => async (asked: Asked): Promise<Done> => {
  const done = await act(asked.ctx, { ticketId: idOf(asked) });
  return isRefusal(done) ? done : { done: did, label: done.label };
};

/** What the forms of a clerk's screen do: each gives back what the page then says. */
export const deskActs = {
  sit: async (asked: Asked, form: Form): Promise<Done> => {
    const done = await sit(asked.ctx, { deskId: number(form.get('desk')), receptionId: form.get('reception') === '' ? undefined : number(form.get('reception')) });
    return isRefusal(done) ? done : {};
  },
  rise: async (asked: Asked, form: Form): Promise<Done> => {
    const done = await rise(asked.ctx, { deskId: number(form.get('desk')) });
    return isRefusal(done) ? done : {};
  },
  invite: async (asked: Asked, form: Form): Promise<Done> => {
    const done = await invite(asked.ctx, { deskId: number(form.get('desk')), ticketId: form.get('ticket') === '' ? undefined : number(form.get('ticket')), seen: form.get('seen') === '' ? undefined : form.get('seen') });
    return isRefusal(done) ? done : 'nobody' in done ? { done: 'nobody' } : { done: 'called', label: done.label };
  },
  give: async (asked: Asked, form: Form): Promise<Done> => {
    const { ctx, lang } = asked;
    const branchId = number(form.get('branch'));
    const name = form.get('name').trim();
    if (name !== '' && !isName(name)) return refuse('name_invalid');
    const bookingId = number(form.get('booking'));
    const on = today(ctx.clock);
    const booking = bookingId === 0 ? undefined : (await read(ctx, (q) => bookingsToday(q, branchId, on))).find((one) => one.id === bookingId);
    if (bookingId !== 0 && !booking) return refuse('booking_not_today_invalid');
    const booked = booking ? bookedOf(booking, on) : null;
    const taken = await takeTicket(ctx, {
      branchId, laneId: number(form.get('lane')), name: booked?.name ?? name, door: 'desk', lang, key: `desk ${ctx.actor.kind === 'staff' ? ctx.actor.accountId : 0} ${form.get('key').slice(0, 80)}`,
      priorityCode: form.get('priority') === '' ? undefined : form.get('priority'), ...(booked ? { bookingId: booked.bookingId, bookedAt: booked.bookedAt, receptionId: booked.receptionId ?? undefined } : {}),
    }, (tx, id) => come(ctx, tx, id));
    return isRefusal(taken) ? taken : { done: 'given', label: taken.label, given: String(taken.ticketId) };
  },
  begin: verb('begin', receive), hold: verb('hold', hold), giveBack: verb('giveBack', giveBack), leave: verb('leave', depart), finish: verb('finish', dismiss), undo: verb('undo', undo),
} as const;
