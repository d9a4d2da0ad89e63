import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDuckDb } from '@tidegate/core/adapters/duckdb';
import { loadTable } from '@tidegate/core/adapters/load-table';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import type { Model } from '@tidegate/core/config/schema';
import type { Table } from '@tidegate/core/data/table';
import { type Digest, sha256 } from '@tidegate/core/digest';
import { OperatorError } from '@tidegate/core/errors';
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

export function readTable(workspace: string, model: Model): Promise<Table> {
  return loadTable(createDuckDb(), join(workspace, model.data.path), model.data.path);
}

/** The data, and the evaluation rows where they have a file of their own. */
export async function readTables(
  workspace: string,
  model: Model,
): Promise<{ readonly data: Table; readonly evaluation: Table | undefined }> {
  const { evaluation } = model.data;
  const data = await readTable(workspace, model);
  return {
    data,
    evaluation:
      evaluation === undefined ? undefined : await loadTable(createDuckDb(), join(workspace, evaluation), evaluation),
  };
}

/** What a training run reads: the data, and the versions of its dependencies. */
export async function describeInputs(
  workspace: string,
  model: Model,
): Promise<Pick<RunFacts, 'dataSet' | 'lockFiles'>> {
  const { digest, rows } = await readTable(workspace, model);
  const lockFiles = LOCK_FILES.filter((file) => existsSync(join(workspace, file))).map(async (path) => {
    const bytes = readFileSync(join(workspace, path));
    return { path, digest: await sha256(bytes), bytes: bytes.length };
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
