import type { Prediction } from '@tidegate/core/serving/prediction';
import { Counter, Gauge, Histogram, Registry, Summary } from 'prom-client';

const LATENCY_BUCKETS_S = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

export interface ServingMetrics {
  readonly registry: Registry;
  readonly requests: Counter<'outcome'>;
  readonly rows: Counter;
  readonly labels: Counter<'label'>;
  readonly values: Summary;
  readonly latency: Histogram;
  readonly loads: Counter<'outcome'>;
  readonly served: Gauge<'model' | 'version' | 'digest'>;
}

/** Prometheus metrics of one server. */
export function createServingMetrics(lostLines: () => number): ServingMetrics {
  const registry = new Registry();
  const registers = [registry];
  new Gauge({
    name: 'tidegate_prediction_log_lost_lines',
    help: 'Predictions that could not be written to the log since the start.',
    registers,
    collect() {
      this.set(lostLines());
    },
  });
  return {
    registry,
    requests: new Counter({
      name: 'tidegate_predict_requests_total',
      help: 'Prediction requests by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    rows: new Counter({ name: 'tidegate_predicted_rows_total', help: 'Rows that were predicted.', registers }),
    labels: new Counter({
      name: 'tidegate_predicted_labels_total',
      help: 'Rows by the class that was answered.',
      labelNames: ['label'],
      registers,
    }),
    values: new Summary({
      name: 'tidegate_predicted_value',
      help: 'Values that a regression model answered.',
      percentiles: [], // what is left is sum and count: their rates give the mean of any window
      registers,
    }),
    latency: new Histogram({
      name: 'tidegate_predict_duration_seconds',
      help: 'Time from a parsed request to its answer.',
      buckets: LATENCY_BUCKETS_S,
      registers,
    }),
    loads: new Counter({
      name: 'tidegate_model_loads_total',
      help: 'Model loads by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    served: new Gauge({
      name: 'tidegate_model_info',
      help: '1 for the version that serves.',
      labelNames: ['model', 'version', 'digest'],
      registers,
    }),
  };
}

/** Counts what was answered: classes, or values. */
export function countPredictions(
  { rows, labels, values }: Pick<ServingMetrics, 'rows' | 'labels' | 'values'>,
  predictions: readonly Prediction[],
): void {
  rows.inc(predictions.length);
  const counts = new Map<string, number>();
  for (const prediction of predictions) {
    if (prediction.task === 'regression') values.observe(prediction.score);
    else counts.set(prediction.label, (counts.get(prediction.label) ?? 0) + 1);
  }
  for (const [label, count] of counts) labels.inc({ label }, count);
}
