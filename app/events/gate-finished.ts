import type { WorkflowRun } from '@tidegate/core/ports/github';
import type { BotContext } from '../bot-context.ts';
import { onReleaseFinished } from './release-finished.ts';
import { onValidationFinished } from './validation-finished.ts';

/** The gate ended. Only runs that we dispatched ourselves are in the ledger; what others dispatched decides nothing. */
export async function onGateFinished(context: BotContext, run: WorkflowRun): Promise<void> {
  const { github, ledger, ownLogin } = context;
  const branch = await github.readDefaultBranch();
  if (run.event !== 'workflow_dispatch' || run.headBranch !== branch.name || run.actor !== ownLogin) return;
  const request = (await ledger.list()).findLast(
    ({ runId, action }) => runId === run.id && (action === 'validation-requested' || action === 'release-requested'),
  );
  if (!request?.commit || request.issue === null) return;
  const { model: modelName, commit: sha } = request;
  const pull = await github.readPullRequest(request.issue);
  await (request.action === 'release-requested'
    ? onReleaseFinished(context, run, { modelName, pull })
    : onValidationFinished(context, run, { modelName, sha, pull }));
}
