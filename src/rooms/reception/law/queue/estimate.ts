/** How long somebody will wait: measured, or not said. Minutes. */

/** Fewer times than this are no measure. */
export const fewestServed = 5;
/** So many of the last are looked at. */
export const lastServed = 50;
/** A range narrower than this would promise more than anybody knows. */
const stepMinutes = 5;

export type Estimate = { readonly minutes: number; readonly from: number; readonly to: number };

const quantile = (sorted: readonly number[], share: number): number => {
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? 0;
  return low + ((sorted[Math.ceil(at)] ?? low) - low) * (at - Math.floor(at));
};

export const median = (values: readonly number[]): number => quantile(values.toSorted((a, b) => a - b), 0.5);

/**
 * The median of the lane's last services, for each of those ahead, shared among the desks that call from the lane; a desk that also calls from other
 * lanes counts for its share. While every desk is busy, the first of them is free after a part of a service. Null: nothing to go by.
 */
export const estimateOf = (e: { readonly ahead: number; readonly desks: number; readonly idle: boolean; readonly served: readonly number[]; readonly usualMinutes: number | null }): Estimate | null => {
  const measured = e.served.length >= fewestServed;
  if (e.desks <= 0 || (!measured && e.usualMinutes === null)) return null;
  if (e.idle && e.ahead === 0) return { minutes: 0, from: 0, to: stepMinutes };
  const sorted = e.served.toSorted((a, b) => a - b);
  const one = measured ? quantile(sorted, 0.5) : (e.usualMinutes ?? 0);
  const wait = (minutes: number): number => (e.ahead * minutes) / e.desks + (e.idle ? 0 : minutes / (e.desks + 1));
  const minutes = wait(one);
  // the middle of the sum of many services is narrower than one of them: the spread falls with the root of how many
  const spread = 1 / Math.sqrt(e.ahead + 1);
  const low = measured ? minutes - (minutes - wait(quantile(sorted, 0.1))) * spread : minutes * 0.7;
  const high = measured ? minutes + (wait(quantile(sorted, 0.9)) - minutes) * spread : minutes * 1.4;
  const from = Math.floor(low / stepMinutes) * stepMinutes;
  return { minutes: Math.round(minutes), from, to: Math.max(from + stepMinutes, Math.ceil(high / stepMinutes) * stepMinutes) };
};

/** What was said against what came: the middle of the differences, and how many there were. */
export const errorOf = (said: readonly { readonly minutes: number; readonly waited: number }[]): { readonly count: number; readonly minutes: number } | null =>
  said.length === 0 ? null : { count: said.length, minutes: Math.round(median(said.map((one) => Math.abs(one.minutes - one.waited)))) };
