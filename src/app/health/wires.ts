import type { Clock } from '../../kernel/day.ts';
import type { Config } from '../../platform/config.ts';
import { storeAnswers } from '../../rooms/files/contract.ts';
import { mailAnswers } from '../../rooms/notices/contract.ts';
import { issuerAnswers } from '../../rooms/people/contract.ts';
import { botNow } from '../doors/bot.ts';
import { s3Of } from '../secrets.ts';
import type { Wire, WireWhy } from './judge.ts';

const deadlineMs = 3_000;
/** The page renews itself every minute, and several people may look: nobody is asked oftener than this. */
const keptMs = 55_000;

/** `downSince`: of the first asking that went wrong after the last that did not. */
type Asking = { readonly at: number; readonly answer: Promise<WireWhy | null>; downSince: number | null };
const askings = new WeakMap<Config, Map<string, Asking>>();

/** By the configuration it is asked for. `ask` never throws. */
const kept = async (config: Config, clock: Clock, name: string, ask: () => Promise<WireWhy | null>): Promise<Wire> => {
  const all = askings.get(config) ?? new Map<string, Asking>();
  askings.set(config, all);
  const now = clock.now();
  const before = all.get(name);
  const asking: Asking = before && Math.abs(now - before.at) < keptMs ? before : { at: now, answer: ask(), downSince: before?.downSince ?? null };
  all.set(name, asking);
  const why = await asking.answer;
  asking.downSince = why === null ? null : (asking.downSince ?? asking.at);
  return { why, minutes: asking.downSince === null ? 0 : minutesSince(asking.downSince, now) };
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
    url === undefined ? null : kept(config, clock, 'mail', () => mailAnswers({ url, ca }, deadlineMs)),
    s3 === null ? undefined : kept(config, clock, 'store', () => storeAnswers(s3, deadlineMs)),
    issuer && clientId && clientSecret ? kept(config, clock, 'issuer', () => issuerAnswers({ issuer, clientId, clientSecret }, deadlineMs)) : undefined,
  ]);
  return { mail, store, issuer: vouching, telegram: telegram(config) };
};
