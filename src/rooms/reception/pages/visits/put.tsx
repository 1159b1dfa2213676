import type { VNode } from 'preact';
import { today, type Day } from '../../../../kernel/day.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { say } from '../../../../kernel/words.ts';
import type { Read } from '../../../../platform/db.ts';
import type { Asked } from '../../../../platform/web.ts';
import { Button, Form, TextField } from '../../../../ui/fields.tsx';
import { maySeePromises, quietBranches } from '../../policy/visits.ts';
import { openPromisesOf } from '../../store/promises.ts';
import { seeQuiet } from '../../store/visits.ts';
import { visitWords as w } from '../../words/visits.ts';
import { PromiseBox } from './promise.tsx';
import { hrefOf } from './settle.tsx';
import { shownPromises, type Shown } from './view.ts';

/** What an official owes from earlier receptions, the oldest first; for the page of the reception they hold now. Null: not for this reader. */
export type ToPut = { readonly receptionId: number; readonly today: Day; readonly list: readonly (Shown & { readonly visit: string })[] };
export const promisesToPut = async (q: Read, asked: Asked, reception: { readonly id: number; readonly accountId: number; readonly branchId: number; readonly heldBy: number | null }): Promise<ToPut | null> => {
  if (isRefusal(maySeePromises(asked.ctx.actor, reception.accountId, reception.branchId, reception.heldBy))) return null;
  await seeQuiet(q, quietBranches(asked.ctx.actor));
  const on = today(asked.ctx.clock);
  const open = await openPromisesOf(q, reception.accountId);
  const shown = await shownPromises(q, open, on);
  return { receptionId: reception.id, today: on, list: shown.flatMap((one) => { const own = open.find((each) => each.id === one.id); return own ? [{ ...one, visit: own.visit }] : []; }) };
};

/** Put before the official: each with what was said to it so far, and a line for what they say now. */
export const PromisesToPut = ({ asked: { lang, csrf }, put }: { asked: Asked; put: ToPut }): VNode => (
  <section id="promises" aria-labelledby="promises-title" class="stack">
    <h2 id="promises-title">{say(lang, w.putTitle)}</h2>
    {put.list.length === 0 ? <p class="quiet">{say(lang, w.putNone)}</p> : <p class="quiet">{say(lang, w.putLead)}</p>}
    {put.list.map((one) => (
      <div key={one.id} class="box">
        <p><a href={hrefOf(lang, one.visit)}>{one.visit}</a></p>
        <PromiseBox lang={lang} promise={one} today={put.today}>
          {one.puts.some((said) => said.receptionId === put.receptionId) ? null : (
            <Form csrf={csrf} action={`${hrefOf(lang, one.visit)}/promises/${one.id}/words`}>
              <input type="hidden" name="receptionId" value={put.receptionId} />
              <TextField lang={lang} name="said" label={say(lang, w.putSaid)} max={2_000} />
              <Button kind="second">{say(lang, w.put)}</Button>
            </Form>
          )}
        </PromiseBox>
      </div>
    ))}
  </section>
);
