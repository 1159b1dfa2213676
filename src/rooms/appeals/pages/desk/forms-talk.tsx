import type { VNode } from 'preact';
import { say, type Lang } from '../../../../kernel/words.ts';
import { uiWords } from '../../../../ui/words.ts';
import { TextArea } from '../../../../ui/fields.tsx';
import { deskWords } from '../../words/desk.ts';
import { ActForm, fieldOf, FormKey, type Filling } from './form.tsx';

/** The language the person reads, in its own name. */
const uiLangName = (lang: Lang): string => uiWords[lang][lang];

export const AskForm = ({ filling }: { filling: Filling }): VNode => {
  const { asked: { lang }, view } = filling;
  return (
    <ActForm filling={filling} act="ask_clarification">
      <TextArea {...fieldOf(filling, 'ask_clarification', 'question')} label={say(lang, deskWords.question)} hint={`${say(lang, deskWords.questionHint)} ${say(lang, deskWords.writeIn, { lang: uiLangName(view.whole.appeal.lang) })}`} rows={4} />
    </ActForm>
  );
};

export const ClarifiedForm = ({ filling }: { filling: Filling }): VNode => {
  const { asked: { lang }, view: { whole } } = filling;
  return (
    <ActForm filling={filling} act="answer_clarification" papers>
      {whole.question && <p class="hint">{say(lang, deskWords.asked, { question: whole.question.question })}</p>}
      <TextArea {...fieldOf(filling, 'answer_clarification', 'text')} label={say(lang, deskWords.said)} rows={4} />
    </ActForm>
  );
};

export const EndForm = ({ filling }: { filling: Filling }): VNode => <ActForm filling={filling} act="end_clarification" kind="second" />;

/** Sent to the person: the tint of an answer; a note has the tint of paper for colleagues. */
export const InterimForm = ({ filling }: { filling: Filling }): VNode => {
  const { asked: { lang }, view } = filling;
  return (
    <ActForm filling={filling} act="answer_interim" papers>
      <p class="note">{say(lang, deskWords.interimHint)} {say(lang, deskWords.writeIn, { lang: uiLangName(view.whole.appeal.lang) })}</p>
      <TextArea {...fieldOf(filling, 'answer_interim', 'text')} label={say(lang, deskWords.interim)} rows={5} />
    </ActForm>
  );
};

export const NoteForm = ({ filling }: { filling: Filling }): VNode => (
  <ActForm filling={filling} act="note" papers kind="second">
    <p class="note warn">{say(filling.asked.lang, deskWords.noteHint)}</p>
    <FormKey filling={filling} act="note" />
    <TextArea {...fieldOf(filling, 'note', 'text')} label={say(filling.asked.lang, deskWords.note)} rows={4} />
  </ActForm>
);

export const AddForm = ({ filling }: { filling: Filling }): VNode => (
  <ActForm filling={filling} act="add" papers>
    <TextArea {...fieldOf(filling, 'add', 'text')} label={say(filling.asked.lang, deskWords.addText)} hint={say(filling.asked.lang, deskWords.addHint)} rows={4} />
  </ActForm>
);
