import { describe, expect, it } from 'vitest';
import type { Signature } from '../../../core/data/signature.ts';
import { nextVersion } from '../../../core/release/next-version.ts';
import { parseReleaseTag } from '../../../core/release/release-tag.ts';
import type { ServingHints } from '../../../core/serving/serving-hints.ts';

const column = (name: string, type: 'float32' | 'string' = 'float32') => ({ name, type, shape: [-1, 1] });
const signature = (inputs: readonly string[], outputs: readonly string[] = ['probability']): Signature => ({
  inputs: inputs.map((name) => column(name)),
  outputs: outputs.map((name) => column(name)),
});
const OLD = signature(['minutes', 'calls']);
const BINARY: ServingHints = { output: 'probability', threshold: 0.5, positive: 'yes', negative: 'no' };
const classes = (...names: string[]): ServingHints => ({
  task: 'multiclass-classification',
  output: 'probability',
  labels: null,
  classes: names,
});

describe('nextVersion', () => {
  const cases: readonly (readonly [title: string, released: readonly string[], next: Signature, expected: string])[] = [
    ['first', [], OLD, '1.0.0'],
    ['same signature', ['1.0.0'], OLD, '1.1.0'],
    ['by number, not by text', ['1.9.0', '1.10.0', '1.2.0'], OLD, '1.11.0'],
    ['asks for less', ['1.4.0'], signature(['minutes']), '1.5.0'],
    ['gives more', ['1.4.0'], signature(['minutes', 'calls'], ['probability', 'label']), '1.5.0'],
    ['asks for a new column', ['1.4.0'], signature(['minutes', 'calls', 'age']), '2.0.0'],
    ['lacks an output', ['1.4.0'], signature(['minutes'], ['score']), '2.0.0'],
    ['changes a type', ['1.4.0'], { ...OLD, inputs: [column('minutes', 'string'), column('calls')] }, '2.0.0'],
  ];
  it.each(cases)('%s', (_, versions, next, expected) => {
    const released = versions.map((version) => ({ version, signature: OLD, serving: BINARY }));
    expect(nextVersion(released, { signature: next, serving: BINARY })).toBe(expected);
  });
});

it.each<[title: string, old: ServingHints, next: ServingHints, expected: string]>([
  ['another threshold', BINARY, { ...BINARY, threshold: 0.3 }, '1.1.0'],
  ['another name of the positive class', BINARY, { ...BINARY, positive: 'churned' }, '2.0.0'],
  ['values in place of classes', BINARY, { task: 'regression', output: 'probability' }, '2.0.0'],
  ['another order of classes', classes('a', 'b'), classes('b', 'a'), '2.0.0'],
  ['another column in the matrix', { ...BINARY, features: ['a'] }, { ...BINARY, features: ['b'] }, '2.0.0'],
])('an answer that means something else is a new major version: %s', (_, old, next, expected) => {
  expect(nextVersion([{ version: '1.0.0', signature: OLD, serving: old }], { signature: OLD, serving: next })).toBe(
    expected,
  );
});

it('reads only tags that it would write', () => {
  expect(parseReleaseTag('churn@1.10.0')).toEqual({ modelName: 'churn', version: '1.10.0' });
  for (const tag of ['v1.0.0', 'churn@1.0', 'churn@1.0.0-rc1', 'Churn@1.0.0', '@1.0.0', 'churn@1.0.0\n']) {
    expect(parseReleaseTag(tag), tag).toBeUndefined();
  }
});
