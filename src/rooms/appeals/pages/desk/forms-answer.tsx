import type { VNode } from 'preact';
import { moment } from '../../../../kernel/show.ts';
import { say } from '../../../../kernel/words.ts';
import { Radios, TextArea } from '../../../../ui/fields.tsx';
import { uiWords } from '../../../../ui/words.ts';
import { answerOutcomes } from '../../law/stages.ts';
import { causeWords } from '../../words/causes.ts';
import { checkWords } from '../../words/check.ts';
import { deskWords } from '../../words/desk.ts';
import { outcomeWords } from '../../words/labels.ts';
import { OutcomeTag } from '../tags.tsx';
import { DraftChecked, Warnings } from './check.tsx';
import { ActForm, fieldOf, Hidden, ShowMore, type Filling } from './form.tsx';

/** A draft that came back is written on, not begun again. */
export const DraftForm = ({ filling }: { filling: Filling }): VNode => {
  const { asked: { lang }, view: { rows, history, whole, checks }, typed } = filling;
  const last = rows.findLast((row) => row.code === 'draft_returned' || row.code === 'answered' || row.code === 'answer_drafted');
  const returned = last?.code === 'draft_returned' ? last : undefined;
  const outcome = returned && rows.findLast((row) => row.code === 'answer_drafted')?.facts['outcome'];
  const why = returned && history.findLast((row) => row.act === 'return')?.reason;
  return (
    <ActForm filling={filling} act="draft_answer" papers>
      {why && <p class="note warn">{say(lang, deskWords.returned, { reason: why })}</p>}
      <Radios {...fieldOf(filling, 'draft_answer', 'outcome', typeof outcome === 'string' ? outcome : '')} label={say(lang, deskWords.outcome)} choices={answerOutcomes.map((one) => ({ value: one, text: outcomeWords[one][lang] }))} />
      <TextArea {...fieldOf(filling, 'draft_answer', 'text', returned?.text ?? '')} label={say(lang, deskWords.answer)} hint={say(lang, deskWords.answerHint, { lang: uiWords[whole.appeal.lang][whole.appeal.lang] })} rows={9} />
      {checks.typed && <div id="checked" tabIndex={-1}><Warnings lang={lang} warnings={checks.typed} letter={whole.text} answer={typed['draft_answer.text'] ?? ''} /></div>}
      <ShowMore filling={filling} act="draft_answer" show="check" at="checked" text={say(lang, checkWords.look)} />
    </ActForm>
  );
};

const Draft = ({ filling: { asked: { lang }, view: { whole: { draft }, personName } } }: { filling: Filling }): VNode | null => draft && (
  <>
    <p><OutcomeTag lang={lang} outcome={draft.outcome} /> <span class="quiet small">{say(lang, deskWords.draftBy, { by: draft.draftedBy === null ? '' : personName(draft.draftedBy), at: moment(draft.draftedAt) })}</span></p>
    <div class="words">{draft.text}</div>
  </>
);

export const ApproveForm = ({ filling }: { filling: Filling }): VNode => {
  const { asked: { lang }, view: { whole } } = filling;
  const letters = whole.joined.filter((one) => one.how === 'joined_by').length;
  return (
    <ActForm filling={filling} act="approve">
      <Draft filling={filling} />
      <p class="hint">{say(lang, deskWords.approveHint)} {letters > 0 && say(lang, deskWords.approveJoined, { count: letters })}</p>
      {filling.view.themselves > 0 && <p class="note warn">{say(lang, causeWords.approveThemselves, { count: filling.view.themselves })}</p>}
      <DraftChecked filling={filling} />
      <Hidden name="approve.answerId" value={whole.draft?.id ?? ''} />
    </ActForm>
  );
};

export const ReturnForm = ({ filling }: { filling: Filling }): VNode => (
  <ActForm filling={filling} act="return_draft" kind="second">
    <Hidden name="return_draft.answerId" value={filling.view.whole.draft?.id ?? ''} />
    <TextArea {...fieldOf(filling, 'return_draft', 'reason')} label={say(filling.asked.lang, deskWords.reason)} rows={3} />
  </ActForm>
);
