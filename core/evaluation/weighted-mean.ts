/** Mean of values by weight; NaN for no weight at all, and where a value that counts is NaN. One pass. */
export function weightedMean(values: Float64Array, weights: Float64Array): number {
  let weight = 0;
  let sum = 0;
  for (let row = 0; row < values.length; row += 1) {
    const each = weights[row] as number;
    weight += each;
    sum += each * (values[row] as number);
  }
  // 0 · NaN is NaN: a row that is left out must not decide. Asked once here, it costs the loop above nothing.
  return Number.isNaN(sum) ? meanOfDrawn(values, weights) : sum / weight;
}

function meanOfDrawn(values: Float64Array, weights: Float64Array): number {
  let weight = 0;
  let sum = 0;
  for (let row = 0; row < values.length; row += 1) {
    const each = weights[row] as number;
    if (each === 0) continue;
    weight += each;
    sum += each * (values[row] as number);
  }
  return sum / weight;
}
