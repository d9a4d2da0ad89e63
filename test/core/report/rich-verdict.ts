import { sha256 } from '../../../core/digest.ts';
import type { ModelCurves } from '../../../core/evaluation/curves.ts';
import type { MetricRow } from '../../../core/evaluation/metric-row.ts';
import type { Measurements, Percentiles } from '../../../core/gate/facts.ts';
import type { RuleRow, SliceRow, Verdict } from '../../../core/gate/verdict.ts';
import type { VerdictReport } from '../../../core/report/render-verdict.ts';
import { makeVerdict } from '../release/validated.ts';
import { makeRecord } from '../run/trained.ts';

export const metricRow = (changes: Partial<MetricRow> = {}): MetricRow => ({
  metric: 'roc_auc',
  higherIsBetter: true,
  n: 1250,
  effectiveN: 1250,
  candidate: { value: 0.9, low: 0.88, high: 0.92 },
  baseline: { value: 0.85, low: 0.82, high: 0.88 },
  difference: { value: 0.05, low: 0.03, high: 0.07 },
  p: 0.0012,
  adjustedP: null,
  seeds: null,
  minimumDetectableEffect: 0.02,
  settled: { low: 0.028, high: 0.072 },
  margin: null,
  decision: 'better',
  reason: 'proven',
  test: 'DeLong',
  method: 'paired bootstrap (percentile)',
  ...changes,
});

export const ruleRow = (changes: Partial<RuleRow> = {}): RuleRow => ({
  index: 0,
  rule: 'threshold',
  subject: 'roc_auc',
  status: 'pass',
  reason: 'within-threshold',
  actual: 0.9,
  threshold: 0.75,
  message: 'roc_auc is 0.9, at least 0.75.',
  ...changes,
});

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const round = (value: number) => Number(value.toFixed(4));

/** A model whose ROC curve is rate^power; the smaller the power, the better it is. */
function curves(power: number, bias: number): ModelCurves {
  const at = range(201).map((index) => (index / 200) ** 2);
  const positive = range(20).map((bin) =>
    Math.round(177 * (((bin + 1) / 20) ** (0.5 / power) - (bin / 20) ** (0.5 / power))),
  );
  return {
    roc: at.map((rate) => [round(rate), round(rate ** power)]),
    precisionRecall: at.map((rate) => [round(rate), round(1 - 0.6 * rate ** 3)]),
    calibration: range(10).map((bin) => {
      const predicted = ((bin + 0.5) / 10) ** 3;
      return { predicted: round(predicted), observed: round(Math.min(1, predicted + bias * predicted)), n: 125 };
    }),
    histogram: {
      positive,
      negative: range(20).map((bin) =>
        Math.round(1073 * ((1 - bin / 20) ** (4 + bias) - (1 - (bin + 1) / 20) ** (4 + bias))),
      ),
    },
  };
}

const speed = (p50: number): Percentiles => ({ p50, p95: p50 * 1.6, p99: p50 * 2.4, rowsPerSecond: 1000 / p50 });
const about = (value: number) => ({ value, low: round(value * 0.95), high: round(value * 1.06) });

export const MEASURED: Measurements = {
  fairness: ['demographic_parity_difference', 'equalized_odds_difference'].map((criterion) => ({
    criterion,
    column: 'area_code',
    estimate: { value: 0.04, low: 0.01, high: 0.09 },
    notDefined: null,
    groups: ['408', '415', '510', 'unknown'].map((group, index) => ({
      group,
      rows: [310, 620, 308, 12][index] ?? 0,
      isCounted: index < 3,
    })),
  })),
  calibration: [{ binning: 'equal-mass', bins: 10, error: { value: 0.021, low: 0.012, high: 0.034 } }],
  speed: [1, 256].map((batchSize) => ({
    batchSize,
    calls: 400,
    candidate: speed(0.021 * batchSize ** 0.3),
    baseline: speed(0.019 * batchSize ** 0.3),
    ratio: { p50: about(1.1), p95: about(1.1), p99: about(1.1), rowsPerSecond: about(0.91) },
    provider: 'cpu',
  })),
  determinism: { rows: 256, sameInputTwice: 0, batchAgainstSingle: 3.1e-8, rowOrder: 0 },
  parity: {
    rows: 256,
    maxAbsoluteDifference: 1.2e-7,
    worst: { row: 3, value: 0, exported: 0.25, trained: 0.25 },
  },
  robustness: [
    { perturbation: 'noise', noise: 0.01, rows: 1250, flipRate: 0.0032, worstColumn: 'total_day_minutes' },
    { perturbation: 'unseen', noise: 0.01, rows: 1250, flipRate: 0.04, worstColumn: 'area_code' },
  ],
  leakage: {
    sharedRows: 0.0008,
    changedFiles: ['data/churn.csv'],
    columns: [
      { column: 'total_day_minutes', auc: 0.71 },
      { column: 'number_customer_service_calls', auc: 0.66 },
    ],
  },
  documents: [{ document: 'MODEL_CARD.md', isThere: true, fields: ['license', 'intended use', 'limitations'] }],
  expectations: [
    {
      role: 'data',
      path: 'data/churn.csv',
      isChanged: true,
      rows: 5000,
      counts: { pass: 40, warn: 1, fail: 1, 'cannot-tell': 0 },
      open: [
        {
          type: 'expect_column_values_to_be_in_set',
          columns: ['state'],
          severity: 'fail',
          status: 'fail',
          observed: 0.02,
          unexpectedCount: 100,
          unexpectedPercent: 2,
          sentence: 'state: expected values among CA, NY; 100 of 5,000 (2 %) are not.',
          file: 'expectations.yml',
          line: 12,
        },
      ],
      unread: null,
    },
  ],
};

/** As many slices as a policy may have; the later, the better, and the last ones are small. */
export const slices = (count: number, ...metrics: readonly string[]): readonly SliceRow[] =>
  range(count).map((index) => {
    const value = round(0.7 + index / 200);
    return {
      of: 'region',
      slice: `region ${String((index * 7) % count).padStart(2, '0')}`,
      n: index > count - 4 ? 12 : 120 + index,
      metrics: metrics.map((metric) =>
        metricRow({
          metric,
          candidate: { value, low: value - 0.08, high: value + 0.07 },
          baseline: { value: value - 0.01, low: value - 0.09, high: value + 0.06 },
          difference: { value: 0.01, low: -0.03, high: 0.05 },
          decision: 'cannot-tell',
        }),
      ),
    };
  });

/** A report with every part filled. */
export async function makeRichReport(
  { metrics = 16, slices: count = 12, model = 'churn' } = {},
  changes: Partial<Verdict> = {},
): Promise<VerdictReport> {
  const names = ['f1', 'log_loss', 'roc_auc', 'accuracy', 'recall', 'precision', 'brier_score', 'specificity'];
  const rows = range(metrics).map((index) => {
    const metric = names[index] ?? `fbeta@${index}`;
    const lower = metric === 'log_loss' || metric === 'brier_score';
    return metricRow({
      metric,
      higherIsBetter: !lower,
      ...(index === 1
        ? { difference: { value: 0.004, low: -0.011, high: 0.019 }, decision: 'cannot-tell' as const }
        : {}),
      ...(index === 3 ? { difference: { value: -0.03, low: -0.05, high: -0.01 }, decision: 'worse' as const } : {}),
      ...(index < 3 ? { adjustedP: 0.0036 * (index + 1) } : {}),
      seeds: { count: 5, mean: 0.897, standardDeviation: 0.0041 },
      test: index === 2 ? 'DeLong' : 'bootstrap t',
    });
  });
  const other = await sha256('production');
  const verdict = await makeVerdict({
    model,
    baseline: { digest: other, release: `${model}@1.0.0`, environment: 'production' },
    interval: { method: 'paired bootstrap (percentile)', confidence: 0.95, replicates: 2000, seed: 7 },
    metrics: rows,
    references: [{ name: 'base', digest: other, metrics: rows.slice(0, 3) }],
    rules: [
      ruleRow({ index: 0 }),
      ruleRow({
        index: 1,
        rule: 'non-inferior',
        subject: 'accuracy',
        status: 'fail',
        reason: 'worse-than-margin',
        message: 'accuracy is worse by 0.03 (95 % interval -0.05 to -0.01), more than 0.005.',
      }),
      ruleRow({
        index: 2,
        rule: 'slice',
        subject: 'f1 by region',
        status: 'warn',
        message:
          'f1 0.7 in region: region 00 (120 rows) misses ≥ 0.71, but noise alone could do that in the worst of 9.',
      }),
      ruleRow({
        index: 3,
        rule: 'improves',
        subject: 'log_loss',
        status: 'cannot-tell',
        reason: 'interval-straddles-gain',
        message: 'log_loss changes by 0.004 (95 % interval -0.011 to 0.019): these rows cannot tell.',
      }),
      ...range(9).map((index) => ruleRow({ index: index + 4, rule: 'robustness', subject: `noise (${index})` })),
    ],
    slices: [...slices(count, 'f1', 'roc_auc')],
    measurements: MEASURED,
    curves: { candidate: curves(0.18, 0.08), baseline: curves(0.3, -0.2) },
    confusion: {
      classes: ['no', 'yes'],
      candidate: [
        [1040, 33],
        [41, 136],
      ],
      baseline: [
        [1021, 52],
        [60, 117],
      ],
    },
    outcome: 'fail',
    ...changes,
  });
  const run = await makeRecord({
    model,
    parameters: { units: [64, 32], epochs: 20, learning_rate: 0.003 },
    seeds: [7, 8, 9, 10, 11],
    metrics: [{ name: 'loss', value: 0.2, history: range(20).map((step) => ({ step, value: 0.7 * 0.93 ** step })) }],
  });
  const baselineRun = await makeRecord({ model, parameters: { units: [8], epochs: 6, learning_rate: 0.003 } });
  return {
    verdict,
    run: {
      ...run,
      environment: {
        ...run.environment,
        interpreter: 'Node.js v24.1',
        framework: 'TensorFlow.js 4.22',
        device: 'NVIDIA H200',
      },
      dataSets: run.dataSets.map((dataSet) => ({ ...dataSet, digest: other, rows: 5400 })),
    },
    baselineRun,
    policyChanges: {
      files: ['tidegate.yml'],
      settings: [{ path: `models.${model}.gate[0].min`, before: '0.75', after: '0.5' }],
    },
    firstEnvironment: 'staging',
  };
}
