import { createClassFinder } from '../data/label-forms.ts';
import { sortedNames } from '../data/sorted-names.ts';
import { normaliseRows } from '../evaluation/normalise-rows.ts';
import type { Output } from '../ports/model-runtime.ts';
import { activateLogits } from './activate-logits.ts';
import { isValueTask, quoteNames, type ScoringPlan, unusable } from './model-file.ts';

/** Turns an output into the scores of its rows, row-major; `width` is how many a row has. */
export interface ScoreDecoder {
  readonly width: number;
  /**
   * What the output says, as probabilities or values: not yet checked.
   * @throws OperatorError `model-invalid` when the output has another width than the task and its classes need
   */
  read(output: Output): ReadScores;
  /** Scores as the task needs them: of the positive class, one for each class, or one value. */
  choose(read: ReadScores): Float64Array;
}

export interface ReadScores {
  readonly values: Float64Array;
  readonly width: number;
  /** Names of what a row has a value for. */
  readonly classes: readonly string[];
  /** Whether the values of a row are probabilities of classes that exclude each other: they sum to 1. */
  readonly areExclusive: boolean;
}

export function createScoreDecoder(plan: ScoringPlan, name: string, source: string): ScoreDecoder {
  const { task, classes, settings } = plan;
  const isBinary = task === 'binary-classification';
  const width = isBinary || isValueTask(task) ? 1 : classes.length;
  const pair = isBinary ? orderPair(plan, source) : undefined;
  const areLogits = settings.scores === 'logit' && !isValueTask(task);
  return {
    width,
    read(output) {
      const isPair = pair !== undefined && output.width === 2;
      if (!isPair && output.width !== width) throw wrongWidth(plan, name, output.width, source);
      return {
        values: areLogits
          ? activateLogits(output.data, output.width, task !== 'multilabel-classification')
          : output.data,
        width: output.width,
        classes: isPair ? pair.names : classes,
        areExclusive: isPair || task === 'multiclass-classification',
      };
    },
    choose(read) {
      const values = read.areExclusive ? normaliseRows(read.values, read.width) : read.values;
      return read.width === width ? values : values.filter((_, index) => index % 2 === pair?.positive);
    },
  };
}

/** What two columns are of, and which of them is the positive class's. */
function orderPair({ classes, outputClasses = sortedNames(classes) }: ScoringPlan, source: string) {
  const positive = createClassFinder(outputClasses)(classes[1] ?? '');
  if (positive !== undefined) return { names: outputClasses, positive };
  throw unusable(
    source,
    `has the output classes ${quoteNames(outputClasses)} by data.classes; ${JSON.stringify(classes[1])}, which counts as positive, is none of them`,
    'Write data.classes with both labels of the target, in the order that the model was trained with.',
  );
}

function wrongWidth({ task, classes }: ScoringPlan, name: string, width: number, source: string) {
  const expected =
    task === 'binary-classification'
      ? `1 (the positive class) or 2 (${quoteNames(classes)})`
      : isValueTask(task)
        ? '1'
        : `${classes.length}, one for each class (${quoteNames(classes)})`;
  return unusable(
    source,
    `gives ${width} values a row in output ${JSON.stringify(name)}; ${task} needs ${expected}`,
    'Name another output under onnx.output, or make data.classes the classes that it was trained on.',
  );
}
