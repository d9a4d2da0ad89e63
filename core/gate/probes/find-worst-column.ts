import { mcnemar } from '../../evaluation/tests/mcnemar.ts';

/** The rows whose prediction flips when one column is changed, as 1. */
export interface ColumnFlips {
  readonly column: string;
  readonly flips: Uint8Array;
}

/**
 * The column that flips more rows than any other, where chance does not explain it: against the runner-up on the same rows by
 * McNemar's test, times the number of the others (Bonferroni), since the worst of many is worst by chance. Null where none is.
 *
 * @param ranked most flips first
 */
export function findWorstColumn(ranked: readonly ColumnFlips[], confidence: number): string | null {
  const [worst, next] = ranked;
  if (!worst?.flips.includes(1)) return null;
  if (!next) return worst.column;
  const only = (one: Uint8Array, other: Uint8Array) =>
    one.filter((flips, row) => flips === 1 && other[row] === 0).length;
  const p = mcnemar({
    candidateOnly: only(worst.flips, next.flips),
    baselineOnly: only(next.flips, worst.flips),
  });
  return p * (ranked.length - 1) < 1 - confidence ? worst.column : null;
}
