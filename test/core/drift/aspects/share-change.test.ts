import { testBeyond } from '@tidegate/core/drift/aspects/share-change';
import fc from 'fast-check';
import { expect, it } from 'vitest';

/** The beta-binomial term by term: P(K = k) from P(K = k − 1). */
function termByTerm(hits: number, rows: number, seen: number): number {
  let probability = (seen * (seen - 1)) / ((seen + rows) * (seen + rows - 1));
  let below = hits === 0 ? 0 : probability;
  for (let k = 1; k < hits; k += 1) {
    probability *= ((rows - k + 1) * (k + 1)) / (k * (seen - 1 + rows - k));
    below += probability;
  }
  return 1 - below;
}

it('rows beyond both extremes are as rare as the sum of all cases says', () => {
  const rows = fc.integer({ min: 1, max: 2_000 });
  const hits = (most: number) => fc.oneof(fc.nat(most), fc.nat(Math.min(most, 11)));
  const cases = fc.tuple(rows, rows).chain(([all, seen]) => fc.tuple(hits(all), fc.constant(all), fc.constant(seen)));
  const compareOne = ([some, all, seen]: readonly [number, number, number]) =>
    expect(testBeyond(some, all, seen)).toBeCloseTo(termByTerm(some, all, seen), 10);
  fc.assert(
    fc.property(cases, (given) => void compareOne(given)),
    { seed: 3, numRuns: 5_000 },
  );
});

it('takes no longer for numbers that no table has', () => {
  const most = Number.MAX_SAFE_INTEGER;
  expect(testBeyond(most, most, 400)).toBe(0);
  expect(testBeyond(most - 5, most, most)).toBe(0);
  expect(testBeyond(1, most, most)).toBeCloseTo(0.75, 12);
});
