/** What a machine proposes to hide before everybody may read; a clerk decides (product.md, rule 5). The room of recognition finds it. */
export type Hidden = {
  readonly from: number; readonly to: number; readonly text: string;
  readonly what: 'iin' | 'card' | 'account' | 'phone' | 'email' | 'document' | 'birth' | 'plate' | 'address' | 'social' | 'name' | 'health';
  /** true: no clerk needs to look twice, publishing it is refused */
  readonly sure: boolean;
};

/** What a reader sees: wide digits as digits, and nothing that is not seen. For asking whether something is left, not where. */
export const asRead = (text: string): string => text.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '');

export const hiddenMark = '█████';

/** The text with every span replaced, as the clerk first sees it. */
export const hide = (text: string, spans: readonly Hidden[], mark = hiddenMark): string => {
  let shown = '';
  let at = 0;
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    shown += text.slice(at, span.from) + mark;
    at = span.to;
  }
  return shown + text.slice(at);
};
