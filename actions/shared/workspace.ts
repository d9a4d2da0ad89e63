import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOfFile } from '@tidegate/core/adapters/digest-of-file';
import { createDuckDb } from '@tidegate/core/adapters/duckdb';
import { openTable } from '@tidegate/core/adapters/load-table';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import type { Model } from '@tidegate/core/config/schema';
import { collectColumns } from '@tidegate/core/data/collect-columns';
import type { TableSource } from '@tidegate/core/data/table';
import { type Digest, sha256 } from '@tidegate/core/digest';
import { OperatorError } from '@tidegate/core/errors';
import type { VerdictRequest } from '@tidegate/core/gate/decide';
import type { RunFacts } from '@tidegate/core/run/build-run-record';

export const CONFIG_FILE = 'tidegate.yml';
const LOCK_FILES = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'uv.lock', 'poetry.lock', 'requirements.txt'];

export interface Policy {
  readonly model: Model;
  readonly digest: Digest;
}

/** The policy that is checked out: the base branch's in every workflow but train.yml. */
export async function readPolicy(workspace: string, modelName: string): Promise<Policy> {
  const text = new TextDecoder().decode(readWorkspaceFile(workspace, CONFIG_FILE));
  return { model: findModel(parseConfig(text, CONFIG_FILE), modelName), digest: await sha256(text) };
}

export function openData(workspace: string, path: string): TableSource {
  return openTable(createDuckDb(), join(workspace, path), path);
}

/** The data, and the rows to judge and to choose a threshold on, where they have files of their own. */
export function openTables(
  workspace: string,
  { data: { path, evaluation, validation } }: Model,
): Pick<VerdictRequest, 'data' | 'evaluation' | 'validation'> {
  const open = (file: string | undefined) => (file === undefined ? undefined : openData(workspace, file));
  return { data: openData(workspace, path), evaluation: open(evaluation), validation: open(validation) };
}

/** What a training run reads: the data, and the versions of its dependencies. */
export async function describeInputs(
  workspace: string,
  model: Model,
): Promise<Pick<RunFacts, 'dataSet' | 'lockFiles'>> {
  const { path, target } = model.data;
  const { rows } = await collectColumns(openData(workspace, path), [target]);
  const digest = await digestOfFile(join(workspace, path));
  const lockFiles = LOCK_FILES.filter((file) => existsSync(join(workspace, file))).map(async (file) => {
    const bytes = readFileSync(join(workspace, file));
    return { path: file, digest: await sha256(bytes), bytes: bytes.length };
  });
  return { dataSet: { digest, rows }, lockFiles: await Promise.all(lockFiles) };
}

function readWorkspaceFile(workspace: string, path: string): Uint8Array {
  try {
    return readFileSync(join(workspace, path));
  } catch (cause) {
    throw new OperatorError(
      path === CONFIG_FILE ? 'config-invalid' : 'data-invalid',
      `There is no file ${path} in the workspace.`,
      'Check the repository out before this step (actions/checkout), and look at the path.',
      cause,
    );
  }
}
