import type { OnnxSettings } from '../config/onnx.ts';
import type { Task } from '../config/task.ts';
import { OperatorError } from '../errors.ts';

/** An ONNX file; `source` is how messages call it. */
export interface ModelFile {
  readonly bytes: Uint8Array;
  readonly source: string;
  /** Files with weights beside it, by the name that the model gives them. */
  readonly externalData?: ReadonlyMap<string, Uint8Array> | undefined;
}

/** How rows go into a model and what comes out means. */
export interface ScoringPlan {
  readonly task: Task;
  /** Classes of the truth. Binary: the negative one, then the positive one; none for regression and ranking. */
  readonly classes: readonly string[];
  /** Classes in the order of the model's outputs, where data.classes names it; by default sorted as scikit-learn does. */
  readonly outputClasses?: readonly string[] | undefined;
  /** Names of the columns in the order of data.features: numeric ones first. */
  readonly features: readonly string[];
  readonly settings: OnnxSettings;
  /** Where a row stands in its file; the first is 0. */
  readonly placeOf?: ((row: number) => string) | undefined;
}

export function unusable(source: string, problem: string, hint: string): OperatorError {
  return new OperatorError('model-invalid', `${source} ${problem}.`, hint);
}

/** The first few names, quoted. */
export function quoteNames(names: Iterable<string>, most = 10): string {
  const all = [...names];
  const shown = all.slice(0, most).map((name) => JSON.stringify(name.slice(0, 60)));
  return all.length > most ? `${shown.join(', ')} and ${all.length - most} more` : shown.join(', ');
}

/** Tasks whose model gives one value of any size for a row. */
export function isValueTask(task: Task): boolean {
  return task === 'regression' || task === 'ranking';
}
