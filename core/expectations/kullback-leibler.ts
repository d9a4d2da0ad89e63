/** Relative entropy of the first weights to the second, both scaled to 1; infinite where something is that is not expected. */
export function divergence(observed: readonly number[], expected: readonly number[]): number {
  const [all, total] = [observed, expected].map((weights) => weights.reduce((sum, one) => sum + one, 0));
  if (!all || !total) return Number.NaN;
  return observed.reduce((sum, one, index) => {
    const p = one / all;
    const q = (expected[index] ?? 0) / total;
    if (p === 0) return sum;
    return q === 0 ? Number.POSITIVE_INFINITY : sum + p * Math.log(p / q);
  }, 0);
}
