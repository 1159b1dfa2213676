import type { VNode } from 'preact';
import { addDays, today, type Day } from '../../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import { shortDay, weekdayShort } from '../../../../kernel/show.ts';
import { weekday } from '../../../../kernel/day.ts';
import { say, type Lang } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import { html, seeOther, statusOf, type Answer, type Asked } from '../../../../platform/web.ts';
import { Button, ErrorSummary, Form, hasErrors, Select, TextField, type Errors } from '../../../../ui/fields.tsx';
import { Fold, Note, Table } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { peopleByIds } from '../../../people/contract.ts';
import { nameOf, type Unit } from '../../../units/contract.ts';
import { addDuty, dutyAsWritten } from '../../acts/duties.ts';
import { calendarOf, receiversIn } from '../../acts/duties/around.ts';
import { layDays } from '../../acts/duties/lay-out.ts';
import { addDutySchema, hostField } from '../../contract/duties.ts';
import { expectedOf, type Owed } from '../../law/duties.ts';
import { mayEditDuty } from '../../policy/duties.ts';
import { dutiesOf, personsOf, type Duty, type DutyPerson } from '../../store/duties.ts';
import { adminWords as w } from '../../words/duties-admin.ts';
import { branchesFor, hoursText, isBeyond, readWith, refusedIn, ruleText, typedIn, type Typed } from './around.ts';
import { DutyFields } from './form.tsx';

type Came = { readonly typed?: Typed; readonly who?: readonly string[]; readonly errors?: Errors; readonly preview?: readonly Owed[]; readonly status?: Parameters<typeof html>[1] };
export const dayText = (lang: Lang, on: Day): string => `${shortDay(on)}, ${weekdayShort(lang, weekday(on))}`;

/** Who must receive whom, of one branch; and the form for one more. */
export const dutiesPage = async (asked: Asked, { typed, who = [], errors = {}, preview, status = 200 }: Came = {}): Promise<Answer> => {
  const { ctx, lang } = asked;
  const on = today(ctx.clock);
  const found = await read(ctx, async (q) => {
    const { branches, branch } = await branchesFor(q, asked, 'duty.edit', typed?.['branchId'] ?? asked.query.get('branch') ?? '');
    if (!branch) return refuse('duty_not_found');
    const duties = await dutiesOf(q, branch.id, { ended: true });
    const persons = await personsOf(q, duties.map((one) => one.id));
    return { branches, branch, duties, persons, names: await peopleByIds(q, persons.map((one) => one.accountId)), receivers: await receiversIn(q, branch, on) };
  });
  if (isRefusal(found)) return found;
  const { branch } = found;
  const title = say(lang, w.title);
  const values = typed ?? { fromOn: on, public: 'yes' };
  return html(
    <Desk asked={{ ...asked, here: `/admin/duties?branch=${branch.id}` }} title={title}>
      <div class="stack">
        <ErrorSummary lang={lang} errors={errors} />
        <h1>{title}</h1>
        <p>{say(lang, w.lead)}</p>
        {asked.query.has('done') && !hasErrors(errors) && !preview && <div role="status"><Note tone="done">{say(lang, w.saved)}</Note></div>}
        <Whose lang={lang} branches={found.branches} branch={branch} />
        {found.duties.length === 0 ? <p class="quiet">{say(lang, w.none)}</p> : <List lang={lang} on={on} duties={found.duties} persons={found.persons} nameBy={(id) => found.names.get(id)?.name ?? '–'} />}
        <section aria-labelledby="add">
          <h2 id="add">{say(lang, w.add)}</h2>
          {preview && <Preview lang={lang} owed={preview} />}
          <Form csrf={asked.csrf} action={`/${lang}/admin/duties`} class="rec-form">
            <input type="hidden" name="branchId" value={branch.id} />
            <DutyFields lang={lang} typed={values} errors={errors} />
            <div class="pair">
              <TextField lang={lang} name="fromOn" type="date" label={say(lang, w.fromOn)} value={values['fromOn']} errors={errors} />
              <TextField lang={lang} name="toOn" type="date" label={say(lang, w.toOn)} hint={say(lang, w.toOnHint)} value={values['toOn']} errors={errors} />
            </div>
            {found.receivers.length === 0 ? <p class="hint">{say(lang, w.whoNone)}</p> : (
              <fieldset id="f-who">
                <legend class="ask">{say(lang, w.who)}</legend>
                {errors['who'] && <span class="error">{errors['who']}</span>}
                <div class="duty-people">{found.receivers.map((one) => {
                  const value = `${one.accountId}.${one.unit.id}`;
                  return <label class="choice" key={value}><input type="checkbox" name="who" value={value} checked={who.includes(value)} /><span>{one.name}<span class="hint">{nameOf(one.unit, lang)}</span></span></label>;
                })}</div>
              </fieldset>
            )}
            <div class="row"><Button kind="second" name="show" value="preview">{say(lang, w.preview)}</Button><Button>{say(lang, w.save)}</Button></div>
          </Form>
        </section>
        <Fold title={say(lang, w.howCounted)}><p>{say(lang, w.counted)}</p></Fold>
      </div>
    </Desk>, status);
};

const Whose = ({ lang, branches, branch }: { lang: Lang; branches: readonly Unit[]; branch: Unit }): VNode | null => branches.length < 2 ? <p><strong>{nameOf(branch, lang)}</strong></p> : (
  <form class="filters" action={`/${lang}/admin/duties`}>
    <Select lang={lang} name="branch" label={say(lang, w.branch)} value={String(branch.id)} choices={branches.map((unit) => ({ value: String(unit.id), text: nameOf(unit, lang) }))} />
    <button class="button second">{say(lang, w.show)}</button>
  </form>
);

const isNow = (one: DutyPerson, on: Day): boolean => one.toOn === null || one.toOn >= on;
const List = ({ lang, on, duties, persons, nameBy }: { lang: Lang; on: Day; duties: readonly Duty[]; persons: readonly DutyPerson[]; nameBy: (id: number) => string }): VNode => (
  <Table label={say(lang, w.title)} columns={[w.name, w.rule, w.persons, w.sourceShort].map((one) => ({ title: say(lang, one) }))}
    rows={duties.map((duty) => {
      const own = persons.filter((one) => one.dutyId === duty.id && isNow(one, on));
      return [
        <a key="n" href={`/${lang}/admin/duties/${duty.id}`}>{duty.names[lang]}</a>,
        <span key="r">{ruleText(lang, duty)}{duty.fromMinute !== null && <span class="quiet small nowrap"> {hoursText(duty)}</span>}</span>,
        duty.toOn !== null && duty.toOn < on ? <span key="o" class="quiet">{say(lang, w.over, { day: shortDay(duty.toOn) })}</span> : own.length === 0 ? <span key="z" class="quiet">{say(lang, w.nobody)}</span> : own.map((one) => nameBy(one.accountId)).join(', '),
        <span key="s" class="small">{duty.source}{duty.sourceOn !== null && `, ${shortDay(duty.sourceOn)}`}</span>,
      ];
    })} />
);

export const Preview = ({ lang, owed }: { lang: Lang; owed: readonly Owed[] }): VNode => (
  <section class="box" aria-labelledby="preview" role="status">
    <h3 id="preview">{say(lang, w.previewTitle)}</h3>
    {owed.length === 0 ? <p>{say(lang, w.previewNone)}</p> : (
      <>
        <p class="hint">{say(lang, w.previewFor)}</p>
        <Table label={say(lang, w.previewTitle)} columns={[w.dueOn, w.period, w.nth].map((one) => ({ title: say(lang, one) }))}
          rows={owed.map((one) => [<strong key="d">{dayText(lang, one.dueOn)}</strong>, one.periodFrom === one.periodTo ? shortDay(one.periodFrom) : `${shortDay(one.periodFrom)}–${shortDay(one.periodTo)}`, String(one.nth)])} />
      </>
    )}
  </section>
);

/** Seen first, or saved: the same form. A mistake keeps what was typed. */
export const dutyPosted = async (asked: Asked): Promise<Answer> => {
  const { ctx, lang } = asked;
  const form = await asked.form();
  const typed = typedIn(form);
  const who = form.all('who');
  const given = readWith(lang, addDutySchema, { ...typed, public: form.get('public') });
  if (!given.ok) return dutiesPage(asked, { typed, who, errors: given.errors, status: 422 });
  const permit = mayEditDuty(ctx.actor, given.value.branchId);
  if (isRefusal(permit)) return permit;
  if (form.has('show')) {
    const on = today(ctx.clock);
    const calendar = await read(ctx, (q) => calendarOf(q, given.value.branchId));
    const anybody = { accountId: 0, unitId: 0, fromOn: given.value.fromOn > on ? given.value.fromOn : on, toOn: null };
    return dutiesPage(asked, { typed, who, preview: expectedOf(dutyAsWritten(given.value), [anybody], calendar, on, addDays(on, layDays)) });
  }
  const named = who.flatMap((one) => { const host = hostField.safeParse(one); return host.success ? [host.data] : []; });
  const done = await addDuty(ctx, { ...given.value, who: named });
  if (isRefusal(done)) return isBeyond(done) ? done : dutiesPage(asked, { typed, who, errors: refusedIn(lang, done, { day_past_invalid: 'fromOn' }), status: statusOf(done) });
  return seeOther(`/${lang}/admin/duties?branch=${given.value.branchId}&done=duty`);
};
