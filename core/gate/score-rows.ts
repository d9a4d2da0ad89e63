import { OperatorError } from '../errors.ts';
import type { Columns, ModelRuntime } from '../ports/model-runtime.ts';
import type { ModelFile, ScoringPlan } from './model-file.ts';
import { type ModelScores, openModel } from './open-model.ts';

/** The output that our exporter writes and the model server reads: probability of the positive class, shape [rows, 1]. */
export const SCORE_OUTPUT = 'probability';

export interface ScoreRequest extends ScoringPlan {
  readonly columns: Columns;
  readonly rows: number;
}

/**
 * What a model says about rows, in batches: memory grows with the result only.
 * @throws OperatorError `model-invalid` when the model reads a column that the data lacks, gives labels that are no classes of the
 * data, or scores that no metric can take; `data-invalid` for no rows
 */
export async function scoreRows(runtime: ModelRuntime, file: ModelFile, request: ScoreRequest): Promise<ModelScores> {
  const { columns, rows } = request;
  if (rows === 0) {
    throw new OperatorError(
      'data-invalid',
      `There are no rows to score with ${file.source}.`,
      'Give an evaluation set with rows, or a larger data.holdout.fraction.',
    );
  }
  const model = await openModel(runtime, file, request);
  try {
    return await model.score(columns, rows);
  } finally {
    await model.release();
  }
}
