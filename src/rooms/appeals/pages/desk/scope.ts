import type { Actor, HeldPost } from '../../../../kernel/actor.ts';
import { isKindOfAppeal } from './fields.ts';
import { tabs, type Cursor, type Scope, type Tab } from '../../store/inbox.ts';
import { isDay } from '../../../../kernel/day.ts';

export const scopeNames = ['mine', 'unit', 'branch'] as const;
export type ScopeName = (typeof scopeNames)[number];

/** What the address of an inbox says: bookmarks and the back button keep it. */
export type InboxAddress = { readonly of: ScopeName; readonly tab: Tab; readonly topic: string; readonly kind: string; readonly after: Cursor | null };

const readers = (actor: Actor): readonly HeldPost[] => (actor.kind === 'staff' ? actor.posts.filter((post) => post.abilities.includes('appeal.read')) : []);

/** Which inboxes the posts open: a branch's people the branch, a body's people their body, everybody their own. */
export const scopesOf = (actor: Actor): readonly ScopeName[] => {
  const posts = readers(actor);
  return scopeNames.filter((name) => name === 'mine' || posts.some((post) => post.unitKind === (name === 'unit' ? 'body' : 'branch')));
};

/** Where somebody reads from: their branch, which they are asked about, else their body. */
export const homeOf = (actor: Actor): number | undefined => (readers(actor).find((post) => post.unitKind === 'branch') ?? readers(actor)[0])?.unitId;

export const scopeOf = (actor: Actor, of: ScopeName): Scope => {
  const posts = readers(actor);
  const bodies = [...new Set(posts.flatMap((post) => (post.unitKind === 'body' ? post.unitId : [])))];
  const branches = posts.filter((post) => post.unitKind === 'branch');
  if (of === 'unit' && bodies.length > 0) return { of: 'bodies', ids: bodies };
  if (of === 'branch' && branches.length > 0) {
    return branches.some((post) => post.reach === 'all') ? { of: 'country' } : { of: 'branches', ids: [...new Set(branches.flatMap((post) => (post.reach === 'all' ? [] : post.reach)))] };
  }
  return { of: 'person', accountId: actor.kind === 'staff' ? actor.accountId : 0 };
};

export const addressOf = (actor: Actor, query: URLSearchParams): InboxAddress => {
  const open = scopesOf(actor);
  const of = open.find((name) => name === query.get('of')) ?? open.at(-1) ?? 'mine';
  const tab = tabs.find((name) => name === query.get('tab')) ?? 'all';
  const [dueOn = '', id = ''] = (query.get('after') ?? '').split('.');
  const kind = query.get('kind') ?? '';
  return {
    of, tab, topic: query.get('topic') ?? '', kind: isKindOfAppeal(kind) ? kind : '',
    after: isDay(dueOn) && /^\d{1,15}$/.test(id) ? { dueOn, id: Number(id) } : null,
  };
};

/** The same address with something changed; a change of anything but the page begins at the first page. */
export const hrefOf = (lang: string, address: InboxAddress, change: Partial<InboxAddress>): string => {
  const to = { ...address, after: null, ...change };
  const query = new URLSearchParams({
    of: to.of, ...(to.tab === 'all' ? {} : { tab: to.tab }), ...(to.topic === '' ? {} : { topic: to.topic }), ...(to.kind === '' ? {} : { kind: to.kind }),
    ...(to.after ? { after: `${to.after.dueOn}.${to.after.id}` } : {}),
  });
  return `/${lang}/desk/appeals?${query.toString()}`;
};
