import { openExpectedData } from '@tidegate/core/adapters/expected-data';
import { withLedElsewhere } from '@tidegate/core/adapters/find-change';
import type { Model } from '@tidegate/core/config/schema';
import type { VerdictRequest } from '@tidegate/core/gate/decide';
import type { GitHubPort } from '@tidegate/core/ports/github';
import type { Job } from './job.ts';
import { CONFIG_FILE, openTables } from './workspace.ts';

type GateData = Pick<
  VerdictRequest,
  'data' | 'evaluation' | 'validation' | 'changedFiles' | 'readDocument' | 'expected'
>;

/** The base branch's data and expectations, and the files that a pull request makes of them: read as data, never run. */
export async function openGateData(
  { workspace, temporaryFolder }: Job,
  github: Pick<GitHubPort, 'listChangedFiles' | 'readText'>,
  asked: { readonly modelName: string; readonly model: Model; readonly pullRequest: number; readonly sha: string },
): Promise<GateData> {
  const { modelName, model, pullRequest, sha } = asked;
  const files = await github.listChangedFiles(pullRequest);
  const readDocument = (path: string) => github.readText(path, sha);
  const changed = { files, readText: readDocument, folder: temporaryFolder };
  const expected = await openExpectedData({ workspace, modelName, model, configFile: CONFIG_FILE, changed });
  const { path, evaluation, validation } = model.data;
  const changedFiles = withLedElsewhere(workspace, files, [path, evaluation, validation]);
  return { ...openTables(workspace, model), changedFiles, readDocument, expected };
}
