import type { Column, Columns } from '../../ports/model-runtime.ts';
import { estimateRegression } from './estimate-regression.ts';
import { fitRegression } from './fit-regression.ts';
import { measureLabelled } from './labelled-performance.ts';
import { takeLabelledValues } from './labelled-rows.ts';
import { measureReference, type RowsQuestion } from './measure-classifier.ts';
import { intervalsOf, type PerformanceReport, reportPerformance } from './performance-report.ts';

/** Which columns hold what a regression model said, the values, and what it was told. */
export interface PredictedColumns {
  readonly prediction: string;
  readonly target: string;
  readonly features: readonly string[];
}

/** A regression model on a window beside its labelled reference: DLE, and the values that have arrived. */
export function measureRegressor(question: RowsQuestion, layout: PredictedColumns): PerformanceReport {
  const { metrics, settings, read, onProgress } = question;
  const intervals = intervalsOf(settings);
  const before = readSide(question.reference, layout);
  const now = readSide(question.window, layout);
  const ids = metrics.map(({ id }) => id);
  const fitted = fitRegression(before, before.labels, ids, intervals);
  onProgress?.(0.6);
  const estimated = estimateRegression(fitted, now);
  onProgress?.(0.8);
  const realized = measureLabelled({
    ...takeLabelledValues(now.predictions, now.labels),
    windowRows: now.predictions.length,
    metrics,
    reference: measureReference(takeLabelledValues(before.predictions, before.labels).sample, metrics, intervals),
    settings: { ...intervals, decidingRows: settings['min-rows'] },
  });
  onProgress?.(1);
  return reportPerformance({ task: 'regression', realized, estimated, strangers: 0, read }, metrics, settings);
}

function readSide(columns: Columns, { prediction, target, features }: PredictedColumns) {
  const rows = Object.values(columns)[0]?.length ?? 0;
  return {
    features: Object.fromEntries(
      features.flatMap((name): [string, Column][] => (columns[name] ? [[name, columns[name]]] : [])),
    ),
    predictions: numbersOf(columns[prediction], rows),
    labels: numbersOf(columns[target], rows),
  };
}

/** What is no number is missing. */
function numbersOf(column: Column | undefined, rows: number): Float64Array {
  return column instanceof Float64Array ? column : new Float64Array(rows).fill(Number.NaN);
}
