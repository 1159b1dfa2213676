import { page, type Route } from '../../platform/web.ts';
import { managersMay } from './policy.ts';
import { competencesPage, competencesPost } from './pages/competences.tsx';
import { actPage, openBodyPage } from './pages/forms.tsx';
import { actPost, competencePost, openBodyPost } from './pages/posts.tsx';
import { treePage } from './pages/tree.tsx';
import { unitPage } from './pages/unit.tsx';

const unit = '/admin/units/:unitId{[0-9]{1,15}}';
const act = `${unit}/:act{(?:children|names|details|parent|closure)}`;

/** For whoever keeps the structure. What the post does not reach is not found; the acts ask their policy again. */
export const routes: readonly Route[] = [
  page({ method: 'get', path: '/admin/units', may: managersMay, handler: treePage }),
  page({ method: 'get', path: '/admin/units/body', may: managersMay, handler: openBodyPage }),
  page({ method: 'post', path: '/admin/units/body', may: managersMay, handler: openBodyPost }),
  page({ method: 'get', path: unit, may: managersMay, handler: unitPage }),
  page({ method: 'post', path: unit, may: managersMay, handler: competencePost }),
  page({ method: 'get', path: act, may: managersMay, handler: actPage }),
  page({ method: 'post', path: act, may: managersMay, handler: actPost }),
  page({ method: 'get', path: '/admin/competences', may: managersMay, handler: competencesPage }),
  page({ method: 'post', path: '/admin/competences', may: managersMay, handler: competencesPost }),
];
