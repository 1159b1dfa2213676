import type { VNode } from 'preact';
import type { z } from 'zod';
import { fold } from '../../../../kernel/fold.ts';
import { clockTime } from '../../../../kernel/show.ts';
import { isRefusal, type Refusal } from '../../../../kernel/refusal.ts';
import { sayLoose, say } from '../../../../kernel/words.ts';
import { read, type Read } from '../../../../platform/db.ts';
import { html, seeOther, type Answer, type Asked } from '../../../../platform/web.ts';
import type { Form as Sent } from '../../../../platform/web/form.ts';
import { Button, ErrorSummary, errorsFrom, Form, Radios, Select, TextField, type Errors } from '../../../../ui/fields.tsx';
import { Back } from '../../../../ui/parts.tsx';
import { Desk } from '../../../../ui/shell.tsx';
import { uiWords } from '../../../../ui/words.ts';
import { holdersOf, rolesOf } from '../../../people/contract.ts';
import { answeringIn, nameOf, openUnits, searchTerritories, territoriesByCodes, unitById, unitsByIds, type Unit } from '../../../units/contract.ts';
import { changeOuting, planOuting } from '../../acts/outings/plan.ts';
import { changeOutingSchema, planOutingSchema } from '../../contract/outings.ts';
import { branchesSeen, mayChangeOuting, mayPlanOuting } from '../../policy/outings.ts';
import { refusals } from '../../words/outings.ts';
import { outingFields, outingWords as w } from '../../words/outings-pages.ts';
import { href, idOf, nowOn, outingSeen, type Seen } from './around.ts';

type Filled = { readonly typed: Readonly<Record<string, string>>; readonly officials: readonly string[]; readonly clerks: readonly string[]; readonly errors: Errors };
type Person = { readonly value: string; readonly name: string; readonly unit: Unit; readonly receives: boolean };
type Around = { readonly branches: readonly Unit[]; readonly branch: Unit | null; readonly people: readonly Person[]; readonly places: readonly { readonly code: string; readonly text: string; readonly hint: string }[] };

const mostBodies = 60;
/** Who could go: people of the branch, and of the bodies that answer for the place. */
const peopleFor = async (q: Read, asked: Asked, branch: Unit, territoryCode: string): Promise<readonly Person[]> => {
  const receives = new Set((await rolesOf(q)).filter((role) => role.abilities.includes('reception.receive')).map((role) => role.code));
  const bodies = [...new Map([...(await answeringIn(q, territoryCode === '' ? branch.territoryCode : territoryCode)).values()].map(({ unit }) => [unit.id, unit])).values()].slice(0, mostBodies);
  const above = branch.path.slice(0, -1).flatMap((id) => id);
  const all: Person[] = [];
  for (const unit of [branch, ...(await unitsByIds(q, above)).values(), ...bodies])
    for (const one of await holdersOf(q, unit.id, nowOn(asked))) all.push({ value: `${one.accountId}:${unit.id}`, name: one.name, unit, receives: one.roles.some((role) => receives.has(role)) });
  return all;
};

const around = async (q: Read, asked: Asked, branchId: number, f: Pick<Filled, 'typed'>): Promise<Around> => {
  const plans = branchesSeen(asked.ctx.actor, 'outing.plan');
  const branches = await openUnits(q, 'branch', plans);
  const branch = branchId > 0 ? await unitById(q, branchId) : branches.length === 1 ? (branches[0] ?? null) : null;
  const place = f.typed['place'] ?? '';
  const own = branch && branch.level !== 'central' ? branch.territoryCode : null;
  const found = place.trim() === '' ? [] : (await searchTerritories(q, place, 100)).filter((one) => one.level > 0 && (own === null || one.path.includes(own))).slice(0, 12);
  const kept = (await territoriesByCodes(q, [f.typed['territory'] ?? ''])).get(f.typed['territory'] ?? '');
  const all = kept && !found.some((one) => one.code === kept.code) ? [kept, ...found] : found;
  const above = await territoriesByCodes(q, all.flatMap((one) => one.path.slice(1, -1)));
  return {
    branches, branch, people: branch ? await peopleFor(q, asked, branch, f.typed['territory'] ?? '') : [],
    places: all.map((one) => ({ code: one.code, text: nameOf(one, asked.lang), hint: one.path.slice(1, -1).flatMap((code) => above.get(code) ?? []).map((each) => nameOf(each, asked.lang)).join(', ') })),
  };
};

const People = ({ asked: { lang }, a, name, chosen, label, hint, errors }: { asked: Asked; a: Around; name: 'officials' | 'clerks'; chosen: readonly string[]; label: string; hint: string; errors: Errors }): VNode => (
  <fieldset class={errors[name] ? 'wrong' : undefined}>
    <legend class="ask">{label}</legend>
    <p class="hint">{hint}</p>
    {errors[name] && <span class="error"><span class="hidden">{say(lang, uiWords.errorPrefix)}</span>{errors[name]}</span>}
    <div class="duty-people">{a.people.filter((one) => name === 'clerks' || one.receives || chosen.includes(one.value)).filter((one) => name === 'officials' || one.unit.kind === 'branch' || chosen.includes(one.value)).map((one) => (
      <label class="choice" key={one.value}><input type="checkbox" name={name} value={one.value} checked={chosen.includes(one.value)} /><span>{one.name}<span class="hint">{nameOf(one.unit, lang)}</span></span></label>
    ))}</div>
  </fieldset>
);

const FormPage = ({ asked, a, f, title, back }: { asked: Asked; a: Around; f: Filled; title: string; back: string }): VNode => {
  const { lang } = asked;
  const t = f.typed;
  const text = (name: string, label: string, more: { readonly hint?: string; readonly type?: 'date'; readonly short?: boolean; readonly max?: number } = {}) => <TextField lang={lang} name={name} label={label} value={t[name] ?? ''} errors={f.errors} {...more} />;
  if (!a.branch) return (
    <Desk asked={asked} title={title}><div class="column"><Back lang={lang} href={back} /><h1>{title}</h1>
      <form method="get"><Select lang={lang} name="branch" label={say(lang, w.branch)} choices={a.branches.map((one) => ({ value: String(one.id), text: nameOf(one, lang) }))} /><div><Button>{say(lang, w.plan)}</Button></div></form>
    </div></Desk>
  );
  return (
    <Desk asked={asked} title={title}>
      <div class="column">
        <Back lang={lang} href={back} />
        <h1>{title}</h1>
        <p class="quiet">{nameOf(a.branch, lang)}</p>
        <ErrorSummary lang={lang} errors={f.errors} />
        <Form csrf={asked.csrf} class="rec-form">
          <input type="hidden" name="branch" value={String(a.branch.id)} />
          {text('place', say(lang, w.place), { hint: say(lang, w.placeHint), max: 100 })}
          {a.places.length > 0 && <Radios lang={lang} name="territory" label={say(lang, w.placeWhich)} value={t['territory'] ?? ''} errors={f.errors} choices={a.places.map((one) => ({ value: one.code, text: one.text, hint: one.hint }))} />}
          <div class="row"><Button kind="second" name="do" value="find">{say(lang, w.placeFind)}</Button></div>
          {text('address', say(lang, w.address), { hint: say(lang, w.addressHint), max: 300 })}
          <div class="pair">{text('nameKk', say(lang, w.nameKk), { max: 200 })}{text('nameRu', say(lang, w.nameRu), { max: 200 })}</div>
          {text('nameEn', say(lang, w.nameEn), { max: 200 })}
          {text('heldOn', say(lang, w.day), { type: 'date' })}
          <div class="pair">{text('from', say(lang, w.from), { short: true, max: 5 })}{text('to', say(lang, w.to), { short: true, max: 5 })}</div>
          <People asked={asked} a={a} name="officials" chosen={f.officials} label={say(lang, w.officials)} hint={say(lang, w.officialsHint)} errors={f.errors} />
          <People asked={asked} a={a} name="clerks" chosen={f.clerks} label={say(lang, w.clerks)} hint={say(lang, w.clerksHint)} errors={f.errors} />
          <div class="row"><Button name="do" value="save">{say(lang, w.save)}</Button></div>
        </Form>
      </div>
    </Desk>
  );
};

const names = ['place', 'territory', 'address', 'nameKk', 'nameRu', 'nameEn', 'heldOn', 'from', 'to'] as const;
const filledFrom = (form: Sent, errors: Errors = {}): Filled => ({ typed: Object.fromEntries(names.map((name) => [name, form.get(name)])), officials: form.all('officials'), clerks: form.all('clerks'), errors });
const bodyOf = (f: Filled) => ({ ...Object.fromEntries((['address', 'nameKk', 'nameRu', 'nameEn', 'heldOn', 'from', 'to'] as const).map((name) => [name, f.typed[name]])), territoryCode: f.typed['territory'], officials: f.officials, clerks: f.clerks });

/** The one place that was meant, where only one fits. */
const settledPlace = (f: Filled, a: Around): Filled => {
  if ((f.typed['territory'] ?? '') !== '' && a.places.some((one) => one.code === f.typed['territory'])) return f;
  const exact = a.places.filter((one) => fold(one.text) === fold(f.typed['place'] ?? ''));
  const one = a.places.length === 1 ? a.places[0] : exact.length === 1 ? exact[0] : undefined;
  return { ...f, typed: { ...f.typed, territory: one?.code ?? '' } };
};

/** Which field each refusal speaks of. */
const fields: Readonly<Record<string, string>> = { outing_day_invalid: 'heldOn', outing_team_required: 'officials', person_not_in_unit: 'officials', territory_invalid: 'place' };
const refused = (asked: Asked, refusal: Refusal): Errors | null => {
  const field = fields[refusal.code];
  const sentence = Object.hasOwn(refusals, refusal.code) ? refusals[refusal.code as keyof typeof refusals] : outingFields.other;
  return field === undefined ? null : { [field]: sayLoose(asked.lang, sentence, refusal.facts) };
};

type Page = { readonly title: string; readonly back: string; readonly branchId: number };
const drawn = async (asked: Asked, p: Page, f: Filled): Promise<VNode> => read(asked.ctx, async (q) => {
  const a = await around(q, asked, p.branchId, f);
  return <FormPage asked={asked} a={a} f={settledPlace(f, a)} title={p.title} back={p.back} />;
});
const tried = async <S extends z.ZodType>(asked: Asked, p: Page, of: { readonly schema: S; readonly more: object; readonly act: (input: z.output<S>) => Promise<{ readonly outingId: number } | Refusal> }): Promise<Answer> => {
  const form = await asked.form();
  const typed = filledFrom(form);
  const f = await read(asked.ctx, async (q) => settledPlace(typed, await around(q, asked, p.branchId, typed)));
  if (form.get('do') === 'find') return drawn(asked, p, f);
  const input = of.schema.safeParse({ ...bodyOf(f), ...of.more });
  if (!input.success) {
    const errors = errorsFrom(asked.lang, input.error.issues.map((issue) => ({ ...issue, path: issue.path[0] === 'territoryCode' ? ['place'] : issue.path.slice(0, 1) })), outingFields, outingFields.other);
    return html(await drawn(asked, p, { ...f, errors }), 422);
  }
  const done = await of.act(input.data);
  if (!isRefusal(done)) return seeOther(href(asked.lang, done.outingId));
  const errors = refused(asked, done);
  return errors === null ? done : html(await drawn(asked, p, { ...f, errors }), 422);
};

const newOf = (asked: Asked, branchId: number): Page => ({ title: say(asked.lang, w.planTitle), back: `/${asked.lang}/desk/outings`, branchId });
export const planPage = (asked: Asked): Promise<Answer> => drawn(asked, newOf(asked, idOf(asked.query.get('branch') ?? '')), { typed: { from: '10:00', to: '16:00' }, officials: [], clerks: [], errors: {} });
export const planPosted = async (asked: Asked): Promise<Answer> => {
  const branchId = idOf((await asked.form()).get('branch'));
  const permit = mayPlanOuting(asked.ctx.actor, branchId);
  if (isRefusal(permit)) return permit;
  return tried(asked, newOf(asked, branchId), { schema: planOutingSchema, more: { branchId }, act: (input) => planOuting(asked.ctx, input) });
};

const seenToChange = async (asked: Asked): Promise<Seen | Refusal> => read(asked.ctx, async (q) => {
  const seen = await outingSeen(q, asked, idOf(asked.param('id')));
  if (isRefusal(seen)) return seen;
  const permit = mayChangeOuting(asked.ctx.actor, seen.standing);
  return isRefusal(permit) ? permit : seen;
});
const changeOf = (asked: Asked, { outing }: Seen): Page => ({ title: say(asked.lang, w.changeTitle), back: href(asked.lang, outing.id), branchId: outing.branchId });
export const changePage = async (asked: Asked): Promise<Answer> => {
  const seen = await seenToChange(asked);
  if (isRefusal(seen)) return seen;
  const { outing, team } = seen;
  const part = (which: string) => team.filter((one) => one.part === which).map((one) => `${one.accountId}:${one.unitId}`);
  const place = await read(asked.ctx, async (q) => (await territoriesByCodes(q, [outing.territoryCode])).get(outing.territoryCode));
  return drawn(asked, changeOf(asked, seen), {
    typed: {
      place: place ? nameOf(place, asked.lang) : '', territory: outing.territoryCode, address: outing.address ?? '', nameKk: outing.names.kk, nameRu: outing.names.ru, nameEn: outing.names.en === outing.names.ru ? '' : outing.names.en,
      heldOn: outing.heldOn, from: clockTime(outing.fromMinute), to: clockTime(outing.toMinute),
    }, officials: part('official'), clerks: part('clerk'), errors: {},
  });
};
export const changePosted = async (asked: Asked): Promise<Answer> => {
  const seen = await seenToChange(asked);
  if (isRefusal(seen)) return seen;
  return tried(asked, changeOf(asked, seen), { schema: changeOutingSchema, more: { outingId: seen.outing.id }, act: (input) => changeOuting(asked.ctx, input) });
};
