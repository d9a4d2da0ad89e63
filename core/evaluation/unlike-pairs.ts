/**
 * Σ left[i] × right[j] over i ≠ j. Without the subtraction that is shorter to write, so that it is 0 exactly where it should be,
 * whatever the weights: metrics ask whether they divide by it.
 */
export function unlikePairs(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let one = 0; one < left.length; one += 1) {
    let others = 0;
    for (let other = 0; other < right.length; other += 1) if (other !== one) others += right[other] as number;
    sum += (left[one] as number) * others;
  }
  return sum;
}
