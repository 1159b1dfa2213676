import { system } from '../../../kernel/actor.ts';
import type { Day } from '../../../kernel/day.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { readAtOnce } from '../../../platform/db.ts';
import { heldByBodies, type Held } from '../../assignments/contract.ts';
import { leastCount, leastSample, share, suppressPlaces } from '../law/figures.ts';
import { keptFor } from './kept.ts';

/** Definition, one place for page, CSV and test: `heldByBodies`, of matters given from `from` to `to`; the country, or one region. */
export type HandOversAsked = { readonly from: Day; readonly to: Day; readonly today: Day; readonly region: string | null };
export type HandOversLine = {
  readonly unitId: number; readonly matters: number;
  /** on average, two places; null: too few, or one matter's could be worked out */
  readonly perMatter: number | null;
  readonly medianHours: number | null; readonly carouselPercent: number | null;
};

/** For everybody: counted with the house's eyes. A body is told of in a region only where its count there hides among its other regions'. */
export const handOversFor = async (ctx: Pick<Ctx, 'db' | 'clock'>, f: HandOversAsked): Promise<readonly HandOversLine[]> => {
  const now = new Date(ctx.clock.now());
  const all = await keptFor(ctx.db, JSON.stringify(['hand-overs', f.from, f.to, f.today]), () =>
    readAtOnce({ db: ctx.db, actor: system('appeals.figures') }, (q) => heldByBodies(q, { kind: 'appeal', from: f.from, to: f.to, now })));
  return [...Map.groupBy(all, (one) => one.unitId).values()].flatMap((own) => {
    const one = f.region === null ? wholeOf(own) : regionOf(own, f.region);
    return one ? [lineOf(one)] : [];
  }).toSorted((a, b) => b.matters - a.matters || a.unitId - b.unitId);
};

const wholeOf = (own: readonly Held[]): Held | undefined => own.find((one) => one.region === undefined && one.matters >= leastCount);

const regionOf = (own: readonly Held[], region: string): Held | undefined => {
  const parts = own.flatMap((one) => (one.region === undefined ? [] : [{ ...one, code: one.region, count: one.matters }]));
  const shown = suppressPlaces(parts);
  return parts.find((one, at) => one.region === region && shown[at] !== null);
};

const lineOf = ({ unitId, matters, handOvers, carousel, stretches, medianHours }: Held): HandOversLine => ({
  unitId, matters, perMatter: matters < leastSample ? null : Math.round((handOvers / matters) * 100) / 100,
  medianHours: stretches < leastSample ? null : medianHours, carouselPercent: share(carousel, matters),
});
