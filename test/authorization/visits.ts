import { system } from '../../src/kernel/actor.ts';
import { day } from '../../src/kernel/day.ts';
import { refuse } from '../../src/kernel/refusal.ts';
import { read, write } from '../../src/platform/db.ts';
import { addMatter, beginVisit, changeVisitor, finishVisit, leaveVisit, markQuiet, putPromise, readBack, settleMatter } from '../../src/rooms/reception/acts/visits.ts';
import { visitSeen } from '../../src/rooms/reception/acts/visits/around.ts';
import { printVisit } from '../../src/rooms/reception/acts/visits/follow.ts';
import { visitBy } from '../../src/rooms/reception/store/visits.ts';
import { fixedClock, testNow } from '../support/database.ts';
import { ok } from '../support/house.ts';
import type { Deed, Group } from './acts.ts';
import { accountOf, type World } from './world.ts';

/** A visit in the district branch, before the person of the body who receives there; one of them quiet. */
export const visitGroups = async (w: World): Promise<readonly Group[]> => {
  const deed = (name: string, run: Deed['run']): Deed => ({ name, about: null, run });
  const ctx = w.t.ctx(system('test'), fixedClock(testNow));
  const branchId = w.units['own branch'];
  const unitId = w.units['same body'];
  const official = accountOf(w.one('executor', 'given to them'));
  const clerk = accountOf(w.one('reception_clerk', 'own branch'));
  const sit = async (quiet: boolean) => {
    const { number } = ok(await write(ctx, (tx) => beginVisit(ctx, tx, { branchId, unitId, accountId: official, clerkId: clerk, surname: 'Сыналмалы', given: 'Әлия', quiet })));
    for (const text of ['Көшеде жарық жоқ', 'Жолда шұңқыр көп']) ok(await addMatter(ctx, { number, text }));
    return number;
  };
  const [number, quiet] = [await sit(false), await sit(true)];
  const colleague = accountOf(w.one('executor', 'same body'));
  const promised = { how: 'promised' as const, text: 'Шұңқырды жабамыз', executorUnit: unitId, executorAccount: colleague, dueOn: day('2026-11-27') };
  const { promiseId } = ok(await settleMatter(ctx, { number, nth: 2, ...promised }));
  const one = { number, nth: 1 } as const;
  const seen = (which: string): Deed['run'] => (by) => read(by, async (q) => (await visitSeen(q, by.actor, which)) ?? refuse('visit_not_found'));
  const bySight = (which: string): Deed['run'] => (by) => read(by, async (q) => (await visitBy(q, { number: which })) ?? refuse('visit_not_found'));
  return [{
    title: 'A visit in the branch', about: 'The desk of the branch conducts it, and the official before whom the person sits; the branch, those above it and the official’s body may look. What one may not see is not found.',
    deeds: [
      deed('See it', seen(number)), deed('See it: what the second lock shows', bySight(number)),
      deed('Begin one before the official', (by) => write(by, (tx) => beginVisit(by, tx, { branchId, unitId, accountId: official, surname: 'Үлгі', given: 'Асқар' }))),
      deed('Say who the person is', (by) => changeVisitor(by, { number, lang: 'kk', surname: 'Сыналмалы', given: 'Әлия' })),
      deed('Write a matter down', (by) => addMatter(by, { number, text: 'Тағы бір сөзі бар' })),
      deed('Settle a matter by advice', (by) => settleMatter(by, { ...one, how: 'advised', advice: 'Үшінші терезеге барыңыз' })),
      deed('Register a matter as an appeal', (by) => settleMatter(by, { ...one, how: 'registered', kind: 'application', publishConsent: false, papers: [] })),
      deed('Give a promise', (by) => settleMatter(by, { ...one, ...promised })),
      deed('Say that it was read back', (by) => readBack(by, { number, promiseId: promiseId ?? 0 })),
      deed('Write down what is said to it at a later reception', (by) => putPromise(by, { promiseId: promiseId ?? 0, receptionId: 1, said: 'Ертең бітеді' })),
      deed('Print the paper', (by) => printVisit(by, { number })),
      deed('Mark it as quiet', (by) => markQuiet(by, { number, quiet: false })),
      deed('Write down that the person went away', (by) => leaveVisit(by, { number })),
      deed('Finish it', (by) => finishVisit(by, { number, rest: 'register' })),
    ],
  }, {
    title: 'A quiet visit', about: 'A child to protect, violence: those in the room, whoever they let in, and whoever is named for it over the branch. For everybody else there is none.',
    deeds: [
      deed('See it', seen(quiet)), deed('See it: what the second lock shows without the named right', bySight(quiet)),
      deed('Write a matter down', (by) => addMatter(by, { number: quiet, text: 'Тағы бір сөзі бар' })),
      deed('Print the paper', (by) => printVisit(by, { number: quiet })),
      deed('Take the mark off', (by) => markQuiet(by, { number: quiet, quiet: false })),
    ],
  }];
};
