import { OperatorError } from '../errors.ts';
import { ARTIFACT_MAX_CONTENT_BYTES, DOCUMENT_MAX_BYTES } from '../limits.ts';

/** What training left for the gate. */
export interface TrainedFiles {
  readonly onnx: Uint8Array;
  /** The same configuration trained with other seeds. */
  readonly seedModels: readonly { readonly seed: number; readonly bytes: Uint8Array }[];
  /** predictions.json, where the command wrote one. */
  readonly predictions: Uint8Array | undefined;
}

export const PREDICTIONS_FILE = 'predictions.json';

export const seedFile = (seed: number): string => `seed-${seed}.onnx`;

/** The files that are uploaded beside the run record, by their names; the candidate first. */
export function listTrainedFiles({
  onnx,
  seedModels,
  predictions,
}: TrainedFiles): Readonly<Record<string, Uint8Array>> {
  return {
    'model.onnx': onnx,
    ...Object.fromEntries(seedModels.map(({ seed, bytes }) => [seedFile(seed), bytes])),
    ...(predictions && { [PREDICTIONS_FILE]: predictions }),
  };
}

/**
 * What does not fit into one artifact cannot be judged: asked after each of `count` seeds, not when all are trained.
 * @throws OperatorError `artifact-too-large`
 */
export function refuseTooLarge(files: TrainedFiles, count: number): void {
  const sizes = Object.values(listTrainedFiles(files)).map(({ length }) => length);
  const total = sizes.reduce((sum, size) => sum + size, DOCUMENT_MAX_BYTES);
  if (total <= ARTIFACT_MAX_CONTENT_BYTES) return;
  throw new OperatorError(
    'artifact-too-large',
    `The files of ${files.seedModels.length + 1} of ${count} seeds have ${total} bytes with the run record; at most ${ARTIFACT_MAX_CONTENT_BYTES} are uploaded.`,
    'Train fewer seeds, or make the model smaller or quantise it.',
  );
}
