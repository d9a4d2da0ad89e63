import type { PullRequest } from '@tidegate/core/ports/github';
import { renderNoVerdict } from '@tidegate/core/report/render-no-verdict';
import { type BotContext, checkName } from '../bot-context.ts';
import { ownsCheck } from './list-judged-pulls.ts';
import { tellNotReleased } from './tell-not-released.ts';
import { writeSection } from './write-section.ts';

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
    await writeSection({ github }, pull, renderNoVerdict({ model: modelName, commit: sha, title, reason, url }));
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
