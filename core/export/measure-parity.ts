import { OperatorError } from '../errors.ts';
import type { Columns, ModelRuntime } from '../ports/model-runtime.ts';
import type { Parity } from '../run/run-record.ts';

const TOLERANCE = 1e-5;

/**
 * Largest difference between what the training framework predicts and what the exported file predicts from the raw columns.
 * @throws OperatorError `parity-broken` above 1e-5: such a file is not the model that was trained.
 */
export async function measureParity(request: {
  readonly runtime: ModelRuntime;
  readonly onnx: Uint8Array;
  readonly columns: Columns;
  /** The framework's scores, one a row. */
  readonly expected: ArrayLike<number>;
  readonly framework: string;
}): Promise<Parity> {
  const { expected, framework } = request;
  const rows = expected.length;
  const model = await request.runtime.load(request.onnx, 'model.onnx');
  const outputs = await model.run(request.columns, rows);
  await model.release();
  const scores = Object.values(outputs)[0]?.data ?? new Float64Array();
  let maxAbsoluteDifference = 0;
  for (let row = 0; row < rows; row += 1) {
    const difference = Math.abs((scores[row] ?? Number.NaN) - (expected[row] ?? Number.NaN));
    if (!(difference <= TOLERANCE)) {
      throw new OperatorError(
        'parity-broken',
        `Row ${row}: ${framework} predicts ${expected[row]}, the exported ONNX file ${scores[row]}; at most ${TOLERANCE} may lie between.`,
        'The export does not do what training did: compare the preprocessing and the layers of both.',
      );
    }
    maxAbsoluteDifference = Math.max(maxAbsoluteDifference, difference);
  }
  return { rows, maxAbsoluteDifference, tolerance: TOLERANCE, framework };
}
