import type { MetricId } from '../config/metric-id.ts';
import { decideDifference } from './decide-difference.ts';
import { measureMetric } from './measure-metric.ts';
import type { MetricRow } from './metric-row.ts';
import { computeReplicates, countLooks, type ReplicateRequest, valuesPerLook } from './replicates.ts';
import type { Sample } from './sample.ts';
import { holm } from './tests/holm.ts';
import { effectiveSize, unitsOf } from './units.ts';

export interface Comparison {
  readonly candidate: Sample;
  readonly baseline: Sample | undefined;
  readonly metrics: readonly MetricId[];
  /** What a metric is where it would divide by zero, as `zero_division` in scikit-learn. */
  readonly zeroDivision: 0 | 1;
  /** Sample weight of each row; undefined for 1. */
  readonly weights: Float64Array | undefined;
  /** Code of each row; rows of one code are drawn together. Queries are groups of their own accord. */
  readonly groups: Int32Array | undefined;
  readonly replicates: number;
  readonly seed: number;
  readonly confidence: number;
  readonly interval: 'percentile' | 'bca';
  /** Largest accepted loss by metric id: turns "cannot tell" into "not worse" where the interval stays inside. */
  readonly margins: Readonly<Record<string, number>>;
  /** Ids of the metrics that a rule decides on: Holm's correction runs over their p values. */
  readonly decidedOn: readonly string[];
  /** The candidate's configuration trained with other seeds, on the same rows; the candidate itself may be among them. */
  readonly seeds?: readonly Sample[];
}

/** One row a metric: both values and their difference with intervals, from the same resampled rows for both models. */
export function compareModels(comparison: Comparison): MetricRow[] {
  return concludeComparison(comparison, computeReplicates(replicateRequest(comparison)));
}

/** What to compute of a comparison, for those who spread it over workers. */
export function replicateRequest(comparison: Comparison): ReplicateRequest {
  const { baseline, metrics, zeroDivision, weights, groups, replicates, seed, interval } = comparison;
  return {
    samples: [...trainedSamples(comparison), ...(baseline ? [baseline] : [])],
    metrics,
    zeroDivision,
    weights,
    groups,
    replicates,
    seed,
    jackknife: interval === 'bca',
  };
}

/** The rows, from the values of all looks as computeReplicates gives them. */
export function concludeComparison(comparison: Comparison, values: Float64Array): MetricRow[] {
  const { candidate, groups, weights, metrics, margins, confidence, decidedOn } = comparison;
  const request = replicateRequest(comparison);
  const units = unitsOf(candidate, groups, weights);
  const stride = valuesPerLook(request);
  const context = {
    ...comparison,
    units,
    effectiveN: effectiveSize(units),
    seedCount: trainedSamples(comparison).length,
    looks: countLooks(request),
  };
  const measured = metrics.map((metric, index) =>
    measureMetric(
      context,
      metric,
      (look, sample) => values[look * stride + sample * metrics.length + index] ?? Number.NaN,
    ),
  );
  const decided = measured.filter(({ metric }) => decidedOn.includes(metric));
  const corrected = holm(decided.map(({ p }) => p ?? 1));
  return measured.map((row) => {
    const adjustedP = row.p === null ? null : (corrected[decided.indexOf(row)] ?? null);
    const margin = margins[row.metric] ?? null;
    return { ...row, adjustedP, margin, ...decideDifference({ ...row, p: adjustedP ?? row.p, margin, confidence }) };
  });
}

function trainedSamples({ candidate, seeds = [] }: Comparison): readonly Sample[] {
  return [candidate, ...seeds.filter((sample) => sample !== candidate)];
}
