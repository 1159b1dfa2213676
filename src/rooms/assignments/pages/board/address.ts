import type { Actor, HeldPost } from '../../../../kernel/actor.ts';
import { isDay, type Day } from '../../../../kernel/day.ts';
import { sourceKinds, type SourceKind } from '../../law.ts';
import { drawers, type BoardFilter, type BoardScope, type Cursor, type Drawer } from '../../store/board.ts';

export const scopeNames = ['mine', 'control', 'body', 'branch', 'below', 'country'] as const;
export type ScopeName = (typeof scopeNames)[number];

/** What the address of a board says: bookmarks, saved views and the back button keep it. */
export type BoardAddress = {
  readonly of: ScopeName; readonly drawer: Drawer;
  /** working days without movement, for the drawer `still` */
  readonly days: number;
  readonly until: Day | ''; readonly unit: number | null; readonly person: number | null; readonly source: SourceKind | ''; readonly place: string; readonly number: string;
  readonly after: Cursor | null;
};
export const usualDays = 5;
const mostDays = 60;

const readers = (actor: Actor): readonly HeldPost[] => (actor.kind === 'staff' ? actor.posts.filter((post) => post.abilities.includes('assignment.read')) : []);
const isBelow = (post: HeldPost): boolean => post.unitKind === 'branch' && post.reach !== 'all' && post.reach.length > 1;

/** Which boards the posts open. */
export const scopesOf = (actor: Actor): readonly ScopeName[] => {
  const posts = readers(actor);
  const open: Readonly<Record<ScopeName, boolean>> = {
    mine: true, control: posts.some((post) => post.abilities.includes('assignment.control')), body: posts.some((post) => post.unitKind === 'body'),
    branch: posts.some((post) => post.unitKind === 'branch'), below: posts.some(isBelow), country: posts.some((post) => post.unitKind === 'branch' && post.reach === 'all'),
  };
  return scopeNames.filter((name) => open[name]);
};
/** The unit somebody reads for first: its calendar counts the days, its place comes first. */
export const homeOf = (actor: Actor): number | undefined => (readers(actor).find((post) => post.unitKind === 'branch') ?? readers(actor)[0])?.unitId;

const unitsOf = (posts: readonly HeldPost[]): readonly number[] => [...new Set(posts.map((post) => post.unitId))];
export const scopeOf = (actor: Actor, of: ScopeName): BoardScope => {
  const posts = readers(actor);
  const accountId = actor.kind === 'staff' ? actor.accountId : 0;
  switch (of) {
    case 'mine': return { of: 'executor', accountId };
    case 'control': return { of: 'controller', accountId };
    case 'body': return { of: 'bodies', ids: unitsOf(posts.filter((post) => post.unitKind === 'body')) };
    case 'branch': return { of: 'branches', ids: unitsOf(posts.filter((post) => post.unitKind === 'branch')) };
    case 'below': return { of: 'branches', ids: [...new Set(posts.filter(isBelow).flatMap((post) => (post.reach === 'all' ? [] : post.reach)))] };
    case 'country': return { of: 'country' };
  }
};

const idOf = (text: string | null): number | null => (text !== null && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null);
/** A КАТО code: two digits of the region, two of the district, nothing finer. */
const isPlace = (text: string): boolean => /^\d{4}00000$/.test(text) && !text.startsWith('00');
export const isRegion = (code: string): boolean => code.endsWith('0000000');
export const regionOf = (code: string): string => `${code.slice(0, 2)}0000000`;
/** Numbers are typed by people: spaces, long dashes and small letters are forgiven. */
const numberOf = (typed: string): string => typed.replace(/\s/g, '').replace(/[–—‑]/g, '-').toUpperCase().slice(0, 40);

const cursorOf = (text: string): Cursor | null => {
  const [key = '', id = ''] = text.split('~');
  const known = isDay(key) || /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/.test(key);
  return known && /^\d{1,15}$/.test(id) ? { key, id: Number(id) } : null;
};

export const addressOf = (actor: Actor, query: URLSearchParams): BoardAddress => {
  const open = scopesOf(actor);
  const typed = (name: string) => query.get(name) ?? '';
  const days = Number(typed('days'));
  const until = typed('until');
  const drawer = drawers.find((name) => name === typed('tab')) ?? 'all';
  const after = cursorOf(typed('after'));
  return {
    of: open.find((name) => name === typed('of')) ?? open.at(-1) ?? 'mine', drawer, days: Number.isInteger(days) && days >= 1 && days <= mostDays ? days : usualDays,
    until: isDay(until) ? until : '', unit: idOf(query.get('body')), person: idOf(query.get('person')), source: sourceKinds.find((kind) => kind === typed('source')) ?? '',
    place: isPlace(typed('place')) ? typed('place') : '', number: numberOf(typed('number')), after: after !== null && isDay(after.key) === (drawer !== 'still') ? after : null,
  };
};

export const isFiltered = (a: BoardAddress): boolean => a.until !== '' || a.unit !== null || a.person !== null || a.source !== '' || a.place !== '' || a.number !== '';
export const unfiltered = { until: '', unit: null, person: null, source: '', place: '', number: '' } as const satisfies Partial<BoardAddress>;

export const queryOf = (address: BoardAddress): string => new URLSearchParams({
  of: address.of, ...(address.drawer === 'all' ? {} : { tab: address.drawer }), ...(address.days === usualDays ? {} : { days: String(address.days) }),
  ...(address.until === '' ? {} : { until: address.until }), ...(address.unit === null ? {} : { body: String(address.unit) }), ...(address.person === null ? {} : { person: String(address.person) }),
  ...(address.source === '' ? {} : { source: address.source }), ...(address.place === '' ? {} : { place: address.place }), ...(address.number === '' ? {} : { number: address.number }),
  ...(address.after ? { after: `${address.after.key}~${address.after.id}` } : {}),
}).toString();

/** The same address with something changed; a change of anything but the page begins at the first page. */
export const hrefOf = (lang: string, address: BoardAddress, change: Partial<BoardAddress>, file = ''): string => `/${lang}/desk/control${file}?${queryOf({ ...address, after: null, ...change })}`;

/** The address as the store reads it, with the days that the reader's calendar gives. */
export const filterOf = (actor: Actor, a: BoardAddress, on: { today: Day; soonUntil: Day; stillSince: Date }): BoardFilter => ({
  today: on.today, soonUntil: on.soonUntil, stillSince: on.stillSince, scope: scopeOf(actor, a.of), drawer: a.drawer,
  ...(a.until === '' ? {} : { dueUntil: a.until }), ...(a.unit === null ? {} : { unitId: a.unit }), ...(a.person === null ? {} : { accountId: a.person }), ...(a.source === '' ? {} : { sourceKind: a.source }),
  ...(a.place === '' ? {} : { place: { level: isRegion(a.place) ? 'region' : 'district', code: a.place } as const }), ...(a.number === '' ? {} : { reference: a.number }),
});
