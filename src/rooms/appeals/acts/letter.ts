import { createHash, randomUUID } from 'node:crypto';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import { clean as cleaned } from '../../../kernel/typed.ts';
import { as, type Ctx } from '../../../platform/ctx.ts';
import { read, write, type Read, type Tx } from '../../../platform/db.ts';
import { takeUpload, type Sent } from '../../files/contract.ts';
import { record } from '../../journal/contract.ts';
import { letterBefore, noteLetter, provenBy, refuseAgain, refusedById, refusedLetters, setWay, takenLately, tellHolder, waysOf, writeAgain, type Letter, type Proven } from '../../notices/contract.ts';
import { unitByCode } from '../../units/contract.ts';
import type { AppealRef } from '../contract/ref.ts';
import { applicantSchema, registerSchema, type Applicant } from '../contract/register.ts';
import { canBeTakenAnyway, fitting, hasWords, languageOf, letterRefused, mattersText, nameIn, numberIn, receiptOf, withoutQuote, type LetterReason } from '../law/letter.ts';
import { isOpen, type Stage } from '../law/stages.ts';
import { mayNote, mayRegister } from '../policy.ts';
import { appealBy, lockAppeal, type Which } from '../store/change.ts';
import { registeredOf } from '../store/intake.ts';
import { branchAt, branchById, type Branch } from './around.ts';
import { answerClarification } from './clarify.ts';
import { addSomething } from './holder.ts';
import { registerIn } from './register.ts';
import { step } from './step.ts';

export type Mailbox = {
  /** addresses of ours: what comes from there is a loop */
  readonly own: readonly string[];
  /** code of the branch the letters come to; absent: the first */
  readonly branchCode: string | undefined;
};
type Entered = { readonly state: 'taken' | 'threaded'; readonly appealId: number };
export type LetterDone = Entered | { readonly state: 'refused'; readonly reason: LetterReason } | { readonly state: 'before'; readonly refused: boolean };

const hourMs = 3_600_000;
const mostWords = 20_000;
const mostAdded = 10_000;
/** Nothing of this transaction may stand: another reader noted the letter first. */
class NotedBefore extends Error {}

export const mailBranch = async (q: Read, code: string | undefined): Promise<Branch | null> => {
  if (code === undefined) return branchAt(q, undefined);
  const unit = await unitByCode(q, code);
  return unit ? branchById(q, unit.id) : null;
};

/** One letter, once: a new matter, or words added to the one it answers, or a refusal with its reason. What is noted and what it brought are one transaction. */
export const takeLetter = async (ctx: Ctx, letter: Letter, o: Mailbox & { readonly serverAt: Date; readonly anyway: boolean }): Promise<LetterDone> => {
  const before = o.anyway ? null : await read(ctx, (q) => letterBefore(q, letter.name));
  if (before !== null) return { state: 'before', refused: before === 'refused' };
  const known = await read(ctx, (q) => lookAt(ctx, q, letter));
  const reason = letterRefused({
    fromUs: o.own.includes(letter.from?.address ?? ''), automatic: letter.automatic, hasSender: letter.from !== null, answersStaff: known.proven !== null && known.proven.address === null,
    hasWords: hasWords(letter.subject, letter.text), hasPapers: letter.enclosed.length > 0, lastHour: known.lastHour, lastDay: known.lastDay, proven: known.proven !== null,
  });
  if (reason !== null && !(o.anyway && canBeTakenAnyway(reason))) return refuseLetter(ctx, letter, reason, o.anyway);
  const answered = letter.automatic === null && !known.answersStaff ? known.thread : null;
  const papers = await papersOf(ctx, letter, answered === null ? mattersText(letter.subject, letter.text) : withoutQuote(letter.text), answered === null ? mostWords : mostAdded);
  if (papers.ids.length === 0 && papers.text === '') return refuseLetter(ctx, letter, 'no_words', o.anyway);
  try {
    return await write(ctx, async (tx) => {
      const done = answered && isOpen(answered.stage) ? await thread(ctx, tx, answered.appealId, papers) : await enter(ctx, tx, letter, papers, o, answered);
      if (isRefusal(done)) throw Object.assign(new Error(`a letter was refused: ${done.code}`), { code: done.code });
      if (papers.leftOut.length > 0) await sayLeftOut(ctx, tx, done.appealId, papers.leftOut, letter.whole);
      if (!(await noteLetter(ctx, tx, letter, { state: done.state, owner: `appeal:${done.appealId}` }, o.anyway))) throw new NotedBefore();
      return done;
    });
  } catch (error) {
    if (error instanceof NotedBefore) return { state: 'before', refused: false };
    throw error;
  }
};

/** A letter that could not even be taken apart is refused by the name it has in the mailbox. */
export const refuseLetter = async (ctx: Ctx, letter: Pick<Letter, 'name' | 'from' | 'subject'>, reason: LetterReason, anyway = false): Promise<LetterDone> => {
  if (anyway) await refuseAgain(ctx, letter.name, reason);
  else {
    await write(ctx, async (tx) => {
      if (!(await noteLetter(ctx, tx, letter, { state: 'refused', reason }))) return;
      await record(tx, { act: 'letter.refuse', subject: `letter:${nameHash(letter.name)}`, actor: ctx.actor, at: new Date(ctx.clock.now()), facts: { reason } });
    });
  }
  return { state: 'refused', reason };
};

const nameHash = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 32);

type Thread = { readonly appealId: number; readonly number: string; readonly stage: Stage };
type Known = { readonly proven: Proven | null; readonly answersStaff: boolean; readonly thread: Thread | null; readonly lastHour: number; readonly lastDay: number };

const lookAt = async (ctx: Ctx, q: Read, letter: Letter): Promise<Known> => {
  const now = ctx.clock.now();
  const proven = await provenBy(q, letter.tokens);
  const answersStaff = proven !== null && proven.address === null;
  const from = letter.from?.address;
  const lately = (ms: number) => (from === undefined ? Promise.resolve(0) : takenLately(q, from, new Date(now - ms)));
  return { proven, answersStaff, thread: await threadOf(q, letter, answersStaff ? null : proven), lastHour: await lately(hourMs), lastDay: await lately(24 * hourMs) };
};

/**
 * The matter a letter answers: proven by the name of our notice, which nobody can guess; or by the number in the subject, where the letter comes
 * from an address that hears of this matter and our own server vouches for that. A sender's word alone opens nothing.
 */
const threadOf = async (q: Read, letter: Letter, proven: Proven | null): Promise<Thread | null> => {
  const [kind, id] = proven?.owner.split(':') ?? [];
  const number = numberIn(letter.subject);
  const which: Which | null = kind === 'appeal' ? { id: Number(id) } : number !== null && letter.authentic ? { number } : null;
  const appeal = which && (await appealBy(q, which));
  if (!appeal) return null;
  const hears = proven !== null || (await waysOf(q, `appeal:${appeal.id}`)).some((way) => way.channel === 'email' && way.address.toLowerCase() === letter.from?.address);
  return hears ? { appealId: appeal.id, number: appeal.number, stage: appeal.stage } : null;
};

type Papers = { readonly ids: readonly number[]; readonly text: string; readonly leftOut: readonly string[] };

/** Attachments by the same door as every other file. What that door refuses is named on the matter, and the words are taken all the same. */
const papersOf = async (ctx: Ctx, letter: Letter, words: string, most: number): Promise<Papers> => {
  // a try that was cut short leaves files behind which count against nobody's next try
  const by = `letter:${randomUUID()}`;
  const ids: number[] = [];
  const leftOut: string[] = letter.unread.map((one) => one.name);
  const clean = cleaned(words).trim();
  const { text, cut } = fitting(clean, most);
  const files: readonly Sent[] = [...(cut ? [new File([clean], 'letter.txt')] : []), ...letter.enclosed];
  for (const file of files) {
    // twenty belong to a record
    const taken = ids.length < 20 ? await takeUpload(ctx, file, { by }) : refuse('too_many_files');
    if (isRefusal(taken)) leftOut.push(file.name);
    else ids.push(taken.fileId);
  }
  return { ids, text, leftOut };
};

const thread = async (ctx: Ctx, tx: Tx, appealId: number, papers: Papers): Promise<Result<Entered>> => {
  const asHolder = as(ctx, { kind: 'holder', appealId });
  const input = { text: papers.text === '' ? '…' : papers.text, papers: [...papers.ids] };
  const appeal = await lockAppeal(tx, { id: appealId });
  const done: Result<AppealRef> = appeal?.stage === 'clarifying' ? await answerClarification(asHolder, input, tx) : await addSomething(asHolder, input, tx);
  return isRefusal(done) ? done : { state: 'threaded', appealId };
};

const enter = async (ctx: Ctx, tx: Tx, letter: Letter, papers: Papers, o: Mailbox & { readonly serverAt: Date }, after: Thread | null): Promise<Result<Entered>> => {
  const branch = await mailBranch(tx, o.branchCode);
  if (!branch) return refuse('branch_invalid');
  const lang = languageOf(`${letter.subject} ${papers.text}`);
  const applicant = applicantIn(letter);
  const registered = await registerIn(ctx, tx, registerSchema.parse({
    key: `letter ${createHash('sha256').update(letter.name).digest('hex')}`, channel: 'email', lang, branchId: branch.id, receivedAt: receiptOf(o.serverAt, ctx.clock.now()).toISOString(),
    ...(applicant ? { applicant } : {}),
    // a letter of two signs is somebody's letter
    matters: [{ kind: 'application', text: papers.text.padEnd(5, '.'), publishConsent: false, papers: [...papers.ids] }],
  }));
  if (isRefusal(registered)) return registered;
  const [matter] = registered.matters;
  if (!matter) throw new Error('a registration without a matter');
  const owner = `appeal:${matter.appealId}`;
  if (after) await say(ctx, tx, matter.appealId, 'letter_after', { number: after.number });
  if (letter.from && letter.automatic === null) {
    await setWay(ctx, tx, { owner, channel: 'email', address: letter.from.address, lang });
    await tellHolder(ctx, tx, { key: `appeal.registered:${matter.appealId}`, owner, code: 'appeal.letter_taken', slots: { number: matter.number, day: { day: matter.dueOn } }, path: '/follow' });
  }
  return { state: 'taken', appealId: matter.appealId };
};

/** An address that forms would not take is still written to; it only does not stand among the person's data. */
const applicantIn = (letter: Letter): Applicant | null => {
  if (!letter.from) return null;
  const person = { kind: 'person', ...nameIn(letter.from.name, letter.from.address) };
  const whole = applicantSchema.safeParse({ ...person, email: letter.from.address });
  if (whole.success) return whole.data;
  const bare = applicantSchema.safeParse(person);
  return bare.success ? bare.data : null;
};

const say = async (ctx: Ctx, tx: Tx, appealId: number, code: string, facts: Readonly<Record<string, unknown>>): Promise<void> => {
  const said = await step(ctx, 'note', { id: appealId }, mayNote, (s) => s.done({ code, public: true, facts }, []), tx);
  if (isRefusal(said)) throw new Error(`not noted: ${said.code}`);
};
const sayLeftOut = (ctx: Ctx, tx: Tx, appealId: number, names: readonly string[], whole: boolean): Promise<void> =>
  say(ctx, tx, appealId, whole ? 'letter_left_out' : 'letter_cut', whole ? { text: names.slice(0, 200).join(', ').slice(0, 4_000) } : {});

/** For the letter that brings them to their person: made again from the key, stored nowhere. */
export const matterSecrets = async (q: Read, owner: string): Promise<{ code: string; path: string } | null> => {
  const [kind, id] = owner.split(':');
  const [matter] = kind === 'appeal' ? await registeredOf(q, Number(id)) : [];
  return matter ? { code: matter.followCode, path: `/follow/${matter.linkToken}` } : null;
};

/** How many refused letters lie there; null for those whom they do not concern. */
export const refusedCount = async (ctx: Ctx, q: Read, branchCode: string | undefined): Promise<number | null> => {
  const branch = await mailBranch(q, branchCode);
  return !branch || isRefusal(mayRegister(ctx.actor, branch.id, 'email')) ? null : (await refusedLetters(q)).length;
};

/** A clerk wants a refused letter in. The reader of the mailbox has the letter, and does it within a minute. */
export const askLetter = (ctx: Ctx, input: { readonly id: number; readonly branchCode: string | undefined }): Promise<Result<{ id: number }>> => write(ctx, async (tx) => {
  const branch = await mailBranch(tx, input.branchCode);
  if (!branch) return refuse('branch_invalid');
  const permit = mayRegister(ctx.actor, branch.id, 'email');
  if (isRefusal(permit)) return permit;
  const letter = await refusedById(tx, input.id);
  if (!letter) return refuse('letter_not_found');
  if (!canBeTakenAnyway(letter.reason)) return refuse('letter_not_possible');
  const at = new Date(ctx.clock.now());
  await writeAgain(tx, permit, input.id, at);
  await record(tx, { act: 'letter.ask', subject: `letter:${nameHash(letter.name)}`, actor: ctx.actor, at, postId: permit.postId, facts: { reason: letter.reason } });
  return { id: input.id };
});
