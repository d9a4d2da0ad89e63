import type { MetricId } from '../config/metric-id.ts';
import { createJackknife, jackknifeSize } from './jackknife.ts';
import type { Draw } from './metric.ts';
import { prepareMetric } from './metrics.ts';
import { createResampler } from './resample.ts';
import type { Sample } from './sample.ts';
import { unitsOf } from './units.ts';

/** Everything that decides the values of the replicates; plain data, so that it can be sent to a worker. */
export interface ReplicateRequest {
  /** What each model said about the same rows. */
  readonly samples: readonly Sample[];
  readonly metrics: readonly MetricId[];
  readonly zeroDivision: 0 | 1;
  readonly weights: Float64Array | undefined;
  readonly groups: Int32Array | undefined;
  readonly replicates: number;
  readonly seed: number;
  /** Also leave rows out, as BCa intervals need. */
  readonly jackknife: boolean;
}

/** Looks at the rows: 0 takes all as they are, then come the bootstrap replicates, then those of the jackknife. */
export function countLooks(request: ReplicateRequest): number {
  const [sample] = request.samples;
  if (!sample) return 0;
  const left = request.jackknife ? jackknifeSize(unitsOf(sample, request.groups, request.weights)) : 0;
  return 1 + request.replicates + left;
}

/** How many values a look has: one for each sample and metric, the metrics of the first sample first. */
export function valuesPerLook(request: ReplicateRequest): number {
  return request.samples.length * request.metrics.length;
}

/**
 * Sorts and looks up what the metrics need, once; then gives the values of any range of looks, written to their place among
 * all of them. Ranges that are computed apart, in any order, give the same numbers.
 */
export function prepareReplicates(request: ReplicateRequest): (values: Float64Array, from: number, to: number) => void {
  const { samples, metrics, zeroDivision, replicates } = request;
  const [first] = samples;
  if (!first) return () => {};
  const units = unitsOf(first, request.groups, request.weights);
  const measures = samples.flatMap((sample) => metrics.map((id) => prepareMetric(sample, id, zeroDivision)));
  const resample = createResampler(units, request.seed);
  const leaveOut = createJackknife(units);
  const all: Draw = { weights: request.weights ?? new Float64Array(first.rows).fill(1) };
  return (values, from, to) => {
    for (let look = from; look < to; look += 1) {
      const draw = look === 0 ? all : look <= replicates ? resample(look - 1) : leaveOut(look - 1 - replicates);
      for (let index = 0; index < measures.length; index += 1)
        values[look * measures.length + index] = measures[index]?.(draw) ?? Number.NaN;
    }
  };
}

/** All looks, one after the other. */
export function computeReplicates(request: ReplicateRequest): Float64Array {
  const looks = countLooks(request);
  const values = new Float64Array(looks * valuesPerLook(request));
  prepareReplicates(request)(values, 0, looks);
  return values;
}
