import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { shortDay } from '../../../../kernel/show.ts';
import { showPhone } from '../../../../kernel/phone.ts';
import { say } from '../../../../kernel/words.ts';
import { fieldsOf, personIn, type Draft, type PersonFields } from '../draft.ts';
import { findPeople, knownPerson, nameOf } from '../people.ts';
import { visitWords as w } from '../words.ts';
import type { Kit, Known } from '../wire.ts';
import type { Shared } from './given.ts';

const fields = [
  { name: 'surname', autocapitalize: 'words', mode: 'text' }, { name: 'given', autocapitalize: 'words', mode: 'text' }, { name: 'patronymic', autocapitalize: 'words', mode: 'text' },
  { name: 'phone', autocapitalize: 'none', mode: 'tel' }, { name: 'iin', autocapitalize: 'none', mode: 'numeric' }, { name: 'address', autocapitalize: 'sentences', mode: 'text' },
] as const;

type Props = Shared & { readonly kit: Kit; readonly draft: Draft; readonly wrong: readonly string[]; readonly change: (next: Partial<Draft>) => void; readonly chosen: () => void };

/** One line finds a known person or makes a new one: surname, name and phone as they are said. The fields are there for whoever needs them. */
export const Who = ({ lang, kit, draft, wrong, change, chosen }: Props): VNode => {
  const line = useRef<HTMLInputElement>(null);
  useEffect(() => line.current?.focus(), []);
  const person = personIn(draft);
  const found = draft.person ? [] : findPeople(kit.people, draft.typed);
  const take = (one: Known): void => {
    const known = fieldsOf(knownPerson(one));
    change({ person: known, typed: nameOf(one) });
    chosen();
  };
  const fill = (name: keyof PersonFields, value: string): void => change({ person: { ...person, [name]: value } });
  return (
    <>
      <h1>{say(lang, w.whoTitle)}</h1>
      <div class="field">
        <label for="who">{say(lang, w.whoAsk)}</label>
        <p class="hint" id="who-hint">{say(lang, w.whoHint)}</p>
        <input id="who" ref={line} autocomplete="off" autocapitalize="words" enterkeyhint="next" maxLength={250} aria-describedby="who-hint" value={draft.typed} onInput={(event) => change({ typed: event.currentTarget.value, person: null })} />
      </div>
      {found.length > 0 && (
        <ul class="outing-found">
          {found.map((one, at) => (
            <li key={at}><button type="button" onClick={() => take(one)}><b>{nameOf(one)}</b> <span class="small">{[one.phone && showPhone(one.phone), one.address, say(lang, w.lastTime, { day: shortDay(one.lastOn) })].filter(Boolean).join(' · ')}</span></button></li>
          ))}
        </ul>
      )}
      <details class="outing-more" open={wrong.length > 0 || undefined}>
        <summary>{say(lang, w.mend)}</summary>
        {fields.map(({ name, autocapitalize, mode }) => (
          <div key={name} class={wrong.includes(name) ? 'field wrong' : 'field'}>
            <label for={name}>{say(lang, w[name])}</label>
            <input id={name} autocomplete="off" autocapitalize={autocapitalize} inputMode={mode} maxLength={name === 'address' ? 300 : 100} aria-invalid={wrong.includes(name)} value={person[name]} onInput={(event) => fill(name, event.currentTarget.value)} />
          </div>
        ))}
      </details>
    </>
  );
};
