import { DRIFT_DEFAULTS } from '@tidegate/core/config/drift';
import { decidePerformance } from '@tidegate/core/drift/performance/decide-performance';
import { errorModelOf } from '@tidegate/core/drift/performance/error-model-of';
import { estimateServed } from '@tidegate/core/drift/performance/estimate-served';
import { countClassCalibration } from '@tidegate/core/profile/class-calibration';
import { ErrorModel } from '@tidegate/core/profile/error-model';
import { PREDICTION_COLUMN, profileColumns } from '@tidegate/core/profile/profile-columns';
import type { Prediction } from '@tidegate/core/serving/prediction';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../multivariate/random-rows.ts';
import { metricIds } from './nannyml-fixtures.ts';
import { INTERVAL, SERVED_HEAD } from './served-head.ts';

const ROWS = 600;
const RMSE = 'root_mean_squared_error';
const { normals, normal, uniform } = createRandom(5);
const settings = { ...DRIFT_DEFAULTS, 'min-rows': 100, performance: { metric: RMSE, drop: 0.1 } };
const verdictOf = (metric: string, value: number) => {
  const candidate = { value, low: value * 0.95, high: value * 1.05 };
  return { metrics: [{ metric, candidate, baseline: null, difference: null }], interval: INTERVAL };
};

describe('a model of errors that contradicts itself', () => {
  const x = normals(ROWS);
  const y = x.map((value) => value + Math.exp(0.3 * value) * normal());
  const rows = {
    model: 'm',
    columns: { x },
    prediction: { name: PREDICTION_COLUMN, values: x },
    target: { name: 'y', values: y },
    source: { name: 'rows', rows: ROWS, digest: null },
  };
  const { columns } = profileColumns(rows);
  const valid = errorModelOf(rows, [RMSE]);
  const [loss] = valid?.losses ?? [];
  if (!(valid && loss)) throw new Error('expected a model of errors');
  const served = Array.from(
    x,
    (score, row): Prediction => ({ ...SERVED_HEAD, id: String(row), task: 'regression', inputs: { x: score }, score }),
  );
  const judge = (errorModel: object, value = Math.sqrt(loss.base)) => {
    const reference = { columns, errorModel: ErrorModel.parse(errorModel) };
    const verdict = verdictOf(RMSE, value) as never;
    const metrics = metricIds('regression', [RMSE]);
    const estimated = estimateServed(
      { task: 'regression', classes: [], metrics, verdict, reference, settings },
      served,
    );
    return decidePerformance(RMSE, { realized: null, estimated }, settings);
  };
  const withLoss = (changes: object) => ({ ...valid, losses: [{ ...loss, ...changes }] });
  const { base, scale, heldOut } = loss;
  const split = (column: object) => ({ ...withLoss({ trees: [[[0, 1, 1], 0, 0]] }), columns: [column] });

  it('decides as long as it does not', () => {
    expect(judge(valid)).toMatchObject({ decision: 'none', decidedBy: 'estimate' });
  });

  it.each<[string, object, RegExp]>([
    [
      'estimates of held-out rows are far off',
      withLoss({ heldOut: { ...heldOut, estimated: base / 10 } }),
      /estimated .* lost/,
    ],
    ['it starts far from what rows lost', withLoss({ base: base * 10 }), /starts from .* rows lost/],
    ['it says 0 of every row', withLoss({ trees: [[-(2 * base) / scale]] }), /estimated as 0 in every row/],
    ['a column is of another kind', split({ kind: 'categorical', name: 'x', values: ['a'] }), /has not as categorical/],
    ['the prediction is a category', split({ kind: 'categorical', name: '(prediction)', values: [] }), /has not as/],
    [
      'a column is not of the profile',
      split({ kind: 'numeric', name: 'z', edges: [0] }),
      /z, which its profile has not/,
    ],
  ])('does not decide where %s', (_, errorModel, message) => {
    const { decision, decidedBy, message: said } = judge(errorModel);
    expect({ decision, decidedBy }).toEqual({ decision: 'cannot-tell', decidedBy: null });
    expect(said).toMatch(message);
  });

  it('does not decide where the verdict measured something else', () => {
    expect(judge(valid, Math.sqrt(base) * 3)).toMatchObject({
      decision: 'cannot-tell',
      message: expect.stringMatching(/the verdict says that root_mean_squared_error was/),
    });
  });
});

it('scores that are kept of other classes than are served do not decide', () => {
  const scores = Float64Array.from({ length: 2 * ROWS }, uniform);
  const labels = Array.from({ length: ROWS }, (_, row) => row % 2);
  const classCalibration = countClassCalibration({ classes: ['a', 'b'], scores, labels });
  const estimateOf = (classes: readonly string[]) =>
    estimateServed(
      {
        task: 'multiclass-classification',
        classes,
        metrics: metricIds('multiclass-classification', ['accuracy']),
        verdict: verdictOf('accuracy', 0.9) as never,
        reference: { columns: [], ...(classCalibration && { classCalibration }) },
        settings,
      },
      Array.from({ length: ROWS }, (_, row): Prediction => {
        const shared = { ...SERVED_HEAD, id: String(row), inputs: {}, score: 0.5, label: classes[0] ?? '' };
        return { ...shared, task: 'multiclass-classification', probabilities: classes.map(() => 1 / classes.length) };
      }),
    );
  expect(estimateOf(['b', 'a'])?.kind).toBe('measured');
  expect(estimateOf(['a', 'b', 'c'])).toEqual({
    kind: 'cannot-tell',
    reason: 'not-defined',
    message: 'The release keeps scores of a, b; its server answers with a, b, c.',
  });
});
