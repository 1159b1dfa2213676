import type { VNode } from 'preact';
import { longDay } from '../../../../kernel/show.ts';
import { say } from '../../../../kernel/words.ts';
import type { Asked } from '../../../../platform/web.ts';
import { Note, Summary } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import type { Registered as Done } from '../../contract/register.ts';
import { registerWords } from '../../words/desk.ts';
import { commonWords } from '../../words/labels.ts';
import { matterHref } from './form.tsx';

/** Shown only after the commit: what is said to the person and given on paper. */
export const Registered = ({ asked, done }: { asked: Asked; done: Done }): VNode => {
  const { lang } = asked;
  return (
    <Desk asked={asked} title={say(lang, registerWords.doneTitle)}>
      <div class="stack" data-keeps-end={`/${lang}/desk/register`}>
        <h1>{say(lang, registerWords.doneTitle)}</h1>
        {done.again && <Note tone="warn">{say(lang, registerWords.doneAgain)}</Note>}
        <p>{say(lang, registerWords.doneSay)}</p>
        <div class="cards">
          {done.matters.map((one) => (
            <section key={one.number} class="box" aria-labelledby={one.number}>
              <h2 id={one.number} class="number">{one.number}</h2>
              <Summary rows={[
                { label: say(lang, registerWords.code), value: <strong class="number">{one.followCode}</strong> },
                { label: say(lang, commonWords.dueOn), value: longDay(lang, one.dueOn) },
              ]} />
              {/* beside this page: going back to the answer of a form asks to send it again */}
              <p><a href={`${matterHref(lang, one.number)}/talon`} target="_blank">{say(lang, registerWords.talon)}</a></p>
              <p><a href={matterHref(lang, one.number)}>{say(lang, registerWords.openMatter)}</a></p>
            </section>
          ))}
        </div>
        <p><a class="button" href={`/${lang}/desk/register`} autofocus>{say(lang, registerWords.next)}</a></p>
      </div>
    </Desk>
  );
};
