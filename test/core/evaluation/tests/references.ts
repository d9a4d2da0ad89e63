import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Scored {
  readonly labels: number[];
  readonly candidate: number[];
  readonly baseline: number[];
}
interface OnDifferences {
  readonly name: string;
  readonly differences: number[];
  readonly statistic: number;
  readonly p: number;
}
export interface IntervalCase {
  readonly name: string;
  readonly confidence: number;
  readonly value: number;
  readonly replicates: number[];
  readonly jackknife: number[];
  readonly low: number;
  readonly high: number;
  readonly bcaLow: number;
  readonly bcaHigh: number;
  readonly standardError: number;
  readonly p: number;
  readonly degreesOfFreedom: number;
  readonly minimumDetectableEffect: number;
}

/** What SciPy and NumPy say; fixtures/make-tests.py writes it. */
export const REFERENCES: {
  readonly delong: (Scored &
    Record<'difference' | 'variance' | 'z' | 'p' | 'low' | 'high', number> & { name: string })[];
  readonly mcnemar: { candidateOnly: number; baselineOnly: number; p: number }[];
  readonly wilcoxon: OnDifferences[];
  readonly pairedT: OnDifferences[];
  readonly holm: { ps: number[]; corrected: number[] }[];
  readonly intervals: IntervalCase[];
  readonly expanded: { confidence: number; units: number; level: number }[];
  readonly paired: Scored & {
    rows: { metric: string; value: number; low: number; high: number; standardError: number }[];
  };
  readonly stream: { state: number[]; words: number[]; jumped: number[]; longJumped: number[] };
} = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/tests.json'), 'utf8'));

/** Equal to a relative error of 1e-12, or 1e-300 in all. */
export function isClose(actual: number, expected: number, relative = 1e-12): boolean {
  return Math.abs(actual - expected) <= Math.max(1e-300, relative * Math.abs(expected));
}
