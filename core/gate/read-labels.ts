import { createClassFinder } from '../data/label-forms.ts';
import type { Output } from '../ports/model-runtime.ts';
import { quoteNames, type ScoringPlan, unusable } from './model-file.ts';

/** Labels of a model as the classes of the data; `width` is how many numbers a row has. */
export interface LabelReader {
  readonly width: number;
  /**
   * Index into the classes; several labels a row: 1 for each that is given.
   * @throws OperatorError `model-invalid` that names both sets, when the model gives a label that is no class of the data
   */
  read(labels: Output): Int32Array;
}

export function createLabelReader(plan: ScoringPlan, name: string, source: string): LabelReader {
  const { task, classes } = plan;
  const isMultilabel = task === 'multilabel-classification';
  const width = isMultilabel ? classes.length : 1;
  const toIndices = matchLabels(classes, source);
  return {
    width,
    read(labels) {
      if (labels.width === width) return isMultilabel ? Int32Array.from(labels.data) : toIndices(labels);
      throw unusable(
        source,
        `gives ${labels.width} labels a row in output ${JSON.stringify(name)}; ${task} needs ${width}`,
        'Name another output under onnx.output, or make data.classes the classes that it was trained on.',
      );
    },
  };
}

function matchLabels(classes: readonly string[], source: string): (labels: Output) => Int32Array {
  const find = createClassFinder(classes);
  return ({ data, texts }) => {
    const labels: ArrayLike<string | number> = texts ?? data;
    const indices = Array.from(labels, (label) => find(String(label)));
    const strangers = new Set(Array.from(labels, String).filter((_, row) => indices[row] === undefined));
    if (strangers.size === 0) return Int32Array.from(indices, (index) => index ?? -1);
    throw unusable(
      source,
      `gives the labels ${quoteNames(new Set(Array.from(labels, String)))}; the classes of the data are ${quoteNames(classes)}`,
      `Train it on the labels of the data: ${quoteNames(strangers)} ${strangers.size === 1 ? 'is' : 'are'} none of them.`,
    );
  };
}
