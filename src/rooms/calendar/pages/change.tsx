import type { VNode } from 'preact';
import { say, type Lang } from '../../../kernel/words.ts';
import { Button, Radios, TextField, type Errors } from '../../../ui/fields.tsx';
import { orderText } from './asked.ts';
import type { Order } from '../law/orders.ts';
import type { CalendarName } from '../store.ts';
import { pageWords as w } from '../words.ts';

export type Typed = Readonly<Record<string, string>>;

/** One more day for the draft. Sent by address: looking changes nothing. */
export const ChangeForm = ({ lang, name, orders, typed, errors }: { lang: Lang; name: CalendarName; orders: readonly Order[]; typed: Typed; errors: Errors }): VNode => (
  <form method="get" action={`/${lang}/admin/calendar/draft`} class="column noprint" noValidate>
    <input type="hidden" name="calendar" value={name} />
    {orders.map((order) => <input key={orderText(order)} type="hidden" name="change" value={orderText(order)} />)}
    <Radios lang={lang} name="act" label={say(lang, w.whatToDo)} value={typed['act'] ?? 'off'} errors={errors} choices={[
      { value: 'off', text: say(lang, w.off) }, { value: 'worked', text: say(lang, w.makeWorked) },
      { value: 'move', text: say(lang, w.move), hint: say(lang, w.moveHint) }, { value: 'clear', text: say(lang, w.clear), hint: say(lang, w.clearHint) },
    ]} />
    <div class="pair">
      <TextField lang={lang} name="on" label={say(lang, w.on)} type="date" value={typed['on'] ?? ''} errors={errors} short />
      <TextField lang={lang} name="to" label={say(lang, w.to)} type="date" value={typed['to'] ?? ''} errors={errors} short />
    </div>
    <p class="row"><Button kind="second">{say(lang, w.look)}</Button></p>
  </form>
);
