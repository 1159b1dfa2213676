import { page, type Route } from '../../platform/web.ts';
import { agendaRoutes } from './pages/agenda.tsx';
import { boardPage } from './pages/board/board.tsx';
import { bulkRoutes } from './pages/board/bulk.tsx';
import { sheetRoutes } from './pages/board/sheet.ts';
import { viewRoutes } from './pages/board/views.tsx';
import { ladderRoutes } from './pages/ladder.tsx';
import { morningRoutes } from './pages/morning.tsx';
import { taskRoutes } from './pages/task/posts.ts';
import { readersMay } from './policy.ts';

export const routes: readonly Route[] = [page({ method: 'get', path: '/desk/control', may: readersMay, handler: boardPage }), ...sheetRoutes, ...viewRoutes, ...bulkRoutes, ...morningRoutes, ...agendaRoutes, ...taskRoutes, ...ladderRoutes];
