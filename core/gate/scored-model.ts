import type { Model } from '../config/schema.ts';
import { buildSample } from '../evaluation/build-sample.ts';
import type { Sample } from '../evaluation/sample.ts';
import type { ModelRuntime } from '../ports/model-runtime.ts';
import type { ScorableRows } from './evaluation-rows.ts';
import type { ModelFile, ScoringPlan } from './model-file.ts';
import { type ModelScores, type OpenModel, openModel } from './open-model.ts';

/** A model with what it says about the evaluation rows; `open` must be released. */
export interface ScoredModel {
  readonly file: ModelFile;
  readonly open: OpenModel;
  readonly scored: ModelScores;
}

/** @throws OperatorError `model-invalid` */
export async function scoreModel(
  runtime: ModelRuntime,
  file: ModelFile,
  model: Model,
  {
    truth,
    batches,
    rows,
    table,
  }: Pick<ScorableRows, 'truth' | 'batches' | 'rows'> & Partial<Pick<ScorableRows, 'table'>>,
): Promise<ScoredModel> {
  const plan: ScoringPlan = {
    task: model.task,
    classes: 'classes' in truth ? truth.classes : [],
    outputClasses: model.data.classes,
    features: [...model.data.features.numeric, ...model.data.features.categorical],
    settings: model.onnx,
    placeOf: table && ((row) => `${table.source}:${table.lines[row] ?? row + 1}`),
  };
  const open = await openModel(runtime, file, plan);
  try {
    return { file, open, scored: await open.scoreBatches(batches(), rows) };
  } catch (error) {
    await open.release();
    throw error;
  }
}

export function sampleOf({ scored }: ScoredModel, { truth }: Pick<ScorableRows, 'truth'>, threshold: number): Sample {
  return buildSample(truth, scored, threshold);
}
