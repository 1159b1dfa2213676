import type { VNode } from 'preact';
import { isDay, today, type Day } from '../../../kernel/day.ts';
import { shortDay } from '../../../kernel/show.ts';
import { say } from '../../../kernel/words.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Read } from '../../../platform/db.ts';
import type { Asked } from '../../../platform/web.ts';
import type { Form as Sent } from '../../../platform/web/form.ts';
import { Button, Form, Select, TextField, type Errors } from '../../../ui/fields.tsx';
import { Note, Table } from '../../../ui/parts.tsx';
import { endAbsence, setAbsence } from '../acts/absence.ts';
import { absencesOf, type Absence } from '../store/absence.ts';
import { holdersOf, peopleByIds } from '../store/accounts.ts';
import { absenceWords as w } from '../words/absence.ts';

export type Away = { readonly accountId: number; readonly list: readonly Absence[]; readonly names: ReadonlyMap<number, { readonly name: string }>; readonly colleagues: readonly { readonly accountId: number; readonly name: string }[]; readonly today: Day };
export type AwayTyped = { readonly fromOn?: string; readonly toOn?: string; readonly deputyId?: string };

/** What is marked for one person, and who could stand in: colleagues of the same units. */
export const awayOf = async (q: Read, asked: Asked, accountId: number, unitIds: readonly number[]): Promise<Away> => {
  const on = today(asked.ctx.clock);
  const list = await absencesOf(q, accountId, on);
  const colleagues = new Map<number, { accountId: number; name: string }>();
  for (const unitId of new Set(unitIds)) for (const one of await holdersOf(q, unitId, on)) if (one.accountId !== accountId) colleagues.set(one.accountId, one);
  return { accountId, list, names: await peopleByIds(q, list.flatMap((one) => one.deputyId ?? [])), colleagues: [...colleagues.values()], today: on };
};

/** On one's own page while one is away. */
export const AwayBanner = ({ asked: { lang }, away }: { asked: Asked; away: Away }): VNode | null => {
  const now = away.list.find((one) => one.fromOn <= away.today);
  if (!now) return null;
  const deputy = now.deputyId === null ? undefined : away.names.get(now.deputyId)?.name;
  return <Note tone="warn"><strong>{say(lang, w.banner, { day: shortDay(now.toOn) })}</strong> {deputy === undefined ? say(lang, w.bannerNobody) : say(lang, w.bannerDeputy, { deputy })} <a href="#absence">{say(lang, w.title)}</a></Note>;
};

export const Absences = ({ asked, away, errors, typed = {} }: { asked: Asked; away: Away; errors: Errors; typed?: AwayTyped }): VNode => {
  const { lang } = asked;
  return (
    <section class="column">
      <h2 id="absence">{say(lang, w.title)}</h2>
      <p class="quiet">{say(lang, w.about)}</p>
      {away.list.length === 0 ? <p class="quiet">{say(lang, w.none)}</p> : (
        <Table label={say(lang, w.title)} columns={[w.fromOn, w.toOn, w.deputy, w.end].map((title) => ({ title: say(lang, title) }))}
          rows={away.list.map((one) => [
            shortDay(one.fromOn), shortDay(one.toOn), one.deputyId === null ? '–' : (away.names.get(one.deputyId)?.name ?? '–'),
            <Form key="f" csrf={asked.csrf}><input type="hidden" name="absenceId" value={String(one.absenceId)} /><div><Button kind="link" name="do" value="back">{say(lang, w.end)}<span class="hidden"> {shortDay(one.fromOn)}–{shortDay(one.toOn)}</span></Button></div></Form>,
          ])} />
      )}
      <Form csrf={asked.csrf}>
        <div class="pair">
          <TextField lang={lang} name="awayFrom" label={say(lang, w.fromOn)} type="date" value={typed.fromOn ?? ''} errors={errors} />
          <TextField lang={lang} name="awayTo" label={say(lang, w.toOn)} type="date" value={typed.toOn ?? ''} errors={errors} />
        </div>
        {away.colleagues.length === 0 ? <p class="hint">{say(lang, w.nobody)}</p>
          : <Select lang={lang} name="deputyId" label={say(lang, w.deputy)} empty={say(lang, w.deputyNone)} value={typed.deputyId} errors={errors} choices={away.colleagues.map((one) => ({ value: String(one.accountId), text: one.name }))} />}
        <div><Button kind="second" name="do" value="away">{say(lang, w.set)}</Button></div>
      </Form>
    </section>
  );
};

/** Which field each refusal speaks of. */
export const absenceFields = { absence_days_invalid: 'awayTo', absence_overlaps: 'awayFrom', deputy_invalid: 'deputyId', deputy_away: 'deputyId' } as const;
export const absenceTold = { away: w.marked, back: w.back } as const;
export const awayTyped = (form: Sent): AwayTyped => ({ fromOn: form.get('awayFrom'), toOn: form.get('awayTo'), deputyId: form.get('deputyId') });

const id = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : 0);

/** The two buttons of the section; a day that is none is said beside its field. */
export const awayPosted = async (asked: Asked, form: Sent, accountId: number): Promise<Result<unknown> | { readonly errors: Errors }> => {
  const { ctx, lang } = asked;
  if (form.get('do') === 'back') return endAbsence(ctx, { absenceId: id(form.get('absenceId')) });
  const [fromOn, toOn, deputyId] = [form.get('awayFrom'), form.get('awayTo'), form.get('deputyId')];
  if (!isDay(fromOn) || !isDay(toOn)) return { errors: { ...(isDay(fromOn) ? {} : { awayFrom: say(lang, w.dayWrong) }), ...(isDay(toOn) ? {} : { awayTo: say(lang, w.dayWrong) }) } };
  return setAbsence(ctx, { accountId, deputyId: deputyId === '' ? undefined : id(deputyId), fromOn, toOn });
};
