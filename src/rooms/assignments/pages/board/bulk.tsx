import type { ComponentChildren, VNode } from 'preact';
import { shortDay } from '../../../../kernel/show.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import { html, page, type Answer, type Asked, type Route } from '../../../../platform/web.ts';
import type { Form as Sent } from '../../../../platform/web/form.ts';
import { Button, Checkbox, ErrorSummary, errorsFrom, Form, hasErrors, Select, TextArea, type Choice, type Errors } from '../../../../ui/fields.tsx';
import { Back, Note, Tag } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { nameOf, openUnits } from '../../../units/contract.ts';
import { doInBulk, foresee, type Foreseen } from '../../acts/bulk.ts';
import { bulkActs, bulkSchema, mostAtOnce, type BulkAct } from '../../contract/bulk.ts';
import type { Assignment } from '../../law.ts';
import { readersMay } from '../../policy.ts';
import { boardFieldWords, bulkActWords, bulkWords as w } from '../../words/board.ts';
import { addressOf, queryOf, type BoardAddress } from './address.ts';
import { hrefOfRow, named, type Named } from './rows.ts';
import { refusalSentence } from './sentences.ts';

/** Around the list: ticked rows, and what shall be done with them. Nothing happens before the preview. */
export const BulkBox = ({ asked: { lang, csrf }, address, rows, children }: { asked: Asked; address: BoardAddress; rows: readonly Assignment[]; children: ComponentChildren }): VNode => (
  <Form csrf={csrf} action={`/${lang}/desk/control/previews`} class="board">
    <input type="hidden" name="back" value={queryOf(address)} />
    <input type="hidden" name="shown" value={rows.map((a) => a.id).join(',')} />
    {children}
    <div class="filters noprint">
      <Checkbox name="page" text={say(lang, w.pickPage)} />
      <Select lang={lang} name="act" label={say(lang, w.act)} choices={bulkActs.map((act) => ({ value: act, text: say(lang, bulkActWords[act]) }))} />
      <Button kind="second">{say(lang, w.preview)}</Button>
    </div>
  </Form>
);

type Typed = { readonly act: BulkAct; readonly ids: readonly number[]; readonly reason: string; readonly accountId: string; readonly unitId: string; readonly back: string };
const numbers = (list: readonly string[]): readonly number[] => [...new Set(list.filter((text) => /^[1-9]\d{0,14}$/.test(text)).map(Number))];
const typedIn = (asked: Asked, form: Sent): Typed => ({
  act: bulkActs.find((act) => act === form.get('act')) ?? 'remind',
  // seen again, those that could not come along are asked about once more
  ids: numbers(form.get('page') === 'yes' ? form.get('shown').split(',') : [...form.all('id'), ...(form.has('again') ? form.all('left') : [])]),
  reason: form.get('reason'), accountId: form.get('accountId'), unitId: form.get('unitId'),
  // whatever came along is read as an address of the board, nothing else
  back: queryOf(addressOf(asked.ctx.actor, new URLSearchParams(form.get('back')))),
});
const chosen = (text: string): number | null => numbers([text])[0] ?? null;

const preview = async (asked: Asked): Promise<Answer> => {
  const typed = typedIn(asked, await asked.form());
  return typed.ids.length === 0 || typed.ids.length > mostAtOnce
    ? nothing(asked, typed, typed.ids.length === 0 ? 'nothing_chosen' : 'too_many_chosen')
    : draw(asked, typed, {}, 200);
};

const nothing = (asked: Asked, typed: Typed, code: 'nothing_chosen' | 'too_many_chosen'): Response => html(
  <Desk asked={asked} title={say(asked.lang, bulkActWords[typed.act])}>
    <div class="stack"><Back lang={asked.lang} href={`/${asked.lang}/desk/control?${typed.back}`} /><ErrorSummary lang={asked.lang} errors={{ '': say(asked.lang, boardFieldWords[code]) }} /><h1>{say(asked.lang, bulkActWords[typed.act])}</h1></div>
  </Desk>, 422);

const draw = async (asked: Asked, typed: Typed, errors: Errors, status: 200 | 422): Promise<Response> => {
  const { ctx, lang, csrf } = asked;
  const { act } = typed;
  const seen = await read(ctx, async (q) => {
    const foreseen = await foresee(ctx, q, { act, ids: typed.ids, accountId: chosen(typed.accountId), unitId: chosen(typed.unitId) });
    return {
      ...foreseen, names: await named(ctx, lang, q, foreseen.rows.map((row) => row.assignment)),
      bodies: act === 'hand_over' ? (await openUnits(q, 'body')).map((unit) => ({ value: String(unit.id), text: nameOf(unit, lang) })) : [],
    };
  });
  const can = seen.rows.filter((row) => row.refusal === null);
  const cannot = seen.rows.filter((row) => row.refusal !== null);
  const title = say(lang, w.previewTitle, { act: say(lang, bulkActWords[act]) });
  return html(
    <Desk asked={asked} title={title}>
      <div class="stack">
        <Back lang={lang} href={`/${lang}/desk/control?${typed.back}`} />
        <ErrorSummary lang={lang} errors={errors} />
        <h1>{title}</h1>
        {seen.unseen > 0 && <Note tone="warn">{say(lang, w.unseen, { count: seen.unseen })}</Note>}
        <form method="post" action={`/${lang}/desk/control/bulk-acts`} noValidate>
          <input type="hidden" name="csrf" value={csrf} /><input type="hidden" name="act" value={act} /><input type="hidden" name="back" value={typed.back} />
          <input type="hidden" name="shown" value={seen.rows.map((row) => row.assignment.id).join(',')} />
          {can.length > 0 && (
            <section>
              <h2>{say(lang, w.possible, { count: can.length })}</h2>
              <ul class="plainlist">{can.map((row) => (
                <li key={row.assignment.id}><label class="choice"><input type="checkbox" name="id" value={row.assignment.id} checked /><span><strong>{row.assignment.reference}</strong> <span class="excerpt">{seen.names.text(row.assignment)}</span><span class="hint">{changeText(lang, act, row, seen.names)}</span></span></label></li>
              ))}</ul>
              <Fields lang={lang} typed={typed} errors={errors} controllers={seen.controllers.map((one) => ({ value: String(one.accountId), text: one.name }))} bodies={seen.bodies} />
            </section>
          )}
          {cannot.length > 0 && (
            <section>
              <h2>{say(lang, w.impossible, { count: cannot.length })}</h2>
              {/* these go along: another choice may make them possible */}
              <ul class="acts">{cannot.map((row) => <li key={row.assignment.id} class="cannot"><strong>{row.assignment.reference}</strong> {row.refusal && refusalSentence(lang, row.refusal)}<input type="hidden" name="left" value={row.assignment.id} /></li>)}</ul>
            </section>
          )}
          <div class="row">
            {can.length > 0 && <Button>{say(lang, w.doIt)}</Button>}
            {(act === 'set_controller' || act === 'hand_over') && <button class="button second" name="again" value="yes" formAction={`/${lang}/desk/control/previews`}>{say(lang, w.again)}</button>}
          </div>
        </form>
      </div>
    </Desk>, status);
};

const Fields = ({ lang, typed, errors, controllers, bodies }: { lang: Lang; typed: Typed; errors: Errors; controllers: readonly Choice[]; bodies: readonly Choice[] }): VNode => (
  <div class="column">
    {typed.act === 'set_controller' && <Select lang={lang} name="accountId" label={say(lang, w.controller)} empty={say(lang, w.choose)} value={typed.accountId} errors={errors} choices={controllers} />}
    {typed.act === 'hand_over' && <Select lang={lang} name="unitId" label={say(lang, w.unit)} empty={say(lang, w.choose)} value={typed.unitId} errors={errors} choices={bodies} />}
    {typed.act !== 'set_controller' && <TextArea lang={lang} name="reason" rows={3} label={say(lang, typed.act === 'remind' ? w.reasonRemind : w.reason)} hint={say(lang, typed.act === 'remind' || typed.act === 'grant_time' ? w.reasonMaybe : w.reasonHint)} value={typed.reason} errors={errors} max={2_000} />}
  </div>
);

const changeText = (lang: Lang, act: BulkAct, { assignment: a, waiting, by }: Foreseen, names: Named): string => {
  const has = [names.person(a.executor.accountId), names.unit(a.executor.unitId)].filter(Boolean).join(', ');
  switch (act) {
    case 'remind': return say(lang, w.willRemind, { who: has });
    case 'set_controller': return say(lang, w.willControl, { who: names.person(a.controller.accountId) || names.unit(a.controller.unitId) });
    case 'grant_time': return say(lang, w.willGrant, { from: shortDay(a.dueOn), to: shortDay(waiting?.toOn ?? a.dueOn), reason: waiting?.reason ?? '' });
    case 'deny_time': return say(lang, w.willDeny, { from: shortDay(a.dueOn), to: shortDay(waiting?.toOn ?? a.dueOn) });
    case 'hand_over': return say(lang, by === 'forwarded' ? w.willForward : w.willGive, { from: has });
  }
};

const perform = async (asked: Asked): Promise<Answer> => {
  const { ctx, lang } = asked;
  const form = await asked.form();
  const typed = typedIn(asked, form);
  const shown = numbers(form.get('shown').split(','));
  // everything unticked: the same preview again, with what was written
  if (typed.ids.length === 0 && shown.length > 0 && shown.length <= mostAtOnce) return draw(asked, { ...typed, ids: shown }, { '': say(lang, boardFieldWords.nothing_chosen) }, 422);
  if (typed.ids.length === 0 || typed.ids.length > mostAtOnce) return nothing(asked, typed, typed.ids.length === 0 ? 'nothing_chosen' : 'too_many_chosen');
  const given = bulkSchema.safeParse({ act: typed.act, ids: typed.ids, reason: typed.reason, accountId: typed.accountId, unitId: typed.unitId });
  const errors = given.success ? {} : errorsFrom(lang, given.error.issues, boardFieldWords, boardFieldWords.other);
  if (!given.success || hasErrors(errors)) return draw(asked, typed, errors, 422);
  const done = await doInBulk(ctx, given.data);
  const ok = done.filter((one) => one.refusal === null).length;
  const names = await read(ctx, (q) => named(ctx, lang, q, done.map((one) => one.assignment)));
  const title = say(lang, w.resultTitle, { act: say(lang, bulkActWords[typed.act]) });
  return (
    <Desk asked={asked} title={title}>
      <div class="stack">
        <h1>{title}</h1>
        {ok > 0 && <div role="status"><Note tone="done">{say(lang, w.doneCount, { count: ok })}</Note></div>}
        {ok < done.length && <Note tone="warn">{say(lang, w.notDone, { count: done.length - ok })}</Note>}
        <table class="list">
          <tbody>{done.map(({ assignment: a, refusal }) => (
            <tr key={a.id}>
              <td class="head"><a class="nowrap" href={hrefOfRow(lang, names, a)}>{a.reference}</a></td><td class="whole matter"><span class="excerpt">{names.text(a)}</span></td>
              <td class="whole">{refusal === null || !isRefusal(refusal) ? <Tag tone="done">{say(lang, w.done)}</Tag> : refusalSentence(lang, refusal)}</td>
            </tr>
          ))}</tbody>
        </table>
        <p><a href={`/${lang}/desk/control?${typed.back}`}>{say(lang, w.back)}</a></p>
      </div>
    </Desk>
  );
};

export const bulkRoutes: readonly Route[] = [
  page({ method: 'post', path: '/desk/control/previews', may: readersMay, handler: preview }),
  page({ method: 'post', path: '/desk/control/bulk-acts', may: readersMay, handler: perform }),
];
