import type { Route } from '../../platform/web.ts';
import { dutyRoutes } from './pages/duties.tsx';
import { bookingRoutes } from './pages/bookings.tsx';
import { queueRoutes } from './pages/queue.tsx';
import { visitRoutes } from './pages/visits.tsx';
import { outingRoutes } from './pages/outings.tsx';
import { outingDeskRoutes } from './pages/outing-desk.tsx';
import { figuresRoutes } from './pages/figures.tsx';

export const routes: readonly Route[] = [...dutyRoutes, ...bookingRoutes, ...queueRoutes, ...visitRoutes, ...outingRoutes, ...outingDeskRoutes, ...figuresRoutes];
