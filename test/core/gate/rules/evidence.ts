import type { Estimate, MetricRow } from '@tidegate/core/evaluation/metric-row';
import type { Evidence, ModelFacts } from '@tidegate/core/gate/evidence';
import { NOTHING_MEASURED } from '@tidegate/core/gate/facts';

export type Three = readonly [value: number, low: number, high: number];

export const estimate = ([value, low, high]: Three): Estimate => ({ value, low, high });

export const metricRow = (
  metric: string,
  candidate: Three,
  difference?: Three,
  more?: Partial<MetricRow>,
): MetricRow => ({
  metric,
  higherIsBetter: !['log_loss', 'mean_absolute_error'].includes(metric),
  n: 1000,
  effectiveN: 1000,
  adjustedP: null,
  seeds: null,
  candidate: estimate(candidate),
  baseline: difference ? estimate(candidate) : null,
  difference: difference ? estimate(difference) : null,
  p: null,
  minimumDetectableEffect: null,
  settled: difference ? { low: difference[1], high: difference[2] } : null,
  margin: null,
  decision: 'cannot-tell',
  reason: 'interval-holds-zero',
  test: difference ? 'bootstrap t' : null,
  method: 'paired bootstrap',
  ...more,
});

export const CHURN: ModelFacts = {
  bytes: 4_000_000,
  opset: 17,
  signature: {
    inputs: [
      { name: 'tenure', type: 'float32', shape: [-1, 1] },
      { name: 'contract', type: 'string', shape: [-1, 1] },
    ],
    outputs: [{ name: 'probability', type: 'float32', shape: [-1, 1] }],
  },
  peakMemoryBytes: 100_000_000,
};

/** A candidate beside a model that serves production, with nothing measured yet. */
export const evidence = (more: Partial<Evidence> = {}): Evidence => ({
  ...NOTHING_MEASURED,
  task: 'binary-classification',
  confidence: 0.95,
  metrics: [],
  notDefined: [],
  references: {},
  lostBaseline: null,
  rows: 1000,
  classes: { no: 500, yes: 500 },
  slices: [],
  candidate: CHURN,
  baseline: CHURN,
  licence: 'Apache-2.0',
  ...more,
});

/** A first version: nothing serves production. */
export const FIRST: Partial<Evidence> = { baseline: undefined };
/** Something serves production, and it could not be fetched. */
export const LOST: Partial<Evidence> = { baseline: undefined, lostBaseline: 'churn@1.0.0 has no model.onnx.' };
