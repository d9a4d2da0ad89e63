import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Sequential } from '@tensorflow/tfjs-layers';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { OperatorError } from '../errors.ts';
import type { DenseLayer } from '../export/export-onnx.ts';
import type { TensorFlow } from './tfjs.ts';

const ACTIVATIONS = ['linear', 'relu', 'sigmoid', 'tanh', 'softmax'] as const;

/** Last activation and loss of what a network can say. */
const HEADS = {
  'binary-classification': { activation: 'sigmoid', loss: 'binaryCrossentropy' },
  'multiclass-classification': { activation: 'softmax', loss: 'categoricalCrossentropy' },
  regression: { activation: 'linear', loss: 'meanSquaredError' },
} as const;

export interface Network {
  readonly model: Sequential;
  /** One pass over all rows in an order that depends on seed and epoch only; returns the mean loss. */
  trainEpoch(
    inputs: Tensor2D,
    targets: Tensor2D,
    options: { readonly batchSize: number; readonly epoch: number },
  ): Promise<number>;
  /** Probability of the positive class or a value, one a row; of several classes one each, row-major. */
  predict(inputs: Tensor2D): Promise<Float32Array>;
}

/** Dense layers with ReLU, at the end what the task needs, Adam on its loss; every weight drawn from the seed. */
export function createNetwork(
  { core, layers }: TensorFlow,
  options: {
    readonly width: number;
    readonly units: readonly number[];
    readonly learningRate: number;
    readonly seed: number;
    readonly task?: keyof typeof HEADS;
    /** Multiclass: how many there are; targets are then one-hot. */
    readonly classes?: number;
  },
): Network {
  const { task = 'binary-classification', classes = 1 } = options;
  const head = HEADS[task];
  const model = layers.sequential();
  [...options.units, classes].forEach((units, index, all) => {
    const isLast = index === all.length - 1;
    model.add(
      layers.layers.dense({
        units,
        activation: isLast ? head.activation : 'relu',
        kernelInitializer: layers.initializers.glorotUniform({ seed: options.seed + index }),
        ...(index === 0 ? { inputShape: [options.width] } : {}),
      }),
    );
  });
  model.compile({ optimizer: core.train.adam(options.learningRate), loss: head.loss });
  return {
    model,
    async trainEpoch(inputs, targets, { batchSize, epoch }) {
      // TF.js shuffles with Math.random, so the order is made here.
      const order = core.tensor1d(shuffledRows(inputs.shape[0], options.seed * 1_000_003 + epoch), 'int32');
      const rows = core.gather(inputs, order);
      const labels = core.gather(targets, order);
      const result = await model.fit(rows, labels, { epochs: 1, batchSize, shuffle: false, verbose: 0 });
      core.dispose([order, rows, labels]);
      return Number(result.history['loss']?.[0]);
    },
    async predict(inputs) {
      const output = model.predict(inputs, { batchSize: 4096 });
      return Float32Array.from((await (Array.isArray(output) ? output[0] : output)?.data()) ?? []);
    },
  };
}

/** Weights of a sequential model of dense layers, as the ONNX exporter takes them. */
export function readLayers(model: Sequential): DenseLayer[] {
  return model.layers.map((layer) => {
    const config = layer.getConfig();
    const activation = ACTIVATIONS.find((known) => known === config['activation']);
    const [kernel, bias] = layer.getWeights();
    if (layer.getClassName() !== 'Dense' || !activation || !kernel || !bias) {
      throw new OperatorError(
        'model-invalid',
        `Layer ${JSON.stringify(layer.name)} is a ${layer.getClassName()} with activation ${JSON.stringify(config['activation'])}; the exporter writes dense layers with a bias and ${ACTIVATIONS.join(', ')}.`,
        'Build the network from those, or export it to ONNX with your own tool and leave model.onnx in $TIDEGATE_OUTPUT.',
      );
    }
    return {
      units: kernel.shape[1] ?? 0,
      activation,
      kernel: Float32Array.from(kernel.dataSync()),
      bias: Float32Array.from(bias.dataSync()),
    };
  });
}

function shuffledRows(count: number, seed: number): Int32Array {
  const generator = xoroshiro128plus(seed);
  const rows = Int32Array.from({ length: count }, (_, row) => row);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = uniformInt(generator, 0, last);
    const kept = rows[last] ?? 0;
    rows[last] = rows[other] ?? 0;
    rows[other] = kept;
  }
  return rows;
}
