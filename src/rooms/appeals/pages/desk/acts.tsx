import type { VNode } from 'preact';
import type { Refusal } from '../../../../kernel/refusal.ts';
import { say, sayLoose, type Lang, type Sentence } from '../../../../kernel/words.ts';
import { Fold, Note } from '../../../../ui/parts.tsx';
import { actWords, deskWords, doneWords } from '../../words/desk.ts';
import { refusalWords } from '../../words/refusals.ts';
import { AlikeBox } from './alike.tsx';
import type { Filling } from './form.tsx';
import { IinForm } from './form-iin.tsx';
import { ApproveForm, DraftForm, ReturnForm } from './forms-answer.tsx';
import { DecideForm, DetachForm, ExtendForm, JoinForm, PublishForm, RedactLink, SplitForm, UnpublishForm } from './forms-order.tsx';
import { AddForm, AskForm, ClarifiedForm, EndForm, InterimForm, NoteForm } from './forms-talk.tsx';
import { AssignForm, ForwardForm, SortForm, SuggestionBox, TakeForm } from './forms-work.tsx';
import { UrgencyForm } from './forms-urgency.tsx';
import { actKeys } from './keys.tsx';
import { SortingBox } from './sorting.tsx';
import { TaskForm } from './tasks.tsx';
import { deskActs, type DeskAct } from './possible.ts';

const forms: Readonly<Record<DeskAct, (p: { filling: Filling }) => VNode>> = {
  sort: SortForm, assign: AssignForm, give_task: TaskForm, take: TakeForm, forward: ForwardForm,
  ask_clarification: AskForm, answer_clarification: ClarifiedForm, end_clarification: EndForm,
  request_extension: ExtendForm, decide_extension: DecideForm, set_urgency: UrgencyForm, note: NoteForm, answer_interim: InterimForm,
  draft_answer: DraftForm, return_draft: ReturnForm, approve: ApproveForm,
  join: JoinForm, detach: DetachForm, split: SplitForm, redact: RedactLink, publish: PublishForm,
  unpublish: UnpublishForm, add: AddForm, show_iin: IinForm,
};

/** Why not, in the reader's language. Another room's code says that the moment has passed: reloading shows what changed. */
export const refusalSentence = (lang: Lang, refusal: Refusal): string =>
  sayLoose(lang, (refusalWords as Readonly<Record<string, Sentence>>)[refusal.code] ?? refusalWords.not_possible_now, refusal.facts);

const isDeskAct = (text: string): text is DeskAct => (deskActs as readonly string[]).includes(text);

/** `open`: the act whose form came back. What cannot be done is there too, folded, with its reason, one reason for many (style.md, 13). */
export const Acts = ({ filling, open, done }: { filling: Filling; open: DeskAct | null; done: string }): VNode => {
  const { asked: { lang }, view: { against } } = filling;
  const possible = deskActs.filter((act) => against[act] === null || act === open);
  const impossible = deskActs.flatMap((act) => { const reason = against[act]; return reason === null || act === open ? [] : [{ act, reason }]; });
  return (
    <>
      <h2 id="acts-title">{say(lang, deskWords.acts)}</h2>
      {isDeskAct(done) && <div role="status"><Note tone="done">{say(lang, doneWords[done])}</Note></div>}
      <div class="acts">
        <SortingBox filling={filling} />
        <AlikeBox filling={filling} />
        <SuggestionBox filling={filling} />
        {possible.map((act) => {
          const Body = forms[act];
          const key = actKeys[act];
          return (
            <details key={act} id={`act-${act}`} open={act === open} data-key={key}>
              <summary>{say(lang, actWords[act])}{key && <kbd aria-hidden="true">{key}</kbd>}</summary>
              <Body filling={filling} />
            </details>
          );
        })}
        {impossible.length > 0 && (
          <Fold title={say(lang, deskWords.notNow, { count: impossible.length })}>
            <div class="acts">{[...Map.groupBy(impossible, (one) => refusalSentence(lang, one.reason))].map(([why, all]) => (
              <div key={why} class="cannot"><ul>{all.map(({ act }) => <li key={act}>{say(lang, actWords[act])}</li>)}</ul><p>{why}</p></div>
            ))}</div>
          </Fold>
        )}
      </div>
    </>
  );
};
