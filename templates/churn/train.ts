// Trains a small network with TF.js and exports it, preprocessing included, to ONNX.
// Tidegate runs it with TIDEGATE_* in the environment; `npx tidegate train --model churn` does the same on your machine.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { loadTensorFlow } from '@tidegate/core/adapters/tfjs';
import { createNetwork, readLayers } from '@tidegate/core/adapters/tfjs-network';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
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

const required = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: start training with \`tidegate train --model churn\`.`);
  return value;
};
const model = findModel(parseConfig(readFileSync(required('TIDEGATE_CONFIG'), 'utf8')), required('TIDEGATE_MODEL'));
const parameters = readParameters(JSON.parse(required('TIDEGATE_PARAMETERS')));
const seed = Number(required('TIDEGATE_SEED'));

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
for (let epoch = 0; epoch < parameters.epochs; epoch += 1) {
  const loss = await network.trainEpoch(inputs, targets, { batchSize: parameters.batch_size, epoch });
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

const output = required('TIDEGATE_OUTPUT');
writeFileSync(join(output, 'model.onnx'), onnx);
writeFileSync(
  join(output, 'result.json'),
  JSON.stringify({
    kind: 'tidegate.training-result',
    version: 1,
    metrics: [{ name: 'train_loss', value: history.at(-1)?.value, history }],
    parity,
    framework: parity.framework,
    device: tensorflow.backend,
  }),
);

/** Hyper-parameters of tidegate.yml over the defaults; a name with a typo would otherwise train the default. */
function readParameters(given: Readonly<Record<string, unknown>>) {
  const { units = [16], epochs = 10, batch_size = 64, learning_rate = 0.01, ...unknown } = given;
  const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0;
  const refuse = (name: string, value: unknown, expected: string) =>
    new Error(`training.parameters.${name}: expected ${expected}, got ${JSON.stringify(value)}.`);
  for (const [name, value] of Object.entries(unknown))
    throw refuse(name, value, 'one of units, epochs, batch_size and learning_rate');
  if (!Array.isArray(units) || !units.every(isCount)) throw refuse('units', units, 'a list of positive whole numbers');
  if (!isCount(epochs)) throw refuse('epochs', epochs, 'a positive whole number');
  if (!isCount(batch_size)) throw refuse('batch_size', batch_size, 'a positive whole number');
  if (typeof learning_rate !== 'number' || !(learning_rate > 0))
    throw refuse('learning_rate', learning_rate, 'a positive number');
  return { units, epochs, batch_size, learning_rate };
}
