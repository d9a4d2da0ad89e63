import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMetricId } from '@tidegate/core/config/metric-id';
import type { Task } from '@tidegate/core/config/task';
import * as z from 'zod';

const Numbers = z.array(z.number());
const Values = z.record(z.string(), z.number());
const Scored = z.object({ scores: Numbers, labels: Numbers });
const Cells = z.record(z.string(), z.array(z.union([z.number(), z.string(), z.null()])));

/** What NannyML says of the data beside it; fixtures/make.py prints it, for the fixtures and for the interop suite. */
export const NannymlCases = z.object({
  isotonic: z.array(z.object({ x: Numbers, y: Numbers, at: Numbers, expected: Numbers })),
  binary: z.array(
    z.object({
      name: z.string(),
      reference: Scored,
      window: Scored,
      isCalibrated: z.boolean(),
      expected: Values,
      samplingError: Values,
    }),
  ),
  multiclass: z.object({
    classes: z.array(z.string()),
    reference: Cells,
    window: Cells,
    isCalibrated: z.array(z.boolean()),
    expected: Values,
  }),
  regression: z.object({
    reference: Cells,
    window: Cells,
    expected: Values,
    samplingError: Values,
    components: z.number(),
    reconstructionError: z.number(),
  }),
});
export type NannymlCases = z.infer<typeof NannymlCases>;

export function readFixtures(): NannymlCases {
  return NannymlCases.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/nannyml.json'), 'utf8')));
}

/** Cells as the port's columns: a column with any text is text. */
export function columnsOf(cells: z.infer<typeof Cells>): Record<string, Float64Array | string[]> {
  return Object.fromEntries(
    Object.entries(cells).map(([name, values]) => [
      name,
      values.some((value) => typeof value === 'string')
        ? values.map((value) => String(value ?? ''))
        : Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))),
    ]),
  );
}

export function metricIds(task: Task, names: readonly string[]) {
  return names.map((name) => {
    const id = parseMetricId(name, task);
    if ('expected' in id) throw new Error(`${name}: expected ${id.expected}`);
    return id;
  });
}

export const BINARY_METRICS = metricIds('binary-classification', [
  'accuracy',
  'precision',
  'recall',
  'specificity',
  'f1',
  'roc_auc',
  'average_precision',
]);

/** NannyML's names for ours. */
export const MULTICLASS_METRICS = metricIds('multiclass-classification', [
  'accuracy',
  'precision_macro',
  'recall_macro',
  'specificity_macro',
  'f1_macro',
  'roc_auc_ovr',
  'average_precision_macro',
]);
export const nannymlName = (id: string) => id.replace(/_(macro|ovr)$/, '');

export const REGRESSION_NAMES: Readonly<Record<string, string>> = {
  mean_absolute_error: 'mae',
  mean_absolute_percentage_error: 'mape',
  mean_squared_error: 'mse',
  root_mean_squared_error: 'rmse',
  mean_squared_log_error: 'msle',
  root_mean_squared_log_error: 'rmsle',
};
