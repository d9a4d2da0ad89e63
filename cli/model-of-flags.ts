import { describeIssues } from '@tidegate/core/config/describe-issues';
import { Model } from '@tidegate/core/config/schema';
import { collectColumns } from '@tidegate/core/data/collect-columns';
import { describeColumns } from '@tidegate/core/data/describe-columns';
import type { Signature } from '@tidegate/core/data/signature';
import type { TablePart, TableSource } from '@tidegate/core/data/table';
import { OperatorError } from '@tidegate/core/errors';
import type { TaskGuess } from '@tidegate/core/evaluation/guess-task';
import { guessModelTask } from '@tidegate/core/gate/guess-model-task';
import { guessPositiveFlag } from './guess-positive-flag.ts';

export interface ModelFlags {
  readonly target: string;
  readonly positive?: string | undefined;
  readonly task?: string | undefined;
  readonly seed: number;
  readonly isCompared: boolean;
}

/** A policy for files, and what of it nobody said. */
export interface ModelOfFlags {
  readonly model: Model;
  readonly guess: TaskGuess | undefined;
  readonly positiveGuessed: boolean;
}

const DEFAULT_RULES = {
  'binary-classification': ['roc_auc', 'log_loss'],
  'multiclass-classification': ['accuracy', 'log_loss'],
  'multilabel-classification': ['f1_macro'],
  regression: ['root_mean_squared_error'],
  ranking: ['ndcg@10'],
} as const;

/**
 * A policy for files without one: features are what the model reads, every row of the file is evaluated, and a proven loss fails.
 * @throws OperatorError `input-invalid`
 */
export async function modelOfFlags(
  flags: ModelFlags,
  source: TableSource,
  signature: Signature,
): Promise<ModelOfFlags> {
  const { target, positive, seed } = flags;
  if (signature.inputs.some(({ name }) => name === target))
    throw new OperatorError(
      'input-invalid',
      `The model reads the column ${JSON.stringify(target)}, which --target says it predicts.`,
      'Name the column of the true labels or values.',
    );
  const table = await collectColumns(source, [target]);
  const { numeric } = await describeColumns(source);
  const guess = flags.task === undefined ? guessModelTask(signature, table, target) : undefined;
  const task = guess?.task ?? flags.task;
  if (task === 'ranking') throw noQuery();
  const isBinary = task === 'binary-classification';
  const names = signature.inputs.map(({ name }) => name).filter((name) => table.header.includes(name));
  // One matrix: its columns are those of the file, in their order.
  const features = names.length > 0 ? names : table.header.filter((name) => name !== target);
  const categorical = features.filter((name) => {
    const input = signature.inputs.find((input) => input.name === name);
    return input ? input.type === 'string' : !numeric.has(name);
  });
  const metrics = DEFAULT_RULES[task as keyof typeof DEFAULT_RULES];
  const [input] = signature.inputs;
  const isMatrix = names.length === 0 && signature.inputs.length === 1 && input;
  if (names.length === 0 && !(isMatrix && [-1, features.length].includes(input.shape[1] ?? 1)))
    throw noneInCommon(signature, table, features);
  const policy = {
    task,
    paths: ['data'],
    training: { command: 'none' },
    data: {
      path: 'data',
      target,
      ...(isBinary && { positive: positive ?? guessPositiveFlag(table, target, guess) }),
      features: { numeric: features.filter((name) => !categorical.includes(name)), categorical },
    },
    evaluation: { seed },
    onnx: isMatrix ? { input: input.name } : {},
    gate: flags.isCompared
      ? metrics.map((metric) => ({ kind: 'regression', metric }))
      : [{ kind: 'sample-size', 'min-rows': 30 }],
  };
  const model = Model.safeParse(policy);
  if (model.success) return { model: model.data, guess, positiveGuessed: isBinary && positive === undefined };
  const mistakes = describeIssues(
    model.error.issues,
    policy,
    () => 0,
    () => [],
  );
  throw new OperatorError('input-invalid', mistakes[0]?.text ?? '', 'Give a tidegate.yml with --config and --model.');
}

function noQuery(): OperatorError {
  return new OperatorError(
    'input-invalid',
    'Ranking is judged query by query, and without a policy no column says which query a row belongs to.',
    'Write data.query in a tidegate.yml and give --model; or score the rows and use tidegate evaluate --query <column>.',
  );
}

function noneInCommon({ inputs }: Signature, { source }: TablePart, features: readonly string[]): OperatorError {
  const read = inputs
    .slice(0, 20)
    .map(
      ({ name, shape }) =>
        `${JSON.stringify(name)}${shape[1] === undefined ? '' : ` (${shape[1] === -1 ? 'any number' : shape[1]} a row)`}`,
    );
  return new OperatorError(
    'data-invalid',
    `The model reads ${read.join(', ')}; ${source} has none of them, and ${features.length} features: ${features.slice(0, 40).join(', ')}.`,
    'Name the columns as the model does, or give the file that it was trained on.',
  );
}
