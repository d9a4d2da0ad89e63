import { parseDocument } from '../document.ts';
import { OperatorError } from '../errors.ts';
import { VERDICT, type Verdict } from '../gate/verdict.ts';
import type { GitHubPort, PullRequest } from '../ports/github.ts';
import { PROFILE, type Profile } from '../profile/profile.ts';
import { VERDICT_FILES, verdictArtifact } from '../run/artifacts.ts';
import { checkRunFiles, type TrainedModel } from '../run/check-run-files.ts';
import { downloadArtifact } from '../run/download-artifact.ts';
import type { RunRecord } from '../run/run-record.ts';
import { checkPolicy } from './check-policy.ts';

export const GATE_WORKFLOW = '.github/workflows/gate.yml';

type Evidence = Pick<
  GitHubPort,
  'readPullRequest' | 'readWorkflowRun' | 'readDefaultBranch' | 'listArtifacts' | 'downloadArtifact' | 'readText'
>;

export interface ValidatedModel extends TrainedModel {
  readonly pullRequest: PullRequest;
  readonly verdict: Verdict;
  readonly profile: Profile;
  /** As the gate uploaded them, byte for byte. */
  readonly files: Readonly<Record<keyof typeof VERDICT_FILES, Uint8Array>>;
}

/**
 * What the gate found about a merged pull request: only a run of gate.yml on the default branch may say so, and only about
 * the commit that was merged.
 * @throws OperatorError `input-invalid` when it is not merged, `artifact-mismatch` when run or documents are of something else
 */
export async function loadValidated(
  github: Evidence,
  request: {
    readonly modelName: string;
    readonly pullRequest: number;
    readonly sha: string;
    readonly runId: number;
  },
): Promise<ValidatedModel> {
  const { modelName, sha, runId } = request;
  const pullRequest = await github.readPullRequest(request.pullRequest);
  if (!pullRequest.merged || pullRequest.headSha !== sha) {
    throw new OperatorError(
      'input-invalid',
      `Pull request #${pullRequest.number} is ${pullRequest.merged ? 'merged' : pullRequest.state} at ${pullRequest.headSha}; asked was the merge of ${sha}.`,
      'Only the head that was merged is released.',
    );
  }
  const branch = await github.readDefaultBranch();
  if (pullRequest.baseRef !== branch.name) {
    throw new OperatorError(
      'input-invalid',
      `Pull request #${pullRequest.number} was merged into ${pullRequest.baseRef.slice(0, 100)}, not into ${branch.name}.`,
      'Only what was merged into the default branch is released: its protection is what makes a merge mean review.',
    );
  }
  const source = `run ${runId}`;
  const run = await github.readWorkflowRun(runId);
  expectFacts(source, [
    ['workflow', run.path, GATE_WORKFLOW],
    ['event', run.event, 'workflow_dispatch'],
    ['branch', run.headBranch, branch.name],
    ['conclusion', run.conclusion ?? run.status, 'success'],
  ]);
  const name = verdictArtifact(modelName);
  const { files } = await downloadArtifact(github, { runId, name, maxBytes: VERDICT_FILES });
  const trained = await checkRunFiles(files, { source, modelName, sha });
  const text = (file: keyof typeof VERDICT_FILES) => new TextDecoder().decode(files[file]);
  const verdict = parseDocument(VERDICT, text('verdict.json'), `verdict.json of ${source}`);
  const profile = parseDocument(PROFILE, text('profile.json'), `profile.json of ${source}`);
  checkVerdict(source, verdict, profile, trained.record, request);
  await checkPolicy(github, { judged: verdict.policy.commit ?? '', head: sha, now: branch.sha }, modelName);
  return { ...trained, pullRequest, verdict, profile, files };
}

function checkVerdict(
  source: string,
  verdict: Verdict,
  profile: Profile,
  record: RunRecord,
  request: { readonly modelName: string; readonly pullRequest: number; readonly sha: string },
): void {
  expectFacts(source, [
    ['verdict', verdict.outcome, 'pass'],
    ['verdict’s model', verdict.model, request.modelName],
    ['verdict’s commit', String(verdict.candidate.commit), request.sha],
    ['verdict’s pull request', String(verdict.candidate.pullRequest), String(request.pullRequest)],
    ['verdict’s candidate', verdict.candidate.digest, record.onnx.digest],
    ['verdict’s training run', String(verdict.candidate.run), record.id],
    ['profile’s model', String(profile.model), request.modelName],
  ]);
}

function expectFacts(
  source: string,
  facts: readonly (readonly [fact: string, actual: string, expected: string])[],
): void {
  for (const [fact, actual, expected] of facts) {
    if (actual === expected) continue;
    throw new OperatorError(
      'artifact-mismatch',
      `${source} cannot be released: its ${fact} is ${actual.slice(0, 100)}, expected ${expected}.`,
      'Give the id of the validation run of gate.yml that passed for the merged head.',
    );
  }
}
