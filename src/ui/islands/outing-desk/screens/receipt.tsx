import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { create } from 'qrcode';
import { dayOf, moment, untilDay } from '../../../../kernel/show.ts';
import { isDay } from '../../../../kernel/day.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { spokenDay } from '../calendar.ts';
import type { Entry } from '../desk.ts';
import { nameOf } from '../people.ts';
import { homeWords, receiptWords as w } from '../words.ts';
import type { Matter, Visit } from '../wire.ts';
import type { Shared } from './given.ts';

const quietModules = 4;

/** One path of squares: nothing is fetched, and it prints sharp. */
const Square = ({ text, label }: { text: string; label: string }): VNode => {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const side = modules.size + 2 * quietModules;
  const dark: string[] = [];
  for (let y = 0; y < modules.size; y += 1) for (let x = 0; x < modules.size; x += 1) if (modules.get(y, x)) dark.push(`M${x + quietModules} ${y + quietModules}h1v1h-1z`);
  return <svg class="outing-square" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label}><path fill="#fff" d={`M0 0h${side}v${side}H0z`} /><path fill="#000" d={dark.join('')} /></svg>;
};

const day = (lang: Lang, on: string | undefined, today: string): string => (on !== undefined && isDay(on) && isDay(today) ? spokenDay(lang, on, today) : '');

const MatterLine = ({ lang, matter, visit, officials }: { lang: Lang; matter: Matter; visit: Visit; officials: ReadonlyMap<number, string> }): VNode => (
  <li>
    <p class="plain">{matter.text}</p>
    {matter.outcome === 'advised' && <p>{say(lang, w.said, { text: matter.advice ?? '' })}</p>}
    {matter.promise && <p><b>{say(lang, w.promised, { who: officials.get(matter.promise.accountId) ?? '', what: matter.promise.text, day: day(lang, matter.promise.dueOn, dayOf(new Date(visit.endedAt))) })}</b></p>}
    {matter.outcome === 'registered' && <p><b>{say(lang, w.registered, { number: matter.appealNumber ?? '', day: matter.toldDueOn && isDay(matter.toldDueOn) ? untilDay(lang, matter.toldDueOn) : '' })}</b></p>}
  </li>
);

const print = (how: 'narrow' | 'sheet'): void => {
  document.documentElement.dataset['outingPrint'] = how;
  window.print();
};

/** What the person takes along: the numbers to say aloud, a square code to scan, a slip or a sheet to print. */
export const Receipt = ({ lang, desk, act, go, entry, visit }: Shared & { entry: Entry; visit: Visit }): VNode => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    scrollTo(0, 0);
  }, []);
  const { kit } = desk.state;
  const secret = entry.draft?.secret;
  const officials = new Map(kit?.officials.map((one) => [one.accountId, one.name]) ?? []);
  const undo = (): void => void act(() => desk.undo(entry)).then((back) => { if (back) go({ at: 'visit' }); });
  const next = (): void => {
    if (!desk.state.draft) desk.begin();
    go({ at: 'visit' });
  };
  return (
    <section class="outing-receipt">
      <h1 tabIndex={-1} ref={heading}>{say(lang, w.title)}</h1>
      <p>{nameOf(visit.person)}</p>
      <dl class="outing-numbers">
        <dt>{say(lang, w.visitNumber)}</dt><dd>{visit.number}</dd>
        {visit.matters.flatMap((one) => (one.appealNumber === undefined ? [] : [<dt key={`t${one.appealNumber}`}>{say(lang, w.appealNumber)}</dt>, <dd key={one.appealNumber}>{one.appealNumber}</dd>]))}
      </dl>
      <p class="noprint hint">{say(lang, w.sayIt)}</p>
      {/* a quiet visit leaves no word of the matter on paper */}
      {!visit.quiet && <ol class="outing-matters">{visit.matters.map((one, at) => <MatterLine key={at} lang={lang} matter={one} visit={visit} officials={officials} />)}</ol>}
      {kit && secret && <div class="outing-scan"><Square text={`${kit.claims}/${secret}`} label={say(lang, w.scan)} /><p>{say(lang, w.scan)} {say(lang, w.codeLater)}</p></div>}
      <p class="small">{kit?.outing.branch[lang]}. {moment(new Date(visit.endedAt))}. {say(lang, w.receivedBy, { name: (visit.officialId === null ? kit?.clerk.name : officials.get(visit.officialId)) ?? '' })}</p>
      <div class="outing-bar noprint">
        <button type="button" class="button big" onClick={next}>{say(lang, w.nextPerson)}</button>
      </div>
      <div class="noprint">
        <div class="row">
          <button type="button" class="button second" onClick={() => print('narrow')}>{say(lang, w.printNarrow)}</button>
          <button type="button" class="button second" onClick={() => print('sheet')}>{say(lang, w.printWide)}</button>
          <button type="button" class="button link" onClick={() => go({ at: 'home' })}>{say(lang, w.home)}</button>
          {desk.mayUndo(entry) && <button type="button" class="button link" onClick={undo}>{say(lang, homeWords.undo)}</button>}
        </div>
        <p class="hint">{say(lang, homeWords.undoHint)}</p>
      </div>
    </section>
  );
};
