import type { MetricId } from '../config/metric-id.ts';
import { decide } from './build-sample.ts';
import { higherIsBetter, prepareMetric } from './metrics.ts';
import type { BinarySample } from './sample.ts';

const MOST_THRESHOLDS = 200;

/**
 * The threshold with the best value of a metric on these rows: the lowest of equals. Tried are the scores themselves, at most
 * 200 of them at equal ranks, between 0 and 1. The rows must not be those of the evaluation: it would flatter the model.
 */
export function chooseThreshold(
  labels: Uint8Array,
  scores: Float64Array,
  metric: MetricId,
  zeroDivision: 0 | 1,
): number {
  const sorted = [...new Set(scores)].filter((score) => score > 0 && score < 1).sort((left, right) => left - right);
  const step = Math.max(1, (sorted.length - 1) / (MOST_THRESHOLDS - 1));
  const tried = new Set<number>();
  for (let at = 0; at <= sorted.length - 1; at += step) tried.add(sorted[Math.round(at)] ?? 0);
  const draw = { weights: new Float64Array(labels.length).fill(1) };
  const sign = higherIsBetter(metric.name) ? 1 : -1;
  let best = { threshold: 0.5, value: Number.NEGATIVE_INFINITY };
  for (const threshold of tried) {
    const predictions = decide(scores, threshold);
    const sample: BinarySample = { task: 'binary-classification', rows: labels.length, labels, scores, predictions };
    const value = sign * prepareMetric(sample, metric, zeroDivision)(draw);
    if (value > best.value) best = { threshold, value };
  }
  return best.threshold;
}
