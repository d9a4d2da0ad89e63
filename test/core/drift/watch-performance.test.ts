import { DRIFT_DEFAULTS, type Drift } from '@tidegate/core/config/drift';
import { EVALUATION_DEFAULTS } from '@tidegate/core/config/evaluation';
import { PerformanceReport } from '@tidegate/core/drift/performance/performance-report';
import { profileReference } from '@tidegate/core/drift/profile-reference';
import { type WatchedPerformance, watchPerformance } from '@tidegate/core/drift/watch-performance';
import { countCalibration } from '@tidegate/core/profile/calibration';
import { countClassCalibration } from '@tidegate/core/profile/class-calibration';
import { Profile } from '@tidegate/core/profile/profile';
import { PREDICTION_COLUMN } from '@tidegate/core/profile/profile-columns';
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
      message: '0 rows have a label; 50 are needed to measure, 200 to decide.',
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
        message: 'No labels have arrived yet; 50 are needed to measure, 200 to decide.',
      },
      estimated: { kind: 'measured' },
    });
    expect(renderPerformance(report)).toContain(
      'Measured: nothing. No labels have arrived yet; 50 are needed to measure',
    );
    const few: Drift = { ...DRIFT_DEFAULTS, 'min-rows': 30 };
    expect(watch({ labels: new Map(), settings: few }, predictions).realized).toMatchObject({
      message: 'No labels have arrived yet; 50 are needed.',
    });
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

describe('several classes whose probabilities are in the log', () => {
  const SERVED = ['b', 'c', 'a'];
  const random = createRandom(11);
  /** Answers of a calibrated model in the order in which it serves, with their truth; `sure` is how far scores lie apart. */
  const serveClasses = (rows: number, sure: number) =>
    Array.from({ length: rows }, (_, row) => {
      const powers = SERVED.map(() => Math.exp(sure * random.normal()));
      const sum = powers.reduce((all, one) => all + one, 0);
      const probabilities = powers.map((power) => power / sum);
      let rest = random.uniform();
      const drawn = probabilities.findIndex((part) => {
        rest -= part;
        return rest < 0;
      });
      const truth = SERVED[drawn] ?? 'a';
      const score = Math.max(...probabilities);
      const label = SERVED[probabilities.indexOf(score)] ?? '';
      const task = 'multiclass-classification' as const;
      return { truth, prediction: { ...head(row), task, score, label, probabilities } satisfies Prediction };
    });
  const before = serveClasses(3_000, 1.5);
  const classes = ['a', 'b', 'c'];
  // The gate has the classes in an order of its own.
  const classCalibration = countClassCalibration({
    classes,
    scores: Float64Array.from(
      before.flatMap(({ prediction }) => classes.map((name) => prediction.probabilities[SERVED.indexOf(name)] ?? 0)),
    ),
    labels: before.map(({ truth }) => classes.indexOf(truth)),
  });
  const question: Partial<WatchedPerformance> = {
    task: 'multiclass-classification',
    classes: SERVED,
    metrics: metricIds('multiclass-classification', ['accuracy', 'log_loss']),
    reference: { columns: [], ...(classCalibration && { classCalibration }) },
  };
  const share = (rows: typeof before) =>
    rows.filter(({ truth, prediction }) => truth === prediction.label).length / rows.length;

  it('are estimated by what their release keeps, class by class, and alarm where the policy asks for it', () => {
    const now = serveClasses(1_000, 0.5);
    const settings: Drift = { ...DRIFT_DEFAULTS, performance: { metric: 'accuracy', drop: 0.1 } };
    const report = watch(
      { ...question, settings, verdict: verdict('accuracy', share(before), 0.015) },
      now.map(({ prediction }) => prediction),
    );
    expect(report).toMatchObject({
      decision: 'drift',
      decidedBy: 'estimate',
      estimated: { method: 'cbpe', rows: 1_000 },
    });
    const [accuracy] = report.estimated?.kind === 'measured' ? report.estimated.metrics : [];
    expect(accuracy?.estimate.low).toBeLessThan(share(now));
    expect(accuracy?.estimate.high).toBeGreaterThan(share(now));
    expect(renderPerformance(report)).toMatch(/CBPE[\s\S]*No concept drift/);
  });

  it('are measured by all their scores where labels have arrived', () => {
    const now = serveClasses(400, 1.5);
    const labels = new Map(now.map(({ truth, prediction }) => [prediction.id, truth]));
    const report = watch(
      { ...question, labels },
      now.map(({ prediction }) => prediction),
    );
    if (report.realized?.kind !== 'measured') throw new Error('expected labels');
    expect(report.realized.metrics.map(({ metric }) => metric)).toEqual(['accuracy', 'log_loss']);
    expect(report.realized.metrics[0]?.estimate.value).toBeCloseTo(share(now), 12);
  });

  it('are left out where a row has too few numbers', () => {
    const now = serveClasses(300, 1).map(({ prediction }, row): Prediction => {
      if (row < 40) return { ...prediction, probabilities: [1] };
      const { probabilities: _, ...older } = prediction;
      return row < 60 ? older : prediction;
    });
    expect(watch(question, now).estimated).toMatchObject({ kind: 'measured', rows: 240, windowRows: 300 });
    expect(watch(question, now.slice(0, 60)).estimated).toMatchObject({ kind: 'cannot-tell', reason: 'too-few-rows' });
  });
});

it.each<[string, Partial<WatchedPerformance>, string]>([
  ['binary', {}, '(no, yes): perhaps'],
  ['several', { task: 'multiclass-classification', classes: ['no', 'yes', 'a'] }, '(no, yes, a): perhaps'],
])('refuses an answer that is no class of what serves: %s', (_, changes, told) => {
  const answers = serve(8, 300).predictions;
  const strange = answers.map((each, row) => (row === 200 ? { ...each, label: 'perhaps' } : each));
  expect(() => watch(changes, strange)).toThrow(`labels that are no class of the release ${told}.`);
});

describe('values of a regression, by what their release keeps of its errors', () => {
  const { normal } = createRandom(12);
  const serveValues = (rows: number, hardness: number) =>
    Array.from({ length: rows }, (_, row) => {
      const x = hardness + normal();
      const score = 10 + x;
      const truth = score + Math.exp(0.5 * x) * normal();
      return { x, truth, prediction: { ...head(row), task: 'regression' as const, inputs: { x }, score } };
    });
  const before = serveValues(3_000, 0);
  const evaluation = { ...EVALUATION_DEFAULTS, metrics: ['mean_absolute_error', 'r2'] };
  const reference = Profile.parse(
    profileReference(
      {
        model: 'price',
        columns: { x: Float64Array.from(before, ({ x }) => x) },
        prediction: {
          name: PREDICTION_COLUMN,
          values: Float64Array.from(before, ({ prediction }) => prediction.score),
        },
        target: { name: 'y', values: Float64Array.from(before, ({ truth }) => truth) },
        source: { name: 'judged', rows: 3_000, digest: null },
      },
      { task: 'regression', evaluation, drift: DRIFT_DEFAULTS },
      undefined,
    ),
  );
  const errorOf = (rows: typeof before) =>
    rows.reduce((sum, { truth, prediction }) => sum + Math.abs(truth - prediction.score) / rows.length, 0);
  const settings: Drift = { ...DRIFT_DEFAULTS, performance: { metric: 'mean_absolute_error', drop: 0.2 } };
  const estimate = (now: typeof before) =>
    watch(
      {
        task: 'regression',
        classes: [],
        metrics: metricIds('regression', ['mean_absolute_error', 'r2']),
        verdict: verdict('mean_absolute_error', errorOf(before), 0.02),
        reference,
        settings,
      },
      now.map(({ prediction }) => prediction),
    );

  it('alarms where inputs become harder, and says by what method', () => {
    const now = serveValues(600, 0.8);
    const report = estimate(now);
    expect(report).toMatchObject({ decision: 'drift', decidedBy: 'estimate', estimated: { method: 'dle', rows: 600 } });
    const [error] = report.estimated?.kind === 'measured' ? report.estimated.metrics : [];
    expect(error?.estimate.low).toBeLessThan(errorOf(now));
    expect(error?.estimate.high).toBeGreaterThan(errorOf(now));
    expect(renderPerformance(report)).toMatch(/DLE[\s\S]*No concept drift/);
  });

  it('is silent over rows like those that were judged', () => {
    expect(estimate(serveValues(600, 0))).toMatchObject({ decision: 'none', decidedBy: 'estimate' });
  });
});
