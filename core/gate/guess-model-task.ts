import type { Signature, TensorSpec } from '../data/signature.ts';
import type { TablePart } from '../data/table.ts';
import { guessTask, type TaskGuess } from '../evaluation/guess-task.ts';
import { LABEL_NAMES } from './model-outputs.ts';

const PROBABILITIES = ['probability', 'probabilities', 'output_probability'];
const VALUES = ['value', 'variable'];

/** The task of a model by what it gives: labels and probabilities are of classes; where its outputs leave it open, by the target. */
export function guessModelTask({ outputs }: Signature, table: TablePart, target: string): TaskGuess {
  const find = (names: readonly string[]) => outputs.find(({ name }) => names.includes(name));
  const label = find(LABEL_NAMES);
  const decimals = outputs.filter((output) => output !== label && isDecimal(output));
  const scores = find(PROBABILITIES) ?? (decimals.length === 1 ? decimals[0] : undefined);
  const width = scores?.shape[1] ?? -1;
  const ofTarget = guessTask(table, { target });
  if (width > 2) return { task: 'multiclass-classification', from: `a model output of ${width} scores a row` };
  if (!label && !find(PROBABILITIES))
    return find(VALUES) && ofTarget.task !== 'multiclass-classification'
      ? { task: 'regression', from: `the model output ${find(VALUES)?.name}` }
      : ofTarget;
  const from = `the model output ${(label ?? scores)?.name ?? ''}`;
  if (width > 0) return { task: 'binary-classification', from: `${from} and ${count(width)}` };
  return ofTarget.task === 'binary-classification'
    ? { ...ofTarget, from: `${from} and ${ofTarget.from}` }
    : { task: 'multiclass-classification', from };
}

function count(width: number): string {
  return width === 1 ? 'one probability a row' : `${width} probabilities a row`;
}

function isDecimal({ type }: TensorSpec): boolean {
  return type === 'float32' || type === 'float64';
}
