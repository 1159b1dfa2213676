import type { Permit } from '../../../kernel/permit.ts';
import { today } from '../../../kernel/day.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import type { Tx } from '../../../platform/db.ts';
import { enqueue } from '../../../platform/jobs.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import { awayOn, holdsPostIn } from '../../people/contract.ts';
import { mostRuns, nextDigest, outsideQuiet, residentsQuiet, staffQuiet, type Channel, type Slots } from '../law.ts';
import { mayTell } from '../policy.ts';
import { channelsNow } from '../port.ts';
import { insertNotice, lastToHolder, staffWayOf, subscriptionsOf, waysOf, type NewNotice, type StaffWay } from '../store/notices.ts';
import { templateOf } from '../templates.ts';
import { workedDays } from './around.ts';

export type Telling = {
  /** what happened, the same however often it is told: `appeal.answered:17` */
  readonly key: string;
  /** the record that shows what became of it: `appeal:12` */
  readonly owner: string;
  readonly code: string;
  readonly slots: Slots;
  /** within the site, without the language */
  readonly path: string;
  /** whoever wrote of danger this minute is awake and needs it now */
  readonly now?: true;
};

/** Tells the person behind a matter, by the ways they chose. Told twice, it goes once. In a job's transaction: telling follows from acts. */
export const tellHolder = async (ctx: Ctx, tx: Tx, t: Telling): Promise<number> => {
  const permit = asked(ctx);
  const template = templateOf(t.code);
  const at = new Date(ctx.clock.now());
  let told = 0;
  for (const way of await waysOf(tx, t.owner)) {
    if (!channelsNow()[way.channel] || way.bounceCode !== null || (way.stopped && !template.owed)) continue;
    // a letter waits for its reader; a telephone rings at night
    const sendAt = way.channel === 'email' || t.now ? at : outsideQuiet(at, residentsQuiet);
    told += await put(tx, permit, { ...t, key: `${t.key}>w${way.id}`, wayId: way.id, accountId: null, channel: way.channel, state: 'waiting', at, sendAt });
  }
  return told;
};

/** What was said last, to an address that has not heard it yet: the same happening under the same key. */
export const tellAgain = async (ctx: Ctx, tx: Tx, owner: string): Promise<number> => {
  const last = await lastToHolder(tx, owner);
  return last ? tellHolder(ctx, tx, { ...last, owner, key: last.key.replace(/>w\d+$/, '') }) : 0;
};

/** Whoever has said nothing: by e-mail and in their browsers, together in the morning, quiet at night. */
export const usualWay: StaffWay = { email: true, push: true, digest: true, quietFrom: staffQuiet.from, quietTo: staffQuiet.to };

/** Tells a member of staff, or the deputy of one who is away. What can wait comes with the morning's digest. */
export const tellStaff = async (ctx: Ctx, tx: Tx, { seenIn, ...t }: Telling & { readonly accountId: number; /** whose people may know of it: a deputy from elsewhere is not told */ readonly seenIn?: readonly number[] }): Promise<number> => {
  const permit = asked(ctx);
  const template = templateOf(t.code);
  const at = new Date(ctx.clock.now());
  const on = today(ctx.clock);
  const deputyId = (await awayOn(tx, [t.accountId], on)).get(t.accountId)?.deputyId ?? null;
  const accountId = deputyId !== null && (await holdsPostIn(tx, deputyId, seenIn ?? 'any', on)) ? deputyId : t.accountId;
  const way = (await staffWayOf(tx, accountId)) ?? usualWay;
  const quiet = { from: way.quietFrom, to: way.quietTo };
  const common = { ...t, wayId: null, accountId, at };
  let told = 0;
  if (way.push && channelsNow().push && template.urgent && (await subscriptionsOf(tx, accountId)).length > 0)
    told += await put(tx, permit, { ...common, key: `${t.key}>p${accountId}`, channel: 'push', state: 'waiting', sendAt: outsideQuiet(at, quiet) });
  // what is owed is not given up with the letters: a promise with one's name on it
  if (!(way.email || template.owed) || !channelsNow().email) return told;
  const held = way.digest && !template.urgent;
  const sendAt = held ? nextDigest(at, await workedDays(tx)) : outsideQuiet(at, quiet);
  return told + (await put(tx, permit, { ...common, key: `${t.key}>a${accountId}`, channel: 'email', state: held ? 'held' : 'waiting', sendAt }));
};

const asked = (ctx: Ctx): Permit<'notice.tell'> => {
  const permit = mayTell(ctx.actor);
  if (isRefusal(permit)) throw new Error('notices are told by jobs, as the program itself');
  return permit;
};

const put = async (tx: Tx, permit: Permit<'notice.tell'>, n: NewNotice & { readonly channel: Channel }): Promise<number> => {
  const id = await insertNotice(tx, permit, n);
  if (id === null) return 0;
  if (n.state === 'waiting') await enqueue(tx, 'notices:deliver', { noticeId: id }, { key: `notice:${id}`, runAt: n.sendAt, maxAttempts: mostRuns });
  return 1;
};
