import type { PullRequest } from '@tidegate/core/ports/github';
import type { BotContext } from '../bot-context.ts';

/**
 * Pull requests that bring this head into the default branch, or brought it there: the only ones that a verdict is for. Anybody can
 * open another one on the same commit, so there may be several; the first one opened comes first.
 */
export async function listJudgedPulls(
  { github }: Pick<BotContext, 'github'>,
  sha: string,
): Promise<readonly PullRequest[]> {
  const { name: defaultBranch } = await github.readDefaultBranch();
  return (await github.listPullRequestsOfCommit(sha))
    .filter((pull) => pull.headSha === sha && pull.baseRef === defaultBranch && (pull.state === 'open' || pull.merged))
    .toSorted((left, right) => left.number - right.number);
}

/**
 * Whether the check on this commit speaks of this pull request. A commit has one check: that of a fork's pull request must not
 * stand in the place of the one that its author opened here.
 */
export async function ownsCheck(
  context: Pick<BotContext, 'github'>,
  pull: Pick<PullRequest, 'number'>,
  sha: string,
): Promise<boolean> {
  const [first] = (await listJudgedPulls(context, sha)).toSorted(
    (left, right) => Number(left.isFork) - Number(right.isFork) || Number(left.merged) - Number(right.merged),
  );
  return first === undefined || first.number === pull.number;
}
