import { ServingHints, taskOf, thresholdOf } from '@tidegate/core/serving/serving-hints';
import { describe, expect, it } from 'vitest';

const BINARY = { output: 'probability', threshold: 0.5, positive: 'yes', negative: 'no' };
const REGRESSION = { task: 'regression', output: 'value' };
const MULTICLASS = { task: 'multiclass-classification', output: 'p', classes: ['a', 'b', 'c'], labels: null };

describe('what a manifest says to a server', () => {
  it.each([
    ['binary-classification', 0.5, BINARY],
    ['binary-classification', 0.5, { ...BINARY, task: 'binary-classification', scores: 'logit', features: ['a'] }],
    ['regression', undefined, REGRESSION],
    ['multiclass-classification', undefined, MULTICLASS],
  ])('is of the task %s, with the threshold %s', (task, threshold, document) => {
    const hints = ServingHints.parse(document);
    expect(hints).toEqual(document);
    expect([taskOf(hints), thresholdOf(hints)]).toEqual([task, threshold]);
  });

  it.each<[title: string, document: object, path: string]>([
    ['a threshold of values', { ...REGRESSION, threshold: 0.5 }, ''],
    ['classes of values', { ...REGRESSION, classes: ['a', 'b'] }, ''],
    ['no threshold of two classes', { ...BINARY, threshold: undefined }, 'threshold'],
    ['a threshold of several classes', { ...MULTICLASS, threshold: 0.5 }, ''],
    ['one class', { ...MULTICLASS, classes: ['a'] }, 'classes'],
    ['a task that is not served', { ...REGRESSION, task: 'ranking' }, 'task'],
  ])('refuses %s', (_, document, path) => {
    expect(ServingHints.safeParse(document).error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });
});
