import type { Actor } from '../kernel/actor.ts';
import type { Clock } from '../kernel/day.ts';
import type { Db } from './db.ts';
import type { Log } from './log.ts';

/** What every act and page is given: four fields for ever (architecture.md). */
export type Ctx = { readonly db: Db; readonly clock: Clock; readonly actor: Actor; readonly log: Log };

export const as = (ctx: Ctx, actor: Actor): Ctx => ({ ...ctx, actor });
