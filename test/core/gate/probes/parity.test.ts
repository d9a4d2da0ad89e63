import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { parseDocument } from '@tidegate/core/document';
import { measureParity } from '@tidegate/core/gate/probes/parity';
import { scoreRows } from '@tidegate/core/gate/score-rows';
import { PREDICTIONS, type Predictions } from '@tidegate/core/run/predictions';
import { describe, expect, it } from 'vitest';
import { expected, modelFile, ROWS, request } from '../../adapters/model-fixtures.ts';

const runtime = createOnnxRuntime();
const said = (values: readonly number[], rows = ROWS): Predictions =>
  parseDocument(
    PREDICTIONS,
    JSON.stringify({ kind: 'tidegate.predictions', version: 1, rows, values }),
    'predictions.json',
  );

it("agrees with what scikit-learn's own package predicts", async () => {
  const forest = await scoreRows(runtime, modelFile('forest'), request('multiclass-classification'));
  const fact = measureParity(said(expected('forest', 'probabilities')), forest, 'predictions.json');
  expect(fact.rows).toBe(ROWS);
  expect(fact.maxAbsoluteDifference).toBeLessThan(1e-6);
});

it('finds the largest difference', async () => {
  const regressor = await scoreRows(runtime, modelFile('regressor'), request('regression'));
  const values = expected('regressor', 'variable').map((value, row) => (row === 12 ? value + 0.25 : value));
  const { maxAbsoluteDifference, worst } = measureParity(said(values), regressor, 'predictions.json');
  expect(maxAbsoluteDifference).toBeCloseTo(0.25, 5);
  expect(worst).toMatchObject({ row: 12, value: 0, trained: values[12] });
  expect((worst?.trained ?? 0) - (worst?.exported ?? 0)).toBeCloseTo(0.25, 5);
});

it('names the row and the class of several scores', async () => {
  const forest = await scoreRows(runtime, modelFile('forest'), request('multiclass-classification'));
  const own = expected('forest', 'probabilities');
  const width = own.length / ROWS;
  const values = own.map((value, index) => (index === 5 * width + 1 ? value + 0.5 : value));
  expect(measureParity(said(values), forest, 'predictions.json').worst).toMatchObject({ row: 5, value: 1 });
});

it('compares decisions where a model gives nothing else', async () => {
  const model = await scoreRows(runtime, modelFile('logistic'), request('binary-classification', { output: 'label' }));
  const fact = measureParity(said([...(model.decisions ?? [])]), model, 'predictions.json');
  expect(fact).toMatchObject({ maxAbsoluteDifference: 0, worst: null });
});

describe('predictions of other rows', () => {
  it('are refused with both numbers', async () => {
    const regressor = await scoreRows(runtime, modelFile('regressor'), request('regression'));
    expect(() => measureParity(said([1, 2], 2), regressor, 'predictions.json')).toThrow(
      'predictions.json has 2 values for 2 rows; the evaluation needs 60.',
    );
  });

  it.each([
    ['a row short', [1, 2, 3], 2],
    ['no values', [], 1],
  ])('are no document: %s', (_, values, rows) => {
    expect(() => said(values, rows)).toThrow('not a valid tidegate.predictions document');
  });
});
