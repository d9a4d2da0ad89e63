import type { LedgerEvent } from '@tidegate/core/ledger/ledger-event';
import type { PullRequest } from '@tidegate/core/ports/github';
import type { BotContext } from '../bot-context.ts';
import { isReleased } from './tell-not-released.ts';

/**
 * Starts the release of what the gate passed. Only a merge into the default branch counts: its protection is what makes a merge
 * mean review.
 */
export async function requestRelease(
  { github, ledger, ownLogin }: BotContext,
  pull: PullRequest,
  modelName: string,
  { isRepeated = false }: { readonly isRepeated?: boolean } = {},
): Promise<void> {
  const { name: defaultBranch } = await github.readDefaultBranch();
  if (!pull.merged || pull.baseRef !== defaultBranch) return;
  const events = (await ledger.list()).filter(({ model, issue }) => model === modelName && issue === pull.number);
  const verdict = findVerdict(events, pull, modelName);
  if (verdict?.decision !== 'pass' || verdict.runId === null || isReleased(events, pull, modelName)) return;
  const isKnown = events.some(
    ({ action, commit, sequence }) =>
      action === 'release-requested' && commit === pull.headSha && sequence > verdict.sequence,
  );
  if (isKnown && !isRepeated) return; // merge and verdict may come in either order
  const { runId } = await github.startWorkflow('gate.yml', {
    task: 'release',
    model: modelName,
    'pull-request': String(pull.number),
    sha: pull.headSha,
    'run-id': String(verdict.runId),
  });
  await ledger.append({
    actor: ownLogin,
    action: 'release-requested',
    model: modelName,
    release: null,
    environment: null,
    commit: pull.headSha,
    digest: verdict.digest,
    decision: null,
    reason: `Pull request #${pull.number} was merged`,
    runId: runId ?? null,
    issue: pull.number,
    comment: null,
    url: pull.url,
  });
}

/** The gate's last word on the head of this pull request: another one on the same commit has its own. */
export function findVerdict(
  events: readonly LedgerEvent[],
  pull: PullRequest,
  modelName: string,
): LedgerEvent | undefined {
  return events.findLast(
    ({ action, model, issue, commit }) =>
      action === 'verdict-given' && model === modelName && issue === pull.number && commit === pull.headSha,
  );
}
