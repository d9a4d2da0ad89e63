import type { Plan } from '@tidegate/core/deployment/plan-promotion';
import { renderRefused, renderRequested } from '@tidegate/core/report/render-promotion';
import type { Answer, Invocation } from './command.ts';

/** Carries out a plan: into the ledger and to the operate workflow on the default branch, or back to the asker with the reason. */
export async function startDeployment(plan: Plan, invocation: Invocation): Promise<Answer> {
  const { github, ledger, issue, commentId, actor } = invocation;
  const entry = { actor, issue, comment: commentId, commit: null, url: null };
  if (plan.kind === 'refused') {
    const refusal = {
      action: 'promotion-refused',
      decision: 'refused',
      release: null,
      environment: null,
      digest: null,
      runId: null,
    } as const;
    await ledger.append({ ...entry, ...refusal, model: 'unknown', reason: plan.reason });
    return { body: renderRefused(plan.reason, plan.message), reaction: 'confused' };
  }
  const { promotion } = plan;
  const { model, release, environment, digest } = promotion;
  const { runId } = await github.startWorkflow('operate.yml', {
    task: 'deploy',
    environment,
    request: JSON.stringify(promotion),
  });
  const action = promotion.action === 'promote' ? 'promotion-requested' : 'rollback-requested';
  await ledger.append({
    ...entry,
    action,
    model,
    release,
    environment,
    digest,
    decision: null,
    reason: `/${promotion.action}`,
    runId: runId ?? null,
  });
  const { owner, name } = github.repository;
  const run = runId === undefined ? undefined : await github.readWorkflowRun(runId);
  return { body: renderRequested(promotion, run?.url ?? `/${owner}/${name}/actions`), reaction: 'rocket' };
}
