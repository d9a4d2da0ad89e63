import betainc from '@stdlib/math-base-special-betainc';

/**
 * p of at least `hits` among `rows` new rows having values that the old rows never had. How much of the population these never
 * showed is told by the values that they showed once (Good and Turing's estimate f1 / n), and how sure that is by those that they
 * showed once or twice (Esty, A normal limit law for a nonparametric estimator of the coverage of a random sample, 1983): a gamma
 * distribution of that mean and variance, so that the hits are negative binomial. Where no value was seen once only, that is the
 * chance that all hits come after all old rows; times the values, as luck may have left out any of them.
 */
export function testUnseen(
  hits: number,
  rows: number,
  old: { readonly rows: number; readonly counts: readonly number[] },
): number {
  if (hits === 0) return 1;
  const seen = (times: number) => old.counts.filter((count) => count === times).length;
  const mean = seen(1) + 1;
  const shape = mean ** 2 / (mean + 2 * seen(2));
  const expected = (rows / old.rows) * mean;
  return Math.min(1, Math.max(0, old.counts.length * betainc(expected / (expected + shape), hits, shape)));
}
