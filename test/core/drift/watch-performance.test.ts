import { DRIFT_DEFAULTS, type Drift } from '@tidegate/core/config/drift';
import { PerformanceReport } from '@tidegate/core/drift/performance/performance-report';
import { type WatchedPerformance, watchPerformance } from '@tidegate/core/drift/watch-performance';
import { countCalibration } from '@tidegate/core/profile/calibration';
import { renderPerformance } from '@tidegate/core/report/render-performance';
import type { Prediction } from '@tidegate/core/serving/prediction';
import { describe, expect, it } from 'vitest';
import { createRandom, sigmoid } from './multivariate/random-rows.ts';
import { metricIds } from './performance/nannyml-fixtures.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const head = (row: number) => ({
  kind: 'tidegate.prediction' as const,
  version: 1 as const,
  id: `p${row}`,
  at: '2026-01-02T03:04:05.000Z',
  model: 'churn',
  modelVersion: '1.0.0',
  digest,
  inputs: {},
});

/** What a calibrated model answers, with the truth of it; `noise` is the share of rows whose truth is a coin. */
function serve(seed: number, rows: number, noise = 0, center = 0) {
  const { normal, uniform } = createRandom(seed);
  const scores = Float64Array.from({ length: rows }, () => sigmoid(center + 1.5 * normal()));
  const labels = Array.from(scores, (score) => (uniform() < (uniform() < noise ? 0.5 : score) ? 'yes' : 'no'));
  const predictions = Array.from(scores, (score, row): Prediction => {
    return { ...head(row), score, label: score >= 0.5 ? 'yes' : 'no' };
  });
  return { scores, labels, predictions };
}
const judged = serve(1, 4_000);
const calibration = countCalibration({
  classes: ['no', 'yes'],
  scores: judged.scores,
  labels: judged.labels.map((label) => Number(label === 'yes')),
  predictions: judged.scores.map((score) => Number(score >= 0.5)),
});
const verdict = (metric: string, value: number, half: number): WatchedPerformance['verdict'] => ({
  interval: { method: 'bootstrap', confidence: 0.95, replicates: 2000, seed: 7 },
  metrics: [
    {
      metric,
      higherIsBetter: metric === 'accuracy',
      n: 4_000,
      effectiveN: 4_000,
      candidate: { value, low: value - half, high: value + half },
      baseline: null,
      difference: null,
      p: null,
      adjustedP: null,
      minimumDetectableEffect: null,
      seeds: null,
      settled: null,
      margin: null,
      decision: 'no-baseline',
      reason: 'no-baseline',
      test: null,
      method: 'bootstrap',
    },
  ],
});
const accuracy =
  judged.labels.filter((label, row) => (label === 'yes') === (judged.scores[row] ?? 0) >= 0.5).length / 4_000;
const watched = (changes: Partial<WatchedPerformance> = {}): WatchedPerformance => ({
  task: 'binary-classification',
  classes: ['no', 'yes'],
  metrics: metricIds('binary-classification', ['accuracy', 'roc_auc']),
  verdict: verdict('accuracy', accuracy, 0.013),
  reference: { columns: [], ...(calibration && { calibration }) },
  labels: undefined,
  settings: DRIFT_DEFAULTS,
  ...changes,
});
const labelsOf = (labels: readonly string[], rows = labels.length) =>
  new Map(labels.slice(0, rows).map((label, row) => [`p${row}`, label]));
function watch(changes: Partial<WatchedPerformance>, predictions: readonly Prediction[]): PerformanceReport {
  return PerformanceReport.parse(watchPerformance(watched(changes), predictions));
}

describe('what serves', () => {
  it('is estimated from the bins of its release, as its labels say later', () => {
    const { predictions, labels } = serve(2, 1_000, 0, 1);
    const report = watch({}, predictions);
    expect(report).toMatchObject({ realized: null, decision: 'cannot-tell', decidedBy: null });
    if (report.estimated?.kind !== 'measured') throw new Error('expected an estimate');
    expect(report.estimated).toMatchObject({ method: 'cbpe', rows: 1_000, referenceRows: 4_000 });
    const [row] = report.estimated.metrics;
    const truth = predictions.filter((each, place) => 'label' in each && each.label === labels[place]).length / 1_000;
    expect(row?.estimate.low).toBeLessThan(truth);
    expect(row?.estimate.high).toBeGreaterThan(truth);
    // The verdict's value at the level of the report: 99 % of 95 %.
    expect(row?.reference?.value).toBe(accuracy);
    expect((row?.reference?.high ?? 0) - accuracy).toBeCloseTo((0.013 * 2.5758) / 1.96, 4);
  });

  it('has drifted when labels prove a loss that no score shows', () => {
    const { predictions, labels } = serve(3, 1_000, 0.8);
    const report = watch({ labels: labelsOf(labels, 600) }, predictions);
    expect(report).toMatchObject({
      decision: 'drift',
      decidedBy: 'labels',
      realized: { rows: 600, windowRows: 1_000 },
    });
    if (report.estimated?.kind !== 'measured') throw new Error('expected an estimate');
    expect(report.estimated.metrics[0]?.isWorse).toBe(false);
  });

  it('is measured on labels that arrive long after the window of the columns', () => {
    const { predictions, labels } = serve(4, 3_000);
    const settings: Drift = { ...DRIFT_DEFAULTS, 'window-rows': 500 };
    const report = watch({ labels: labelsOf(labels, 800), settings }, predictions);
    expect(report).toMatchObject({
      realized: { rows: 500, windowRows: 3_000 },
      estimated: { rows: 500 },
      decision: 'none',
    });
  });

  it('alarms by the estimate where the policy asks for it', () => {
    const { uniform } = createRandom(5);
    // Scores near one half: the model is hardly ever sure.
    const predictions = serve(5, 1_000).predictions.map((each) => ({ ...each, score: 0.45 + 0.1 * uniform() }));
    expect(watch({}, predictions).decision).toBe('cannot-tell');
    const settings: Drift = { ...DRIFT_DEFAULTS, performance: { metric: 'accuracy', drop: 0.1 } };
    expect(watch({ settings }, predictions)).toMatchObject({ decision: 'drift', decidedBy: 'estimate', drop: 0.1 });
  });

  it('has labels of ids that nobody served, and labels that are no class', () => {
    const { predictions, labels } = serve(6, 400);
    const strange = new Map([...labelsOf(labels), ['p0', 'perhaps'], ['stranger', 'yes'], ['p1', '']]);
    expect(watch({ labels: strange }, predictions)).toMatchObject({ strangers: 1, realized: { rows: 398 } });
    const foreign = new Map([['nobody', 'yes']]);
    expect(watch({ labels: foreign }, predictions).realized).toMatchObject({
      kind: 'cannot-tell',
      reason: 'too-few-labels',
      message: '0 rows have a label; 200 are needed.',
    });
  });

  it('says that no labels have arrived yet, and decides by the estimate where the policy asks for it', () => {
    const { predictions } = serve(6, 400);
    const report = watch({ labels: new Map() }, predictions);
    expect(report).toMatchObject({
      decision: 'cannot-tell',
      realized: {
        kind: 'cannot-tell',
        reason: 'too-few-labels',
        message: 'No labels have arrived yet; 200 are needed.',
      },
      estimated: { kind: 'measured' },
    });
    expect(renderPerformance(report)).toContain('Measured: nothing. No labels have arrived yet; 200 are needed.');
    const settings: Drift = { ...DRIFT_DEFAULTS, performance: { metric: 'accuracy', drop: 0.1 } };
    expect(watch({ labels: new Map(), settings }, predictions)).toMatchObject({
      decision: 'none',
      decidedBy: 'estimate',
    });
  });

  it('says nothing where there are neither labels nor bins, and survives an empty log', () => {
    expect(watchPerformance(watched({ reference: { columns: [] } }), [])).toBe(undefined);
    expect(watch({ labels: new Map() }, [])).toMatchObject({
      decision: 'cannot-tell',
      realized: { kind: 'cannot-tell' },
      estimated: { kind: 'cannot-tell', reason: 'too-few-rows' },
    });
  });
});

it('measures values of a regression beside the verdict', () => {
  const { normal } = createRandom(7);
  const predictions = Array.from({ length: 300 }, (_, row): Prediction => {
    return { ...head(row), task: 'regression', score: normal() };
  });
  const labels = new Map(predictions.map(({ id, score }) => [id, String(score + 2 * normal())]));
  labels.set('p0', 'n/a');
  const report = watch(
    {
      task: 'regression',
      classes: [],
      reference: { columns: [] },
      metrics: metricIds('regression', ['mean_absolute_error']),
      verdict: verdict('mean_absolute_error', 0.8, 0.05),
      labels,
    },
    predictions,
  );
  expect(report).toMatchObject({ strangers: 1, estimated: null, decision: 'drift', realized: { rows: 299 } });
});

it('measures several classes by what was answered, and not what needs the scores of all', () => {
  const classes = ['a', 'b', 'c'];
  const predictions = Array.from({ length: 300 }, (_, row): Prediction => {
    return { ...head(row), task: 'multiclass-classification', score: 0.9, label: classes[row % 3] ?? '' };
  });
  const labels = new Map(predictions.map(({ id }, row) => [id, row < 30 ? 'c' : (classes[row % 3] ?? '')]));
  const metrics = metricIds('multiclass-classification', ['accuracy', 'log_loss']);
  const report = watch(
    { task: 'multiclass-classification', classes, metrics, labels, reference: { columns: [] } },
    predictions,
  );
  if (report.realized?.kind !== 'measured') throw new Error('expected labels');
  expect(report.realized.metrics.map(({ metric, estimate }) => [metric, estimate.value])).toEqual([
    ['accuracy', 280 / 300],
  ]);
  expect(report.realized.notDefined.map(({ metric }) => metric)).toEqual(['log_loss']);
});
