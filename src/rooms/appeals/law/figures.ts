/** A count of fewer people than this could point at one of them: it is not shown (product.md, rule 4 and trust.md). */
export const leastCount = 5;

/** `null`: hidden because it is small. Zero is shown: nobody is in it. */
export const suppressed = (count: number): number | null => (count > 0 && count < leastCount ? null : count);

/**
 * Hides small counts of one row or column of parts, and one more when a single one was hidden: a lone gap is filled by subtraction
 * from the total. The second is the smallest shown one.
 */
export const suppressParts = (counts: readonly number[]): readonly (number | null)[] => {
  const shown: (number | null)[] = counts.map(suppressed);
  if (shown.filter((count) => count === null).length !== 1) return shown;
  let least = -1;
  for (const [at, count] of shown.entries()) if (count !== null && count > 0 && (least < 0 || count < (shown[least] ?? Infinity))) least = at;
  if (least >= 0) shown[least] = null;
  return shown;
};

/** Medians of fewer cases than this say more of one person than of an office. */
export const leastSample = 10;
