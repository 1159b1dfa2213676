/** What one body had in hand, of the whole country (`region` undefined) or of one region (null: the place is not known). */
export type Held = {
  readonly unitId: number; readonly region: string | null | undefined;
  /** matters that were with it, and all their hand-overs, whoever made them */
  readonly matters: number; readonly handOvers: number;
  /** those that came back to an earlier holder or reached a third */
  readonly carousel: number;
  /** stretches of one holder, a body or a person of it, and half of them were no longer than this */
  readonly stretches: number; readonly medianHours: number | null;
};

/** What has been counted so far of one body in one region; of `seconds` the first `stretches` are filled. */
export type Sum = { unitId: number; region: string | null; matters: number; handOvers: number; carousel: number; stretches: number; seconds: Int32Array };
type Part = Omit<Sum, 'stretches' | 'seconds'> & { /** one after the other, as PostgreSQL sends an int4 */ readonly seconds: Buffer | null };

const bytes = Int32Array.BYTES_PER_ELEMENT;

export const added = (sums: Map<string, Sum>, { seconds, ...part }: Part): void => {
  const key = `${part.unitId} ${part.region === null ? '' : `:${part.region}`}`;
  const sum = sums.get(key) ?? { unitId: part.unitId, region: part.region, matters: 0, handOvers: 0, carousel: 0, stretches: 0, seconds: new Int32Array(0) };
  sums.set(key, sum);
  sum.matters += part.matters;
  sum.handOvers += part.handOvers;
  sum.carousel += part.carousel;
  if (seconds !== null) stretched(sum, seconds);
};

const stretched = (sum: Sum, packed: Buffer): void => {
  const after = sum.stretches + packed.length / bytes;
  if (after > sum.seconds.length) {
    const more = new Int32Array(Math.max(after, sum.seconds.length * 2));
    more.set(sum.seconds);
    sum.seconds = more;
  }
  for (let at = 0; sum.stretches < after; at += bytes, sum.stretches += 1) sum.seconds[sum.stretches] = packed.readInt32BE(at);
};

/** One body's lines: of all its regions, and of each. */
export const heldOf = (regions: readonly Sum[]): readonly Held[] => {
  const parts = regions.map((one) => lineOf(one.region, [one]));
  return [lineOf(undefined, regions), ...parts];
};

const total = (sums: readonly Sum[], of: 'matters' | 'handOvers' | 'carousel' | 'stretches'): number => sums.reduce((sum, one) => sum + one[of], 0);

const lineOf = (region: string | null | undefined, sums: readonly Sum[]): Held => ({
  unitId: sums[0]?.unitId ?? 0, region, matters: total(sums, 'matters'), handOvers: total(sums, 'handOvers'), carousel: total(sums, 'carousel'), stretches: total(sums, 'stretches'),
  medianHours: medianOf(together(sums)),
});

const together = (sums: readonly Sum[]): Int32Array => {
  const all = new Int32Array(total(sums, 'stretches'));
  let filled = 0;
  for (const one of sums) {
    all.set(one.seconds.subarray(0, one.stretches), filled);
    filled += one.stretches;
  }
  return all.sort();
};

/** In hours, of what is sorted: halfway between the two in the middle where none is. */
const medianOf = (seconds: Int32Array): number | null => {
  const [low, high] = [seconds[Math.floor((seconds.length - 1) / 2)], seconds[Math.ceil((seconds.length - 1) / 2)]];
  return low === undefined || high === undefined ? null : low / 3600 + (high / 3600 - low / 3600) / 2;
};
