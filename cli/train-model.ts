import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { createDuckDb } from '@tidegate/core/adapters/duckdb';
import { loadTable } from '@tidegate/core/adapters/load-table';
import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { runTraining } from '@tidegate/core/adapters/training-process';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import { readTruth } from '@tidegate/core/data/truth';
import { renderDocument } from '@tidegate/core/document';
import { OperatorError } from '@tidegate/core/errors';
import { buildRunRecord } from '@tidegate/core/run/build-run-record';
import { readSignature } from '@tidegate/core/run/read-signature';
import { listTrainedFiles } from '@tidegate/core/run/trained-files';
import { readText } from './read-file.ts';

export interface TrainOptions {
  readonly model: string;
  readonly config: string;
  readonly out: string;
}

export interface TrainedFolder {
  readonly out: string;
  /** What the run record lists, by name; the candidate first. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** Trains a model as the train Action does; what was there stays until the run has succeeded. */
export async function train(options: TrainOptions): Promise<TrainedFolder> {
  const configFile = resolve(options.config);
  const workspace = dirname(configFile);
  const out = resolve(options.out);
  const part = `${out}.part`; // what was there stays until a whole run takes its place
  refuseToEmpty(out, workspace);
  const model = findModel(parseConfig(readText(configFile, 'the configuration'), options.config), options.model);
  const table = await loadTable(createDuckDb(), join(workspace, model.data.path), model.data.path);
  readTruth(table, model.data, model.task);
  const trained = await runTraining({
    modelName: options.model,
    model,
    configFile,
    workspace,
    outputFolder: part,
    environment: process.env,
    onLine: (line) => process.stdout.write(`${line}\n`),
    now: () => new Date(),
  });
  const described = await readSignature(createOnnxRuntime(), trained.onnx, 'model.onnx');
  const record = await buildRunRecord({
    id: `local-${randomUUID()}`,
    modelName: options.model,
    model,
    commit: '0'.repeat(40),
    pullRequest: null,
    actor: process.env['USER'] ?? 'local',
    workflow: null,
    dataSet: { digest: table.digest, rows: table.rows },
    ...trained,
    onnx: { bytes: trained.onnx, ...described },
    interpreter: `Node.js ${process.version}`,
    platform: `${process.platform}-${process.arch}`,
    lockFiles: [],
  });
  const files = listTrainedFiles(trained);
  for (const [name, bytes] of Object.entries(files)) {
    // What the record speaks of, not what the command left under that name: a link would be written through.
    rmSync(join(part, name), { recursive: true, force: true });
    writeFileSync(join(part, name), bytes);
  }
  writeFileSync(join(part, 'run-record.json'), renderDocument(record));
  rmSync(out, { recursive: true, force: true });
  renameSync(part, out);
  return { out, files };
}

/** The folder is emptied: one that holds the workspace, or anything that no run of ours left, is a slip of the hand. */
function refuseToEmpty(out: string, workspace: string): void {
  const holds = (folder: string) => !relative(out, folder).split(sep).includes('..');
  if (existsSync(out) && !statSync(out).isDirectory())
    throw new OperatorError('input-invalid', `--out ${out} is a file.`, 'Name a folder.');
  const isForeign = () =>
    existsSync(out) &&
    readdirSync(out).length > 0 &&
    !['model.onnx', 'result.json', 'run-record.json'].some((name) => existsSync(join(out, name)));
  if (!holds(workspace) && !holds(process.cwd()) && !isForeign()) return;
  throw new OperatorError(
    'input-invalid',
    `--out ${out} would be emptied, and it holds other files than those of a run.`,
    'Name a new folder, or empty it yourself.',
  );
}
