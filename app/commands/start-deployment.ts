import type { Plan } from '@tidegate/core/deployment/plan';
import type { Promotion } from '@tidegate/core/deployment/promotion';
import { OperatorError } from '@tidegate/core/errors';
import type { LedgerEntry } from '@tidegate/core/ports/ledger';
import { renderRefused, renderRequested } from '@tidegate/core/report/render-promotion';
import { type Answer, type Invocation, isStranger } from './command.ts';

/** Carries out a plan: into the ledger and to the operate workflow on the default branch, or back to the asker with the reason. */
export async function startDeployment(
  plan: Plan,
  asked: { readonly model: string; readonly environment: string; readonly release: string | null },
  invocation: Invocation,
): Promise<Answer> {
  const { github, ledger, issue, commentId, actor, log } = invocation;
  const entry = { actor, issue, comment: commentId, commit: null, url: null };
  if (plan.kind === 'refused') {
    const refusal = { action: 'promotion-refused', decision: 'refused', digest: null, runId: null } as const;
    if (!isStranger(invocation)) await ledger.append({ ...entry, ...refusal, ...asked, reason: plan.reason });
    return { body: renderRefused(plan.reason, plan.message), reaction: 'confused' };
  }
  const { promotion } = plan;
  const { model, release, environment, digest } = promotion;
  const action = promotion.action === 'promote' ? 'promotion-requested' : 'rollback-requested';
  const request = { ...entry, action, model, release, environment, digest, decision: null } as const;
  // The intent first: what the ledger does not know is not started, and no order is started twice.
  await ledger.append({ ...request, reason: `/${promotion.action}`, runId: null });
  const runId = await startRun(promotion, request, invocation);
  try {
    // The protection rule looks for the run by its id.
    await ledger.append({ ...request, reason: 'A run of operate.yml carries it out', runId: runId ?? null });
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    log(`run ${runId} was started and the ledger could not be told: ${error.message}`);
    const message = `Run ${runId} was started, but the ledger could not be told of it (${error.code}): the environment's rule will reject it. Write the command again.`;
    return { body: renderRefused(error.code, message), reaction: 'confused' };
  }
  // It runs: that its address cannot be read now must not look like a refusal.
  const run = runId === undefined ? undefined : await github.readWorkflowRun(runId).catch(() => undefined);
  const { owner, name } = github.repository;
  return { body: renderRequested(promotion, run?.url ?? `/${owner}/${name}/actions`), reaction: 'rocket' };
}

async function startRun(
  promotion: Promotion,
  request: Omit<LedgerEntry, 'reason' | 'runId'>,
  { github, ledger, ownLogin }: Invocation,
): Promise<number | undefined> {
  const { environment } = promotion;
  const inputs = { task: 'deploy', environment, request: JSON.stringify(promotion) };
  try {
    return (await github.startWorkflow('operate.yml', inputs)).runId;
  } catch (error) {
    const code = error instanceof OperatorError ? error.code : 'fault';
    const failure = { actor: ownLogin, action: 'deployment-failed', decision: 'failure', runId: null } as const;
    // Why it could not be started is what the person must know; a second failure would hide it.
    await ledger
      .append({ ...request, ...failure, reason: `operate.yml could not be started: ${code}` })
      .catch(() => undefined);
    throw error;
  }
}
