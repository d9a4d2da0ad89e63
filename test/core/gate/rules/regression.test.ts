import { regression } from '@tidegate/core/gate/rules/regression';
import { expect, it } from 'vitest';
import { evidence, FIRST, LOST, metricRow, type Three } from './evidence.ts';

const settings = { kind: 'regression', metric: 'f1', tolerance: 0, against: 'production' } as const;
const f1 = (difference: Three, decision: 'worse' | 'cannot-tell' = 'worse') =>
  metricRow('f1', [0.8, 0.7, 0.9], difference, { decision });

it.each([
  ['a proven loss', 0, f1([-0.05, -0.08, -0.02]), 'fail', 'regression'],
  ['a proven loss beyond the tolerance', 0.01, f1([-0.05, -0.08, -0.02]), 'fail', 'regression'],
  ['a loss that may be noise', 0, f1([-0.05, -0.11, 0.01], 'cannot-tell'), 'warn', 'loss-unproven'],
  ['a loss that may be within the tolerance', 0.03, f1([-0.05, -0.08, -0.02]), 'warn', 'loss-unproven'],
  ['a loss that touches the tolerance', 0.02, f1([-0.05, -0.08, -0.02]), 'warn', 'loss-unproven'],
  [
    'a loss that the corrected test does not show',
    0,
    f1([-0.05, -0.08, -0.01], 'cannot-tell'),
    'warn',
    'not-significant',
  ],
  ['a loss within the tolerance', 0.1, f1([-0.05, -0.08, -0.02]), 'pass', 'no-regression'],
  ['the same model again', 0, f1([0, 0, 0], 'cannot-tell'), 'pass', 'no-regression'],
  ['a gain', 0, f1([0.05, 0.02, 0.08], 'cannot-tell'), 'pass', 'no-regression'],
  ['a difference that is no number', 0, f1([Number.NaN, 0, 0]), 'cannot-tell', 'metric-undefined'],
  ['another metric', 0, metricRow('accuracy', [0.8, 0.7, 0.9], [0, 0, 0]), 'cannot-tell', 'metric-undefined'],
] as const)('%s', (_, tolerance, row, status, reason) => {
  expect(regression.decide({ ...settings, tolerance }, evidence({ metrics: [row] }))).toMatchObject({ status, reason });
});

it('takes a rise for a loss where lower is better', () => {
  const row = metricRow('log_loss', [0.3, 0.2, 0.4], [0.05, 0.02, 0.08], { decision: 'worse' });
  const found = regression.decide({ ...settings, metric: 'log_loss' }, evidence({ metrics: [row] }));
  expect(found).toMatchObject({ status: 'fail', actual: 0.05 });
  expect(found.message).toBe('log_loss loses 0.05 on production (95 % interval 0.02 to 0.08): a proven loss beyond 0.');
});

it.each([
  [[0.107, 0.08, 0.13], false, 'f1 gains 0.107 on production (95 % interval 0.08 to 0.13): within the tolerance of 0.'],
  [
    [0.107, 0.08, 0.13],
    true,
    'f1 gains 0.107 on the baseline (95 % interval 0.08 to 0.13): within the tolerance of 0.',
  ],
  [[0, 0, 0], true, 'f1 does not differ from the baseline (95 % interval 0 to 0): within the tolerance of 0.'],
  [[-0.05, -0.08, -0.02], true, 'f1 loses 0.05 on the baseline (95 % interval 0.02 to 0.08): a proven loss beyond 0.'],
] as const)('says what was won or lost in words without a sign: %j', (difference, isUnserved, message) => {
  const facts = evidence({ metrics: [f1(difference)], isUnserved });
  expect(regression.decide(settings, facts).message).toBe(message);
});

it.each([
  ['a first version', FIRST, 'production', 'skipped', 'no-baseline'],
  ['a lost baseline', LOST, 'production', 'cannot-tell', 'baseline-lost'],
  ['a release that is not there', {}, 'churn@1.0.0', 'cannot-tell', 'reference-missing'],
])('%s', (_, facts, against, status, reason) => {
  const metrics = [metricRow('f1', [0.8, 0.7, 0.9])];
  const found = regression.decide({ ...settings, against }, evidence({ metrics, ...facts }));
  expect(found).toMatchObject({ status, reason });
});
