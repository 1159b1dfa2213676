import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { untilDay } from '../../../../kernel/show.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { answerDay } from '../calendar.ts';
import { visitWords as w } from '../words.ts';
import { kinds, outcomes, type Topic } from '../wire.ts';
import type { MatterProps } from './given.ts';
import { Papers } from './papers.tsx';
import { PromiseForm } from './promise.tsx';

export const MatterForm = (props: MatterProps & { readonly place: number; readonly count: number }): VNode => {
  const { lang, kit, matter, wrong, change, place, count } = props;
  const text = useRef<HTMLTextAreaElement>(null);
  useEffect(() => text.current?.focus(), []);
  return (
    <>
      <h1>{count > 1 ? say(lang, w.matterNth, { n: place + 1 }) : say(lang, w.matterTitle)}</h1>
      <div class={wrong.includes('text') ? 'field wrong' : 'field'}>
        <label for="text">{say(lang, w.text)}</label>
        <textarea id="text" ref={text} rows={4} maxLength={20_000} aria-invalid={wrong.includes('text')} value={matter.text} onInput={(event) => change({ text: event.currentTarget.value })} />
      </div>
      <Papers {...props} />
      <Topics lang={lang} topics={kit.topics} chosen={matter.topicCode} wrong={wrong.includes('topic')} choose={(topicCode) => change({ topicCode })} />
      <fieldset class={wrong.includes('outcome') ? 'wrong' : undefined}>
        <legend class="ask">{say(lang, w.outcome)}</legend>
        {outcomes.map((one, at) => (
          <label key={one} class="choice"><input id={at === 0 ? 'outcome' : undefined} type="radio" name="outcome" checked={matter.outcome === one} onChange={() => change({ outcome: one })} /><span>{say(lang, w[one])}</span></label>
        ))}
      </fieldset>
      {matter.outcome === 'advised' && (
        <div class={wrong.includes('advice') ? 'field wrong' : 'field'}>
          <label for="advice">{say(lang, w.advice)}</label>
          <textarea id="advice" rows={3} maxLength={4_000} aria-invalid={wrong.includes('advice')} value={matter.advice} onInput={(event) => change({ advice: event.currentTarget.value })} />
        </div>
      )}
      {matter.outcome === 'promised' && <PromiseForm {...props} />}
      {matter.outcome === 'registered' && <Kind {...props} />}
    </>
  );
};

/** Names to press; once one is chosen the others make room. */
const Topics = ({ lang, topics, chosen, wrong, choose }: { lang: Lang; topics: readonly Topic[]; chosen: string | null; wrong: boolean; choose: (code: string | null) => void }): VNode => {
  const [all, setAll] = useState(chosen === null);
  const shown = all ? topics : topics.filter((one) => one.code === chosen);
  return (
    <fieldset class={wrong ? 'wrong' : undefined}>
      <legend class="ask">{say(lang, w.topic)}</legend>
      <div class="outing-chips">
        {shown.map((one, at) => (
          <button key={one.code} id={at === 0 ? 'topic' : undefined} type="button" aria-pressed={one.code === chosen} onClick={() => { choose(one.code === chosen ? null : one.code); setAll(one.code === chosen); }}>{one.names[lang]}</button>
        ))}
        {!all && <button type="button" class="outing-all" onClick={() => setAll(true)}>{say(lang, w.topicsAll)}</button>}
      </div>
    </fieldset>
  );
};

const Kind = ({ lang, desk, kit, matter, change }: MatterProps): VNode => {
  const due = answerDay(kit, matter.kind, desk.now());
  return (
    <div class="field">
      <label for="kind">{say(lang, w.kind)}</label>
      <select id="kind" value={matter.kind} onChange={(event) => change({ kind: kinds.find((one) => one === event.currentTarget.value) ?? 'application' })}>
        {kinds.map((one) => <option key={one} value={one}>{say(lang, w[one])}</option>)}
      </select>
      {due && <p class="note" role="status">{say(lang, w.answerBy, { day: untilDay(lang, due) })}</p>}
    </div>
  );
};
