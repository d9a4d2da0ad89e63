import type { Model } from '../config/schema.ts';
import { readFeatures } from '../data/read-columns.ts';
import { splitRows, takeTable } from '../data/split.ts';
import type { Table } from '../data/table.ts';
import { readCodes, readTruth, readWeights, refuseRepeatedIds, type Truth } from '../data/truth.ts';
import { type Digest, sha256 } from '../digest.ts';
import type { Columns } from '../ports/model-runtime.ts';

/** The rows that models are judged on, and those that they may have learnt from. */
export interface EvaluationRows {
  readonly table: Table;
  readonly training: Table | undefined;
  readonly rows: number;
  readonly columns: Columns;
  readonly truth: Truth;
  readonly weights: Float64Array | undefined;
  readonly groups: Int32Array | undefined;
  /** Of features and truth in the rows' order, whatever file they came from. */
  readonly digest: Digest;
}

/**
 * Rows of the evaluation: a file of their own, or those that the split holds out.
 * @throws OperatorError `data-invalid`
 */
export async function readEvaluationRows(
  model: Model,
  tables: { readonly data: Table; readonly evaluation?: Table | undefined },
): Promise<EvaluationRows> {
  const { table, training } = chooseRows(model, tables);
  const { group, weight } = model.evaluation;
  if (model.data.id !== undefined) refuseRepeatedIds(table, model.data.id);
  const columns = readFeatures(table, model.data);
  const truth = readTruth(table, model.data, model.task);
  return {
    table,
    training,
    rows: table.rows,
    columns,
    truth,
    weights: weight === undefined ? undefined : readWeights(table, weight),
    groups: group === undefined ? undefined : readCodes(table, group),
    digest: await digestOfRows(columns, truth),
  };
}

/** The training rows as the models read them; undefined where they are not known. */
export function readTraining(
  model: Model,
  { training }: EvaluationRows,
): Pick<EvaluationRows, 'columns' | 'truth' | 'rows'> | undefined {
  if (!training) return undefined;
  const truth = readTruth(training, model.data, model.task);
  return { columns: readFeatures(training, model.data), truth, rows: training.rows };
}

function chooseRows(
  model: Model,
  { data, evaluation }: { readonly data: Table; readonly evaluation?: Table | undefined },
): { readonly table: Table; readonly training: Table | undefined } {
  if (evaluation) return { table: evaluation, training: data === evaluation ? undefined : data };
  const { train, holdout } = splitRows(data, model);
  return { table: takeTable(data, holdout), training: takeTable(data, train) };
}

function digestOfRows(columns: Columns, truth: Truth): Promise<Digest> {
  const names = Object.keys(columns).sort();
  const values = names.map((name) => [...(columns[name] ?? [])].map((value) => (Number.isNaN(value) ? null : value)));
  return sha256(JSON.stringify({ names, values, labels: [...truth.labels] }));
}
