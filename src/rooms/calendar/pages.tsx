import { page, type Route } from '../../platform/web.ts';
import { editorsMay } from './policy.ts';
import type { NamesOf } from './pages/asked.ts';
import { calendarPage } from './pages/calendar.tsx';
import { draftPage, versionPost } from './pages/draft.tsx';
import { versionPage } from './pages/version.tsx';

/** `namesOf` comes from app: this room knows who published by number only. */
export const calendarRoutes = (namesOf: NamesOf): readonly Route[] => [
  page({ method: 'get', path: '/admin/calendar', may: editorsMay, handler: calendarPage(namesOf) }),
  page({ method: 'get', path: '/admin/calendar/draft', may: editorsMay, handler: draftPage }),
  page({ method: 'post', path: '/admin/calendar/versions', may: editorsMay, handler: versionPost }),
  page({ method: 'get', path: '/admin/calendar/versions/:version{kz[56]-[0-9.]{1,20}}', may: editorsMay, handler: versionPage(namesOf) }),
];
