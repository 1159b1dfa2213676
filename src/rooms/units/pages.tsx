import { page, type Route } from '../../platform/web.ts';
import { managersMay } from './policy.ts';
import { competencesPage, competencesPost } from './pages/competences.tsx';
import { actPage, openBodyPage } from './pages/forms.tsx';
import { actPost, competencePost, openBodyPost } from './pages/posts.tsx';
import { topicClosurePost, topicMovePost, topicNamesPage, topicNamesPost, topicReopeningPost, topicsPage, topicsPost } from './pages/topics.tsx';
import { treePage } from './pages/tree.tsx';
import { unitPage } from './pages/unit.tsx';

const topic = '/admin/topics/:code{[a-z0-9_]{2,40}}';
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
  page({ method: 'get', path: '/admin/topics', may: managersMay, handler: topicsPage }),
  page({ method: 'post', path: '/admin/topics', may: managersMay, handler: topicsPost }),
  page({ method: 'get', path: `${topic}/names`, may: managersMay, handler: topicNamesPage }),
  page({ method: 'post', path: `${topic}/names`, may: managersMay, handler: topicNamesPost }),
  page({ method: 'post', path: `${topic}/closures`, may: managersMay, handler: topicClosurePost }),
  page({ method: 'post', path: `${topic}/reopenings`, may: managersMay, handler: topicReopeningPost }),
  page({ method: 'post', path: `${topic}/moves`, may: managersMay, handler: topicMovePost }),
];
