import { explainFairness } from '@tidegate/core/evaluation/explain-fairness';
import { prepareFairness } from '@tidegate/core/evaluation/fairness';
import { expect, it } from 'vitest';

const codes = Int32Array.from([0, 0, 0, 1, 1, 1]);
const groups = ['women', 'men'].map((group) => ({ group, isCounted: true }));
const sample = (labels: readonly number[], predictions: readonly number[]) => ({
  rows: 6,
  labels: Uint8Array.from(labels),
  predictions: Uint8Array.from(predictions),
});
const few = [
  { group: 'women', isCounted: true },
  { group: 'men', isCounted: false },
];

it.each([
  [
    'demographic_parity_ratio',
    [1, 0, 0, 1, 0, 0],
    [0, 0, 0, 0, 0, 0],
    groups,
    /^the model calls no row of any group positive/,
  ],
  ['equal_opportunity_difference', [1, 0, 0, 0, 0, 0], [1, 0, 0, 1, 0, 0], groups, /^no row of "men" is positive/],
  ['equalized_odds_difference', [1, 1, 1, 1, 0, 0], [1, 0, 0, 1, 0, 0], groups, /^no row of "women" is negative/],
  [
    'equalized_odds_difference',
    [1, 1, 0, 1, 0, 0],
    [1, 0, 0, 1, 0, 0],
    few,
    /^1 of 2 groups has enough rows; it takes two$/,
  ],
] as const)('says why %s has no value', (criterion, labels, predictions, among, words) => {
  const given = sample(labels, predictions);
  const counted = codes.map((code) => (among[code]?.isCounted ? code : -1));
  const weights = new Float64Array(6).fill(1);
  expect(prepareFairness(criterion, given, counted, 2)({ weights })).toBeNaN();
  expect(explainFairness(criterion, given, codes, among)).toMatch(words);
});
