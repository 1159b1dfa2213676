import type { Actor } from '../src/kernel/actor.ts';
import { addDays, today } from '../src/kernel/day.ts';
import { fold } from '../src/kernel/fold.ts';
import { read, type Read } from '../src/platform/db.ts';
import { countFigures, figuresFor } from '../src/rooms/appeals/store/figures.ts';
import { inbox, inboxCounts, type Scope } from '../src/rooms/appeals/store/inbox.ts';
import { answersSent, appealByNumber, timeline, verdictsGiven } from '../src/rooms/appeals/store/matter.ts';
import { findPeople } from '../src/rooms/appeals/store/person.ts';
import { publicList, publicOne } from '../src/rooms/appeals/store/public.ts';
import { askPage, type Asking, type Question } from './asking.ts';
import { bareReads } from './bare-reads.ts';
import { boardQuestions } from './board.ts';
import type { Scene } from './scene.ts';

const nth = <T>(list: readonly T[], serial: number): T => {
  const one = list[serial % list.length];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
};
const seen = <T>(a: Asking, actor: Actor, fn: (q: Read) => Promise<T>): Promise<T> => read({ db: a.register.db, actor }, fn);
const on = (a: Asking) => today(a.register.ctx.clock);
const yearAgo = (a: Asking) => addDays(on(a), -364);
const regionOf = (a: Asking): string => a.scene.districts[0]?.path[1] ?? '';
const branchOf = (a: Asking): number => a.scene.districts[0]?.branchId ?? 0;

const inboxOf = (who: keyof Scene['readers'], scope: (a: Asking) => Scope) => (a: Asking) =>
  seen(a, a.scene.readers[who].actor, (q) => inbox(q, { scope: scope(a), tab: 'all', today: on(a) }));
const ofBranch = (a: Asking): Scope => ({ of: 'branches', ids: [branchOf(a)] });
const ofRegion = (a: Asking): Scope => ({ of: 'branches', ids: a.picks.regionBranches });
const ofPerson = (a: Asking): Scope => ({ of: 'person', accountId: a.scene.readers.executor.actor.accountId });

const oneMatter = (a: Asking, serial: number) => seen(a, a.scene.readers.clerk.actor, async (q) => {
  const whole = await appealByNumber(q, nth(a.picks.letters, serial).number);
  if (!whole) throw new Error('a letter in sight was not found');
  return [whole, await timeline(q, whole.appeal.id, false), await answersSent(q, whole.appeal.id), await verdictsGiven(q, whole.appeal.id)];
});
const after50 = (a: Asking): string => `/kk/appeals?after=${encodeURIComponent(`${a.picks.page50.publishedAt}~${a.picks.page50.id}`)}`;
const matterBare = { text: bareReads.matter, values: (a: Asking, serial: number) => [nth(a.picks.letters, serial).number] };
const figuresBare = { text: bareReads.figures, values: (a: Asking) => [yearAgo(a), on(a)] };
const firstBare = { text: bareReads.publicFirst, values: () => [] };
const page50Bare = { text: bareReads.publicAfter, values: (a: Asking) => [a.picks.page50.publishedAt, a.picks.page50.id] };
const branchBare = { text: bareReads.inboxOfBranch, values: (a: Asking) => [branchOf(a)] };
const regionBare = { text: bareReads.inboxOfBranches, values: (a: Asking) => [a.picks.regionBranches] };
const personBare = { text: bareReads.inboxOfPerson, values: (a: Asking) => [a.scene.readers.executor.actor.accountId] };
const searchBare = { text: bareReads.search, values: (a: Asking) => [`%${fold(a.picks.surname)}%`, [branchOf(a)]] };

export const questions: readonly Question[] = [
  { name: 'inbox of a branch', group: 'inbox', kind: 'store', jauap: inboxOf('clerk', ofBranch), bare: branchBare },
  { name: 'inbox of a region, 20 branches', group: 'inbox', kind: 'store', jauap: inboxOf('head', ofRegion), bare: regionBare },
  { name: 'inbox of one executor', group: 'inbox', kind: 'store', jauap: inboxOf('executor', ofPerson), bare: personBare },
  { name: 'counts on a region’s tabs', group: 'inbox', kind: 'store', jauap: (a) => seen(a, a.scene.readers.head.actor, (q) => inboxCounts(q, ofRegion(a), on(a))), bare: null },
  { name: 'desk: inbox of a branch', group: 'inbox', kind: 'page', jauap: (a) => askPage(a.register, '/kk/desk/appeals?of=branch', a.scene.readers.clerk.cookie), bare: branchBare },
  { name: 'desk: inbox of a region', group: 'inbox', kind: 'page', jauap: (a) => askPage(a.register, '/kk/desk/appeals?of=branch', a.scene.readers.head.cookie), bare: regionBare },
  { name: 'desk: inbox of one executor', group: 'inbox', kind: 'page', jauap: (a) => askPage(a.register, '/kk/desk/appeals?of=mine', a.scene.readers.executor.cookie), bare: personBare },
  ...boardQuestions,
  { name: 'one appeal', group: 'matter', kind: 'store', jauap: oneMatter, bare: matterBare },
  { name: 'desk: one appeal', group: 'matter', kind: 'page', jauap: (a, serial) => askPage(a.register, `/kk/desk/appeals/${nth(a.picks.letters, serial).number}`, a.scene.readers.clerk.cookie), bare: matterBare },
  { name: 'public list', group: 'public', kind: 'store', jauap: (a) => seen(a, { kind: 'visitor' }, (q) => publicList(q, {})), bare: firstBare },
  { name: 'public list, page 50', group: 'public', kind: 'store', jauap: (a) => seen(a, { kind: 'visitor' }, (q) => publicList(q, {}, a.picks.page50)), bare: page50Bare },
  { name: 'one published appeal', group: 'public', kind: 'store', jauap: (a, serial) => seen(a, { kind: 'visitor' }, (q) => publicOne(q, nth(a.picks.published, serial))), bare: { text: bareReads.publicOne, values: (a, serial) => [nth(a.picks.published, serial)] } },
  { name: 'public: list', group: 'public', kind: 'public page', jauap: (a) => askPage(a.register, '/kk/appeals'), bare: firstBare },
  { name: 'public: list, page 50', group: 'public', kind: 'public page', jauap: (a) => askPage(a.register, after50(a)), bare: page50Bare },
  { name: 'public: one appeal', group: 'public', kind: 'public page', jauap: (a, serial) => askPage(a.register, `/kk/appeals/${nth(a.picks.published, serial)}`), bare: { text: bareReads.publicOne, values: (a, serial) => [nth(a.picks.published, serial)] } },
  { name: 'public: new appeal', group: 'public', kind: 'public page', jauap: (a) => askPage(a.register, '/kk/appeals/new'), bare: null },
  { name: 'public: front page', group: 'figures', kind: 'public page', jauap: (a) => askPage(a.register, '/kk'), bare: null },
  { name: 'figures of a year', group: 'figures', kind: 'store', jauap: (a) => figuresFor(a.register.ctx, { from: yearAgo(a), to: on(a), today: on(a), territory: { code: '000000000', depth: 1 } }), bare: null },
  { name: 'figures of a year, counted anew', group: 'anew', kind: 'store', jauap: (a) => countFigures(a.register.ctx, { from: yearAgo(a), to: on(a), today: on(a), territory: { code: '000000000', depth: 1 } }), bare: figuresBare },
  { name: 'public: figures of a year', group: 'figures', kind: 'public page', jauap: (a) => askPage(a.register, '/kk/figures'), bare: null },
  { name: 'public: figures of a region', group: 'figures', kind: 'public page', jauap: (a) => askPage(a.register, `/kk/figures/${regionOf(a)}`), bare: null },
  { name: 'a person by surname', group: 'search', kind: 'store', jauap: (a) => seen(a, a.scene.readers.clerk.actor, (q) => findPeople(q, { text: a.picks.surname })), bare: searchBare },
];
