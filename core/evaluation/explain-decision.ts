import type { MetricRow } from './metric-row.ts';

/** The p that a row is decided with: corrected where several metrics decide. */
export function decidingP({ p, adjustedP }: Pick<MetricRow, 'p' | 'adjustedP'>): number | null {
  return adjustedP ?? p;
}

/**
 * Why a row is neither better nor worse, where its interval and its p do not say so together; undefined where they do. Without
 * these words a reader of the row would decide otherwise.
 */
export function explainDecision(
  row: Pick<MetricRow, 'difference' | 'settled' | 'p' | 'adjustedP' | 'decision'>,
  confidence: number,
): string | undefined {
  const { difference, settled, decision } = row;
  const p = decidingP(row);
  if (decision !== 'cannot-tell' && decision !== 'not-worse') return undefined;
  if (difference === null || settled === null || p === null) return undefined;
  const level = Number((1 - confidence).toPrecision(6));
  const isSignificant = p < 1 - confidence;
  if (holdsZero(difference)) return isSignificant ? `p is below ${level}, but the interval holds 0` : undefined;
  if (!isSignificant) return `the interval excludes 0, but p is not below ${level}`;
  return 'the interval excludes 0, but by less than another seed could move it';
}

function holdsZero({ low, high }: { readonly low: number; readonly high: number }): boolean {
  return low <= 0 && high >= 0;
}
