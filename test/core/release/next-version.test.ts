import { describe, expect, it } from 'vitest';
import type { Signature } from '../../../core/data/signature.ts';
import { nextVersion } from '../../../core/release/next-version.ts';
import { parseReleaseTag } from '../../../core/release/release-tag.ts';

const column = (name: string, type: 'float32' | 'string' = 'float32') => ({ name, type, shape: [-1, 1] });
const signature = (inputs: readonly string[], outputs: readonly string[] = ['probability']): Signature => ({
  inputs: inputs.map((name) => column(name)),
  outputs: outputs.map((name) => column(name)),
});
const OLD = signature(['minutes', 'calls']);

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
    const released = versions.map((version) => ({ version, signature: OLD }));
    expect(nextVersion(released, next)).toBe(expected);
  });
});

it('reads only tags that it would write', () => {
  expect(parseReleaseTag('churn@1.10.0')).toEqual({ modelName: 'churn', version: '1.10.0' });
  for (const tag of ['v1.0.0', 'churn@1.0', 'churn@1.0.0-rc1', 'Churn@1.0.0', '@1.0.0', 'churn@1.0.0\n']) {
    expect(parseReleaseTag(tag), tag).toBeUndefined();
  }
});
