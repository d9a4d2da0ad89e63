import type { PullRequest } from '@tidegate/core/ports/github';
import { renderNoVerdict } from '@tidegate/core/report/render-no-verdict';
import { type BotContext, checkName, verdictMarker } from '../bot-context.ts';
import { ownsCheck } from './list-judged-pulls.ts';
import { tellNotReleased } from './tell-not-released.ts';

/** There will be no verdict on this commit: the check fails, and the comment stops speaking of an older one. */
export async function tellNoVerdict(
  context: Pick<BotContext, 'github' | 'ledger'>,
  failure: {
    readonly modelName: string;
    readonly pull: PullRequest;
    readonly sha: string;
    readonly title: string;
    readonly reason: string;
    readonly url: string;
  },
): Promise<void> {
  const { github } = context;
  const { modelName, pull, sha, title, reason, url } = failure;
  if (pull.headSha === sha && (pull.state === 'open' || pull.merged)) {
    const body = renderNoVerdict({ model: modelName, commit: sha, title, reason });
    await github.upsertComment({ issue: pull.number, marker: verdictMarker(modelName), body });
  }
  if (pull.headSha === sha && pull.merged)
    await tellNotReleased(context, { modelName, pull, reason: 'nothing judged what was merged.' });
  if (!(await ownsCheck(context, pull, sha))) return;
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
