import type { Probot } from 'probot';
import type { BotContext } from './bot-context.ts';
import { onProtectionRuleRequested } from './events/deployment-protection-rule.ts';
import { onCommentCreated } from './events/issue-comment.ts';
import { onPullRequestChanged } from './events/pull-request.ts';
import { onPullRequestMerged } from './events/pull-request-merged.ts';
import { onBranchPushed } from './events/retrain-branch-pushed.ts';
import { onWorkflowFinished } from './events/workflow-finished.ts';

export interface RepositoryEvent {
  readonly repository: { readonly name: string; readonly owner: { readonly login: string } | null };
  readonly installation?: { readonly id: number } | undefined;
}
export type OpenContext = (event: RepositoryEvent) => Promise<BotContext>;

/** Which event goes to which handler; payloads are hostile, so handlers get ids and ask GitHub for the rest. */
export function registerHandlers(app: Probot, open: OpenContext): void {
  app.on(['pull_request.opened', 'pull_request.synchronize', 'pull_request.reopened'], async (event) =>
    onPullRequestChanged(await open(event.payload), event.payload.pull_request.number),
  );
  app.on('pull_request.closed', async (event) =>
    onPullRequestMerged(await open(event.payload), event.payload.pull_request.number),
  );
  app.on('workflow_run.completed', async (event) =>
    onWorkflowFinished(await open(event.payload), event.payload.workflow_run.id),
  );
  app.on('issue_comment.created', async (event) => {
    const { comment, issue, sender } = event.payload;
    const author = comment.user?.login ?? 'ghost';
    const isBot = comment.user?.type === 'Bot' || sender.type === 'Bot';
    await onCommentCreated(await open(event.payload), {
      id: comment.id,
      issue: issue.number,
      body: comment.body,
      author,
      isBot,
    });
  });
  app.on('push', async (event) =>
    onBranchPushed(await open(event.payload), { ref: event.payload.ref, after: event.payload.after }),
  );
  app.on('deployment_protection_rule.requested', async (event) => {
    const { deployment_callback_url: url, environment, repository, installation } = event.payload;
    const runId = Number(/\/actions\/runs\/(\d+)\//.exec(url ?? '')?.[1]);
    if (!repository || !environment || !Number.isInteger(runId)) return;
    const context = await open({ repository, installation });
    await onProtectionRuleRequested(context, { runId, environment });
  });
}
