import type { WorkflowRun } from '@tidegate/core/ports/github';
import { code } from '@tidegate/core/report/escape';
import { type BotContext, checkName } from '../bot-context.ts';

const ARTIFACT = /^tidegate-run-([a-z][a-z0-9-]{0,39})$/;

/** Training ended: its artifact goes to the gate, which runs on the default branch. Everything is taken from the API. */
export async function onTrainingFinished(context: BotContext, run: WorkflowRun): Promise<void> {
  const { github } = context;
  const pulls = await github.listPullRequestsOfCommit(run.headSha);
  const pull = pulls.find(({ state, headSha }) => state === 'open' && headSha === run.headSha);
  if (!pull) return; // another push came meanwhile; its own run will tell
  if (run.conclusion !== 'success') {
    await tellOfFailure(context, run);
    return;
  }
  const artifacts = await github.listArtifacts(run.id);
  for (const modelName of artifacts.flatMap(({ name }) => ARTIFACT.exec(name)?.[1] ?? [])) {
    const inputs = {
      task: 'validate',
      model: modelName,
      'pull-request': String(pull.number),
      sha: run.headSha,
      'run-id': String(run.id),
    };
    const { runId } = await github.startWorkflow('gate.yml', inputs);
    await context.ledger.append({
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
}

async function tellOfFailure({ github }: BotContext, run: WorkflowRun): Promise<void> {
  if (run.conclusion === 'cancelled') return; // a newer push replaced it
  const open = (await github.listOwnChecks(run.headSha)).filter(({ status }) => status !== 'completed');
  for (const check of open) {
    await github.publishCheck({
      name: check.name,
      headSha: run.headSha,
      status: 'completed',
      conclusion: 'failure',
      title: 'Training failed',
      summary: `The training run ended with ${code(run.conclusion ?? 'nothing')}. Its log says why: ${run.url}`,
      detailsUrl: run.url,
    });
  }
}
