import type { Task } from '../../config/task.ts';
import { isValueTask } from '../model-file.ts';
import type { ModelScores } from '../open-model.ts';

export interface FlipSettings {
  readonly task: Task;
  /** Threshold on the score of a positive; binary and multilabel classification. */
  readonly threshold: number;
  /** Standard deviation of the target; regression and ranking. */
  readonly targetDeviation?: number | undefined;
}

/** A value that moves by more than this share of the target's standard deviation has flipped. */
const VALUE_STEP = 0.1;

/** 1 for each row whose prediction is another one afterwards; all of them where there is none. */
export function findFlips(
  before: ModelScores,
  after: ModelScores | undefined,
  rows: number,
  settings: FlipSettings,
): Uint8Array {
  if (!after) return new Uint8Array(rows).fill(1);
  const decide = decider(settings);
  return Uint8Array.from({ length: rows }, (_, row) => (decide(before, after, row) ? 1 : 0));
}

type Flips = (before: ModelScores, after: ModelScores, row: number) => boolean;

function decider({ task, threshold, targetDeviation = 0 }: FlipSettings): Flips {
  if (isValueTask(task)) {
    const step = VALUE_STEP * targetDeviation;
    // Not "larger than": NaN is no number that stayed.
    return (before, after, row) => !(Math.abs(scoreAt(before, row, 0) - scoreAt(after, row, 0)) <= step);
  }
  if (task === 'multiclass-classification')
    return (before, after, row) => isLost(after, row) || choice(before, row) !== choice(after, row);
  return (before, after, row) => {
    if (isLost(after, row)) return true;
    const width = before.width;
    for (let place = 0; place < width; place += 1)
      if (isPositive(before, row, place, threshold) !== isPositive(after, row, place, threshold)) return true;
    return false;
  };
}

function scoreAt({ scores, width }: ModelScores, row: number, place: number): number {
  return scores?.[row * width + place] ?? Number.NaN;
}

function isPositive(given: ModelScores, row: number, place: number, threshold: number): boolean {
  if (given.scores) return scoreAt(given, row, place) >= threshold;
  return given.decisions?.[row * given.width + place] === 1;
}

function choice({ scores, decisions, width }: ModelScores, row: number): number {
  if (decisions) return decisions[row] ?? -1;
  let best = 0;
  for (let each = 1; each < width; each += 1)
    if ((scores?.[row * width + each] ?? 0) > (scores?.[row * width + best] ?? 0)) best = each;
  return best;
}

/** The model gives no number where there was one. */
function isLost({ scores, width }: ModelScores, row: number): boolean {
  return scores?.subarray(row * width, (row + 1) * width).some(Number.isNaN) ?? false;
}
