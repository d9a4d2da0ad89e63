import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAIRNESS_CRITERIA } from '@tidegate/core/config/gate-rules';
import { type FairnessCriterion, prepareFairness } from '@tidegate/core/evaluation/fairness';
import { describe, expect, it } from 'vitest';

interface Case {
  readonly name: string;
  readonly labels: number[];
  readonly predictions: number[];
  readonly groups: number[];
  readonly weights: number[];
  readonly values: Record<FairnessCriterion, number | null>;
}
const { cases }: { cases: Case[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/fairness.json'), 'utf8'),
);

const measure = (
  criterion: FairnessCriterion,
  { labels, predictions, groups, weights }: Pick<Case, 'labels' | 'predictions' | 'groups' | 'weights'>,
) =>
  prepareFairness(
    criterion,
    { rows: labels.length, labels: Uint8Array.from(labels), predictions: Uint8Array.from(predictions) },
    Int32Array.from(groups),
    Math.max(...groups) + 1,
  )({ weights: Float64Array.from(weights) });

describe.each(cases)('$name', (given) => {
  it.each(FAIRNESS_CRITERIA)('%s is that of fairlearn', (criterion) => {
    const expected = given.values[criterion];
    if (expected === null) expect(measure(criterion, given)).toBeNaN();
    else expect(Math.abs(measure(criterion, given) - expected)).toBeLessThanOrEqual(1e-12);
  });
});

const small = { labels: [1, 1, 0, 0], predictions: [1, 1, 0, 1], groups: [0, 0, 1, 1], weights: [1, 1, 1, 1] };

it('is not defined where a group has no positives: fairlearn calls its rate 0 and the difference 1', () => {
  expect(measure('equal_opportunity_difference', small)).toBeNaN();
  expect(measure('equalized_odds_difference', small)).toBeNaN();
  expect(measure('demographic_parity_difference', small)).toBe(0.5);
});

it.each([
  ['one group', { ...small, groups: [0, 0, 0, 0] }],
  ['one group with weight', { ...small, weights: [1, 1, 0, 0] }],
  ['one group that is not left out', { ...small, groups: [0, 0, -1, -1] }],
  ['no rows', { labels: [], predictions: [], groups: [0].slice(1), weights: [] }],
])('is not defined for %s', (_, given) => {
  const criterion = 'demographic_parity_difference';
  const groups = Int32Array.from(given.groups);
  const sample = {
    rows: given.labels.length,
    labels: Uint8Array.from(given.labels),
    predictions: Uint8Array.from(given.predictions),
  };
  expect(prepareFairness(criterion, sample, groups, 2)({ weights: Float64Array.from(given.weights) })).toBeNaN();
});

it('leaves out rows with a negative code', () => {
  const three = {
    labels: [1, 0, 1, 0, 1, 0],
    predictions: [1, 1, 0, 1, 1, 1],
    groups: [0, 0, 1, 1, -1, -1],
    weights: [1, 1, 1, 1, 9, 9],
  };
  expect(measure('demographic_parity_difference', three)).toBe(0.5);
});
