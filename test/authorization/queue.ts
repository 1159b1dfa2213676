import type { Ctx } from '../../src/platform/ctx.ts';
import { refuse } from '../../src/kernel/refusal.ts';
import { read } from '../../src/platform/db.ts';
import { invite } from '../../src/rooms/reception/acts/queue/call.ts';
import { begin, finish, giveBack, hold, leave, rise, sit, undo } from '../../src/rooms/reception/acts/queue/serve.ts';
import { addDesk, addLane, addPriority, closePlace, endScreen, makeScreen, setUpUsual } from '../../src/rooms/reception/acts/queue/set-up.ts';
import { takeTicket } from '../../src/rooms/reception/acts/queue/take.ts';
import { ticketById } from '../../src/rooms/reception/store/queue/tickets.ts';
import { usualLaneWords, usualPriorityWords } from '../../src/rooms/reception/words/queue-usual.ts';
import { ok } from '../support/house.ts';
import type { Deed, Group } from './acts.ts';
import type { World } from './world.ts';

const names = { kk: 'Жаңа', ru: 'Новая', en: 'New' };

/** The waiting room of the district branch. */
export const queueGroups = async (w: World): Promise<readonly Group[]> => {
  const deed = (name: string, run: Deed['run']): Deed => ({ name, about: null, run });
  const own = w.units['own branch'];
  const ctx = w.t.ctx({ kind: 'system', name: 'test' });
  ok(await setUpUsual(ctx, { branchId: own, names: { lanes: usualLaneWords, priorities: usualPriorityWords, source: 'Ішкі тәртіп' } }));
  const laneId = Number((await w.t.raw('SELECT min(id) AS id FROM reception.lane'))[0]?.['id']);
  const [free, sat] = (await w.t.raw('SELECT id FROM reception.desk ORDER BY id')).map((row) => Number(row['id']));
  const take = (by: Ctx, key: string) => takeTicket(by, { branchId: own, laneId, door: 'desk', lang: 'kk', name: 'Әлия', key: `permissions ${key}` });
  const ticketId = ok(await take(ctx, 'one who waits')).ticketId;
  const gone = ok(await take(ctx, 'one who has gone')).ticketId;
  ok(await leave(ctx, { ticketId: gone }));
  const called = ok(await take(ctx, 'one who is called')).ticketId;
  ok(await invite(ctx, { deskId: sat ?? 0, ticketId: called }));
  const heard = ok(await take(ctx, 'one who is received')).ticketId;
  ok(await invite(ctx, { deskId: free ?? 0, ticketId: heard }));
  ok(await begin(ctx, { ticketId: heard }));
  const screenId = ok(await makeScreen(ctx, { branchId: own, kind: 'kiosk', name: 'Кіреберіс' })).screenId;
  return [{
    title: 'The waiting room of the district branch', about: 'A kiosk gives out tickets of its own branch by its secret address, a board shows labels and short names, and a ticket is given up by the link on it.',
    deeds: [
      deed('See a ticket (the second lock alone)', (by) => read(by, async (q) => (await ticketById(q, ticketId)) ?? refuse('ticket_not_found'))),
      deed('Give a ticket at the desk', (by) => take(by, 'at the desk')),
      deed('Sit down at a desk', (by) => sit(by, { deskId: free ?? 0 })),
      deed('Call the next at a desk where nobody sits', (by) => invite(by, { deskId: sat ?? 0 })),
      deed('Get up from a desk', (by) => rise(by, { deskId: sat ?? 0 })),
      deed('Receive who was called', (by) => begin(by, { ticketId: called })),
      deed('Put somebody aside', (by) => hold(by, { ticketId: heard })),
      deed('Finish with somebody', (by) => finish(by, { ticketId: heard })),
      deed('Take another’s call back', (by) => undo(by, { ticketId: called })),
      deed('Let somebody go', (by) => leave(by, { ticketId })),
      deed('Put somebody back in the line', (by) => giveBack(by, { ticketId: gone })),
      deed('Add a queue', (by) => addLane(by, { branchId: own, letter: 'Z', names, usualMinutes: null, forReceptions: false })),
      deed('Close a queue', (by) => closePlace(by, { branchId: own, what: 'lane', id: laneId })),
      deed('Add a desk', (by) => addDesk(by, { branchId: own, label: '9', laneIds: [laneId] })),
      deed('Close a desk', (by) => closePlace(by, { branchId: own, what: 'desk', id: free ?? 0 })),
      deed('Say who goes first', (by) => addPriority(by, { branchId: own, names, source: 'Ішкі тәртіп', afterOthers: 0 })),
      deed('Revoke the address of a kiosk', (by) => endScreen(by, { branchId: own, id: screenId })),
      deed('Make the address of a board', (by) => makeScreen(by, { branchId: own, kind: 'display', name: 'Зал' })),
    ],
  }];
};
