import { DRIFT_DEFAULTS } from '@tidegate/core/config/drift';
import { errorModelOf } from '@tidegate/core/drift/performance/error-model-of';
import { EstimatedClassification } from '@tidegate/core/drift/performance/estimate-classification';
import { EstimatedRegression } from '@tidegate/core/drift/performance/estimate-regression';
import { estimateServed } from '@tidegate/core/drift/performance/estimate-served';
import { ClassCalibration, countClassCalibration } from '@tidegate/core/profile/class-calibration';
import { ErrorModel } from '@tidegate/core/profile/error-model';
import { PREDICTION_COLUMN, profileColumns } from '@tidegate/core/profile/profile-columns';
import type { Prediction } from '@tidegate/core/serving/prediction';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { damagedValue } from '../../../damage/damaged-value.ts';
import { createRandom } from '../multivariate/random-rows.ts';
import { metricIds } from './nannyml-fixtures.ts';
import { INTERVAL, SERVED_HEAD } from './served-head.ts';

const { normals, categories, uniform } = createRandom(3);
const ROWS = 120;
const fit = { verdict: { metrics: [], interval: INTERVAL }, settings: DRIFT_DEFAULTS };

it('errors by any document that is accepted are numbers, or told to be unknown', () => {
  const [x, y, kind] = [normals(ROWS), normals(ROWS), categories(ROWS, 3)];
  const prediction = { name: PREDICTION_COLUMN, values: x };
  const rows = { model: 'm', columns: { x, kind }, prediction, target: { name: 'y', values: y } };
  const metrics = ['mean_absolute_error', 'root_mean_squared_error'];
  const source = { name: 'rows', rows: ROWS, digest: null };
  const { columns } = profileColumns({ ...rows, source });
  const valid = errorModelOf({ ...rows, source }, metrics);
  const served = Array.from(x, (value, row): Prediction => {
    const inputs = { x: row === 0 ? null : value, kind: kind[row] ?? null };
    return { ...SERVED_HEAD, id: String(row), task: 'regression', inputs, score: value };
  });
  const counts = checkMutations(valid, ErrorModel, EstimatedRegression, (errorModel) =>
    estimateServed(
      {
        task: 'regression',
        classes: [],
        metrics: metricIds('regression', metrics),
        ...fit,
        reference: { columns, errorModel },
      },
      served,
    ),
  );
  expect(Math.min(counts.refused, counts.estimated)).toBeGreaterThan(10);
});

it('several classes by any document that is accepted have shares, or are told to be unknown', () => {
  const classes = ['a', 'b', 'c'];
  const draws = Array.from({ length: ROWS }, () => {
    const parts = classes.map(() => uniform());
    const sum = parts.reduce((all, part) => all + part, 0);
    return parts.map((part) => part / sum);
  });
  const labels = draws.map((_, row) => row % 3);
  const valid = countClassCalibration({ classes, scores: Float64Array.from(draws.flat()), labels });
  const served = draws.map((probabilities, row): Prediction => {
    const [task, label] = ['multiclass-classification', classes[row % 3] ?? ''] as const;
    return { ...SERVED_HEAD, id: String(row), task, inputs: {}, score: 0.5, label, probabilities };
  });
  const metrics = metricIds('multiclass-classification', ['accuracy']);
  const counts = checkMutations(valid, ClassCalibration, EstimatedClassification, (classCalibration) =>
    estimateServed(
      { task: 'multiclass-classification', classes, metrics, ...fit, reference: { columns: [], classCalibration } },
      served,
    ),
  );
  expect(Math.min(counts.refused, counts.estimated)).toBeGreaterThan(0);
}, 60_000);

interface Parser<Document> {
  safeParse(value: unknown): { readonly success: boolean; readonly data?: Document };
}

function checkMutations<Document>(
  valid: Document | undefined,
  schema: Parser<Document>,
  result: Parser<unknown>,
  estimate: (document: Document) => unknown,
) {
  expect(schema.safeParse(valid).success).toBe(true);
  const counts = { refused: 0, estimated: 0 };
  const tryOne = (value: object) => {
    const { data } = schema.safeParse(JSON.parse(JSON.stringify(value) ?? 'null'));
    counts[data === undefined ? 'refused' : 'estimated'] += 1;
    if (data !== undefined) expect(result.safeParse(estimate(data)).success).toBe(true);
  };
  fc.assert(fc.property(damagedValue(valid as object), tryOne), { seed: 12, numRuns: 150 });
  return counts;
}
