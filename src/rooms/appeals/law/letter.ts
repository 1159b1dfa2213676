import type { Lang } from '../../../kernel/words.ts';

/** What a letter is refused for; each is read by a clerk in words/letters.ts. */
export const letterReasons = [
  'own_letter', 'auto_reply', 'auto_generated', 'mailing_list', 'no_sender', 'staff_reply', 'no_words', 'too_many_letters',
  'letter_broken', 'letter_too_nested', 'letter_too_slow', 'letter_failed', 'letter_gone', 'unknown_report',
] as const;
export type LetterReason = (typeof letterReasons)[number];

/** What a person can judge better than a rule. The others cannot become a matter whoever wishes it. */
export const canBeTakenAnyway = (reason: string): boolean =>
  ['auto_reply', 'auto_generated', 'mailing_list', 'no_sender', 'staff_reply', 'too_many_letters', 'letter_failed', 'letter_too_slow'].includes(reason);

/** What is known of a letter before anything is done. */
export type LetterFacts = {
  readonly fromUs: boolean; readonly automatic: 'auto_reply' | 'auto_generated' | 'mailing_list' | null; readonly hasSender: boolean; readonly answersStaff: boolean;
  readonly hasWords: boolean; readonly hasPapers: boolean; readonly lastHour: number; readonly lastDay: number; readonly proven: boolean;
};
export const mostAnHour = 10;
export const mostADay = 30;

/** Why a letter is not taken in by itself, or null. Accepting is the rule (Code № 350-VI, article 64 [L]): only machines, floods and letters without words are left to a clerk. */
export const letterRefused = (f: LetterFacts): LetterReason | null => {
  if (f.fromUs) return 'own_letter';
  if (f.automatic) return f.automatic;
  if (!f.hasSender) return 'no_sender';
  if (f.answersStaff) return 'staff_reply';
  if (!f.hasWords && !f.hasPapers) return 'no_words';
  return !f.proven && (f.lastHour >= mostAnHour || f.lastDay >= mostADay) ? 'too_many_letters' : null;
};

const patronymic = /(ұлы|улы|қызы|кызы|ович|евич|ьич|овна|евна|ична|uly|kyzy|qyzy|ovich|evich|ovna|evna)$/i;
const surname = /(ов|ова|ев|ева|ёв|ёва|ин|ина|ын|ына|ский|ская|цкий|цкая|енко|чук|юк|баев|баева|ov|ova|ev|eva|yev|yeva|in|ina|sky|skaya)$/i;
const nothing = '–';

export type LetterName = { readonly surname: string; readonly given: string; readonly patronymic?: string };

/** How a name stands in a letter's head, in any order; kept as given, only told apart. A clerk can see the address beside it. */
export const nameIn = (shown: string, address: string): LetterName => {
  const [before = '', after] = shown.replace(/["'<>]/g, ' ').split(',');
  const words = `${before} ${after ?? ''}`.split(/\s+/).filter((word) => /\p{L}/u.test(word)).map((word) => word.slice(0, 90));
  const [first, second, third] = words;
  if (first === undefined) return { surname: address.split('@')[0]?.slice(0, 90) || nothing, given: nothing };
  if (second === undefined) return { surname: first, given: nothing };
  const place = words.findIndex((word, at) => at > 0 && patronymic.test(word));
  const middle = words[place];
  if (third !== undefined && middle !== undefined) return place === 1 ? { surname: third, given: first, patronymic: middle } : { surname: first, given: second, patronymic: middle };
  if (words.length > 3) return { surname: words.join(' ').slice(0, 90), given: nothing };
  const rest = words.slice(1).join(' ');
  return after === undefined && !surname.test(first) && surname.test(words.at(-1) ?? '') ? { surname: words.at(-1) ?? '', given: words.slice(0, -1).join(' ') } : { surname: first, given: rest };
};

const kazakhLetters = /[әғқңөұүһі]/gi;
const kazakhWord = /^(мен|бен|жок|бар|керек|болып|болды|болса|жатыр|ушин|калай|сиз|биз|бизде|рахмет|салем|сәлем|емес|осы|кашан|неге|ауыл|ауылда|кошеде|жарык|салеметсиз|откен|бери|кун|men|ushin|zhok|joq|kerek|salem|rahmet|qashan|nege|biz|siz|osy|bolyp|jatyr|zharyk|jaryq)$/;
const russianWord = /^(и|в|на|не|что|по|с|у|я|мы|вы|вас|нам|нет|это|как|для|прошу|пожалуйста|уже|от|до|из|к|но|когда|просим)$/;

/** The language to answer in. Kazakh is known by its letters, and by its words where somebody types it without them. */
export const languageOf = (text: string): Lang => {
  const sample = text.slice(0, 5_000).toLowerCase();
  const words = sample.split(/[^\p{L}]+/u);
  const kazakh = words.filter((word) => kazakhWord.test(word)).length;
  const cyrillic = (sample.match(/[\u0400-\u04FF]/g) ?? []).length;
  if (cyrillic * 2 < (sample.match(/[a-z]/g) ?? []).length) return kazakh > 1 ? 'kk' : 'en';
  if (cyrillic === 0 || (sample.match(kazakhLetters) ?? []).length > cyrillic / 100) return 'kk';
  return kazakh > words.filter((word) => russianWord.test(word)).length ? 'kk' : 'ru';
};

/** What stands before a subject that was answered or passed on. */
const passedOn = /^(?:(?:re|fwd?|aw|ответ|отв|пересл|қайта|жауап)(?:\[\d+\])?\s*:\s*)+/i;
export const subjectOf = (subject: string): string => subject.replace(passedOn, '').trim();
/** A number named in the subject, wherever it stands. */
export const numberIn = (subject: string): string | null => /(?<![\w-])[A-Z0-9]{2,10}-\d{4}-\d{6,}(?![\w-])/i.exec(subject)?.[0].toUpperCase() ?? null;

/** The subject is part of what a person wrote, unless the letter says it anyway. */
export const mattersText = (subject: string, text: string): string => {
  const bare = subjectOf(subject);
  return bare === '' || text.toLowerCase().startsWith(bare.toLowerCase()) ? text : `${bare}\n\n${text}`.trim();
};

/** Somebody may write it all in the subject. */
export const hasWords = (subject: string, text: string): boolean => (mattersText(subject, text).match(/\p{L}/gu) ?? []).length >= 3;

const attribution = /^(?:-{2,}.*(?:original message|исходное сообщение|пересланное|бастапқы хат).*|(?:on|в|пн|вт|ср|чт|пт|сб|вс|дс|сс|бс|жм|жс|\d{1,2}[./ ]|\d{4}).{4,200}(?:wrote|пишет|написал|написала|писал|жазды|жазған|<[^<>\s]+@[^<>\s]+>)\s*:|_{5,})$/i;

/** A reply without the letter it answers. Where nothing would be left, all of it. */
export const withoutQuote = (text: string): string => {
  const lines = text.split('\n');
  const lastOwn = lines.findLastIndex((line) => !line.startsWith('>') && line.trim() !== '');
  const begins = lines.findIndex((line, at) => at > lastOwn || attribution.test(line.slice(0, 300).trim()));
  const own = (begins < 0 ? lines : lines.slice(0, begins)).filter((line) => !line.startsWith('>')).join('\n').trim();
  return own === '' ? text.trim() : own;
};

/** What fits a record, cut between words; whether something was left, which then goes along whole as a paper. */
export const fitting = (text: string, most: number): { readonly text: string; readonly cut: boolean } => {
  if (text.length <= most) return { text, cut: false };
  const part = text.slice(0, most - 1);
  const space = part.lastIndexOf(' ');
  return { text: `${(space > most / 2 ? part.slice(0, space) : part).toWellFormed()}…`, cut: true };
};

/** The day of receipt is when our own server got it: the letter's own date is its sender's word. One from the future, or older than a year, is a clock that is wrong. */
export const receiptOf = (serverAt: Date, now: number): Date => {
  const at = serverAt.getTime();
  return at > now || Number.isNaN(at) || at < now - 365 * 86_400_000 ? new Date(now) : serverAt;
};
