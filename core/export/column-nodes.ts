import { attribute, floatTensor, type OnnxNode, type OnnxTensor } from './onnx-nodes.ts';
import type { CategoricalColumn, NumericColumn } from './preprocessing.ts';

/** A piece of the graph: what computes `output`, and the constants that it needs. */
export interface GraphPart {
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly output: string;
}

/** (fill where NaN, else x) minus mean, over standard deviation. */
export function encodeNumeric(column: NumericColumn, id: string): GraphPart {
  const name = (step: string) => `${id}/${step}`;
  const step = (opType: string, output: string, input: readonly string[]): OnnxNode => ({
    opType,
    name: name(output),
    input,
    output: [name(output)],
  });
  return {
    nodes: [
      step('IsNaN', 'missing', [column.name]),
      step('Where', 'filled', [name('missing'), name('fill'), column.name]),
      step('Sub', 'centred', [name('filled'), name('mean')]),
      step('Div', 'scaled', [name('centred'), name('deviation')]),
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
export function encodeCategorical(column: CategoricalColumn, id: string): GraphPart {
  const name = (step: string) => `${id}/${step}`;
  const indices = [...column.categories.keys()];
  return {
    nodes: [
      {
        opType: 'LabelEncoder',
        domain: 'ai.onnx.ml',
        name: name('index'),
        input: [column.name],
        output: [name('index')],
        attribute: [
          attribute.strings('keys_strings', [...column.categories, '']),
          attribute.ints('values_int64s', [...indices, column.categories.indexOf(column.fill)]),
          attribute.int('default_int64', -1),
        ],
      },
      {
        opType: 'OneHotEncoder',
        domain: 'ai.onnx.ml',
        name: name('onehot'),
        input: [name('index')],
        output: [name('onehot')],
        attribute: [attribute.ints('cats_int64s', indices), attribute.int('zeros', 1)],
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
    output: name('flat'),
  };
}
