import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { loadTensorFlow } from '@tidegate/core/adapters/tfjs';
import { createNetwork, readLayers } from '@tidegate/core/adapters/tfjs-network';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import { parseTable } from '@tidegate/core/data/parse-table';
import { readFeatures } from '@tidegate/core/data/read-columns';
import { splitRows } from '@tidegate/core/data/split';
import { takeTable } from '@tidegate/core/data/take-rows';
import { readTruth } from '@tidegate/core/data/truth';
import { type DenseLayer, exportOnnx } from '@tidegate/core/export/export-onnx';
import { measureParity } from '@tidegate/core/export/measure-parity';
import { encodedWidth, encodeRows, fitPreprocessing, type Preprocessing } from '@tidegate/core/export/preprocessing';
import { describe, expect, it } from 'vitest';

const preprocessing: Preprocessing = {
  numeric: [{ name: 'total minutes', fill: 5, mean: 10, standardDeviation: 2 }],
  categorical: [{ name: 'plan', fill: 'no', categories: ['no', 'yes', 'ünïcode'] }],
};
/** A layer that passes its inputs on, so that the graph shows the encoding itself. */
const identity: DenseLayer = {
  units: 4,
  activation: 'linear',
  kernel: Float32Array.from([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]),
  bias: new Float32Array(4),
};
const columns = {
  'total minutes': Float64Array.from([14, Number.NaN, 10, 0]),
  plan: ['yes', '', 'never seen', 'ünïcode'],
};
const encoded = [2, 0, 1, 0, -2.5, 1, 0, 0, 0, 0, 0, 0, -5, 0, 0, 1];

describe('preprocessing', () => {
  it('fills missing values, scales, encodes, and leaves unseen categories as zeros', () => {
    expect([...encodeRows(preprocessing, columns, 4)]).toEqual(encoded);
  });

  it('is inside the exported graph, with the raw columns as named inputs', async () => {
    const model = await createOnnxRuntime().load(
      exportOnnx({ preprocessing, layers: [identity], output: 'probability' }),
      'model.onnx',
    );
    const { probability } = await model.run(columns, 4);
    expect(model.signature).toEqual({
      inputs: [
        { name: 'total minutes', type: 'float32', shape: [-1, 1] },
        { name: 'plan', type: 'string', shape: [-1, 1] },
      ],
      outputs: [{ name: 'probability', type: 'float32', shape: [-1, 4] }],
    });
    expect([...(probability?.data ?? [])]).toEqual(encoded);
    await model.release();
  });

  it('is learnt from the training rows as scikit-learn would', () => {
    const fitted = fitPreprocessing({
      a: Float64Array.from([1, 2, Number.NaN, 3]),
      b: Float64Array.from([4, 4]),
      c: ['x', 'y', '', 'y'],
    });
    expect(fitted.numeric[0]).toEqual({ name: 'a', fill: 2, mean: 2, standardDeviation: Math.sqrt(2 / 3) });
    expect(fitted.numeric[1]?.standardDeviation).toBe(1);
    expect(fitted.categorical[0]).toEqual({ name: 'c', fill: 'y', categories: ['x', 'y'] });
  });
});

describe('a network that TF.js trained on the real data', () => {
  it('gives the same scores as its ONNX file, and the same file for the same seed', async () => {
    const folder = join(import.meta.dirname, '../../../templates/churn');
    const model = findModel(parseConfig(readFileSync(join(folder, 'tidegate.yml'), 'utf8')), 'churn');
    const { data } = model;
    const table = await parseTable(readFileSync(join(folder, data.path)), data.path);
    const { train, holdout } = splitRows(table, model);
    const trainTable = takeTable(table, train);
    const trainColumns = readFeatures(trainTable, data);
    const fitted = fitPreprocessing(trainColumns);
    const width = encodedWidth(fitted);
    const tensorflow = await loadTensorFlow();
    const { core } = tensorflow;
    const trainWith = async (seed: number) => {
      const network = createNetwork(tensorflow, { width, units: [16], learningRate: 0.01, seed });
      const inputs = core.tensor2d(encodeRows(fitted, trainColumns, train.length), [train.length, width]);
      const targets = core.tensor2d(Float32Array.from(readTruth(trainTable, data, model.task).labels), [
        train.length,
        1,
      ]);
      await network.trainEpoch(inputs, targets, { batchSize: 64, epoch: 0 });
      return {
        network,
        onnx: exportOnnx({ preprocessing: fitted, layers: readLayers(network.model), output: 'probability' }),
      };
    };
    const { network, onnx } = await trainWith(7);
    const held = readFeatures(takeTable(table, holdout), data);
    const expected = await network.predict(
      core.tensor2d(encodeRows(fitted, held, holdout.length), [holdout.length, width]),
    );
    const parity = await measureParity({
      runtime: createOnnxRuntime(),
      onnx,
      columns: held,
      expected,
      framework: 'TF.js',
    });
    expect(parity.rows).toBe(1250);
    expect(parity.maxAbsoluteDifference).toBeLessThan(1e-5);
    expect((await trainWith(7)).onnx).toEqual(onnx);
    expect((await trainWith(8)).onnx).not.toEqual(onnx);
    await expect(
      measureParity({
        runtime: createOnnxRuntime(),
        onnx,
        columns: held,
        expected: expected.map((score) => score + 2e-5),
        framework: 'TF.js',
      }),
    ).rejects.toMatchObject({ code: 'parity-broken' });
  });
});
