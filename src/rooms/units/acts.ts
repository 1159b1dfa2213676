import { isRefusal, refuse } from '../../kernel/refusal.ts';
import type { Result } from '../../kernel/result.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { violated, write, type Read, type Tx } from '../../platform/db.ts';
import { today } from '../../kernel/day.ts';
import { record } from '../journal/contract.ts';
import { isKato, isUnitCode, katoParent, mayHaveLevel, mayStandUnder, country, type Names, type Unit } from './law.ts';
import { mayImportTerritories, mayOpenUnit, maySetCompetence, type Standing } from './policy.ts';
import { groundsOf, insertUnit, lockTree, putCompetence, putTerritories, territoriesByCodes, unitById, type NewTerritory, type NewUnit } from './store.ts';
import { competenceAt } from './store/competences.ts';
import { topicStands } from './store/topics.ts';

/** The unit as the policy asks for it. */
export const standing = async (tx: Read, unit: Pick<Unit, 'id' | 'kind' | 'territoryCode'>): Promise<Standing> =>
  ({ kind: unit.kind, id: unit.id, grounds: unit.kind === 'body' ? await groundsOf(tx, unit.territoryCode) : [] });

/** As `openUnit`, in a transaction that is open already (setup). */
export const openUnitIn = async (tx: Tx, ctx: Ctx, input: NewUnit): Promise<Result<{ unitId: number }>> => {
  await lockTree(tx);
  const parent = input.parentId === null ? null : await unitById(tx, input.parentId);
  if (input.parentId !== null && !parent) return refuse('unit_not_found');
  const permit = mayOpenUnit(ctx.actor, { kind: input.kind, parent: parent ? await standing(tx, parent) : null, grounds: await groundsOf(tx, input.territoryCode) });
  if (isRefusal(permit)) return permit;
  if (!isUnitCode(input.code)) return refuse('unit_code_invalid');
  if (parent && !mayStandUnder({ kind: input.kind, id: null }, parent)) return refuse('unit_parent_invalid');
  if (parent && parent.closedOn !== null) return refuse('unit_closed');
  if (parent && !mayHaveLevel(input.level, parent.level)) return refuse('unit_level_invalid');
  if (!(await territoriesByCodes(tx, [input.territoryCode])).has(input.territoryCode)) return refuse('territory_invalid');
  const unitId = await insertUnit(tx, permit, input);
  await record(tx, { act: 'unit.open', subject: `unit:${unitId}`, actor: ctx.actor, facts: { code: input.code, kind: input.kind, parentId: input.parentId }, at: new Date(ctx.clock.now()), postId: permit.postId });
  return { unitId };
};

export const openUnit = async (ctx: Ctx, input: NewUnit): Promise<Result<{ unitId: number }>> => {
  try {
    return await write(ctx, (tx) => openUnitIn(tx, ctx, input));
  } catch (error) {
    if (violated(error) === 'unit_code') return refuse('unit_code_taken', { code: input.code });
    throw error;
  }
};

/** Who answers for the topic there from today on; whoever did until now does no more. Setting what is set already changes nothing. */
export const setCompetence = async (ctx: Ctx, input: { topicCode: string; territoryCode: string; unitId: number }): Promise<Result<{ unitId: number }>> => {
  try {
    return await write(ctx, async (tx) => {
      const unit = await unitById(tx, input.unitId);
      if (!unit || unit.kind !== 'body') return refuse('unit_not_found');
      const permit = maySetCompetence(ctx.actor, await standing(tx, unit), await groundsOf(tx, input.territoryCode));
      if (isRefusal(permit)) return permit;
      if (unit.closedOn !== null) return refuse('unit_closed');
      if (!(await topicStands(tx, input.topicCode))) return refuse('topic_invalid');
      if (!(await territoriesByCodes(tx, [input.territoryCode])).has(input.territoryCode)) return refuse('territory_invalid');
      const before = await competenceAt(tx, input.topicCode, input.territoryCode);
      if (before?.unitId === input.unitId) return { unitId: input.unitId };
      await putCompetence(tx, permit, { ...input, fromOn: today(ctx.clock) });
      await record(tx, { act: 'unit.set_competence', subject: `unit:${input.unitId}`, actor: ctx.actor, facts: { ...input, before: before?.unitId ?? null }, at: new Date(ctx.clock.now()), postId: permit.postId });
      return { unitId: input.unitId };
    });
  } catch (error) {
    if (violated(error) === 'competence_current') return refuse('competence_changed');
    throw error;
  }
};

export type Place = { readonly code: string; readonly kind: string; readonly names: Names };
export type Imported = { readonly read: number; readonly written: number; readonly skipped: readonly { line: number; why: string }[] };

/** Puts places into the tree, parents first; a place whose parent is unknown is skipped with its line. Harmless twice. */
export const importTerritories = (ctx: Ctx, places: readonly Place[], o: { dryRun?: boolean } = {}): Promise<Result<Imported>> => write(ctx, (tx) => importTerritoriesIn(tx, ctx, places, o));

/** As `importTerritories`, in a transaction that is open already (setup). */
export const importTerritoriesIn = async (tx: Tx, ctx: Ctx, places: readonly Place[], o: { dryRun?: boolean } = {}): Promise<Result<Imported>> => {
  const permit = mayImportTerritories(ctx.actor);
  if (isRefusal(permit)) return permit;
  const { ready, skipped, missing } = arrange(places);
  const parents = await territoriesByCodes(tx, missing);
  const { list, orphans } = withPaths(ready, new Map([...parents].map(([code, t]) => [code, t.path])));
  if (o.dryRun) return { read: places.length, written: 0, skipped: [...skipped, ...orphans] };
  let written = 0;
  for (let at = 0; at < list.length; at += 1_000) written += await putTerritories(tx, permit, list.slice(at, at + 1_000));
  await record(tx, { act: 'units.import', subject: 'units', actor: ctx.actor, facts: { read: places.length, written }, at: new Date(ctx.clock.now()), postId: permit.postId });
  return { read: places.length, written, skipped: [...skipped, ...orphans] };
};

type Arranged = { line: number; place: Place; parentCode: string | null; level: number };

const arrange = (places: readonly Place[]): { ready: Arranged[]; skipped: { line: number; why: string }[]; missing: string[] } => {
  const skipped: { line: number; why: string }[] = [];
  const ready: Arranged[] = [];
  places.forEach((place, index) => {
    if (!isKato(place.code)) skipped.push({ line: index + 1, why: `code ${place.code} is not nine digits` });
    else ready.push({ line: index + 1, place, ...katoParent(place.code) });
  });
  ready.sort((a, b) => a.level - b.level || (a.place.code < b.place.code ? -1 : 1));
  const own = new Set(ready.map((one) => one.place.code));
  return { ready, skipped, missing: [country, ...new Set(ready.flatMap((one) => (one.parentCode !== null && !own.has(one.parentCode) ? [one.parentCode] : [])))] };
};

/** A settlement straight under a district skips a level: its parent is the nearest code up that exists. */
const withPaths = (ready: readonly Arranged[], paths: Map<string, readonly string[]>): { list: NewTerritory[]; orphans: { line: number; why: string }[] } => {
  const list: NewTerritory[] = [];
  const orphans: { line: number; why: string }[] = [];
  for (const { line, place, level, parentCode } of ready) {
    let parent = parentCode;
    while (parent !== null && !paths.has(parent)) parent = katoParent(parent).parentCode;
    const above = parent === null ? undefined : paths.get(parent);
    if (level > 0 && (!above || parent === null || (level > 1 && parent === country))) {
      orphans.push({ line, why: `no place above ${place.code}` });
      continue;
    }
    const path = [...(above ?? []), place.code];
    paths.set(place.code, path);
    list.push({ code: place.code, parentCode: parent, level, kind: place.kind, names: place.names, path });
  }
  return { list, orphans };
};
