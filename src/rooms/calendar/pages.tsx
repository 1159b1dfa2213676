import { page, type Route } from '../../platform/web.ts';
import { editorsMay } from './policy.ts';
import type { NamesOf } from './pages/asked.ts';
import { calendarPage } from './pages/calendar.tsx';
import { draftPage, versionPost } from './pages/draft.tsx';
import { datesCsv, datesPost, type BranchesOf } from './pages/dates.tsx';
import { versionPage } from './pages/version.tsx';

/** Names come from app: this room knows who published, and whose dates, by number only. */
export const calendarRoutes = (namesOf: NamesOf, branchesOf: BranchesOf): readonly Route[] => [
  page({ method: 'get', path: '/admin/calendar', may: editorsMay, handler: calendarPage(namesOf) }),
  page({ method: 'get', path: '/admin/calendar/draft', may: editorsMay, handler: draftPage(branchesOf) }),
  page({ method: 'post', path: '/admin/calendar/versions', may: editorsMay, handler: versionPost(branchesOf) }),
  page({ method: 'get', path: '/admin/calendar/versions/:version{kz[56]-[0-9.]{1,20}}', may: editorsMay, handler: versionPage(namesOf, branchesOf) }),
  page({ method: 'get', path: '/admin/calendar/dates.csv', may: editorsMay, handler: datesCsv(branchesOf) }),
  page({ method: 'post', path: '/admin/calendar/dates', may: editorsMay, handler: datesPost }),
];
