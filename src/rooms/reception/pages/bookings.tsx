import type { Route } from '../../../platform/web.ts';
import { adviceRoutes } from './bookings/advice.tsx';
import { bookRoutes } from './bookings/book.tsx';
import { deskBookingRoutes } from './bookings/desk.tsx';
import { doneBookingRoutes } from './bookings/done.tsx';
import { ownRoutes } from './bookings/own.tsx';

export const bookingRoutes: readonly Route[] = [...doneBookingRoutes, ...adviceRoutes, ...bookRoutes, ...ownRoutes, ...deskBookingRoutes];
