import type { Column, Columns } from '../../ports/model-runtime.ts';
import { oneForm } from '../../profile/one-form.ts';
import { NO_LABEL } from './fit-classification.ts';
import type { ScoredRows } from './scored-rows.ts';

/** Which columns hold what a classifier said, and the labels. */
export interface ScoredColumns {
  readonly task: ScoredRows['task'];
  /** Binary: the negative class, then the positive one. */
  readonly classes: readonly string[];
  /** Binary: one column, of the positive class; else one a class, in their order. None where the model only gives classes. */
  readonly scores: readonly string[];
  readonly target?: string | undefined;
  /** Class that the model gives. Without it a positive is a score at or above the threshold, or the class of the highest score. */
  readonly prediction?: string | undefined;
  readonly threshold: number;
}

export interface LabelledRows {
  readonly rows: ScoredRows;
  /** Index into the classes, −1 where no label has arrived; shape [rows]. */
  readonly labels: Int32Array;
  /** Labels that are no class of the model: they count as not arrived. */
  readonly strangers: number;
}

/** Scores and labels from raw columns; a score column that the window lacks is missing in every row. */
export function readScored(columns: Columns, layout: ScoredColumns): LabelledRows {
  const count = Object.values(columns)[0]?.length ?? 0;
  const scores = new Float64Array(count * layout.scores.length);
  layout.scores.forEach((name, index) => {
    const column = columns[name];
    for (let row = 0; row < count; row += 1)
      scores[row * layout.scores.length + index] =
        column instanceof Float64Array ? (column[row] as number) : Number.NaN;
  });
  const target = layout.target === undefined ? undefined : columns[layout.target];
  const { codes: labels, strangers } = readClasses(target, layout.classes, count);
  const given = layout.prediction === undefined ? undefined : columns[layout.prediction];
  const decided = decide(scores, layout, count);
  // A row without a given class has that of its scores.
  const predictions = given
    ? readClasses(given, layout.classes, count).codes.map((code, row) =>
        code === NO_LABEL ? (decided[row] ?? 0) : code,
      )
    : decided;
  return { rows: { task: layout.task, classes: layout.classes, rows: count, scores, predictions }, labels, strangers };
}

/** Index into the classes, −1 where there is none; what is no class is counted, and its values are told. */
export function readClasses(column: Column | undefined, classes: readonly string[], count: number) {
  const codes = new Int32Array(count).fill(NO_LABEL);
  const strange = new Set<string>();
  let strangers = 0;
  if (!column) return { codes, strangers, strange };
  // 1 and 1.0 are one class: a column of numbers has no text of its own.
  const known = new Map(
    classes.map((name, index) => [column instanceof Float64Array ? Number(name) : oneForm(name), index]),
  );
  for (let row = 0; row < count; row += 1) {
    const value = column[row] as string | number;
    if (value === '' || Number.isNaN(value)) continue;
    const code = known.get(typeof value === 'string' ? oneForm(value) : value);
    if (code !== undefined) codes[row] = code;
    else {
      strangers += 1;
      strange.add(String(value));
    }
  }
  return { codes, strangers, strange };
}

function decide(scores: Float64Array, { task, classes, threshold }: ScoredColumns, count: number): Int32Array {
  if (scores.length === 0) return new Int32Array(count);
  if (task === 'binary-classification') return Int32Array.from(scores, (score) => Number(score >= threshold));
  const width = classes.length;
  return Int32Array.from({ length: count }, (_, row) => {
    let best = 0;
    for (let index = 1; index < width; index += 1)
      if ((scores[row * width + index] as number) > (scores[row * width + best] as number)) best = index;
    return best;
  });
}
