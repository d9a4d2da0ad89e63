import { Model } from '@tidegate/core/config/schema';
import { collectColumns } from '@tidegate/core/data/collect-columns';
import { describeColumns } from '@tidegate/core/data/describe-columns';
import { cellsOf } from '@tidegate/core/data/read-columns';
import type { TablePart, TableSource } from '@tidegate/core/data/table';
import { OperatorError } from '@tidegate/core/errors';
import { guessPositive, guessTask } from '@tidegate/core/evaluation/read-predictions';
import { defaultRules } from './default-rules.ts';
import { type DescribedModel, featuresOfFlags } from './features-of-flags.ts';
import { refuseIdleFlags } from './refuse-idle-flags.ts';

export interface ModelFlags {
  readonly target: string;
  readonly positive?: string | undefined;
  readonly task?: string | undefined;
  readonly features?: readonly string[] | undefined;
  readonly seed: number;
  readonly isCompared: boolean;
}

export interface ModelOfFlags {
  readonly model: Model;
  /** All features go into one input, in their order. */
  readonly isMatrix: boolean;
  /** What the user should know of what was chosen for them. */
  readonly notes: readonly string[];
}

/**
 * A policy for files without one: features are what the models read, every row of the file is evaluated, and a proven loss against
 * a baseline fails; without one there is no rule.
 * @throws OperatorError `input-invalid`, `data-invalid`
 */
export async function modelOfFlags(
  flags: ModelFlags,
  source: TableSource,
  { candidate, baseline }: { readonly candidate: DescribedModel; readonly baseline: DescribedModel | undefined },
): Promise<ModelOfFlags> {
  const { target, positive, seed } = flags;
  const table = await collectColumns(source, [target]);
  const { numeric } = await describeColumns(source);
  const { header } = table;
  const columns = { source: source.source, header, target, numeric, asked: flags.features };
  const chosen = featuresOfFlags(candidate, columns);
  const ofBaseline = baseline && featuresOfFlags(baseline, columns);
  const all = [chosen, ...(ofBaseline ? [ofBaseline] : [])];
  const matrices = all.filter(({ matrix }) => matrix !== undefined);
  const matrix = matrices[0]?.matrix;
  const task = flags.task ?? guessTask(table, { target, query: undefined, scores: undefined });
  const isBinary = task === 'binary-classification';
  if (!isBinary) refuseIdleFlags([{ flag: '--positive', given: positive, why: `${task} has no positive label` }]);
  // A matrix has an order, columns by name have none.
  const features = [...new Set([...matrices, ...all].flatMap(({ names }) => names))];
  const models = [candidate, ...(baseline ? [baseline] : [])];
  const inputs = models.flatMap(({ signature }) => signature.inputs);
  const categorical = features.filter((name) => {
    const input = matrix ?? inputs.find((input) => input.name === name);
    return input ? input.type === 'string' : !numeric.has(name);
  });
  // Two models may call their matrices differently: those of a fixed width are told by it.
  const areTold = features.length > 1 && inputs.every(({ shape }) => shape[1] !== -1);
  const isTold = matrix === undefined || matrices.length < all.length || areTold;
  const model = Model.safeParse({
    task,
    paths: ['data'],
    training: { command: 'none' },
    data: {
      path: 'data',
      target,
      ...(isBinary && { positive: positive ?? positiveOf(table, target) }),
      features: { numeric: features.filter((name) => !categorical.includes(name)), categorical },
    },
    evaluation: { seed },
    onnx: isTold ? {} : { input: matrix.name },
    gate: defaultRules(
      task,
      models.map(({ signature }) => signature),
    ),
  });
  if (!model.success) {
    const [issue] = model.error.issues;
    const hint = 'Give a tidegate.yml with --config and --model.';
    throw new OperatorError('input-invalid', `${issue?.path.join('.')}: ${issue?.message}.`, hint);
  }
  const notes = [...new Set(all.flatMap(({ notes }) => notes))];
  const gate = flags.isCompared ? model.data.gate : [];
  return { model: { ...model.data, gate }, isMatrix: matrix !== undefined, notes };
}

function positiveOf(table: TablePart, target: string): string {
  const positive = guessPositive(table, target);
  if (positive !== undefined) return positive;
  const values = [...new Set(cellsOf(table, target))];
  if (values.length === 1) {
    const message = `${table.source}: target ${JSON.stringify(target)} has only one class, ${JSON.stringify(values[0])}.`;
    const hint = 'With only one class there is nothing to measure: give rows of both.';
    throw new OperatorError('data-invalid', message, hint);
  }
  throw new OperatorError(
    'input-invalid',
    `Which of ${values.slice(0, 6).join(', ')} in column ${JSON.stringify(target)} is positive is not known.`,
    'Give --positive, and --task for other tasks than binary classification.',
  );
}
