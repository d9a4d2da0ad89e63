import { testBeyond } from '@tidegate/core/drift/aspects/share-change';
import { expect, it } from 'vitest';
import { createChoice } from '../../profile/mutate.ts';

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
  const choose = createChoice(3);
  for (let trial = 0; trial < 5_000; trial += 1) {
    const [rows, seen] = [1 + choose(2_000), 1 + choose(2_000)];
    const hits = choose(trial % 2 === 0 ? rows + 1 : Math.min(rows + 1, 12));
    expect(testBeyond(hits, rows, seen), `${hits} of ${rows} after ${seen}`).toBeCloseTo(
      termByTerm(hits, rows, seen),
      10,
    );
  }
});

it('takes no longer for numbers that no table has', () => {
  const most = Number.MAX_SAFE_INTEGER;
  expect(testBeyond(most, most, 400)).toBe(0);
  expect(testBeyond(most - 5, most, most)).toBe(0);
  expect(testBeyond(1, most, most)).toBeCloseTo(0.75, 12);
});
