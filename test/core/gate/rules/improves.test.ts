import { improves } from '@tidegate/core/gate/rules/improves';
import { expect, it } from 'vitest';
import { evidence, FIRST, LOST, metricRow, type Three } from './evidence.ts';

const settings = { kind: 'improves', metric: 'f1', by: 0, against: 'production' } as const;
const f1 = (difference: Three, decision: 'better' | 'cannot-tell' = 'better') =>
  metricRow('f1', [0.8, 0.7, 0.9], difference, { decision });

it.each([
  ['a gain that is shown', 0, f1([0.05, 0.02, 0.08]), 'pass', 'improves'],
  ['a gain beyond what is asked', 0.01, f1([0.05, 0.02, 0.08]), 'pass', 'improves'],
  ['a gain that may be smaller than asked', 0.03, f1([0.05, 0.02, 0.08]), 'cannot-tell', 'interval-straddles-gain'],
  ['a gain that may be none', 0, f1([0.05, -0.01, 0.08]), 'cannot-tell', 'interval-straddles-gain'],
  ['a gain that touches zero', 0, f1([0.05, 0, 0.08]), 'cannot-tell', 'interval-straddles-gain'],
  [
    'a gain that the corrected test does not show',
    0,
    f1([0.05, 0.01, 0.08], 'cannot-tell'),
    'cannot-tell',
    'not-significant',
  ],
  ['a loss', 0, f1([-0.05, -0.08, -0.02]), 'fail', 'no-gain'],
  ['a gain that is surely too small', 0.1, f1([0.05, 0.02, 0.08]), 'fail', 'no-gain'],
  ['the same model again', 0, f1([0, 0, 0]), 'fail', 'no-gain'],
  ['a difference that is no number', 0, f1([Number.NaN, 0, 0]), 'cannot-tell', 'metric-undefined'],
  ['a metric without a difference', 0, metricRow('f1', [0.8, 0.7, 0.9]), 'cannot-tell', 'metric-undefined'],
  ['another metric', 0, metricRow('accuracy', [0.8, 0.7, 0.9], [0.1, 0.05, 0.2]), 'cannot-tell', 'metric-undefined'],
] as const)('%s', (_, by, row, status, reason) => {
  expect(improves.decide({ ...settings, by }, evidence({ metrics: [row] }))).toMatchObject({ status, reason });
});

it('takes a fall for a gain where lower is better', () => {
  const row = metricRow('log_loss', [0.3, 0.2, 0.4], [-0.05, -0.08, -0.02], { decision: 'better' });
  const found = improves.decide({ ...settings, metric: 'log_loss' }, evidence({ metrics: [row] }));
  expect(found).toMatchObject({ status: 'pass', actual: 0.05, threshold: 0 });
  expect(found.message).toBe(
    'log_loss gains 0.05 on production (95 % interval 0.02 to 0.08): more than 0, which is shown.',
  );
});

it.each([
  ['a first version', FIRST, 'skipped', 'no-baseline'],
  ['a lost baseline', LOST, 'cannot-tell', 'baseline-lost'],
])('%s', (_, facts, status, reason) => {
  const metrics = [metricRow('f1', [0.8, 0.7, 0.9])];
  expect(improves.decide(settings, evidence({ metrics, ...facts }))).toMatchObject({ status, reason });
});

it('compares with the model that it names', () => {
  const metrics = [f1([-0.1, -0.2, -0.05])];
  const references = { base: [f1([0.1, 0.05, 0.2])] };
  const found = improves.decide({ ...settings, against: 'base' }, evidence({ metrics, references }));
  expect(found).toMatchObject({ status: 'pass', subject: 'f1 against base' });
});
