import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportOnnx } from '@tidegate/core/export/export-onnx';
import { ModelProto } from '@tidegate/core/export/onnx-proto';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const CONFIG = `version: 1
models:
  signal:
    task: binary-classification
    paths: [train.mjs]
    training:
      command: node train.mjs
    data:
      path: data.csv
      target: happened
      positive: "yes"
      features:
        numeric: [signal, noise]
      holdout:
        fraction: 0.5
    evaluation:
      replicates: 200
    gate:
      - kind: threshold
        metric: roc_auc
        min: 0.6
      - kind: non-inferior
        metric: log_loss
        margin: 0.01
`;
const column = (name: string) => ({ name, fill: 0, mean: 0, standardDeviation: 1 });

/** A model that weighs the signal and the noise. */
export function makeModel(signal: number, noise: number): Uint8Array {
  return exportOnnx({
    preprocessing: { numeric: [column('signal'), column('noise')], categorical: [] },
    layers: [{ units: 1, activation: 'sigmoid', kernel: Float32Array.of(signal, noise), bias: Float32Array.of(0) }],
    output: 'probability',
  });
}

const [FLOAT, ROWS] = [1, { dimParam: 'rows' }];
const tensor = (name: string, dim: object) => ({
  name,
  type: { tensorType: { elemType: FLOAT, shape: { dim: [ROWS, dim] } } },
});

/** A model that takes all of its columns as one matrix, whose width is free where the graph does not say it. */
export function makeMatrixModel(
  weights: readonly number[],
  { input = 'float_input', isFree = false } = {},
): Uint8Array {
  const node = (opType: string, from: readonly string[], output: string) => ({
    opType,
    name: output,
    input: from,
    output: [output],
  });
  const rawData = new Uint8Array(Float32Array.from(weights).buffer);
  return ModelProto.encode(
    ModelProto.fromObject({
      irVersion: 8,
      opsetImport: [{ domain: '', version: 17 }],
      graph: {
        name: 'g',
        node: [node('MatMul', [input, 'weights'], 'sum'), node('Sigmoid', ['sum'], 'probability')],
        input: [tensor(input, isFree ? { dimParam: 'columns' } : { dimValue: weights.length })],
        output: [tensor('probability', { dimValue: 1 })],
        initializer: [{ name: 'weights', dims: [weights.length, 1], dataType: FLOAT, rawData }],
      },
    }),
  ).finish();
}

/** A folder with a policy, 600 rows whose outcome follows the signal, and models that are good, alike, and bad. */
export function makeWorkspace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-cli-'));
  const random = xoroshiro128plus(7);
  const next = () => (random.next() >>> 0) / 2 ** 32;
  const rows = Array.from({ length: 600 }, () => {
    const [signal, noise] = [next() * 4 - 2, next() * 4 - 2];
    return `${signal.toFixed(4)},${noise.toFixed(4)},${next() < 1 / (1 + Math.exp(-2 * signal)) ? 'yes' : 'no'}`;
  });
  writeFileSync(join(folder, 'tidegate.yml'), CONFIG);
  writeFileSync(join(folder, 'data.csv'), `signal,noise,happened\n${rows.join('\n')}\n`);
  writeFileSync(join(folder, 'good.onnx'), makeModel(2, 0));
  writeFileSync(join(folder, 'alike.onnx'), makeModel(2, 0.3));
  writeFileSync(join(folder, 'bad.onnx'), makeModel(-2, 0));
  return folder;
}
