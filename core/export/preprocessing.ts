import type { Columns } from '../ports/model-runtime.ts';

/** What happens to the raw columns before the first layer, declared once for training and for the ONNX graph. */
export interface Preprocessing {
  readonly numeric: readonly NumericColumn[];
  readonly categorical: readonly CategoricalColumn[];
}
export interface NumericColumn {
  readonly name: string;
  /** Written in place of a missing value (NaN). */
  readonly fill: number;
  readonly mean: number;
  readonly standardDeviation: number;
}
export interface CategoricalColumn {
  readonly name: string;
  /** Category that a missing value ('') counts as. */
  readonly fill: string;
  /** One column of the encoding each, in this order; any other value encodes as zeros. */
  readonly categories: readonly string[];
}

/** Statistics of the training rows: mean fill and standard scaling, most frequent category as fill. */
export function fitPreprocessing(columns: Columns): Preprocessing {
  const numeric: NumericColumn[] = [];
  const categorical: CategoricalColumn[] = [];
  for (const [name, column] of Object.entries(columns)) {
    if (column instanceof Float64Array) numeric.push(fitNumeric(name, column));
    else categorical.push(fitCategorical(name, column));
  }
  return { numeric, categorical };
}

/** Number of features after encoding. */
export function encodedWidth(preprocessing: Preprocessing): number {
  return preprocessing.categorical.reduce(
    (sum, { categories }) => sum + categories.length,
    preprocessing.numeric.length,
  );
}

/** The same encoding as the exported graph does, for the training framework: row-major [rows, encodedWidth], float32. */
export function encodeRows(preprocessing: Preprocessing, columns: Columns, rows: number): Float32Array {
  const width = encodedWidth(preprocessing);
  const encoded = new Float32Array(rows * width);
  preprocessing.numeric.forEach(({ name, fill, mean, standardDeviation }, feature) => {
    const column = columns[name];
    for (let row = 0; row < rows; row += 1) {
      const raw = Number(column?.[row]);
      // Rounded at every step as the float32 graph does.
      const value = Math.fround(Number.isNaN(raw) ? fill : raw);
      encoded[row * width + feature] = Math.fround(value - Math.fround(mean)) / Math.fround(standardDeviation);
    }
  });
  let offset = preprocessing.numeric.length;
  for (const { name, fill, categories } of preprocessing.categorical) {
    const column = columns[name];
    for (let row = 0; row < rows; row += 1) {
      const index = categories.indexOf(String(column?.[row] ?? '') || fill);
      if (index >= 0) encoded[row * width + offset + index] = 1;
    }
    offset += categories.length;
  }
  return encoded;
}

function fitNumeric(name: string, column: Float64Array): NumericColumn {
  const present = column.filter((value) => !Number.isNaN(value));
  const mean = present.reduce((sum, value) => sum + value, 0) / Math.max(1, present.length);
  const variance = present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, present.length);
  const deviation = Math.sqrt(variance);
  // The graph holds float32: what rounds to zero there must not divide.
  const isConstant = variance <= constantBelow(mean, variance, present.length) || Math.fround(deviation) === 0;
  return { name, fill: mean, mean, standardDeviation: isConstant ? 1 : deviation };
}

/**
 * A constant column scales by 1. Rounding leaves it a variance of nearly nothing, and a division by that would blow up the
 * first other value that is served; the bound is that of sklearn.preprocessing.StandardScaler (`_is_constant_feature`).
 */
function constantBelow(mean: number, variance: number, count: number): number {
  return count * Number.EPSILON * variance + (count * mean * Number.EPSILON) ** 2;
}

function fitCategorical(name: string, column: readonly string[]): CategoricalColumn {
  const counts = new Map<string, number>();
  for (const value of column) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  const categories = [...counts.keys()].sort();
  const fill = categories.toSorted((left, right) => (counts.get(right) ?? 0) - (counts.get(left) ?? 0))[0] ?? '';
  return { name, fill, categories };
}
