import type { ReadScores } from './decode-scores.ts';
import { isValueTask, type ScoringPlan, unusable } from './model-file.ts';

/** By this much do float32 sums over trees or classes miss 0 and 1. */
const ROUNDING = 1e-5;
const SUM_TOLERANCE = 1e-3;
const LOGIT_HINT = 'End the graph with a sigmoid or a softmax, or say onnx.scores: logit if the output holds logits.';

export interface ScoreRange {
  readonly plan: ScoringPlan;
  /** Name of the output and of the model, for messages. */
  readonly name: string;
  readonly source: string;
  /** Number of the first row among all. */
  readonly firstRow: number;
  /** What a row of these scores is called; counted from 1 among all where nothing else is known. */
  readonly nameRow?: ((row: number) => string) | undefined;
}

/**
 * Moves what a rounding error put outside [0, 1] to its end, and refuses what no metric can take.
 * @throws OperatorError `model-invalid` that names row and value: not a number, infinite, no probability, or probabilities
 * of a row that do not sum to 1
 */
export function checkScores(read: ReadScores, range: ScoreRange): void {
  const { plan, name, source } = range;
  const { values: scores, width, classes } = read;
  const isValue = isValueTask(plan.task);
  for (let index = 0; index < scores.length; index += 1) {
    const score = scores[index] as number;
    if (isValue ? Number.isFinite(score) : score >= 0 && score <= 1) continue;
    if (!isValue && score >= -ROUNDING && score <= 1 + ROUNDING) {
      scores[index] = score < 0 ? 0 : 1;
      continue;
    }
    const column = width > 1 ? `, class ${JSON.stringify(classes[index % width])}` : '';
    const place = `output ${JSON.stringify(name)} is ${score} in ${nameOf(range, Math.floor(index / width))}${column}`;
    if (isValue || Number.isNaN(score))
      throw unusable(
        source,
        `gives no number: ${place}`,
        'Fill missing values inside the graph; look at its training.',
      );
    throw unusable(source, `gives no probability: ${place}, expected 0 to 1`, LOGIT_HINT);
  }
  if (read.areExclusive) checkSums(read, range);
}

function checkSums({ values: scores, width }: ReadScores, range: ScoreRange): void {
  const { name, source } = range;
  for (let start = 0; start < scores.length; start += width) {
    let sum = 0;
    for (let each = start; each < start + width; each += 1) sum += scores[each] as number;
    if (Math.abs(sum - 1) <= SUM_TOLERANCE) continue;
    throw unusable(
      source,
      `gives no probabilities: output ${JSON.stringify(name)} sums to ${sum.toPrecision(4)} over the classes in ${nameOf(range, start / width)}, expected 1`,
      LOGIT_HINT,
    );
  }
}

function nameOf({ firstRow, nameRow }: Omit<ScoreRange, 'plan'>, row: number): string {
  return nameRow?.(row) ?? `row ${firstRow + row + 1}`;
}
