import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../kernel/day.ts';
import type { Config } from '../../platform/config.ts';
import { storeAnswers } from '../../rooms/files/contract.ts';
import { mailAnswers } from '../../rooms/notices/contract.ts';
import { issuerAnswers } from '../../rooms/people/contract.ts';
import { botNow } from '../doors/bot.ts';
import { s3Of } from '../secrets.ts';
import type { Wire, WireWhy } from './judge.ts';

/** The page waits no longer for anybody. Each is asked for as long as the program itself would wait: what comes behind the page is told by the next one. */
const patienceMs = 3_000;
/** The page renews itself every minute, and several people may look: nobody is asked oftener than this. */
const keptMs = 55_000;
/** A password that is not taken is tried no oftener: many a mail server shuts out whoever guesses. */
const passwordMs = 15 * 60_000;
/** Nobody looked for so long: what was down then says nothing of the time between. */
const forgottenMs = 3 * 60_000;

/** `known`: what was answered last; `downSince`: of the first asking that went wrong after the last that did not. */
type Asking = { readonly at: number; readonly answer: Promise<void>; lookedAt: number; pending: boolean; known: { readonly why: WireWhy | null } | undefined; downSince: number | null };
const askings = new WeakMap<Config, Map<string, Asking>>();

const isFresh = (name: string, { at, pending, known }: Asking, now: number): boolean => pending || Math.abs(now - at) < (name === 'mail' && known?.why === 'refused' ? passwordMs : keptMs);

const begun = (ask: () => Promise<WireWhy | null>, now: number, before: Asking | undefined): Asking => {
  const asking: Asking = {
    at: now, lookedAt: now, pending: true, known: before?.known, downSince: before?.downSince ?? null,
    answer: ask().then((why) => {
      asking.pending = false;
      asking.known = { why };
      asking.downSince = why === null ? null : (asking.downSince ?? now);
    }),
  };
  return asking;
};

/** By the configuration it is asked for. `ask` never throws. */
const kept = async (config: Config, clock: Clock, name: string, ask: () => Promise<WireWhy | null>): Promise<Wire> => {
  const all = askings.get(config) ?? new Map<string, Asking>();
  askings.set(config, all);
  const now = clock.now();
  const before = all.get(name);
  const asking = before && isFresh(name, before, now) ? before : begun(ask, now, before && now - before.lookedAt <= forgottenMs ? before : undefined);
  asking.lookedAt = now;
  all.set(name, asking);
  const enough = new AbortController();
  await Promise.race([asking.answer, pause(patienceMs, undefined, { signal: enough.signal }).catch(() => {})]);
  enough.abort();
  return { why: asking.known ? asking.known.why : 'slow', minutes: asking.downSince === null ? 0 : minutesSince(asking.downSince, now) };
};
const minutesSince = (then: number, now: number): number => Math.max(0, (now - then) / 60_000);

/** What the program itself says of its bot; no question of ours. */
const telegram = (config: Config): Wire | undefined => {
  const bot = config.TELEGRAM_TOKEN === undefined ? undefined : botNow();
  return bot && { why: bot.why, minutes: minutesSince(bot.since.getTime(), Date.now()) };
};

export type Wires = { readonly mail: Wire | null; readonly store: Wire | undefined; readonly issuer: Wire | undefined; readonly telegram: Wire | undefined };

/** Everybody outside the house whom the configuration names, all at once. */
export const wiresNow = async (config: Config, clock: Clock): Promise<Wires> => {
  const { MAIL_URL: url, MAIL_CA: ca = null, OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = config;
  const s3 = s3Of(config);
  const [mail, store, vouching] = await Promise.all([
    url === undefined ? null : kept(config, clock, 'mail', () => mailAnswers({ url, ca })),
    s3 === null ? undefined : kept(config, clock, 'store', () => storeAnswers(s3)),
    issuer && clientId && clientSecret ? kept(config, clock, 'issuer', () => issuerAnswers({ issuer, clientId, clientSecret })) : undefined,
  ]);
  return { mail, store, issuer: vouching, telegram: telegram(config) };
};
