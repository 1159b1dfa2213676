import { today } from '../../../kernel/day.ts';
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import { oneLine } from '../../../kernel/typed.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import type { Tx } from '../../../platform/db.ts';
import { importTerritoriesIn, openUnitIn, type Place } from '../acts.ts';
import { country, isUnitCode, type Names } from '../law.ts';
import { regions } from '../regions.ts';
import { anyBranch, lockTree } from '../store.ts';

export type FirstUnit = { readonly names: Names; readonly code: string; readonly territoryCode: string };

const places: readonly Place[] = regions.map((region) => ({ code: region.code, kind: region.kind === 'city' ? 'city_republican' : 'region', names: region.names }));

const folded = (given: FirstUnit): FirstUnit =>
  ({ ...given, names: { kk: oneLine(given.names.kk), ru: oneLine(given.names.ru), en: oneLine(given.names.en) }, code: given.code.trim().toUpperCase() });

/** Everything that is wrong with it at once, each with the field it speaks of. */
export const firstUnitRefused = (given: FirstUnit): Readonly<Partial<Record<'kk' | 'ru' | 'en' | 'code' | 'territoryCode', Refusal>>> => {
  const { names, code, territoryCode } = folded(given);
  const name = (text: string): Refusal | undefined => (text.length < 2 ? refuse('unit_name_required') : text.length > 200 ? refuse('unit_name_long_invalid') : undefined);
  const found = {
    kk: name(names.kk), ru: name(names.ru), en: name(names.en), code: isUnitCode(code) ? undefined : refuse('unit_code_invalid'),
    territoryCode: territoryCode === country || regions.some((region) => region.code === territoryCode) ? undefined : refuse('territory_invalid'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, refusal]) => refusal !== undefined));
};

/** The regions and the first branch, in a transaction that is open already; once. Two who set up at once: the second finds it done. */
export const openFirst = async (tx: Tx, ctx: Ctx, given: FirstUnit): Promise<Result<{ unitId: number }>> => {
  const [wrong] = Object.values(firstUnitRefused(given));
  if (wrong) return wrong;
  await lockTree(tx);
  if (await anyBranch(tx)) return refuse('setup_done');
  const imported = await importTerritoriesIn(tx, ctx, places);
  if (isRefusal(imported)) return imported;
  const { names, code, territoryCode } = folded(given);
  return openUnitIn(tx, ctx, { kind: 'branch', level: territoryCode === country ? 'central' : 'region', code, parentId: null, territoryCode, names, openedOn: today(ctx.clock) });
};
