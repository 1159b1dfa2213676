import { page, type Route } from '../../../platform/web.ts';
import { visitorsMay, visitsMay } from '../policy/visits.ts';
import { ownPage, verdictPost } from './visits/own.tsx';
import { paperPage } from './visits/paper.tsx';
import { visitPage } from './visits/one.tsx';
import { beginPost, endingPost, matterPost, outcomePost, personPost, puttingPost, quietPost, readingPost } from './visits/posts.ts';
import { visitsPage } from './visits/list.tsx';

/** Gates say who may knock; each handler asks the policy about the very visit. */
export const visitRoutes: readonly Route[] = [
  page({ method: 'get', path: '/desk/visits', may: visitsMay, handler: (asked) => visitsPage(asked) }),
  page({ method: 'post', path: '/desk/visits', may: visitsMay, handler: beginPost }),
  page({ method: 'get', path: '/desk/visits/:number', may: visitsMay, handler: (asked) => visitPage(asked) }),
  page({ method: 'get', path: '/desk/visits/:number/paper', may: visitsMay, handler: paperPage }),
  page({ method: 'post', path: '/desk/visits/:number/matters', may: visitsMay, handler: matterPost }),
  page({ method: 'post', path: '/desk/visits/:number/matters/:nth/outcomes', may: visitsMay, handler: outcomePost }),
  page({ method: 'post', path: '/desk/visits/:number/promises/:id/readings', may: visitsMay, handler: readingPost }),
  page({ method: 'post', path: '/desk/visits/:number/promises/:id/words', may: visitsMay, handler: puttingPost }),
  page({ method: 'post', path: '/desk/visits/:number/persons', may: visitsMay, handler: personPost }),
  page({ method: 'post', path: '/desk/visits/:number/quietness', may: visitsMay, handler: quietPost }),
  page({ method: 'post', path: '/desk/visits/:number/endings', may: visitsMay, handler: endingPost }),
  page({ method: 'get', path: '/visits/:token', may: visitorsMay, handler: (asked) => ownPage(asked) }),
  page({ method: 'post', path: '/visits/:token/matters/:nth/verdicts', may: visitorsMay, handler: verdictPost }),
];
