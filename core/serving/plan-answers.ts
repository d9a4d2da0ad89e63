import { OnnxSettings } from '../config/onnx.ts';
import type { Signature, TensorSpec } from '../data/signature.ts';
import { OperatorError } from '../errors.ts';
import { highestClasses } from '../evaluation/build-sample.ts';
import { createScoreDecoder } from '../gate/decode-scores.ts';
import type { ScoringPlan } from '../gate/model-file.ts';
import { type Feed, planInputs } from '../gate/model-inputs.ts';
import { createLabelReader } from '../gate/read-labels.ts';
import type { Output } from '../ports/model-runtime.ts';
import { type ServingHints, taskOf } from './serving-hints.ts';

/** What a model answers for a row; the log holds the same fields. */
export type Answer =
  /** Probability of the positive class, and the class on its side of the threshold. */
  | { readonly score: number; readonly label: string }
  | { readonly task: 'regression'; readonly score: number }
  /** Probability of the class that is answered, and of all in their order. */
  | {
      readonly task: 'multiclass-classification';
      readonly score: number;
      readonly label: string;
      readonly probabilities: readonly number[];
    };

/** How rows go into a released file, and what is answered for them. */
export interface AnswerPlan {
  /** Columns that a caller sends. */
  readonly columns: readonly Pick<TensorSpec, 'name' | 'type'>[];
  readonly feed: Feed;
  /** @throws OperatorError `input-invalid` that names the row for which the model gives no number */
  answer(outputs: Readonly<Record<string, Output>>, rows: number): readonly Answer[];
}

/** Reads outputs with the gate's own code: what is served is what was judged. @throws OperatorError `model-invalid` */
export function planAnswers(hints: ServingHints, signature: Signature, source: string): AnswerPlan {
  const { features = signature.inputs.map(({ name }) => name) } = hints;
  const [first] = signature.inputs;
  const plan: ScoringPlan = {
    task: taskOf(hints),
    classes: classesOf(hints),
    outputClasses: hints.task === 'regression' ? undefined : hints.classes,
    features,
    settings: OnnxSettings.parse({
      input: hints.features && first?.name,
      scores: hints.task === 'regression' ? undefined : hints.scores,
    }),
  };
  const { read, choose } = createScoreDecoder(plan, hints.output, source);
  const toAnswers = chooseAnswers(hints, plan, source);
  return {
    columns: hints.features ? features.map((name) => ({ name, type: first?.type ?? 'float32' })) : signature.inputs,
    feed: planInputs(signature, plan, source),
    answer(outputs, rows) {
      const output = outputs[hints.output];
      const scores = output ? choose(read(output)) : new Float64Array(rows).fill(Number.NaN);
      refuseNoNumber(scores, scores.length / rows);
      return toAnswers(scores, outputs);
    },
  };
}

function classesOf(hints: ServingHints): readonly string[] {
  if (hints.task === 'regression') return [];
  return hints.task === 'multiclass-classification' ? hints.classes : [hints.negative, hints.positive];
}

type ToAnswers = (scores: Float64Array, outputs: Readonly<Record<string, Output>>) => readonly Answer[];

function chooseAnswers(hints: ServingHints, plan: ScoringPlan, source: string): ToAnswers {
  if (hints.task === 'regression')
    return (values) => Array.from(values, (score) => ({ task: 'regression' as const, score }));
  if (hints.task !== 'multiclass-classification') {
    const { threshold, positive, negative } = hints;
    return (scores) => Array.from(scores, (score) => ({ score, label: score >= threshold ? positive : negative }));
  }
  const { task, classes, labels } = hints;
  const reader = labels === null ? undefined : createLabelReader(plan, labels, source);
  return (scores, outputs) => {
    const width = classes.length;
    const own = outputs[labels ?? ''];
    const winners = own && reader ? reader.read(own) : highestClasses(scores, scores.length / width, width);
    return Array.from(winners, (winner, row) => {
      const probabilities = [...scores.subarray(row * width, (row + 1) * width)];
      return { task, score: probabilities[winner] ?? 0, label: classes[winner] ?? '', probabilities };
    });
  };
}

/** JSON has no NaN: the answer and the log would say null, with a label beside it. */
function refuseNoNumber(scores: Float64Array, width: number): void {
  const index = scores.findIndex((score) => !Number.isFinite(score));
  if (index < 0) return;
  throw new OperatorError(
    'input-invalid',
    `rows.${Math.floor(index / width)}: the model gives no number for these values.`,
    'Send numbers of the size that the model was trained on; they are read as 32-bit floats.',
  );
}
