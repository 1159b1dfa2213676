import type { VNode } from 'preact';
import { addDays, today } from '../../../../kernel/day.ts';
import { isRefusal, refuse, type Refusal } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import { shortDay } from '../../../../kernel/show.ts';
import { say } from '../../../../kernel/words.ts';
import { read } from '../../../../platform/db.ts';
import { html, seeOther, statusOf, type Answer, type Asked } from '../../../../platform/web.ts';
import { Button, ErrorSummary, Form, hasErrors, Select, TextField, type Errors } from '../../../../ui/fields.tsx';
import { Back, Note, Summary, Table } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { peopleByIds } from '../../../people/contract.ts';
import { nameOf, unitById, unitsByIds } from '../../../units/contract.ts';
import { changeDuty, endDuty, namePerson, takeOff } from '../../acts/duties.ts';
import { receiversIn } from '../../acts/duties/around.ts';
import { changeDutySchema, endDutySchema, namePersonSchema, takeOffSchema } from '../../contract/duties.ts';
import { mayChangeDuty } from '../../policy/duties.ts';
import { dutyById, personsOf } from '../../store/duties.ts';
import { laidOut } from '../../store/expected.ts';
import { adminWords as w, dayOffWords } from '../../words/duties-admin.ts';
import { dayText } from './admin.tsx';
import { hoursText, idOf, isBeyond, readWith, refusedIn, roomText, ruleText, typedIn, type Typed } from './around.ts';
import { DutyFields, typedOf } from './form.tsx';

type Doing = 'change' | 'end' | 'name' | 'take_off';
type Came = { readonly open?: Doing; readonly typed?: Typed; readonly errors?: Errors; readonly status?: Parameters<typeof html>[1] };

export const dutyPage = async (asked: Asked, { open, typed = {}, errors = {}, status = 200 }: Came = {}): Promise<Answer> => {
  const { ctx, lang } = asked;
  const on = today(ctx.clock);
  const found = await read(ctx, async (q) => {
    const duty = await dutyById(q, idOf(asked.param('id')));
    if (!duty) return refuse('duty_not_found');
    const permit = mayChangeDuty(ctx.actor, duty.branchId);
    if (isRefusal(permit)) return permit;
    const branch = await unitById(q, duty.branchId);
    const persons = await personsOf(q, [duty.id]);
    const ahead = (await laidOut(q, duty.id, addDays(on, -93))).filter((one) => one.dueOn >= on && one.state === 'open').slice(0, 60);
    return { duty, branch, persons, ahead, names: await peopleByIds(q, persons.map((one) => one.accountId)), units: await unitsByIds(q, persons.map((one) => one.unitId)), receivers: branch ? await receiversIn(q, branch, on) : [] };
  });
  if (isRefusal(found)) return found;
  const { duty } = found;
  const at = `/${lang}/admin/duties/${duty.id}`;
  const nameBy = (id: number): string => found.names.get(id)?.name ?? '–';
  const own = (act: Doing): Typed => (open === act ? typed : {});
  const wrong = (act: Doing): Errors => (open === act ? errors : {});
  const over = duty.endedAt !== null;
  // what was typed comes back beside the person it was typed for; of nobody who is named, beside everybody
  const typedFor = (accountId: number): boolean => open === 'take_off' && (typed['accountId'] === String(accountId) || !found.persons.some((one) => String(one.accountId) === typed['accountId']));
  return html(
    <Desk asked={{ ...asked, here: `/admin/duties/${duty.id}` }} title={duty.names[lang]}>
      <div class="stack">
        <Back lang={lang} href={`/${lang}/admin/duties?branch=${duty.branchId}`} />
        <ErrorSummary lang={lang} errors={errors} />
        <h1>{duty.names[lang]}</h1>
        {asked.query.has('done') && !hasErrors(errors) && <div role="status"><Note tone="done">{say(lang, w.saved)}</Note></div>}
        <Summary rows={[
          { label: say(lang, w.branch), value: found.branch ? nameOf(found.branch, lang) : '–' },
          { label: say(lang, w.rule), value: [ruleText(lang, duty), hoursText(duty), roomText(lang, duty.place)].filter(Boolean).join(', ') },
          { label: say(lang, w.onDayOff), value: say(lang, dayOffWords[duty.onDayOff]) },
          { label: say(lang, w.sourceShort), value: duty.sourceOn === null ? duty.source : `${duty.source}, ${shortDay(duty.sourceOn)}` },
          { label: say(lang, w.period), value: duty.toOn === null ? say(lang, w.since, { day: shortDay(duty.fromOn) }) : say(lang, w.until, { from: shortDay(duty.fromOn), to: shortDay(duty.toOn) }) },
        ]} />
        <section aria-labelledby="persons">
          <h2 id="persons">{say(lang, w.persons)}</h2>
          <Table label={say(lang, w.persons)} empty={say(lang, w.nobody)} columns={[w.persons, w.fromOn, w.takeOff].map((one) => ({ title: say(lang, one) }))}
            rows={found.persons.map((one) => [
              <span key="n">{nameBy(one.accountId)}<br /><span class="quiet small">{found.units.get(one.unitId)?.names[lang]}</span></span>,
              one.toOn === null ? shortDay(one.fromOn) : `${shortDay(one.fromOn)}–${shortDay(one.toOn)}`,
              over || (one.toOn !== null && one.toOn < on) ? '–' : (
                <details key="f" class="fold" open={typedFor(one.accountId)}><summary>{say(lang, w.takeOff)}<span class="hidden"> {nameBy(one.accountId)}</span></summary>
                  <Form csrf={asked.csrf} action={`${at}/removals`}>
                    <input type="hidden" name="accountId" value={one.accountId} /><input type="hidden" name="fromOn" value={one.fromOn} />
                    <TextField lang={lang} name="toOn" type="date" label={say(lang, w.toOn)} value={typedFor(one.accountId) ? typed['toOn'] : on} errors={typedFor(one.accountId) ? errors : {}} />
                    <TextField lang={lang} name="reason" label={say(lang, w.reason)} value={typedFor(one.accountId) ? typed['reason'] : undefined} errors={typedFor(one.accountId) ? errors : {}} max={500} />
                    <Button kind="second">{say(lang, w.takeOff)}</Button>
                  </Form></details>
              ),
            ])} />
        </section>
        <section aria-labelledby="ahead">
          <h2 id="ahead">{say(lang, w.expected)}</h2>
          <Table label={say(lang, w.expected)} empty={say(lang, w.previewNone)} columns={[w.dueOn, w.persons, w.period].map((one) => ({ title: say(lang, one) }))}
            rows={found.ahead.map((one) => [dayText(lang, one.dueOn), nameBy(one.accountId), one.periodFrom === one.periodTo ? '' : `${shortDay(one.periodFrom)}–${shortDay(one.periodTo)}`])} />
        </section>
        {!over && <div class="acts">
          <Doing act="name" open={open} title={say(lang, w.nameTitle)}>
            <Form csrf={asked.csrf} action={`${at}/persons`}>
              <Select lang={lang} name="who" label={say(lang, w.persons)} value={own('name')['who']} errors={wrong('name')} choices={found.receivers.map((one) => ({ value: `${one.accountId}.${one.unit.id}`, text: `${one.name}, ${nameOf(one.unit, lang)}` }))} />
              <TextField lang={lang} name="fromOn" type="date" label={say(lang, w.fromOn)} value={own('name')['fromOn'] ?? on} errors={wrong('name')} />
              <Button>{say(lang, w.nameButton)}</Button>
            </Form>
          </Doing>
          <Doing act="change" open={open} title={say(lang, w.change)}>
            <Form csrf={asked.csrf} action={`${at}/changes`} class="rec-form">
              <p class="hint">{say(lang, w.changeHint)}</p>
              <DutyFields lang={lang} typed={open === 'change' ? typed : typedOf(duty)} errors={wrong('change')} />
              <TextField lang={lang} name="reason" label={say(lang, w.reason)} value={own('change')['reason']} errors={wrong('change')} max={500} />
              <Button>{say(lang, w.save)}</Button>
            </Form>
          </Doing>
          <Doing act="end" open={open} title={say(lang, w.endTitle)}>
            <Form csrf={asked.csrf} action={`${at}/endings`}>
              <TextField lang={lang} name="toOn" type="date" label={say(lang, w.toOn)} value={own('end')['toOn'] ?? on} errors={wrong('end')} />
              <TextField lang={lang} name="reason" label={say(lang, w.reason)} value={own('end')['reason']} errors={wrong('end')} max={500} />
              <Button kind="grave">{say(lang, w.end)}</Button>
            </Form>
          </Doing>
        </div>}
      </div>
    </Desk>, status);
};

const Doing = ({ act, open, title, children }: { act: Doing; open: Doing | undefined; title: string; children: VNode }): VNode => <details open={open === act} id={act}><summary>{title}</summary>{children}</details>;

/** One of the forms above: read, done, and back; a mistake keeps what was typed. */
const posted = (act: Doing, run: (asked: Asked, typed: Typed) => Promise<{ readonly wrong: Errors } | Result<unknown>>) => async (asked: Asked): Promise<Answer> => {
  const typed = typedIn(await asked.form());
  const done = await run(asked, typed);
  if (isWrong(done)) return dutyPage(asked, { open: act, typed, errors: done.wrong, status: 422 });
  if (isRefusal(done)) return isBeyond(done) ? done : dutyPage(asked, { open: act, typed, errors: refusedIn(asked.lang, done as Refusal, { day_past_invalid: act === 'name' ? 'fromOn' : 'toOn' }), status: statusOf(done) });
  return seeOther(`/${asked.lang}/admin/duties/${idOf(asked.param('id'))}?done=${act}`);
};
const isWrong = (value: unknown): value is { readonly wrong: Errors } => typeof value === 'object' && value !== null && 'wrong' in value;
const dutyId = (asked: Asked): number => idOf(asked.param('id'));

export const changePosted = posted('change', async (asked, typed) => {
  const given = readWith(asked.lang, changeDutySchema, { ...typed, dutyId: dutyId(asked) });
  return given.ok ? changeDuty(asked.ctx, given.value) : { wrong: given.errors };
});
export const endPosted = posted('end', async (asked, typed) => {
  const given = readWith(asked.lang, endDutySchema, { ...typed, dutyId: dutyId(asked) });
  return given.ok ? endDuty(asked.ctx, given.value) : { wrong: given.errors };
});
export const namePosted = posted('name', async (asked, typed) => {
  const given = readWith(asked.lang, namePersonSchema, { ...typed, dutyId: dutyId(asked) });
  return given.ok ? namePerson(asked.ctx, given.value) : { wrong: given.errors };
});
export const takeOffPosted = posted('take_off', async (asked, typed) => {
  const given = readWith(asked.lang, takeOffSchema, { ...typed, dutyId: dutyId(asked) });
  return given.ok ? takeOff(asked.ctx, given.value) : { wrong: given.errors };
});
