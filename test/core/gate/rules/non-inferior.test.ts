import { nonInferior } from '@tidegate/core/gate/rules/non-inferior';
import { describe, expect, it } from 'vitest';
import { evidence, FIRST, LOST, metricRow, type Three } from './evidence.ts';

const settings = { kind: 'non-inferior', metric: 'roc_auc', margin: 0.02, against: 'production' } as const;
const auc = (difference?: Three) => metricRow('roc_auc', [0.9, 0.85, 0.95], difference);

it.each([
  ['at worst within the margin', auc([0, -0.02, 0.02]), 'pass', 'within-margin'],
  ['the same model again', auc([0, 0, 0]), 'pass', 'within-margin'],
  ['clearly beyond the margin', auc([-0.05, -0.08, -0.03]), 'fail', 'worse-than-margin'],
  ['at best exactly the margin', auc([-0.05, -0.08, -0.02]), 'cannot-tell', 'interval-straddles-margin'],
  ['straddles the margin: never a pass', auc([0.01, -0.03, 0.05]), 'cannot-tell', 'interval-straddles-margin'],
  ['not a number', auc([Number.NaN, 0, 0]), 'cannot-tell', 'metric-undefined'],
  ['no interval', auc([0, Number.NaN, Number.NaN]), 'cannot-tell', 'metric-undefined'],
  ['not computed for production', auc(), 'cannot-tell', 'metric-undefined'],
  ['not computed at all', metricRow('f1', [0.9, 0.8, 1], [0, 0, 0]), 'cannot-tell', 'metric-undefined'],
])('%s', (_, row, status, reason) => {
  expect(nonInferior.decide(settings, evidence({ metrics: [row] }))).toMatchObject({ status, reason });
});

it.each([
  ['falls', [-0.1, -0.2, -0.05], 'pass'],
  ['rises', [0.1, 0.05, 0.2], 'fail'],
  ['may rise', [0.01, -0.01, 0.05], 'cannot-tell'],
] as const)('looks the other way where lower is better: log_loss %s', (_, difference, status) => {
  const metrics = [metricRow('log_loss', [0.3, 0.2, 0.4], difference)];
  expect(nonInferior.decide({ ...settings, metric: 'log_loss' }, evidence({ metrics })).status).toBe(status);
});

describe('without anything to compare with', () => {
  const reference = [auc([0, -0.01, 0.01])];
  it.each([
    ['a first version is skipped', 'production', FIRST, {}, 'skipped', 'no-baseline'],
    ['a baseline that could not be fetched is no pass', 'production', LOST, {}, 'cannot-tell', 'baseline-lost'],
    ['a first version has no base run either', 'base', FIRST, {}, 'skipped', 'no-baseline'],
    ['a base run that is missing beside production', 'base', {}, {}, 'cannot-tell', 'reference-missing'],
    ['a base run that is missing beside a lost baseline', 'base', LOST, {}, 'cannot-tell', 'reference-missing'],
    ['a base run that could not be compared', 'base', FIRST, { base: [] }, 'cannot-tell', 'metric-undefined'],
    ['a base run needs no production', 'base', FIRST, { base: reference }, 'pass', 'within-margin'],
    ['a base run needs no lost production', 'base', LOST, { base: reference }, 'pass', 'within-margin'],
    ['a release that the policy names must be there', 'churn@1.0.0', FIRST, {}, 'cannot-tell', 'reference-missing'],
    ['a release that is there', 'churn@1.0.0', {}, { 'churn@1.0.0': reference }, 'pass', 'within-margin'],
  ] as const)('%s', (_, against, facts, references, status, reason) => {
    const found = nonInferior.decide({ ...settings, against }, evidence({ metrics: [auc()], references, ...facts }));
    expect(found).toMatchObject({ status, reason });
  });

  it('says why the baseline is lost', () => {
    expect(nonInferior.decide(settings, evidence({ metrics: [auc()], ...LOST })).message).toBe(
      'What serves production could not be compared with: churn@1.0.0 has no model.onnx.',
    );
  });

  it('tells an unknown metric first, so that a first version shows the mistake', () => {
    expect(nonInferior.decide({ ...settings, metric: 'revenue' }, evidence(FIRST))).toMatchObject({
      status: 'cannot-tell',
      reason: 'metric-undefined',
    });
  });
});

it('says difference, interval and margin', () => {
  const found = nonInferior.decide(settings, evidence({ metrics: [auc([0, -0.01, 0.01])], confidence: 0.9 }));
  expect(found).toMatchObject({ actual: 0, threshold: 0.02 });
  expect(found.message).toBe(
    'roc_auc changes by 0 against production (90 % interval −0.01 to 0.01): at worst a loss within the margin of 0.02.',
  );
});
