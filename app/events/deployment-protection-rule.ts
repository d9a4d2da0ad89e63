import type { LedgerEvent } from '@tidegate/core/ledger/ledger-event';
import { readRelease } from '@tidegate/core/release/read-release';
import type { BotContext } from '../bot-context.ts';

const ACTIONS = ['promotion-requested', 'rollback-requested'];

/**
 * A job waits for its environment. It may go on when the ledger holds the request that this very run carries out, and the
 * release still is what was asked for. A deployment that somebody dispatched by hand has no request.
 */
export async function onProtectionRuleRequested(
  context: BotContext,
  question: { readonly runId: number; readonly environment: string },
): Promise<void> {
  const { github, ledger, ownLogin } = context;
  const { runId, environment } = question;
  const request = (await ledger.list()).findLast((event) => event.runId === runId && ACTIONS.includes(event.action));
  const refusal = await findRefusal(context, request, environment);
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
  const comment =
    refusal ??
    `${request?.release} (${request?.digest?.slice(7, 19)}) for ${environment}, asked by ${request?.actor} in #${request?.issue}.`;
  await github.reviewDeployment({ runId, environment, state: refusal ? 'rejected' : 'approved', comment });
}

async function findRefusal(
  { github }: BotContext,
  request: LedgerEvent | undefined,
  environment: string,
): Promise<string | undefined> {
  if (!request?.release || !request.digest)
    return 'No /promote or /rollback asked for this run. Write the command on the pull request instead of dispatching the workflow.';
  if (request.environment !== environment)
    return `The request is for ${request.environment}, the job deploys to ${environment}.`;
  try {
    await readRelease(github, request.release, request.digest);
    return undefined;
  } catch (error) {
    return `${request.release} is not what was asked for: ${error instanceof Error ? error.message : String(error)}`.slice(
      0,
      480,
    );
  }
}
