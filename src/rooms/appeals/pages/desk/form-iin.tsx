import type { VNode } from 'preact';
import { say, type Lang } from '../../../../kernel/words.ts';
import { TextArea } from '../../../../ui/fields.tsx';
import { actWords, deskWords } from '../../words/desk.ts';
import { ActForm, fieldOf, type Filling } from './form.tsx';

export const IinForm = ({ filling }: { filling: Filling }): VNode => (
  <ActForm filling={filling} act="show_iin" kind="second">
    <TextArea {...fieldOf(filling, 'show_iin', 'reason')} label={say(filling.asked.lang, deskWords.iinReason)} hint={say(filling.asked.lang, deskWords.iinReasonHint)} rows={2} />
  </ActForm>
);

/** Hidden until its own act has shown it; the link opens that act's form. */
export const Iin = ({ lang, iin, may }: { lang: Lang; iin: string | null; may: boolean }): VNode => iin === null
  ? <><span class="quiet">{say(lang, deskWords.iinHidden)}</span>{may && <> <a href="#f-show_iin-reason">{say(lang, actWords.show_iin)}</a></>}</>
  : <><strong class="number">{iin}</strong> <span class="quiet small">{say(lang, deskWords.iinOnce)}</span></>;
