import type { Plan } from '@tidegate/core/deployment/plan';
import { renderRefused, renderRequested } from '@tidegate/core/report/render-promotion';
import type { Answer, Invocation } from './command.ts';

/** Carries out a plan: into the ledger and to the operate workflow on the default branch, or back to the asker with the reason. */
export async function startDeployment(
  plan: Plan,
  asked: { readonly model: string; readonly environment: string; readonly release: string | null },
  invocation: Invocation,
): Promise<Answer> {
  const { github, ledger, issue, commentId, actor } = invocation;
  const entry = { actor, issue, comment: commentId, commit: null, url: null };
  if (plan.kind === 'refused') {
    const refusal = { action: 'promotion-refused', decision: 'refused', digest: null, runId: null } as const;
    await ledger.append({ ...entry, ...refusal, ...asked, reason: plan.reason });
    return { body: renderRefused(plan.reason, plan.message), reaction: 'confused' };
  }
  const { promotion } = plan;
  const { model, release, environment, digest } = promotion;
  // One comment is one order: a delivery that is handled again after a fault must not deploy twice.
  const known = (await ledger.list()).find(
    ({ comment, action }) => comment === commentId && /^(promotion|rollback)-requested$/.test(action),
  );
  const { runId } =
    known ??
    (await github.startWorkflow('operate.yml', { task: 'deploy', environment, request: JSON.stringify(promotion) }));
  if (!known) {
    const action = promotion.action === 'promote' ? 'promotion-requested' : 'rollback-requested';
    const request = { action, model, release, environment, digest, decision: null } as const;
    await ledger.append({ ...entry, ...request, reason: `/${promotion.action}`, runId: runId ?? null });
  }
  const { owner, name } = github.repository;
  const run = typeof runId === 'number' ? await github.readWorkflowRun(runId) : undefined;
  return { body: renderRequested(promotion, run?.url ?? `/${owner}/${name}/actions`), reaction: 'rocket' };
}
