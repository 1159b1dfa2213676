import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../src/kernel/actor.ts';
import { begin, finish } from '../../src/rooms/reception/acts/queue/serve.ts';
import { setUpUsual } from '../../src/rooms/reception/acts/queue/set-up.ts';
import { takeTicket } from '../../src/rooms/reception/acts/queue/take.ts';
import { usualLaneWords, usualPriorityWords } from '../../src/rooms/reception/words/queue-usual.ts';
import { serveApp } from '../support/chromium.ts';
import { ok, openHouse, type TestHouse } from '../support/house.ts';
import { allowed, depth } from '../support/proof.ts';

const [everyTime, deeply] = [100, 1_000];
const rounds = depth(everyTime, deeply);

let h: TestHouse;
let lanes = 0;
let served: Awaited<ReturnType<typeof serveApp<TestHouse>>>;
beforeAll(async () => {
  served = await serveApp(() => openHouse());
  h = served.made;
  ({ lanes } = ok(await setUpUsual(h.ctx(), { branchId: h.units.tasqala, names: { lanes: usualLaneWords, priorities: usualPriorityWords, source: 'Ішкі тәртіп' } })));
});
afterAll(async () => {
  await served.end();
  await h.end();
});

/** A clerk with a session, who presses over HTTP. */
const clerkAt = async (who: 'reception' | 'clerk', deskId: number) => {
  const page = await h.signedIn(who, 'ru');
  await page.open('/ru/desk/queue');
  const csrf = page.document.querySelector<HTMLInputElement>('input[name=csrf]')?.getAttribute('value') ?? '';
  const cookie = page.cookies.map((one) => `${one.name}=${one.value}`).join('; ');
  const post = (path: string, fields: Record<string, string>) =>
    fetch(`${served.address}/ru/desk/queue/${path}`, { method: 'POST', redirect: 'manual', headers: { cookie, origin: served.address, connection: 'close' }, body: new URLSearchParams({ csrf, branch: String(h.units.tasqala), ...fields }) });
  expect((await post('sittings', { desk: String(deskId) })).status).toBe(303);
  return { next: async () => new URL((await post('invitations', { desk: String(deskId) })).headers.get('location') ?? '/?done=failed', served.address).searchParams.get('done') };
};

/** By turns to each lane of the one room, which both desks call from: of one lane there are no more than 999 labels a day. */
const came = async (round: number): Promise<number> =>
  ok(await takeTicket(h.ctx(), { branchId: h.units.tasqala, laneId: 1 + (round % lanes), door: 'desk', lang: 'kk', key: `race of two clerks, round ${round}` })).ticketId;

test(`two clerks who press at the same moment never call one ticket, in ${rounds} rounds`, async () => {
  const [one, two] = [await clerkAt('reception', 1), await clerkAt('clerk', 2)];
  for (let round = 0; round < rounds; round += 1) {
    h.clock.now += 1_000;
    const ticketId = await came(round);
    const said = await Promise.all([one.next(), two.next()]);
    expect(said.toSorted(), `round ${round}`).toEqual(['called', 'nobody']);
    ok(await begin(h.ctx(system('test')), { ticketId }));
    ok(await finish(h.ctx(system('test')), { ticketId }));
  }
  const doubled = await h.t.raw(`SELECT ticket_id FROM reception.ticket_act WHERE act = 'invite' GROUP BY ticket_id HAVING count(*) > 1`);
  console.log(`proof: two clerks for one ticket, ${rounds} rounds, ${doubled.length} called twice`);
  expect(doubled).toEqual([]);
}, allowed(240_000, everyTime, deeply));

test('the control: without the lock one ticket is called twice', async () => {
  let doubled = 0;
  for (let round = 0; round < 20; round += 1) {
    await came(rounds + round);
    // what a clerk's program would do that looks first and writes then; both have looked before either writes
    let looked = 0;
    let bothLooked = (): void => {};
    const both = new Promise<void>((resolve) => (bothLooked = resolve));
    const careless = async (): Promise<number> => {
      const [first] = await h.t.db.acquire().then(async (client) => {
        try {
          await client.query(`SELECT set_config('jauap.sight', 'all', false), set_config('jauap.kind', 'system', false)`);
          const { rows } = await client.query<{ id: number }>(`SELECT id FROM reception.ticket WHERE state = 'waiting' ORDER BY order_at, id LIMIT 1`);
          if ((looked += 1) === 2) bothLooked();
          await both;
          if (rows[0]) await client.query(`UPDATE reception.ticket SET state = 'invited' WHERE id = $1`, [rows[0].id]);
          return rows;
        } finally {
          client.release(true);
        }
      });
      return first?.id ?? 0;
    };
    const [a, b] = await Promise.all([careless(), careless()]);
    if (a === b) doubled += 1;
  }
  expect(doubled).toBe(20);
});
