import type { VNode } from 'preact';
import { longDay, shortDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { fieldId, Select, TextArea, TextField } from '../../../../ui/fields.tsx';
import { Tag, type Tone } from '../../../../ui/parts.tsx';
import { stageWords, type Assignment } from '../../../assignments/contract.ts';
import { deskWords } from '../../words/desk.ts';
import { AwayTag } from '../tags.tsx';
import { ActForm, fieldOf, FormKey, ShowMore, type Filling } from './form.tsx';
import { EvenAway, personChoice, unitGroups, unitNamed } from './forms-work.tsx';
import type { View } from './view.ts';

const tones: Readonly<Record<Assignment['stage'], Tone>> = { given: 'new', accepted: 'work', reported: 'soon', returned: 'late', settled: 'done', withdrawn: 'plain' };

/** What others owe for this matter, beside its holder: who, by which day, where it stands. */
export const Tasks = ({ lang, view }: { lang: Lang; view: View }): VNode | null => view.tasks.length === 0 ? null : (
  <section aria-labelledby="tasks">
    <h2 id="tasks">{say(lang, deskWords.tasks)}</h2>
      {view.tasks.map((one) => (
        <div key={one.id} class="box">
          <div><a href={`/${lang}/desk/control/assignments/${one.id}`}>{one.task}</a></div>
          <div class="row">
            <Tag tone={tones[one.stage]}>{say(lang, stageWords[one.stage])}</Tag>
            <span class={one.endedAt === null && one.dueOn < view.limits.today ? 'number late' : 'number'}>{shortDay(one.dueOn)}</span>
            <span class="quiet small">{[view.unitName(one.executor.unitId), one.executor.accountId === null ? '' : view.personName(one.executor.accountId)].filter(Boolean).join(', ')}</span>
            <AwayTag text={view.away(one.executor.accountId)} />
          </div>
        </div>
      ))}
  </section>
);

/** How long whoever has it may still pass it on by competence; nothing where they may not at all. Plain words, which wrap on a telephone. */
export const ForwardTimer = ({ lang, view: { against, limits } }: { lang: Lang; view: View }): VNode | null => {
  if (against.forward !== null || limits.today > limits.forwardBy) return null;
  const text = limits.today === limits.forwardBy ? say(lang, deskWords.forwardToday) : say(lang, deskWords.forwardLeft, { count: limits.forwardLeft });
  return <span class="small" title={longDay(lang, limits.forwardBy)}>{limits.forwardLeft <= 1 ? <strong>{text}</strong> : text}</span>;
};

/** A task beside the holder's own promise, with its own executor, day and controller. */
export const TaskForm = ({ filling }: { filling: Filling }): VNode => {
  const { asked: { lang, ctx }, view } = filling;
  const me = ctx.actor.kind === 'staff' ? ctx.actor.accountId : 0;
  return (
    <ActForm filling={filling} act="give_task">
      <p class="hint">{say(lang, deskWords.taskHint)}</p>
      <FormKey filling={filling} act="give_task" />
      <TextArea {...fieldOf(filling, 'give_task', 'task')} label={say(lang, deskWords.taskText)} rows={3} />
      <Select {...fieldOf(filling, 'give_task', 'unitId')} label={say(lang, deskWords.unit)} empty={say(lang, deskWords.unitNone)} groups={unitGroups(filling, () => true)} />
      <ShowMore filling={filling} act="give_task" show="people" at={fieldId('give_task.accountId')} text={say(lang, deskWords.peopleShow)} />
      {view.taskUnit !== null && view.taskPeople.length === 0 && <p class="hint" id={fieldId('give_task.accountId')} tabIndex={-1}>{say(lang, deskWords.personNobody)}</p>}
      {view.taskPeople.length > 0 && (
        <Select {...fieldOf(filling, 'give_task', 'accountId')} label={say(lang, deskWords.person, { unit: unitNamed(filling, view.taskUnit) })} empty={say(lang, deskWords.personNone)} choices={view.taskPeople.map(personChoice(view))} />
      )}
      <EvenAway filling={filling} act="give_task" />
      <TextField {...fieldOf(filling, 'give_task', 'dueOn')} type="date" label={say(lang, deskWords.taskDay)} hint={say(lang, deskWords.taskUntil, { day: longDay(lang, view.whole.appeal.dueOn) })} short />
      <Select {...fieldOf(filling, 'give_task', 'controllerAccountId')} label={say(lang, deskWords.controller)} empty={say(lang, deskWords.controllerNone)} choices={view.controllers.filter((one) => one.accountId !== me).map(personChoice(view))} />
    </ActForm>
  );
};
