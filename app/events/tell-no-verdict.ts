import type { PullRequest } from '@tidegate/core/ports/github';
import { renderNoVerdict } from '@tidegate/core/report/render-no-verdict';
import { type BotContext, checkName, verdictMarker } from '../bot-context.ts';

/** There will be no verdict on this commit: the check fails, and the comment stops speaking of an older one. */
export async function tellNoVerdict(
  { github }: Pick<BotContext, 'github'>,
  failure: {
    readonly modelName: string;
    readonly pull: PullRequest;
    readonly sha: string;
    readonly title: string;
    readonly reason: string;
    readonly url: string;
  },
): Promise<void> {
  const { modelName, pull, sha, title, reason, url } = failure;
  if (pull.headSha === sha && pull.state === 'open') {
    const body = renderNoVerdict({ model: modelName, commit: sha, title, reason });
    await github.upsertComment({ issue: pull.number, marker: verdictMarker(modelName), body });
  }
  await github.publishCheck({
    name: checkName(modelName),
    headSha: sha,
    status: 'completed',
    conclusion: 'failure',
    title,
    summary: reason,
    detailsUrl: url,
  });
}
