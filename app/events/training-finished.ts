import type { PullRequest, WorkflowRun } from '@tidegate/core/ports/github';
import { code } from '@tidegate/core/report/escape';
import { type BotContext, checkName, readPolicy } from '../bot-context.ts';
import { tellNoVerdict } from './tell-no-verdict.ts';

const ARTIFACT = /^tidegate-run-([a-z][a-z0-9-]{0,39})$/;

/** Training ended: its artifact goes to the gate, which runs on the default branch. Everything is taken from the API. */
export async function onTrainingFinished(context: BotContext, run: WorkflowRun): Promise<void> {
  const { github } = context;
  if (run.event !== 'pull_request') return;
  const pulls = await github.listPullRequestsOfCommit(run.headSha);
  const pull = pulls.find(({ state, headSha }) => state === 'open' && headSha === run.headSha);
  if (!pull) return; // another push came meanwhile; its own run will tell
  const { models } = (await readPolicy(context)) ?? { models: {} };
  if (run.conclusion !== 'success') {
    await tellOfFailure(context, run, pull, Object.keys(models));
    return;
  }
  // A job may upload artifacts under any name: only models of the policy cost a run of the gate, each once.
  const named = (await github.listArtifacts(run.id)).flatMap(({ name }) => ARTIFACT.exec(name)?.[1] ?? []);
  for (const modelName of new Set(named.filter((name) => Object.hasOwn(models, name)))) {
    await requestValidation(context, run, pull, modelName);
  }
}

async function requestValidation(
  { github, ledger }: BotContext,
  run: WorkflowRun,
  pull: PullRequest,
  modelName: string,
): Promise<void> {
  const { runId } = await github.startWorkflow('gate.yml', {
    task: 'validate',
    model: modelName,
    'pull-request': String(pull.number),
    sha: run.headSha,
    'run-id': String(run.id),
  });
  await ledger.append({
    actor: run.actor,
    action: 'validation-requested',
    model: modelName,
    release: null,
    environment: null,
    commit: run.headSha,
    digest: null,
    decision: null,
    reason: `Training run ${run.id} finished`,
    runId: runId ?? null,
    issue: pull.number,
    comment: null,
    url: run.url,
  });
  await github.publishCheck({
    name: checkName(modelName),
    headSha: run.headSha,
    status: 'in_progress',
    title: 'Validating against production',
    summary: 'The gate evaluates the candidate and the model that serves now on the same held-out rows.',
  });
}

async function tellOfFailure(
  context: BotContext,
  run: WorkflowRun,
  pull: PullRequest,
  models: readonly string[],
): Promise<void> {
  if (run.conclusion === 'cancelled') return; // a newer push replaced it
  const checks = await context.github.listOwnChecks(run.headSha);
  const reason = `The training run ended with ${code(run.conclusion ?? 'nothing')}. [Its log](${run.url}) says why.`;
  for (const modelName of models) {
    const newest = checks.find(({ name }) => name === checkName(modelName));
    if (newest === undefined || newest.status === 'completed') continue;
    await tellNoVerdict(context, { modelName, pull, sha: run.headSha, title: 'Training failed', reason, url: run.url });
  }
}
