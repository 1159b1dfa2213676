import { today } from '../../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import { clockTime, longDay, shortDay } from '../../../../kernel/show.ts';
import { say, type Sentence } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import { html, seeOther, statusOf, type Answer, type Asked } from '../../../../platform/web.ts';
import { Button, Checkbox, ErrorSummary, Form, hasErrors, TextField, type Errors } from '../../../../ui/fields.tsx';
import { Back, Note, Summary, Tag, Timeline, type SummaryRow, type Tone } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { peopleByIds } from '../../../people/contract.ts';
import { nameOf, openTopics, topics, unitsByIds } from '../../../units/contract.ts';
import { begin, cancel, changeReception, end, hostingOf } from '../../acts/receptions.ts';
import { cancelReceptionSchema, changeReceptionSchema } from '../../contract/duties.ts';
import { isPossible, type ReceptionState } from '../../law/receptions.ts';
import { mayChange, mayHold, maySeeReception } from '../../policy/duties.ts';
import { dutiesByIds } from '../../store/duties.ts';
import { countsFor } from '../../store/expected.ts';
import { happenedTo, placesOf, receptionById, type Reception } from '../../store/receptions.ts';
import { oneWords as o, stateWords, weekWords as w } from '../../words/duties-desk.ts';
import { publicWords } from '../../words/duties-public.ts';
import { BookingList, deskBookings } from '../bookings/desk.tsx';
import { promisesToPut, PromisesToPut } from '../visits/put.tsx';
import { idOf, isBeyond, readWith, refusedIn, typedIn, type Typed } from './around.ts';
import { HourFields, TopicFields } from './plan.tsx';

type Doing = 'change' | 'cancel';
type Came = { readonly open?: Doing; readonly typed?: Typed; readonly topics?: readonly string[]; readonly errors?: Errors; readonly status?: Parameters<typeof html>[1] };
const tones: Readonly<Record<ReceptionState, Tone>> = { planned: 'new', under_way: 'work', held: 'done', missed: 'late', cancelled: 'plain' };
const minutes = (at: number | null): string => (at === null ? '' : clockTime(at));
const typedOf = (r: Reception): Typed => ({ from: minutes(r.fromMinute), to: minutes(r.toMinute), breakFrom: minutes(r.breakFrom), breakTo: minutes(r.breakTo), place: r.place ?? '', slotMinutes: r.slotMinutes === null ? '' : String(r.slotMinutes), ...(r.public ? { public: 'yes' } : {}) });

/** One reception: who is booked, what was promised and is still open, and what can be done with it now. */
export const receptionPage = async (asked: Asked, { open, typed = {}, topics: ticked, errors = {}, status = 200 }: Came = {}): Promise<Answer> => {
  const { ctx, lang } = asked;
  const on = today(ctx.clock);
  const found = await read(ctx, async (q) => {
    const r = await receptionById(q, idOf(asked.param('id')));
    if (!r) return refuse('reception_not_found');
    const hosting = await hostingOf(q, r, on);
    const seen = maySeeReception(ctx.actor, hosting);
    if (isRefusal(seen)) return seen;
    const counts = await countsFor(q, r.id);
    const happened = await happenedTo(q, r.id);
    return {
      r, hosting, happened, bookings: r.slotMinutes === null ? null : await deskBookings(asked, q, r.id), promises: r.state === 'planned' || r.state === 'under_way' ? await promisesToPut(q, asked, r) : null, duties: await dutiesByIds(q, counts.map((one) => one.dutyId)),
      units: await unitsByIds(q, [r.branchId, r.unitId]), names: await peopleByIds(q, [r.accountId, ...(r.heldBy === null ? [] : [r.heldBy]), ...happened.flatMap((one) => one.byAccount ?? [])]), places: (await placesOf(q, [r.id])).get(r.id), topics: await topics(q),
    };
  });
  if (isRefusal(found)) return found;
  const { r, hosting } = found;
  const at = `/${lang}/desk/receptions/${r.id}`;
  const name = (id: number | null): string => (id === null ? '' : (found.names.get(id)?.name ?? '–'));
  const holds = !isRefusal(mayHold(ctx.actor, hosting));
  const changes = !isRefusal(mayChange(ctx.actor, hosting)) && isPossible('change', r.state);
  const topicNames = found.topics.filter((one) => r.topicCodes.includes(one.code)).map((one) => nameOf(one, lang));
  const row = (label: Sentence, value: SummaryRow['value'] | null): readonly SummaryRow[] => (value === null || value === '' ? [] : [{ label: label[lang], value }]);
  const title = `${say(lang, publicWords[r.kind])}: ${name(r.accountId)}`;
  return html(
    <Desk asked={{ ...asked, here: `/desk/receptions/${r.id}` }} title={title}>
      <div class="stack">
        <Back lang={lang} href={`/${lang}/desk/receptions?branch=${r.branchId}&week=${r.heldOn}`} />
        <ErrorSummary lang={lang} errors={errors} />
        <h1>{longDay(lang, r.heldOn)}, {clockTime(r.fromMinute)}–{clockTime(r.toMinute)}</h1>
        <p class="lead">{name(r.accountId)} <Tag tone={tones[r.state]}>{say(lang, stateWords[r.state])}</Tag></p>
        {asked.query.has('done') && !hasErrors(errors) && <div role="status"><Note tone="done">{asked.query.get('done') === 'cancel' ? say(lang, o.cancelled, { count: idOf(asked.query.get('told') ?? '') }) : say(lang, o.done)}</Note></div>}
        {hosting.awayTo != null && (r.state === 'planned' || r.state === 'under_way') && <Note tone="warn">{say(lang, o.away, { day: shortDay(hosting.awayTo) })}</Note>}
        {(holds && (isPossible('begin', r.state) || isPossible('end', r.state))) && <div class="row noprint">
          {isPossible('begin', r.state) && r.heldOn === on && <Form csrf={asked.csrf} action={`${at}/beginnings`}><Button kind="big">{say(lang, o.begin)}</Button></Form>}
          {isPossible('end', r.state) && <Form csrf={asked.csrf} action={`${at}/endings`}><Button kind="big">{say(lang, o.end)}</Button></Form>}
        </div>}
        <Summary rows={[
          ...row(w.branch, nameOf(found.units.get(r.branchId) ?? { names: { kk: '–', ru: '–', en: '–' } }, lang)),
          ...(r.unitId === r.branchId ? [] : row(w.host, [name(r.accountId), found.units.get(r.unitId)?.names[lang]].filter(Boolean).join(', '))),
          ...row(w.kind, say(lang, publicWords[r.kind])), ...row(w.place, r.place), ...row(w.topics, topicNames.join(', ')),
          ...(found.places ? row(o.places, say(lang, w.places, found.places)) : []),
          ...(r.state === 'held' || r.state === 'under_way' ? row(stateWords.held, say(lang, w.received, { count: r.received })) : []),
          ...(r.heldBy === null ? [] : row(stateWords.held, say(lang, o.deputy, { name: name(r.heldBy) }))),
          ...row(o.reason, r.reason), ...row(o.counts, [...found.duties.values()].map((one) => one.names[lang]).join(', ')),
        ]} />
        {found.bookings && <section aria-labelledby="bookings">
          <h2 id="bookings">{say(lang, o.bookings)}</h2>
          {found.bookings.list.length === 0 ? <p class="quiet">{say(lang, o.noBookings)}</p> : <BookingList asked={asked} d={found.bookings} />}
          {r.state === 'planned' && <p class="noprint"><a href={`${at}/bookings`}>{say(lang, o.addBooking)}</a></p>}
        </section>}
        {found.promises && <PromisesToPut asked={asked} put={found.promises} />}
        {changes && <div class="acts noprint">
          <details id="change" open={open === 'change'}><summary>{say(lang, o.change)}</summary>
            <Form csrf={asked.csrf} action={`${at}/changes`}>
              <HourFields lang={lang} typed={open === 'change' ? typed : typedOf(r)} errors={open === 'change' ? errors : {}} />
              <TopicFields lang={lang} topics={openTopics(found.topics)} ticked={ticked ?? r.topicCodes} />
              <Checkbox name="public" text={say(lang, w.public)} checked={open === 'change' ? typed['public'] === 'yes' : r.public} />
              <Button>{say(lang, o.save)}</Button>
            </Form></details>
          <details id="cancel" open={open === 'cancel'}><summary>{say(lang, o.cancel)}</summary>
            <Form csrf={asked.csrf} action={`${at}/cancellations`}>
              <p class="hint">{say(lang, o.cancelHint)}</p>
              <TextField lang={lang} name="reason" label={say(lang, o.reason)} value={open === 'cancel' ? typed['reason'] : ''} errors={open === 'cancel' ? errors : {}} max={500} />
              <Button kind="grave">{say(lang, o.cancel)}</Button>
            </Form></details>
        </div>}
        <section class="noprint" aria-labelledby="history">
          <h2 id="history">{say(lang, o.history)}</h2>
          <Timeline happenings={found.happened.map((one) => ({ at: one.at, title: actTitle(one.act)[lang], by: name(one.byAccount) || undefined, words: typeof one.facts['reason'] === 'string' ? one.facts['reason'] : null }))} />
        </section>
      </div>
    </Desk>, status);
};
const titles: Readonly<Record<string, Sentence>> = { plan: o.act_plan, change: o.act_change, begin: o.act_begin, end: o.act_end, cancel: o.act_cancel, miss: o.act_miss, hold_after_all: o.act_hold_after_all };
const actTitle = (act: string): Sentence => titles[act] ?? o.act_change;

const answered = (asked: Asked, doing: Doing | undefined, typed: Typed, done: Result<unknown>, how: string, topics?: readonly string[]): Answer | Promise<Answer> => {
  if (!isRefusal(done)) return seeOther(`/${asked.lang}/desk/receptions/${idOf(asked.param('id'))}?done=${how}`);
  return isBeyond(done) ? done : receptionPage(asked, { ...(doing ? { open: doing } : {}), typed, ...(topics ? { topics } : {}), errors: refusedIn(asked.lang, done), status: statusOf(done) });
};
export const beginPosted = async (asked: Asked): Promise<Answer> => answered(asked, undefined, {}, await begin(asked.ctx, { receptionId: idOf(asked.param('id')) }), 'begin');
export const endPosted = async (asked: Asked): Promise<Answer> => answered(asked, undefined, {}, await end(asked.ctx, { receptionId: idOf(asked.param('id')) }), 'end');
export const changePosted = async (asked: Asked): Promise<Answer> => {
  const form = await asked.form();
  const typed = typedIn(form);
  const ticked = form.all('topicCodes');
  const given = readWith(asked.lang, changeReceptionSchema, { ...typed, topicCodes: ticked, receptionId: idOf(asked.param('id')) });
  return given.ok ? answered(asked, 'change', typed, await changeReception(asked.ctx, given.value), 'change', ticked) : receptionPage(asked, { open: 'change', typed, topics: ticked, errors: given.errors, status: 422 });
};
export const cancelPosted = async (asked: Asked): Promise<Answer> => {
  const typed = typedIn(await asked.form());
  const given = readWith(asked.lang, cancelReceptionSchema, { ...typed, receptionId: idOf(asked.param('id')) });
  if (!given.ok) return receptionPage(asked, { open: 'cancel', typed, errors: given.errors, status: 422 });
  const done = await cancel(asked.ctx, given.value);
  return answered(asked, 'cancel', typed, done, isRefusal(done) ? '' : `cancel&told=${done.displaced}`);
};
