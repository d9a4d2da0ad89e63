import { OperatorError } from '../errors.ts';
import type { Columns, ModelRuntime } from '../ports/model-runtime.ts';

/** The output that every model gives: probability of the positive class, shape [rows, 1]. */
export const SCORE_OUTPUT = 'probability';

/**
 * Scores of a model on rows.
 * @throws OperatorError `model-invalid` when the model reads a column that the data lacks, gives no probability, or gives NaN.
 */
export async function scoreRows(
  runtime: ModelRuntime,
  file: { readonly bytes: Uint8Array; readonly source: string },
  columns: Columns,
  rows: number,
): Promise<Float64Array> {
  const model = await runtime.load(file.bytes, file.source);
  try {
    const missing = model.signature.inputs.filter(({ name }) => !Object.hasOwn(columns, name)).map(({ name }) => name);
    if (missing.length > 0) {
      throw new OperatorError(
        'model-invalid',
        `${file.source} reads ${missing.map((name) => JSON.stringify(name)).join(', ')}, which data.features of tidegate.yml does not list.`,
        `List what the model reads, or train it on: ${Object.keys(columns).join(', ')}.`,
      );
    }
    const outputs = model.signature.outputs.map(({ name }) => name);
    if (!outputs.includes(SCORE_OUTPUT)) {
      throw new OperatorError(
        'model-invalid',
        `${file.source} has no output ${JSON.stringify(SCORE_OUTPUT)}; it has ${outputs.join(', ')}.`,
        `Name the output with the positive class' probability ${JSON.stringify(SCORE_OUTPUT)}, shaped [rows, 1].`,
      );
    }
    const score = (await model.run(columns, rows))[SCORE_OUTPUT];
    if (score?.width !== 1 || score.data.length !== rows || score.data.some((value) => !(value >= 0 && value <= 1))) {
      throw new OperatorError(
        'model-invalid',
        `${file.source}: output ${JSON.stringify(SCORE_OUTPUT)} is not one probability from 0 to 1 for each of ${rows} rows.`,
        'End the network with a sigmoid and one unit, and fill missing values inside the graph.',
      );
    }
    return score.data;
  } finally {
    await model.release();
  }
}
