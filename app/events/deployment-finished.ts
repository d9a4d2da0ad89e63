import { listServedVersions } from '@tidegate/core/deployment/read-served-version';
import type { LedgerEvent } from '@tidegate/core/ledger/ledger-event';
import type { Deployment, WorkflowRun } from '@tidegate/core/ports/github';
import { code } from '@tidegate/core/report/escape';
import { renderDeployed, renderNotDeployed } from '@tidegate/core/report/render-promotion';
import { type BotContext, commandMarker } from '../bot-context.ts';

/** The operate workflow ended: what the server answered is in the deployment's status, and only that is told as served. */
export async function onOperateFinished(context: BotContext, run: WorkflowRun): Promise<void> {
  const { github, ledger, ownLogin } = context;
  const request = (await ledger.list()).findLast(
    ({ runId, action }) => runId === run.id && (action === 'promotion-requested' || action === 'rollback-requested'),
  );
  if (!request?.environment || !request.release || request.issue === null || request.comment === null) return;
  // Another order may have been carried out since: this run is judged by what its own deployment proved.
  const served = await listServedVersions(github, request.environment, request.model);
  const own = (await listOwnDeployments(context, run, request.environment)).map(({ id }) => id);
  const at = served.findIndex(
    ({ deploymentId, release, digest }) =>
      own.includes(deploymentId) && release === request.release && digest === request.digest,
  );
  const isProven = run.conclusion === 'success' && at >= 0;
  if (isProven)
    await markInactive(
      context,
      request.environment,
      served.slice(at + 1).map(({ deploymentId }) => deploymentId),
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
  const since = at > 0 ? ` Since then ${code(served[0]?.release ?? '')} has taken its place.` : '';
  const body = isProven
    ? `${renderDeployed(facts)}${since}`
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

/** GitHub makes the deployment of a job with `environment:`; its status names the run. */
async function listOwnDeployments(
  { github }: BotContext,
  run: WorkflowRun,
  environment: string,
): Promise<readonly Deployment[]> {
  const ofRun = new RegExp(`/actions/runs/${run.id}(/|$)`);
  return (await github.listDeployments(environment)).filter(({ statuses }) =>
    statuses.some(({ logUrl }) => ofRun.test(logUrl)),
  );
}

async function whyNot(context: BotContext, run: WorkflowRun, request: LedgerEvent): Promise<string> {
  const { ledger } = context;
  const rejection = (await ledger.list()).findLast(
    ({ runId, action }) => runId === run.id && action === 'deployment-rejected',
  );
  if (rejection) return rejection.reason;
  const [own] = await listOwnDeployments(context, run, request.environment ?? '');
  return (
    own?.statuses.find(({ state, description }) => state === 'failure' && description !== '')?.description ??
    `the deploy job ended with ${run.conclusion}`
  );
}
