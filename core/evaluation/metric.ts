import type { MetricId } from '../config/metric-id.ts';
import type { MetricName } from '../config/metric-shapes.ts';
import type { Sample } from './sample.ts';

/**
 * One look at the rows: how much each counts. In a bootstrap replicate that is its sample weight times how often it was drawn.
 * A new object stands for every replicate, so that metrics can share what they count for it.
 */
export interface Draw {
  /** Shape [rows]; zero leaves a row out. */
  readonly weights: Float64Array;
}

/** The value of a metric for a draw; NaN where it is not defined, as with one class only. */
export type Measure = (draw: Draw) => number;

export interface MetricSettings extends Pick<MetricId, 'average' | 'strategy' | 'parameter'> {
  /** What a metric is where it would divide by zero, as `zero_division` in scikit-learn. */
  readonly zeroDivision: 0 | 1;
}

/** One metric with its averages. Sorting and lookups are done once in `prepare`; a measure is one pass over the rows at most. */
export interface MetricFamily<S extends Sample = Sample> {
  readonly name: MetricName;
  /** What it is, in one sentence of docs/metrics.md. */
  readonly summary: string;
  /** The call of `sklearn.metrics` that gives the same; undefined where there is none. */
  readonly sklearn: string | undefined;
  /** What the sample must hold; predictions files may have no scores. */
  readonly needs: 'predictions' | 'scores';
  prepare(sample: S, settings: MetricSettings): Measure;
}
