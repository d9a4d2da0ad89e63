import { listServedVersions } from '@tidegate/core/deployment/read-served-version';
import type { LedgerEvent } from '@tidegate/core/ledger/ledger-event';
import type { WorkflowRun } from '@tidegate/core/ports/github';
import { renderDeployed, renderNotDeployed } from '@tidegate/core/report/render-promotion';
import { type BotContext, commandMarker } from '../bot-context.ts';

/** The operate workflow ended: what the server answered is in the deployment's status, and only that is told as served. */
export async function onOperateFinished(context: BotContext, run: WorkflowRun): Promise<void> {
  const { github, ledger, ownLogin } = context;
  const request = (await ledger.list()).findLast(
    ({ runId, action }) => runId === run.id && (action === 'promotion-requested' || action === 'rollback-requested'),
  );
  if (!request?.environment || !request.release || request.issue === null || request.comment === null) return;
  const [serving, ...earlier] = await listServedVersions(github, request.environment, request.model);
  const isProven = run.conclusion === 'success' && serving?.digest === request.digest;
  if (isProven)
    await markInactive(
      context,
      request.environment,
      earlier.map(({ deploymentId }) => deploymentId),
    );
  await ledger.append({
    actor: ownLogin,
    action: isProven ? 'deployed' : 'deployment-failed',
    model: request.model,
    release: request.release,
    environment: request.environment,
    commit: null,
    digest: request.digest,
    decision: run.conclusion ?? null,
    reason: isProven ? 'The server answered with this digest' : `Run ${run.id} ended with ${run.conclusion}`,
    runId: run.id,
    issue: request.issue,
    comment: request.comment,
    url: run.url,
  });
  const facts = {
    release: request.release,
    environment: request.environment,
    digest: request.digest ?? '',
    requestedBy: request.actor,
    runUrl: run.url,
  };
  const body = isProven
    ? renderDeployed(facts)
    : renderNotDeployed({ ...facts, reason: await whyNot(context, run, request) });
  await github.upsertComment({ issue: request.issue, marker: commandMarker(request.comment), body });
}

/** GitHub leaves older production deployments active; "what serves" must be one. */
async function markInactive(
  { github }: BotContext,
  environment: string,
  deployments: readonly number[],
): Promise<void> {
  const all = await github.listDeployments(environment);
  for (const deployment of all.filter(
    ({ id, statuses }) => deployments.includes(id) && statuses[0]?.state === 'success',
  )) {
    await github.createDeploymentStatus({
      deploymentId: deployment.id,
      state: 'inactive',
      description: 'Replaced by a newer deployment',
    });
  }
}

async function whyNot({ github, ledger }: BotContext, run: WorkflowRun, request: LedgerEvent): Promise<string> {
  const rejection = (await ledger.list()).findLast(
    ({ runId, action }) => runId === run.id && action === 'deployment-rejected',
  );
  if (rejection) return rejection.reason;
  const own = (await github.listDeployments(request.environment ?? '')).find(({ statuses }) =>
    statuses.some(({ logUrl }) => logUrl.includes(`/actions/runs/${run.id}`)),
  );
  return (
    own?.statuses.find(({ state, description }) => state === 'failure' && description !== '')?.description ??
    `the deploy job ended with ${run.conclusion}`
  );
}
