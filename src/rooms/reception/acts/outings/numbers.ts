import type { Permit } from '../../../../kernel/permit.ts';
import { yearOf } from '../../../../kernel/day.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import type { Read, Tx } from '../../../../platform/db.ts';
import { lastNumber, numbersOf, numbersTaken, reserveNumbers } from '../../../appeals/contract.ts';
import { record } from '../../../journal/contract.ts';
import { unitById } from '../../../units/contract.ts';
import { blockSize, fewLeft, mostBlocks, numberText, type NumberFate } from '../../law/outings.ts';
import { blocksOf, insertBlock, lastVisitNumber, outstandingOf, unusedIn, unusedOf, visitNumbersOf, visitNumbersTaken, writeReturned, writeUnused, type DeviceBlock, type UnusedReason } from '../../store/blocks.ts';
import { numbersWaiting, numbersWaitingIn } from '../../store/arrivals.ts';
import type { Device } from '../../store/devices.ts';
import { takeNumbers } from '../../store/number.ts';
import type { Outing } from '../../store/outings.ts';

export { numberedYears } from '../../store/blocks.ts';

type Reserving = Permit<'device.install'> | Permit<'outing.arrive'>;
type Of = { readonly deviceId: number; readonly outing: Pick<Outing, 'branchId' | 'heldOn'>; readonly code: string; readonly at: Date };

/** A hundred of a series for one tablet. Appeals before visits, always: two tablets wait for each other's counters in one order. */
export const reserve = async (ctx: Ctx, tx: Tx, permit: Reserving, o: Of, series: 'appeal' | 'visit'): Promise<void> => {
  const { branchId, heldOn } = o.outing;
  const year = yearOf(heldOn);
  if (series === 'appeal') {
    const block = await reserveNumbers(tx, permit, { branchId, code: o.code, year, count: blockSize, actor: ctx.actor, at: o.at });
    return insertBlock(tx, permit, o.deviceId, branchId, { series, ...block }, o.at);
  }
  const { from, to } = await takeNumbers(tx, 'visit', branchId, year, blockSize);
  await record(tx, { act: 'visit.reserve_numbers', subject: `branch:${branchId}`, actor: ctx.actor, at: o.at, postId: permit.postId, facts: { year, from, to, deviceId: o.deviceId } });
  return insertBlock(tx, permit, o.deviceId, branchId, { series, prefix: `${o.code}-V-${year}-`, year, from, to }, o.at);
};

/** A further hundred where fewer than twenty are left after `lastUsed`; asked again with the same, nothing more is taken. */
export const reserveMore = async (ctx: Ctx, tx: Tx, permit: Permit<'outing.arrive'>, o: Of, lastUsed: { readonly appeal: number; readonly visit: number }): Promise<void> => {
  const blocks = (await blocksOf(tx, [o.deviceId], o.code)).get(o.deviceId) ?? [];
  for (const series of ['appeal', 'visit'] as const) {
    const own = blocks.filter((one) => one.series === series);
    const left = own.reduce((sum, one) => sum + Math.max(0, one.to - Math.max(one.from - 1, lastUsed[series])), 0);
    // what was never aboard cannot be used up
    const aboard = own.some((one) => lastUsed[series] >= one.from && lastUsed[series] <= one.to);
    if (aboard && left < fewLeft && own.length < mostBlocks) await reserve(ctx, tx, permit, o, series);
  }
};

const everyNumber = (block: DeviceBlock): readonly { readonly n: number; readonly number: string }[] =>
  Array.from({ length: block.to - block.from + 1 }, (_, nth) => ({ n: block.from + nth, number: numberText(block.prefix, block.from + nth) }));

const taken = async (q: Read, blocks: readonly DeviceBlock[]): Promise<ReadonlySet<string>> => {
  const of = (series: DeviceBlock['series']) => blocks.filter((one) => one.series === series).flatMap((one) => everyNumber(one).map((each) => each.number));
  const [appeals, visits] = await Promise.all([numbersTaken(q, of('appeal')), visitNumbersTaken(q, of('visit'))]);
  return new Set([...appeals, ...visits]);
};

/** What became of each number a tablet carried. Asked as the system: whoever reads the page may not see every matter. */
export const fatesOf = async (q: Read, blocks: readonly DeviceBlock[], deviceIds: readonly number[]): Promise<ReadonlyMap<number, readonly NumberFate[]>> => {
  const [used, unused, waiting] = await Promise.all([taken(q, blocks), unusedIn(q, blocks.map((one) => one.id)), numbersWaiting(q, deviceIds)]);
  return new Map(blocks.map((block) => [block.id, everyNumber(block).map((one): NumberFate => {
    const reason = unused.get(one.number);
    if (used.has(one.number)) return { ...one, is: 'used' };
    if (reason !== undefined) return { ...one, is: 'unused', reason };
    return { ...one, is: waiting.has(one.number) ? 'waits' : 'on_board' };
  })]));
};

/** The tablet carries numbers no more: whatever has no record, and stands on nobody's paper that waits for a person, gets its reason. */
export const settleNumbers = async (ctx: Ctx, tx: Tx, permit: Permit<string>, device: Pick<Device, 'id' | 'branchId'>, reason: UnusedReason): Promise<void> => {
  const branch = await unitById(tx, device.branchId);
  const blocks = (await blocksOf(tx, [device.id], branch?.code ?? '')).get(device.id) ?? [];
  const fates = await fatesOf(tx, blocks, [device.id]);
  const at = new Date(ctx.clock.now());
  const left = blocks.flatMap((block) => (fates.get(block.id) ?? []).flatMap((one) => (one.is === 'on_board' ? [{ block, n: one.n, number: one.number, reason }] : [])));
  await writeUnused(tx, permit, left, at);
  await writeReturned(tx, permit, device.id, at);
  await record(tx, { act: 'outing.numbers_settled', subject: `device:${device.id}`, actor: ctx.actor, at, postId: permit.postId, facts: { reason, unused: left.map((one) => one.number) } });
};

/** Numbers that were on a paper and will have no record: a person of the branch decided so. */
export const giveUpNumbers = async (ctx: Ctx, tx: Tx, permit: Permit<string>, device: Pick<Device, 'id' | 'branchId'>, numbers: readonly string[]): Promise<void> => {
  const branch = await unitById(tx, device.branchId);
  const blocks = (await blocksOf(tx, [device.id], branch?.code ?? '')).get(device.id) ?? [];
  const [used, waiting] = await Promise.all([taken(tx, blocks), numbersWaitingIn(tx, device.branchId)]);
  // one that stands on another paper as well waits with that
  const list = blocks.flatMap((block) => everyNumber(block).filter((one) => numbers.includes(one.number) && !used.has(one.number) && !waiting.has(one.number)).map((one) => ({ block, ...one, reason: 'given_up' as const })));
  await writeUnused(tx, permit, list, new Date(ctx.clock.now()));
};

/** The numbers of a branch's year that are in neither place, or in both: there are none (decision 0019). */
export type NumberCheck = { readonly last: number; readonly used: number; readonly unused: number; readonly outstanding: number; readonly lost: readonly number[]; readonly twice: readonly number[] };
export const checkNumbers = async (q: Read, s: { readonly branchId: number; readonly code: string; readonly series: 'appeal' | 'visit'; readonly year: number }): Promise<NumberCheck> => {
  const prefix = s.series === 'appeal' ? `${s.code}-${s.year}-` : `${s.code}-V-${s.year}-`;
  const [last, used, unused, outstanding] = await Promise.all([
    s.series === 'appeal' ? lastNumber(q, s.branchId, s.year) : lastVisitNumber(q, s.branchId, s.year),
    s.series === 'appeal' ? numbersOf(q, prefix) : visitNumbersOf(q, prefix), unusedOf(q, s), outstandingOf(q, s),
  ]);
  const waiting = await numbersWaitingIn(q, s.branchId);
  const has = new Set(used);
  const without = new Set(unused);
  const all = Array.from({ length: last }, (_, nth) => nth + 1);
  const carried = (n: number) => outstanding.some((one) => n >= one.from && n <= one.to) || waiting.has(numberText(prefix, n));
  return {
    last, used: has.size, unused: without.size, outstanding: all.filter((n) => !has.has(n) && !without.has(n) && carried(n)).length,
    lost: all.filter((n) => !has.has(n) && !without.has(n) && !carried(n)),
    twice: [...all.filter((n) => has.has(n) && without.has(n)), ...used.filter((n, at) => n > last || used[at - 1] === n)],
  };
};
