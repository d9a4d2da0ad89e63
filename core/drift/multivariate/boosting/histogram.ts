import type { BinnedRows } from './binned-rows.ts';

/** Sum of residuals and number of rows of each code, side by side; shape [codes, 2]. */
export type Histogram = Float64Array;

/** Counts the rows of `order` from `from` to `to`. */
export function countRows(
  histogram: Histogram,
  { codes, columns: { length: width } }: BinnedRows,
  residuals: Float64Array,
  order: Int32Array,
  from: number,
  to: number,
): void {
  histogram.fill(0);
  for (let place = from; place < to; place += 1) {
    const row = order[place] as number;
    const residual = residuals[row] as number;
    for (let at = row * width, end = at + width; at < end; at += 1) {
      const cell = 2 * (codes[at] as number);
      histogram[cell] = (histogram[cell] as number) + residual;
      histogram[cell + 1] = (histogram[cell + 1] as number) + 1;
    }
  }
}

/** What a node has beside one of its children is the other child: only the smaller one is counted. */
export function subtractHistogram(from: Histogram, part: Histogram): void {
  for (let at = 0; at < from.length; at += 1) from[at] = (from[at] as number) - (part[at] as number);
}
