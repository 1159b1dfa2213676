import type { VNode } from 'preact';
import { say, type Lang } from '../../../../kernel/words.ts';
import { Button, Checkbox, Form, Radios } from '../../../../ui/fields.tsx';
import { nameOf, type Territory, type Topic } from '../../../units/contract.ts';
import type { Guessed } from '../../acts/suggest.ts';
import { spoken } from '../intake/place.ts';
import { suggestionWords as w } from '../../words/suggestions.ts';
import { actPaths, Hidden, matterHref, type Filling } from './form.tsx';
import type { Sorting } from './view.ts';

const mostWords = 4;
const quoted = (guess: Guessed['topics'][number]): string => [...new Set(guess.because.map((one) => `«${one.text}»`))].slice(0, mostWords).join(', ');

const Topics = ({ lang, sorting, topics }: { lang: Lang; sorting: Sorting; topics: readonly Topic[] }): VNode => (
  <ol class="guesses">
    {sorting.topics.map((guess, at) => {
      const topic = topics.find((one) => one.code === guess.code);
      return topic === undefined ? null : (
        <li key={guess.code}>
          <button class={at === 0 ? 'button' : 'button second'} name="sort.topicCode" value={guess.code} data-press={String(at + 1)}>{nameOf(topic, lang)}</button><kbd aria-hidden="true">{at + 1}</kbd>
          <span class="quiet small">{say(lang, w.sure, { percent: Math.round(guess.confidence * 100) })}, {guess.because.length === 0 ? say(lang, w.learned) : say(lang, w.because, { words: quoted(guess) })}</span>
        </li>
      );
    })}
  </ol>
);

/** Topic by one key, and with it the place where the text names one. What a person has set already is not suggested again. */
export const SortingBox = ({ filling }: { filling: Filling }): VNode | null => {
  const { asked: { lang, csrf }, view: { sorting, topics, whole } } = filling;
  if (sorting === null) return null;
  const { place } = sorting;
  const said = (one: Territory) => spoken(sorting.full.get(one.code) ?? [one], lang);
  return (
    <Form csrf={csrf} action={`${matterHref(lang, whole.appeal.number)}/${actPaths.sort}`} class="note">
      <p><strong>{say(lang, w.title)}.</strong> {say(lang, w.lead)}</p>
      <Hidden name="sort.suggestedTopics" value={sorting.topics.map((one) => one.code).join(' ')} />
      {place !== null && place.meant !== null && (
        <><Hidden name="sort.suggestedTerritory" value={place.meant.code} /><Checkbox name="sort.takePlace" text={say(lang, w.withPlace, { place: said(place.meant) })} checked /></>
      )}
      {place !== null && place.among.length > 0 && (
        <>
          <Hidden name="sort.takePlace" value="yes" />
          <Radios lang={lang} name="sort.suggestedTerritory" label={say(lang, w.which)} value="" errors={{}}
            choices={[...place.among.map((one) => ({ value: one.code, text: said(one) })), { value: '', text: say(lang, w.notPlace) }]} />
        </>
      )}
      {place !== null && place.address !== null && whole.address === null && (
        <><Hidden name="sort.suggestedAddress" value={place.address} /><Checkbox name="sort.takeAddress" text={say(lang, w.withAddress, { address: place.address })} checked /></>
      )}
      {sorting.topics.length > 0 ? <Topics lang={lang} sorting={sorting} topics={topics} /> : <Button>{say(lang, w.takePlace)}</Button>}
    </Form>
  );
};
