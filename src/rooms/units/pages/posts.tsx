import type { z } from 'zod';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import { read } from '../../../platform/db.ts';
import { html, seeOther, type Answer, type Asked } from '../../../platform/web.ts';
import { errorsFrom, hasErrors, type Errors } from '../../../ui/fields.tsx';
import { openUnit, setCompetence } from '../acts.ts';
import { endCompetence } from '../acts/competences.ts';
import { changeUnit, closeUnit, moveUnit, renameUnit } from '../acts/units.ts';
import { detailsForm, namesForm, openForm } from '../contract/forms.ts';
import type { Unit, UnitKind } from '../law.ts';
import { managedBy } from '../policy.ts';
import { refusalWords } from '../words.ts';
import type { Typed } from './fields.tsx';
import { actDrawn, isUnitAct, OpenBodyPage, type Filled, type UnitAct } from './forms.tsx';
import { placeErrors, settle, type Settled } from './place.tsx';
import { errorOf, sentence, unitSeen } from './sight.ts';
import { unitHref } from './tree.tsx';
import { UnitPage, unitFound } from './unit.tsx';

const typedOf = async (asked: Asked): Promise<Typed> => Object.fromEntries((await asked.form()).entries().filter(([name]) => name !== 'csrf'));

type Parsed<T> = { readonly value: T; readonly errors: Errors } | { readonly value: null; readonly errors: Errors };
const parsed = <T,>(asked: Asked, schema: z.ZodType<T>, typed: Typed): Parsed<T> => {
  const given = schema.safeParse(typed);
  return given.success ? { value: given.data, errors: {} } : { value: null, errors: errorsFrom(asked.lang, given.error.issues, refusalWords, refusalWords.unit_name_required) };
};

const placeOf = (asked: Asked, typed: Typed): Promise<Settled> =>
  read(asked.ctx, (q) => settle(q, { typed: typed['place'] ?? '', chosen: typed['territory'] ?? '', lang: asked.lang, within: managedBy(asked.ctx.actor) }));

const fields = {
  unit_code_invalid: 'code', unit_code_taken: 'code', unit_level_invalid: 'level', territory_invalid: 'place', not_allowed_place: 'place', unit_name_required: 'name_kk', unit_parent_invalid: 'parent', topic_invalid: 'topic',
  unit_closing_invalid: 'closing', unit_calendar_invalid: 'calendar',
};

type Tried = { readonly unitId: number } | Filled;

const tryOpen = async (asked: Asked, kind: UnitKind, parentId: number | null, typed: Typed): Promise<Tried> => {
  const names = parsed(asked, namesForm, typed);
  const heading = parsed(asked, openForm, typed);
  const details = parsed(asked, detailsForm, typed);
  const settled = await placeOf(asked, typed);
  const errors = { ...names.errors, ...heading.errors, ...placeErrors(asked.lang, settled), ...details.errors };
  if (!names.value || !heading.value || !details.value || settled.code === null) return { typed, errors, candidates: settled.candidates };
  const done = await openUnit(asked.ctx, { kind, parentId, names: names.value, ...heading.value, territoryCode: settled.code, ...details.value });
  return isRefusal(done) ? { typed, errors: errorOf(asked.lang, done, fields), candidates: settled.candidates } : done;
};

export const openBodyPost = async (asked: Asked): Promise<Answer> => {
  const tried = await tryOpen(asked, 'body', null, await typedOf(asked));
  return 'unitId' in tried ? seeOther(unitHref(asked.lang, tried.unitId, '?done=1')) : html(<OpenBodyPage asked={asked} filled={tried} />, 422);
};

const tryAct = async (asked: Asked, unit: Unit, act: UnitAct, typed: Typed): Promise<Tried> => {
  const { ctx, lang } = asked;
  const unitId = unit.id;
  const wrong = (errors: Errors): Filled => ({ typed, errors, candidates: [] });
  const settled = (done: { unitId: number } | Refusal): Tried => (isRefusal(done) ? wrong(errorOf(lang, done, fields)) : done);
  switch (act) {
    case 'children': return tryOpen(asked, unit.kind, unitId, typed);
    case 'names': {
      const names = parsed(asked, namesForm, typed);
      return names.value ? settled(await renameUnit(ctx, { unitId, names: names.value })) : wrong(names.errors);
    }
    case 'details': {
      const details = parsed(asked, detailsForm, typed);
      return details.value ? settled(await changeUnit(ctx, { unitId, ...details.value })) : wrong(details.errors);
    }
    case 'parent': return settled(await moveUnit(ctx, { unitId, parentId: /^\d{1,15}$/.test(typed['parent'] ?? '') ? Number(typed['parent']) : 0 }));
    case 'closure': return settled(await closeUnit(ctx, { unitId }));
  }
};

export const actPost = async (asked: Asked): Promise<Answer> => {
  const act = asked.param('act');
  if (!isUnitAct(act)) return refuse('page_not_found');
  const unit = await read(asked.ctx, (q) => unitSeen(q, asked));
  if (isRefusal(unit)) return unit;
  const tried = await tryAct(asked, unit, act, await typedOf(asked));
  return 'unitId' in tried ? seeOther(unitHref(asked.lang, tried.unitId, '?done=1')) : html(await read(asked.ctx, (q) => actDrawn(q, asked, unit, act, tried)), 422);
};

/** What a body answers for: set one, end one. */
export const competencePost = async (asked: Asked): Promise<Answer> => {
  const { ctx, lang } = asked;
  const unit = await read(ctx, (q) => unitSeen(q, asked));
  if (isRefusal(unit)) return unit;
  const typed = await typedOf(asked);
  const again = async (errors: Errors, kept: Typed = {}, candidates: Settled['candidates'] = []) =>
    html(await read(ctx, async (q) => <UnitPage asked={asked} found={await unitFound(q, asked, unit)} errors={errors} typed={kept} candidates={candidates} />), 422);
  const back = seeOther(unitHref(lang, unit.id, '?done=1'));
  if (typed['do'] === 'end') {
    const competenceId = /^\d{1,15}$/.test(typed['competence'] ?? '') ? Number(typed['competence']) : 0;
    const mine = await read(ctx, async (q) => (await unitFound(q, asked, unit)).competences.some((one) => one.id === competenceId));
    const done = mine ? await endCompetence(ctx, { competenceId }) : refuse('competence_not_found');
    return isRefusal(done) ? again(errorOf(lang, done)) : back;
  }
  const settled = await placeOf(asked, typed);
  const errors = { ...(typed['topic'] ? {} : { topic: sentence(lang, 'topic_invalid') }), ...placeErrors(lang, settled) };
  if (hasErrors(errors) || settled.code === null) return again(errors, typed, settled.code === null ? settled.candidates : []);
  const done = await setCompetence(ctx, { topicCode: typed['topic'] ?? '', territoryCode: settled.code, unitId: unit.id });
  return isRefusal(done) ? again(errorOf(lang, done, fields), typed) : back;
};
