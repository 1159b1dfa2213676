import type { VNode } from 'preact';
import { longDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { Checkbox, fieldId, Radios, Select, TextArea, TextField, type Group } from '../../../../ui/fields.tsx';
import { routeWords, type RouteWarning } from '../../../recognition/contract.ts';
import { nameOf, openTopics, type Unit } from '../../../units/contract.ts';
import { deskWords } from '../../words/desk.ts';
import { commonWords } from '../../words/labels.ts';
import { kindChoices } from './fields.ts';
import { ActForm, fieldOf, Hidden, ShowMore, type Filling } from './form.tsx';
import type { View, Who } from './view.ts';

export const SortForm = ({ filling }: { filling: Filling }): VNode => {
  const { asked: { lang }, view: { whole, topics, placeFound, near, place, branchTerritory } } = filling;
  return (
    <ActForm filling={filling} act="sort">
      <Select {...fieldOf(filling, 'sort', 'topicCode', whole.appeal.topicCode ?? '')} label={say(lang, commonWords.topic)} empty={say(lang, deskWords.sortTopicNone)} choices={openTopics(topics, whole.appeal.topicCode).map((topic) => ({ value: topic.code, text: nameOf(topic, lang) }))} />
      <TextField {...fieldOf(filling, 'sort', 'place')} label={say(lang, deskWords.placeField)} hint={place || undefined} type="search" list="places" max={100} />
      <datalist id="places">{near.map((one) => <option key={one.code} value={nameOf(one, lang)} />)}</datalist>
      {placeFound !== null && placeFound.code === null && placeFound.among.length > 0 && (
        <Radios {...fieldOf(filling, 'sort', 'territoryCode')} label={say(lang, deskWords.placeWhich)} choices={placeFound.among.map((one) => ({ value: one.code, text: nameOf(one, lang) }))} />
      )}
      <TextField {...fieldOf(filling, 'sort', 'address', whole.address ?? '')} label={say(lang, deskWords.address)} max={300} />
      <Hidden name="sort.addressWas" value={whole.address ?? ''} />
      <Hidden name="sort.near" value={branchTerritory} />
      <Select {...fieldOf(filling, 'sort', 'kind', whole.appeal.kind)} label={say(lang, commonWords.kind)} hint={say(lang, deskWords.kindHint)} choices={kindChoices(lang)} />
    </ActForm>
  );
};

const unitChoice = (lang: Lang) => (unit: Unit) => ({ value: String(unit.id), text: nameOf(unit, lang) });

export const unitGroups = ({ asked: { lang }, view }: Filling, keep: (unit: Unit) => boolean): readonly Group[] =>
  [{ label: say(lang, deskWords.bodies), units: view.bodies }, { label: say(lang, deskWords.branches), units: view.branches }]
    .map(({ label, units }) => ({ label, choices: units.filter(keep).map(unitChoice(lang)) })).filter((group) => group.choices.length > 0);

/** A name, and until when they are away. */
export const personChoice = (view: View) => (one: Who) => ({ value: String(one.accountId), text: [one.name, view.away(one.accountId)].filter(Boolean).join(' — ') });

/** Once somebody was chosen who is away: whoever gives it may still mean them. */
export const EvenAway = ({ filling: { asked: { lang }, view, typed }, act }: { filling: Filling; act: 'assign' | 'give_task' }): VNode | null => {
  const chosen = Number(typed[`${act}.accountId`] ?? '');
  return chosen > 0 && view.away(chosen) !== '' ? <Checkbox name={`${act}.evenAway`} text={say(lang, deskWords.evenAway)} checked={typed[`${act}.evenAway`] === 'yes'} hint={view.away(chosen)} /> : null;
};

export const AssignForm = ({ filling }: { filling: Filling }): VNode => {
  const { asked: { lang, ctx }, view } = filling;
  const { appeal } = view.whole;
  const me = ctx.actor.kind === 'staff' ? ctx.actor.accountId : 0;
  return (
    <ActForm filling={filling} act="assign">
      <Select {...fieldOf(filling, 'assign', 'unitId', String(view.unitChosen ?? ''))} label={say(lang, deskWords.unit)} empty={say(lang, deskWords.unitNone)} groups={unitGroups(filling, (unit) => !view.onlyHere || unit.id === appeal.holderUnit)} />
      {!view.onlyHere && <ShowMore filling={filling} act="assign" show="people" at={fieldId('assign.accountId')} text={say(lang, deskWords.peopleShow)} />}
      {view.people.length === 0
        ? <p class="hint" id={fieldId('assign.accountId')} tabIndex={-1}>{say(lang, deskWords.personNobody)}</p>
        : <Select {...fieldOf(filling, 'assign', 'accountId')} label={say(lang, deskWords.person, { unit: unitNamed(filling, view.unitChosen) })} empty={say(lang, deskWords.personNone)} choices={view.people.map(personChoice(view))} />}
      <EvenAway filling={filling} act="assign" />
      <Select {...fieldOf(filling, 'assign', 'controllerAccountId')} label={say(lang, deskWords.controller)} empty={say(lang, deskWords.controllerNone)} choices={view.controllers.filter((one) => one.accountId !== me).map(personChoice(view))} />
      <TextArea {...fieldOf(filling, 'assign', 'instruction')} label={say(lang, deskWords.instruction)} rows={3} />
      {view.suggestion && <Hidden name="assign.suggestedUnit" value={view.suggestion.unit.id} />}
    </ActForm>
  );
};

export const unitNamed = ({ asked: { lang }, view }: Filling, id: number | null): string => {
  const unit = [...view.bodies, ...view.branches].find((one) => one.id === id);
  return unit ? nameOf(unit, lang) : '';
};

/** What is known of the body: it stays the competent one. */
const warningText = (lang: Lang, one: RouteWarning): string => {
  if (one.warning === 'hands_on') return say(lang, routeWords.handsOn, { percent: one.percent, had: one.had });
  const counted = (count: number, more: boolean) => (more ? say(lang, routeWords.orMore, { count }) : String(count));
  const open = counted(one.open, one.openMore);
  return one.late === 0 ? say(lang, routeWords.backlogOnly, { open }) : say(lang, routeWords.backlog, { open, late: counted(one.late, one.lateMore) });
};

/** The reason stands beside the suggestion; one key accepts it. */
export const SuggestionBox = ({ filling }: { filling: Filling }): VNode | null => {
  const { asked: { lang, csrf }, view: { suggestion, whole, onlyHere } } = filling;
  if (suggestion === null || onlyHere) return null;
  const slots = { topic: nameOf(suggestion.topic, lang), unit: nameOf(suggestion.unit, lang), place: nameOf(suggestion.setFor, lang) };
  return (
    <form method="post" action={`/${lang}/desk/appeals/${whole.appeal.number}/assignments`} class="note">
      <input type="hidden" name="csrf" value={csrf} />
      <p><strong>{say(lang, deskWords.suggested)}.</strong> {suggestion.exact || nameOf(suggestion.here, lang) === slots.place ? say(lang, deskWords.suggestExact, slots) : say(lang, deskWords.suggestAbove, { ...slots, here: nameOf(suggestion.here, lang) })}</p>
      {suggestion.warnings.map((one) => <p key={one.warning}>{warningText(lang, one)}</p>)}
      <Hidden name="assign.unitId" value={suggestion.unit.id} />
      <Hidden name="assign.suggestedUnit" value={suggestion.unit.id} />
      <div class="row"><button class="button" data-press="y">{say(lang, deskWords.suggestAccept)}</button><kbd aria-hidden="true">y</kbd></div>
    </form>
  );
};

export const TakeForm = ({ filling }: { filling: Filling }): VNode => <ActForm filling={filling} act="take" />;

export const ForwardForm = ({ filling }: { filling: Filling }): VNode => {
  const { asked: { lang }, view } = filling;
  const { today, forwardBy } = view.limits;
  return (
    <ActForm filling={filling} act="forward">
      <p class="hint">{say(lang, today > forwardBy ? deskWords.forwardLate : deskWords.forwardUntil, { day: longDay(lang, forwardBy) })} {say(lang, deskWords.forwardTold)}</p>
      <Select {...fieldOf(filling, 'forward', 'unitId')} label={say(lang, deskWords.unit)} empty={say(lang, deskWords.unitNone)} groups={unitGroups(filling, (unit) => unit.id !== view.whole.appeal.holderUnit)} />
      <TextArea {...fieldOf(filling, 'forward', 'reason')} label={say(lang, deskWords.reason)} rows={4} />
    </ActForm>
  );
};
