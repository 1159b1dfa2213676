import { expect, test } from 'vitest';
import type { Actor, HeldPost } from '../../../../kernel/actor.ts';
import { addressOf, scopeOf, scopesOf } from './scope.ts';

const post = (unitId: number, unitKind: HeldPost['unitKind'], more: Partial<HeldPost> = {}): HeldPost => ({
  unitId, unitKind, reach: [unitId], role: 'executor', abilities: ['appeal.read'], ...more,
} as HeldPost);
const holding = (...posts: readonly HeldPost[]): Actor => ({ kind: 'staff', accountId: 7, posts, sight: 'all' } as unknown as Actor);

test('whoever has posts in several bodies finds what all of them have in hand', () => {
  const actor = holding(post(11, 'body'), post(12, 'body'), post(11, 'body'));
  expect(scopesOf(actor)).toEqual(['mine', 'unit']);
  expect(scopeOf(actor, 'unit')).toEqual({ of: 'bodies', ids: [11, 12] });
  expect(addressOf(actor, new URLSearchParams()).of).toBe('unit');
});

test('branches below are in the branch’s inbox; an administrator without sight of appeals has only an empty one of their own', () => {
  expect(scopeOf(holding(post(1, 'branch', { reach: [1, 2, 3] })), 'branch')).toEqual({ of: 'branches', ids: [1, 2, 3] });
  expect(scopeOf(holding(post(1, 'branch', { reach: 'all' })), 'branch')).toEqual({ of: 'country' });
  expect(scopesOf(holding(post(1, 'branch', { abilities: [] })))).toEqual(['mine']);
});
