import type { Column, Columns } from '../../ports/model-runtime.ts';

/** How a column becomes numbers of mean 0 and variance 1 on the reference; frozen with it. */
export type ColumnEncoding = NumericEncoding | CategoryEncoding;

interface NumericEncoding {
  readonly kind: 'numeric';
  readonly name: string;
  /** What values are divided by before anything is summed: squares of 1e308 are infinite. */
  readonly unit: number;
  /** Of the values in that unit; what is missing is the mean. */
  readonly mean: number;
  readonly deviation: number;
}

interface CategoryEncoding {
  readonly kind: 'categorical';
  readonly name: string;
  /** Share of the reference; a value that it lacks has 0. */
  readonly shares: ReadonlyMap<string, number>;
  readonly mean: number;
  readonly deviation: number;
}

/** Beyond this a distance is only called large: its square must be finite. */
const FARTHEST = 1e100;

/**
 * As NannyML's reconstruction: means for missing numbers, the most frequent value for missing categories, categories as their share,
 * all standardised. A column that does not vary has no encoding: nothing can be said of it.
 */
export function encodeColumns(columns: Columns): ColumnEncoding[] {
  return Object.entries(columns).flatMap(([name, column]) => {
    const own = column instanceof Float64Array ? encodeNumbers(name, column) : encodeCategories(name, column);
    return own.deviation > 0 ? [own] : [];
  });
}

/** Rows as numbers, row-major [rows, encodings]. */
export function encodeRows(encodings: readonly ColumnEncoding[], columns: Columns, rows: number): Float64Array {
  const width = encodings.length;
  const encoded = new Float64Array(rows * width);
  encodings.forEach((encoding, index) => {
    const column = columns[encoding.name];
    if (!column) return;
    const read = readerOf(encoding);
    for (let row = 0; row < rows; row += 1) {
      const value = (read(column, row) - encoding.mean) / encoding.deviation;
      encoded[row * width + index] = Math.max(-FARTHEST, Math.min(FARTHEST, value));
    }
  });
  return encoded;
}

function readerOf(encoding: ColumnEncoding): (column: Column, row: number) => number {
  if (encoding.kind === 'categorical') {
    const { shares } = encoding;
    const most = Math.max(0, ...shares.values());
    return (column, row) => (column[row] === '' ? most : (shares.get(String(column[row])) ?? 0));
  }
  const { mean, unit } = encoding;
  return (column, row) => {
    const value = Number(column[row]);
    return Number.isFinite(value) ? value / unit : mean;
  };
}

function encodeNumbers(name: string, values: Float64Array): NumericEncoding {
  const finite = values.filter(Number.isFinite);
  const [least, most] = finite.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)] as const, [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ] as readonly [number, number]);
  if (!(least < most)) return { kind: 'numeric', name, unit: 1, mean: 0, deviation: 0 };
  const unit = Math.max(Math.abs(least), Math.abs(most));
  const scaled = finite.map((value) => value / unit);
  // Missing rows are the mean: they count, and vary by nothing.
  return { kind: 'numeric', name, unit, ...spreadOf(scaled, values.length) };
}

function encodeCategories(name: string, values: readonly string[]): CategoryEncoding {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  const missing = values.length - [...counts.values()].reduce((sum, count) => sum + count, 0);
  const [mostFrequent] = [...counts].toSorted((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1));
  if (mostFrequent) counts.set(mostFrequent[0], mostFrequent[1] + missing);
  const shares = new Map([...counts].map(([value, count]) => [value, count / values.length]));
  const encoded = Float64Array.from(
    values,
    (value) => shares.get(value === '' ? (mostFrequent?.[0] ?? '') : value) ?? 0,
  );
  return { kind: 'categorical', name, shares, ...spreadOf(encoded, values.length) };
}

function spreadOf(values: Float64Array, rows: number): { readonly mean: number; readonly deviation: number } {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / rows);
  // Shares that differ by rounding only are one share.
  return { mean, deviation: deviation < 1e-12 * Math.abs(mean) ? 0 : deviation };
}
