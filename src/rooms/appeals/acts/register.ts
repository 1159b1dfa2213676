import type { z } from 'zod';
import type { Day } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { UrgencySign } from '../../../kernel/urgency.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Tx } from '../../../platform/db.ts';
import { record } from '../../journal/contract.ts';
import { isOffered, setWay, wishChat } from '../../notices/contract.ts';
import type { Registered, RegisteredMatter, registerSchema } from '../contract/register.ts';
import type { TellWay } from '../law/stages.ts';
import { dueDay, holderTime, type HolderTime, type Rules } from '../law/terms.ts';
import { mayRegister } from '../policy.ts';
import { bodyHash, claimKey, insertAppeal, registeredBefore } from '../store/intake.ts';
import { followCode, linkToken } from '../store/seal.ts';
import { attachPapers, branchAt, branchById, calendarOf, isTopic, pathOf, ruledOn, type Branch } from './around.ts';
import { joinComing, lockCauses, type Causes } from './join-coming.ts';
import { tell } from './step.ts';
import { graver, gravest, warned } from './urgency.ts';

type Input = z.output<typeof registerSchema>;

/** A letter typed in later may be old; one from tomorrow is a mistake of a clock. Ten minutes are forgiven. */
const clockSlackMs = 600_000;

export type RegisterMore = {
  /** whose papers alone are taken */
  readonly papersBy?: string;
  /** for one matter: given out already, from a reserved block. That it is of the block and that nobody has it is the caller's to ask */
  readonly number?: string;
  /** for one matter: the day that was told to the person, where it is the earlier one */
  readonly toldDueOn?: Day;
  /** what a person saw in the matter; what its words say may be graver still */
  readonly urgency?: UrgencySign;
  /** the permit of the room in whose act this stands, over the same branch: its policy was asked (decision 0019) */
  readonly by?: Permit<string>;
};

/** Takes in one visit: a number, a day and a secret link for each matter. The same key with the same body gives the same answer. */
export const register = (ctx: Ctx, input: Input, o: RegisterMore = {}): Promise<Result<Registered>> => write(ctx, (tx) => registerIn(ctx, tx, input, o));

/** As `register`, in a transaction that is open already: a letter or a message that is noted with what it brought. */
export const registerIn = async (ctx: Ctx, tx: Tx, input: Input, o: RegisterMore = {}): Promise<Result<Registered>> => {
  if (input.matters.length > 1 && (o.number !== undefined || o.toldDueOn !== undefined)) throw new Error('a number given out before is of one matter');
  const at = new Date(ctx.clock.now());
  const receivedAt = input.receivedAt === undefined ? at : new Date(input.receivedAt);
  if (receivedAt.getTime() > at.getTime() + clockSlackMs) return refuse('received_in_future_invalid');
  const { key, ...body } = input;
  const scope = ctx.actor.kind === 'staff' ? `account ${ctx.actor.accountId}` : ctx.actor.kind === 'system' ? ctx.actor.name : 'public';
  // asked together: one round trip
  const [claim, places] = await Promise.all([
    claimKey(tx, `${scope}: ${key}`, bodyHash(body), input.matters.length, at),
    Promise.all(input.matters.map((matter) => placeOf(tx, matter, input.branchId))),
  ]);
  if (!claim.sameBody) return refuse('same_key_other_body');
  if (!claim.fresh) return { key, again: true, matters: await registeredBefore(tx, claim.ids) };

  const ready: Ready[] = [];
  for (const [nth, place] of places.entries()) {
    const one = await prepare(ctx, tx, input, { place, o }, claim.ids[nth] ?? 0, receivedAt);
    if (isRefusal(one)) return one;
    ready.push(one);
  }
  const causes = await lockCauses(ctx, tx, input.matters.flatMap((matter) => matter.joinTo ?? []));
  // Counters are locked in the order of branches: two visits that touch the same two branches wait, and never for each other.
  const matters = new Map<number, RegisteredMatter>();
  for (const one of ready.toSorted((a, b) => a.branch.id - b.branch.id || a.id - b.id)) matters.set(one.id, await enter(ctx, tx, input, one, { receivedAt, at, causes, o }));
  return { key, again: false, matters: claim.ids.flatMap((id) => matters.get(id) ?? []) };
};

type Ready = {
  id: number; matter: Input['matters'][number]; path: readonly string[]; branch: Branch; permit: Permit<'appeal.register'>;
  rules: Rules; calendarVersion: string; registeredOn: Day; dueOn: Day; held: HolderTime;
};

type Place = { readonly matter: Input['matters'][number]; readonly path: readonly string[] | undefined; readonly knownTopic: boolean; readonly branch: Branch | null };
const placeOf = async (tx: Tx, matter: Input['matters'][number], branchId: number | undefined): Promise<Place> => {
  const { territoryCode: code, topicCode } = matter;
  const [path, knownTopic, branch] = await Promise.all([code === undefined ? [] : pathOf(tx, code), isTopic(tx, topicCode), branchId === undefined ? branchAt(tx, code) : branchById(tx, branchId)]);
  return { matter, path, knownTopic, branch };
};

/** Everything that can be known before the counter is locked. */
const prepare = async (ctx: Ctx, tx: Tx, input: Input, { place: { matter, path, knownTopic, branch }, o }: { readonly place: Place; readonly o: RegisterMore }, id: number, receivedAt: Date): Promise<Result<Ready>> => {
  if (path === undefined) return refuse('territory_invalid');
  if (!knownTopic) return refuse('topic_invalid');
  if (!branch) return refuse('branch_invalid');
  const permit = mayRegister(ctx.actor, branch.id, input.channel, o.by);
  if (isRefusal(permit)) return permit;
  const attached = await attachPapers(tx, ctx.actor, matter.papers, `appeal:${id}`, o.papersBy);
  if (isRefusal(attached)) return attached;
  const calendar = await calendarOf(tx, branch);
  const ruled = ruledOn(branch, calendar, receivedAt);
  if (!ruled) return refuse('received_before_rules_invalid');
  const { registeredOn, rules } = ruled;
  const counted = dueDay(rules, matter.kind, registeredOn, calendar);
  const told = o.toldDueOn;
  return { id, matter, path, branch, permit, rules, calendarVersion: calendar.version, registeredOn, dueOn: told !== undefined && told < counted && told >= registeredOn ? told : counted, held: holderTime(rules, registeredOn, calendar) };
};

/** By what they chose, else by what they gave; `link`: nobody is told, they look themselves. */
export const wayToTell = (o: { readonly tellBy: TellWay | undefined; readonly email: boolean; readonly phone: boolean }): TellWay =>
  o.tellBy ?? (o.email ? 'email' : o.phone && isOffered('sms') ? 'sms' : 'link');

/** A door that has its own way back (a letter, a chat), and old papers brought in, set none here. */
const keepWay = async (ctx: Ctx, tx: Tx, { applicant, tellBy, lang }: Input, appealId: number): Promise<void> => {
  const chosen = tellBy === undefined && ctx.actor.kind === 'system' ? 'link' : wayToTell({ tellBy, email: applicant?.email !== undefined, phone: applicant?.phone !== undefined });
  if (chosen === 'telegram') return wishChat(ctx, tx, `appeal:${appealId}`);
  const address = chosen === 'email' ? applicant?.email : chosen === 'sms' ? applicant?.phone : undefined;
  if (address === undefined || (chosen !== 'email' && chosen !== 'sms')) return;
  await setWay(ctx, tx, { owner: `appeal:${appealId}`, channel: chosen, address, lang });
};

const enter = async (ctx: Ctx, tx: Tx, input: Input, r: Ready, { receivedAt, at, causes, o }: { readonly receivedAt: Date; readonly at: Date; readonly causes: Causes; readonly o: RegisterMore }): Promise<RegisteredMatter> => {
  const { papers: _papers, joinTo, ...matter } = r.matter;
  const urgency = graver(o.urgency ?? null, gravest(matter.text, r.registeredOn));
  const number = await insertAppeal(tx, r.permit, {
    id: r.id, code: r.branch.code, branchId: r.branch.id, channel: input.channel, lang: input.lang, matter, territoryPath: r.path,
    profile: r.rules.profile, ruleVersion: r.rules.version, calendarVersion: r.calendarVersion,
    receivedAt, registeredAt: at, registeredOn: r.registeredOn, dueOn: r.dueOn, held: r.held, applicant: input.applicant, urgency, given: o.number ?? null,
  });
  await Promise.all([
    record(tx, {
      act: 'appeal.register', subject: `appeal:${r.id}`, actor: ctx.actor, at, postId: r.permit.postId,
      facts: { number, branchId: r.branch.id, kind: matter.kind, channel: input.channel, registeredOn: r.registeredOn, dueOn: r.dueOn, ...(urgency === null ? {} : { urgency }) },
    }),
    tell(tx, { id: r.id, number, branchId: r.branch.id }, [{ name: 'appeal.registered', channel: input.channel, kind: matter.kind }, ...(urgency === null ? [] : [warned(ctx, urgency)]),
      // anybody may name a topic by the API; only the office's own word is learned from
      ...(ctx.actor.kind === 'staff' && matter.topicCode !== undefined ? [{ name: 'appeal.topic_decided' as const, topicCode: matter.topicCode, instead: null }] : [])]),
    keepWay(ctx, tx, input, r.id),
  ]);
  const joined = joinTo !== undefined && (await joinComing(ctx, tx, { appealId: r.id, number: joinTo, cause: causes.get(joinTo) ?? null, by: o.by }));
  return {
    appealId: r.id, number, branchId: r.branch.id, kind: matter.kind, receivedAt, registeredOn: r.registeredOn, dueOn: r.dueOn,
    linkToken: linkToken(r.id, 1), followCode: followCode(r.id, 1), ...(joined ? { joined } : {}),
  };
};
