import type { Signature, TensorSpec } from '../data/signature.ts';
import { quoteNames, type ScoringPlan, unusable } from './model-file.ts';

/** Names of the outputs that hold scores and labels; at least one of them is there. */
export interface ChosenOutputs {
  readonly scores: string | undefined;
  /** Only of classification: the class that the model decides on. */
  readonly labels: string | undefined;
}

/** Our exporter's and skl2onnx's names, the latter's for classifiers and for regressors. */
const SCORE_NAMES = ['probability', 'probabilities', 'output_probability', 'variable'];
export const LABEL_NAMES: readonly string[] = ['label', 'output_label'];

/** The outputs to read: what the settings name, what exporters call them, or the only one of numbers. @throws OperatorError `model-invalid` */
export function chooseOutputs({ outputs }: Signature, { task, settings }: ScoringPlan, source: string): ChosenOutputs {
  const has = (name: string) => outputs.some((output) => output.name === name);
  const hasClasses = task !== 'regression' && task !== 'ranking';
  const labels = hasClasses ? LABEL_NAMES.find(has) : undefined;
  if (settings.output !== undefined) {
    const wanted = outputs.find(({ name }) => name === settings.output);
    if (!wanted) throw lacking(outputs, `has no output ${JSON.stringify(settings.output)}`, source);
    const isLabel = hasClasses && !isDecimal(wanted);
    return isLabel ? { scores: undefined, labels: wanted.name } : { scores: wanted.name, labels };
  }
  const decimals = outputs.filter(isDecimal).map(({ name }) => name);
  const scores =
    SCORE_NAMES.find((name) => decimals.includes(name)) ?? (decimals.length === 1 ? decimals[0] : undefined);
  if (scores !== undefined) return { scores, labels };
  if (decimals.length === 0 && labels !== undefined) return { scores: undefined, labels };
  throw lacking(
    outputs,
    `has ${decimals.length === 0 ? 'no output' : 'several outputs'} that could hold scores`,
    source,
  );
}

function isDecimal({ type }: TensorSpec): boolean {
  return type === 'float32' || type === 'float64';
}

function lacking(outputs: readonly TensorSpec[], problem: string, source: string) {
  const names = quoteNames(outputs.map(({ name }) => name));
  return unusable(
    source,
    `${problem}; it has ${names}`,
    'Name the output that holds scores or values under onnx.output.',
  );
}
