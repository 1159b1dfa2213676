import type { VNode } from 'preact';
import { say, type Lang } from '../../../../kernel/words.ts';
import type { Asked } from '../../../../platform/web.ts';
import { Button, Checkbox, Form, Select, TextField, type Errors } from '../../../../ui/fields.tsx';
import { nameOf, type Names, type Topic } from '../../../units/contract.ts';
import { weekWords as w } from '../../words/duties-desk.ts';
import { publicWords } from '../../words/duties-public.ts';
import type { Typed } from './around.ts';

export type Receiver = { readonly accountId: number; readonly branchId: number; readonly name: string; readonly unit: { readonly id: number; readonly names: Names } };

/** Hours, places and room: of a new reception, and of one that is changed. */
export const HourFields = ({ lang, typed, errors }: { lang: Lang; typed: Typed; errors: Errors }): VNode => {
  const field = { lang, errors };
  return (
    <>
      <div class="pair">
        <TextField {...field} name="from" label={say(lang, w.from)} value={typed['from'] ?? '10:00'} max={5} short />
        <TextField {...field} name="to" label={say(lang, w.to)} value={typed['to'] ?? '12:00'} max={5} short />
        <TextField {...field} name="breakFrom" label={say(lang, w.breakFrom)} value={typed['breakFrom']} max={5} short />
        <TextField {...field} name="breakTo" label={say(lang, w.breakTo)} value={typed['breakTo']} max={5} short />
      </div>
      <div class="pair">
        <TextField {...field} name="place" label={say(lang, w.place)} value={typed['place']} max={200} />
        <TextField {...field} name="slotMinutes" label={say(lang, w.slot)} hint={say(lang, w.slotHint)} value={typed['slotMinutes']} inputmode="numeric" max={3} short />
      </div>
    </>
  );
};
export const TopicFields = ({ lang, topics, ticked }: { lang: Lang; topics: readonly Topic[]; ticked: readonly string[] }): VNode => (
  <details class="fold" open={ticked.length > 0}><summary>{say(lang, w.topics)}</summary>
    <div class="pair">{topics.map((one) => <label class="choice" key={one.code}><input type="checkbox" name="topicCodes" value={one.code} checked={ticked.includes(one.code)} /><span>{nameOf(one, lang)}</span></label>)}</div>
  </details>
);

export const PlanForm = ({ asked, branchId, receivers, topics, ticked, typed, errors }: { asked: Asked; branchId: string; receivers: readonly Receiver[]; topics: readonly Topic[]; ticked: readonly string[]; typed: Typed; errors: Errors }): VNode => {
  const { lang } = asked;
  const field = { lang, errors };
  return (
    <Form csrf={asked.csrf} action={`/${lang}/desk/receptions`}>
      <input type="hidden" name="branchId" value={branchId} />
      <div class="pair">
        <Select {...field} name="host" label={say(lang, w.host)} value={typed['host']} choices={receivers.map((one) => ({ value: `${one.accountId}.${one.unit.id}`, text: [one.name, nameOf(one.unit, lang)].filter(Boolean).join(', ') }))} />
        <Select {...field} name="kind" label={say(lang, w.kind)} value={typed['kind']} choices={(['personal', 'open', 'video'] as const).map((one) => ({ value: one, text: say(lang, publicWords[one]) }))} />
        <TextField {...field} name="heldOn" type="date" label={say(lang, w.heldOn)} value={typed['heldOn']} />
      </div>
      <HourFields lang={lang} typed={typed} errors={errors} />
      <TextField {...field} name="reason" label={say(lang, w.dayOffReason)} value={typed['reason']} max={500} />
      <TopicFields lang={lang} topics={topics} ticked={ticked} />
      <Checkbox name="public" text={say(lang, w.public)} checked={typed['public'] === 'yes'} />
      <Button>{say(lang, w.planIt)}</Button>
    </Form>
  );
};
