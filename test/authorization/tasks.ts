import { day } from '../../src/kernel/day.ts';
import { refuse } from '../../src/kernel/refusal.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { read } from '../../src/platform/db.ts';
import { giveTask } from '../../src/rooms/appeals/acts/task.ts';
import { accept, askHelp, askTime, decideTime, handOver, remind, report, returnForRework, setController, settle, withdraw } from '../../src/rooms/assignments/acts/task.ts';
import { setLadder } from '../../src/rooms/assignments/contract.ts';
import { mayRead } from '../../src/rooms/assignments/policy.ts';
import { openExtension } from '../../src/rooms/assignments/store/beside.ts';
import { byId } from '../../src/rooms/assignments/store/promise.ts';
import { fixedClock, testNow } from '../support/database.ts';
import { ok } from '../support/house.ts';
import type { Deed, Group } from './acts.ts';
import type { Matters } from './matters.ts';
import { accountOf, type World } from './world.ts';

const said = { text: 'Іргетас бекітілді', papers: [] };

/** Tasks beside the main matter, given by its clerk to a person of the body that has it: a new one, one that waits for time, one reported. */
export const taskGroups = async (w: World, m: Matters): Promise<readonly Group[]> => {
  const clerk = w.t.ctx(w.one('appeals_clerk', 'own branch').actor, fixedClock(testNow));
  const executor = w.one('executor', 'given to them');
  const own = w.t.ctx(executor.actor, fixedClock(testNow));
  const unitId = w.units['same body'];
  const other = w.units['other body'];
  const controller = accountOf(w.one('controller', 'own branch'));
  const given = async (accountId?: number): Promise<number> => ok(await giveTask(clerk, { number: m.main.number, task: 'Бағанды тексеріңіз', unitId, accountId, dueOn: day('2026-11-27') })).assignmentId;
  const [untaken, taken, waits, reported] = [await given(), await given(accountOf(executor)), await given(accountOf(executor)), await given(accountOf(executor))];
  ok(await askTime(own, { assignmentId: waits, toOn: day('2026-12-02'), reason: 'Баған келмеді' }));
  ok(await report(own, { assignmentId: reported, ...said }));
  const extensionId = (await read(w.t.ctx(w.one('branch_head', 'own branch').actor), (q) => openExtension(q, { kind: 'appeal', id: m.main.id }, waits)))?.id ?? 0;
  const deed = (name: string, run: Deed['run']): Deed => ({ name, about: m.main, run });
  const one = { assignmentId: taken };
  return [{
    title: 'Tasks beside the matter', about: 'Whoever does a task is never the one who accepts it; more time is asked by one and given by another; what one may not see is not found.',
    deeds: [
      deed('Read the task', (ctx: Ctx) => read(ctx, async (q) => { const found = await byId(q, taken); return found ? mayRead(ctx.actor, found) : refuse('assignment_not_found'); })),
      deed('Give a task to another body', (ctx) => giveTask(ctx, { number: m.main.number, task: 'Жолды ашыңыз', unitId: other, dueOn: day('2026-11-27') })),
      deed('Take a task that nobody of the body has', (ctx) => accept(ctx, { assignmentId: untaken })),
      deed('Report that it is done', (ctx) => report(ctx, { ...one, ...said })),
      deed('Ask for more time', (ctx) => askTime(ctx, { ...one, toOn: day('2026-12-02'), reason: 'Баған келмеді' })),
      deed('Grant the time asked for', (ctx) => decideTime(ctx, { assignmentId: waits, extensionId, granted: true })),
      deed('Ask another body for help', (ctx) => askHelp(ctx, { ...one, unitId: other })),
      deed('Hand it over to another body', (ctx) => handOver(ctx, { ...one, unitId: other, reason: 'Солардың ісі' })),
      deed('Remind the executor', (ctx) => remind(ctx, one)),
      deed('Set another controller', (ctx) => setController(ctx, { ...one, accountId: controller })),
      deed('Return what was reported', (ctx) => returnForRework(ctx, { assignmentId: reported, reason: 'Суреті жоқ' })),
      deed('Accept what was reported', (ctx) => settle(ctx, { assignmentId: reported })),
      deed('Withdraw the task', (ctx) => withdraw(ctx, { ...one, reason: 'Керек емес' })),
    ],
  }, {
    title: 'The ladder of warnings', about: 'Data of the organisation: whoever is trusted with it changes it for the branches their post reaches.',
    deeds: [
      { name: 'Set the ladder of the own branch', about: null, run: (ctx) => setLadder(ctx, { branchId: w.units['own branch'], rungs: [{ days: 0, tells: ['executor'], agenda: false }] }) },
      { name: 'Set the ladder of every branch that has none', about: null, run: (ctx) => setLadder(ctx, { branchId: null, rungs: [{ days: 0, tells: ['executor'], agenda: false }] }) },
    ],
  }];
};
