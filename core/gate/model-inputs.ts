import type { Signature, TensorSpec } from '../data/signature.ts';
import { listNames } from '../list-names.ts';
import type { Column, Columns } from '../ports/model-runtime.ts';
import { quoteNames, type ScoringPlan, unusable } from './model-file.ts';

/** Cuts rows `from` … `to` out of the columns and shapes them as the model reads them. */
export type Feed = (columns: Columns, from: number, to: number) => Columns;

/**
 * How the data's columns go into the model: one input a column, by name, or one matrix of all features in their order.
 * @throws OperatorError `model-invalid` when an input is neither
 */
export function planInputs({ inputs }: Signature, { features, settings }: ScoringPlan, source: string): Feed {
  const matrix = findMatrix(inputs, features, settings.input, source);
  if (matrix) return feedMatrix(matrix, features, source);
  const missing = inputs.filter(({ name }) => !features.includes(name)).map(({ name }) => name);
  if (missing.length > 0) {
    const hint =
      inputs.length === 1
        ? `If it takes all ${features.length} features as a matrix, name it under onnx.input; else list what it reads.`
        : `List what the model reads, or train it on: ${listNames(features)}.`;
    throw unusable(source, `reads ${quoteNames(missing)}, which data.features of tidegate.yml does not list`, hint);
  }
  return (columns, from, to) =>
    Object.fromEntries(
      inputs.flatMap(({ name }) => {
        const column = columns[name];
        return column ? [[name, cut(column, from, to)]] : [];
      }),
    );
}

function findMatrix(
  inputs: readonly TensorSpec[],
  features: readonly string[],
  wanted: string | undefined,
  source: string,
): TensorSpec | undefined {
  const [first, ...others] = inputs;
  if (wanted === undefined) {
    // A matrix is told by its width alone; a single column of another name is a mistake, not a matrix.
    const isMatrix = first && others.length === 0 && !features.includes(first.name) && features.length > 1;
    return isMatrix && first.shape[1] === features.length ? first : undefined;
  }
  if (first?.name !== wanted || others.length > 0) {
    const problem = `has the inputs ${quoteNames(inputs.map(({ name }) => name))}; onnx.input names ${JSON.stringify(wanted)}`;
    const hint =
      'Name the one input that takes all features, or leave onnx.input out: inputs are then columns by name.';
    throw unusable(source, problem, hint);
  }
  const width = first.shape[1] ?? 1;
  if (width < 0 || width === features.length) return first;
  throw unusable(
    source,
    `takes ${width} features a row in ${JSON.stringify(wanted)}; data.features lists ${features.length}`,
    `List exactly what it was trained on, in that order: now ${listNames(features)}.`,
  );
}

function feedMatrix({ name, type }: TensorSpec, features: readonly string[], source: string): Feed {
  const isText = type === 'string';
  const refuse = (feature: string) =>
    unusable(
      source,
      `takes a matrix of ${isText ? 'text' : 'numbers'}; feature ${JSON.stringify(feature)} is ${isText ? 'numeric' : 'text'}`,
      'Encode it before the model, or export a model with one input for each column.',
    );
  return (columns, from, to) => {
    const rows = to - from;
    const width = features.length;
    const cells = new Float64Array(isText ? 0 : rows * width);
    const texts: string[] = [];
    features.forEach((feature, place) => {
      const column = columns[feature] ?? [];
      if (column instanceof Float64Array === isText) throw refuse(feature);
      for (let row = 0; row < rows; row += 1) {
        const value = column[from + row];
        if (isText) texts[row * width + place] = String(value);
        else cells[row * width + place] = value as number;
      }
    });
    return { [name]: isText ? texts : cells };
  };
}

function cut(column: Column, from: number, to: number): Column {
  if (from === 0 && to === column.length) return column;
  return column instanceof Float64Array ? column.subarray(from, to) : column.slice(from, to);
}
