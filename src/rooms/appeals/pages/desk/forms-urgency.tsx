import type { VNode } from 'preact';
import { say } from '../../../../kernel/words.ts';
import { urgencySigns } from '../../../../kernel/urgency.ts';
import { Radios } from '../../../../ui/fields.tsx';
import { signWords, urgencyWords } from '../../words/urgency.ts';
import { ActForm, fieldOf, type Filling } from './form.tsx';

/** The mark as a person sees it: one sign, or none. What stands now cannot be chosen again. */
export const UrgencyForm = ({ filling }: { filling: Filling }): VNode => {
  const { asked: { lang }, view: { whole: { appeal } } } = filling;
  const signs = urgencySigns.filter((sign) => sign !== appeal.urgency).map((sign) => ({ value: sign, text: say(lang, signWords[sign]) }));
  return (
    <ActForm filling={filling} act="set_urgency">
      <Radios {...fieldOf(filling, 'set_urgency', 'urgency')} label={say(lang, urgencyWords.sign)}
        choices={appeal.urgency === null ? signs : [{ value: 'none', text: say(lang, urgencyWords.none) }, ...signs]} />
    </ActForm>
  );
};
