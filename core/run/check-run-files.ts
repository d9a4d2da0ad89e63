import { sha256 } from '../digest.ts';
import { parseDocument } from '../document.ts';
import { OperatorError } from '../errors.ts';
import { type Predictions, parseFrameworkPredictions } from './predictions.ts';
import { RUN_RECORD, type RunRecord } from './run-record.ts';
import { PREDICTIONS_FILE, seedFile } from './trained-files.ts';

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

export interface OptionalRunFiles {
  /** The candidate's configuration trained with other seeds. */
  readonly seeds: readonly { readonly seed: number; readonly bytes: Uint8Array }[];
  readonly predictions: Predictions | undefined;
}

/**
 * What came beside the candidate is exactly what its record lists: no seed is left out, none is added, none is there twice.
 * @throws OperatorError `artifact-mismatch`, or `document-invalid` for predictions that are none
 */
export async function checkOptionalFiles(
  record: RunRecord,
  files: ReadonlyMap<string, Uint8Array>,
  source: string,
): Promise<OptionalRunFiles> {
  const [, ...others] = record.seeds;
  expectEqual(list(record.seeds), list(new Set(record.seeds)), 'trains seeds', source);
  expectEqual(list(record.seedModels.map(({ seed }) => seed)), list(others), 'brings models of seeds', source);
  const listed = record.artifacts.filter(({ path }) => path !== 'model.onnx');
  const predicted = listed.filter(({ path }) => path === PREDICTIONS_FILE);
  const arrived = listNames(files.keys());
  expectEqual(listNames(listed.map(({ path }) => path)), arrived, 'lists, beside model.onnx,', source);
  const named = [...record.seedModels, ...predicted].map(({ path }) => path);
  expectEqual(listNames(named), arrived, 'names, as models of seeds and predictions,', source);
  for (const { path, digest, bytes } of [...listed, ...record.seedModels]) {
    const file = files.get(path) ?? new Uint8Array();
    expectEqual(`${bytes} bytes`, `${file.length} bytes`, `promises a ${path} of`, source);
    expectEqual(digest, await sha256(file), `promises a ${path} of digest`, source);
  }
  const seeds = record.seedModels.map(({ seed, path }) => {
    expectEqual(path, seedFile(seed), `keeps seed ${seed} in`, source);
    return { seed, bytes: files.get(path) ?? new Uint8Array() };
  });
  const predictions = files.get(PREDICTIONS_FILE);
  const text = predictions && new TextDecoder().decode(predictions);
  return {
    seeds,
    predictions: text === undefined ? undefined : parseFrameworkPredictions(text, `${PREDICTIONS_FILE} of ${source}`),
  };
}

const list = (items: Iterable<unknown>): string => [...items].join(', ') || 'none';
const listNames = (names: Iterable<string>): string => list([...names].toSorted().map((name) => JSON.stringify(name)));

function expectEqual(actual: string, expected: string, relation: string, source: string): void {
  if (actual === expected) return;
  throw new OperatorError(
    'artifact-mismatch',
    `The run record of ${source} ${relation} ${actual.slice(0, 100)}, expected ${expected.slice(0, 100)}.`,
    'Train again; artifacts must not change after the run, and a run speaks for its own commit only.',
  );
}
