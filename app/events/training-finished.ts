import type { PullRequest, WorkflowRun } from '@tidegate/core/ports/github';
import { code } from '@tidegate/core/report/escape';
import { type BotContext, checkName, readPolicy } from '../bot-context.ts';
import { listJudgedPulls } from './list-judged-pulls.ts';
import { requestValidation } from './request-validation.ts';
import { tellNoVerdict } from './tell-no-verdict.ts';
import { isReleased } from './tell-not-released.ts';

const ARTIFACT = /^tidegate-run-([a-z][a-z0-9-]{0,39})$/;

/** Training ended: its artifact goes to the gate, which runs on the default branch. Everything is taken from the API. */
export async function onTrainingFinished(context: BotContext, run: WorkflowRun): Promise<void> {
  const { github } = context;
  if (run.event !== 'pull_request' || run.status !== 'completed') return;
  // None: another push came meanwhile, and its own run will tell.
  const pulls = (await listJudgedPulls(context, run.headSha)).filter((pull) => isTrainedBy(pull, run));
  if (pulls.length === 0) return;
  const { models } = (await readPolicy(context)) ?? { models: {} };
  if (run.conclusion !== 'success') {
    for (const pull of pulls) await tellOfFailure(context, run, pull, Object.keys(models));
    return;
  }
  // A job may upload artifacts under any name: only models of the policy cost a run of the gate, each once.
  const named = (await github.listArtifacts(run.id)).flatMap(({ name }) => ARTIFACT.exec(name)?.[1] ?? []);
  const known = [...new Set(named)].filter((name) => Object.hasOwn(models, name));
  const events = await context.ledger.list();
  for (const pull of pulls)
    for (const modelName of known.filter((name) => !pull.merged || !isReleased(events, pull, name)))
      await requestValidation(context, {
        modelName,
        pull,
        sha: run.headSha,
        trainingRun: run.id,
        trainingUrl: run.url,
        actor: run.actor,
        reason: `Training run ${run.id} finished`,
      });
}

/** By the branch that GitHub says the run is of: a commit can be the head of many, in forks too. Where it says none, any may be. */
function isTrainedBy(pull: PullRequest, run: WorkflowRun): boolean {
  return (
    (run.headRepository === '' || pull.headRepository === run.headRepository) &&
    (run.headBranch === '' || pull.headRef === run.headBranch)
  );
}

async function tellOfFailure(
  context: BotContext,
  run: WorkflowRun,
  pull: PullRequest,
  models: readonly string[],
): Promise<void> {
  if (run.conclusion === 'cancelled' && !pull.merged) return; // a newer push replaced it
  const checks = await context.github.listOwnChecks(run.headSha);
  const reason = `The training run ended with ${code(run.conclusion ?? 'nothing')}. [Its log](${run.url}) says why.`;
  for (const modelName of models) {
    const newest = checks.find(({ name }) => name === checkName(modelName));
    if (newest === undefined || newest.status === 'completed') continue;
    await tellNoVerdict(context, { modelName, pull, sha: run.headSha, title: 'Training failed', reason, url: run.url });
  }
}
