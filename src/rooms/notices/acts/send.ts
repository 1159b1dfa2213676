import type { Permit } from '../../../kernel/permit.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import { today } from '../../../kernel/day.ts';
import { longDay } from '../../../kernel/show.ts';
import { sayLoose, type Lang, type Sentence } from '../../../kernel/words.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, write, type Read, type Tx } from '../../../platform/db.ts';
import { enqueue } from '../../../platform/jobs.ts';
import { accountById, holdsPostIn } from '../../people/contract.ts';
import { mostRuns, mostTries, type Slot, type Slots } from '../law.ts';
import { mayTell } from '../policy.ts';
import { channelsNow, secretsNow, siteNow, type Delivered, type Outgoing } from '../port.ts';
import { messageName, stopPath } from '../seal.ts';
import { accountsHeldUntil, deleteSubscription, heldUntil, insertNotice, lockNotice, subscriptionsOf, wayById, wordingNow, writeBounced, writeState, type Notice } from '../store/notices.ts';
import { digestTemplate, templateOf } from '../templates.ts';

export class NotDelivered extends Error {}

const asked = (ctx: Ctx): Permit<'notice.tell'> => {
  const permit = mayTell(ctx.actor);
  if (isRefusal(permit)) throw new Error('notices are delivered by jobs, as the program itself');
  return permit;
};

/**
 * One notice, once in effect: what was begun and not noted is begun again under the same name. Throws when the other end is to be tried
 * again later; the queue waits longer each time.
 */
export const deliver = async (ctx: Ctx, { noticeId }: { readonly noticeId: number }): Promise<void> => {
  const permit = asked(ctx);
  const notice = await write(ctx, async (tx) => {
    const found = await lockNotice(tx, noticeId);
    if (!found || !['waiting', 'sending'].includes(found.state)) return null;
    await writeState(tx, permit, found.id, { state: 'sending', tried: true });
    return found;
  });
  if (!notice) return;
  const outgoing = await read(ctx, (q) => worded(ctx, q, notice));
  if (outgoing === null) return write(ctx, (tx) => writeState(tx, permit, notice.id, { state: 'stopped' }));
  const results: Delivered[] = [];
  for (const message of outgoing) results.push((await channelsNow()[notice.channel]?.(message)) ?? { sent: false, gone: true, code: 'channel_off' });
  await note(ctx, permit, notice, outgoing, results);
};

const note = (ctx: Ctx, permit: Permit<'notice.tell'>, notice: Notice, outgoing: readonly Outgoing[], results: readonly Delivered[]): Promise<void> => write(ctx, async (tx) => {
  const at = new Date(ctx.clock.now());
  if (notice.channel === 'push') await forgetGone(tx, permit, outgoing, results);
  const sent = results.find((one) => one.sent);
  if (sent?.sent) return writeState(tx, permit, notice.id, { state: 'sent', sentAt: at, sentAs: sent.as, errorCode: null });
  // a browser that may come back is worth another try, whatever became of the others
  const failed = results.find((one) => !one.sent && !one.gone) ?? results.find((one) => !one.sent);
  const code = failed?.sent === false ? failed.code : 'nobody';
  if (failed?.sent === false && failed.gone) {
    const to = outgoing[0]?.to;
    if (notice.wayId !== null && notice.channel !== 'push' && to !== undefined && code !== 'channel_off') await writeBounced(tx, permit, { channel: notice.channel, address: to, code, at });
    return writeState(tx, permit, notice.id, { state: code === 'channel_off' ? 'failed' : 'bounced', errorCode: code });
  }
  if (notice.tries + 1 >= mostTries) return writeState(tx, permit, notice.id, { state: 'failed', errorCode: code });
  await writeState(tx, permit, notice.id, { state: 'waiting', errorCode: code });
  return undefined;
}).then(() => {
  const again = !results.some((one) => one.sent) && results.some((one) => !one.sent && !one.gone) && notice.tries + 1 < mostTries;
  if (again) throw new NotDelivered(`notice ${notice.id}: ${results.map((one) => (one.sent ? '' : one.code)).join(', ')}`);
});

/** A browser that the push service does not know any more is not written to again. */
const forgetGone = async (tx: Tx, permit: Permit<'notice.tell'>, outgoing: readonly Outgoing[], results: readonly Delivered[]): Promise<void> => {
  for (const [at, result] of results.entries()) {
    const to = outgoing[at]?.to;
    if (!result.sent && result.gone && result.code !== 'channel_off' && to !== undefined) await deleteSubscription(tx, permit, (JSON.parse(to) as { endpoint: string }).endpoint);
  }
};

const filled = (lang: Lang, slots: Slots): Record<string, string | number> =>
  Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, shown(lang, slot)]));
const shown = (lang: Lang, slot: Slot): string | number => (typeof slot === 'object' ? ('day' in slot ? longDay(lang, slot.day) : slot[lang]) : slot);

/** The administrator's wording where there is one, else the program's; with the slots filled in the reader's language. */
const sentence = async (q: Read, code: string): Promise<{ subject: Sentence; text: Sentence }> => (await wordingNow(q, code)) ?? templateOf(code);

/** The same notice for each of the other ends; null when nobody wants or can be reached any more. */
const worded = async (ctx: Ctx, q: Read, notice: Notice): Promise<readonly Outgoing[] | null> => {
  const template = templateOf(notice.code);
  const { subject, text } = await sentence(q, notice.code);
  const name = messageName(notice.id, new URL(siteNow()).hostname);
  const secret = template.secret ? await secretsNow(q, notice.owner) : null;
  const in_ = (lang: Lang) => {
    const slots = { ...filled(lang, notice.slots), ...(secret ? { code: secret.code } : {}) };
    return { name, lang, about: { owner: notice.owner, code: notice.code }, subject: sayLoose(lang, subject, slots), text: sayLoose(lang, text, slots), link: `${siteNow()}/${lang}${secret?.path ?? notice.path}` };
  };
  if (notice.wayId !== null) {
    const way = await wayById(q, notice.wayId);
    if (!way || way.bounceCode !== null || (way.stopped && !template.owed)) return null;
    return [{ ...in_(way.lang), to: way.address, stop: template.owed ? null : `${siteNow()}/${way.lang}${stopPath(way.id)}` }];
  }
  const account = await accountById(q, notice.accountId ?? 0);
  if (!account || !(await isOfStaff(ctx, q, account.accountId))) return null;
  if (notice.channel === 'email') return [{ ...in_(account.lang), to: account.login, stop: null }];
  const browsers = await subscriptionsOf(q, account.accountId);
  return browsers.length === 0 ? null : browsers.map((one) => ({ ...in_(account.lang), to: JSON.stringify({ endpoint: one.endpoint, keys: { p256dh: one.p256dh, auth: one.auth } }), stop: null }));
};

/** The morning: what was held for each person goes as one letter. Each digest is a notice of its own, with its own fate. */
export const sendDigests = async (ctx: Ctx): Promise<number> => {
  const permit = asked(ctx);
  const at = new Date(ctx.clock.now());
  let letters = 0;
  for (;;) {
    const accounts = await read(ctx, (q) => accountsHeldUntil(q, at));
    if (accounts.length === 0) return letters;
    for (const accountId of accounts) letters += await write(ctx, (tx) => bundle(ctx, tx, permit, accountId, at));
  }
};

/** Whose account is closed, or whose last post ended, gets no word of the office's matters: not of yesterday's either. */
const isOfStaff = (ctx: Ctx, q: Read, accountId: number): Promise<boolean> => holdsPostIn(q, accountId, 'any', today(ctx.clock));

const bundle = async (ctx: Ctx, tx: Tx, permit: Permit<'notice.tell'>, accountId: number, at: Date): Promise<number> => {
  const held = await heldUntil(tx, at, accountId);
  const first = held[0];
  if (!first) return 0;
  const account = await accountById(tx, accountId);
  if (!account || !(await isOfStaff(ctx, tx, accountId))) {
    for (const one of held) await writeState(tx, permit, one.id, { state: 'stopped' });
    return 0;
  }
  const id = held.length === 1 ? first.id : await gathered(tx, permit, account, held, at);
  if (id === null) return 0;
  if (id === first.id) await writeState(tx, permit, id, { state: 'waiting' });
  else for (const one of held) await writeState(tx, permit, one.id, { state: 'sent', sentAt: at, sentAs: `digest:${id}` });
  await enqueue(tx, 'notices:deliver', { noticeId: id }, { key: `notice:${id}`, maxAttempts: mostRuns });
  return 1;
};

/** One letter that names them all, in the reader's language. */
const gathered = async (tx: Tx, permit: Permit<'notice.tell'>, account: { readonly accountId: number; readonly lang: Lang }, held: readonly Notice[], at: Date): Promise<number | null> => {
  const lines: string[] = [];
  for (const one of held) {
    const { subject } = await sentence(tx, one.code);
    lines.push(`• ${sayLoose(account.lang, subject, filled(account.lang, one.slots))}\n  ${siteNow()}/${account.lang}${one.path}`);
  }
  return insertNotice(tx, permit, {
    key: `digest:${account.accountId}:${held[0]?.id ?? 0}`, owner: `account:${account.accountId}`, code: digestTemplate.code, wayId: null, accountId: account.accountId, channel: 'email',
    slots: { count: held.length, lines: lines.join('\n') }, path: '/desk', state: 'waiting', at, sendAt: at,
  });
};
