import { IntlMessageFormat } from 'intl-messageformat';

export const langs = ['kk', 'ru', 'en'] as const;
export type Lang = (typeof langs)[number];
export const isLang = (text: string): text is Lang => (langs as readonly string[]).includes(text);

/** One sentence in three languages, ICU message syntax. */
export type Sentence = { readonly kk: string; readonly ru: string; readonly en: string };

/** Slot names of an ICU message. Plural branches must contain `#` or a space, which is how they are told from slots. */
export type Slots<S extends string> = S extends `${string}{${infer Rest}`
  ? Rest extends `${infer Head}}${infer _}`
    ? SlotName<Head> | Slots<Rest>
    : never
  : never;
type SlotName<Head extends string> = Head extends `${infer Name},${string}`
  ? Clean<Name>
  : Clean<Head>;
type Clean<Name extends string> = Name extends `${string}#${string}` | `${string} ${string}` | `${string}{${string}` | ''
  ? never
  : Name;

type SameSlots<S extends Sentence> = [Slots<S['kk']>] extends [Slots<S['ru']>]
  ? [Slots<S['ru']>] extends [Slots<S['en']>]
    ? [Slots<S['en']>] extends [Slots<S['kk']>]
      ? S
      : { readonly error: 'en has a slot that kk lacks' }
    : { readonly error: 'ru has a slot that en lacks' }
  : { readonly error: 'kk has a slot that ru lacks' };

/** A room's words. Does not compile when the three languages have different slots. */
export const words = <const W extends Record<string, Sentence>>(all: W & { [K in keyof W]: SameSlots<W[K]> }): W => all;

type Fill<S extends Sentence> = [Slots<S['kk']>] extends [never]
  ? []
  : [slots: { [K in Slots<S['kk']>]: string | number }];

const compiled = new Map<string, IntlMessageFormat>();

/** The sentence in `lang` with its slots filled. Numbers and plurals by the language's own rules. */
export const say = <const S extends Sentence>(lang: Lang, sentence: S, ...slots: Fill<S>): string =>
  sayLoose(lang, sentence, slots[0] as Record<string, string | number> | undefined);

/** What an ICU message asks to be filled, and which of it is counted by a plural; null when it is broken or asks for more than words and plurals. */
export const slotsIn = (lang: Lang, text: string): { readonly named: ReadonlySet<string>; readonly counted: ReadonlySet<string> } | null => {
  const named = new Set<string>();
  const counted = new Set<string>();
  const walk = (elements: readonly MessageElement[]): boolean => elements.every((one) => {
    if (one.type === literal) return !/[{}]/.test(one.value); // a brace of one pair too many, or a quoted one
    if (one.type === pound) return true;
    if (one.type !== argument && one.type !== plural) return false;
    named.add(one.value);
    if (one.type === argument) return true;
    counted.add(one.value);
    return Object.values(one.options ?? {}).every((option) => walk(option.value));
  });
  try {
    return walk(new IntlMessageFormat(text, lang, undefined, { ignoreTag: true }).getAst() as unknown as readonly MessageElement[]) ? { named, counted } : null;
  } catch {
    return null;
  }
};
type MessageElement = { readonly type: number; readonly value: string; readonly options?: Readonly<Record<string, { readonly value: readonly MessageElement[] }>> };
/** Kinds of elements as the parser numbers them. */
const [literal, argument, plural, pound] = [0, 1, 6, 7];

/** As `say`, for sentences found by a code at run time (refusals): slots are not checked by the compiler. */
export const sayLoose = (lang: Lang, sentence: Sentence, slots?: Readonly<Record<string, string | number>>): string => {
  const text = sentence[lang];
  if (!text.includes('{')) return text;
  const key = `${lang}\n${text}`;
  let format = compiled.get(key);
  if (!format) compiled.set(key, (format = new IntlMessageFormat(text, lang, undefined, { ignoreTag: true })));
  return String(format.format(slots));
};
