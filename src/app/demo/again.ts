import { system, type Staff } from '../../kernel/actor.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { read, sql, view } from '../../platform/db.ts';
import { accountByLogin } from '../../rooms/people/contract.ts';
import { dayOf } from './plan/moments.ts';
import { deskRoles, ticketsOfToday, type Hall } from './receptions.ts';
import { demoLogins } from './staff.ts';

const abilities = ['reception.see', 'reception.desk'] as const;

/** A demonstration started on another day: people wait again, today. */
export const queueAgain = async (ctx: Omit<Ctx, 'actor'>, hall: Hall, now: number): Promise<void> => {
  const found = await read({ ...ctx, actor: system('demo') }, async (q) => {
    const { rows } = await sql<{ one: number }>`SELECT 1 AS one FROM reception.ticket WHERE branch_id = ${hall.branchId} AND on_day = ${dayOf(now)}::date LIMIT 1`.execute(view(q));
    const accounts = await Promise.all(deskRoles.map((role) => accountByLogin(q, demoLogins.find((one) => one.role === role)?.login ?? '')));
    return { waits: rows.length > 0, accounts: accounts.flatMap((one) => one ?? []) };
  });
  if (found.waits) return;
  const clerks = found.accounts.map(({ accountId, name }): Staff => ({ kind: 'staff', accountId, name, sight: [hall.branchId], posts: [{ postId: 0, unitId: hall.branchId, unitKind: 'branch', role: 'reception_clerk', abilities, reach: [hall.branchId] }] }));
  await ticketsOfToday({ ctx, hall, clerks }, now);
};
