import { bare, page, type Route } from '../../platform/web.ts';
import { anyoneMay, managersMay, staffMay } from './policy.ts';
import { invitationPage, invitationPost, signInPage, signInPost, signOutPost } from './pages/enter.tsx';
import { issuerBack, issuerPage } from './pages/issuer.ts';
import { addKey, addKeyOptions, enter, enterOptions } from './pages/keys.ts';
import { mePage, mePost } from './pages/me.tsx';
import { peoplePage, peoplePost } from './pages/people.tsx';
import { personPage, personPost } from './pages/person.tsx';

export const routes: readonly Route[] = [
  page({ method: 'get', path: '/sign-in', may: anyoneMay, handler: signInPage }),
  page({ method: 'post', path: '/sign-in', may: anyoneMay, handler: signInPost }),
  page({ method: 'get', path: '/sign-in/issuer', may: anyoneMay, handler: issuerPage }),
  bare({ method: 'get', path: '/sign-in/back', may: anyoneMay, handler: issuerBack }),
  page({ method: 'post', path: '/sign-in/passkey/options', may: anyoneMay, handler: enterOptions }),
  page({ method: 'post', path: '/sign-in/passkey', may: anyoneMay, handler: enter }),
  page({ method: 'post', path: '/sign-out', may: anyoneMay, handler: signOutPost }),
  page({ method: 'get', path: '/invitation/:token', may: anyoneMay, handler: invitationPage }),
  page({ method: 'post', path: '/invitation/:token', may: anyoneMay, handler: invitationPost }),
  page({ method: 'get', path: '/me', may: staffMay, handler: mePage }),
  page({ method: 'post', path: '/me', may: staffMay, handler: mePost }),
  page({ method: 'post', path: '/me/passkeys/options', may: staffMay, handler: addKeyOptions }),
  page({ method: 'post', path: '/me/passkeys', may: staffMay, handler: addKey }),
  page({ method: 'get', path: '/admin/people', may: managersMay, handler: peoplePage }),
  page({ method: 'post', path: '/admin/people', may: managersMay, handler: peoplePost }),
  page({ method: 'get', path: '/admin/people/:accountId', may: managersMay, handler: personPage }),
  page({ method: 'post', path: '/admin/people/:accountId', may: managersMay, handler: personPost }),
];
