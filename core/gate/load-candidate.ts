import { OperatorError } from '../errors.ts';
import type { GitHubPort, PullRequest, WorkflowRun } from '../ports/github.ts';
import { RUN_FILES, runArtifact } from '../run/artifacts.ts';
import { checkRunFiles, type TrainedModel } from '../run/check-run-files.ts';
import { downloadArtifact } from '../run/download-artifact.ts';

export const TRAIN_WORKFLOW = '.github/workflows/train.yml';

type Evidence = Pick<GitHubPort, 'readPullRequest' | 'readWorkflowRun' | 'listArtifacts' | 'downloadArtifact'>;

/**
 * The candidate of a pull request as its training run left it. Which commit a run belongs to is GitHub's word, never the
 * artifact's; what the artifact says about itself must agree with it.
 */
export async function loadCandidate(
  github: Evidence,
  request: {
    readonly modelName: string;
    readonly pullRequest: number;
    readonly sha: string;
    readonly runId: number;
  },
): Promise<TrainedModel & { readonly pullRequest: PullRequest }> {
  const { modelName, sha, runId } = request;
  const pullRequest = await github.readPullRequest(request.pullRequest);
  // One that was merged meanwhile is judged all the same: its release waits for the verdict.
  if ((pullRequest.state !== 'open' && !pullRequest.merged) || pullRequest.headSha !== sha) {
    throw new OperatorError(
      'input-invalid',
      `Pull request #${pullRequest.number} is ${pullRequest.state} at ${pullRequest.headSha}; asked was ${sha}.`,
      'Validate the newest head: a push after the training run makes its candidate stale.',
    );
  }
  refuseOtherRun(await github.readWorkflowRun(runId), sha);
  const name = runArtifact(modelName);
  const files = await downloadArtifact(github, { runId, name, maxBytes: RUN_FILES });
  const trained = await checkRunFiles(files, { source: `run ${runId}`, modelName, sha });
  if (trained.record.workflow?.runId === runId) return { ...trained, pullRequest };
  throw new OperatorError(
    'artifact-mismatch',
    `The run record of run ${runId} names run ${trained.record.workflow?.runId ?? 'none'}.`,
    'Train again: a record speaks for the run that wrote it.',
  );
}

function refuseOtherRun(run: WorkflowRun, sha: string): void {
  const facts = [
    ['path', run.path, TRAIN_WORKFLOW],
    ['event', run.event, 'pull_request'],
    ['head', run.headSha, sha],
    ['conclusion', run.conclusion ?? run.status, 'success'],
  ] as const;
  for (const [fact, actual, expected] of facts) {
    if (actual === expected) continue;
    throw new OperatorError(
      'artifact-mismatch',
      `Run ${run.id} is no training run of this commit: its ${fact} is ${actual}, expected ${expected}.`,
      'Give the id of the run of train.yml that trained the head of the pull request.',
    );
  }
}
