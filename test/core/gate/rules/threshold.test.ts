import { threshold } from '@tidegate/core/gate/rules/threshold';
import { expect, it } from 'vitest';
import { evidence, metricRow } from './evidence.ts';

it.each([
  ['meets it with its whole interval', { min: 0.8 }, [0.9, 0.85, 0.95], 'pass', 'threshold-met'],
  ['meets it exactly', { min: 0.9 }, [0.9, 0.9, 0.95], 'pass', 'threshold-met'],
  ['meets it, the interval straddles', { min: 0.8 }, [0.82, 0.78, 0.86], 'warn', 'interval-straddles-threshold'],
  ['misses it, though the interval reaches', { min: 0.8 }, [0.79, 0.75, 0.83], 'fail', 'threshold-missed'],
  ['lies in the warning zone', { min: 0.8, warn: 0.9 }, [0.85, 0.82, 0.88], 'warn', 'in-warn-zone'],
  ['lies in the zone and straddles', { min: 0.8, warn: 0.9 }, [0.85, 0.7, 0.99], 'warn', 'in-warn-zone'],
  ['stands at the end of the zone', { min: 0.8, warn: 0.9 }, [0.9, 0.85, 0.95], 'pass', 'threshold-met'],
  [
    'is past the zone and straddles',
    { min: 0.8, warn: 0.81 },
    [0.85, 0.7, 0.99],
    'warn',
    'interval-straddles-threshold',
  ],
  ['misses the bound before the zone', { min: 0.8, warn: 0.9 }, [0.7, 0.65, 0.75], 'fail', 'threshold-missed'],
  ['stays below a largest value', { max: 0.3 }, [0.2, 0.18, 0.25], 'pass', 'threshold-met'],
  ['is above a largest value', { max: 0.3 }, [0.31, 0.28, 0.35], 'fail', 'threshold-missed'],
  ['lies in the zone below a largest value', { max: 0.3, warn: 0.2 }, [0.25, 0.22, 0.28], 'warn', 'in-warn-zone'],
  ['is not a number', { min: 0.8 }, [Number.NaN, 0.8, 1], 'cannot-tell', 'metric-undefined'],
  ['has no interval', { min: 0.8 }, [0.9, Number.NaN, Number.NaN], 'cannot-tell', 'metric-undefined'],
  ['is infinite', { max: 0.3 }, [Number.POSITIVE_INFINITY, 0, 1], 'cannot-tell', 'metric-undefined'],
] as const)('a value that %s', (_, bound, candidate, status, reason) => {
  const found = threshold.decide(
    { kind: 'threshold', metric: 'roc_auc', ...bound },
    evidence({ metrics: [metricRow('roc_auc', candidate)] }),
  );
  expect(found).toMatchObject({ status, reason, threshold: 'min' in bound ? bound.min : bound.max });
});

it('cannot tell about a metric that was not computed', () => {
  const found = threshold.decide({ kind: 'threshold', metric: 'revenue', min: 1 }, evidence());
  expect(found).toMatchObject({ status: 'cannot-tell', reason: 'metric-undefined', actual: null });
  expect(found.message).toBe('revenue was not computed, so ≥ 1 cannot be checked.');
});

it('says why it warns', () => {
  const decide = (bound: { min: number } | { max: number }) =>
    threshold.decide(
      { kind: 'threshold', metric: 'roc_auc', ...bound },
      evidence({ metrics: [metricRow('roc_auc', [0.8, 0.74, 0.86])] }),
    ).message;
  expect(decide({ min: 0.75 })).toMatch(/, but the interval reaches below 0\.75: other rows could undo it\.$/);
  expect(decide({ max: 0.85 })).toMatch(/, but the interval reaches above 0\.85: other rows could undo it\.$/);
});

it('says why the metric has no value', () => {
  const notDefined = [{ metric: 'roc_auc', message: 'all 40 rows that count are of the positive class' }];
  const found = threshold.decide({ kind: 'threshold', metric: 'roc_auc', min: 0.8 }, evidence({ notDefined }));
  expect(found.message).toBe(
    'roc_auc is not defined on these rows: all 40 rows that count are of the positive class, so ≥ 0.8 cannot be checked.',
  );
});

it('needs no baseline', () => {
  const metrics = [metricRow('roc_auc', [0.9, 0.85, 0.95])];
  const found = threshold.decide(
    { kind: 'threshold', metric: 'roc_auc', min: 0.8 },
    evidence({ metrics, baseline: undefined, lostBaseline: 'gone' }),
  );
  expect(found.status).toBe('pass');
});

it('says value, bound and the level of its interval', () => {
  const metrics = [metricRow('roc_auc', [0.9, 0.85, 0.95])];
  const found = threshold.decide(
    { kind: 'threshold', metric: 'roc_auc', min: 0.8 },
    evidence({ metrics, confidence: 0.9 }),
  );
  expect(found.message).toBe('roc_auc 0.9 meets ≥ 0.8 (90 % interval 0.85 to 0.95).');
});
