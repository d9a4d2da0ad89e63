import { attribute, columnInfo, floatTensor, type OnnxNode, type OnnxTensor } from './onnx-nodes.ts';
import { ModelProto } from './onnx-proto.ts';
import { type CategoricalColumn, encodedWidth, type NumericColumn, type Preprocessing } from './preprocessing.ts';

/** A dense layer of the trained network: kernel row-major [inputs, units], bias [units]. */
export interface DenseLayer {
  readonly units: number;
  readonly activation: 'linear' | 'relu' | 'sigmoid' | 'tanh';
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

const OPSET = 17;
const ML_OPSET = 3;
const IR_VERSION = 8;
const ACTIVATIONS = { relu: 'Relu', sigmoid: 'Sigmoid', tanh: 'Tanh' } as const;

/**
 * One ONNX graph from raw columns to the probability: inputs are the columns by name, [rows, 1], float32 or string;
 * missing numbers are NaN, missing strings ''; the output is [rows, units of the last layer]. The same arguments give the
 * same bytes.
 */
export function exportOnnx(request: {
  readonly preprocessing: Preprocessing;
  readonly layers: readonly DenseLayer[];
  readonly output: string;
}): Uint8Array {
  const { preprocessing, layers, output } = request;
  const { numeric, categorical } = preprocessing;
  const parts = [
    ...numeric.map((column, index) => encodeNumeric(column, `numeric_${index}`)),
    ...categorical
      .filter(({ categories }) => categories.length > 0)
      .map((column, index) => encodeCategorical(column, `categorical_${index}`)),
  ];
  const concat: OnnxNode = {
    opType: 'Concat',
    name: 'features',
    input: parts.map((part) => part.output),
    output: ['features'],
    attribute: [attribute.int('axis', 1)],
  };
  const network = layers.map((layer, index) =>
    dense(
      layer,
      index,
      index === 0 ? 'features' : `layer_${index - 1}`,
      encodedWidthBefore(layers, index, preprocessing),
    ),
  );
  const last = `layer_${layers.length - 1}`;
  const model = {
    irVersion: IR_VERSION,
    producerName: 'tidegate',
    opsetImport: [
      { domain: '', version: OPSET },
      { domain: 'ai.onnx.ml', version: ML_OPSET },
    ],
    graph: {
      name: 'tidegate',
      node: [
        ...parts.flatMap((part) => part.nodes),
        concat,
        ...network.flatMap((part) => part.nodes),
        { opType: 'Identity', name: output, input: [last], output: [output] },
      ],
      initializer: [...parts.flatMap((part) => part.tensors), ...network.flatMap((part) => part.tensors)],
      input: [
        ...numeric.map(({ name }) => columnInfo(name, 'float32', 1)),
        ...categorical
          .filter(({ categories }) => categories.length > 0)
          .map(({ name }) => columnInfo(name, 'string', 1)),
      ],
      output: [columnInfo(output, 'float32', layers.at(-1)?.units ?? 1)],
    },
  };
  return ModelProto.encode(ModelProto.fromObject(model)).finish();
}

interface Part {
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly output: string;
}

/** (fill where NaN, else x) minus mean, over standard deviation. */
function encodeNumeric(column: NumericColumn, id: string): Part {
  const name = (step: string) => `${id}_${step}`;
  return {
    nodes: [
      { opType: 'IsNaN', name: name('missing'), input: [column.name], output: [name('missing')] },
      {
        opType: 'Where',
        name: name('filled'),
        input: [name('missing'), name('fill'), column.name],
        output: [name('filled')],
      },
      { opType: 'Sub', name: name('centred'), input: [name('filled'), name('mean')], output: [name('centred')] },
      { opType: 'Div', name: name('scaled'), input: [name('centred'), name('deviation')], output: [name('scaled')] },
    ],
    tensors: [
      floatTensor(name('fill'), [1, 1], [column.fill]),
      floatTensor(name('mean'), [1, 1], [column.mean]),
      floatTensor(name('deviation'), [1, 1], [column.standardDeviation]),
    ],
    output: name('scaled'),
  };
}

/** Category to its index (missing to the fill's, unseen to -1), then one-hot; -1 is no category and encodes as zeros. */
function encodeCategorical(column: CategoricalColumn, id: string): Part {
  const name = (step: string) => `${id}_${step}`;
  const keys = [...column.categories, ''];
  const values = [...column.categories.keys(), column.categories.indexOf(column.fill)];
  const width = column.categories.length;
  return {
    nodes: [
      {
        opType: 'LabelEncoder',
        domain: 'ai.onnx.ml',
        name: name('index'),
        input: [column.name],
        output: [name('index')],
        attribute: [
          attribute.strings('keys_strings', keys),
          attribute.ints('values_int64s', values),
          attribute.int('default_int64', -1),
        ],
      },
      {
        opType: 'OneHotEncoder',
        domain: 'ai.onnx.ml',
        name: name('onehot'),
        input: [name('index')],
        output: [name('onehot')],
        attribute: [attribute.ints('cats_int64s', [...column.categories.keys()]), attribute.int('zeros', 1)],
      },
      // OneHotEncoder adds an axis: [rows, 1] becomes [rows, 1, width].
      {
        opType: 'Flatten',
        name: name('flat'),
        input: [name('onehot')],
        output: [name('flat')],
        attribute: [attribute.int('axis', 1)],
      },
    ],
    tensors: [],
    output: width > 0 ? name('flat') : name('index'),
  };
}

function dense(layer: DenseLayer, index: number, input: string, inputs: number): Part {
  const name = (step: string) => `dense_${index}_${step}`;
  const output = `layer_${index}`;
  const isLinear = layer.activation === 'linear';
  const gemm: OnnxNode = {
    opType: 'Gemm',
    name: name('gemm'),
    input: [input, name('kernel'), name('bias')],
    output: [isLinear ? output : name('gemm')],
  };
  const nodes: OnnxNode[] = [gemm];
  if (layer.activation !== 'linear') {
    nodes.push({
      opType: ACTIVATIONS[layer.activation],
      name: name('activation'),
      input: [name('gemm')],
      output: [output],
    });
  }
  return {
    nodes,
    tensors: [
      floatTensor(name('kernel'), [inputs, layer.units], layer.kernel),
      floatTensor(name('bias'), [layer.units], layer.bias),
    ],
    output,
  };
}

function encodedWidthBefore(layers: readonly DenseLayer[], index: number, preprocessing: Preprocessing): number {
  return index === 0 ? encodedWidth(preprocessing) : (layers[index - 1]?.units ?? 0);
}
