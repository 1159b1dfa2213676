import { page, type Route } from '../../../platform/web.ts';
import { clerksMay, readersMay, redactorsMay, staffMay } from '../policy.ts';
import { searchPage } from './desk/find.tsx';
import { front, look } from './desk/front.ts';
import { inboxPage } from './desk/inbox.tsx';
import { matterPage } from './desk/matter.tsx';
import { paperPage } from './desk/papers.tsx';
import { postRoutes } from './desk/posts.ts';
import { redactionPage, saveRedaction } from './desk/redaction.tsx';
import { registerPage, sendRegistration } from './desk/register.tsx';

/** The staff's side of the room. Gates say who may knock; each handler asks the policy about the very matter. */
export const deskRoutes: readonly Route[] = [
  page({ method: 'get', path: '/desk', may: staffMay, handler: front }),
  page({ method: 'get', path: '/desk/appeals', may: readersMay, handler: inboxPage }),
  page({ method: 'get', path: '/desk/search', may: readersMay, handler: searchPage }),
  page({ method: 'get', path: '/desk/register', may: clerksMay, handler: (asked) => registerPage(asked) }),
  page({ method: 'post', path: '/desk/registrations', may: clerksMay, handler: sendRegistration }),
  page({ method: 'get', path: '/desk/appeals/:number', may: readersMay, handler: (asked) => matterPage(asked) }),
  page({ method: 'get', path: '/desk/appeals/:number/redaction', may: redactorsMay, handler: (asked) => redactionPage(asked) }),
  page({ method: 'post', path: '/desk/appeals/:number/redactions', may: redactorsMay, handler: saveRedaction }),
  page({ method: 'get', path: '/desk/appeals/:number/papers/:id', may: readersMay, handler: paperPage }),
  page({ method: 'post', path: '/desk/appeals/:number/looks', may: readersMay, handler: look }),
  ...postRoutes,
];
