import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPolicy } from '@tidegate/core/release/check-policy';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../architecture/source-files.ts';

const POLICY = readFileSync(join(ROOT, 'templates/churn/tidegate.yml'), 'utf8');
const TIGHTER = POLICY.replace('min: 0.75', 'min: 0.99');
const TRAINED_LONGER = POLICY.replace('epochs: 6', 'epochs: 60');
const check = (judged: string, head: string, now: string) => {
  const texts: Readonly<Record<string, string>> = { judged, head, now };
  const github = { readText: async (_path: string, commit: string) => texts[commit] };
  return checkPolicy(github, { judged: 'judged', head: 'head', now: 'now' }, 'churn');
};

describe('a verdict is released', () => {
  it.each([
    ['under the policy that it was given by', POLICY, POLICY, POLICY],
    ['when the pull request itself changed the policy: that takes effect after its merge', POLICY, TIGHTER, TIGHTER],
    ['when only the training differs: that is what was judged', POLICY, TRAINED_LONGER, TRAINED_LONGER],
  ])('%s', async (_, judged, head, now) => {
    await expect(check(judged, head, now)).resolves.toBeUndefined();
  });

  it.each([
    ['the policy was tightened since', POLICY, POLICY, TIGHTER],
    ['and the pull request trained longer', POLICY, TRAINED_LONGER, TIGHTER],
    ['the pull request undoes it, and lost the merge', TIGHTER, POLICY, TIGHTER.replace('min: 0.99', 'min: 0.999')],
  ])('never when %s', async (_, judged, head, now) => {
    await expect(check(judged, head, now)).rejects.toMatchObject({
      code: 'artifact-mismatch',
      message: expect.stringContaining('models.churn.gate[0].min'),
    });
  });
});

describe('a file of expectations', () => {
  const config = POLICY.replace(
    / {6}expectations: #[\s\S]*?(?= {4}evaluation:)/,
    '      expectations: expectations.yml\n',
  );
  const checkSuite = (judged: string, head: string, now: string) => {
    const suites: Readonly<Record<string, string>> = { judged, head, now };
    const readText = async (path: string, commit: string) => (path === 'expectations.yml' ? suites[commit] : config);
    return checkPolicy({ readText }, { judged: 'judged', head: 'head', now: 'now' }, 'churn');
  };

  it.each([
    ['is as it was', 'a', 'a', 'a'],
    ['is as the pull request has made it', 'a', 'b', 'b'],
  ])('that %s holds up nothing', async (_, judged, head, now) => {
    await expect(checkSuite(judged, head, now)).resolves.toBeUndefined();
  });

  it.each([
    ['changed since', 'a', 'a', 'b'],
    ['changed since, and in the pull request otherwise', 'a', 'c', 'b'],
  ])('that %s is a policy that did not judge', async (_, judged, head, now) => {
    await expect(checkSuite(judged, head, now)).rejects.toMatchObject({
      code: 'artifact-mismatch',
      message: 'The policy has changed since the verdict: expectations.yml.',
    });
  });
});
