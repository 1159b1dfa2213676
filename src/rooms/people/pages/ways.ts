import { isRefusal, type Refusal } from '../../../kernel/refusal.ts';
import type { Staff } from '../../../kernel/actor.ts';
import { isLang, sayLoose, type Lang } from '../../../kernel/words.ts';
import type { Asked } from '../../../platform/web.ts';
import { statusOf } from '../../../platform/web.ts';
import type { Errors } from '../../../ui/fields.tsx';
import { sessionMostMs } from '../law.ts';
import { refusalWords } from '../words.ts';

const cookieName = 'jauap_session';
/** Of the settings: under which address people reach the house. */
type Site = { readonly JAUAP_URL?: string | undefined };
const attributes = (config: Site): string => `Path=/; HttpOnly; SameSite=Lax${config.JAUAP_URL?.startsWith('https:') ? '; Secure' : ''}`;

export const sessionCookie = (config: Site, token: string): string => `${cookieName}=${token}; Max-Age=${sessionMostMs / 1000}; ${attributes(config)}`;
export const noCookie = (config: Site): string => `${cookieName}=; Max-Age=0; ${attributes(config)}`;
export const tokenOf = (asked: Asked): string | null =>
  /(?:^|;\s*)jauap_session=([\w-]{43})(?:;|$)/.exec(asked.raw.req.header('cookie') ?? '')?.[1] ?? null;

/** A page of ours and nothing else: no other site, no backslash that a browser reads as one more slash. */
export const localPath = (text: string): string | null =>
  /^\/[\w\-.~!$&'()*+,;=:@%/?]*$/.test(text) && !text.startsWith('//') && isLang(text.split(/[/?]/)[1] ?? '') ? text : null;

/** Where a person's work is. */
export const homeOf = (lang: Lang, staff: Staff | null): string => {
  const may = (ability: string) => staff?.posts.some((post) => post.abilities.includes(ability)) ?? false;
  return `/${lang}${may('appeal.read') ? '/desk/appeals' : may('people.manage') ? '/admin/people' : '/me'}`;
};

export const sentence = (lang: Lang, refusal: Refusal): string => {
  const found = refusalWords[refusal.code as keyof typeof refusalWords];
  return found ? sayLoose(lang, found, refusal.facts) : refusal.code;
};

/** The refusal as a form's error, beside the field it speaks of. */
export const errorOf = (lang: Lang, result: unknown, fields: Readonly<Record<string, string>> = {}): Errors =>
  isRefusal(result) ? { [fields[result.code] ?? '']: sentence(lang, result) } : {};

export const formStatus = (refusal: Refusal): 422 | 429 => (statusOf(refusal) === 429 ? 429 : 422);
