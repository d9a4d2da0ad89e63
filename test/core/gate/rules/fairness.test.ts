import type { FairnessRule } from '@tidegate/core/config/gate-rules';
import type { FairnessFact } from '@tidegate/core/gate/facts';
import { fairness } from '@tidegate/core/gate/rules/fairness';
import { expect, it } from 'vitest';
import { estimate, evidence, type Three } from './evidence.ts';

const GROUPS = [
  { group: 'female', rows: 480, isCounted: true },
  { group: 'male', rows: 508, isCounted: true },
  { group: '(missing)', rows: 12, isCounted: false },
];
const difference: FairnessRule = {
  kind: 'fairness',
  criterion: 'equalized_odds_difference',
  column: 'sex',
  max: 0.1,
  'min-rows': 100,
};
const ratio: FairnessRule = {
  kind: 'fairness',
  criterion: 'demographic_parity_ratio',
  column: 'sex',
  min: 0.8,
  'min-rows': 100,
};
const fact = (rule: FairnessRule, three: Three, groups = GROUPS): FairnessFact => ({
  criterion: rule.criterion,
  column: rule.column,
  ...(three.every(Number.isFinite)
    ? { estimate: estimate(three), notDefined: null }
    : { estimate: null, notDefined: 'no row of "male" is positive, so there is no true positive rate' }),
  groups,
});

it.each([
  ['groups that are alike', difference, [0.03, 0.01, 0.06], 'pass', 'groups-alike'],
  ['a value at the bound', difference, [0.1, 0.05, 0.15], 'pass', 'groups-alike'],
  ['a gap that noise could make', difference, [0.12, 0.06, 0.18], 'warn', 'interval-straddles-bound'],
  ['a gap that is proven', difference, [0.3, 0.22, 0.38], 'fail', 'groups-differ'],
  ['a gap whose replicates are pushed up by noise', difference, [0.15, 0.11, 0.3], 'warn', 'interval-straddles-bound'],
  ['not defined', difference, [Number.NaN, 0, 1], 'cannot-tell', 'metric-undefined'],
  ['a ratio that is met', ratio, [0.9, 0.82, 0.97], 'pass', 'groups-alike'],
  ['a ratio that noise could make', ratio, [0.75, 0.68, 0.84], 'warn', 'interval-straddles-bound'],
  ['a ratio that is proven too small', ratio, [0.5, 0.42, 0.58], 'fail', 'groups-differ'],
  ['a ratio whose replicates are pushed down by noise', ratio, [0.7, 0.5, 0.78], 'warn', 'interval-straddles-bound'],
] as const)('%s', (_, rule, three, status, reason) => {
  const found = fairness.decide(rule, evidence({ fairness: [fact(rule, three)] }));
  expect(found).toMatchObject({ status, reason, threshold: rule.max ?? rule.min });
});

it('names value, groups, bound and who is left out', () => {
  const found = fairness.decide(difference, evidence({ fairness: [fact(difference, [0.3, 0.22, 0.38])] }));
  expect(found.subject).toBe('equalized_odds_difference by sex');
  expect(found.message).toMatch(
    /^equalized_odds_difference by sex is 0\.3 \(95 % interval 0\.219\d to 0\.380\d, corrected for 2 groups\) and misses ≤ 0\.1\. Left out: \(missing\)\.$/,
  );
});

it.each([
  ['it was not measured', evidence(), 'not-measured'],
  ['another column was', evidence({ fairness: [{ ...fact(difference, [0, 0, 0]), column: 'age' }] }), 'not-measured'],
  [
    'smaller groups were counted than it lets in',
    evidence({ fairness: [fact(difference, [0, 0, 0], [{ group: 'x', rows: 40, isCounted: true }])] }),
    'not-measured',
  ],
  [
    'one group is left',
    evidence({ fairness: [fact(difference, [Number.NaN, 0, 0], GROUPS.slice(1))] }),
    'too-few-groups',
  ],
  ['the task is not binary', evidence({ task: 'regression' }), 'task-unsupported'],
])('cannot tell when %s', (_, given, reason) => {
  expect(fairness.decide(difference, given)).toMatchObject({ status: 'cannot-tell', reason, actual: null });
});

it('says why the criterion has no value', () => {
  const found = fairness.decide(difference, evidence({ fairness: [fact(difference, [Number.NaN, 0, 1])] }));
  expect(found.message).toContain('is not defined on these rows: no row of "male" is positive');
});

it.each([
  [2, 'fail'],
  [10, 'warn'],
])('takes the worst of the pairs of %i groups for what it is', (count, status) => {
  const groups = Array.from({ length: count }, (_, index) => ({ group: `${index}`, rows: 400, isCounted: true }));
  const found = fairness.decide(difference, evidence({ fairness: [fact(difference, [0.18, 0.12, 0.24], groups)] }));
  expect(found.status).toBe(status);
});

it('takes the measurement with the groups that it asks for', () => {
  const wide = fact(
    difference,
    [0.3, 0.22, 0.38],
    GROUPS.map((group) => ({ ...group, isCounted: true })),
  );
  const narrow = fact(difference, [0.03, 0.01, 0.06]);
  const facts = evidence({ fairness: [narrow, wide] });
  expect(fairness.decide({ ...difference, 'min-rows': 10 }, facts).status).toBe('fail');
  expect(fairness.decide(difference, facts).status).toBe('pass');
});
