import type { Model } from '../config/schema.ts';
import type { Signature } from '../data/signature.ts';
import { sortedNames } from '../data/sorted-names.ts';
import { OperatorError } from '../errors.ts';
import type { ScoringPlan } from '../gate/model-file.ts';
import { planInputs } from '../gate/model-inputs.ts';
import { chooseOutputs } from '../gate/model-outputs.ts';
import type { Verdict } from '../gate/verdict.ts';
import { listNames } from '../list-names.ts';
import { MOST_SERVED_CLASSES, ServingHints } from '../serving/serving-hints.ts';

/**
 * What the server needs to answer as the gate judged: the same output, the same classes in the same order.
 * @throws OperatorError `model-invalid` for what no server of ours answers with, `artifact-mismatch` where the policy of now is of
 * another task or other classes than the verdict
 */
export function planServing(
  { task, data, onnx }: Pick<Model, 'task' | 'data' | 'onnx'>,
  verdict: Pick<Verdict, 'task' | 'evaluation'>,
  signature: Signature,
): ServingHints {
  if (task !== verdict.task) throw otherPolicy('task', verdict.task, task);
  const source = 'model.onnx';
  const columns = [...data.features.numeric, ...data.features.categorical];
  const plan: ScoringPlan = { task, classes: [], features: columns, settings: onnx };
  planInputs(signature, plan, source);
  const { scores, labels } = chooseOutputs(signature, plan, source);
  if (scores === undefined) {
    throw unserved(`${source} gives labels only`, 'End the graph with probabilities: the server answers with them.');
  }
  const isMatrix = onnx.input !== undefined || !columns.includes(signature.inputs[0]?.name ?? '');
  const file = { output: scores, ...(isMatrix && { features: columns }) };
  const activation = onnx.scores === 'logit' ? { scores: onnx.scores } : {};
  switch (task) {
    case 'binary-classification': {
      const { positive = '' } = data;
      const negative = otherClass(verdict, positive);
      const isPair = signature.outputs.find(({ name }) => name === scores)?.shape[1] === 2;
      const classes = isPair && data.classes ? { classes: data.classes } : {};
      // Read by the schema: a verdict without a threshold is a fault of ours.
      const { threshold } = verdict.evaluation;
      return ServingHints.parse({ ...file, threshold, positive, negative, ...activation, ...classes });
    }
    case 'regression':
      return { task, ...file };
    case 'multiclass-classification': {
      const classes = [...judgedClasses(verdict, data.classes)];
      if (classes.length > MOST_SERVED_CLASSES) {
        const problem = `${classes.length} classes are more than the ${MOST_SERVED_CLASSES} that are answered with a probability each`;
        throw unserved(problem, 'Serve the file with a program of your own.');
      }
      return { task, ...file, classes, labels: labels ?? null, ...activation };
    }
    default:
      throw unserved(`${task} is judged, but not served yet`, 'Serve the file with a program of your own.');
  }
}

function otherClass({ evaluation }: Pick<Verdict, 'evaluation'>, positive: string): string {
  const names = Object.keys(evaluation.classes);
  const negative = names.find((name) => name !== positive);
  if (names.length === 2 && names.includes(positive) && negative !== undefined) return negative;
  throw otherPolicy('positive class', `one of ${listNames(names)}`, positive);
}

/** The verdict counts rows by class, in an order that JSON does not keep. */
function judgedClasses({ evaluation }: Pick<Verdict, 'evaluation'>, named: readonly string[] | undefined) {
  const judged = sortedNames(Object.keys(evaluation.classes));
  if (named === undefined || sortedNames(named).join('\n') === judged.join('\n')) return named ?? judged;
  throw otherPolicy('classes', listNames(judged), listNames(named));
}

function otherPolicy(what: string, judged: string, now: string): OperatorError {
  return new OperatorError(
    'artifact-mismatch',
    `The verdict is of another policy: its ${what} was ${judged.slice(0, 200)}, tidegate.yml now says ${now.slice(0, 200)}.`,
    'The model must be judged by the policy that holds now: open a pull request with it again.',
  );
}

function unserved(problem: string, hint: string): OperatorError {
  return new OperatorError('model-invalid', `${problem}.`, hint);
}
