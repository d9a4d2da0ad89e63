/** Sums over rows that are enough for their means, variances and correlations; those of a part can be taken away. */
export interface Moments {
  readonly width: number;
  readonly rows: number;
  readonly sums: Float64Array;
  /** Products of pairs of columns, upper triangle; shape [width, width]. */
  readonly products: Float64Array;
}

/** @param encoded row-major [rows, width] */
export function countMoments(encoded: Float64Array, width: number, from: number, to: number): Moments {
  const sums = new Float64Array(width);
  const products = new Float64Array(width * width);
  for (let row = from; row < to; row += 1) {
    const start = row * width;
    for (let left = 0; left < width; left += 1) {
      const value = encoded[start + left] as number;
      sums[left] = (sums[left] as number) + value;
      for (let right = left; right < width; right += 1) {
        const at = left * width + right;
        products[at] = (products[at] as number) + value * (encoded[start + right] as number);
      }
    }
  }
  return { width, rows: to - from, sums, products };
}

export function subtractMoments(from: Moments, part: Moments): Moments {
  const less = (all: Float64Array, own: Float64Array) => all.map((value, at) => value - (own[at] as number));
  return {
    width: from.width,
    rows: from.rows - part.rows,
    sums: less(from.sums, part.sums),
    products: less(from.products, part.products),
  };
}
