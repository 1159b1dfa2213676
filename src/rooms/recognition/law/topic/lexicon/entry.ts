/**
 * What speaks for a topic, in both languages. Words are parted by spaces and read folded, so that letterless and Latin spellings are met too.
 * `ям*` begins so; `су~` is a Kazakh word with any of its endings; `лежач*_полицейск*` are words one after another, two others at most between.
 * `strong` nearly decides alone, `plain` is usual, `weak` a hint; `against` says that the text is rather about something else.
 */
export type Lexicon = { readonly strong: string; readonly plain: string; readonly weak: string; readonly against: string };
