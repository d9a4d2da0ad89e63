import { driftColumns } from '../config/drift.ts';
import type { Model } from '../config/schema.ts';
import { createColumnCollector } from '../data/collect-columns.ts';
import { readFeatures } from '../data/read-columns.ts';
import { rememberParts } from '../data/remember-parts.ts';
import { splitSource } from '../data/split.ts';
import type { TablePart, TableSource } from '../data/table.ts';
import { takeSide } from '../data/take-rows.ts';
import { readGroups, readTruth, readWeights, refuseRepeatedIds, type Truth } from '../data/truth.ts';
import type { Digest } from '../digest.ts';
import type { RowBatch } from './row-batches.ts';
import { createRowDigest } from './row-digest.ts';
import { createRowSampler, type RowSample } from './sample-rows.ts';

/** Rows that models are run on. Features are read anew for each model, unless all of them fit into the sample. */
export interface ScorableRows {
  readonly rows: number;
  readonly truth: Truth;
  /** Columns that the policy names beside features: the target, slices, groups; of all rows. */
  readonly table: TablePart;
  readonly sample: RowSample;
  /** Of features and truth in the rows' order, whatever file they came from. */
  readonly digest: Digest;
  batches(): AsyncIterable<RowBatch>;
}

/** The rows that models are judged on, and those that they may have learnt from. */
export interface EvaluationRows extends ScorableRows {
  readonly source: TableSource;
  readonly training: TableSource | undefined;
  /** Rows of the file that these were held out of; undefined where all of a file are evaluated. */
  readonly heldOutOf?: number | undefined;
  readonly weights: Float64Array | undefined;
  readonly groups: Int32Array | undefined;
}

const SAMPLE_CELLS = { most: 1_000_000, leastRows: 1_000, mostRows: 50_000 };

/**
 * Rows of the evaluation: a file of their own, or those that the split holds out.
 * @throws OperatorError `data-invalid`
 */
export async function readEvaluationRows(
  model: Model,
  tables: { readonly data: TableSource; readonly evaluation?: TableSource | undefined },
): Promise<EvaluationRows> {
  const { source, training, heldOutOf } = await chooseRows(model, tables);
  const { group, weight } = model.evaluation;
  const gathered = await gatherRows(model, source);
  const { table } = gathered;
  if (model.data.id !== undefined) refuseRepeatedIds(table, model.data.id);
  return {
    ...gathered,
    source,
    training,
    heldOutOf,
    weights: weight === undefined ? undefined : readWeights(table, weight),
    groups: group === undefined ? undefined : readGroups(table, group),
  };
}

/** One scan: truth and named columns of all rows, features of some. @throws OperatorError `data-invalid` */
export async function gatherRows(model: Model, source: TableSource): Promise<ScorableRows> {
  const features = [...model.data.features.numeric, ...model.data.features.categorical];
  const named = namedColumns(model);
  const collector = createColumnCollector(source.source, named);
  const fitting = Math.floor(SAMPLE_CELLS.most / Math.max(1, features.length));
  const sampler = createRowSampler(Math.min(SAMPLE_CELLS.mostRows, Math.max(SAMPLE_CELLS.leastRows, fitting)));
  const digest = createRowDigest();
  for await (const part of source.chunks([...named, ...features])) {
    const columns = readFeatures(part, model.data);
    collector.add(part);
    digest.add(columns);
    sampler.add({ columns, rows: part.rows });
  }
  const table = collector.finish();
  const truth = readTruth(table, model.data, model.task);
  const sample = sampler.finish();
  return {
    rows: table.rows,
    truth,
    table,
    sample,
    digest: digest.finish(truth),
    async *batches() {
      if (sample.rows === table.rows) yield sample;
      else
        for await (const part of source.chunks(features))
          yield { columns: readFeatures(part, model.data), rows: part.rows };
    },
  };
}

function namedColumns({ data, evaluation, gate, drift }: Model): readonly string[] {
  const { group, weight, slices } = evaluation;
  const ofSlices = slices.map(({ column }) => column);
  const ofFairness = gate.map((rule) => (rule.kind === 'fairness' ? rule.column : undefined));
  const names = [data.target, data.query, data.id, group, weight, ...ofSlices, ...ofFairness, ...driftColumns(drift)];
  return [...new Set(names.filter((name) => name !== undefined))];
}

async function chooseRows(
  model: Model,
  { data, evaluation }: { readonly data: TableSource; readonly evaluation?: TableSource | undefined },
): Promise<Pick<EvaluationRows, 'source' | 'training' | 'heldOutOf'>> {
  if (evaluation)
    return { source: rememberParts(evaluation), training: data === evaluation ? undefined : rememberParts(data) };
  const all = rememberParts(data);
  const held = await splitSource(all, model);
  return {
    source: rememberParts(takeSide(all, held, 1)),
    training: rememberParts(takeSide(all, held, 0)),
    heldOutOf: held.length,
  };
}
