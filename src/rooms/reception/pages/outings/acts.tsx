import type { VNode } from 'preact';
import { isRefusal, type Refusal } from '../../../../kernel/refusal.ts';
import { say } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import { html, seeOther, type Answer, type Asked } from '../../../../platform/web.ts';
import { Button, ErrorSummary, errorsFrom, Form, TextArea, TextField, type Errors } from '../../../../ui/fields.tsx';
import { Back } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { peopleByIds } from '../../../people/contract.ts';
import { beginOuting, cancelOuting, closeOuting } from '../../acts/outings/hold.ts';
import { announceOuting } from '../../acts/outings/plan.ts';
import { announceOutingSchema, cancelOutingSchema } from '../../contract/outings.ts';
import { mayChangeOuting } from '../../policy/outings.ts';
import { outingFields, outingWords as w } from '../../words/outings-pages.ts';
import { href, idOf, outingSeen, placesOf, type Seen } from './around.ts';
import { Announced } from './public.tsx';

const toOuting = (asked: Asked, done: { readonly outingId: number } | Refusal): Answer => (isRefusal(done) ? done : seeOther(href(asked.lang, done.outingId)));
export const beginPosted = async (asked: Asked): Promise<Answer> => toOuting(asked, await beginOuting(asked.ctx, { outingId: idOf(asked.param('id')) }));
export const closePosted = async (asked: Asked): Promise<Answer> => toOuting(asked, await closeOuting(asked.ctx, { outingId: idOf(asked.param('id')) }));

const changeable = (asked: Asked): Promise<Seen | Refusal> => read(asked.ctx, async (q) => {
  const seen = await outingSeen(q, asked, idOf(asked.param('id')));
  if (isRefusal(seen)) return seen;
  const permit = mayChangeOuting(asked.ctx.actor, seen.standing);
  return isRefusal(permit) ? permit : seen;
});
const Around = ({ asked, id, title, errors, children }: { asked: Asked; id: number; title: string; errors: Errors; children: VNode }): VNode => (
  <Desk asked={asked} title={title}><div class="column"><Back lang={asked.lang} href={href(asked.lang, id)} /><h1>{title}</h1><ErrorSummary lang={asked.lang} errors={errors} />{children}</div></Desk>
);

export const cancelPosted = async (asked: Asked): Promise<Answer> => {
  const seen = await changeable(asked);
  if (isRefusal(seen)) return seen;
  const { lang } = asked;
  const reason = (await asked.form()).get('reason');
  const input = cancelOutingSchema.safeParse({ outingId: seen.outing.id, reason });
  if (input.success) return toOuting(asked, await cancelOuting(asked.ctx, input.data));
  const errors = errorsFrom(lang, input.error.issues, outingFields, outingFields.other);
  return html(
    <Around asked={asked} id={seen.outing.id} title={say(lang, w.cancel)} errors={errors}>
      <Form csrf={asked.csrf}><TextField lang={lang} name="reason" label={say(lang, w.cancelReason)} value={reason} errors={errors} max={500} /><div><Button kind="grave">{say(lang, w.cancel)}</Button></div></Form>
    </Around>, 422);
};

/** First as everybody will see it, then for everybody. */
export const announcePosted = async (asked: Asked): Promise<Answer> => {
  const seen = await changeable(asked);
  if (isRefusal(seen)) return seen;
  const { lang } = asked;
  const { outing } = seen;
  const form = await asked.form();
  const typed = { kk: form.get('kk'), ru: form.get('ru') };
  const input = announceOutingSchema.safeParse({ outingId: outing.id, ...typed });
  const errors = input.success ? {} : errorsFrom(lang, input.error.issues, outingFields, outingFields.other);
  if (input.success && form.get('do') === 'announce') return toOuting(asked, await announceOuting(asked.ctx, input.data));
  const f = await read(asked.ctx, async (q) => ({ place: (await placesOf(q, lang, [outing.territoryCode]))(outing.territoryCode), names: await peopleByIds(q, seen.team.map((one) => one.accountId)) }));
  const officials = seen.team.filter((one) => one.part === 'official').map((one) => f.names.get(one.accountId)?.name ?? '');
  const title = say(lang, input.success ? w.previewTitle : w.announcement);
  return html(
    <Around asked={asked} id={outing.id} title={title} errors={errors}>
      <>
        {input.success && (['kk', 'ru'] as const).map((one) => <div key={one} lang={one}><Announced lang={one} outing={{ ...outing, announcement: typed }} place={f.place} officials={officials} /></div>)}
        <Form csrf={asked.csrf}>
          <TextArea lang={lang} name="kk" label={say(lang, w.textKk)} rows={3} max={2_000} value={typed.kk} errors={errors} />
          <TextArea lang={lang} name="ru" label={say(lang, w.textRu)} rows={3} max={2_000} value={typed.ru} errors={errors} />
          <div class="row">{input.success && <Button name="do" value="announce">{say(lang, outing.announcedAt === null ? w.announce : w.announceAgain)}</Button>}<Button kind="second" name="do" value="preview">{say(lang, w.preview)}</Button></div>
        </Form>
      </>
    </Around>, input.success ? 200 : 422);
};
