import type { MetricId } from '../config/metric-id.ts';
import { decideDifference } from './decide-difference.ts';
import {
  bcaInterval,
  bootstrapP,
  boundP,
  expandConfidence,
  minimumDetectableEffect,
  percentileInterval,
  standardErrorOf,
  stretchInterval,
} from './interval.ts';
import { degreesOfFreedom, meanOverSeeds, type SeedSpread, spreadOfSeeds } from './mean-over-seeds.ts';
import type { Estimate, MetricRow } from './metric-row.ts';
import { higherIsBetter } from './metrics.ts';
import { computeReplicates, countLooks, type ReplicateRequest, valuesPerLook } from './replicates.ts';
import type { Sample } from './sample.ts';
import { type TestedDifference, testDifference } from './test-difference.ts';
import { holm } from './tests/holm.ts';
import { effectiveSize, type Units, unitsOf } from './units.ts';

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
  const request = replicateRequest(comparison);
  const units = unitsOf(comparison.candidate, comparison.groups, comparison.weights);
  const context: Context = {
    ...comparison,
    units,
    effectiveN: effectiveSize(units),
    seedCount: trainedSamples(comparison).length,
    looks: countLooks(request),
    stride: valuesPerLook(request),
  };
  const measured = comparison.metrics.map((metric, index) => measure(context, values, metric, index));
  const decided = measured.filter(({ metric }) => comparison.decidedOn.includes(metric));
  const corrected = holm(decided.map(({ p }) => p ?? 1));
  return measured.map((row) => {
    const adjustedP = row.p === null ? null : (corrected[decided.indexOf(row)] ?? null);
    const decision = decideDifference({
      ...row,
      p: adjustedP ?? row.p,
      margin: comparison.margins[row.metric],
      confidence: comparison.confidence,
    });
    return { ...row, adjustedP, decision };
  });
}

function trainedSamples({ candidate, seeds = [] }: Comparison): readonly Sample[] {
  return [candidate, ...seeds.filter((sample) => sample !== candidate)];
}

interface Context extends Comparison {
  readonly units: Units;
  readonly effectiveN: number;
  readonly seedCount: number;
  readonly looks: number;
  readonly stride: number;
}

function measure(context: Context, values: Float64Array, id: MetricId, index: number): MetricRow {
  const { baseline, metrics, looks, seedCount, units, effectiveN, confidence } = context;
  const valueAt = (look: number, sample: number) =>
    values[look * context.stride + sample * metrics.length + index] ?? Number.NaN;
  const spread = spreadOfSeeds(valueAt, seedCount);
  const ofCandidate = meanOverSeeds(valueAt, { ...context, seeds: seedCount });
  const estimate = (looked: Float64Array, seeds: SeedSpread | undefined) => estimateFrom(context, looked, seeds);
  const row = {
    metric: id.id,
    higherIsBetter: higherIsBetter(id.name),
    n: context.candidate.rows,
    effectiveN,
    candidate: estimate(ofCandidate, spread),
    seeds: spread ?? null,
    adjustedP: null,
  };
  if (!baseline) {
    const nothing = { baseline: null, difference: null, p: null, minimumDetectableEffect: null };
    return { ...row, ...nothing, decision: 'no-baseline', method: describeMethod(context, undefined) };
  }
  const ofBaseline = Float64Array.from({ length: looks }, (_, look) => valueAt(look, seedCount));
  const ofDifference = ofCandidate.map((value, look) => value - (ofBaseline[look] ?? Number.NaN));
  const difference = estimate(ofDifference, spread);
  const error = standardErrorOf(replicatesOf(context, ofDifference));
  // No test but the bootstrap sees the spread between seeds.
  const tested: TestedDifference = (spread ? undefined : testDifference(context.candidate, baseline, id, units)) ?? {
    p: bootstrapP(difference.value, error, degreesOfFreedom(error, effectiveN, spread)),
    name: 'bootstrap p',
  };
  return {
    ...row,
    baseline: estimate(ofBaseline, undefined),
    difference,
    p: Number.isNaN(difference.value) ? 1 : boundP(tested.p, effectiveN),
    minimumDetectableEffect: Number.isNaN(error) ? null : minimumDetectableEffect(error, confidence),
    decision: 'cannot-tell',
    method: describeMethod(context, tested.name),
  };
}

function replicatesOf({ replicates }: Context, looked: Float64Array): Float64Array {
  return looked.subarray(1, 1 + replicates);
}

function estimateFrom(context: Context, looked: Float64Array, spread: SeedSpread | undefined): Estimate {
  const { interval, confidence, replicates: count, effectiveN: units } = context;
  const value = looked[0] ?? Number.NaN;
  if (Number.isNaN(value)) return { value, low: value, high: value };
  const replicates = replicatesOf(context, looked);
  const level = expandConfidence(confidence, units);
  const plain =
    interval === 'bca'
      ? bcaInterval(value, replicates, looked.subarray(1 + count), level)
      : percentileInterval(value, replicates, level);
  if (!spread) return plain;
  const degrees = degreesOfFreedom(standardErrorOf(replicates), units, spread);
  return stretchInterval(plain, { confidence, degrees, units });
}

function describeMethod(
  { baseline, groups, candidate, interval, seedCount }: Context,
  test: string | undefined,
): string {
  const kind = seedCount > 1 ? 'hierarchical bootstrap' : baseline ? 'paired bootstrap' : 'bootstrap';
  const unit = groups ? 'groups' : candidate.task === 'ranking' ? 'queries' : 'rows';
  const over = seedCount > 1 ? ` over ${unit} and ${seedCount} seeds` : unit === 'rows' ? '' : ` over ${unit}`;
  return `${kind}${over} (${interval === 'bca' ? 'BCa' : 'percentile'})${test ? `, ${test}` : ''}`;
}
