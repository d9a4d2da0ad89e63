import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findModel, parseConfig } from '../../../core/config/parse-config.ts';
import { planRollback } from '../../../core/deployment/plan-rollback.ts';
import { ROOT } from '../../architecture/source-files.ts';

const model = findModel(parseConfig(readFileSync(join(ROOT, 'templates/churn/tidegate.yml'), 'utf8')), 'churn');
const asker = { login: 'octocat', permission: 'maintain', issue: 5, comment: 6 } as const;
/** Oldest first, as things happened: `1.0.0 1.1.0`. */
const historyOf = (versions: string) =>
  versions
    .split(' ')
    .filter(Boolean)
    .map((version, index) => ({
      model: 'churn',
      release: `churn@${version}`,
      digest: `sha256:${version.replaceAll('.', '').repeat(22).slice(0, 64)}`,
      deploymentId: index,
      since: '2026-01-02T03:04:05Z',
    }))
    .toReversed();
const plan = (versions: string, release?: string, underWay?: string) => {
  const history = historyOf(versions);
  return planRollback({ modelName: 'churn', model, environment: 'production', asker, release, history, underWay });
};

it.each<[string, string, string]>([
  ['one version back', '1.0.0 1.1.0', '1.0.0'],
  ['one back of three', '1.0.0 1.1.0 1.2.0', '1.1.0'],
  ['a second rollback goes further, and not to what was rolled back from', '1.0.0 1.1.0 1.2.0 1.1.0', '1.0.0'],
  ['after the same version was promoted again', '1.0.0 1.1.0 1.0.0 1.1.0', '1.0.0'],
  ['past a deployment of the same bytes', '1.0.0 1.1.0 1.1.0', '1.0.0'],
])('without a version: %s', (_, versions, target) => {
  expect(plan(versions)).toMatchObject({
    kind: 'allowed',
    promotion: { action: 'rollback', release: `churn@${target}`, environment: 'production', requestedBy: 'octocat' },
  });
});

it('with a version: any that served here, and its digest then', () => {
  const [, , oldest] = historyOf('1.0.0 1.1.0 1.2.0');
  expect(plan('1.0.0 1.1.0 1.2.0', 'churn@1.0.0')).toMatchObject({
    kind: 'allowed',
    promotion: { release: 'churn@1.0.0', digest: oldest?.digest },
  });
});

it.each<[string, string, string | undefined, string, RegExp]>([
  ['nothing ever served', '', undefined, 'no-earlier-version', /Nothing else ever served/],
  ['one version served', '1.0.0', undefined, 'no-earlier-version', /Nothing else ever served/],
  [
    'all the way back, with the way out',
    '1.0.0 1.1.0 1.0.0',
    undefined,
    'no-earlier-version',
    /`\/rollback production churn@1\.1\.0`/,
  ],
  ['a version that never served here', '1.0.0 1.1.0', 'churn@0.9.0', 'never-served-here', /Use `\/promote`/],
  ['the version that serves', '1.0.0 1.1.0', 'churn@1.1.0', 'already-serving', /already/],
])('is refused: %s', (_, versions, release, reason, words) => {
  expect(plan(versions, release)).toMatchObject({ kind: 'refused', reason, message: expect.stringMatching(words) });
});

it('while another version is on its way, "the version before" must be named, and what serves may be kept', () => {
  expect(plan('1.0.0 1.1.0', undefined, 'churn@1.2.0')).toMatchObject({
    kind: 'refused',
    reason: 'deployment-under-way',
    message: expect.stringMatching(/`\/rollback production churn@1\.1\.0` or `\/rollback production churn@1\.0\.0`/),
  });
  expect(plan('1.0.0 1.1.0', 'churn@1.1.0', 'churn@1.2.0')).toMatchObject({
    kind: 'allowed',
    promotion: { release: 'churn@1.1.0' },
  });
});
