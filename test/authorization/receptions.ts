import { system } from '../../src/kernel/actor.ts';
import { day } from '../../src/kernel/day.ts';
import { isRefusal, refuse } from '../../src/kernel/refusal.ts';
import { read } from '../../src/platform/db.ts';
import { addDuty, changeDuty, endDuty, namePerson, takeOff } from '../../src/rooms/reception/acts/duties.ts';
import { judgeAll } from '../../src/rooms/reception/acts/duties/judge.ts';
import { begin, cancel, changeReception, end, hostingOf, plan } from '../../src/rooms/reception/acts/receptions.ts';
import { addDutySchema, changeReceptionSchema, planSchema } from '../../src/rooms/reception/contract/duties.ts';
import { mayCount, maySeeReception } from '../../src/rooms/reception/policy/duties.ts';
import { receptionById } from '../../src/rooms/reception/store/receptions.ts';
import { fixedClock, testNow } from '../support/database.ts';
import { ok } from '../support/house.ts';
import type { Deed, Group } from './acts.ts';
import { accountOf, type World } from './world.ts';

/** Duties and receptions of the district branch, in which the person of the body receives. */
export const receptionGroups = async (w: World): Promise<readonly Group[]> => {
  const deed = (name: string, run: Deed['run']): Deed => ({ name, about: null, run });
  const ctx = w.t.ctx(system('test'), fixedClock(testNow));
  const branchId = w.units['own branch'];
  const unitId = w.units['same body'];
  const official = accountOf(w.one('executor', 'given to them'));
  const colleague = accountOf(w.one('executor', 'same body'));
  const names = { nameKk: 'Айлық қабылдау', nameRu: 'Ежемесячный приём', nameEn: 'Monthly reception', source: 'Ереже, 4-тармақ', rhythm: 'month', times: '1', public: 'yes' };
  const aDuty = (nameKk: string) => addDutySchema.parse({ ...names, nameKk, branchId, fromOn: '2026-11-01' });
  const dutyId = ok(await addDuty(ctx, { ...aDuty('Айлық қабылдау'), who: [{ accountId: official, unitId }] })).dutyId;
  const sitting = (from: string, to: string, heldOn = '2026-11-26') => planSchema.parse({ branchId, host: `${official}.${unitId}`, kind: 'personal', heldOn, from, to, slotMinutes: '20', public: 'yes' });
  const planned = ok(await plan(ctx, sitting('10:00', '12:00'))).receptionId;
  const today = ok(await plan(ctx, sitting('15:00', '16:00', '2026-11-20'))).receptionId;
  const open = ok(await plan(ctx, sitting('16:00', '17:00', '2026-11-20'))).receptionId;
  ok(await begin(ctx, { receptionId: open }));
  return [{
    title: 'Duties to receive people', about: 'Whoever is trusted with it writes down who must receive people, and by which document. Whether a duty was kept nobody decides: the program counts.',
    deeds: [
      deed('Add a duty of the branch', (by) => addDuty(by, aDuty('Жаңа қабылдау'))),
      deed('Change it', (by) => changeDuty(by, { dutyId, nameKk: 'Қабылдау', nameRu: 'Приём', nameEn: 'Reception', source: 'Ереже', rhythm: 'month', times: 2, onDayOff: 'next', public: true, reason: 'Ереже өзгерді' })),
      deed('Name a person', (by) => namePerson(by, { dutyId, who: { accountId: colleague, unitId }, fromOn: day('2026-11-23') })),
      deed('Take a person off', (by) => takeOff(by, { dutyId, accountId: official, fromOn: day('2026-11-20'), toOn: day('2026-11-30'), reason: 'Ауысты' })),
      deed('End it', (by) => endDuty(by, { dutyId, toOn: day('2026-12-31'), reason: 'Ереже өзгерді' })),
      deed('Say whether it was kept', async (by) => { const permit = mayCount(by.actor); return isRefusal(permit) ? permit : judgeAll(by); }),
    ],
  }, {
    title: 'Receptions of an official in the branch', about: 'The branch plans for its officials, an official for themselves; the desk or whoever sits there opens the door. That a reception is held is announced to everybody; its page at the desk is not.',
    deeds: [
      deed('See its page at the desk', (by) => read(by, async (q) => { const r = await receptionById(q, planned); return r ? maySeeReception(by.actor, await hostingOf(q, r, day('2026-11-20'))) : refuse('reception_not_found'); })),
      deed('Plan one', (by) => plan(by, sitting('12:00', '13:00'))),
      deed('Plan one for another official', (by) => plan(by, { ...sitting('12:00', '13:00'), host: { accountId: colleague, unitId } })),
      deed('Change its hours', (by) => changeReception(by, changeReceptionSchema.parse({ receptionId: planned, from: '10:00', to: '11:00', slotMinutes: '20', public: 'yes' }))),
      deed('Open it on its day', (by) => begin(by, { receptionId: today })),
      deed('Close it', (by) => end(by, { receptionId: open })),
      deed('Call it off', (by) => cancel(by, { receptionId: planned, reason: 'Жол жабық' })),
    ],
  }];
};
