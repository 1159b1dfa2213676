import type { Route } from '../../platform/web.ts';
import { deskRoutes } from './pages/desk.tsx';
import { doneRoutes } from './pages/done.tsx';
import { figuresRoutes } from './pages/figures.tsx';
import { followRoutes } from './pages/follow.tsx';
import { handOversRoutes } from './pages/hand-overs.tsx';
import { intakeRoutes } from './pages/intake.tsx';
import { publicRoutes } from './pages/public.tsx';

/** Residents' pages and the desk's. */
export const routes: readonly Route[] = [...publicRoutes, ...doneRoutes, ...intakeRoutes, ...followRoutes, ...handOversRoutes, ...figuresRoutes, ...deskRoutes];
