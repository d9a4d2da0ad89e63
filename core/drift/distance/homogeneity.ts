import chiSquareCdf from '@stdlib/stats-base-dists-chisquare-cdf';
import type { Shares } from './shares.ts';

export interface TestOutcome {
  readonly statistic: number;
  readonly p: number;
}

/** Pearson's test on a 2 × k table, no continuity correction. scipy.stats.chi2_contingency(correction=False) */
export function chiSquare(shares: Shares): TestOutcome {
  return test(shares, (actual, expected) => (actual - expected) ** 2 / expected);
}

/** The likelihood-ratio test. scipy.stats.chi2_contingency(lambda_='log-likelihood', correction=False) */
export function gTest(shares: Shares): TestOutcome {
  return test(shares, (actual, expected) => (actual === 0 ? 0 : 2 * actual * Math.log(actual / expected)));
}

function test({ reference, current }: Shares, distance: (actual: number, expected: number) => number): TestOutcome {
  const [n = 0, m = 0] = [reference, current].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  if (n === 0 || m === 0) return { statistic: 0, p: 1 };
  let [statistic, cells] = [0, 0];
  reference.forEach((mine, cell) => {
    const theirs = current[cell] ?? 0;
    const share = (mine + theirs) / (n + m);
    if (share === 0) return; // a cell that neither side has says nothing
    cells += 1;
    statistic += distance(mine, n * share) + distance(theirs, m * share);
  });
  return { statistic, p: cells < 2 ? 1 : Math.min(1, Math.max(0, 1 - chiSquareCdf(statistic, cells - 1))) };
}
