import { words } from '../../../kernel/words.ts';
import { staffNoticesOfDuties } from './duties-notices.ts';
import { noticesOfBookings, staffNoticesOfBookings } from './booking-notices.ts';
import { staffNoticesOfOutings } from './outings-notices.ts';
import { noticesOfVisits } from './visit-notices.ts';

/** What a person hears of their booking or their visit. Each part of the room adds its own codes here: `reception.…`. */
export const noticesOfReception = { ...noticesOfBookings, ...noticesOfVisits } as const;
/** What staff hear. */
export const staffNoticesOfReception = { ...staffNoticesOfDuties, ...staffNoticesOfBookings, ...staffNoticesOfOutings } as const;
export const noticeWords = words({});
