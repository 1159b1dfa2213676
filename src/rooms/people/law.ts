import type { Day } from '../../kernel/day.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Lang } from '../../kernel/words.ts';

export type Account = { readonly accountId: number; readonly login: string; readonly name: string; readonly lang: Lang; readonly closedAt: Date | null };
export type Role = {
  readonly code: string; readonly names: { readonly kk: string; readonly ru: string; readonly en: string }; readonly unitKind: 'branch' | 'body' | 'any';
  readonly reachesDown: boolean; readonly abilities: readonly string[]; readonly place: number;
};
export type Post = {
  readonly postId: number; readonly accountId: number; readonly unitId: number; readonly role: string;
  readonly fromOn: Day; readonly toOn: Day | null; readonly endedOn: Day | null;
};
export type Way = 'password' | 'totp' | 'passkey' | 'oidc';
export type Passkey = { readonly passkeyId: number; readonly name: string; readonly madeAt: Date; readonly usedAt: Date | null };
export type Session = {
  readonly sessionId: number; readonly tokenHash: string; readonly way: Way; readonly userAgent: string; readonly remote: string;
  readonly startedAt: Date; readonly seenAt: Date;
};

const minute = 60_000;
const hour = 60 * minute;
/** trust.md: a session left alone for half a day, or a week old, is over. */
export const sessionIdleMs = 12 * hour;
export const sessionMostMs = 7 * 24 * hour;
/** How often the time of the last request is written down: not at every request. */
export const seenEveryMs = 5 * minute;
export const invitationMs = 7 * 24 * hour;
/** How long a browser may take over a passkey, or over signing in at the issuer. */
export const ceremonyMs = 10 * minute;
export const triesWindowMs = 15 * minute;
export const mostTries = 10;

/** On that day: given by then, not past its last day, not taken away. */
export const inForce = (post: Post, on: Day): boolean => post.fromOn <= on && (post.toOn === null || post.toOn >= on) && (post.endedOn === null || post.endedOn > on);

export const postsOverlap = (a: Pick<Post, 'fromOn' | 'toOn'>, b: Post): boolean => {
  const lastOfB = b.endedOn !== null && (b.toOn === null || b.endedOn <= b.toOn) ? { on: b.endedOn, itself: false } : b.toOn === null ? null : { on: b.toOn, itself: true };
  const bReachesA = lastOfB === null || (lastOfB.itself ? lastOfB.on >= a.fromOn : lastOfB.on > a.fromOn);
  return bReachesA && (a.toOn === null || b.fromOn <= a.toOn) && (b.endedOn === null || b.endedOn > b.fromOn);
};

/** E-mail of ASCII letters only: two logins never look the same. */
export const foldLogin = (typed: string): string => typed.normalize('NFC').trim().toLowerCase();
export const loginRefused = (login: string): Refusal<'login_invalid'> | null =>
  login.length <= 200 && /^[a-z0-9._%+'-]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/.test(login) ? null : refuse('login_invalid');

export const foldName = (typed: string): string => typed.normalize('NFC').replace(/\s+/gu, ' ').trim();

const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Arabic}/u, /\p{Script=Hangul}/u, /\p{Script=Han}/u, /\p{Script=Georgian}/u, /\p{Script=Armenian}/u, /\p{Script=Greek}/u, /\p{Script=Hebrew}/u];

/** A name on the screen cannot pass for another: no invisible letters, no Latin «а» inside a Cyrillic word, no pile of marks over the line above. */
export const nameRefused = (name: string): Refusal<'name_invalid' | 'name_mixed_invalid'> | null => {
  if (name.length > 200 || !/\p{L}/u.test(name) || !/^[\p{L}\p{M}\p{Nd} .'’ʼ()-]+$/u.test(name) || /\p{Default_Ignorable_Code_Point}|\p{M}{3}/u.test(name)) return refuse('name_invalid');
  const mixed = name.split(/[^\p{L}\p{M}]+/u).some((word) => scripts.filter((script) => script.test(word)).length > 1);
  return mixed ? refuse('name_mixed_invalid') : null;
};

export const passwordLeast = 12;
export const passwordMost = 200;
export const foldPassword = (typed: string): string => typed.normalize('NFC');

/** Length counts, not odd characters (NIST SP 800-63B, 5.1.1.2). */
export const passwordRefused = (password: string, login: string): Refusal | null => {
  const characters = [...password];
  if (characters.length < passwordLeast) return refuse('password_short_invalid', { least: passwordLeast });
  if (characters.length > passwordMost) return refuse('password_long_invalid', { most: passwordMost });
  if (new Set(characters).size === 1) return refuse('password_repeats_invalid');
  const [local = ''] = login.split('@');
  const low = password.toLowerCase();
  return low.includes(login) || (local.length >= 4 && low.includes(local)) ? refuse('password_login_invalid') : null;
};

/** Whom a try is counted against: an IPv4 address whole, an IPv6 one by its /64, which is one household's or one office's. */
export const callerOf = (remote: string): string => {
  const plain = remote.trim().toLowerCase().replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain);
  if (mapped?.[1]) return mapped[1];
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = tail === undefined ? left : [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0'), ...right];
  return `${groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
};

export const roleFits = (role: Role, unitKind: 'branch' | 'body'): boolean => role.unitKind === 'any' || role.unitKind === unitKind;
