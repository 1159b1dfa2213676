import { createHash, randomBytes } from 'node:crypto';
import { today } from '../../../kernel/day.ts';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import { as, type Ctx } from '../../../platform/ctx.ts';
import { read, write, type Tx } from '../../../platform/db.ts';
import { takeUpload } from '../../files/contract.ts';
import { chatSpoke, isOfChat, keepTalk, lockTalkWith, noteUpdate, ownersOfChat, setWay, talkWith } from '../../notices/contract.ts';
import { unitById } from '../../units/contract.ts';
import { registerSchema } from '../contract/register.ts';
import { isOpen } from '../law/stages.ts';
import { hear, silent, told, wantsPictures, type Ask, type Heard, type MatterNow, type Say, type Talk, type Told } from '../law/talk.ts';
import { textOf } from '../law/talk/questions.ts';
import { appealBy } from '../store/change.ts';
import { byLink } from '../store/follow.ts';
import { registeredOf } from '../store/intake.ts';
import { answerClarification } from './clarify.ts';
import { addSomething, giveVerdict, withdraw } from './holder.ts';
import { registerIn } from './register.ts';
import { placesFor } from './talk/places.ts';

type Picture = Extract<Heard, { kind: 'picture' }>;
/** One message of one chat. `name` is what the other end calls it: the same name twice is the same message. */
export type Message = {
  readonly name: string;
  readonly chat: string;
  readonly heard: Exclude<Heard, Picture> | (Omit<Picture, 'paper'> & { readonly fetch: () => Promise<File | null> });
};
export type Answered = { readonly lang: Talk['lang']; readonly says: readonly Say[]; readonly toast: string | null };

/** The conversation as it is kept, with what was decided and not yet said: a program that ends between the two says it when it comes back. */
type Kept = { readonly shape: typeof shape; readonly talk: Talk; readonly unsaid: readonly (Answered & { readonly name: string })[] };
const mostUnsaid = 10;
/** Another number whenever Talk changes: what an older program kept begins anew, in its language. */
const shape = 1;
const keptFrom = (text: string | null): Kept => {
  const kept = text === null ? null : (JSON.parse(text) as Kept);
  return kept?.shape === shape ? kept : { shape, talk: { ...silent, lang: kept?.talk?.lang ?? null }, unsaid: [] };
};
const nothing: Answered = { lang: null, says: [], toast: null };

/** Nobody waits for a conversation that asks itself for ever. */
const mostAsks = 5;

/**
 * Reads one message: once, whatever happens. What it brings about, the note that it came and what is to be said of it are one transaction. Gives back
 * what is to be said; `spoken` afterwards.
 */
export const talk = async (ctx: Ctx, m: Message): Promise<Answered> => {
  const heard = await withPaper(ctx, m);
  const first = await write(ctx, (tx) => taken(ctx, tx, { ...m, heard }, null));
  if (!isRefusal(first)) return first;
  // the act was refused and with it the whole transaction undone: now the refusal is what the person hears
  const second = await write(ctx, (tx) => taken(ctx, tx, { ...m, heard }, first));
  return isRefusal(second) ? nothing : second;
};

/** It was said: at least once, for a program may end right before this. */
export const spoken = (ctx: Ctx, m: { readonly name: string; readonly chat: string }): Promise<void> => write(ctx, async (tx) => {
  const kept = keptFrom(await lockTalkWith(ctx, tx, m.chat));
  const upTo = kept.unsaid.findIndex((one) => one.name === m.name);
  if (upTo >= 0) await keepTalk(ctx, tx, m.chat, JSON.stringify({ ...kept, unsaid: kept.unsaid.slice(upTo + 1) }));
});

/** A picture is fetched and kept before the conversation is locked; one that nobody asked for is not. */
const withPaper = async (ctx: Ctx, m: Message): Promise<Heard> => {
  if (m.heard.kind !== 'picture' || !('fetch' in m.heard)) return m.heard as Heard;
  const { fetch, ...picture } = m.heard;
  const { talk: now } = await read(ctx, async (q) => keptFrom(await talkWith(ctx, q, m.chat)));
  const file = wantsPictures(now) ? await fetch() : null;
  if (!file) return { ...picture, paper: null };
  // what was begun and dropped does not count against tomorrow's pictures
  const by = `chat:${createHash('sha256').update(m.chat).digest('hex').slice(0, 32)}:${today(ctx.clock)}`;
  const done = await takeUpload(ctx, file, { by });
  return { ...picture, paper: isRefusal(done) ? { refused: done.code, facts: done.facts } : { fileId: done.fileId } };
};

type Taken = { readonly name: string; readonly chat: string; readonly heard: Heard };

const taken = async (ctx: Ctx, tx: Tx, m: Taken, refusal: Refusal | null): Promise<Result<Answered>> => {
  const kept = keptFrom(await lockTalkWith(ctx, tx, m.chat));
  if (!(await noteUpdate(ctx, tx, { name: m.name, state: 'taken' }))) return kept.unsaid.find((one) => one.name === m.name) ?? nothing;
  const around = { at: ctx.clock.now(), fresh: randomBytes(18).toString('base64url') };
  let turn = hear(kept.talk, m.heard, around);
  const says = [...turn.says];
  for (let asks = 0; turn.ask && asks < mostAsks; asks += 1) {
    const answer = refusal && isAct(turn.ask) ? refusal : await answerTo(ctx, tx, m.chat, turn.ask);
    if (isRefusal(answer) && !refusal && isAct(turn.ask)) return answer;
    turn = told(turn.talk, turn.ask, isRefusal(answer) ? { told: 'refused', code: answer.code, facts: answer.facts } : answer, around);
    says.push(...turn.says);
  }
  await chatSpoke(ctx, tx, m.chat, turn.talk.lang === kept.talk.lang ? null : turn.talk.lang);
  const answered: Answered = { lang: turn.talk.lang, says, toast: turn.toast ?? null };
  const unsaid = says.length === 0 ? kept.unsaid : [...kept.unsaid, { ...answered, name: m.name }].slice(-mostUnsaid);
  await keepTalk(ctx, tx, m.chat, JSON.stringify({ shape, talk: turn.talk, unsaid } satisfies Kept));
  // what could not be said before goes first
  return { ...answered, says: [...kept.unsaid.flatMap((one) => one.says), ...says] };
};

/** What changes a record, so that its refusal undoes what it began. */
const isAct = ({ ask }: Ask): boolean => !['places', 'mine', 'matter'].includes(ask);

const answerTo = async (ctx: Ctx, tx: Tx, chat: string, ask: Ask): Promise<Result<Told>> => {
  switch (ask.ask) {
    case 'places': return placesFor(tx, ask.text);
    case 'register': return registered(ctx, tx, chat, ask);
    case 'mine': return mine(tx, chat);
    case 'bind': return bound(ctx, tx, chat, ask);
    default: break;
  }
  // whoever presses a button of somebody else's message, or makes one up, finds nothing
  if (!(await isOfChat(tx, chat, `appeal:${ask.appealId}`))) return refuse('appeal_not_found');
  if (ask.ask === 'matter') return matterNow(ctx, tx, ask.appealId);
  const holder = as(ctx, { kind: 'holder', appealId: ask.appealId });
  const done =
    ask.ask === 'verdict' ? await giveVerdict(holder, { verdict: ask.verdict, ...(ask.comment === null ? {} : { comment: ask.comment }) }, tx)
    : ask.ask === 'withdraw' ? await withdraw(holder, {}, tx)
    : ask.ask === 'add' ? await addSomething(holder, { text: ask.text, papers: [...ask.papers] }, tx)
    : await answerClarification(holder, { text: ask.text, papers: [...ask.papers] }, tx);
  return isRefusal(done) ? done : { told: 'done' };
};

const registered = async (ctx: Ctx, tx: Tx, chat: string, { draft, lang }: Extract<Ask, { ask: 'register' }>): Promise<Result<Told>> => {
  const { name, place, address, point, phone } = draft;
  const parsed = registerSchema.safeParse({
    key: draft.key, channel: 'messenger', lang,
    ...(name ? { applicant: { kind: 'person', surname: name.surname, given: name.given, ...(name.patronymic === null ? {} : { patronymic: name.patronymic }), ...(phone === null ? {} : { phone }) } } : {}),
    matters: [{
      kind: draft.kind ?? 'application', text: textOf(draft.parts), publishConsent: draft.publish, papers: [...draft.papers],
      ...(place ? { territoryCode: place.code } : {}), ...(address === null ? {} : { address }), ...(point ? { point: { lat: point.lat, lon: point.lon, ...(point.accuracy === null ? {} : { accuracy: point.accuracy }) } } : {}),
    }],
  });
  if (!parsed.success) return refuse('not_possible_now');
  const done = await registerIn(ctx, tx, parsed.data);
  if (isRefusal(done)) return done;
  const [one] = done.matters;
  if (!one) throw new Error('a registration without a matter');
  await setWay(ctx, tx, { owner: `appeal:${one.appealId}`, channel: 'telegram', address: chat, lang });
  const branch = await unitById(tx, one.branchId);
  if (!branch) throw new Error('a matter without a branch');
  return { told: 'registered', appealId: one.appealId, number: one.number, code: one.followCode, dueOn: one.dueOn, holder: branch.names, path: `/follow/${one.linkToken}` };
};

const mostMine = 10;
const mine = async (tx: Tx, chat: string): Promise<Told> => {
  const matters: Pick<MatterNow, 'appealId' | 'number' | 'stage'>[] = [];
  for (const owner of await ownersOfChat(tx, chat)) {
    const appeal = owner.startsWith('appeal:') ? await appealBy(tx, { id: Number(owner.slice(7)) }) : undefined;
    if (appeal && matters.length < mostMine) matters.push({ appealId: appeal.id, number: appeal.number, stage: appeal.stage });
  }
  return { told: 'mine', matters };
};

const matterNow = async (ctx: Ctx, tx: Tx, appealId: number): Promise<Result<Extract<Told, { told: 'matter' }>>> => {
  const appeal = await appealBy(tx, { id: appealId });
  const [own] = await registeredOf(tx, appealId);
  if (!appeal || !own) return refuse('appeal_not_found');
  const holder = (await unitById(tx, appeal.holderUnit)) ?? (await unitById(tx, appeal.branchId));
  if (!holder) throw new Error('a matter without a holder');
  return {
    told: 'matter', lang: appeal.lang,
    matter: {
      appealId, number: appeal.number, stage: appeal.stage, reopened: appeal.reopenedCount > 0, dueOn: appeal.dueOn, late: isOpen(appeal.stage) && today(ctx.clock) > appeal.dueOn, holder: holder.names,
      outcome: appeal.officeOutcome, verdict: appeal.verdict, mayJudge: appeal.stage === 'answered' || (appeal.stage === 'closed' && appeal.verdict === 'silent'), path: `/follow/${own.linkToken}`,
    },
  };
};

/** The secret of a follow-up link is the proof: from now on the matter is told to this chat too. */
const bound = async (ctx: Ctx, tx: Tx, chat: string, { token, lang }: Extract<Ask, { ask: 'bind' }>): Promise<Result<Told>> => {
  const found = /^[\w-]{22}$/.test(token) ? await byLink(tx, token) : undefined;
  if (!found) return refuse('follow_not_found');
  const now = await matterNow(ctx, tx, found.appealId);
  if (!isRefusal(now)) await setWay(ctx, tx, { owner: `appeal:${found.appealId}`, channel: 'telegram', address: chat, lang: lang ?? now.lang });
  return now;
};
