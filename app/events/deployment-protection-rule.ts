import { findForgedRelease, findForgedRun, OPERATE_WORKFLOW } from '@tidegate/core/deployment/check-provenance';
import { findAllowedEnvironment } from '@tidegate/core/deployment/plan';
import type { LedgerEvent } from '@tidegate/core/ledger/ledger-event';
import { PROTECTION_REVIEW_MAX_CHARACTERS } from '@tidegate/core/limits';
import { readRelease } from '@tidegate/core/release/read-release';
import { type BotContext, requirePolicy } from '../bot-context.ts';

const ACTIONS = ['promotion-requested', 'rollback-requested'];
const REASON_MAX_CHARACTERS = 480; // the ledger takes 500

/**
 * A job waits for its environment. It may go on when the ledger holds the request that this very run carries out, whoever asked
 * still may, and the release still is what was asked for. A deployment that somebody dispatched by hand has no request.
 */
export async function onProtectionRuleRequested(
  context: BotContext,
  question: { readonly runId: number; readonly environment: string },
): Promise<void> {
  const { github, ledger, ownLogin } = context;
  const { runId, environment } = question;
  const request = (await ledger.list()).findLast((event) => event.runId === runId && ACTIONS.includes(event.action));
  const refusal = (await findRefusal(context, request, question))?.slice(0, REASON_MAX_CHARACTERS);
  await ledger.append({
    actor: ownLogin,
    action: refusal ? 'deployment-rejected' : 'deployment-approved',
    model: request?.model ?? 'unknown',
    release: request?.release ?? null,
    environment,
    commit: null,
    digest: request?.digest ?? null,
    decision: refusal ? 'rejected' : 'approved',
    reason: refusal ?? `Asked by ${request?.actor}`,
    runId,
    issue: request?.issue ?? null,
    comment: request?.comment ?? null,
    url: request?.url ?? null,
  });
  const approval = `${request?.release} (${request?.digest?.slice(7, 19)}) for ${environment}, asked by ${request?.actor} in #${request?.issue}.`;
  const comment = (refusal ?? approval).slice(0, PROTECTION_REVIEW_MAX_CHARACTERS);
  await github.reviewDeployment({ runId, environment, state: refusal ? 'rejected' : 'approved', comment });
}

async function findRefusal(
  context: BotContext,
  request: LedgerEvent | undefined,
  { runId, environment }: { readonly runId: number; readonly environment: string },
): Promise<string | undefined> {
  const { github, ledger, ownLogin } = context;
  if (!request?.release || !request.digest)
    return 'No /promote or /rollback asked for this run. Write the command on the pull request instead of dispatching the workflow.';
  // The ledger is a branch, and its protection a setting. GitHub itself says who started the run.
  const forgedRun = await findForgedRun(github, await github.readWorkflowRun(runId), OPERATE_WORKFLOW, ownLogin);
  if (forgedRun) return forgedRun;
  if (request.environment !== environment)
    return `The request is for ${request.environment}, the job deploys to ${environment}.`;
  const { models } = await requirePolicy(context);
  const model = Object.hasOwn(models, request.model) ? models[request.model] : undefined;
  if (!model) return `tidegate.yml has no model ${request.model} any more.`;
  const permission = await github.permissionOf(request.actor);
  const allowed = findAllowedEnvironment(model, environment, { login: request.actor, permission });
  if (allowed.kind === 'refused') return allowed.message;
  try {
    await readRelease(github, request.release, request.digest);
    if (request.action === 'rollback-requested') return undefined; // it served before; the deploy Action proves that again
    const { release, digest } = request;
    return await findForgedRelease(github, await ledger.list(), { release, digest }, ownLogin);
  } catch (error) {
    return `${request.release} is not what was asked for: ${error instanceof Error ? error.message : String(error)}`;
  }
}
