import { page, type Route } from '../../platform/web.ts';
import { adminPage } from './pages/admin.tsx';
import { againPost, deskPage } from './pages/desk.tsx';
import { browserPost, ownPage, ownPost, tryPost } from './pages/own.tsx';
import { stopPage, stopPost } from './pages/stop.tsx';
import { wordingPage, wordingPost } from './pages/wording.tsx';
import { anyoneMay, clerksMay, editorsMay, readersMay, staffMay } from './policy.ts';

const wording = '/admin/notices/:code{[a-z_]{1,40}[.][a-z_]{1,40}}';

export const routes: readonly Route[] = [
  page({ method: 'get', path: '/me/notices', may: staffMay, handler: ownPage }),
  page({ method: 'post', path: '/me/notices', may: staffMay, handler: ownPost }),
  page({ method: 'post', path: '/me/notices/tests', may: staffMay, handler: tryPost }),
  page({ method: 'post', path: '/me/notices/browsers', may: staffMay, handler: browserPost }),
  page({ method: 'get', path: '/notices/:token', may: anyoneMay, handler: stopPage }),
  page({ method: 'post', path: '/notices/:token', may: anyoneMay, byToken: true, handler: stopPost }),
  page({ method: 'get', path: '/admin/notices', may: editorsMay, handler: adminPage }),
  page({ method: 'get', path: wording, may: editorsMay, handler: wordingPage }),
  page({ method: 'post', path: wording, may: editorsMay, handler: wordingPost }),
  page({ method: 'get', path: '/desk/notices', may: readersMay, handler: deskPage }),
  page({ method: 'post', path: '/desk/notices/:id{[0-9]{1,15}}/sendings', may: clerksMay, handler: againPost }),
];
