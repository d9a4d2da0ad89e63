import { sampleSize } from '@tidegate/core/gate/rules/sample-size';
import { expect, it } from 'vitest';
import { evidence } from './evidence.ts';

it.each([
  ['enough rows', { 'min-rows': 1000 }, {}, 'pass', 'enough-rows', 1000],
  ['a row too few', { 'min-rows': 1001 }, {}, 'fail', 'too-few-rows', 1000],
  ['no rows at all', { 'min-rows': 1 }, { rows: 0 }, 'fail', 'too-few-rows', 0],
  ['enough of each class', { 'min-per-class': 500 }, {}, 'pass', 'enough-rows', 500],
  [
    'too few of the rarest class',
    { 'min-per-class': 50 },
    { classes: { a: 900, b: 60, c: 40 } },
    'fail',
    'too-few-rows-of-class',
    40,
  ],
  ['a class without rows', { 'min-per-class': 1 }, { classes: { a: 900, b: 0 } }, 'fail', 'too-few-rows-of-class', 0],
  [
    'enough rows, too few of a class',
    { 'min-rows': 10, 'min-per-class': 501 },
    {},
    'fail',
    'too-few-rows-of-class',
    500,
  ],
  [
    'no classes to count',
    { 'min-per-class': 1 },
    { task: 'regression', classes: {} },
    'cannot-tell',
    'no-classes',
    null,
  ],
  [
    'too few rows and no classes',
    { 'min-rows': 2000, 'min-per-class': 1 },
    { classes: {} },
    'fail',
    'too-few-rows',
    1000,
  ],
  ['nothing asked', {}, {}, 'skipped', 'nothing-asked', 1000],
] as const)('%s', (_, bounds, facts, status, reason, actual) => {
  const found = sampleSize.decide({ kind: 'sample-size', ...bounds }, evidence(facts));
  expect(found).toMatchObject({ status, reason, actual });
});

it('names the rarest class and its rows', () => {
  const found = sampleSize.decide(
    { kind: 'sample-size', 'min-per-class': 50 },
    evidence({ classes: { no: 900, yes: 40 } }),
  );
  expect(found.message).toBe('The rarest class, yes, has 40 rows, fewer than 50.');
});
