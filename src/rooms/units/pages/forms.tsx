import type { VNode } from 'preact';
import { longDay } from '../../../kernel/show.ts';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import { say, type Sentence } from '../../../kernel/words.ts';
import { read, type Read } from '../../../platform/db.ts';
import type { Answer, Asked } from '../../../platform/web.ts';
import { Button, ErrorSummary, Form, Select, type Errors } from '../../../ui/fields.tsx';
import { Back, Note } from '../../../ui/parts.tsx';
import { Desk } from '../../../ui/shell.tsx';
import { uiWords } from '../../../ui/words.ts';
import { mayHaveLevel, mayStandUnder, nameOf, unitLevels, type Unit, type UnitKind } from '../law.ts';
import { managedBy } from '../policy.ts';
import { managedUnits, openBelow, territoriesByCodes } from '../store.ts';
import { competencesOf } from '../store/competences.ts';
import { pageWords as w, refusalWords } from '../words.ts';
import { CodeFields, DetailFields, detailsOf, NameFields, namesOf, type Typed } from './fields.tsx';
import { PlaceField, type Candidate } from './place.tsx';
import { unitSeen } from './sight.ts';
import { unitHref } from './tree.tsx';

export const unitActs = ['children', 'names', 'details', 'parent', 'closure'] as const;
export type UnitAct = (typeof unitActs)[number];
export const isUnitAct = (text: string): text is UnitAct => (unitActs as readonly string[]).includes(text);

export type Filled = { readonly typed: Typed; readonly errors: Errors; readonly candidates: readonly Candidate[] };

const Around = ({ asked, title, back, errors, children }: { asked: Asked; title: string; back: string; errors: Errors; children: VNode }): VNode => (
  <Desk asked={asked} title={title}>
    <div class="column">
      <Back lang={asked.lang} href={back} />
      <h1>{title}</h1>
      <ErrorSummary lang={asked.lang} errors={errors} />
      {children}
    </div>
  </Desk>
);

/** `above` null: a body of its own. */
const OpenFields = ({ asked, filled, above }: { asked: Asked; filled: Filled; above: Unit | null }): VNode => {
  const p = { lang: asked.lang, typed: filled.typed, errors: filled.errors };
  return (
    <Form csrf={asked.csrf}>
      <NameFields {...p} />
      <CodeFields {...p} above={above?.level ?? null} />
      <PlaceField lang={asked.lang} typed={filled.typed['place'] ?? ''} chosen={filled.typed['territory'] ?? ''} candidates={filled.candidates} errors={filled.errors} />
      <DetailFields {...p} />
      <Button>{say(asked.lang, w.open)}</Button>
    </Form>
  );
};

const openDefaults = (kind: UnitKind, above: Unit | null): Typed =>
  ({ level: above ? (unitLevels[Math.min(unitLevels.indexOf(above.level) + 1, unitLevels.length - 1)] ?? 'district') : 'region', profile: kind === 'body' ? 'appk' : 'internal', calendar: above?.calendar ?? 'kz5', closing: '18:30' });

export const OpenBodyPage = ({ asked, filled }: { asked: Asked; filled: Filled }): VNode => (
  <Around asked={asked} title={say(asked.lang, w.openRootBody)} back={`/${asked.lang}/admin/units`} errors={filled.errors}><OpenFields asked={asked} filled={filled} above={null} /></Around>
);
export const openBodyPage = (asked: Asked): Answer => <OpenBodyPage asked={asked} filled={{ typed: openDefaults('body', null), errors: {}, candidates: [] }} />;

const titles: Readonly<Record<Exclude<UnitAct, 'children'>, Sentence>> = { names: w.rename, details: w.change, parent: w.move, closure: w.close };
const titleOf = (unit: Unit, act: UnitAct): Sentence => (act === 'children' ? (unit.kind === 'branch' ? w.openBranch : w.openBody) : titles[act]);

type Drawn = { readonly asked: Asked; readonly unit: Unit; readonly act: UnitAct; readonly filled: Filled; readonly targets: readonly Unit[]; readonly ends: number; readonly below: number };

/** What cannot be done is said before it is tried. */
const Closure = ({ asked: { lang, csrf }, unit, ends, below }: { asked: Asked; unit: Unit; ends: number; below: number }): VNode => {
  if (unit.kind === 'branch' && unit.parentId === null) return <Note tone="warn">{say(lang, refusalWords.unit_is_root)}</Note>;
  if (below > 0) return <Note tone="warn">{say(lang, refusalWords.unit_has_open_below, { count: below })}</Note>;
  return (
    <Form csrf={csrf}>
      <Note tone="warn"><p>{say(lang, w.closeAbout)}</p>{ends > 0 && <p>{say(lang, w.closeEnds, { count: ends })}</p>}</Note>
      <p class="row"><Button kind="grave">{say(lang, w.close)}</Button><a class="button second" href={unitHref(lang, unit.id)}>{say(lang, uiWords.back)}</a></p>
    </Form>
  );
};

const Body = ({ asked, unit, act, filled, targets, ends, below }: Drawn): VNode => {
  const { lang, csrf } = asked;
  const p = { lang, typed: filled.typed, errors: filled.errors };
  switch (act) {
    case 'children': return <OpenFields asked={asked} filled={filled} above={unit} />;
    case 'names': return <Form csrf={csrf}><NameFields {...p} /><Button>{say(lang, w.save)}</Button></Form>;
    case 'details': return <Form csrf={csrf}><DetailFields {...p} /><Button>{say(lang, w.save)}</Button></Form>;
    case 'parent': return (
      <Form csrf={csrf}>
        <Select lang={lang} name="parent" label={say(lang, w.moveUnder)} value={filled.typed['parent']} errors={filled.errors}
          choices={targets.map((one) => ({ value: String(one.id), text: `${'· '.repeat(one.path.length - 1)}${nameOf(one, lang)} (${one.code})` }))} />
        <Button>{say(lang, w.move)}</Button>
      </Form>
    );
    case 'closure': return <Closure asked={asked} unit={unit} ends={ends} below={below} />;
  }
};

/** Where it may come to stand: the same kind, open, not itself nor below it, not of a lower level. */
const targetsOf = async (q: Read, asked: Asked, unit: Unit): Promise<readonly Unit[]> =>
  (await managedUnits(q, unit.kind, managedBy(asked.ctx.actor))).filter((one) => one.closedOn === null && one.id !== unit.parentId && mayStandUnder(unit, one) && mayHaveLevel(unit.level, one.level));

const begun = (unit: Unit, act: UnitAct): Typed => (act === 'children' ? openDefaults(unit.kind, unit) : act === 'names' ? namesOf(unit) : act === 'details' ? detailsOf(unit) : {});

/** The form as it begins, or with what was typed and what is wrong with it. */
export const actDrawn = async (q: Read, asked: Asked, unit: Unit, act: UnitAct, given?: Filled): Promise<VNode> => {
  const place = (await territoriesByCodes(q, [unit.territoryCode])).get(unit.territoryCode);
  const { lang } = asked;
  const filled = given ?? { typed: begun(unit, act), errors: {}, candidates: [] };
  return (
    <Around asked={asked} title={say(lang, titleOf(unit, act))} back={unitHref(lang, unit.id)} errors={filled.errors}>
      <>
        <p class="quiet">{nameOf(unit, lang)}{place && `, ${nameOf(place, lang)}`}</p>
        {unit.closedOn === null
          ? <Body asked={asked} unit={unit} act={act} filled={filled} targets={act === 'parent' ? await targetsOf(q, asked, unit) : []}
              ends={act === 'closure' ? (await competencesOf(q, unit.id)).filter((one) => one.toOn === null).length : 0} below={act === 'closure' ? await openBelow(q, unit.id) : 0} />
          : <Note tone="warn">{say(lang, w.closedSince, { day: longDay(lang, unit.closedOn) })}</Note>}
      </>
    </Around>
  );
};

export const actPage = (asked: Asked): Promise<Answer> => read(asked.ctx, async (q) => {
  const act = asked.param('act');
  if (!isUnitAct(act)) return refuse('page_not_found');
  const unit = await unitSeen(q, asked);
  return isRefusal(unit) ? unit : actDrawn(q, asked, unit, act);
});
