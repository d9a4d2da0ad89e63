import { OperatorError } from '../errors.ts';
import { encodeCategorical, encodeNumeric, type GraphPart } from './column-nodes.ts';
import { attribute, columnInfo, floatTensor, type OnnxNode } from './onnx-nodes.ts';
import { ModelProto } from './onnx-proto.ts';
import { encodedWidth, type Preprocessing } from './preprocessing.ts';

/** A dense layer of the trained network: kernel row-major [inputs, units], bias [units]. */
export interface DenseLayer {
  readonly units: number;
  readonly activation: 'linear' | 'relu' | 'sigmoid' | 'tanh' | 'softmax';
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

const OPSET = 17;
const ML_OPSET = 3;
const IR_VERSION = 8;
const ACTIVATIONS = { relu: 'Relu', sigmoid: 'Sigmoid', tanh: 'Tanh', softmax: 'Softmax' } as const;

/**
 * One ONNX graph from raw columns to the probability, the value or the probabilities: inputs are the columns by name, [rows, 1],
 * float32 or string; missing numbers are NaN, missing strings ''; the output is [rows, units of the last layer]. The same
 * arguments give the same bytes.
 * @throws OperatorError `model-invalid` when no graph can be made of them
 */
export function exportOnnx(request: {
  readonly preprocessing: Preprocessing;
  readonly layers: readonly DenseLayer[];
  readonly output: string;
}): Uint8Array {
  const { preprocessing, layers, output } = request;
  const { numeric } = preprocessing;
  // A column without categories was never filled in: it adds no feature, so the model does not ask for it.
  const categorical = preprocessing.categorical.filter(({ categories }) => categories.length > 0);
  const columns = [...numeric, ...categorical].map(({ name }) => name);
  refuseImpossible(preprocessing, layers, columns, output);
  const id = freeName(columns, output);
  const encoders = [
    ...numeric.map((column, index) => encodeNumeric(column, `${id}/numeric_${index}`)),
    ...categorical.map((column, index) => encodeCategorical(column, `${id}/categorical_${index}`)),
  ];
  const features: GraphPart = {
    nodes: [
      {
        opType: 'Concat',
        name: `${id}/features`,
        input: encoders.map((part) => part.output),
        output: [`${id}/features`],
        attribute: [attribute.int('axis', 1)],
      },
    ],
    tensors: [],
    output: `${id}/features`,
  };
  const network: GraphPart[] = [];
  let width = encodedWidth(preprocessing);
  for (const [index, layer] of layers.entries()) {
    network.push(dense(layer, `${id}/dense_${index}`, (network.at(-1) ?? features).output, width));
    width = layer.units;
  }
  const parts = [...encoders, features, ...network];
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
        { opType: 'Identity', name: `${id}/output`, input: [(parts.at(-1) ?? features).output], output: [output] },
      ],
      initializer: parts.flatMap((part) => part.tensors),
      input: [
        ...numeric.map(({ name }) => columnInfo(name, 'float32', 1)),
        ...categorical.map(({ name }) => columnInfo(name, 'string', 1)),
      ],
      output: [columnInfo(output, 'float32', width)],
    },
  };
  return ModelProto.encode(ModelProto.fromObject(model)).finish();
}

function dense(layer: DenseLayer, id: string, input: string, inputs: number): GraphPart {
  const gemm: OnnxNode = {
    opType: 'Gemm',
    name: `${id}/gemm`,
    input: [input, `${id}/kernel`, `${id}/bias`],
    output: [`${id}/gemm`],
  };
  const tensors = [
    floatTensor(`${id}/kernel`, [inputs, layer.units], layer.kernel),
    floatTensor(`${id}/bias`, [layer.units], layer.bias),
  ];
  if (layer.activation === 'linear') return { nodes: [gemm], tensors, output: `${id}/gemm` };
  const opType = ACTIVATIONS[layer.activation];
  const output = `${id}/activation`;
  return { nodes: [gemm, { opType, name: output, input: gemm.output, output: [output] }], tensors, output };
}

/** Inputs carry the columns' own names, so the names inside the graph must be none of theirs. */
function freeName(columns: readonly string[], output: string): string {
  let name = 'tidegate';
  while ([...columns, output].some((taken) => taken.startsWith(`${name}/`))) name += '_';
  return name;
}

function refuseImpossible(
  preprocessing: Preprocessing,
  layers: readonly DenseLayer[],
  columns: readonly string[],
  output: string,
): void {
  const refuse = (problem: string, hint: string) => new OperatorError('model-invalid', problem, hint);
  if (columns.length === 0) throw refuse('The model has no input column.', 'Name the columns in data.features.');
  if (columns.includes(output)) {
    throw refuse(`A column has the name of the model's output, ${JSON.stringify(output)}.`, 'Rename the column.');
  }
  let inputs = encodedWidth(preprocessing);
  for (const [index, { units, kernel, bias }] of layers.entries()) {
    if (kernel.length !== inputs * units || bias.length !== units) {
      throw refuse(
        `Layer ${index} has ${kernel.length} weights and ${bias.length} biases; ${inputs} inputs and ${units} units need ${inputs * units} and ${units}.`,
        'Export the layers with the preprocessing that they were trained with.',
      );
    }
    inputs = units;
  }
}
