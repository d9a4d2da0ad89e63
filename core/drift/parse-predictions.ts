import { OperatorError } from '../errors.ts';
import { Prediction } from '../serving/prediction.ts';

export interface PredictionLog {
  readonly predictions: readonly Prediction[];
  /** Lines that are no predictions: a crash may cut the last one, and a log may be damaged. They are counted, not hidden. */
  readonly brokenLines: number;
}

/** Parses the JSON lines of a prediction log. @throws OperatorError `document-invalid` when no line at all is a prediction. */
export function parsePredictions(text: string, source: string): PredictionLog {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const predictions = lines.flatMap((line) => parseLine(line) ?? []);
  if (lines.length > 0 && predictions.length === 0) {
    throw new OperatorError(
      'document-invalid',
      `${source} has ${lines.length} lines, none of which is a tidegate.prediction of version 1.`,
      "Give the prediction log that the model server writes (its --state folder's predictions.jsonl).",
    );
  }
  return { predictions, brokenLines: lines.length - predictions.length };
}

function parseLine(line: string): Prediction | undefined {
  try {
    return Prediction.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
