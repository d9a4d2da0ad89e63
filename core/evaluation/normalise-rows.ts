/**
 * Each row of `width` probabilities divided by its sum. A sum that is off by less than what is refused must not count: log loss
 * and Brier score would prove a model better whose probabilities were all multiplied by 1.0009.
 */
export function normaliseRows(scores: Float64Array, width: number): Float64Array {
  const normalised = new Float64Array(scores.length);
  for (let start = 0; start < scores.length; start += width) {
    let sum = 0;
    for (let each = start; each < start + width; each += 1) sum += scores[each] as number;
    for (let each = start; each < start + width; each += 1) normalised[each] = (scores[each] as number) / sum;
  }
  return normalised;
}
