// Trains a small network with TF.js and exports it, preprocessing included, to ONNX.
// Tidegate runs it with TIDEGATE_* in the environment; `npx tidegate train --model ridership` does the same on your machine.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readNetworkParameters } from '@tidegate/core/adapters/network-parameters';
import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { loadTensorFlow } from '@tidegate/core/adapters/tfjs';
import { createNetwork, readLayers } from '@tidegate/core/adapters/tfjs-network';
import { readTrainingJob } from '@tidegate/core/adapters/training-job';
import { parseTable } from '@tidegate/core/data/parse-table';
import { readFeatures, readNumbers } from '@tidegate/core/data/read-columns';
import { type DenseLayer, exportOnnx } from '@tidegate/core/export/export-onnx';
import { measureParity } from '@tidegate/core/export/measure-parity';
import { encodedWidth, encodeRows, fitPreprocessing } from '@tidegate/core/export/preprocessing';

/** Times that the batch doubles: what a falling learning rate would do (Smith et al. 2018). */
const DOUBLINGS = 4;

// A mistake is told in words: the place in this file helps nobody who trains.
process.once('uncaughtException', (error: Error & { readonly hint?: string }) => {
  console.error(error.hint ? `${error.message}\n${error.hint}` : error.message);
  process.exit(1);
});

const job = readTrainingJob(process.env);
const { data } = job.model;
const { units, epochs, batch_size, learning_rate } = readNetworkParameters(job.parameters);

const table = await parseTable(readFileSync(data.path), data.path);
const columns = readFeatures(table, data);
const preprocessing = fitPreprocessing(columns);
const width = encodedWidth(preprocessing);
// The network learns the target in deviations from its mean; a last layer of the graph gives it back in its own unit.
const truth = { [data.target]: readNumbers(table, data.target) };
const scaling = fitPreprocessing(truth);
const { mean = 0, standardDeviation: deviation = 1 } = scaling.numeric[0] ?? {};
const unscale: DenseLayer = {
  units: 1,
  activation: 'linear',
  kernel: Float32Array.of(deviation),
  bias: Float32Array.of(mean),
};

const tensorflow = await loadTensorFlow(pathToFileURL(join(process.cwd(), 'package.json')).href);
const { core } = tensorflow;
console.log(`TF.js ${core.version_core} on ${tensorflow.backend}; ${table.rows} days to train on`);
const inputs = core.tensor2d(encodeRows(preprocessing, columns, table.rows), [table.rows, width]);
const targets = core.tensor2d(encodeRows(scaling, truth, table.rows), [table.rows, 1]);
const network = createNetwork(tensorflow, {
  task: 'regression',
  width,
  units,
  learningRate: learning_rate,
  seed: job.seed,
});

const history: { step: number; value: number }[] = [];
let loss = Number.NaN;
for (let epoch = 0; epoch < epochs; epoch += 1) {
  const batchSize = batch_size * 2 ** Math.floor(((DOUBLINGS + 1) * epoch) / epochs);
  loss = await network.trainEpoch(inputs, targets, { batchSize, epoch });
  if (!Number.isFinite(loss)) throw new Error(`Training diverged: the loss of epoch ${epoch + 1} is ${loss}.`);
  history.push({ step: epoch, value: loss });
  console.log(`epoch ${epoch + 1}/${epochs} batch ${batchSize} loss ${loss.toFixed(4)}`);
}

const onnx = exportOnnx({ preprocessing, layers: [...readLayers(network.model), unscale], output: 'value' });
// Days that were not learnt from show what the export does with values beyond those.
const judged = data.evaluation ?? data.path;
const later = await parseTable(readFileSync(judged), judged);
const laterColumns = readFeatures(later, data);
const encoded = core.tensor2d(encodeRows(preprocessing, laterColumns, later.rows), [later.rows, width]);
const parity = await measureParity({
  runtime: createOnnxRuntime(),
  onnx,
  columns: laterColumns,
  expected: (await network.predict(encoded)).map((value) => value * deviation + mean),
  deviation,
  framework: `TF.js ${core.version_core} (${tensorflow.backend})`,
});
console.log(`ONNX and TF.js differ by at most ${parity.maxAbsoluteDifference.toExponential(1)} on ${parity.rows} days`);

job.leave(onnx, {
  metrics: [{ name: 'train_loss', value: loss, history }],
  parity,
  framework: parity.framework,
  device: tensorflow.backend,
});
