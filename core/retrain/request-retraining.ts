import { sha256 } from '../digest.ts';
import { renderDocument } from '../document.ts';
import type { ServedReport } from '../drift/drift-report.ts';
import type { Clock } from '../ports/clock.ts';
import type { GitHubPort } from '../ports/github.ts';
import { parseReleaseTag } from '../release/release-tag.ts';
import { driftReasons } from './drift-reasons.ts';
import type { RetrainRequest } from './retrain-request.ts';

export const OPERATE_WORKFLOW = 'operate.yml';

/** Where the request of a retraining lies in the repository: the pull request that trains again adds this file. */
export const retrainFile = (modelName: string): string => `.tidegate/retrain/${modelName}.json`;

/** One branch for each version that is to be replaced, so that daily reports ask for it once. */
export function retrainBranch({ model, replaces, requestedAt }: RetrainRequest): string {
  const version = replaces === null ? undefined : parseReleaseTag(replaces)?.version;
  const id = version
    ? `from-${version.replaceAll('.', '-')}`
    : requestedAt.toLowerCase().replaceAll(/[^0-9a-z]+/g, '-');
  return `tidegate/retrain-${model}-${id}`;
}

export async function planRetraining(
  report: ServedReport,
  issue: number | null,
  clock: Clock,
): Promise<RetrainRequest> {
  return {
    kind: 'tidegate.retrain-request',
    version: 1,
    model: report.model,
    reason: 'drift',
    reasons: driftReasons(report),
    driftReport: { id: report.id, digest: await sha256(renderDocument(report)), issue },
    replaces: report.release,
    requestedAt: clock.now().toISOString(),
  };
}

/** Dispatches retraining, unless it was asked already for this version. */
export async function startRetraining(
  github: Pick<GitHubPort, 'readBranch' | 'startWorkflow'>,
  request: RetrainRequest,
  environment: string,
): Promise<{ readonly started: boolean; readonly branch: string }> {
  const branch = retrainBranch(request);
  if ((await github.readBranch(branch)) !== undefined) return { started: false, branch };
  await github.startWorkflow(OPERATE_WORKFLOW, { task: 'retrain', environment, request: JSON.stringify(request) });
  return { started: true, branch };
}

/** Commits the request to its branch; the bot opens the pull request, whose training run reads it. */
export async function publishRetrainBranch(
  github: Pick<GitHubPort, 'readBranch' | 'readDefaultBranch' | 'commitFiles'>,
  request: RetrainRequest,
): Promise<{ readonly branch: string; readonly sha: string }> {
  const branch = retrainBranch(request);
  const existing = await github.readBranch(branch);
  if (existing !== undefined) return { branch, sha: existing };
  const { sha } = await github.commitFiles({
    branch,
    startAt: (await github.readDefaultBranch()).sha,
    message: `Retrain ${request.model} (${request.reason})`,
    files: { [retrainFile(request.model)]: renderDocument(request) },
  });
  return { branch, sha };
}
