import type { GateRule } from '@tidegate/core/config/schema';
import type { MetricRow } from '@tidegate/core/evaluation/metric-row';
import { decideRule, foldOutcome } from '@tidegate/core/gate/rules';
import type { RuleStatus } from '@tidegate/core/gate/verdict';
import { describe, expect, it } from 'vitest';

const row = (
  candidate: readonly [number, number, number],
  difference?: readonly [number, number, number],
  metric = 'roc_auc',
): MetricRow => ({
  metric,
  higherIsBetter: metric !== 'log_loss',
  n: 100,
  candidate: { value: candidate[0], low: candidate[1], high: candidate[2] },
  baseline: difference ? { value: 0.5, low: 0.4, high: 0.6 } : null,
  difference: difference ? { value: difference[0], low: difference[1], high: difference[2] } : null,
  p: null,
  minimumDetectableEffect: null,
  decision: 'cannot-tell',
  method: 'm',
});

describe('threshold', () => {
  it.each([
    ['meets it with its whole interval', { min: 0.8 }, row([0.9, 0.85, 0.95]), 'pass', 'threshold-met'],
    ['meets it exactly', { min: 0.9 }, row([0.9, 0.9, 0.95]), 'pass', 'threshold-met'],
    ['meets it, the interval straddles', { min: 0.8 }, row([0.82, 0.78, 0.86]), 'warn', 'interval-straddles-threshold'],
    ['misses it, though the interval reaches', { min: 0.8 }, row([0.79, 0.75, 0.83]), 'fail', 'threshold-missed'],
    [
      'stays below a largest value',
      { max: 0.3 },
      row([0.2, 0.18, 0.25], undefined, 'log_loss'),
      'pass',
      'threshold-met',
    ],
    [
      'is above a largest value',
      { max: 0.3 },
      row([0.31, 0.28, 0.35], undefined, 'log_loss'),
      'fail',
      'threshold-missed',
    ],
    ['was not computed', { min: 0.8 }, row([0.9, 0.8, 1], undefined, 'f1'), 'cannot-tell', 'metric-undefined'],
    ['is not a number', { min: 0.8 }, row([Number.NaN, 0, 1]), 'cannot-tell', 'metric-undefined'],
  ])('%s', (_, bound, evidence, status, reason) => {
    const metric = 'max' in bound ? 'log_loss' : 'roc_auc';
    expect(
      decideRule({ kind: 'threshold', metric, ...bound }, { metrics: [evidence], confidence: 0.95 }),
    ).toMatchObject({
      status,
      reason,
    });
  });
});

describe('non-inferior', () => {
  const settings: GateRule = { kind: 'non-inferior', metric: 'roc_auc', margin: 0.02 };
  it.each([
    ['at worst within the margin', row([0.9, 0, 1], [0, -0.02, 0.02]), 'pass', 'within-margin'],
    ['clearly beyond the margin', row([0.9, 0, 1], [-0.05, -0.08, -0.03]), 'fail', 'worse-than-margin'],
    [
      'straddles the margin: never a pass',
      row([0.9, 0, 1], [0.01, -0.03, 0.05]),
      'cannot-tell',
      'interval-straddles-margin',
    ],
    ['no baseline yet', row([0.9, 0, 1]), 'skipped', 'no-baseline'],
    ['not computed', row([0.9, 0, 1], [0, 0, 0], 'f1'), 'cannot-tell', 'metric-undefined'],
    ['not a number', row([0.9, 0, 1], [Number.NaN, 0, 0]), 'cannot-tell', 'metric-undefined'],
  ])('%s', (_, evidence, status, reason) => {
    expect(decideRule(settings, { metrics: [evidence], confidence: 0.95 })).toMatchObject({ status, reason });
  });

  it('looks the other way where lower is better', () => {
    const rising: GateRule = { kind: 'non-inferior', metric: 'log_loss', margin: 0.02 };
    const decide = (difference: readonly [number, number, number]) =>
      decideRule(rising, { metrics: [row([0.3, 0, 1], difference, 'log_loss')], confidence: 0.95 }).status;
    expect(decide([-0.1, -0.2, -0.05])).toBe('pass');
    expect(decide([0.1, 0.05, 0.2])).toBe('fail');
    expect(decide([0.01, -0.01, 0.05])).toBe('cannot-tell');
  });
});

it('names the level of the interval that it used', () => {
  const evidence = { metrics: [row([0.9, 0.85, 0.95], [0, -0.01, 0.01])], confidence: 0.9 };
  expect(decideRule({ kind: 'threshold', metric: 'roc_auc', min: 0.8 }, evidence).message).toBe(
    'roc_auc 0.9 meets ≥ 0.8 (90 % interval 0.85 to 0.95).',
  );
  expect(decideRule({ kind: 'non-inferior', metric: 'roc_auc', margin: 0.02 }, evidence).message).toContain(
    '(90 % interval -0.01 to 0.01)',
  );
});

it.each<[readonly RuleStatus[], string]>([
  [['pass', 'warn', 'skipped'], 'pass'],
  [['pass', 'cannot-tell'], 'cannot-tell'],
  [['cannot-tell', 'fail'], 'fail'],
  [[], 'pass'],
])('folds %j to %s', (statuses, outcome) => {
  const base = decideRule(
    { kind: 'threshold', metric: 'roc_auc', min: 0 },
    { metrics: [row([1, 1, 1])], confidence: 0.95 },
  );
  expect(foldOutcome(statuses.map((status) => ({ ...base, status })))).toBe(outcome);
});
