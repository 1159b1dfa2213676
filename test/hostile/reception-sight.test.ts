import { afterAll, beforeAll, expect, test } from 'vitest';
import { house } from '../../src/app/house.ts';
import { planned, bookedAt, receptionDay } from '../support/bookings.ts';
import { openHall } from '../support/hall.ts';
import { outingThatWaits } from '../support/tablet.ts';
import { visited } from '../support/visits.ts';
import { Caller } from './caller.ts';
import { openWorld, type Who, type World } from './world.ts';

/** Somebody who is booked, waits and is heard in Taskala, and whom nobody of the branch beside may know of, by whatever they ask the lists for. */
let w: World;
const word = 'құпиясөзік';
const person = 'Құпияханова';
let numbers: readonly string[] = [];
let receptionId = 0;
let outingId = 0;
let bookingId = 0;
beforeAll(async () => {
  w = await openWorld();
  receptionId = await planned(w);
  const booked = await bookedAt(w, receptionId, 600, { text: `${word} туралы айтамын` });
  bookingId = booked.bookingId;
  const visit = await visited(w, { text: `${word}: аулада шам жанбайды` });
  const hall = await openHall(w.ctx(), w.units.tasqala);
  await hall.come({ name: `Сыр ${person}` });
  ({ outingId } = await outingThatWaits(w));
  await w.t.raw('UPDATE reception.booking SET surname = $1 WHERE id = $2', [person, bookingId]);
  await w.t.raw('UPDATE reception.visit SET surname = $1 WHERE number = $2', [person, visit.number]);
  numbers = [booked.number, visit.number];
});
afterAll(() => w.end());

const callers = new Map<Who, Caller>();
const asked = async (who: Who, path: string): Promise<{ readonly status: number; readonly text: string }> => {
  const caller = callers.get(who) ?? new Caller(w.app, await w.token(who));
  callers.set(who, caller);
  const response = await caller.get(path);
  return { status: response.status, text: await response.text() };
};
const tells = (text: string): readonly string[] => [word, person, ...numbers].filter((one) => text.includes(one));

/** What a reader could put behind the address of a list: its own questions, those of other lists, and those it does not know. */
const queries = (): readonly string[] => {
  const { tasqala, region, lighting } = w.units;
  const words = [word, person, person.slice(0, 4), '+77010000041', '8 701 000 00 41', '%', '_', ...numbers];
  return [
    '', `branch=${tasqala}`, `branch=${region}`, `branch=${tasqala}&branch=${w.units.aqzhaiyq}`, 'branch=-1', 'branch=', 'of=country', 'of=branch', `unit=${lighting}`, `body=${lighting}`, `person=${w.people.bodyHead}`, `account=${w.people.bodyHead}`,
    `week=${receptionDay}`, `week=${receptionDay}&branch=${tasqala}`, `on=${receptionDay}`, `day=${receptionDay}`, `from=2026-01-01&to=2026-12-31&branch=${tasqala}`, `plan=1&branch=${tasqala}`, `booked=${bookingId}`, `given=1&label=A1`, 'part=1', `part=1&branch=${tasqala}`,
    ...['name', 'surname', 'phone', 'text', 'state', 'number'].flatMap((column) => [`sort=${column}`, `order=${column}`, `order=-${column}&branch=${tasqala}`, `${column}=${encodeURIComponent(person)}`]),
    ...words.flatMap((one) => ['find', 'q', 'search', 'number'].map((name) => `${name}=${encodeURIComponent(one)}`)),
  ];
};
/** The lists of the room, and what stands under them for this branch. */
const lists = (): readonly string[] => [...new Set(house.routes.filter((route) => route.method === 'get' && /^\/(?:desk\/(?:visits|receptions|queue|outings|figures|control)|figures\/receptions|receptions$|admin\/(?:duties|queue)$)/.test(route.path)).map((route) => {
  const at = route.path.replace(/desk\/receptions\/:id\{[^}]*\}+/, `desk/receptions/${receptionId}`).replace(/desk\/outings\/:id\{[^}]*\}+/, `desk/outings/${outingId}`).replace('visits/:number', `visits/${numbers[1] ?? ''}`);
  return `/kk${at.replace(/:\w+(?:\{[^/]*\})?/g, '1')}`;
}))];
/** Without what the reader asked for themselves: that may stand in a box. */
const rest = (text: string, query: string): string => [...new URLSearchParams(query).values(), ...query.split('&').map((one) => one.split('=')[1] ?? '')].filter((one) => one.length > 3).reduce((left, one) => left.replaceAll(one, ''), text);

test('whoever is at the desk of the branch sees it: what the others are searched for is there', async () => {
  const seen = new Set<string>();
  for (const path of lists()) for (const one of tells((await asked('clerk', path)).text)) seen.add(one);
  expect([...seen].toSorted()).toEqual([word, person, ...numbers].toSorted());
});

test('the branch beside and whoever has no post there find nothing in any list, by any question, order or filter', async () => {
  const bad: string[] = [];
  let count = 0;
  for (const path of lists()) for (const query of queries()) for (const who of ['sibling', 'administrator'] as const) {
    const { status, text } = await asked(who, `${path}?${query}`);
    count += 1;
    if (status >= 500) bad.push(`${who} ${path}?${query}: ${status}`);
    // what the address itself names stands in the links to the other languages
    bad.push(...tells(rest(text, query)).filter((one) => !path.includes(one)).map((one) => `${who} ${path}?${query}: ${one}`));
  }
  console.log(`proof: ${count} questions to ${lists().length} lists`);
  expect(bad.slice(0, 20)).toEqual([]);
  expect(lists().length).toBeGreaterThan(12);
});

test('a name that is nowhere and a name of another branch are answered with the same page', async () => {
  const bare = async (line: string) => (await asked('sibling', `/kk/desk/visits?find=${encodeURIComponent(line)}`)).text.replaceAll(line, '…').replaceAll(encodeURIComponent(line), '…').replace(/csrf" value="[^"]+/g, '').replace(/name="key" value="[^"]+/g, '').replace(/nonce="[^"]+/g, '');
  for (const [known, unknown] of [[person, 'Қыпиехынувә'], ['+77010000041', '+77019999941'], [numbers[1] ?? '', (numbers[1] ?? '').replace(/\d$/, 'X')]] as const) expect(await bare(known)).toBe(await bare(unknown));
});
