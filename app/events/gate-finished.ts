import type { LedgerEvent } from '@tidegate/core/ledger/ledger-event';
import type { WorkflowRun } from '@tidegate/core/ports/github';
import { type BotContext, GATE_WORKFLOW } from '../bot-context.ts';
import { onReleaseFinished } from './release-finished.ts';
import { requestRelease } from './request-release.ts';
import { requestValidation } from './request-validation.ts';
import { onValidationFinished } from './validation-finished.ts';

const ACTIONS = ['validation-requested', 'release-requested'];

/** The gate ended. Only runs that we dispatched ourselves are in the ledger; what others dispatched decides nothing. */
export async function onGateFinished(context: BotContext, run: WorkflowRun): Promise<void> {
  const { github, ledger, ownLogin } = context;
  const branch = await github.readDefaultBranch();
  const isOurs = run.event === 'workflow_dispatch' && run.headBranch === branch.name && run.actor === ownLogin;
  if (!isOurs || run.path !== GATE_WORKFLOW || run.status !== 'completed') return;
  const events = await ledger.list();
  // The first one is ours: a later one of the same run could only be forged.
  const request = events.find(({ runId, action }) => runId === run.id && ACTIONS.includes(action));
  if (!request?.commit || request.issue === null) return;
  if (run.attempt !== 1) return askAgain(context, request, events);
  const { model: modelName, commit: sha } = request;
  const pull = await github.readPullRequest(request.issue);
  await (request.action === 'release-requested'
    ? onReleaseFinished(context, run, { modelName, pull, digest: request.digest })
    : onValidationFinished(context, run, { modelName, sha, pull }));
}

/**
 * Somebody ran the job again. GitHub repeats it with the policy and the data of its first attempt, so a new run is asked for in its
 * place: once, for the newest request only.
 */
async function askAgain(context: BotContext, request: LedgerEvent, events: readonly LedgerEvent[]): Promise<void> {
  const { action, model: modelName, commit, issue, runId, url, actor } = request;
  const newest = events.findLast(
    (event) => event.action === action && event.model === modelName && event.commit === commit && event.issue === issue,
  );
  if (newest?.runId !== runId || commit === null || issue === null) return;
  const pull = await context.github.readPullRequest(issue);
  if (action === 'release-requested') return requestRelease(context, pull, modelName, { isRepeated: true });
  const trainingRun = Number(/\/actions\/runs\/(\d+)$/.exec(url ?? '')?.[1]);
  if (!Number.isInteger(trainingRun) || pull.headSha !== commit) return;
  const reason = `Run ${runId} was run again`;
  await requestValidation(context, {
    modelName,
    pull,
    sha: commit,
    trainingRun,
    trainingUrl: url ?? '',
    actor,
    reason,
  });
}
