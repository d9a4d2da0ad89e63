import type { MetricId } from '../config/metric-id.ts';
import { type BoundEstimate, clipInterval, hasNoWidth, openInterval } from './bound-interval.ts';
import type { Comparison } from './compare.ts';
import { describeMethod } from './describe-method.ts';
import { findExactShare } from './exact-share.ts';
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
import { type MetricRange, rangeOf, rangeOfDifference } from './metric-range.ts';
import type { Estimate, MetricRow } from './metric-row.ts';
import { higherIsBetter } from './metrics.ts';
import type { Sample } from './sample.ts';
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
export type Measured = Omit<MetricRow, 'adjustedP' | 'margin' | 'decision' | 'reason'>;

/** @param valueAt the metric at every look, of the trained candidates first, then of the baseline */
export function measureMetric(context: Context, id: MetricId, valueAt: ValueAt): Measured {
  const { baseline, looks, seedCount, units, effectiveN, confidence, replicates } = context;
  const spread = spreadOfSeeds(valueAt, seedCount);
  const ofCandidate = meanOverSeeds(valueAt, { ...context, seeds: seedCount });
  const level = expandConfidence(confidence, effectiveN);
  const range = rangeOf(id.name, context.candidate.task);
  const open = (looked: Float64Array, sample: Sample, noise: SeedSpread | undefined) => {
    const found = estimate(context, looked, { level, spread: noise, range });
    return hasNoWidth(found) ? openInterval(found, findExactShare(sample, id, units), confidence) : found;
  };
  const candidate = open(ofCandidate, context.candidate, spread);
  const row = {
    metric: id.id,
    higherIsBetter: higherIsBetter(id.name),
    n: context.candidate.rows,
    effectiveN,
    candidate: endsOf(candidate),
    seeds: spread ?? null,
  };
  if (!baseline) {
    const nothing = { baseline: null, difference: null, settled: null, p: null, minimumDetectableEffect: null };
    return { ...row, ...nothing, test: null, method: describeMethod(context, { candidate }) };
  }
  const ofBaseline = Float64Array.from({ length: looks }, (_, look) => valueAt(look, seedCount));
  const other = open(ofBaseline, baseline, undefined);
  const ofDifference = ofCandidate.map((value, look) => value - (ofBaseline[look] ?? Number.NaN));
  const noise = { spread, range: rangeOfDifference(range) };
  const difference = estimate(context, ofDifference, { ...noise, level });
  const settled = estimate(context, ofDifference, { ...noise, level: settleConfidence(level, replicates) });
  const error = standardErrorOf(replicatesOf(context, ofDifference));
  const degrees = degreesOfFreedom(error, effectiveN, spread);
  const effect = minimumDetectableEffect(error, confidence, spread ? degrees : undefined);
  // No test but the bootstrap sees the spread between seeds.
  const tested: TestedDifference = (spread ? undefined : testDifference(context.candidate, baseline, id, units)) ?? {
    p: bootstrapP(difference.value, error, degrees),
    name: 'bootstrap t',
  };
  return {
    ...row,
    baseline: endsOf(other),
    difference: endsOf(difference),
    settled: { low: settled.low, high: settled.high },
    p: Number.isNaN(difference.value) ? 1 : boundP(tested.p, effectiveN),
    minimumDetectableEffect: Number.isFinite(effect) && effect <= noise.range.high ? effect : null,
    test: tested.name,
    method: describeMethod(context, { candidate, baseline: other, difference }),
  };
}

function endsOf({ value, low, high }: Estimate): Estimate {
  return { value, low, high };
}

function replicatesOf({ replicates }: Context, looked: Float64Array): Float64Array {
  return looked.subarray(1, 1 + replicates);
}

interface Noise {
  readonly level: number;
  readonly spread: SeedSpread | undefined;
  readonly range: MetricRange;
}

function estimate(context: Context, looked: Float64Array, { level, spread, range }: Noise): BoundEstimate {
  const { interval, confidence, effectiveN: units } = context;
  const value = looked[0] ?? Number.NaN;
  if (Number.isNaN(value)) return { value, low: value, high: value, note: undefined };
  const replicates = replicatesOf(context, looked);
  const plain =
    interval === 'bca'
      ? bcaInterval(value, replicates, looked.subarray(1 + context.replicates), level)
      : percentileInterval(value, replicates, level);
  if (!spread) return { ...plain, note: undefined };
  const degrees = degreesOfFreedom(standardErrorOf(replicates), units, spread);
  return clipInterval(stretchInterval(plain, { confidence, degrees, units }), range);
}
