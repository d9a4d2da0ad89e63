import type { Model } from '../config/schema.ts';
import { OperatorError } from '../errors.ts';
import type { GitHubPort, PullRequest, WorkflowRun } from '../ports/github.ts';
import { OPTIONAL_RUN_FILES, RUN_FILES, runArtifact } from '../run/artifacts.ts';
import { checkOptionalFiles, checkRunFiles } from '../run/check-run-files.ts';
import { downloadArtifact } from '../run/download-artifact.ts';
import type { RunRecord } from '../run/run-record.ts';
import { seedFile } from '../run/trained-files.ts';
import { keepPlannedSeeds } from './planned-seeds.ts';
import type { VerdictRequest } from './verdict-request.ts';

export const TRAIN_WORKFLOW = '.github/workflows/train.yml';

type Evidence = Pick<GitHubPort, 'readPullRequest' | 'readWorkflowRun' | 'listArtifacts' | 'downloadArtifact'>;

export interface LoadedCandidate {
  readonly record: RunRecord;
  readonly pullRequest: PullRequest;
  /** What the run left to judge. */
  readonly trained: Pick<VerdictRequest, 'candidate' | 'predictions'>;
}

/**
 * The candidate of a pull request as its training run left it. Which commit a run belongs to is GitHub's word, never the
 * artifact's; what the artifact says about itself must agree with it.
 */
export async function loadCandidate(
  github: Evidence,
  request: {
    readonly modelName: string;
    /** Of the base branch's policy. */
    readonly model: Pick<Model, 'training'>;
    readonly pullRequest: number;
    readonly sha: string;
    readonly runId: number;
  },
): Promise<LoadedCandidate> {
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
  const source = `run ${runId}`;
  const artifact = await downloadArtifact(github, { runId, name, maxBytes: RUN_FILES, optional: OPTIONAL_RUN_FILES });
  const { record, bytes } = await checkRunFiles(artifact.files, { source, modelName, sha });
  if (record.workflow?.runId !== runId) {
    throw new OperatorError(
      'artifact-mismatch',
      `The run record of ${source} names run ${record.workflow?.runId ?? 'none'}.`,
      'Train again: a record speaks for the run that wrote it.',
    );
  }
  const { seeds, predictions } = await checkOptionalFiles(record, artifact.optional, source);
  const candidate = {
    bytes,
    source: `model.onnx of ${source}`,
    commit: sha,
    pullRequest: pullRequest.number,
    run: record.id,
    seeds: seeds.map((other) => ({
      seed: other.seed,
      file: { bytes: other.bytes, source: `${seedFile(other.seed)} of ${source}` },
    })),
  };
  return { record, pullRequest, trained: { candidate: keepPlannedSeeds(candidate, request.model), predictions } };
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
