import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMetricId } from '@tidegate/core/config/metric-id';
import { prepareMetric } from '@tidegate/core/evaluation/metrics';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { Cases, sampleOf } from '../reference-cases.ts';

const Reference = z.object({
  cases: z.array(
    Cases.shape.cases.element.extend({
      title: z.string(),
      expected: z.record(z.string(), z.number().nullable()).describe('null: scikit-learn raises or says NaN'),
    }),
  ),
});
const text = readFileSync(join(import.meta.dirname, '../fixtures/classification.json'), 'utf8');
const { cases } = Reference.parse(JSON.parse(text));

it.each(cases)('agrees with scikit-learn to 1e-12: $task, $title, zero_division $zero', (one) => {
  const sample = sampleOf({ ...one, expected: {} });
  const weights = Float64Array.from(one.weights ?? new Array<number>(sample.rows).fill(1));
  for (const [id, expected] of Object.entries(one.expected)) {
    const metric = parseMetricId(id, one.task);
    if ('expected' in metric) throw new Error(metric.expected);
    const actual = prepareMetric(sample, metric, one.zero)({ weights });
    if (expected === null) expect.soft(actual, id).toBeNaN();
    // What is 0 there may be a rounding of 0 here.
    else expect.soft(Math.abs(actual - expected), id).toBeLessThanOrEqual(Math.max(1e-12 * Math.abs(expected), 1e-15));
  }
});
