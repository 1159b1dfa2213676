import type { VNode } from 'preact';
import { dayOf, longDay, shortDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { Note, Pager } from '../../../../ui/parts.tsx';
import { marks, snippet, type FindQuery } from '../../../recognition/contract.ts';
import type { Findings } from '../../store/finding.ts';
import type { FoundRow } from '../../store/search.ts';
import { deskWords } from '../../words/desk.ts';
import { commonWords, kindWords } from '../../words/labels.ts';
import { searchWords as w } from '../../words/search.ts';
import { StageTag } from '../tags.tsx';
import { findHref, isFiltered, type FindAddress } from './find-address.ts';

export type Names = { readonly topic: (code: string | null) => string; readonly place: (code: string | null) => string; readonly holder: (row: FoundRow) => string };

/** A text with the words that were asked for marked in it. */
const Marked = ({ text, query, most }: { text: string; query: FindQuery; most: number }): VNode => (
  <>{snippet(text.replace(/\s+/g, ' '), marks(text.replace(/\s+/g, ' '), query), most).map((piece, at) => (piece.found ? <mark key={at}>{piece.text}</mark> : piece.text))}</>
);

const has = (text: string | null, query: FindQuery): text is string => text !== null && marks(text, query).length > 0;

const Row = ({ lang, row, query, names }: { lang: Lang; row: FoundRow; query: FindQuery; names: Names }): VNode => (
  <tr>
    <td class="head"><a class="nowrap" href={`/${lang}/desk/appeals/${row.number}`}>{row.number}</a><div><StageTag lang={lang} stage={row.stage} /></div></td>
    <td class="whole matter">
      <strong>{row.who === null ? say(lang, commonWords.anonymous) : <Marked text={row.who} query={query} most={120} />}</strong>
      <span class="excerpt long"><Marked text={row.text} query={query} most={170} /></span>
      {has(row.answer, query) && <span class="excerpt long"><b>{say(lang, w.answer)}</b> <Marked text={row.answer} query={query} most={150} /></span>}
      {has(row.address, query) && <span class="excerpt long"><b>{say(lang, w.address)}</b> <Marked text={row.address} query={query} most={120} /></span>}
    </td>
    <td class="whole">{names.topic(row.topicCode) || <span class="quiet">{say(lang, commonWords.topicNone)}</span>}
      <div class="quiet small">{[kindWords[row.kind][lang], names.place(row.territoryCode), names.holder(row)].filter(Boolean).join(', ')}</div></td>
    <td class="due"><Came lang={lang} row={row} /></td>
  </tr>
);

/** The day it came in; beside it the day of registration, where the law makes it the next working day. */
const Came = ({ lang, row }: { lang: Lang; row: FoundRow }): VNode => {
  const on = dayOf(row.receivedAt);
  return <><time class="nowrap" dateTime={on} title={longDay(lang, on)}>{shortDay(on)}</time>{on !== row.registeredOn && <div class="quiet small">{say(lang, w.registered, { day: shortDay(row.registeredOn) })}</div>}</>;
};

/** What was found, or what to try instead. An island puts it in the place of the one before as somebody types. */
export const Found = ({ lang, address, findings, names }: { lang: Lang; address: FindAddress; findings: Findings | null; names: Names }): VNode => {
  if (findings === null) return <div class="column"><p>{say(lang, w.start)}</p><p class="quiet">{say(lang, w.startPhrase)}</p></div>;
  const { rows, next, insteadOf, begun, query } = findings;
  const asked = { ...address, begun, ...(insteadOf === null ? {} : { text: insteadOf }) };
  return (
    <>
      {insteadOf !== null && <Note><p role="status">{say(lang, w.insteadOf, { typed: address.text, shown: insteadOf })}</p></Note>}
      {begun && query.prefix !== null && rows.length > 0 && <p class="quiet small" role="status">{say(lang, w.begun, { word: query.prefix.typed })}</p>}
      {rows.length === 0 ? <None lang={lang} address={address} words={query.words.length} /> : (
        <table class="list">
          <caption class="hidden">{say(lang, w.found)}</caption>
          <thead><tr><th scope="col">{say(lang, commonWords.number)}</th><th scope="col">{say(lang, deskWords.text)}</th><th scope="col">{say(lang, commonWords.topic)}</th><th scope="col">{say(lang, w.came)}</th></tr></thead>
          <tbody>{rows.map((row) => <Row key={row.id} lang={lang} row={row} query={query} names={names} />)}</tbody>
        </table>
      )}
      <Pager lang={lang} first={address.after ? findHref(lang, asked, {}) : null} next={next ? findHref(lang, asked, { after: next }) : null} />
    </>
  );
};

const None = ({ lang, address, words }: { lang: Lang; address: FindAddress; words: number }): VNode => (
  <div class="column" role="status">
    <p><strong>{say(lang, w.none)}</strong> {say(lang, w.noneSight)}</p>
    <ul>
      {isFiltered(address) && <li><a href={findHref(lang, address, { topic: '', kind: '', stage: '', place: '', unit: '', since: '', until: '' })}>{say(lang, w.noneFilter)}</a></li>}
      {words > 1 && <li>{say(lang, w.noneFewer)}</li>}
      <li>{say(lang, w.noneOther)}</li>
      <li>{say(lang, w.noneWhole)}</li>
    </ul>
  </div>
);
