import type { Task } from '../../config/task.ts';
import type { Prediction } from '../../serving/prediction.ts';
import { NO_LABEL } from './fit-classification.ts';
import { type LabelledSample, takeLabelled, takeLabelledValues } from './labelled-rows.ts';
import { servedProbabilities, servedScores } from './served-scores.ts';

/** The newest predictions whose label has arrived, and how many of those labels are no class of the model. */
export function labelledPredictions(
  { task, classes }: { readonly task: Task; readonly classes: readonly string[] },
  predictions: readonly Prediction[],
  labels: ReadonlyMap<string, string>,
  most: number,
): LabelledSample & { readonly strangers: number } {
  const newest = predictions.filter(({ id }) => labels.has(id)).slice(-most);
  const texts = newest.map(({ id }) => labels.get(id) ?? '');
  if (task === 'regression') {
    const values = Float64Array.from(texts, (text) => (text.trim() === '' ? Number.NaN : Number(text)));
    const strangers = texts.filter((text, row) => text !== '' && !Number.isFinite(values[row])).length;
    const said = Float64Array.from(newest, ({ score }) => score);
    return { ...takeLabelledValues(said, values), strangers };
  }
  const codes = new Map(classes.map((name, index) => [name, index]));
  const known = Int32Array.from(texts, (text) => codes.get(text) ?? NO_LABEL);
  const strangers = texts.filter((text, row) => text !== '' && known[row] === NO_LABEL).length;
  if (task === 'binary-classification')
    return { ...takeLabelled({ rows: servedScores(newest, classes), labels: known, strangers }), strangers };
  const rows = servedProbabilities(newest, classes, classes);
  const answers = rows.predictions;
  // What needs all scores is not measured where the log lacks those of some answers.
  const hasAll = rows.scores.every(
    (score, at) => Number.isFinite(score) || answers[Math.floor(at / classes.length)] === NO_LABEL,
  );
  const usable = known.map((code, row) => (answers[row] === NO_LABEL ? NO_LABEL : code));
  const kept = hasAll ? rows : { ...rows, scores: new Float64Array() };
  return { ...takeLabelled({ rows: kept, labels: usable, strangers }), strangers };
}
