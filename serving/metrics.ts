import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const LATENCY_BUCKETS_S = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

export interface ServingMetrics {
  readonly registry: Registry;
  readonly requests: Counter<'outcome'>;
  readonly rows: Counter;
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
