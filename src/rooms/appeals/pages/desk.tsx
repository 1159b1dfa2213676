import { isRefusal } from '../../../kernel/refusal.ts';
import { as } from '../../../platform/ctx.ts';
import { page, type Answer, type Asked, type Route } from '../../../platform/web.ts';
import { printTalon } from '../acts/talon.ts';
import { clerksMay, readersMay, redactorsMay, staffMay } from '../policy.ts';
import { changeAddress } from './desk/address.ts';
import { causePage } from './desk/cause.tsx';
import { searchPage } from './desk/find.tsx';
import { front, look } from './desk/front.ts';
import { showIinPost } from './desk/iin.ts';
import { inboxPage } from './desk/inbox.tsx';
import { askForLetter, lettersPage } from './desk/letters.tsx';
import { matterPage } from './desk/matter.tsx';
import { paperPage } from './desk/papers.tsx';
import { postRoutes } from './desk/posts.ts';
import { redactionPage, saveRedaction } from './desk/redaction.tsx';
import { registerPage, sendRegistration } from './desk/register.tsx';
import { talonPdf } from './talon.ts';

/** Printed by a clerk for the person at the desk: drawn with the holder's eyes once the act is written. */
const talon = async (asked: Asked): Promise<Answer> => {
  const printed = await printTalon(asked.ctx, { number: asked.param('number') });
  return isRefusal(printed) ? printed : talonPdf({ ...asked, ctx: as(asked.ctx, { kind: 'holder', appealId: printed.appealId }) }, printed.appealId);
};

/** The staff's side of the room. Gates say who may knock; each handler asks the policy about the very matter. */
export const deskRoutes: readonly Route[] = [
  page({ method: 'get', path: '/desk', may: staffMay, handler: front }),
  page({ method: 'get', path: '/desk/appeals', may: readersMay, handler: inboxPage }),
  page({ method: 'get', path: '/desk/search', may: readersMay, handler: searchPage }),
  page({ method: 'get', path: '/desk/register', may: clerksMay, handler: (asked) => registerPage(asked) }),
  page({ method: 'post', path: '/desk/registrations', may: clerksMay, handler: sendRegistration }),
  page({ method: 'get', path: '/desk/letters', may: clerksMay, handler: lettersPage }),
  page({ method: 'post', path: '/desk/letters/:id/takings', may: clerksMay, handler: askForLetter }),
  page({ method: 'get', path: '/desk/appeals/:number', may: readersMay, handler: (asked) => matterPage(asked) }),
  page({ method: 'get', path: '/desk/appeals/:number/cause', may: readersMay, handler: causePage }),
  page({ method: 'get', path: '/desk/appeals/:number/talon', may: clerksMay, handler: talon }),
  page({ method: 'get', path: '/desk/appeals/:number/redaction', may: redactorsMay, handler: (asked) => redactionPage(asked) }),
  page({ method: 'post', path: '/desk/appeals/:number/redactions', may: redactorsMay, handler: saveRedaction }),
  page({ method: 'post', path: '/desk/appeals/:number/addresses', may: readersMay, handler: changeAddress }),
  page({ method: 'get', path: '/desk/appeals/:number/papers/:id', may: readersMay, handler: paperPage }),
  page({ method: 'post', path: '/desk/appeals/:number/looks', may: readersMay, handler: look }),
  page({ method: 'post', path: '/desk/appeals/:number/iin-showings', may: readersMay, handler: showIinPost }),
  ...postRoutes,
];
