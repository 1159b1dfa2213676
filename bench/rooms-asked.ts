import type { Actor } from '../src/kernel/actor.ts';
import { addDays, today } from '../src/kernel/day.ts';
import { read, type Read } from '../src/platform/db.ts';
import { guessed } from '../src/rooms/appeals/acts/suggest.ts';
import { handOversFor } from '../src/rooms/appeals/store/hand-overs.ts';
import { forgetKept } from '../src/rooms/appeals/store/kept.ts';
import { addWorkingDays, calendarNamed } from '../src/rooms/calendar/contract.ts';
import { filesOf } from '../src/rooms/files/contract.ts';
import { leavesOf } from '../src/rooms/journal/contract.ts';
import { fatesOf } from '../src/rooms/notices/contract.ts';
import { competentBody, searchTerritories } from '../src/rooms/units/contract.ts';
import { names, sentences } from '../src/app/crowd/texts.ts';
import { askPage } from './asking.ts';
import type { Picks } from './picks.ts';
import type { Register } from './registers.ts';
import type { Reader, Scene } from './scene.ts';

/** What one room is asked, with everything that stands in it. */
export type RoomAsking = { readonly register: Register; readonly scene: Scene; readonly picks: Picks; readonly readers: Scene['readers'] & { readonly administrator: Reader; readonly reception: Reader }; readonly ids: Ids };
export type RoomQuestion = { readonly room: string; readonly name: string; readonly ask: (a: RoomAsking, serial: number) => Promise<unknown> };
type Ids = { readonly assignments: readonly number[]; readonly visits: readonly string[]; readonly receptions: readonly number[] };

const seen = <T>(a: RoomAsking, actor: Actor, fn: (q: Read) => Promise<T>): Promise<T> => read({ db: a.register.db, actor }, fn);
const pageOf = (a: RoomAsking, path: string, who?: keyof RoomAsking['readers']) => askPage(a.register, path, who && a.readers[who].cookie);
const nth = <T>(list: readonly T[], serial: number): T => {
  const one = list[serial % list.length];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
};
const on = (a: RoomAsking) => today(a.register.ctx.clock);
const letter = (a: RoomAsking, serial: number) => nth(a.picks.letters, serial);
const page = (room: string, name: string, path: string | ((a: RoomAsking, serial: number) => string), who?: keyof RoomAsking['readers']): RoomQuestion =>
  ({ room, name: `page: ${name}`, ask: (a, serial) => pageOf(a, typeof path === 'string' ? path : path(a, serial), who) });
const asked = (room: string, name: string, ask: RoomQuestion['ask']): RoomQuestion => ({ room, name, ask });

/** One asked of every room beside those that have measurements of their own (inbox, board, public list, search, likeness, figures of receptions). */
export const roomQuestions: readonly RoomQuestion[] = [
  page('appeals', 'search by a word', `/kk/desk/search?q=${encodeURIComponent('шам')}`, 'clerk'),
  page('appeals', 'a resident’s own matter, asked by number', '/kk/follow'),
  page('appeals', 'hand-overs by body, kept', '/kk/figures/hand-overs'),
  asked('appeals', 'hand-overs by body, a year, counted anew', (a) => { forgetKept(a.register.db); return handOversFor(a.register.ctx, { from: addDays(on(a), -364), to: on(a), today: on(a), region: null }); }),
  page('assignments', 'one promise', (a, serial) => `/kk/desk/control/assignments/${nth(a.ids.assignments, serial)}`, 'clerk'),
  page('assignments', 'the controller’s morning', '/kk/desk/control/morning', 'clerk'),
  page('assignments', 'the agenda that writes itself', '/kk/desk/control/agenda', 'head'),
  page('reception', 'receptions of a branch', '/kk/desk/receptions', 'clerk'),
  page('reception', 'one reception', (a, serial) => `/kk/desk/receptions/${nth(a.ids.receptions, serial)}`, 'clerk'),
  page('reception', 'visits of a branch', '/kk/desk/visits', 'reception'),
  page('reception', 'visits, found by surname', `/kk/desk/visits?find=${encodeURIComponent(names.surnames[5] ?? '')}`, 'reception'),
  page('reception', 'one visit', (a, serial) => `/kk/desk/visits/${nth(a.ids.visits, serial)}`, 'reception'),
  page('reception', 'the queue', '/kk/desk/queue', 'reception'),
  page('reception', 'outings', '/kk/desk/outings', 'reception'),
  page('reception', 'everybody’s receptions', '/kk/receptions'),
  page('reception', 'everybody’s outings', '/kk/outings'),
  page('people', 'accounts', '/kk/admin/people', 'administrator'),
  page('people', 'one account', (a) => `/kk/admin/people/${a.readers.clerk.actor.accountId}`, 'administrator'),
  page('people', 'one’s own', '/kk/me', 'clerk'),
  page('units', 'branches and bodies', '/kk/admin/units', 'administrator'),
  page('units', 'one branch', (a) => `/kk/admin/units/${a.scene.districts[0]?.branchId ?? 0}`, 'administrator'),
  page('units', 'who answers for what', '/kk/admin/competences', 'administrator'),
  asked('units', 'the body competent for a topic and a place', (a) => seen(a, a.readers.clerk.actor, (q) => competentBody(q, 'roads', a.scene.districts[0]?.territoryCode ?? ''))),
  asked('units', 'places by the beginning of a name', (a) => seen(a, a.readers.clerk.actor, (q) => searchTerritories(q, 'ақ'))),
  page('calendar', 'the calendars', '/kk/admin/calendar', 'administrator'),
  asked('calendar', 'a due day, 15 working days on', (a) => seen(a, a.readers.clerk.actor, async (q) => addWorkingDays(await calendarNamed(q, 'kz5'), on(a), 15))),
  page('notices', 'what failed lately', '/kk/desk/notices', 'clerk'),
  page('notices', 'one’s own ways', '/kk/me/notices', 'clerk'),
  page('notices', 'the wordings', '/kk/admin/notices', 'administrator'),
  asked('notices', 'what became of one matter’s notices', (a, serial) => seen(a, a.readers.clerk.actor, (q) => fatesOf(q, `appeal:${letter(a, serial).id}`))),
  asked('files', 'papers of one matter', (a, serial) => seen(a, a.readers.clerk.actor, (q) => filesOf(q, `appeal:${letter(a, serial).id}`))),
  asked('journal', 'leaves of one matter', (a, serial) => seen(a, a.readers.clerk.actor, (q) => leavesOf(q, `appeal:${letter(a, serial).id}`))),
  asked('recognition', 'topic and place of a text, as while typing', (a, serial) => seen(a, a.readers.clerk.actor, (q) => guessed(q, `${nth(sentences, serial)} ${nth(sentences, serial + 5)} Абай көшесі, 12`, a.scene.districts[0]?.territoryCode ?? null))),
  page('health', 'is everything running', '/kk/admin/health', 'administrator'),
  page('API', 'GET /appeals', '/api/v1/appeals'),
  page('API', 'GET /appeals/{number}', (a, serial) => `/api/v1/appeals/${nth(a.picks.published, serial)}`),
  page('API', 'GET /desk/appeals', `/api/v1/desk/appeals?q=${encodeURIComponent('шам')}`, 'clerk'),
  page('API', 'GET /receptions', '/api/v1/receptions'),
];
