// Trains a small network with TF.js and exports it, preprocessing included, to ONNX.
// Tidegate runs it with TIDEGATE_* in the environment; `npx tidegate train --model churn` does the same on your machine.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readNetworkParameters } from '@tidegate/core/adapters/network-parameters';
import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { loadTensorFlow } from '@tidegate/core/adapters/tfjs';
import { createNetwork, readLayers } from '@tidegate/core/adapters/tfjs-network';
import { readTrainingJob } from '@tidegate/core/adapters/training-job';
import { parseTable } from '@tidegate/core/data/parse-table';
import { readFeatures } from '@tidegate/core/data/read-columns';
import { splitRows } from '@tidegate/core/data/split';
import { takeTable } from '@tidegate/core/data/take-rows';
import { readTruth } from '@tidegate/core/data/truth';
import { exportOnnx } from '@tidegate/core/export/export-onnx';
import { measureParity } from '@tidegate/core/export/measure-parity';
import { encodedWidth, encodeRows, fitPreprocessing } from '@tidegate/core/export/preprocessing';

// A mistake is told in words: the place in this file helps nobody who trains.
process.once('uncaughtException', (error: Error & { readonly hint?: string }) => {
  console.error(error.hint ? `${error.message}\n${error.hint}` : error.message);
  process.exit(1);
});

const job = readTrainingJob(process.env);
const { model, seed } = job;
const parameters = readNetworkParameters(job.parameters);

const table = await parseTable(readFileSync(model.data.path), model.data.path);
const { train, holdout } = splitRows(table, model);
const trainTable = takeTable(table, train);
const trainColumns = readFeatures(trainTable, model.data);
const preprocessing = fitPreprocessing(trainColumns);
const width = encodedWidth(preprocessing);

const tensorflow = await loadTensorFlow(pathToFileURL(join(process.cwd(), 'package.json')).href);
const { core } = tensorflow;
console.log(
  `TF.js ${core.version_core} on ${tensorflow.backend}; ${train.length} rows to train on, ${holdout.length} held out`,
);
const inputs = core.tensor2d(encodeRows(preprocessing, trainColumns, train.length), [train.length, width]);
const targets = core.tensor2d(Float32Array.from(readTruth(trainTable, model.data, model.task).labels), [
  train.length,
  1,
]);
const network = createNetwork(tensorflow, {
  width,
  units: parameters.units,
  learningRate: parameters.learning_rate,
  seed,
});

const history: { step: number; value: number }[] = [];
let loss = Number.NaN;
for (let epoch = 0; epoch < parameters.epochs; epoch += 1) {
  loss = await network.trainEpoch(inputs, targets, { batchSize: parameters.batch_size, epoch });
  if (!Number.isFinite(loss)) throw new Error(`Training diverged: the loss of epoch ${epoch + 1} is ${loss}.`);
  history.push({ step: epoch, value: loss });
  console.log(`epoch ${epoch + 1}/${parameters.epochs} loss ${loss.toFixed(4)}`);
}

const onnx = exportOnnx({ preprocessing, layers: readLayers(network.model), output: 'probability' });
const holdoutColumns = readFeatures(takeTable(table, holdout), model.data);
const encoded = core.tensor2d(encodeRows(preprocessing, holdoutColumns, holdout.length), [holdout.length, width]);
const expected = await network.predict(encoded);
const parity = await measureParity({
  runtime: createOnnxRuntime(),
  onnx,
  columns: holdoutColumns,
  expected,
  framework: `TF.js ${core.version_core} (${tensorflow.backend})`,
});
console.log(`ONNX and TF.js differ by at most ${parity.maxAbsoluteDifference.toExponential(1)} on ${parity.rows} rows`);

job.leave(onnx, {
  metrics: [{ name: 'train_loss', value: loss, history }],
  parity,
  framework: parity.framework,
  device: tensorflow.backend,
});
