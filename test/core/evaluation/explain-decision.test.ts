import { explainDecision } from '@tidegate/core/evaluation/explain-decision';
import { expect, it } from 'vitest';

const row = (low: number, settledLow: number, p: number, adjustedP: number | null = null) => ({
  difference: { value: 0.02, low, high: 0.04 },
  settled: { low: settledLow, high: 0.041 },
  p,
  adjustedP,
  decision: 'cannot-tell' as const,
});

it.each([
  ['says nothing where the interval holds 0 and p is large', row(-0.01, -0.02, 0.3), undefined],
  [
    'tells a p that the interval does not bear out',
    row(-0.001, -0.002, 0.04),
    'p is below 0.05, but the interval holds 0',
  ],
  ['tells a p that is too large', row(0.001, 0.0005, 0.06), 'the interval excludes 0, but p is not below 0.05'],
  ['takes the corrected p', row(0.001, 0.0005, 0.01, 0.06), 'the interval excludes 0, but p is not below 0.05'],
  [
    'tells a chance of the replicates',
    row(0.001, -0.001, 0.03),
    'the interval excludes 0, but by less than another seed could move it',
  ],
  [
    'tells it of a row that is not worse, too',
    { ...row(0.001, -0.001, 0.03), decision: 'not-worse' as const },
    /another seed/,
  ],
  ['says nothing of what is proven', { ...row(0.01, 0.005, 0.001), decision: 'better' as const }, undefined],
])('%s', (_, given, words) => {
  const found = explainDecision(given, 0.95);
  if (words instanceof RegExp) expect(found).toMatch(words);
  else expect(found).toBe(words);
});
