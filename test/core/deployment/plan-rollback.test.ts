import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findModel, parseConfig } from '../../../core/config/parse-config.ts';
import { planRollback } from '../../../core/deployment/plan-rollback.ts';
import type { ServedModel } from '../../../core/deployment/served-model.ts';
import { ROOT } from '../../architecture/source-files.ts';

const model = findModel(parseConfig(readFileSync(join(ROOT, 'templates/churn/tidegate.yml'), 'utf8')), 'churn');
/** What was deployed, oldest first, as `1.0` for churn@1.0.0; the bytes follow from the version. */
const deployed = (...versions: readonly string[]): readonly ServedModel[] =>
  versions
    .map((version, index) => ({
      model: 'churn',
      release: `churn@${version}.0`,
      digest: `sha256:${version.replace('.', '').padEnd(64, '0')}`,
      deploymentId: index,
      since: '2026-01-02T03:04:05Z',
    }))
    .toReversed();
const plan = (history: readonly ServedModel[], release?: string, permission: 'read' | 'maintain' = 'maintain') => {
  const asker = { login: 'octocat', permission, issue: 5, comment: 6 };
  return planRollback({ modelName: 'churn', model, environment: 'production', asker, release, history });
};

describe('without a name it goes back to what the present version replaced', () => {
  it.each([
    ['of two', ['1.0', '1.1'], 'churn@1.0.0'],
    ['of three', ['1.0', '1.1', '1.2'], 'churn@1.1.0'],
    ['deployed twice in a row', ['1.0', '1.1', '1.1'], 'churn@1.0.0'],
    ['after a rollback, never to the version that was rolled back from', ['1.0', '1.1', '1.2', '1.1'], 'churn@1.0.0'],
    ['after a rollback and a new version', ['1.0', '1.1', '1.0', '1.2'], 'churn@1.0.0'],
  ])('%s', (_, versions, release) => {
    expect(plan(deployed(...versions))).toMatchObject({
      kind: 'allowed',
      promotion: { action: 'rollback', release, environment: 'production', requestedBy: 'octocat' },
    });
  });
});

it('goes to a named version that served here, with the bytes that served then', () => {
  const history = deployed('1.0', '1.1', '1.2');
  expect(plan(history, 'churn@1.0.0')).toMatchObject({ promotion: { digest: history.at(-1)?.digest } });
});

describe('refuses, and says the way out', () => {
  it.each<[string, readonly string[], string | undefined, string, RegExp]>([
    ['nothing served', [], undefined, 'no-earlier-version', /Nothing else ever served/],
    ['one version served', ['1.0'], undefined, 'no-earlier-version', /Nothing else ever served/],
    [
      'all was rolled back',
      ['1.0', '1.1', '1.0'],
      undefined,
      'no-earlier-version',
      /\/rollback production churn@1\.1\.0/,
    ],
    ['the version that serves', ['1.0', '1.1'], 'churn@1.1.0', 'already-serving', /already/],
    ['a version that never served here', ['1.0', '1.1'], 'churn@9.9.9', 'never-served-here', /\/promote/],
  ])('%s', (_, versions, release, reason, words) => {
    expect(plan(deployed(...versions), release)).toEqual({
      kind: 'refused',
      reason,
      message: expect.stringMatching(words),
    });
  });

  it('who may not', () => {
    expect(plan(deployed('1.0', '1.1'), undefined, 'read')).toMatchObject({ reason: 'permission-too-low' });
  });
});
