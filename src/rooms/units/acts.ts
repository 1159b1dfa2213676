import { isRefusal, refuse } from '../../kernel/refusal.ts';
import type { Result } from '../../kernel/result.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { violated, write } from '../../platform/db.ts';
import { today } from '../../kernel/day.ts';
import { record } from '../journal/contract.ts';
import { isKato, katoParent, mayStandUnder, country, type Names } from './law.ts';
import { mayImportTerritories, mayOpenUnit, maySetCompetence } from './policy.ts';
import { insertUnit, putCompetence, putTerritories, territoriesByCodes, unitById, type NewTerritory, type NewUnit } from './store.ts';

export const openUnit = async (ctx: Ctx, input: NewUnit): Promise<Result<{ unitId: number }>> => {
  try {
    return await write(ctx, async (tx) => {
      const permit = mayOpenUnit(ctx.actor, input.parentId);
      if (isRefusal(permit)) return permit;
      const parent = input.parentId === null ? null : await unitById(tx, input.parentId);
      if (input.parentId !== null && !parent) return refuse('unit_not_found');
      if (parent && !mayStandUnder({ kind: input.kind, id: null }, parent)) return refuse('unit_parent_invalid');
      if (!(await territoriesByCodes(tx, [input.territoryCode])).has(input.territoryCode)) return refuse('territory_invalid');
      const unitId = await insertUnit(tx, permit, input);
      await record(tx, { act: 'unit.open', subject: `unit:${unitId}`, actor: ctx.actor, facts: { code: input.code, kind: input.kind, parentId: input.parentId }, at: new Date(ctx.clock.now()) });
      return { unitId };
    });
  } catch (error) {
    if (violated(error) === 'unit_code') return refuse('unit_code_taken', { code: input.code });
    throw error;
  }
};

export const setCompetence = (ctx: Ctx, input: { topicCode: string; territoryCode: string; unitId: number }): Promise<Result<{ unitId: number }>> =>
  write(ctx, async (tx) => {
    const permit = maySetCompetence(ctx.actor, input.unitId);
    if (isRefusal(permit)) return permit;
    const unit = await unitById(tx, input.unitId);
    if (!unit || unit.kind !== 'body') return refuse('unit_not_found');
    await putCompetence(tx, permit, { ...input, fromOn: today(ctx.clock) });
    await record(tx, { act: 'unit.set_competence', subject: `unit:${input.unitId}`, actor: ctx.actor, facts: input, at: new Date(ctx.clock.now()) });
    return { unitId: input.unitId };
  });

export type Place = { readonly code: string; readonly kind: string; readonly names: Names };
export type Imported = { readonly read: number; readonly written: number; readonly skipped: readonly { line: number; why: string }[] };

/** Puts places into the tree, parents first; a place whose parent is unknown is skipped with its line. Harmless twice. */
export const importTerritories = (ctx: Ctx, places: readonly Place[], o: { dryRun?: boolean } = {}): Promise<Result<Imported>> =>
  write(ctx, async (tx) => {
    const permit = mayImportTerritories(ctx.actor);
    if (isRefusal(permit)) return permit;
    const { ready, skipped, missing } = arrange(places);
    const parents = await territoriesByCodes(tx, missing);
    const { list, orphans } = withPaths(ready, new Map([...parents].map(([code, t]) => [code, t.path])));
    if (o.dryRun) return { read: places.length, written: 0, skipped: [...skipped, ...orphans] };
    let written = 0;
    for (let at = 0; at < list.length; at += 1_000) written += await putTerritories(tx, permit, list.slice(at, at + 1_000));
    await record(tx, { act: 'units.import', subject: 'units', actor: ctx.actor, facts: { read: places.length, written }, at: new Date(ctx.clock.now()) });
    return { read: places.length, written, skipped: [...skipped, ...orphans] };
  });

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
