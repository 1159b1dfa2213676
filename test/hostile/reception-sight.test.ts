import { afterAll, beforeAll, expect, test } from 'vitest';
import { house } from '../../src/app/house.ts';
import { visitor } from '../../src/kernel/actor.ts';
import { day } from '../../src/kernel/day.ts';
import { indexAll } from '../../src/rooms/appeals/acts/indexing.ts';
import { giveTask } from '../../src/rooms/appeals/acts/task.ts';
import { madeUpIin } from '../../src/rooms/appeals/make.ts';
import { createAccount, givePost, signIn } from '../../src/rooms/people/contract.ts';
import { importTerritories, openUnit } from '../../src/rooms/units/contract.ts';
import { planned, bookedAt, receptionDay } from '../support/bookings.ts';
import { openHall } from '../support/hall.ts';
import { loginOf, ok, password } from '../support/house.ts';
import { depth } from '../support/proof.ts';
import { outingThatWaits } from '../support/tablet.ts';
import { visited } from '../support/visits.ts';
import { Caller } from './caller.ts';
import { inHouseWithout } from './lacking-house.ts';
import { linesOf, reach, secondLock } from './held.ts';
import { openWorld, type Who as Staff, type World } from './world.ts';

/** Of the branch above, whose posts do not reach down; and of another region, whose head's do. */
type Who = Staff | 'aboveClerk' | 'otherHead' | 'otherClerk';
/** Somebody who is booked, waits and is heard in Taskala, and whom nobody of the branch beside may know of, by whatever they ask the lists for. */
let w: World;
const word = 'құпиясөзік';
const person = 'Құпияханова';
let numbers: readonly string[] = [];
let receptionId = 0;
let outingId = 0;
let bookingId = 0;
let taskId = 0;
let matter = '';
let quiet = '';
const quietWord = 'тыныштықсөзік';
const quietPerson = 'Тынышбекқызы';
const iin = madeUpIin(41);
beforeAll(async () => {
  w = await openWorld();
  receptionId = await planned(w);
  const booked = await bookedAt(w, receptionId, 600, { text: `${word} туралы айтамын` });
  bookingId = booked.bookingId;
  // not before the head of the branch above: whoever sits with the one who receives sees that visit
  const by = { unitId: w.units.lighting, accountId: w.people.bodyHead };
  const visit = await visited(w, { text: `${word}: аулада шам жанбайды`, by });
  const hall = await openHall(w.ctx(), w.units.tasqala);
  await hall.come({ name: `Сыр ${person}` });
  ({ outingId } = await outingThatWaits(w));
  await w.t.raw('UPDATE reception.booking SET surname = $1 WHERE id = $2', [person, bookingId]);
  await w.t.raw('UPDATE reception.visit SET surname = $1 WHERE number = $2', [person, visit.number]);
  const m = await w.given({ text: `${word} бағаналар құлап тұр, түнде қараңғы`, applicant: { kind: 'person', surname: person, given: 'Сыр', phone: '8 701 000 00 41', iin } });
  taskId = ok(await giveTask(await w.by('clerk'), { number: m.number, task: `${word} бағанды тексеріңіз`, unitId: w.units.lighting, accountId: w.people.executor, dueOn: day('2026-11-23') })).assignmentId;
  ok(await indexAll(w.ctx()));
  matter = m.number;
  numbers = [booked.number, visit.number, matter];
  quiet = (await visited(w, { quiet: true, text: `${quietWord}: айтуға қорқамын`, by })).number;
  await w.t.raw('UPDATE reception.visit SET surname = $1 WHERE number = $2', [quietPerson, quiet]);
  await others();
});
afterAll(() => w.end());

const elsewhere = { aboveClerk: 'appeals_clerk', otherHead: 'branch_head', otherClerk: 'appeals_clerk' } as const;
const others = async (): Promise<void> => {
  const names = { kk: 'Ақтөбе облысы', ru: 'Актюбинская область', en: 'Aqtobe Region' };
  ok(await importTerritories(w.ctx(), [{ code: '150000000', kind: 'region', names }]));
  const { unitId } = ok(await openUnit(w.ctx(), { code: 'AQ', kind: 'branch', level: 'region', parentId: null, territoryCode: '150000000', names: { kk: 'Көрші филиал', ru: 'Соседний филиал', en: 'Other Branch' } }));
  for (const [who, role] of Object.entries(elsewhere)) {
    const { accountId } = ok(await createAccount(w.ctx(), { login: loginOf(who).toLowerCase(), name: 'Басқа Қызметкер', lang: 'kk', password }));
    ok(await givePost(w.ctx(), { accountId, unitId: who === 'aboveClerk' ? w.units.region : unitId, role, fromOn: day('2026-01-01') }));
  }
};
const tokenOf = async (who: Who): Promise<string> => {
  if (!(who in elsewhere)) return w.token(who as Staff);
  const done = ok(await signIn(w.ctx(visitor), { login: loginOf(who).toLowerCase(), password, remote: '127.0.0.10', userAgent: 'test' }));
  return 'token' in done ? done.token : '';
};

/** Pages of one house, as each of them sees them. */
type Asked = (who: Who, path: string) => Promise<{ readonly status: number; readonly text: string }>;
const askedIn = (app: () => World['app']): Asked => {
  const callers = new Map<Who, Caller>();
  return async (who, path) => {
    const caller = callers.get(who) ?? new Caller(app(), await tokenOf(who));
    callers.set(who, caller);
    const response = await caller.get(path);
    return { status: response.status, text: await response.text() };
  };
};
const asked = askedIn(() => w.app);
// the end of the name too: its beginning may have been asked for, and is left out of the answer then
const tells = (text: string): readonly string[] => [word, person, person.slice(4), ...numbers].filter((one) => text.includes(one));

/** What a reader could put behind the address of a list: its own questions, those of other lists, and those it does not know. */
const queries = (): readonly string[] => {
  const { tasqala, region, lighting } = w.units;
  const words = [word, person, person.slice(0, 4), '+77010000041', '8 701 000 00 41', '%', '_', ...numbers];
  return [
    '', `branch=${tasqala}`, `branch=${region}`, `branch=${tasqala}&branch=${w.units.aqzhaiyq}`, 'branch=-1', 'branch=', 'of=country', 'of=branch', `unit=${lighting}`, `body=${lighting}`, `person=${w.people.bodyHead}`, `account=${w.people.bodyHead}`,
    `week=${receptionDay}`, `week=${receptionDay}&branch=${tasqala}`, `on=${receptionDay}`, `day=${receptionDay}`, `from=2026-01-01&to=2026-12-31&branch=${tasqala}`, `plan=1&branch=${tasqala}`, `booked=${bookingId}`, `given=1&label=A1`, 'part=1', `part=1&branch=${tasqala}`,
    'of=below', 'of=unit', 'of=body', 'of=mine&tab=overdue', 'of=country&order=fitting', `of=country&person=${w.people.executor}`, `of=body&body=${lighting}`, 'of=below&place=276000000', 'topic=lighting&stage=in_work&kind=application', 'tab=still&days=1&of=country', 'since=2020-01-01&until=2030-01-01', 'after=2030-01-01.999999999', `q=${encodeURIComponent(word)}&order=fitting&of=country`, `q=${iin}`, `find=${iin}`,
    ...['name', 'surname', 'phone', 'iin', 'text', 'state', 'number'].flatMap((column) => [`sort=${column}`, `order=${column}`, `order=-${column}&branch=${tasqala}`, `${column}=${encodeURIComponent(person)}`]),
    ...words.flatMap((one) => ['find', 'q', 'search', 'number'].map((name) => `${name}=${encodeURIComponent(one)}`)),
  ];
};
/** The lists of the room, and what stands under them for this branch. */
const lists = (): readonly string[] => [...new Set(house.routes.filter((route) => route.method === 'get' && /^\/(?:desk\/(?:visits|receptions|queue|outings|figures|control|appeals|search|letters|notices)|figures\/receptions|receptions$|admin\/(?:duties|queue)$)/.test(route.path) && !route.path.endsWith('.xlsx')).map((route) => {
  const at = route.path.replace(/desk\/receptions\/:id\{[^}]*\}+/, `desk/receptions/${receptionId}`).replace(/desk\/outings\/:id\{[^}]*\}+/, `desk/outings/${outingId}`).replace('visits/:number', `visits/${numbers[1] ?? ''}`).replace('appeals/:number', `appeals/${matter}`).replace(/control\/assignments\/:id\{[^}]*\}+/, `control/assignments/${taskId}`);
  return `/kk${at.replace(/:\w+(?:\{[^/]*\})?/g, '1')}`;
}))];
/** Without what the reader asked for themselves: that may stand in a box. */
const rest = (text: string, query: string): string => [...new URLSearchParams(query).values(), ...query.split('&').map((one) => one.split('=')[1] ?? '')].filter((one) => one.length > 3).reduce((left, one) => left.replaceAll(one, ''), text);

/** For every change each question is asked by one of them in turn, in the deep run by all. */
const inTurn = (people: readonly Who[]): (() => readonly Who[]) => {
  let turn = 0;
  return () => {
    turn += 1;
    return depth(0, 1) === 1 ? people : people.slice(turn % people.length).slice(0, 1);
  };
};
/** The lists of matters and of promises, which both desks have beside the reception's. */
const registers = ['/kk/desk/appeals', '/kk/desk/control', '/kk/desk/search'] as const;

test('whoever is at the desk of the branch, and the head of the branch above it, see it: what the others are searched for is there', async () => {
  for (const who of ['clerk', 'head'] as const) {
    const seen = new Set<string>();
    for (const path of lists()) for (const query of ['', `branch=${w.units.tasqala}`]) for (const one of tells((await asked(who, `${path}?${query}`)).text)) seen.add(one);
    expect([...seen].toSorted(), who).toEqual([word, person, person.slice(4), ...numbers].toSorted());
    for (const path of registers) expect((await asked(who, `${path}?of=${who === 'clerk' ? 'branch' : 'below'}&q=${encodeURIComponent(word)}`)).text, `${who} ${path}`).toContain(matter);
  }
  for (const path of registers) expect(lists()).toContain(path);
});

/** What people of elsewhere are told of it by the lists. */
const strangersFind = async (by: Asked, questions: readonly string[], people: () => readonly Who[]): Promise<readonly string[]> => {
  const bad: string[] = [];
  for (const path of lists()) for (const query of questions) for (const who of people()) {
    const { status, text } = await by(who, query === '' ? path : `${path}?${query}`);
    if (status >= 500) bad.push(`${who} ${path}?${query}: ${status}`);
    // what the address itself names stands in the links to the other languages
    bad.push(...tells(rest(text, query)).filter((one) => !path.includes(one)).map((one) => `${who} ${path}?${query}: ${one}`));
  }
  return bad;
};
test('the branch beside, the clerks of the one above, the head of another region and whoever has no post there find nothing in any list, by any question, order or filter', async () => {
  const strangers = inTurn(['administrator', 'aboveClerk', 'otherHead']);
  const bad = [...await strangersFind(asked, queries(), () => ['sibling', ...strangers()]), ...await strangersFind(asked, [''], () => ['otherClerk'])];
  const count = lists().length * queries().length * (depth(1, 3) + 1);
  console.log(`proof: ${count} questions to ${lists().length} lists`);
  expect(bad.slice(0, 20)).toEqual([]);
  expect(lists().length).toBeGreaterThan(20);
});

/** What colleagues are told of a visit that is none of theirs. */
const quietFound = async (by: Asked, questions: readonly string[], people: () => readonly Who[]): Promise<readonly string[]> => {
  const bad: string[] = [];
  for (const path of [`/kk/desk/visits/${quiet}`, ...lists().filter((one) => !one.includes('figures'))]) for (const query of questions) for (const who of people()) {
    const { text } = await by(who, `${path}?${query}`);
    // on the board its promise has a number and a day, and no words (decision 0019)
    const hidden = [quietWord, quietPerson, quietPerson.slice(5), ...(path.startsWith('/kk/desk/control') ? [] : [quiet])];
    bad.push(...hidden.filter((one) => !path.includes(one) && rest(text, query).includes(one)).map((one) => `${who} ${path}?${query}: ${one}`));
  }
  return bad;
};
test('a quiet visit is in no list of the colleagues who may not see it, by whatever order or filter', async () => {
  const page = `/kk/desk/visits/${quiet}`;
  for (const who of ['clerk', 'head'] as const) for (const one of [quietWord, quietPerson]) expect((await asked(who, page)).text, who).toContain(one);
  const questions = ['', ...[quietWord, quiet, quietPerson, quietPerson.slice(0, 5), '+77010000041', '8 701 000 00 41'].flatMap((one) => ['find', 'q', 'search', 'number'].map((name) => `${name}=${encodeURIComponent(one)}`)), ...['quiet', 'name', 'surname', 'text', 'state', 'number'].flatMap((column) => [`sort=${column}`, `order=-${column}`, `${column}=1`, `${column}=yes`]), 'of=branch', `branch=${w.units.tasqala}`];
  const colleagues = inTurn(['controller', 'colleague', 'sibling', 'otherHead']);
  const bad = await quietFound(asked, questions, () => ['reception', ...colleagues()]);
  expect(bad.slice(0, 20)).toEqual([]);
});

test('a personal number stands in no list, and a part of it finds, sorts and filters no more than any other digits, also for those who see the matter', async () => {
  const bare = async (who: Who, path: string, digits: string) => (await asked(who, path.replaceAll('#', digits))).text.replaceAll(digits, '…').replace(/csrf" value="[^"]+/g, '').replace(/name="key" value="[^"]+/g, '').replace(/nonce="[^"]+/g, '');
  for (const who of ['clerk', 'head'] as const) {
    for (const path of [...registers, '/kk/desk/visits']) for (const name of ['q', 'find', 'number', 'iin', 'search', 'sort']) for (const part of [iin.slice(0, 6), iin.slice(3, 12), iin.slice(0, 11)]) {
      const other = [...part].map((digit) => (Number(digit) + 7) % 10).join('');
      expect(await bare(who, `${path}?of=branch&${name}=#`, part), `${who} ${path} ${name} ${part}`).toBe(await bare(who, `${path}?of=branch&${name}=#`, other));
    }
    for (const path of lists()) for (const query of ['', 'of=branch', 'sort=iin', 'order=-iin', 'columns=iin']) expect((await asked(who, `${path}?${query}`)).text.includes(iin), `${who} ${path}?${query}`).toBe(false);
  }
});

/** Names, telephones and numbers of another branch that are answered otherwise than some that are nowhere. */
const differing = async (by: Asked): Promise<readonly string[]> => {
  const bare = async (line: string) => (await by('sibling', `/kk/desk/visits?find=${encodeURIComponent(line)}`)).text.replaceAll(line, '…').replaceAll(encodeURIComponent(line), '…').replace(/csrf" value="[^"]+/g, '').replace(/name="key" value="[^"]+/g, '').replace(/nonce="[^"]+/g, '');
  const found: string[] = [];
  for (const [known, unknown] of [[person, 'Қыпиехынувә'], ['+77010000041', '+77019999941'], [numbers[1] ?? '', (numbers[1] ?? '').replace(/\d$/, 'X')]] as const) if ((await bare(known)) !== (await bare(unknown))) found.push(known);
  return found;
};
test('a name that is nowhere and a name of another branch are answered with the same page', async () => {
  expect(await differing(asked)).toEqual([]);
});

test('control: where a post reaches everywhere and the second lock is open, the same looks find the others’ words, a quiet visit and a page that differs', async () => {
  const found = await inHouseWithout(w, linesOf([{ without: [reach, ...secondLock, ['src/rooms/reception/policy/visits.ts', "v.quiet ? [['reception.quiet', v.branchId]] : ", '']], finds: '' }]), async ({ app }) => {
    const by = askedIn(() => app);
    return { strangers: await strangersFind(by, [''], () => ['sibling']), quiet: await quietFound(by, [''], () => ['reception']), differing: await differing(by) };
  });
  expect(new Set(found.strangers.map((one) => one.split(': ').at(-1)))).toEqual(new Set([word, person, person.slice(4), ...numbers]));
  expect(new Set(found.quiet.map((one) => one.split(': ').at(-1)))).toEqual(new Set([quiet, quietWord, quietPerson, quietPerson.slice(5)]));
  expect(found.differing).toEqual(expect.arrayContaining([person, '+77010000041']));
  console.log(`proof: control with both locks open: ${found.strangers.length} words of others in the lists, ${found.quiet.length} of a quiet visit`);
});
