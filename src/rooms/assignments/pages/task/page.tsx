import type { VNode } from 'preact';
import type { Day } from '../../../../kernel/day.ts';
import { isRefusal, type Refusal } from '../../../../kernel/refusal.ts';
import { longDay, shortDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { html, type Answer, type Asked } from '../../../../platform/web.ts';
import { Baton } from '../../../../ui/baton.tsx';
import { ErrorSummary, type Errors } from '../../../../ui/fields.tsx';
import { Back, Fold, Note, Summary, type SummaryRow } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { DeadlineStrip } from '../../../../ui/strip.tsx';
import { uiWords } from '../../../../ui/words.ts';
import { isOpen } from '../../law.ts';
import { boardWords } from '../../words/board.ts';
import { taskActWords, taskDoneWords, taskWords as w } from '../../words/task.ts';
import { refusalSentence, type Typed } from './fields.ts';
import { placeName, taskForms, type Filling } from './forms.tsx';
import { idOf } from './papers.tsx';
import { taskActs, type TaskAct } from './possible.ts';
import { Reports, Story } from './story.tsx';
import { AwayTag, DueTag, Flags, OtherDay, Promised, StageTag } from '../board/tags.tsx';
import { viewOf, type View } from './view.ts';

type Came = { readonly open?: TaskAct; readonly typed?: Typed; readonly errors?: Errors; readonly status?: Parameters<typeof html>[1] };

/** The page of one promise, also when a form of it comes back: then with what was typed, and the reason first. */
export const taskPage = async (asked: Asked, { open, typed = {}, errors = {}, status = 200 }: Came = {}): Promise<Answer> => {
  const view = await viewOf(asked.ctx, asked.lang, idOf(asked.param('id')), typed);
  if (isRefusal(view)) return view;
  const here = { ...asked, here: `/desk/control/assignments/${view.a.id}` };
  return html(<Task filling={{ asked: here, view, typed, errors }} open={open ?? null} />, status);
};

const Task = ({ filling, open }: { filling: Filling; open: TaskAct | null }): VNode => {
  const { asked, view, errors } = filling;
  const { lang } = asked;
  const { a } = view;
  return (
    <Desk asked={asked} title={say(lang, w.title, { number: a.reference })}>
      <Back lang={lang} href={view.matter.path === null ? `/${lang}/desk` : `/${lang}${view.matter.path}`} />
      <ErrorSummary lang={lang} errors={errors} />
      <div class="spread">
        <div class="row"><h1>{say(lang, w.title, { number: a.reference })}</h1><StageTag lang={lang} stage={a.stage} /><Flags lang={lang} a={a} /></div>
        <div class="row">
          <span>{say(lang, w.due)}: <strong class="number" title={longDay(lang, a.nearOn)}>{shortDay(a.nearOn)}</strong></span>
          <DueTag lang={lang} a={a} near={view.near} /><Promised lang={lang} a={a} /><OtherDay lang={lang} a={a} /><a href="#acts">{say(lang, w.acts)}</a>
        </div>
      </div>
      <div class="split">
        <div>
          <h2>{say(lang, w.what)}</h2>
          <div class="box plain">{a.task ?? say(lang, a.source.kind === 'visit' ? boardWords.quietTask : w.lead)}</div>
          <Away lang={lang} view={view} />
          <h2>{say(lang, w.details)}</h2>
          <Summary rows={rowsOf(lang, view)} />
          <Term lang={lang} view={view} />
          <Reports lang={lang} view={view} />
          <Baton lang={lang} now={view.now} warning={a.carousel ? say(lang, w.carousel) : null} held={view.held.map((one) => ({ from: one.from, until: one.until, name: placeName(view, one) }))} />
          <Story lang={lang} view={view} />
        </div>
        <aside id="acts" aria-labelledby="acts-title"><Acts filling={filling} open={open} /></aside>
      </div>
    </Desk>
  );
};

const rowsOf = (lang: Lang, view: View): readonly SummaryRow[] => {
  const { a, matter, standing } = view;
  const rows: readonly (SummaryRow | null)[] = [
    { label: say(lang, w.matter), value: <>{matter.path === null ? a.reference : <a class="number" href={`/${lang}${matter.path}`}>{a.reference}</a>}{matter.excerpt !== '' && <div class="quiet small">{matter.excerpt}</div>}</> },
    { label: say(lang, w.executor), value: <><strong>{placeName(view, a.executor)}</strong> <AwayTag text={view.away(a.executor.accountId)} /></> },
    standing.helps.length === 0 ? null : { label: say(lang, w.helpers), value: <ul>{standing.helps.map((one) => <li key={`${one.unitId}.${one.accountId ?? ''}`}>{placeName(view, one)} <AwayTag text={view.away(one.accountId)} /></li>)}</ul> },
    { label: say(lang, w.controller), value: <>{placeName(view, a.controller)} <AwayTag text={view.away(a.controller.accountId)} /></> },
    a.branchId === a.controller.unitId ? null : { label: say(lang, w.branch), value: view.unitName(a.branchId) },
    { label: say(lang, w.given), value: <span class="number">{shortDay(a.givenOn)}</span> },
    a.handOvers === 0 ? null : { label: say(lang, w.handOvers), value: say(lang, w.times, { count: a.handOvers }) },
  ];
  return rows.filter((row) => row !== null);
};

const Away = ({ lang, view: { standing, a, personName } }: { lang: Lang; view: View }): VNode | null => standing.away === null || !isOpen(a.stage) ? null : (
  <Note tone="warn">{standing.away.deputyId === null ? say(lang, w.awayNobody) : say(lang, w.away, { deputy: personName(standing.away.deputyId) })}</Note>
);

/** The deadline strip: a task's day was set by whoever gave it, and a decision may have moved it. */
const Term = ({ lang, view: { a, days, near: { today } } }: { lang: Lang; view: View }): VNode => {
  const rule = a.dueOn === a.originalDueOn ? say(lang, w.termSet, { from: longDay(lang, a.givenOn) }) : say(lang, w.termMoved, { day: longDay(lang, a.dueOn), before: longDay(lang, a.originalDueOn as Day) });
  return <Fold title={say(lang, uiWords.stripOpen)}>{days.length === 0 ? <p>{rule}</p> : <DeadlineStrip lang={lang} days={days} today={today} rule={rule} />}</Fold>;
};

/** What is possible as forms; what is not, folded, with its reason, one reason for many (style.md, 13). */
const Acts = ({ filling, open }: { filling: Filling; open: TaskAct | null }): VNode => {
  const { asked: { lang, query }, view: { against, a }, errors } = filling;
  const done = taskActs.find((act) => act === query.get('done'));
  const possible = taskActs.filter((act) => against[act] === null || act === open);
  const impossible = taskActs.flatMap((act): { act: TaskAct; reason: Refusal }[] => { const reason = against[act]; return reason === null || act === open ? [] : [{ act, reason }]; });
  return (
    <>
      <h2 id="acts-title">{say(lang, w.acts)}</h2>
      {done && Object.keys(errors).length === 0 && <div role="status"><Note tone="done">{say(lang, taskDoneWords[done])}</Note></div>}
      {!isOpen(a.stage) && <p class="quiet">{say(lang, w.ended)}</p>}
      <div class="acts">
        {possible.map((act) => {
          const Body = taskForms[act];
          return <details key={act} id={`act-${act}`} open={act === open}><summary>{say(lang, taskActWords[act])}</summary><Body filling={filling} /></details>;
        })}
        {isOpen(a.stage) && impossible.length > 0 && (
          <Fold title={say(lang, w.notNow, { count: impossible.length })}>
            <div class="acts">{[...Map.groupBy(impossible, (one) => refusalSentence(lang, one.reason))].map(([why, all]) => (
              <div key={why} class="cannot"><ul>{all.map(({ act }) => <li key={act}>{say(lang, taskActWords[act])}</li>)}</ul><p>{why}</p></div>
            ))}</div>
          </Fold>
        )}
      </div>
    </>
  );
};
