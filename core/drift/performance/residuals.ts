import quantileOfT from '@stdlib/stats-base-dists-t-quantile';
import type { Estimate } from '../../evaluation/metric-row.ts';

/** Rows of a group at least. */
const LEAST_IN_GROUP = 50;
const MOST_GROUPS = 10;

/** What held-out rows lost beside what was estimated of them, in groups of like estimates: large errors vary more than small ones. */
export interface Residuals {
  /** Estimate from which on a group is the next one; ascending. */
  readonly edges: Float64Array;
  /** Of loss minus estimate; one a group. */
  readonly variances: readonly number[];
}

export function groupResiduals(estimates: Float64Array, losses: Float64Array): Residuals {
  const order = Int32Array.from(estimates.keys()).sort(
    (left, right) => (estimates[left] as number) - (estimates[right] as number),
  );
  const count = Math.max(1, Math.min(MOST_GROUPS, Math.floor(order.length / LEAST_IN_GROUP)));
  const borders = Array.from({ length: count + 1 }, (_, group) => Math.floor((group * order.length) / count));
  const variances = Array.from({ length: count }, (_, group) => {
    const rows = order.subarray(borders[group], borders[group + 1]);
    return varianceOf(Float64Array.from(rows, (row) => (losses[row] as number) - (estimates[row] as number)));
  });
  const edges = borders.slice(1, -1).map((border) => estimates[order[border] as number] as number);
  return { edges: Float64Array.from(edges), variances };
}

/**
 * The mean of estimated losses, and where the mean loss of such rows would be found: each loss varies around its estimate as those of
 * held-out rows did, rows vary, and what was learnt is off as a mean of the reference's rows is. The ends are as many times smaller and
 * larger, since losses are skewed and none is below 0.
 */
export function estimateMean(
  estimates: Float64Array,
  residuals: Residuals,
  referenceRows: number,
  confidence: number,
): Estimate {
  const rows = estimates.length;
  const value = estimates.reduce((sum, estimate) => sum + estimate / rows, 0);
  const between = estimates.reduce((sum, estimate) => sum + ((estimate - value) / Math.sqrt(rows - 1)) ** 2, 0);
  const within = varianceAround(residuals, estimates);
  const error = Math.sqrt((between + within) / rows + within / referenceRows);
  if (value === 0) return { value, low: 0, high: error * quantileOfT(1 - (1 - confidence) / 2, rows - 1) };
  const factor = Math.exp((quantileOfT(1 - (1 - confidence) / 2, rows - 1) * error) / value);
  return { value, low: value / factor, high: value * factor };
}

function varianceAround({ edges, variances }: Residuals, estimates: Float64Array): number {
  const groupOf = (estimate: number) => edges.reduce((group, edge) => group + Number(estimate >= edge), 0);
  return estimates.reduce((sum, estimate) => sum + (variances[groupOf(estimate)] as number) / estimates.length, 0);
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  return values.reduce((sum, value) => sum + (value - mean) ** 2 / (values.length - 1), 0);
}
