import { day } from '../../src/kernel/day.ts';
import { refuse } from '../../src/kernel/refusal.ts';
import { read } from '../../src/platform/db.ts';
import { system } from '../../src/kernel/actor.ts';
import { arrive } from '../../src/rooms/reception/acts/outings/arrive.ts';
import { install, knownDevice, revoke } from '../../src/rooms/reception/acts/outings/devices.ts';
import { beginOuting, cancelOuting, closeOuting } from '../../src/rooms/reception/acts/outings/hold.ts';
import { announceOuting, changeOuting, planOuting } from '../../src/rooms/reception/acts/outings/plan.ts';
import { contentOf, settleArrival } from '../../src/rooms/reception/acts/outings/settle.ts';
import { arrivalSchema } from '../../src/rooms/reception/contract/offline.ts';
import { maySeeOuting } from '../../src/rooms/reception/policy/outings.ts';
import { outingById, teamOf } from '../../src/rooms/reception/store/outings.ts';
import { fixedClock, testNow } from '../support/database.ts';
import { ok } from '../support/house.ts';
import { numberAt } from '../support/tablet.ts';
import type { Deed, Group } from './acts.ts';
import { accountOf, type World } from './world.ts';

/** An outing of the own branch on the tests' day, on which a clerk of it and the executor of the body go; a tablet of the clerk, and a record of it that waits for a person. */
export const outingGroups = async (w: World): Promise<readonly Group[]> => {
  const ctx = w.t.ctx(system('test'), fixedClock(testNow));
  const clerk = w.one('appeals_clerk', 'own branch');
  const branchId = w.units['own branch'];
  const fields = (from: number) => ({
    nameKk: 'Базар', nameRu: 'Рынок', nameEn: undefined, territoryCode: '276000000', address: undefined, heldOn: day('2026-11-20'), from, to: from + 60,
    officials: [{ accountId: accountOf(w.one('executor', 'given to them')), unitId: w.units['same body'] }], clerks: [{ accountId: accountOf(clerk), unitId: branchId }],
  });
  const planned = async (from: number) => ok(await planOuting(ctx, { branchId, ...fields(from) })).outingId;
  const [coming, today] = [await planned(600), await planned(720)];
  ok(await beginOuting(ctx, { outingId: today }));
  const closing = await planned(840);
  ok(await beginOuting(ctx, { outingId: closing }));
  const tablet = ok(await install(w.t.ctx(clerk.actor, fixedClock(testNow)), { outingId: today, name: 'көк', key: 'a key of the authorization tests' }, 'http://127.0.0.1'));
  const input = arrivalSchema.parse({
    place: 1, key: 'an arrival of the authorization tests',
    act: { what: 'visit', number: numberAt(tablet.kit.blocks.visit, 0), lang: 'kk', beganAt: '2026-11-20T09:30:00+05:00', endedAt: '2026-11-20T09:40:00+05:00', officialId: null, person: { surname: 'С', given: 'Ә', iin: '1' }, matters: [{ text: 'Жарық жоқ', outcome: 'advised', advice: 'Көрсетілді' }] },
  });
  const known = await knownDevice(ctx, `Device ${tablet.token}`);
  if (!known) throw new Error('the tablet is not known');
  ok(await arrive(ctx, { ...known, input, raw: JSON.stringify(input) }));
  const deed = (name: string, run: Deed['run']): Deed => ({ name, about: null, run });
  const waiting = { deviceId: tablet.device.id, place: 1 };
  return [{
    title: 'Outings', about: 'Whoever plans for the branch plans them; whoever goes along holds them and installs a tablet; what a tablet brings and cannot be taken by itself is read and settled at the desk of that branch alone.',
    deeds: [
      deed('See an outing of the branch', (c) => read(c, async (q) => {
        const outing = await outingById(q, coming);
        return outing ? maySeeOuting(c.actor, { branchId: outing.branchId, team: (await teamOf(q, outing.id)).map((one) => one.accountId) }) : refuse('outing_not_found');
      })),
      deed('Plan an outing', (c) => planOuting(c, { branchId, ...fields(960) })),
      deed('Change it', (c) => changeOuting(c, { outingId: coming, ...fields(1020) })),
      deed('Announce it', (c) => announceOuting(c, { outingId: coming, kk: 'Базарда күтеміз', ru: 'Ждём на рынке' })),
      deed('Begin it on its day', (c) => beginOuting(c, { outingId: coming })),
      deed('Close it', (c) => closeOuting(c, { outingId: closing })),
      deed('Call it off', (c) => cancelOuting(c, { outingId: coming, reason: 'Боран' })),
      deed('Install a tablet', (c) => install(c, { outingId: coming, name: 'сары', key: 'another key of the authorization tests' }, 'http://127.0.0.1')),
      deed('Take a tablet back', (c) => revoke(c, { outingId: today, deviceId: tablet.device.id })),
      deed('Read what a tablet brought and waits', (c) => contentOf(c, waiting.deviceId, waiting.place)),
      deed('Take it with something changed', (c) => settleArrival(c, { ...waiting, how: 'changed', changes: { iin: '' } })),
      deed('Give it up with a reason', (c) => settleArrival(c, { ...waiting, how: 'given_up', reason: 'Қайталанған жазба' })),
    ],
  }];
};
