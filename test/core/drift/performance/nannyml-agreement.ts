import { measureReconstruction } from '@tidegate/core/drift/multivariate/reconstruction-error';
import {
  EstimatedClassification,
  estimateClassification,
} from '@tidegate/core/drift/performance/estimate-classification';
import { EstimatedRegression, estimateRegression } from '@tidegate/core/drift/performance/estimate-regression';
import { type EstimateSettings, fitClassification } from '@tidegate/core/drift/performance/fit-classification';
import { fitRegression } from '@tidegate/core/drift/performance/fit-regression';
import { prepareIsotonic, prepareReading } from '@tidegate/core/drift/performance/isotonic';
import { LOSS_METRICS } from '@tidegate/core/drift/performance/losses';
import { readScored } from '@tidegate/core/drift/performance/read-scored';
import { expect } from 'vitest';
import {
  BINARY_METRICS,
  columnsOf,
  MULTICLASS_METRICS,
  type NannymlCases,
  nannymlName,
  REGRESSION_NAMES,
} from './nannyml-fixtures.ts';

const SETTINGS: EstimateSettings = { confidence: 0.95, replicates: 200, seed: 7 };

export function expectIsotonicAgreement({ x, y, at, expected }: NannymlCases['isotonic'][number]): void {
  const curve = prepareIsotonic(Float64Array.from(x), y)();
  const values = prepareReading(Float64Array.from(at))(curve);
  values.forEach((value, index) => {
    expect(value).toBeCloseTo(expected[index] ?? Number.NaN, 10);
  });
}

export function expectBinaryAgreement(one: NannymlCases['binary'][number]): void {
  const classes = ['0', '1'];
  const layout = {
    task: 'binary-classification',
    classes,
    scores: ['score'],
    target: 'label',
    threshold: 0.5,
  } as const;
  const read = (scores: readonly number[], labels: readonly number[]) =>
    readScored({ score: Float64Array.from(scores), label: Float64Array.from(labels) }, layout);
  const { rows, labels } = read(one.reference.scores, one.reference.labels);
  const fitted = fitClassification(rows, labels, BINARY_METRICS, SETTINGS);
  const window = read(one.window.scores, one.window.labels);
  const result = EstimatedClassification.parse(estimateClassification(fitted, window.rows));
  if (result.kind !== 'measured') throw new Error(result.message);
  // Both decide by noise where scores are calibrated already; then one takes them as they are.
  const isSame = result.calibration[0]?.isCalibrated === one.isCalibrated;
  for (const { metric, estimate } of result.metrics)
    expect(Math.abs(estimate.value - (one.expected[metric] ?? 0)), metric).toBeLessThan(isSame ? 1e-4 : 0.02);
  if (one.name !== 'calibrated') expect(isSame).toBe(true);
}

export function expectMulticlassAgreement(multiclass: NannymlCases['multiclass']): void {
  const layout = {
    task: 'multiclass-classification',
    classes: multiclass.classes,
    scores: ['p_a', 'p_b', 'p_c'],
    target: 'y',
    prediction: 'pred',
    threshold: 0.5,
  } as const;
  const { rows, labels } = readScored(columnsOf(multiclass.reference), layout);
  const fitted = fitClassification(rows, labels, MULTICLASS_METRICS, SETTINGS);
  const window = readScored(columnsOf(multiclass.window), { ...layout, target: undefined });
  const result = EstimatedClassification.parse(estimateClassification(fitted, window.rows));
  if (result.kind !== 'measured') throw new Error(result.message);
  expect(result.calibration.map(({ isCalibrated }) => isCalibrated)).toEqual(multiclass.isCalibrated);
  for (const { metric, estimate } of result.metrics)
    expect(estimate.value, metric).toBeCloseTo(multiclass.expected[nannymlName(metric)] ?? 0, 4);
}

/**
 * Absolute errors to 6 % on 1,200 rows, the others, which few rows make, within two of NannyML's sampling errors: LightGBM cuts bins
 * and splits rare categories otherwise.
 */
export function expectRegressionAgreement({
  reference,
  window,
  expected,
  samplingError,
}: NannymlCases['regression']): void {
  const { target, prediction, ...features } = columnsOf(reference);
  const { target: _, prediction: given, ...others } = columnsOf(window);
  const metrics = LOSS_METRICS.map(({ metric }) => metric);
  const rows = { features, predictions: prediction as Float64Array };
  const fitted = fitRegression(rows, target as Float64Array, metrics, SETTINGS);
  const result = EstimatedRegression.parse(
    estimateRegression(fitted, { features: others, predictions: given as Float64Array }),
  );
  if (result.kind !== 'measured') throw new Error(result.message);
  for (const { metric, estimate } of result.metrics) {
    const name = REGRESSION_NAMES[metric] ?? '';
    const other = expected[name] ?? Number.NaN;
    if (name === 'mae') expect(Math.abs(estimate.value / other - 1)).toBeLessThan(0.06);
    expect(Math.abs(estimate.value - other), metric).toBeLessThan(2 * (samplingError[name] ?? 0));
    expect(estimate.low < other && other < estimate.high, metric).toBe(true);
  }
}

export function expectReconstructionAgreement(regression: NannymlCases['regression']): void {
  const { target: _, ...reference } = columnsOf(regression.reference);
  const { target: __, ...window } = columnsOf(regression.window);
  const result = measureReconstruction({ reference, window });
  if (result.kind !== 'measured') throw new Error(result.message);
  expect(result.value).toBeCloseTo(regression.reconstructionError, 9);
  expect(result.components).toBe(regression.components);
}
