import type { ComponentChildren, VNode } from 'preact';
import { longDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import type { Asked } from '../../../../platform/web.ts';
import { Button, Checkbox, fieldId, FileField, Form, Radios, Select, TextArea, TextField, type Errors, type Group } from '../../../../ui/fields.tsx';
import { Fold } from '../../../../ui/parts.tsx';
import { nameOf } from '../../../units/contract.ts';
import { formWords as w, taskButtonWords } from '../../words/task.ts';
import type { Typed } from './fields.ts';
import { keptIn, paperTypes } from './papers.tsx';
import { taskPaths, type TaskAct } from './possible.ts';
import type { View, Who } from './view.ts';

/** What every form of an act is given. */
export type Filling = { readonly asked: Asked; readonly view: View; readonly typed: Typed; readonly errors: Errors };

export const taskHref = (lang: string, id: number): string => `/${lang}/desk/control/assignments/${id}`;

const fieldOf = ({ asked, typed, errors }: Filling, act: TaskAct, name: string, standing = '') => {
  const full = `${act}.${name}`;
  return { lang: asked.lang, name: full, value: typed[full] ?? standing, errors };
};
const Hidden = ({ name, value }: { name: string; value: string | number }): VNode => <input type="hidden" name={name} value={value} />;

const ActForm = ({ filling, act, children, papers = false, kind }: { filling: Filling; act: TaskAct; children?: ComponentChildren; papers?: boolean; kind?: 'grave' }): VNode => {
  const { asked, view } = filling;
  return (
    <Form csrf={asked.csrf} action={`${taskHref(asked.lang, view.a.id)}/${taskPaths[act]}`} files={papers}>
      {children}
      <Button {...(kind ? { kind } : {})}>{say(asked.lang, taskButtonWords[act])}</Button>
    </Form>
  );
};

type Props = { filling: Filling };
const Reason = ({ filling, act }: Props & { act: TaskAct }): VNode => <TextArea {...fieldOf(filling, act, 'reason')} label={say(filling.asked.lang, w.reason)} rows={3} />;

/** Words, papers, and where and when it was shown: the proofs of a report and of a helper's part. */
const Proofs = ({ filling, act }: Props & { act: 'report' | 'contribute' }): VNode => {
  const { asked: { lang }, view, typed, errors } = filling;
  const kept = keptIn(typed, act);
  const place = ['lat', 'lon', 'metres', 'takenDay', 'takenTime'].map((name) => `${act}.${name}`);
  return (
    <ActForm filling={filling} act={act} papers>
      {act === 'report' && view.waiting && <p class="note">{say(lang, w.reportEndsTime)}</p>}
      <TextArea {...fieldOf(filling, act, 'text')} label={say(lang, w.text)} hint={say(lang, w.textHint)} rows={5} />
      {kept.length > 0 && <ul>{kept.map((one) => <li key={one.id}>{one.name}</li>)}<Hidden name={`${act}.kept`} value={JSON.stringify(kept)} /></ul>}
      <FileField {...fieldOf(filling, act, 'papers')} label={say(lang, w.papers)} accept={paperTypes} />
      <Fold title={say(lang, w.place)} open={place.some((name) => (typed[name] ?? '') !== '' || errors[name] !== undefined)}>
        <div data-proof data-looking={say(lang, w.hereLooking)} data-found={say(lang, w.hereFound)} data-unknown={say(lang, w.hereUnknown)}>
        <p><button type="button" class="button second" data-here hidden>{say(lang, w.here)}</button> <span role="status" class="quiet small" /></p>
        <div class="pair">
          <TextField {...fieldOf(filling, act, 'lat')} label={say(lang, w.lat)} max={12} short />
          <TextField {...fieldOf(filling, act, 'lon')} label={say(lang, w.lon)} max={12} short />
        </div>
        <TextField {...fieldOf(filling, act, 'metres')} label={say(lang, w.metres)} inputmode="numeric" max={7} short />
        <div class="pair">
          <TextField {...fieldOf(filling, act, 'takenDay')} type="date" label={say(lang, w.takenDay)} short />
          <TextField {...fieldOf(filling, act, 'takenTime')} label={say(lang, w.takenTime)} inputmode="numeric" max={5} short />
        </div>
        </div>
      </Fold>
    </ActForm>
  );
};

const unitGroups = (lang: Lang, view: View): readonly Group[] =>
  [{ label: say(lang, w.bodies), units: view.bodies }, { label: say(lang, w.branches), units: view.branches }]
    .map(({ label, units }) => ({ label, choices: units.map((unit) => ({ value: String(unit.id), text: nameOf(unit, lang) })) })).filter((group) => group.choices.length > 0);

/** A name, and until when they are away. */
const personChoice = (view: View) => (one: Who) => ({ value: String(one.accountId), text: [one.name, view.away(one.accountId)].filter(Boolean).join(' — ') });

/** Once somebody was chosen who is away: whoever gives it may still mean them. */
const EvenAway = ({ filling: { asked: { lang }, view, typed }, act }: Props & { act: 'hand_over' | 'add_co_executor' }): VNode | null => {
  const chosen = Number(typed[`${act}.accountId`] ?? '');
  return chosen > 0 && view.away(chosen) !== '' ? <Checkbox name={`${act}.evenAway`} text={say(lang, w.evenAway)} checked={typed[`${act}.evenAway`] === 'yes'} hint={view.away(chosen)} /> : null;
};

/** A body, and a person of it once the reader asked who sits there. */
const Receiver = ({ filling, act, standing = '' }: Props & { act: 'hand_over' | 'add_co_executor'; standing?: string }): VNode => {
  const { asked: { lang }, view } = filling;
  const people = (view.people[act] ?? []).filter((one) => one.accountId !== view.a.executor.accountId);
  return (
    <>
      <Select {...fieldOf(filling, act, 'unitId', standing)} label={say(lang, w.unit)} empty={say(lang, w.unitNone)} groups={unitGroups(lang, view)} />
      <div class="row"><Button kind="link" name="show" value="people" to={`${taskHref(lang, view.a.id)}/${taskPaths[act]}#${fieldId(`${act}.accountId`)}`}>{say(lang, w.peopleShow)}</Button></div>
      {people.length > 0 && <Select {...fieldOf(filling, act, 'accountId')} label={say(lang, w.person)} empty={say(lang, w.personNone)} choices={people.map(personChoice(view))} />}
      <EvenAway filling={filling} act={act} />
    </>
  );
};

const AcceptForm = ({ filling }: Props): VNode => <ActForm filling={filling} act="accept" />;
const ReportForm = ({ filling }: Props): VNode => <Proofs filling={filling} act="report" />;
const ContributeForm = ({ filling }: Props): VNode => <Proofs filling={filling} act="contribute" />;

const AskTimeForm = ({ filling }: Props): VNode => (
  <ActForm filling={filling} act="ask_time">
    <TextField {...fieldOf(filling, 'ask_time', 'toOn')} type="date" label={say(filling.asked.lang, w.toOn)} short />
    <Reason filling={filling} act="ask_time" />
  </ActForm>
);

const DecideForm = ({ filling }: Props): VNode => {
  const { asked: { lang }, view: { waiting, personName } } = filling;
  return (
    <ActForm filling={filling} act="decide_time">
      {waiting && <p class="note">{say(lang, w.asked, { by: waiting.askedBy === null ? '' : personName(waiting.askedBy), day: longDay(lang, waiting.toOn), reason: waiting.reason })}</p>}
      <Hidden name="decide_time.extensionId" value={waiting?.id ?? ''} />
      <Radios {...fieldOf(filling, 'decide_time', 'granted')} label={say(lang, w.decision)} choices={[{ value: 'yes', text: say(lang, w.granted) }, { value: 'no', text: say(lang, w.denied) }]} />
      <TextArea {...fieldOf(filling, 'decide_time', 'reason')} label={say(lang, w.reasonIfNo)} rows={3} />
    </ActForm>
  );
};

const SettleForm = ({ filling }: Props): VNode => <ActForm filling={filling} act="settle"><p class="hint">{say(filling.asked.lang, w.settleHint)}</p></ActForm>;
const ReturnForm = ({ filling }: Props): VNode => <ActForm filling={filling} act="return"><Reason filling={filling} act="return" /></ActForm>;
const WithdrawForm = ({ filling }: Props): VNode => <ActForm filling={filling} act="withdraw" kind="grave"><Reason filling={filling} act="withdraw" /></ActForm>;
const RemindForm = ({ filling }: Props): VNode => <ActForm filling={filling} act="remind"><TextArea {...fieldOf(filling, 'remind', 'reason')} label={say(filling.asked.lang, w.remindText)} rows={2} /></ActForm>;

const HandOverForm = ({ filling }: Props): VNode => (
  <ActForm filling={filling} act="hand_over">
    <Receiver filling={filling} act="hand_over" standing={String(filling.view.a.executor.unitId)} />
    <Reason filling={filling} act="hand_over" />
  </ActForm>
);
const HelpForm = ({ filling }: Props): VNode => (
  <ActForm filling={filling} act="add_co_executor">
    <Receiver filling={filling} act="add_co_executor" />
    <TextArea {...fieldOf(filling, 'add_co_executor', 'reason')} label={say(filling.asked.lang, w.wish)} rows={3} />
  </ActForm>
);
/** Helpers are chosen as `unit` or `unit.person`: one field, so that one of a body can go and the body stay. */
const EndHelpForm = ({ filling }: Props): VNode => {
  const { asked: { lang }, view } = filling;
  return (
    <ActForm filling={filling} act="end_co_executor">
      <Select {...fieldOf(filling, 'end_co_executor', 'who')} label={say(lang, w.helper)} empty={say(lang, w.choose)} choices={view.standing.helps.map((one) => ({ value: one.accountId === null ? String(one.unitId) : `${one.unitId}.${one.accountId}`, text: placeName(view, one) }))} />
    </ActForm>
  );
};
const ControllerForm = ({ filling }: Props): VNode => {
  const { asked: { lang }, view } = filling;
  return (
    <ActForm filling={filling} act="set_controller">
      <Select {...fieldOf(filling, 'set_controller', 'accountId')} label={say(lang, w.controller)} empty={say(lang, w.choose)} choices={view.controllers.map(personChoice(view))} />
    </ActForm>
  );
};

/** «Body, person». */
export const placeName = (view: Pick<View, 'unitName' | 'personName'>, at: { readonly unitId: number; readonly accountId: number | null }): string =>
  [view.unitName(at.unitId), at.accountId === null ? '' : view.personName(at.accountId)].filter(Boolean).join(', ');

export const taskForms: Readonly<Record<TaskAct, (p: Props) => VNode>> = {
  accept: AcceptForm, report: ReportForm, ask_time: AskTimeForm, contribute: ContributeForm, settle: SettleForm, return: ReturnForm, decide_time: DecideForm, remind: RemindForm,
  hand_over: HandOverForm, add_co_executor: HelpForm, end_co_executor: EndHelpForm, set_controller: ControllerForm, withdraw: WithdrawForm,
};
