import { page, type Route } from '../../../platform/web.ts';
import { dutiesMay, receptionsMay, visitorsMay } from '../policy/duties.ts';
import { dutiesPage, dutyPosted } from './duties/admin.tsx';
import { cardPage } from './duties/card.tsx';
import { changePosted as dutyChanged, dutyPage, endPosted as dutyEnded, namePosted, takeOffPosted } from './duties/duty.tsx';
import { beginPosted, cancelPosted, changePosted, endPosted, receptionPage } from './duties/one.tsx';
import { receptionsPage } from './duties/public.tsx';
import { planPosted, weekPage } from './duties/week.tsx';

const duty = '/admin/duties/:id{[0-9]{1,15}}';
const reception = '/desk/receptions/:id{[0-9]{1,15}}';

export const dutyRoutes: readonly Route[] = [
  page({ method: 'get', path: '/receptions', may: visitorsMay, handler: receptionsPage }),
  page({ method: 'get', path: '/officials/:id{[0-9]{1,15}}', may: visitorsMay, handler: cardPage }),
  page({ method: 'get', path: '/desk/receptions', may: receptionsMay, handler: (asked) => weekPage(asked) }),
  page({ method: 'post', path: '/desk/receptions', may: receptionsMay, handler: planPosted }),
  page({ method: 'get', path: reception, may: receptionsMay, handler: (asked) => receptionPage(asked) }),
  page({ method: 'post', path: `${reception}/changes`, may: receptionsMay, handler: changePosted }),
  page({ method: 'post', path: `${reception}/beginnings`, may: receptionsMay, handler: beginPosted }),
  page({ method: 'post', path: `${reception}/endings`, may: receptionsMay, handler: endPosted }),
  page({ method: 'post', path: `${reception}/cancellations`, may: receptionsMay, handler: cancelPosted }),
  page({ method: 'get', path: '/admin/duties', may: dutiesMay, handler: (asked) => dutiesPage(asked) }),
  page({ method: 'post', path: '/admin/duties', may: dutiesMay, handler: dutyPosted }),
  page({ method: 'get', path: duty, may: dutiesMay, handler: (asked) => dutyPage(asked) }),
  page({ method: 'post', path: `${duty}/changes`, may: dutiesMay, handler: dutyChanged }),
  page({ method: 'post', path: `${duty}/endings`, may: dutiesMay, handler: dutyEnded }),
  page({ method: 'post', path: `${duty}/persons`, may: dutiesMay, handler: namePosted }),
  page({ method: 'post', path: `${duty}/removals`, may: dutiesMay, handler: takeOffPosted }),
];
