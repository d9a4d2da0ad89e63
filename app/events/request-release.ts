import type { PullRequest } from '@tidegate/core/ports/github';
import type { BotContext } from '../bot-context.ts';

/**
 * Starts the release of what the gate passed. Only a merge into the default branch counts: its protection is what makes a merge
 * mean review.
 */
export async function requestRelease(
  { github, ledger, ownLogin }: BotContext,
  pull: PullRequest,
  modelName: string,
  validationRun: string,
): Promise<void> {
  const { name: defaultBranch } = await github.readDefaultBranch();
  if (!pull.merged || pull.baseRef !== defaultBranch) return;
  const known = (await ledger.list()).some(
    ({ action, model, commit }) => action === 'release-requested' && model === modelName && commit === pull.headSha,
  );
  if (known) return; // merge and verdict may come in either order
  const { runId } = await github.startWorkflow('gate.yml', {
    task: 'release',
    model: modelName,
    'pull-request': String(pull.number),
    sha: pull.headSha,
    'run-id': validationRun,
  });
  await ledger.append({
    actor: ownLogin,
    action: 'release-requested',
    model: modelName,
    release: null,
    environment: null,
    commit: pull.headSha,
    digest: null,
    decision: null,
    reason: `Pull request #${pull.number} was merged`,
    runId: runId ?? null,
    issue: pull.number,
    comment: null,
    url: pull.url,
  });
}
