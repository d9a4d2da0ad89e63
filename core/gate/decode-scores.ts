import { createClassFinder } from '../data/label-forms.ts';
import { sortedNames } from '../data/truth.ts';
import type { Output } from '../ports/model-runtime.ts';
import { activateLogits } from './activate-logits.ts';
import { isValueTask, quoteNames, type ScoringPlan, unusable } from './model-file.ts';

/** Turns an output into the scores of its rows, row-major; `width` is how many a row has. */
export interface ScoreDecoder {
  readonly width: number;
  /** @throws OperatorError `model-invalid` when the output has another width than the task and its classes need */
  decode(output: Output): Float64Array;
}

/** Scores as the task needs them: of the positive class, one for each class, or one value. */
export function createScoreDecoder(plan: ScoringPlan, name: string, source: string): ScoreDecoder {
  const { task, classes, settings } = plan;
  const isBinary = task === 'binary-classification';
  const width = isBinary || isValueTask(task) ? 1 : classes.length;
  const positive = isBinary ? positivePlace(plan, source) : 0;
  const areLogits = settings.scores === 'logit' && !isValueTask(task);
  return {
    width,
    decode(output) {
      const isPair = isBinary && output.width === 2;
      if (!isPair && output.width !== width) throw wrongWidth(plan, name, output.width, source);
      const values = areLogits
        ? activateLogits(output.data, output.width, task !== 'multilabel-classification')
        : output.data;
      return isPair ? values.filter((_, index) => index % 2 === positive) : values;
    },
  };
}

/** Which of two columns is the positive class's. */
function positivePlace({ classes, outputClasses = sortedNames(classes) }: ScoringPlan, source: string): number {
  const place = createClassFinder(outputClasses)(classes[1] ?? '');
  if (place !== undefined) return place;
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
