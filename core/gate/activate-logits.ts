/** Softmax of each row of `width` logits that exclude each other; sigmoid of each where they do not, or stand alone. */
export function activateLogits(logits: Float64Array, width: number, areExclusive: boolean): Float64Array {
  if (width === 1 || !areExclusive) return logits.map((logit) => 1 / (1 + Math.exp(-logit)));
  const scores = new Float64Array(logits.length);
  for (let start = 0; start < logits.length; start += width) {
    let largest = Number.NEGATIVE_INFINITY;
    // exp of a large logit overflows; only differences matter.
    for (let each = start; each < start + width; each += 1) largest = Math.max(largest, logits[each] as number);
    let sum = 0;
    for (let each = start; each < start + width; each += 1) {
      const power = Math.exp((logits[each] as number) - largest);
      scores[each] = power;
      sum += power;
    }
    for (let each = start; each < start + width; each += 1) scores[each] = (scores[each] as number) / sum;
  }
  return scores;
}
