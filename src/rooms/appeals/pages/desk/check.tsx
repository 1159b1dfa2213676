import type { ComponentChildren, VNode } from 'preact';
import { say, type Lang } from '../../../../kernel/words.ts';
import { TextArea } from '../../../../ui/fields.tsx';
import { Note, Tag } from '../../../../ui/parts.tsx';
import { anySerious, warningCodes, type Warning } from '../../law/check.ts';
import type { TimelineRow } from '../../store/matter.ts';
import { checkWords, warningWords } from '../../words/check.ts';
import { deskWords } from '../../words/desk.ts';
import { fieldOf, matterHref, type Filling } from './form.tsx';
import type { Noticed } from './noticed.ts';

const whatWord = (lang: Lang, one: Warning): string => (one.what ? say(lang, deskWords[`what_${one.what}`]) : '');
const around = 40;
const longest = 200;

/** The place, quoted with the words around it; the whole text is not quoted. */
const Place = ({ lang, one, letter, answer }: { lang: Lang; one: Warning; letter: string; answer: string }): VNode => {
  const text = one.in === 'letter' ? letter : answer;
  if (one.to === one.from) return <span class="quiet small">{say(lang, checkWords.atEnd)}: «{text.slice(-around)}»</span>;
  if (one.from === 0 && one.to === answer.length && one.in === 'answer') return <span class="quiet small">{say(lang, checkWords.whole)}</span>;
  const quote = text.slice(one.from, one.to);
  return one.in === 'letter'
    ? <q lang="mul">{quote.length > longest ? `${quote.slice(0, longest)}…` : quote}</q>
    : <span>…{text.slice(Math.max(0, one.from - around), one.from)}<mark>{quote}</mark>{text.slice(one.to, one.to + around)}…</span>;
};

export const Warnings = ({ lang, warnings, letter, answer }: { lang: Lang; warnings: readonly Noticed[]; letter: string; answer: string }): VNode => warnings.length === 0 ? <p class="hint">{say(lang, checkWords.clean)}</p> : (
  <Note tone="warn">
    <p><strong>{say(lang, checkWords.title)}.</strong> {say(lang, checkWords.lead)}</p>
    <ul>{warnings.map((one) => (
      <li key={`${one.code}${one.from}`}>
        {one.serious && <><Tag tone="late">{say(lang, checkWords.serious)}</Tag> </>}{say(lang, warningWords[one.code], { what: whatWord(lang, one) })}{one.number !== null && <> (<a href={matterHref(lang, one.number)}>{one.number}</a>)</>}
        <div><Place lang={lang} one={one} letter={letter} answer={answer} /></div>
      </li>
    ))}</ul>
  </Note>
);

/** The check of the draft, and the word that a serious warning wants. */
export const DraftChecked = ({ filling }: { filling: Filling }): VNode | null => {
  const { asked: { lang }, view: { checks, whole } } = filling;
  if (checks.draft === null || whole.draft === null) return null;
  return (
    <>
      <Warnings lang={lang} warnings={checks.draft} letter={whole.text} answer={whole.draft.text} />
      {anySerious(checks.draft) && <TextArea {...fieldOf(filling, 'approve', 'anyway')} label={say(lang, checkWords.anyway)} hint={say(lang, checkWords.anywayHint)} rows={2} />}
    </>
  );
};

type Kept = { readonly code: Warning['code']; readonly serious: boolean; readonly what?: Warning['what'] };
const keptIn = (row: TimelineRow): readonly Kept[] => {
  const all: unknown = row.facts['warnings'];
  return Array.isArray(all) ? all.filter((one: unknown): one is Kept => typeof one === 'object' && one !== null && 'code' in one && (warningCodes as readonly unknown[]).includes(one.code)) : [];
};

/** In the history: what the check had said, and that it went all the same. */
export const keptWarnings = (lang: Lang, row: TimelineRow): ComponentChildren => {
  const warnings = keptIn(row);
  if (warnings.length === 0) return null;
  const anyway = row.facts['anyway'];
  const said = [...new Set(warnings.map((one) => say(lang, warningWords[one.code], { what: one.what ? say(lang, deskWords[`what_${one.what}`]) : '' })))];
  return <div class="quiet small">{say(lang, row.code === 'answered' ? checkWords.keptSent : checkWords.keptDraft)}: {said.join('; ')}. {typeof anyway === 'string' && say(lang, checkWords.keptWord, { word: anyway })}</div>;
};
