import type { ComponentChildren, VNode } from 'preact';
import { say } from '../../../../kernel/words.ts';
import type { Asked } from '../../../../platform/web.ts';
import { Button, FileField, Form, type Errors } from '../../../../ui/fields.tsx';
import { buttonWords, deskWords } from '../../words/desk.ts';
import type { Typed } from './fields.ts';
import { keptIn, paperTypes } from './papers.tsx';
import type { DeskAct } from './possible.ts';
import type { View } from './view.ts';

/** What every form of an act is given. */
export type Filling = { readonly asked: Asked; readonly view: View; readonly typed: Typed; readonly errors: Errors };

/** The noun of each act's address (style.md, 2). */
export const actPaths = {
  sort: 'sortings', assign: 'assignments', give_task: 'tasks', take: 'takings', forward: 'forwardings', ask_clarification: 'clarifications', answer_clarification: 'clarification-answers',
  end_clarification: 'clarification-ends', request_extension: 'extensions', decide_extension: 'decisions', set_urgency: 'urgencies', note: 'notes', answer_interim: 'interim-answers',
  draft_answer: 'drafts', return_draft: 'returns', approve: 'approvals', join: 'joinings', detach: 'detachings', split: 'parts', redact: 'redactions',
  publish: 'publications', unpublish: 'unpublications', add: 'additions', show_iin: 'iin-showings',
} as const satisfies Record<DeskAct, string>;

export const matterHref = (lang: string, number: string): string => `/${lang}/desk/appeals/${number}`;

/** The common part of a field: its full name, what was typed or stands in the matter, what is wrong with it. */
export const fieldOf = ({ asked, typed, errors }: Filling, act: DeskAct, name: string, standing = '') => {
  const full = `${act}.${name}`;
  return { lang: asked.lang, name: full, value: typed[full] ?? standing, errors };
};

export const Hidden = ({ name, value }: { name: string; value: string | number }): VNode => <input type="hidden" name={name} value={value} />;

/** Drawn with the form and kept while it comes back: sent twice, it is done once. */
export const FormKey = ({ filling, act }: { filling: Filling; act: 'give_task' | 'note' }): VNode => <Hidden name={`${act}.key`} value={filling.typed[`${act}.key`] || crypto.randomUUID()} />;

export const ActForm = ({ filling, act, children, papers = false, kind }: { filling: Filling; act: Exclude<DeskAct, 'redact'>; children?: ComponentChildren; papers?: boolean; kind?: 'second' | 'grave' }): VNode => {
  const { asked, view } = filling;
  return (
    <Form csrf={asked.csrf} action={`${matterHref(asked.lang, view.whole.appeal.number)}/${actPaths[act]}`} files={papers}>
      {children}
      {papers && <Papers filling={filling} act={act} />}
      <Button {...(kind ? { kind } : {})}>{say(asked.lang, buttonWords[act])}</Button>
    </Form>
  );
};

/** Draws the page again with more of the form, and comes back to what was asked, not to the page's head: `at` is the id of that. */
export const ShowMore = ({ filling: { asked, view }, act, show, at, text }: { filling: Filling; act: DeskAct; show: string; at: string; text: string }): VNode => (
  <div class="row"><Button kind="link" name="show" value={show} to={`${matterHref(asked.lang, view.whole.appeal.number)}/${actPaths[act]}#${at}`}>{text}</Button></div>
);

/** Files that arrived before a field was found wrong need not be chosen again. */
const Papers = ({ filling, act }: { filling: Filling; act: DeskAct }): VNode => {
  const kept = keptIn(filling.typed, act);
  return (
    <>
      {kept.length > 0 && (
        <ul>{kept.map((one) => <li key={one.id}>{one.name}</li>)}<Hidden name={`${act}.kept`} value={JSON.stringify(kept)} /></ul>
      )}
      <FileField {...fieldOf(filling, act, 'papers')} label={say(filling.asked.lang, deskWords.addPapers)} accept={paperTypes} />
    </>
  );
};
