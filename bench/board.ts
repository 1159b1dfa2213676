import { system, type Actor } from '../src/kernel/actor.ts';
import { addDays, today } from '../src/kernel/day.ts';
import { readInOrder } from '../src/platform/db.ts';
import { board, boardCounts, drawers, type BoardFilter, type BoardScope, type Drawer } from '../src/rooms/assignments/store/board.ts';
import { askPage, type Asking, type Question } from './asking.ts';

/** The board of everything owed: by whom, which drawer, which filter. All of them together are counted in src/rooms/assignments/store/board.plans.test.ts. */
type Filter = Pick<BoardFilter, 'dueUntil' | 'unitId' | 'accountId' | 'place' | 'reference'>;

const first = (a: Asking) => {
  const [district] = a.scene.districts;
  if (!district) throw new Error('a scene without districts');
  return district;
};
const scopes = {
  branch: (a: Asking): BoardScope => ({ of: 'branches', ids: [first(a).branchId] }),
  region: (a: Asking): BoardScope => ({ of: 'branches', ids: a.picks.regionBranches }),
  body: (a: Asking): BoardScope => ({ of: 'bodies', ids: [first(a).bodyId] }),
  executor: (a: Asking): BoardScope => ({ of: 'executor', accountId: a.scene.readers.executor.actor.accountId }),
  country: (): BoardScope => ({ of: 'country' }),
} as const;
type ScopeName = keyof typeof scopes;
const eyes: Readonly<Record<ScopeName, (a: Asking) => Actor>> = {
  branch: (a) => a.scene.readers.clerk.actor, region: (a) => a.scene.readers.head.actor, body: (a) => a.scene.readers.executor.actor, executor: (a) => a.scene.readers.executor.actor, country: () => system('bench'),
};
const filters = {
  '': () => ({}),
  ', by body': (a: Asking) => ({ unitId: first(a).bodyId }),
  ', by person': (a: Asking) => ({ accountId: a.scene.readers.executor.actor.accountId }),
  ', by district': (a: Asking) => ({ place: { level: 'district', code: first(a).territoryCode } as const }),
  ', by day': (a: Asking) => ({ dueUntil: addDays(today(a.register.ctx.clock), 2) }),
  ', by number': (a: Asking) => ({ reference: a.picks.letters[0]?.number ?? '' }),
} satisfies Record<string, (a: Asking) => Filter>;

const filter = (a: Asking, scope: ScopeName, drawer: Drawer, more: Filter): BoardFilter => {
  const on = today(a.register.ctx.clock);
  return { scope: scopes[scope](a), drawer, today: on, soonUntil: addDays(on, 3), stillSince: new Date(`${addDays(on, -7)}T00:00:00+05:00`), ...more };
};
const asked = (scope: ScopeName, drawer: Drawer, by: keyof typeof filters = ''): Question => ({
  name: `board of ${scope === 'country' ? 'the country' : scope === 'region' ? 'a region, 20 branches' : `one ${scope}`}: ${drawer}${by}`, group: 'board', kind: 'store', bare: null,
  jauap: (a) => readInOrder({ db: a.register.db, actor: eyes[scope](a) }, (q) => board(q, filter(a, scope, drawer, filters[by](a)))),
});
const counted = (scope: ScopeName): Question => ({
  name: `counts on the board of one ${scope}`, group: 'board', kind: 'store', bare: null,
  jauap: (a) => readInOrder({ db: a.register.db, actor: eyes[scope](a) }, (q) => boardCounts(q, filter(a, scope, 'all', {}))),
});

export const boardQuestions: readonly Question[] = [
  ...drawers.map((drawer) => asked('region', drawer)), ...(Object.keys(filters) as (keyof typeof filters)[]).slice(1).map((by) => asked('region', 'all', by)),
  asked('branch', 'all'), asked('branch', 'returned', ', by body'), asked('body', 'all'), asked('body', 'returned'), asked('executor', 'all'), asked('executor', 'waits'), asked('country', 'all'), asked('country', 'reported'), asked('country', 'still'),
  counted('region'), counted('executor'),
  { name: 'desk: board of a branch', group: 'board', kind: 'page', bare: null, jauap: (a) => askPage(a.register, '/kk/desk/control?of=branch', a.scene.readers.clerk.cookie) },
  { name: 'desk: board of a region', group: 'board', kind: 'page', bare: null, jauap: (a) => askPage(a.register, '/kk/desk/control?of=below', a.scene.readers.head.cookie) },
  { name: 'desk: board of one executor', group: 'board', kind: 'page', bare: null, jauap: (a) => askPage(a.register, '/kk/desk/control?of=mine', a.scene.readers.executor.cookie) },
];
