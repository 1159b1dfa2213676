import type { Actor } from '../../../../kernel/actor.ts';
import { isDay, type Day } from '../../../../kernel/day.ts';
import { stages, type Stage } from '../../law/stages.ts';
import type { Find, FindCursor, Order } from '../../store/search.ts';
import { isKindOfAppeal } from './fields.ts';
import { scopeNames, scopeOf, scopesOf, type ScopeName } from './scope.ts';

/** What the address of a search says: bookmarks, the back button and a colleague's message keep it. */
export type FindAddress = {
  readonly text: string; readonly of: ScopeName; readonly order: Order; readonly begun: boolean;
  readonly topic: string; readonly kind: string; readonly stage: string; readonly place: string; readonly unit: string; readonly since: string; readonly until: string;
  readonly after: FindCursor | null;
};

const isStage = (text: string): text is Stage => (stages as readonly string[]).includes(text);
const day = (text: string | null): string => (text !== null && isDay(text) ? text : '');

export const findAddress = (actor: Actor, query: URLSearchParams): FindAddress => {
  const open = scopesOf(actor);
  const typed = (name: string, form: RegExp): string => { const text = query.get(name) ?? ''; return form.test(text) ? text : ''; };
  const kind = query.get('kind') ?? '';
  const stage = query.get('stage') ?? '';
  const order: Order = query.get('order') === 'fitting' ? 'fitting' : 'newest';
  return {
    text: (query.get('q') ?? '').slice(0, 200).trim(), of: open.find((name) => name === query.get('of')) ?? open.at(-1) ?? scopeNames[0], order, begun: query.get('begun') === '1',
    topic: typed('topic', /^[a-z0-9_]{1,40}$/), kind: isKindOfAppeal(kind) ? kind : '', stage: isStage(stage) ? stage : '', place: typed('place', /^\d{9}$/), unit: typed('unit', /^\d{1,15}$/),
    since: day(query.get('since')), until: day(query.get('until')), after: cursorOf(query.get('after') ?? '', order),
  };
};

const cursorOf = (text: string, order: Order): FindCursor | null => {
  if (order === 'fitting') return /^\d{1,4}$/.test(text) ? { passed: Number(text) } : null;
  const [on = '', id = ''] = text.split('.');
  return isDay(on) && /^\d{1,15}$/.test(id) ? { on: on as Day, id: Number(id) } : null;
};

/** The same address with something changed; a change of anything but the page begins at the first page. */
export const findHref = (lang: string, address: FindAddress, change: Partial<FindAddress>): string => {
  const to = { ...address, after: null, ...change };
  const { text, of, order, begun, after, ...filters } = to;
  const query = new URLSearchParams({
    q: text, of, ...(order === 'newest' ? {} : { order }), ...(begun ? { begun: '1' } : {}), ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== '')),
    ...(after === null ? {} : { after: 'on' in after ? `${after.on}.${after.id}` : String(after.passed) }),
  });
  return `/${lang}/desk/search?${query.toString()}`;
};

export const isFiltered = (a: FindAddress): boolean => [a.topic, a.kind, a.stage, a.place, a.unit, a.since, a.until].some((value) => value !== '');

const orNull = <T extends string>(text: T): T | null => (text === '' ? null : text);

export const findOf = (actor: Actor, a: FindAddress, today: Day): Find => ({
  scope: scopeOf(actor, a.of), today, order: a.order, since: orNull(a.since) as Day | null, until: orNull(a.until) as Day | null,
  topicCode: orNull(a.topic), kind: orNull(a.kind), stage: orNull(a.stage), placeCode: orNull(a.place), unitId: a.unit === '' ? null : Number(a.unit),
});
