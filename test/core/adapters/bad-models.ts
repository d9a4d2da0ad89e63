import { ModelProto } from '@tidegate/core/export/onnx-proto';

const [FLOAT, INT64] = [1, 7];

const value = (name: string, elemType: number) => ({
  name,
  type: { tensorType: { elemType, shape: { dim: [{ dimParam: 'rows' }, { dimValue: 1 }] } } },
});
const node = (opType: string, input: readonly string[], output: string, attributes: Record<string, number> = {}) => ({
  opType,
  name: output,
  input,
  output: [output],
  attribute: Object.entries(attributes).map(([name, i]) => ({ name, i, type: 2 })),
});
const bytesOf = ({ buffer }: BigInt64Array | Float32Array) => new Uint8Array(buffer);
const whole = (name: string, ...values: readonly string[]) => ({
  name,
  dims: [values.length],
  dataType: INT64,
  rawData: bytesOf(BigInt64Array.from(values, BigInt)),
});

function makeGraph(
  nodes: readonly object[],
  initializer: readonly object[] = [],
  {
    input = 'signal',
    outputs = [value('probability', FLOAT)],
  }: { readonly input?: string; readonly outputs?: readonly object[] } = {},
): Uint8Array {
  return ModelProto.encode(
    ModelProto.fromObject({
      irVersion: 8,
      opsetImport: [{ domain: '', version: 17 }],
      graph: { name: 'g', node: nodes, input: [value(input, FLOAT)], output: outputs, initializer },
    }),
  ).finish();
}

/** Adds the largest value of the tensor "big" to what it scores, so that no optimiser drops it. */
const afterBig = (nodes: readonly object[], initializer: readonly object[]) =>
  makeGraph(
    [
      ...nodes,
      node('ReduceMax', ['big'], 'most', { keepdims: 0 }),
      node('Add', ['signal', 'most'], 'sum'),
      node('Sigmoid', ['sum'], 'probability'),
    ],
    initializer,
  );

/** Models of one column "signal" that give `positive` where it is above 0, as int64 labels. */
export const makeLabelModel = (positive: string, negative: string): Uint8Array =>
  makeGraph(
    [node('Greater', ['signal', 'zero'], 'above'), node('Where', ['above', 'positive', 'negative'], 'label')],
    [
      { name: 'zero', dims: [1], dataType: FLOAT, rawData: bytesOf(Float32Array.of(0)) },
      whole('positive', positive),
      whole('negative', negative),
    ],
    { outputs: [value('label', INT64)] },
  );

/** A model of one column "signal" that scores three classes and gives the int64 label 0, 1 or 2, as skl2onnx exports a classifier. */
export const makeClassModel = (): Uint8Array =>
  makeGraph(
    [
      node('Neg', ['signal'], 'minus'),
      node('Sub', ['signal', 'signal'], 'none'),
      node('Concat', ['minus', 'none', 'signal'], 'logits', { axis: 1 }),
      node('Softmax', ['logits'], 'probabilities', { axis: 1 }),
      node('ArgMax', ['probabilities'], 'label', { axis: 1, keepdims: 0 }),
    ],
    [],
    {
      outputs: [
        { name: 'label', type: { tensorType: { elemType: INT64, shape: { dim: [{ dimParam: 'rows' }] } } } },
        {
          name: 'probabilities',
          type: { tensorType: { elemType: FLOAT, shape: { dim: [{ dimParam: 'rows' }, { dimValue: 3 }] } } },
        },
      ],
    },
  );

/** Graphs of a few hundred bytes whose intermediate tensor would need terabytes. */
export const HUGE_MODELS: Readonly<Record<string, Uint8Array>> = {
  ConstantOfShape: afterBig([node('ConstantOfShape', ['shape'], 'big')], [whole('shape', '1000000', '1000000')]),
  'ConstantOfShape beyond int64': afterBig(
    [node('ConstantOfShape', ['shape'], 'big')],
    [whole('shape', '9223372036854775807', '4')],
  ),
  'ConstantOfShape of the data': afterBig(
    [
      node('Cast', ['signal'], 'whole', { to: INT64 }),
      node('ReduceMin', ['whole'], 'least', { keepdims: 0 }),
      node('Unsqueeze', ['least', 'axis'], 'one'),
      node('Add', ['one', 'more'], 'shape'),
      node('ConstantOfShape', ['shape'], 'big'),
    ],
    [whole('more', '5000000000000'), whole('axis', '0')],
  ),
  Expand: afterBig([node('Expand', ['signal', 'shape'], 'big')], [whole('shape', '1', '1000000000000')]),
  Tile: afterBig([node('Tile', ['signal', 'shape'], 'big')], [whole('shape', '1000000', '1000000')]),
};

/** Models of one column "signal" that load, and whose scores no metric can take or tell apart. */
export const ODD_MODELS = {
  notANumber: makeGraph([node('Sub', ['signal', 'signal'], 'zero'), node('Div', ['zero', 'zero'], 'probability')]),
  logit: makeGraph([node('Identity', ['signal'], 'probability')]),
  constant: makeGraph([node('Sub', ['signal', 'signal'], 'zero'), node('Sigmoid', ['zero'], 'probability')]),
  otherColumn: makeGraph([node('Sigmoid', ['weight'], 'probability')], [], { input: 'weight' }),
} as const;
