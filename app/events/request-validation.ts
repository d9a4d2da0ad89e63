import type { PullRequest } from '@tidegate/core/ports/github';
import { type BotContext, checkName } from '../bot-context.ts';
import { ownsCheck } from './list-judged-pulls.ts';

/** Starts the gate on what a training run made for a pull request, and shows it on the commit. */
export async function requestValidation(
  context: BotContext,
  request: {
    readonly modelName: string;
    readonly pull: PullRequest;
    readonly sha: string;
    readonly trainingRun: number;
    readonly trainingUrl: string;
    readonly actor: string;
    readonly reason: string;
  },
): Promise<void> {
  const { github, ledger } = context;
  const { modelName, pull, sha, trainingRun, trainingUrl, actor, reason } = request;
  const { runId } = await github.startWorkflow('gate.yml', {
    task: 'validate',
    model: modelName,
    'pull-request': String(pull.number),
    sha,
    'run-id': String(trainingRun),
  });
  await ledger.append({
    actor,
    action: 'validation-requested',
    model: modelName,
    release: null,
    environment: null,
    commit: sha,
    digest: null,
    decision: null,
    reason,
    runId: runId ?? null,
    issue: pull.number,
    comment: null,
    url: trainingUrl,
  });
  if (!(await ownsCheck(context, pull, sha))) return;
  await github.publishCheck({
    name: checkName(modelName),
    headSha: sha,
    status: 'in_progress',
    title: 'Validating against production',
    summary: 'The gate evaluates the candidate and the model that serves now on the same held-out rows.',
  });
}
