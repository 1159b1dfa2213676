import { day } from '../../src/kernel/day.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { giveTask } from '../../src/rooms/appeals/acts/task.ts';
import { sessionActor } from '../../src/rooms/people/contract.ts';
import type { PlainBrowser } from '../../test/support/browser.ts';
import { ok, type TestHouse } from '../../test/support/house.ts';

export const rowsOn = (page: PlainBrowser): readonly Element[] => [...page.document.querySelectorAll('table.list tbody tr')];
export const numbersOn = (page: PlainBrowser): readonly string[] => rowsOn(page).map((row) => row.querySelector('a')?.textContent ?? '');

type Task = { readonly unitId?: number; readonly accountId?: number; readonly controllerAccountId?: number; readonly task?: string; readonly dueOn?: string };

/** What stands on a board: tasks beside a matter, the holder's own promise, and somebody who acts as themselves. */
export const boardOf = (h: TestHouse) => ({
  task: async (number: string, o: Task = {}): Promise<number> =>
    ok(await giveTask(h.ctx(), { number, task: o.task ?? 'Шамдарды санап шығыңыз', unitId: o.unitId ?? h.units.lighting, accountId: o.accountId, controllerAccountId: o.controllerAccountId ?? h.people.controller, dueOn: day(o.dueOn ?? '2026-11-27') })).assignmentId,
  leadOf: async (number: string): Promise<number> => Number((await h.t.raw('SELECT id FROM assignments.assignment WHERE reference = $1 AND lead AND open', [number]))[0]?.['id']),
  as: async (who: keyof TestHouse['people']): Promise<Ctx> => {
    const page = await h.signedIn(who);
    const actor = await sessionActor(h.ctx({ kind: 'visitor' }), page.cookies.find((one) => one.name === 'jauap_session')?.value ?? '');
    if (!actor) throw new Error('no session');
    return h.ctx(actor);
  },
});
