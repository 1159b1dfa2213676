import type { ComponentChildren, VNode } from 'preact';
import { say, type Lang } from '../kernel/words.ts';
import { moment } from '../kernel/show.ts';
import { uiWords } from './words.ts';

export type Tone = 'new' | 'work' | 'soon' | 'late' | 'done' | 'plain';

/** A state as shape, colour and word: never by colour alone. */
export const Tag = ({ tone, children }: { tone: Tone; children: ComponentChildren }): VNode => <span class={`tag ${tone}`}>{children}</span>;

export type SummaryRow = { readonly label: string; readonly value: ComponentChildren; readonly href?: string | undefined; readonly act?: string | undefined };

/** Label, value, and where it can be changed. */
export const Summary = ({ rows }: { rows: readonly SummaryRow[] }): VNode => (
  <dl class="summary">
    {rows.map((row) => (
      <div key={row.label}>
        <dt>{row.label}</dt><dd>{row.value}</dd>
        {row.href && <dd class="act"><a href={row.href}>{row.act}<span class="hidden"> {row.label}</span></a></dd>}
      </div>
    ))}
  </dl>
);

export type Column = { readonly title: string; readonly number?: boolean; /** sentences */ readonly text?: boolean };

/** On a telephone a table of three columns or more becomes cards: each cell beside the name of its column. */
export const Table = ({ caption, label, columns, rows, empty }: { caption?: ComponentChildren; label?: string; columns: readonly Column[]; rows: readonly (readonly ComponentChildren[])[]; empty?: string }): VNode => (
  <>
    {caption && <p class="caption" aria-hidden="true">{caption}</p>}
    <div class="scroll" tabIndex={0} role="region" aria-label={label ?? (typeof caption === 'string' ? caption : undefined)}>
      <table class={columns.length > 2 ? 'data cards' : 'data'}>
        {caption && <caption class="hidden">{caption}</caption>}
        <thead><tr>{columns.map((column) => <th key={column.title} scope="col" class={column.number ? 'number' : undefined}>{column.title}</th>)}</tr></thead>
        <tbody>
          {rows.length === 0 && <tr><td colSpan={columns.length} class="quiet">{empty}</td></tr>}
          {rows.map((row, at) => <tr key={at}>{row.map((cell, place) => place === 0 ? <th key={place} scope="row">{cell}</th> : <td key={place} class={columns[place]?.number ? 'number' : columns[place]?.text ? 'text' : undefined} data-column={columns[place]?.title}><span>{cell}</span></td>)}</tr>)}
        </tbody>
      </table>
    </div>
  </>
);

export const Note = ({ tone, children }: { tone?: 'warn' | 'late' | 'done'; children: ComponentChildren }): VNode => <div class={tone ? `note ${tone}` : 'note'}>{children}</div>;

export const Fold = ({ title, children, open = false }: { title: ComponentChildren; children: ComponentChildren; open?: boolean }): VNode => (
  <details class="fold" open={open}><summary>{title}</summary>{children}</details>
);

export type Happening = {
  readonly at: Date; readonly title: ComponentChildren; readonly words?: string | null | undefined; readonly by?: string | undefined;
  /** seen by colleagues only */
  readonly inner?: boolean; readonly turn?: boolean; readonly more?: ComponentChildren;
};

/** The first sentence carries the weight, what follows it is read after. */
export const FirstBold = ({ text }: { text: string }): VNode => {
  const end = text.search(/\.\s/) + 1;
  return end === 0 ? <strong>{text}</strong> : <><strong>{text.slice(0, end)}</strong>{text.slice(end)}</>;
};

/** What happened, in plain words, with the words themselves. */
export const Timeline = ({ happenings }: { happenings: readonly Happening[] }): VNode => (
  <ol class="timeline">
    {happenings.map((one, at) => (
      <li key={at} class={[one.inner ? 'inner' : '', one.turn ? 'turn' : ''].filter(Boolean).join(' ') || undefined}>
        <div>{typeof one.title === 'string' ? <FirstBold text={one.title} /> : one.title}</div>
        <time dateTime={one.at.toISOString()}>{moment(one.at)}</time>{one.by && <span class="quiet small"> · {one.by}</span>}
        {one.words && <div class={one.inner ? 'words inner' : 'words'}>{one.words}</div>}
        {one.more}
      </li>
    ))}
  </ol>
);

export const Back = ({ lang, href }: { lang: Lang; href: string }): VNode => <a class="backlink" href={href}>{say(lang, uiWords.back)}</a>;

/** Newest first: one way on, one way to the beginning. Pages have addresses of their own. */
export const Pager = ({ lang, first, next }: { lang: Lang; first: string | null; next: string | null }): VNode | null =>
  first === null && next === null ? null : (
    <nav class="pager" aria-label={say(lang, uiWords.nextPage)}>
      {first === null ? <span /> : <a href={first}>{say(lang, uiWords.firstPage)}</a>}
      {next === null ? <span /> : <a href={next} rel="next">{say(lang, uiWords.nextPage)}</a>}
    </nav>
  );

/** On paper only: when it was printed and by whom, what it is, and how much of the whole. `total` null: nobody counted what was filtered. */
export const OnPaper = ({ lang, at, who, what, shown, whole, total, children }: { lang: Lang; at: number; who: string; what: readonly string[]; shown: number; whole: boolean; total: string | null; children?: ComponentChildren }): VNode => (
  <p class="quiet onpaper">
    {[say(lang, uiWords.printed, { at: moment(new Date(at)), who }), ...what, whole ? say(lang, uiWords.printedAll, { shown }) : total === null ? say(lang, uiWords.printedPart, { shown }) : say(lang, uiWords.printedOf, { shown, total })].join(' · ')}
    {children}
  </p>
);
