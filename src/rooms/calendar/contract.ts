/** Working days, versioned. The law of other rooms is handed a `WorkCalendar` as a value. */
export { calendarNamed, calendarNames, calendarOfVersion } from './store.ts';
export { builtIn } from './kazakhstan.ts';
export { addWorkingDays, calendarStrip, isWorking, onOrAfter, registeredOn, stripBefore, workingStrip } from './law.ts';
export { nearBy, type Near } from './law/near.ts';
export type { Special, StripDay, WorkCalendar } from './law.ts';
export { registerRecounts, type MoveOrder, type Recount } from './acts/moves.ts';
export type { CalendarChange, Moved } from './law/moves.ts';
