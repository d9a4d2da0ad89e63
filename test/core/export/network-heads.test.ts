import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { loadTensorFlow } from '@tidegate/core/adapters/tfjs';
import { createNetwork, readLayers } from '@tidegate/core/adapters/tfjs-network';
import { type DenseLayer, exportOnnx } from '@tidegate/core/export/export-onnx';
import { measureParity } from '@tidegate/core/export/measure-parity';
import { encodeRows, fitPreprocessing } from '@tidegate/core/export/preprocessing';
import { expect, it } from 'vitest';

const ROWS = 300;
const columns = { x: Float64Array.from({ length: ROWS }, (_, row) => (row * 37) % ROWS) };
const preprocessing = fitPreprocessing(columns);
const tensorflow = await loadTensorFlow();
const { core } = tensorflow;
const inputs = core.tensor2d(encodeRows(preprocessing, columns, ROWS), [ROWS, 1]);
const options = { width: 1, units: [8], learningRate: 0.03, seed: 7 };
const EPOCHS = [...Array(30).keys()];

it('a network of values learns in deviations and answers in its own unit, within float32 of its ONNX file', async () => {
  const truth = { y: columns.x.map((x) => 1000 + 5 * x) };
  const scaling = fitPreprocessing(truth);
  const { mean = 0, standardDeviation: deviation = 1 } = scaling.numeric[0] ?? {};
  const network = createNetwork(tensorflow, { ...options, task: 'regression' });
  const targets = core.tensor2d(encodeRows(scaling, truth, ROWS), [ROWS, 1]);
  for (const epoch of EPOCHS) await network.trainEpoch(inputs, targets, { batchSize: 32, epoch });
  const [kernel, bias] = [Float32Array.of(deviation), Float32Array.of(mean)];
  const unscale: DenseLayer = { units: 1, activation: 'linear', kernel, bias };
  const onnx = exportOnnx({ preprocessing, layers: [...readLayers(network.model), unscale], output: 'value' });
  const expected = (await network.predict(inputs)).map((value) => value * deviation + mean);
  const request = { runtime: createOnnxRuntime(), onnx, columns, expected, framework: 'TF.js' };
  const parity = await measureParity({ ...request, deviation });
  expect(parity.tolerance).toBeCloseTo(1e-5 * deviation, 9);
  expect(Math.max(...expected.map((value, row) => Math.abs(value - (truth.y[row] ?? 0))))).toBeLessThan(deviation / 4);
  const broken = expected.map((value) => value + 2e-5 * deviation);
  await expect(measureParity({ ...request, expected: broken, deviation })).rejects.toMatchObject({
    code: 'parity-broken',
  });
});

it('a network of several classes gives probabilities, row after row, and so does its ONNX file', async () => {
  const classOf = (x: number) => Math.floor((3 * x) / ROWS);
  const oneHot = Float32Array.from({ length: ROWS * 3 }, (_, cell) =>
    Number(classOf(columns.x[Math.floor(cell / 3)] ?? 0) === cell % 3),
  );
  const network = createNetwork(tensorflow, { ...options, task: 'multiclass-classification', classes: 3 });
  const targets = core.tensor2d(oneHot, [ROWS, 3]);
  for (const epoch of EPOCHS) await network.trainEpoch(inputs, targets, { batchSize: 32, epoch });
  const onnx = exportOnnx({ preprocessing, layers: readLayers(network.model), output: 'probabilities' });
  const expected = await network.predict(inputs);
  const model = await createOnnxRuntime().load(onnx, 'model.onnx');
  const { probabilities } = await model.run(columns, ROWS);
  await model.release();
  const rows = Array.from(columns.x, (x, row) => ({
    expected: classOf(x),
    scores: [...(probabilities?.data.subarray(3 * row, 3 * row + 3) ?? [])],
  }));
  expect(probabilities?.width).toBe(3);
  expect(Math.max(...expected.map((score, cell) => Math.abs(score - (probabilities?.data[cell] ?? 0))))).toBeLessThan(
    1e-5,
  );
  for (const { scores } of rows) expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 5);
  const right = rows.filter((row) => row.scores.indexOf(Math.max(...row.scores)) === row.expected);
  expect(right.length / ROWS).toBeGreaterThan(0.9);
});
