import { OperatorError } from '../errors.ts';
import type { Columns, ModelRuntime } from '../ports/model-runtime.ts';
import type { Parity } from '../run/run-record.ts';

/** In probabilities; of values: in the deviation of what was predicted, for float32 has seven digits, whatever the unit. */
const TOLERANCE = 1e-5;

/**
 * Largest difference between what the training framework predicts and what the exported file predicts from the raw columns.
 * @throws OperatorError `parity-broken` above 1e-5, in deviations of the target where there are any: such a file is not the model that was trained.
 */
export async function measureParity(request: {
  readonly runtime: ModelRuntime;
  readonly onnx: Uint8Array;
  readonly columns: Columns;
  /** The framework's scores, one a row. */
  readonly expected: ArrayLike<number>;
  readonly framework: string;
  /** Regression: standard deviation of the target. */
  readonly deviation?: number;
}): Promise<Parity> {
  const { expected, framework, deviation = 1 } = request;
  const tolerance = TOLERANCE * deviation;
  const rows = expected.length;
  const scores = await scoreRows(request, rows);
  let maxAbsoluteDifference = 0;
  for (let row = 0; row < rows; row += 1) {
    const difference = Math.abs((scores[row] ?? Number.NaN) - (expected[row] ?? Number.NaN));
    // A NaN on either side is no parity: it fails every comparison.
    if (!(difference <= tolerance)) {
      throw new OperatorError(
        'parity-broken',
        `Row ${row}: ${framework} predicts ${expected[row]}, the exported ONNX file ${scores[row]}; at most ${tolerance} may lie between.`,
        'The export does not do what training did: compare the preprocessing and the layers of both.',
      );
    }
    maxAbsoluteDifference = Math.max(maxAbsoluteDifference, difference);
  }
  return { rows, maxAbsoluteDifference, tolerance, framework };
}

async function scoreRows(
  { runtime, onnx, columns }: { readonly runtime: ModelRuntime; readonly onnx: Uint8Array; readonly columns: Columns },
  rows: number,
): Promise<Float64Array> {
  const model = await runtime.load(onnx, 'model.onnx');
  try {
    const outputs = await model.run(columns, rows);
    return Object.values(outputs)[0]?.data ?? new Float64Array();
  } finally {
    await model.release();
  }
}
