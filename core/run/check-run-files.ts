import { sha256 } from '../digest.ts';
import { parseDocument } from '../document.ts';
import { OperatorError } from '../errors.ts';
import { RUN_RECORD, type RunRecord } from './run-record.ts';

export interface TrainedModel {
  readonly record: RunRecord;
  readonly bytes: Uint8Array;
}

/**
 * A run record and a model that belong together, and to the model and commit that are asked about.
 * @throws OperatorError `artifact-mismatch`, or `document-invalid` for a record that is none
 */
export async function checkRunFiles(
  files: { readonly 'run-record.json': Uint8Array; readonly 'model.onnx': Uint8Array },
  expected: { readonly source: string; readonly modelName: string; readonly sha: string },
): Promise<TrainedModel> {
  const { source, modelName, sha } = expected;
  const text = new TextDecoder().decode(files['run-record.json']);
  const record = parseDocument(RUN_RECORD, text, `run-record.json of ${source}`);
  const digest = await sha256(files['model.onnx']);
  const listed = record.artifacts.find(({ path }) => path === 'model.onnx')?.digest;
  expectEqual(record.model, modelName, 'is of model', source);
  expectEqual(record.commit, sha, 'is of commit', source);
  expectEqual(record.onnx.digest, digest, 'promises a model.onnx of digest', source);
  expectEqual(listed ?? 'nothing', digest, 'lists model.onnx with', source);
  return { record, bytes: files['model.onnx'] };
}

function expectEqual(actual: string, expected: string, relation: string, source: string): void {
  if (actual === expected) return;
  throw new OperatorError(
    'artifact-mismatch',
    `The run record of ${source} ${relation} ${actual.slice(0, 100)}, expected ${expected}.`,
    'Train again; artifacts must not change after the run, and a run speaks for its own commit only.',
  );
}
