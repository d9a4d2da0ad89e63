import type { TestResult } from '../test.ts';
import { mergeCells, populationStabilityIndex } from './population-stability-index.ts';

/**
 * Two-sample Kolmogorov-Smirnov test on counts over common bins. D is the largest distance of the two distribution
 * functions at the bin edges: never above the exact D, and below it by at most the mass of one bin. Missing rows are one
 * more value after all others, so that a column which stops arriving has moved.
 */
export function kolmogorovSmirnov(
  reference: readonly number[],
  current: readonly number[],
  missing = { reference: 0, current: 0 },
): TestResult {
  const n = reference.reduce((sum, count) => sum + count, missing.reference);
  const m = current.reduce((sum, count) => sum + count, missing.current);
  if (n === 0 || m === 0) return { test: 'kolmogorov-smirnov', statistic: 0, p: 1, psi: 0 };
  let below = 0;
  let belowCurrent = 0;
  let statistic = 0;
  reference.forEach((count, cell) => {
    below += count / n;
    belowCurrent += (current[cell] ?? 0) / m;
    statistic = Math.max(statistic, Math.abs(below - belowCurrent));
  });
  const cells = mergeCells(reference, current);
  if (missing.reference + missing.current > 0) {
    cells.reference.push(missing.reference);
    cells.current.push(missing.current);
  }
  return {
    test: 'kolmogorov-smirnov',
    statistic,
    p: kolmogorovSurvival(Math.sqrt((n * m) / (n + m)) * statistic),
    psi: populationStabilityIndex(cells.reference, cells.current),
  };
}

/** Q(x) = 2 Σ (-1)^(k-1) exp(-2 k² x²), Kolmogorov 1933; the theta form where that series converges slowly. */
export function kolmogorovSurvival(x: number): number {
  if (x < 1e-8) return 1;
  let sum = 0;
  if (x < 1) {
    for (let k = 1; k <= 20; k += 1) sum += Math.exp(-((2 * k - 1) ** 2 * Math.PI ** 2) / (8 * x * x));
    return Math.min(1, Math.max(0, 1 - (Math.sqrt(2 * Math.PI) / x) * sum));
  }
  for (let k = 1; k <= 20; k += 1) sum += (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, 2 * sum));
}
