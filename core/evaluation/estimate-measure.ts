import { expandConfidence, percentileInterval } from './interval.ts';
import type { Measure } from './metric.ts';
import type { Estimate } from './metric-row.ts';
import { createResampler } from './resample.ts';
import { effectiveSize, type Units } from './units.ts';

/** The value of a measure with its bootstrap interval; draws are the same for the same seed. */
export function estimateMeasure(
  measure: Measure,
  request: { readonly units: Units; readonly replicates: number; readonly seed: number; readonly confidence: number },
): Estimate {
  const { units, replicates, seed, confidence } = request;
  const value = measure({ weights: units.weights ?? new Float64Array(units.rows).fill(1) });
  if (Number.isNaN(value)) return { value, low: value, high: value };
  const draw = createResampler(units, seed);
  const values = Float64Array.from({ length: replicates }, (_, replicate) => measure(draw(replicate)));
  return percentileInterval(value, values, expandConfidence(confidence, effectiveSize(units)));
}
