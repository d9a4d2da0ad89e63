import type { Metric as MetricName } from '../config/schema.ts';
import { bootstrapP, minimumDetectableEffect, percentileInterval } from './interval.ts';
import { type Metric, sortByScore } from './metric.ts';
import type { Decision, Estimate, MetricRow } from './metric-row.ts';
import { METRICS } from './metrics.ts';
import { resampleRows } from './resample.ts';

export interface Comparison {
  /** 1 is positive; shape [n]. */
  readonly labels: Uint8Array;
  /** Probability of the positive class; shape [n]. */
  readonly candidate: Float64Array;
  readonly baseline?: Float64Array | undefined;
  readonly threshold: number;
  readonly replicates: number;
  readonly seed: number;
  readonly confidence: number;
  /** Largest accepted loss by metric: turns "cannot tell" into "not worse" where the interval stays inside. */
  readonly margins?: Partial<Record<MetricName, number>>;
}

const METHOD = 'paired bootstrap over rows, percentile';

/** One row a metric: both values and their difference with intervals, from the same resampled rows for both models. */
export function compareModels(comparison: Comparison): MetricRow[] {
  const { labels, candidate, baseline, threshold, replicates, seed, confidence } = comparison;
  const rows = labels.length;
  const candidateRows = sortByScore(labels, candidate);
  const baselineRows = baseline ? sortByScore(labels, baseline) : undefined;
  const draws = METRICS.map(() => ({
    candidate: new Float64Array(replicates),
    baseline: new Float64Array(replicates),
  }));
  resampleRows({
    rows,
    replicates,
    seed,
    visit: (counts, replicate) => {
      METRICS.forEach((metric, index) => {
        const draw = draws[index];
        if (!draw) return;
        draw.candidate[replicate] = metric.compute(candidateRows, counts, threshold);
        if (baselineRows) draw.baseline[replicate] = metric.compute(baselineRows, counts, threshold);
      });
    },
  });
  const once = new Float64Array(rows).fill(1);
  return METRICS.map((metric, index) => {
    const draw = draws[index] ?? { candidate: new Float64Array(), baseline: new Float64Array() };
    const candidateValue = metric.compute(candidateRows, once, threshold);
    const head = { metric: metric.name, higherIsBetter: metric.higherIsBetter, n: rows };
    const estimate = percentileInterval(candidateValue, draw.candidate, confidence);
    if (!baselineRows) {
      const nothing = { baseline: null, difference: null, p: null, minimumDetectableEffect: null };
      return { ...head, candidate: estimate, ...nothing, decision: 'no-baseline', method: METHOD };
    }
    const baselineValue = metric.compute(baselineRows, once, threshold);
    const differences = draw.candidate
      .map((value, replicate) => value - (draw.baseline[replicate] ?? Number.NaN))
      .filter((value) => !Number.isNaN(value));
    const difference = percentileInterval(candidateValue - baselineValue, differences, confidence);
    return {
      ...head,
      candidate: estimate,
      baseline: percentileInterval(baselineValue, draw.baseline, confidence),
      difference,
      p: bootstrapP(differences),
      minimumDetectableEffect: minimumDetectableEffect(differences, confidence),
      decision: decide(metric, difference, comparison.margins?.[metric.name]),
      method: METHOD,
    };
  });
}

function decide(metric: Metric, difference: Estimate, margin: number | undefined): Decision {
  const gain = metric.higherIsBetter
    ? { low: difference.low, high: difference.high }
    : { low: -difference.high, high: -difference.low };
  if (gain.low > 0) return 'better';
  if (gain.high < 0) return 'worse';
  // Equal bytes give an interval of no width at zero: that is known to be not worse.
  if (gain.low === 0 && gain.high === 0) return 'not-worse';
  return margin !== undefined && gain.low >= -margin ? 'not-worse' : 'cannot-tell';
}
