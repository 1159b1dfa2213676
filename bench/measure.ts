/** What one window showed. Milliseconds and answers a second. */
export type Window = { readonly p50: number; readonly p95: number; readonly rate: number; readonly count: number; readonly failed: number };

const sorted = (values: readonly number[]): readonly number[] => values.filter(Number.isFinite).toSorted((a, b) => a - b);
export const quantile = (list: readonly number[], share: number): number => list[Math.min(list.length - 1, Math.ceil(list.length * share) - 1)] ?? Number.NaN;

export const median = (values: readonly number[]): number => {
  const list = sorted(values);
  const middle = Math.floor(list.length / 2);
  return list.length % 2 === 1 ? (list[middle] ?? Number.NaN) : ((list[middle - 1] ?? Number.NaN) + (list[middle] ?? Number.NaN)) / 2;
};

/** Asks again and again, `concurrency` at a time, until the window is over; every asker ends what it began. */
export const during = async (windowMs: number, concurrency: number, ask: (serial: number) => Promise<unknown>): Promise<Window> => {
  const took: number[] = [];
  let serial = 0;
  let failed = 0;
  const began = performance.now();
  const asker = async (): Promise<void> => {
    do {
      const at = performance.now();
      try {
        await ask(serial++);
        took.push(performance.now() - at);
      } catch (error) {
        failed += 1;
        if (failed > 3 * concurrency) throw error;
      }
    } while (performance.now() - began < windowMs);
  };
  await Promise.all(Array.from({ length: concurrency }, asker));
  const seconds = (performance.now() - began) / 1000;
  const all = sorted(took);
  return { p50: quantile(all, 0.5), p95: quantile(all, 0.95), rate: took.length / seconds, count: took.length, failed };
};

/** Neighbours on the machine only ever add time: the quieter quarter of the rounds is nearer to the thing itself than their middle. */
export const quiet = (times: readonly number[]): number => quantile(sorted(times), 0.25);

/** The quieter quarter of the rounds, each figure by itself. */
export const summedUp = (rounds: readonly Window[]): Window => ({
  p50: quiet(rounds.map((one) => one.p50)), p95: quiet(rounds.map((one) => one.p95)), rate: quantile(sorted(rounds.map((one) => one.rate)), 0.75),
  count: rounds.reduce((sum, one) => sum + one.count, 0), failed: rounds.reduce((sum, one) => sum + one.failed, 0),
});

/** The median of the rounds' own ratios: both sides of one round ran in the same minute of a noisy machine. */
export const ratioOf = (above: readonly Window[], below: readonly Window[], figure: 'p95' | 'rate'): number =>
  median(above.map((one, at) => one[figure] / (below[at]?.[figure] ?? Number.NaN)));

/** Jauap first in even rounds, bare first in odd ones: neither always finds the caches the other has warmed. */
export const inTurn = async <T>(round: number, jauap: () => Promise<T>, bare: () => Promise<T>): Promise<{ jauap: T; bare: T }> => {
  if (round % 2 === 0) {
    const first = await jauap();
    return { jauap: first, bare: await bare() };
  }
  const first = await bare();
  return { bare: first, jauap: await jauap() };
};
