import { yearOf, type Day } from '../../../kernel/day.ts';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import { offByDecision, offFor, workedByDecision, workedFor, years } from '../kazakhstan.ts';
import { changed, isWorking, type Change, type WorkCalendar } from '../law.ts';

/** What an administrator says about single days. `clear`: the day follows its weekday again. */
export type Order =
  | { readonly act: 'off' | 'worked' | 'clear'; readonly on: Day }
  | { readonly act: 'move'; readonly on: Day; readonly to: Day };

export const mostOrders = 40;

const inTable = (on: Day): boolean => yearOf(on) >= years.first && yearOf(on) <= years.last;

/** The days one order changes, or why it changes nothing. */
const changesOf = (calendar: WorkCalendar, order: Order): readonly Change[] | Refusal => {
  const { on } = order;
  if (![on, order.act === 'move' ? order.to : on].every(inTable)) return refuse('calendar_years_invalid', { first: years.first, last: years.last });
  switch (order.act) {
    case 'off': return isWorking(calendar, on) ? [{ on, special: { kind: 'moved_off', names: offByDecision } }] : refuse('calendar_off_already', { day: on });
    case 'worked': return isWorking(calendar, on) ? refuse('calendar_worked_already', { day: on }) : [{ on, special: { kind: 'worked', names: workedByDecision } }];
    case 'clear': return calendar.days.has(on) ? [{ on, special: null }] : refuse('calendar_plain_already', { day: on });
    case 'move': {
      if (isWorking(calendar, on)) return refuse('calendar_worked_already', { day: on });
      if (!isWorking(calendar, order.to)) return refuse('calendar_off_already', { day: order.to });
      return [{ on, special: { kind: 'worked', names: workedFor(order.to) } }, { on: order.to, special: { kind: 'moved_off', names: offFor(on) } }];
    }
  }
};

export type Revised = { readonly calendar: WorkCalendar; readonly changes: readonly Change[] };

/** Every order after the one before it. The whole list is refused with the first order that changes nothing. */
export const revised = (calendar: WorkCalendar, orders: readonly Order[]): Revised | Refusal => {
  let next = calendar;
  const changes = new Map<Day, Change>();
  for (const order of orders) {
    const made = changesOf(next, order);
    if (isRefusal(made)) return made;
    for (const change of made) changes.set(change.on, change);
    next = { ...next, days: changed(next.days, made) };
  }
  return { calendar: next, changes: [...changes.values()].toSorted((a, b) => (a.on < b.on ? -1 : 1)) };
};
