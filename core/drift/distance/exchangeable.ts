/** How many standard deviations of chance a count must be above the least one that is listed. */
const SURELY = 4;
/** Chi-square counts on so many rows in each cell of the smaller side. */
const LEAST_EXPECTED = 5;

export interface PooledCount {
  /** Rows of both sides together. */
  readonly pooled: number;
  /** All rows of each side. */
  readonly reference: number;
  readonly current: number;
}

/**
 * Whether a value may be a cell of its own in a test of two sides. The list of values is the reference's choice: values that luck
 * made frequent there are on it, and as rare as ever now. So it is asked of both sides together, which are alike without drift: is
 * the value frequent enough to be on the list for sure, had the rows been dealt out otherwise? `least` is the smallest count that
 * the list has; 0 for a list of all values.
 */
export function isOwnCell({ pooled, reference, current }: PooledCount, least: number): boolean {
  const share = reference / (reference + current);
  if (!(pooled * Math.min(share, 1 - share) >= LEAST_EXPECTED)) return false;
  return least === 0 || pooled * share - SURELY * Math.sqrt(pooled * share * (1 - share)) > least;
}
