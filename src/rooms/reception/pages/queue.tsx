import type { Route } from '../../../platform/web.ts';
import { queueAdminRoutes } from './queue/admin.tsx';
import { queueDeskRoutes } from './queue/desk.tsx';
import { displayRoutes } from './queue/display.tsx';
import { kioskRoutes } from './queue/kiosk.tsx';
import { ticketRoutes } from './queue/ticket.tsx';

export const queueRoutes: readonly Route[] = [...queueDeskRoutes, ...queueAdminRoutes, ...kioskRoutes, ...ticketRoutes, ...displayRoutes];
