import chiSquareCdf from '@stdlib/stats-base-dists-chisquare-cdf';
import type { TestResult } from '../test.ts';
import { populationStabilityIndex } from './population-stability-index.ts';

/** Pearson's test of homogeneity on a 2 × k table, without continuity correction. scipy.stats.chi2_contingency(correction=False) */
export function chiSquare(reference: readonly number[], current: readonly number[]): TestResult {
  const n = reference.reduce((sum, count) => sum + count, 0);
  const m = current.reduce((sum, count) => sum + count, 0);
  if (n === 0 || m === 0) return { test: 'chi-square', statistic: 0, p: 1, psi: 0 };
  let statistic = 0;
  let cells = 0;
  reference.forEach((count, cell) => {
    const actual = current[cell] ?? 0;
    const share = (count + actual) / (n + m);
    if (share === 0) return; // a category that neither side has says nothing
    cells += 1;
    statistic += (count - n * share) ** 2 / (n * share) + (actual - m * share) ** 2 / (m * share);
  });
  const p = cells < 2 ? 1 : 1 - chiSquareCdf(statistic, cells - 1);
  return { test: 'chi-square', statistic, p, psi: populationStabilityIndex(reference, current) };
}
