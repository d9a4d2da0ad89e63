import { closest } from '@tidegate/core/config/closest';
import { expect, it } from 'vitest';

it.each<[string, readonly string[], string | undefined]>([
  ['nose', ['signal', 'noise'], 'noise'],
  ['lable', ['label', 'score'], 'label'],
  ['roc_acu', ['accuracy', 'roc_auc'], 'roc_auc'],
  ['auc', ['accuracy', 'roc_auc'], 'roc_auc'],
  ['Y', ['x', 'y'], 'y'],
  ['idd', ['id', 'y'], 'id'],
  ['z', ['x', 'y'], undefined],
  ['age', ['sex', 'fare'], undefined],
  ['price', ['churn', 'plan'], undefined],
])('%s among %j is near to %s', (name, known, expected) => {
  expect(closest(name, known)).toBe(expected);
});
