import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Permit } from '../../../kernel/permit.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Tx } from '../../../platform/db.ts';
import { record } from '../../journal/contract.ts';
import { isTopicCode, type Names, type Topic } from '../law.ts';
import { mayKeepTopics } from '../policy.ts';
import { branchFor } from '../store.ts';
import { insertTopic, topicsLocked, writeTopicClosed, writeTopicNames, writeTopicOrder } from '../store/topics.ts';

type Done = { readonly code: string };
type Step = { readonly tx: Tx; readonly permit: Permit<'units.keep_topics'>; readonly all: readonly Topic[]; readonly leaf: (act: string, code: string, facts: object) => Promise<void> };

/** The list locked, the permit asked, and one leaf for whoever changes it. */
const keep = (ctx: Ctx, fn: (s: Step) => Promise<Result<Done>>): Promise<Result<Done>> => write(ctx, async (tx) => {
  const all = await topicsLocked(tx);
  const permit = mayKeepTopics(ctx.actor, (await branchFor(tx, undefined))?.id ?? null);
  if (isRefusal(permit)) return permit;
  const leaf: Step['leaf'] = async (act, code, facts) => {
    await record(tx, { act, subject: `topic:${code}`, actor: ctx.actor, facts: { ...facts }, at: new Date(ctx.clock.now()), postId: permit.postId });
  };
  return fn({ tx, permit, all, leaf });
});

const found = (all: readonly Topic[], code: string): Topic | Refusal<'topic_not_found'> => all.find((one) => one.code === code) ?? refuse('topic_not_found');
const nameless = (names: Names): boolean => Object.values(names).some((name) => name.trim() === '');

/** At the end of the list, without a body: who answers for it is set place by place. */
export const addTopic = (ctx: Ctx, input: { code: string; names: Names }): Promise<Result<Done>> => keep(ctx, async ({ tx, permit, all, leaf }) => {
  if (!isTopicCode(input.code)) return refuse('topic_code_invalid');
  if (nameless(input.names)) return refuse('unit_name_required');
  if (all.some((one) => one.code === input.code)) return refuse('topic_code_taken', { code: input.code });
  await insertTopic(tx, permit, input);
  await leaf('topic.add', input.code, { names: input.names });
  return { code: input.code };
});

/** The same topic under another name; what was sorted under it shows the new one. */
export const renameTopic = (ctx: Ctx, input: { code: string; names: Names }): Promise<Result<Done>> => keep(ctx, async ({ tx, permit, all, leaf }) => {
  const topic = found(all, input.code);
  if (isRefusal(topic)) return topic;
  if (nameless(input.names)) return refuse('unit_name_required');
  await writeTopicNames(tx, permit, topic.code, input.names);
  await leaf('topic.rename', topic.code, { before: topic.names, after: input.names });
  return { code: topic.code };
});

/** Nobody chooses it any more. What was sorted under it stays there, in the register as in the figures. */
export const closeTopic = (ctx: Ctx, input: { code: string }): Promise<Result<Done>> => keep(ctx, async ({ tx, permit, all, leaf }) => {
  const topic = found(all, input.code);
  if (isRefusal(topic)) return topic;
  if (topic.closed) return { code: topic.code };
  if (all.filter((one) => !one.closed).length < 2) return refuse('topic_last');
  await writeTopicClosed(tx, permit, topic.code, true);
  await leaf('topic.close', topic.code, {});
  return { code: topic.code };
});

export const reopenTopic = (ctx: Ctx, input: { code: string }): Promise<Result<Done>> => keep(ctx, async ({ tx, permit, all, leaf }) => {
  const topic = found(all, input.code);
  if (isRefusal(topic)) return topic;
  if (!topic.closed) return { code: topic.code };
  await writeTopicClosed(tx, permit, topic.code, false);
  await leaf('topic.reopen', topic.code, {});
  return { code: topic.code };
});

/** One place up or down among those that are open. */
export const moveTopic = (ctx: Ctx, input: { code: string; by: -1 | 1 }): Promise<Result<Done>> => keep(ctx, async ({ tx, permit, all, leaf }) => {
  const topic = found(all, input.code);
  if (isRefusal(topic)) return topic;
  const open = all.filter((one) => !one.closed).map((one) => one.code);
  const at = open.indexOf(topic.code);
  const other = open[at + input.by];
  if (at < 0 || other === undefined) return { code: topic.code };
  const codes = all.map((one) => (one.code === topic.code ? other : one.code === other ? topic.code : one.code));
  await writeTopicOrder(tx, permit, codes);
  await leaf('topic.move', topic.code, { by: input.by });
  return { code: topic.code };
});
