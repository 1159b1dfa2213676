import type { VNode } from 'preact';
import { longDay } from '../../../../kernel/show.ts';
import { say } from '../../../../kernel/words.ts';
import { Radios, Select, TextArea, TextField } from '../../../../ui/fields.tsx';
import { nameOf, openTopics } from '../../../units/contract.ts';
import { deskWords } from '../../words/desk.ts';
import { commonWords } from '../../words/labels.ts';
import { redactionWords } from '../../words/redaction.ts';
import { kindChoices } from './fields.ts';
import { ActForm, fieldOf, Hidden, matterHref, type Filling } from './form.tsx';

export const ExtendForm = ({ filling }: { filling: Filling }): VNode => {
  const { asked: { lang }, view: { limits } } = filling;
  return (
    <ActForm filling={filling} act="request_extension">
      <TextField {...fieldOf(filling, 'request_extension', 'toOn')} type="date" label={say(lang, deskWords.toOn)} hint={limits.extension === null ? undefined : say(lang, deskWords.extendUntil, { day: longDay(lang, limits.extension) })} short />
      <TextArea {...fieldOf(filling, 'request_extension', 'reason')} label={say(lang, deskWords.reason)} hint={say(lang, deskWords.extendTold)} rows={4} />
    </ActForm>
  );
};

export const DecideForm = ({ filling }: { filling: Filling }): VNode => {
  const { asked: { lang }, view: { whole: { extension }, personName } } = filling;
  return (
    <ActForm filling={filling} act="decide_extension">
      {extension && <p class="note">{say(lang, deskWords.extendAsked, { by: extension.askedBy === null ? '' : personName(extension.askedBy), day: longDay(lang, extension.toOn), reason: extension.reason })}</p>}
      <Hidden name="decide_extension.extensionId" value={extension?.id ?? ''} />
      <Radios {...fieldOf(filling, 'decide_extension', 'granted')} label={say(lang, deskWords.decision)} choices={[{ value: 'yes', text: say(lang, deskWords.granted) }, { value: 'no', text: say(lang, deskWords.notGranted) }]} />
      <TextArea {...fieldOf(filling, 'decide_extension', 'reason')} label={say(lang, deskWords.reasonIfNo)} rows={3} />
    </ActForm>
  );
};

export const JoinForm = ({ filling }: { filling: Filling }): VNode => {
  const { lang } = filling.asked;
  return (
    <ActForm filling={filling} act="join">
      <TextField {...fieldOf(filling, 'join', 'mainNumber')} label={say(lang, deskWords.mainNumber)} max={30} short />
      <Radios {...fieldOf(filling, 'join', 'as')} label={say(lang, deskWords.joinAs)} choices={[{ value: 'repeat', text: say(lang, deskWords.joinRepeat) }, { value: 'common', text: say(lang, deskWords.joinCommon) }]} />
    </ActForm>
  );
};

export const DetachForm = ({ filling }: { filling: Filling }): VNode => (
  <ActForm filling={filling} act="detach"><TextArea {...fieldOf(filling, 'detach', 'reason')} label={say(filling.asked.lang, deskWords.reason)} rows={3} /></ActForm>
);

export const SplitForm = ({ filling }: { filling: Filling }): VNode => {
  const { asked: { lang }, view: { whole, topics } } = filling;
  return (
    <ActForm filling={filling} act="split">
      <TextArea {...fieldOf(filling, 'split', 'text')} label={say(lang, deskWords.splitText)} hint={say(lang, deskWords.splitHint)} rows={5} />
      <Select {...fieldOf(filling, 'split', 'topicCode')} label={say(lang, commonWords.topic)} empty={say(lang, deskWords.sortTopicNone)} choices={openTopics(topics).map((topic) => ({ value: topic.code, text: nameOf(topic, lang) }))} />
      <Select {...fieldOf(filling, 'split', 'kind', whole.appeal.kind)} label={say(lang, commonWords.kind)} choices={kindChoices(lang)} />
    </ActForm>
  );
};

/** The text is prepared on a page of its own, beside the original. */
export const RedactLink = ({ filling: { asked: { lang }, view } }: { filling: Filling }): VNode => (
  <p><a href={`${matterHref(lang, view.whole.appeal.number)}/redaction`}>{say(lang, deskWords.toRedaction)}</a></p>
);

export const PublishForm = ({ filling }: { filling: Filling }): VNode => (
  <ActForm filling={filling} act="publish">
    <div class="words">{filling.view.whole.publicText}</div>
    {filling.view.whole.final?.publicText && <><p>{say(filling.asked.lang, redactionWords.publicAnswer)}</p><div class="words">{filling.view.whole.final.publicText}</div></>}
  </ActForm>
);

export const UnpublishForm = ({ filling }: { filling: Filling }): VNode => (
  <ActForm filling={filling} act="unpublish" kind="grave"><TextArea {...fieldOf(filling, 'unpublish', 'reason')} label={say(filling.asked.lang, deskWords.unpublishReason)} rows={2} /></ActForm>
);
