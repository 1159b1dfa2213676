import { checksumHolds } from '../../../kernel/iin.ts';
import { fold } from '../../../kernel/fold.ts';

/** What a machine proposes to hide before everybody may read; a clerk decides (product.md, rule 5). */
export type Hidden = {
  readonly from: number; readonly to: number; readonly text: string;
  readonly what: 'iin' | 'phone' | 'email' | 'card' | 'plate' | 'address' | 'name';
  /** true: no clerk needs to look twice, publishing it is refused */
  readonly sure: boolean;
};

type Finder = { what: Hidden['what']; pattern: RegExp; sure: (found: string) => boolean };
const always = () => true;
const never = () => false;
const letters = 'А-ЯЁӘҒҚҢӨҰҮҺІ';

const finders: readonly Finder[] = [
  // bounded on both sides: a letter of 20 000 characters without a space is read in milliseconds, not for half a minute
  { what: 'email', pattern: /[\p{L}\d._%+-]{1,64}@[\p{L}\d.-]{1,255}\.\p{L}{2,}/gu, sure: always },
  { what: 'card', pattern: /(?<!\d)(?:\d{4}[ -]?){3}\d{4}(?!\d)/g, sure: always },
  { what: 'iin', pattern: /(?<!\d)\d{6}[ -]?\d{6}(?!\d)/g, sure: (found) => checksumHolds(found.replace(/\D/g, '')) },
  { what: 'phone', pattern: /(?<!\d)(?:\+?7|8)[\s(.-]*7\d{2}[\s).-]*\d{3}[\s.-]*\d{2}[\s.-]*\d{2}(?!\d)/g, sure: always },
  { what: 'phone', pattern: /(?<!\d)7\d{2}[\s.-]?\d{3}[\s.-]?\d{2}[\s.-]?\d{2}(?!\d)/g, sure: always },
  // 123 ABC 01 of a person, 123 AB 01 of an organisation, A 123 BCD of the old kind; Cyrillic look-alikes too
  { what: 'plate', pattern: new RegExp(`(?<![\\p{L}\\d])\\d{3}\\s?[A-Z${letters}]{2,3}\\s?\\d{2}(?![\\p{L}\\d])|(?<![\\p{L}\\d])[A-Z${letters}]\\s?\\d{3}\\s?[A-Z${letters}]{2,3}(?![\\p{L}\\d])`, 'giu'), sure: never },
  // a house and a flat: the street may stay, the door may not
  { what: 'address', pattern: /(?<!\p{L})(?:кв(?:\.|артира)?|пәтер|п[әа]т\.|apt\.?)\s?№?\s?\d+\p{L}?/giu, sure: never },
  { what: 'address', pattern: /\d+\s?-?\s?(?:ші |шы )?(?:пәтер|патер)(?!\p{L})/giu, sure: never },
  { what: 'address', pattern: /(?<!\p{L})(?:д\.|дом|үй|уй)\s?№?\s?\d+\p{L}?(?:[/-]\d+)?/giu, sure: never },
  // «26-үй», «26-шы үйдің»: with the hyphen it is a house, without it a number of houses
  { what: 'address', pattern: /\d+\p{L}?(?:\/\d+)?\s?-\s?(?:ші\s|шы\s)?[үу]й\p{L}{0,6}/giu, sure: never },
  // surname with initials, and patronymics in both traditions
  { what: 'name', pattern: new RegExp(`[${letters}][\\p{Ll}-]+\\s[${letters}]\\.\\s?(?:[${letters}]\\.)?`, 'gu'), sure: never },
  { what: 'name', pattern: new RegExp(`(?:[${letters}][\\p{Ll}-]+\\s){0,2}[${letters}]\\p{Ll}+(?:ұлы|улы|қызы|кызы|ович|евич|овна|евна)(?!\\p{L})`, 'gu'), sure: never },
];

/** Spans in the order of the text, overlapping ones merged into the first. `names`: the person's own, in whatever script they were given. */
export const proposeHiding = (text: string, names: readonly string[]): readonly Hidden[] => {
  const found = finders.flatMap(({ what, pattern, sure }) =>
    [...text.matchAll(pattern)].map((match): Hidden => ({ from: match.index, to: match.index + match[0].length, text: match[0], what, sure: sure(match[0]) })));
  const ordered = [...found, ...ownNames(text, names)].toSorted((a, b) => a.from - b.from || Number(b.sure) - Number(a.sure) || b.to - a.to);
  const kept: Hidden[] = [];
  for (const span of ordered) {
    const last = kept.at(-1);
    if (!last || span.from >= last.to) kept.push(span);
    else if (span.to > last.to || (span.sure && !last.sure)) kept[kept.length - 1] = { ...last, to: Math.max(last.to, span.to), text: text.slice(last.from, Math.max(last.to, span.to)), sure: last.sure || span.sure };
  }
  return kept;
};

/** What a reader sees: wide digits as digits, and nothing that is not seen. For asking whether something is left, not where. */
export const asRead = (text: string): string => text.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '');

/** Folding keeps lengths letter by letter, so places in the folded text are places in the text. */
const ownNames = (text: string, names: readonly string[]): readonly Hidden[] => {
  const folded = Array.from(text, (letter) => (fold(letter).length === letter.length ? fold(letter) : letter)).join('');
  return names.filter((name) => name.length >= 3).flatMap((name) => {
    const stem = fold(name).replace(/[^\p{L}-]/gu, '');
    return [...folded.matchAll(new RegExp(`(?<!\\p{L})${stem}\\p{L}{0,4}`, 'gu'))].map((match): Hidden => ({
      from: match.index, to: match.index + match[0].length, text: text.slice(match.index, match.index + match[0].length), what: 'name', sure: false,
    }));
  });
};

/** The text with every span replaced, as the clerk first sees it. */
export const hide = (text: string, spans: readonly Hidden[], mark = '█████'): string => {
  let shown = '';
  let at = 0;
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    shown += text.slice(at, span.from) + mark;
    at = span.to;
  }
  return shown + text.slice(at);
};
