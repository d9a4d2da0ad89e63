import { describeIssues } from '@tidegate/core/config/describe-issues';
import { Model } from '@tidegate/core/config/schema';
import { collectColumns } from '@tidegate/core/data/collect-columns';
import { describeColumns } from '@tidegate/core/data/describe-columns';
import type { TensorSpec } from '@tidegate/core/data/signature';
import type { TableSource } from '@tidegate/core/data/table';
import { OperatorError } from '@tidegate/core/errors';
import type { TaskGuess } from '@tidegate/core/evaluation/guess-task';
import { guessModelTask } from '@tidegate/core/gate/guess-model-task';
import { quoteNames } from '@tidegate/core/gate/model-file';
import { defaultRules } from './default-rules.ts';
import { type DescribedModel, featuresOfFlags } from './features-of-flags.ts';
import { guessPositiveFlag } from './guess-positive-flag.ts';
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
  /** Undefined where the task was given. */
  readonly guess: TaskGuess | undefined;
  readonly positiveGuessed: boolean;
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
  refuseUnread(flags.features, [candidate, ...(baseline ? [baseline] : [])], chosen.matrix ?? ofBaseline?.matrix);
  const all = [chosen, ...(ofBaseline ? [ofBaseline] : [])];
  const matrices = all.filter(({ matrix }) => matrix !== undefined);
  const matrix = matrices[0]?.matrix;
  const guess = flags.task === undefined ? guessModelTask(candidate.signature, table, target) : undefined;
  const task = guess?.task ?? flags.task ?? '';
  if (task === 'ranking') throw noQuery();
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
    onnx: isTold ? {} : { input: matrix.name },
    gate: defaultRules(task, candidate.signature, baseline?.signature),
  };
  const model = Model.safeParse(policy);
  if (!model.success) {
    const mistakes = describeIssues(
      model.error.issues,
      policy,
      () => 0,
      () => [],
    );
    throw new OperatorError('input-invalid', mistakes[0]?.text ?? '', 'Give a tidegate.yml with --config and --model.');
  }
  const notes = [...new Set(all.flatMap(({ notes }) => notes))];
  const gate = flags.isCompared ? model.data.gate : [];
  const positiveGuessed = isBinary && positive === undefined;
  return { model: { ...model.data, gate }, isMatrix: matrix !== undefined, notes, guess, positiveGuessed };
}

/** A column that no model reads changes nothing: whoever names it believes that it does. */
function refuseUnread(
  asked: readonly string[] | undefined,
  models: readonly DescribedModel[],
  matrix: TensorSpec | undefined,
): void {
  const read = new Set(models.flatMap(({ signature }) => signature.inputs.map(({ name }) => name)));
  const unread = (asked ?? []).filter((name) => !read.has(name));
  if (matrix !== undefined || unread.length === 0) return;
  throw new OperatorError(
    'input-invalid',
    `--features names ${quoteNames(unread)}, which ${models.map(({ source }) => source).join(' and ')} ${models.length === 1 ? 'does' : 'do'} not read.`,
    `Leave it out: read are ${[...read].slice(0, 40).join(', ')}.`,
  );
}

function noQuery(): OperatorError {
  return new OperatorError(
    'input-invalid',
    'Ranking is judged query by query, and without a policy no column says which query a row belongs to.',
    'Write data.query in a tidegate.yml and give --model; or score the rows and use tidegate evaluate --query <column>.',
  );
}
