import type { PullRequest } from '@tidegate/core/ports/github';
import { renderNoVerdict } from '@tidegate/core/report/render-no-verdict';
import { type BotContext, checkName } from '../bot-context.ts';
import { writeSection } from './write-section.ts';

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
    await writeSection({ github }, pull, renderNoVerdict({ model: modelName, commit: sha, title, reason, url }));
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
