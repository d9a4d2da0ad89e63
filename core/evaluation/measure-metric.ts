import type { MetricId } from '../config/metric-id.ts';
import type { Comparison } from './compare.ts';
import {
  bcaInterval,
  bootstrapP,
  boundP,
  expandConfidence,
  minimumDetectableEffect,
  percentileInterval,
  settleConfidence,
  standardErrorOf,
  stretchInterval,
} from './interval.ts';
import { degreesOfFreedom, meanOverSeeds, type SeedSpread, spreadOfSeeds, type ValueAt } from './mean-over-seeds.ts';
import type { Estimate, MetricRow } from './metric-row.ts';
import { higherIsBetter } from './metrics.ts';
import { type TestedDifference, testDifference } from './test-difference.ts';
import type { Units } from './units.ts';

/** A comparison with what all of its metrics share. */
export interface Context extends Comparison {
  readonly units: Units;
  readonly effectiveN: number;
  /** Trained models of the candidate's configuration, itself among them. */
  readonly seedCount: number;
  readonly looks: number;
}

/** A row whose decision and correction are still open. */
export interface Measured {
  readonly row: MetricRow;
  /** The interval of the difference that another seed of the bootstrap would not move past zero. */
  readonly settled: Estimate | null;
}

/** @param valueAt the metric at every look, of the trained candidates first, then of the baseline */
export function measureMetric(context: Context, id: MetricId, valueAt: ValueAt): Measured {
  const { baseline, looks, seedCount, units, effectiveN, confidence, replicates } = context;
  const spread = spreadOfSeeds(valueAt, seedCount);
  const ofCandidate = meanOverSeeds(valueAt, { ...context, seeds: seedCount });
  const level = expandConfidence(confidence, effectiveN);
  const row = {
    metric: id.id,
    higherIsBetter: higherIsBetter(id.name),
    n: context.candidate.rows,
    effectiveN,
    candidate: estimate(context, ofCandidate, level, spread),
    seeds: spread ?? null,
    adjustedP: null,
  };
  if (!baseline) {
    const nothing = { baseline: null, difference: null, p: null, minimumDetectableEffect: null };
    const method = describeMethod(context, undefined);
    return { row: { ...row, ...nothing, decision: 'no-baseline', method }, settled: null };
  }
  const ofBaseline = Float64Array.from({ length: looks }, (_, look) => valueAt(look, seedCount));
  const ofDifference = ofCandidate.map((value, look) => value - (ofBaseline[look] ?? Number.NaN));
  const difference = estimate(context, ofDifference, level, spread);
  const error = standardErrorOf(replicatesOf(context, ofDifference));
  // No test but the bootstrap sees the spread between seeds.
  const tested: TestedDifference = (spread ? undefined : testDifference(context.candidate, baseline, id, units)) ?? {
    p: bootstrapP(difference.value, error, degreesOfFreedom(error, effectiveN, spread)),
    name: 'bootstrap p',
  };
  return {
    row: {
      ...row,
      baseline: estimate(context, ofBaseline, level, undefined),
      difference,
      p: Number.isNaN(difference.value) ? 1 : boundP(tested.p, effectiveN),
      minimumDetectableEffect: Number.isNaN(error) ? null : minimumDetectableEffect(error, confidence),
      decision: 'cannot-tell',
      method: describeMethod(context, tested.name),
    },
    settled: estimate(context, ofDifference, settleConfidence(level, replicates), spread),
  };
}

function replicatesOf({ replicates }: Context, looked: Float64Array): Float64Array {
  return looked.subarray(1, 1 + replicates);
}

function estimate(context: Context, looked: Float64Array, level: number, spread: SeedSpread | undefined): Estimate {
  const { interval, confidence, effectiveN: units } = context;
  const value = looked[0] ?? Number.NaN;
  if (Number.isNaN(value)) return { value, low: value, high: value };
  const replicates = replicatesOf(context, looked);
  const plain =
    interval === 'bca'
      ? bcaInterval(value, replicates, looked.subarray(1 + context.replicates), level)
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
