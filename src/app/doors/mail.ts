import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { system } from '../../kernel/actor.ts';
import { holdAlone } from '../../platform/alone.ts';
import type { Config } from '../../platform/config.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { isUnavailable, read } from '../../platform/db.ts';
import { mailboxDown, mailboxLeft, mailboxRead } from './mailbox.ts';
import { matterSecrets, refuseLetter, takeLetter, type Mailbox } from '../../rooms/appeals/acts/letter.ts';
import type { LetterReason } from '../../rooms/appeals/law/letter.ts';
import { inScratch } from '../../rooms/files/contract.ts';
import { askedAgain, letterBefore, takeReport } from '../../rooms/notices/contract.ts';
import { fieldsOf, first } from '../../rooms/notices/mail/headers.ts';
import { mostAtOnce, openInbox, type Fetched, type Folder, type Inbox } from '../../rooms/notices/mail/imap.ts';
import type { Broken, Letter } from '../../rooms/notices/mail/letter.ts';
import { startOf } from '../../rooms/notices/mail/raw.ts';
import { readLetter } from '../../rooms/notices/mail/read.ts';

export { matterSecrets };

/** The door of letters: one reader of the mailbox at a time, whatever the number of processes. */
export type MailDoor = { readonly stop: () => Promise<void> };

const lockKey = 7_215_034;
/** A server that does not say when something comes is asked this often. */
const pollMs = 60_000;
const firstRestMs = 1_000;
const longestRestMs = 60_000;
/** What fails this often for its own sake is put aside for a clerk, and the next letter is read. */
const mostTries = 3;

type Settings = Mailbox & { readonly imapUrl: string; readonly ca: string | null; readonly authserv: string | null; readonly databaseUrl: string; readonly pollMs: number };

const bareAddress = (shown: string | undefined): readonly string[] => {
  const address = /([^\s<>]+@[^\s<>]+?)>?\s*$/.exec(shown ?? '')?.[1]?.toLowerCase();
  return address === undefined ? [] : [address.replace(/[+.-]?\{token\}/, '')];
};

/** Null where no mailbox is configured. */
export const startMail = (config: Config, ctx: Omit<Ctx, 'actor'>, databaseUrl: string, o: { pollMs?: number } = {}): MailDoor | null => {
  if (!config.MAIL_IMAP_URL) return null;
  const user = decodeURIComponent(new URL(config.MAIL_IMAP_URL).username);
  const settings: Settings = {
    imapUrl: config.MAIL_IMAP_URL, ca: config.MAIL_CA ?? null, authserv: config.MAIL_AUTHSERV ?? null, databaseUrl, branchCode: config.MAIL_BRANCH, pollMs: o.pollMs ?? pollMs,
    own: [...bareAddress(config.MAIL_FROM), ...bareAddress(config.MAIL_REPLY_TO), ...(user.includes('@') ? [user.toLowerCase()] : [])],
  };
  const leaving = new AbortController();
  const keeping = keep({ ...ctx, actor: system('mail') }, settings, leaving.signal);
  return {
    stop: async () => {
      leaving.abort();
      await keeping;
    },
  };
};

const rest = (ms: number, signal: AbortSignal): Promise<void> => pause(ms, undefined, { signal }).catch(() => {});

const keep = async (ctx: Ctx, settings: Settings, signal: AbortSignal): Promise<void> => {
  let restMs = firstRestMs;
  // by connection after connection: what could not even be fetched comes after everything else
  const hard: Hard = new Set();
  while (!signal.aborted) {
    try {
      const onRound = () => {
        restMs = firstRestMs;
        mailboxRead();
      };
      const worked = await holding(ctx, settings, { signal, hard, onRound });
      if (worked) continue;
      mailboxLeft();
      await rest(settings.pollMs, signal);
    } catch (error) {
      ctx.log.warn('mail.interrupted', { code: codeOf(error) });
      mailboxDown(new Date());
      await rest(restMs, signal);
      restMs = Math.min(restMs * 2, longestRestMs);
    }
  }
  mailboxLeft();
};
/** A class of error, never its words: they can quote a letter. */
const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? (error instanceof Error ? error.name : 'unknown'));

/** This machine's own fault, not the letter's: the disk, how many files may be open, a reader that is not there. */
const isOurs = (error: unknown): boolean => /^(E(NOSPC|DQUOT|ROFS|IO|MFILE|NFILE|ACCES)|(ERR_)?MODULE_NOT_FOUND)$/.test(codeOf(error));

/** By uid; those asked for again by name. */
type Hard = Set<number | string>;
type Tries = Map<number | string, number>;
type Round = { readonly signal: AbortSignal; readonly hard: Hard; readonly onRound: () => void };

/** Until told to leave, or until something falls. False: another process reads. */
const holding = async (ctx: Ctx, settings: Settings, here: Round): Promise<boolean> => {
  const { signal, onRound } = here;
  const alone = await holdAlone(settings.databaseUrl, lockKey);
  if (!alone) return false;
  let inbox: Inbox | undefined;
  try {
    inbox = await openInbox(settings.imapUrl, settings.ca);
    const tries: Tries = new Map();
    while (!signal.aborted && (await alone.still())) {
      const more = await round(ctx, settings, inbox, tries, here);
      onRound();
      if (!more) await inbox.news(settings.pollMs, signal);
    }
    return true;
  } finally {
    await inbox?.close();
    await alone.release();
  }
};

/** True when more lie there than were looked at. What failed is tried again when the wait is over. */
const round = async (ctx: Ctx, settings: Settings, inbox: Inbox, tries: Tries, { signal, hard, onRound }: Round): Promise<boolean> => {
  const waiting = (await inbox.waiting()).toSorted((a, b) => Number(hard.has(a)) - Number(hard.has(b)));
  for (const uid of waiting) {
    if (signal.aborted) return false;
    await one(ctx, settings, inbox, uid, { tries, hard });
    // a line that falls after every letter still brings them all
    onRound();
  }
  for (const name of (await read(ctx, askedAgain)).toSorted((a, b) => Number(hard.has(a)) - Number(hard.has(b)))) await again(ctx, settings, inbox, name, { tries, hard });
  return waiting.length >= mostAtOnce;
};

/**
 * First the database, then the folder: a letter whose noting is committed is only moved. A fault of the letter's own never holds the next one; a database
 * or a mailbox that is away, a disk that is full, or a branch that is not there yet, is no letter's fault.
 */
const one = (ctx: Ctx, settings: Settings, inbox: Inbox, uid: number, { tries, hard }: { tries: Tries; hard: Hard }): Promise<void> => inScratch(async (dir) => {
  let fetched: Fetched | null;
  try {
    fetched = await inbox.read(uid, join(dir, 'letter'));
  } catch (error) {
    hard.add(uid);
    if (isUnavailable(error) || isOurs(error) || !inbox.isOpen()) throw error;
    // the mail server does not give it: it stays where it lies and is asked for again
    ctx.log.warn('mail.not_given', { code: codeOf(error) });
    return;
  }
  hard.delete(uid);
  if (fetched === null) return;
  const fallback = fallbackName(fetched);
  try {
    await inbox.move(uid, await taken(ctx, settings, fetched, await readIn(dir, fetched, settings), fallback, false));
    tries.delete(uid);
  } catch (error) {
    if (isUnavailable(error) || isOurs(error) || !inbox.isOpen() || codeOf(error) === 'branch_invalid') throw error;
    const tried = (tries.get(uid) ?? 0) + 1;
    tries.set(uid, tried);
    ctx.log.error('mail.letter_failed', error, { tried });
    if (tried < mostTries) return;
    await refuseLetter(ctx, fallback, 'letter_failed');
    await inbox.move(uid, 'Refused');
    tries.delete(uid);
  }
});

const readIn = (dir: string, { path, whole }: Fetched, { authserv }: Settings): Promise<Letter | Broken> => readLetter({ path, parts: join(dir, 'parts'), whole, authserv });

type Envelope = Pick<Letter, 'name' | 'from' | 'subject'>;

const taken = async (ctx: Ctx, settings: Settings, fetched: Fetched, letter: Letter | Broken, fallback: Envelope, anyway: boolean): Promise<Folder> => {
  if ('broken' in letter) return refused(ctx, fallback, letter.broken, anyway);
  if (letter.report && !anyway) {
    const outcome = await takeReport(ctx, letter);
    ctx.log.info('mail.report', { outcome });
    return outcome === 'unknown' ? refused(ctx, letter, 'unknown_report', anyway) : 'Processed';
  }
  if (!anyway && (await read(ctx, (q) => letterBefore(q, fallback.name))) === 'refused') return 'Refused';
  // what a clerk asked for keeps the name it was refused under
  const done = await takeLetter(ctx, anyway ? { ...letter, name: fallback.name } : letter, { ...settings, serverAt: fetched.serverAt, anyway });
  ctx.log.info('mail.letter', { outcome: done.state, ...(done.state === 'refused' ? { reason: done.reason } : {}) });
  return done.state === 'refused' || (done.state === 'before' && done.refused) ? 'Refused' : 'Processed';
};

const refused = async (ctx: Ctx, letter: Envelope, reason: LetterReason, anyway: boolean): Promise<Folder> => {
  await refuseLetter(ctx, letter, reason, anyway);
  ctx.log.info('mail.letter', { outcome: 'refused', reason });
  return 'Refused';
};

/** What a letter is called when it cannot be taken apart: its Message-ID and its bytes, without what each delivery adds on top. */
const fallbackName = (fetched: Fetched): Envelope => {
  const start = startOf(fetched.path);
  const id = first(fieldsOf(start), 'message-id').replace(/\s+/g, '').slice(0, 200);
  return { name: `${id} ${createHash('sha256').update(start.subarray(0, 1_000_000)).digest('hex').slice(0, 32)} unread`.trim(), from: null, subject: '' };
};

/** What a clerk asked for: found among the refused, and taken in. One that cannot be read or taken is tried as often as any other, and then answered; the next ones do not wait for it. */
const again = (ctx: Ctx, settings: Settings, inbox: Inbox, name: string, { tries, hard }: { tries: Tries; hard: Hard }): Promise<void> => inScratch(async (dir) => {
  const id = name.startsWith('<') ? (name.split(' ')[0] ?? '') : '';
  const answered = async (reason: LetterReason): Promise<void> => {
    await refuseLetter(ctx, { name, from: null, subject: '' }, reason, true);
    tries.delete(name);
    hard.delete(name);
  };
  hard.add(name);
  try {
    const found = await inbox.among(id, join(dir, 'letter'), async (fetched) => {
      const fallback = fallbackName(fetched);
      const letter = await readIn(dir, fetched, settings);
      const isIt = fallback.name === name || (!('broken' in letter) && letter.name === name);
      return isIt ? taken(ctx, settings, fetched, letter, { ...fallback, name }, true) : null;
    });
    if (found === 'none') return await answered('letter_gone');
    if (found !== 'found') throw found.unread;
    tries.delete(name);
    hard.delete(name);
  } catch (error) {
    if (isUnavailable(error) || isOurs(error) || !inbox.isOpen() || codeOf(error) === 'branch_invalid') throw error;
    const tried = (tries.get(name) ?? 0) + 1;
    tries.set(name, tried);
    if (codeOf(error) === 'LetterShort') ctx.log.warn('mail.not_given', { code: 'LetterShort', tried });
    else ctx.log.error('mail.letter_failed', error, { tried });
    if (tried >= mostTries) await answered('letter_failed');
  }
});
