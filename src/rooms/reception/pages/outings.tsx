import { page, type Route } from '../../../platform/web.ts';
import { arrivalsMay, everybodyMay, outingsMay, plannersMay } from '../policy/outings.ts';
import { announcePosted, beginPosted, cancelPosted, closePosted } from './outings/acts.tsx';
import { arrivalPage, arrivalsPage, paperPage, settlePosted } from './outings/arrivals.tsx';
import { deviceRoutes } from './outings/device.ts';
import { installPosted, revokePosted } from './outings/devices.tsx';
import { listPage } from './outings/list.tsx';
import { outingPage } from './outings/one.tsx';
import { changePage, changePosted, planPage, planPosted } from './outings/plan.tsx';
import { claimPage, publicPage } from './outings/public.tsx';

export const outingRoutes: readonly Route[] = [
  ...deviceRoutes,
  page({ method: 'get', path: '/outings', may: everybodyMay, handler: publicPage }),
  page({ method: 'get', path: '/outings/visits/:claim', may: everybodyMay, handler: claimPage }),
  page({ method: 'get', path: '/desk/outings', may: outingsMay, handler: listPage }),
  page({ method: 'get', path: '/desk/outings/new', may: plannersMay, handler: planPage }),
  page({ method: 'post', path: '/desk/outings/new', may: plannersMay, handler: planPosted }),
  page({ method: 'get', path: '/desk/outings/arrivals', may: arrivalsMay, handler: arrivalsPage }),
  page({ method: 'get', path: '/desk/outings/arrivals/:device{[0-9]{1,15}}/:place{[0-9]{1,9}}', may: arrivalsMay, handler: arrivalPage }),
  page({ method: 'post', path: '/desk/outings/arrivals/:device{[0-9]{1,15}}/:place{[0-9]{1,9}}/settlements', may: arrivalsMay, handler: settlePosted }),
  page({ method: 'get', path: '/desk/outings/arrivals/:device{[0-9]{1,15}}/:place{[0-9]{1,9}}/papers/:key', may: arrivalsMay, handler: paperPage }),
  page({ method: 'get', path: '/desk/outings/:id{[0-9]{1,15}}', may: outingsMay, handler: outingPage }),
  page({ method: 'get', path: '/desk/outings/:id{[0-9]{1,15}}/changes', may: plannersMay, handler: changePage }),
  page({ method: 'post', path: '/desk/outings/:id{[0-9]{1,15}}/changes', may: plannersMay, handler: changePosted }),
  page({ method: 'post', path: '/desk/outings/:id{[0-9]{1,15}}/announcements', may: plannersMay, handler: announcePosted }),
  page({ method: 'post', path: '/desk/outings/:id{[0-9]{1,15}}/beginnings', may: outingsMay, handler: beginPosted }),
  page({ method: 'post', path: '/desk/outings/:id{[0-9]{1,15}}/closings', may: outingsMay, handler: closePosted }),
  page({ method: 'post', path: '/desk/outings/:id{[0-9]{1,15}}/cancellations', may: plannersMay, handler: cancelPosted }),
  page({ method: 'post', path: '/desk/outings/:id{[0-9]{1,15}}/devices', may: outingsMay, handler: installPosted }),
  page({ method: 'post', path: '/desk/outings/:id{[0-9]{1,15}}/devices/:device{[0-9]{1,15}}/revocations', may: outingsMay, handler: revokePosted }),
];
