import type { Signature } from '../data/signature.ts';
import type { Columns, LoadedModel, ModelRuntime, Output } from '../ports/model-runtime.ts';
import { createOrderCheck } from './check-class-order.ts';
import { checkScores } from './check-scores.ts';
import { createScoreDecoder } from './decode-scores.ts';
import { type ModelFile, quoteNames, type ScoringPlan } from './model-file.ts';
import { type Feed, planInputs } from './model-inputs.ts';
import { type ChosenOutputs, chooseOutputs } from './model-outputs.ts';
import { createLabelReader } from './read-labels.ts';
import { cutBatches, type RowBatch } from './row-batches.ts';

/** What a model says about rows, as `buildSample` takes it. */
export interface ModelScores {
  /** Row-major [rows, width]: of the positive class, of each class, or the value; undefined where a model only decides. */
  readonly scores: Float64Array | undefined;
  /**
   * What the model itself decides, where that counts: index into the classes (binary without scores, multiclass with a label
   * output), or 1 for each label given, [rows, classes] (multilabel without scores).
   */
  readonly decisions: Int32Array | Uint8Array | undefined;
  readonly width: number;
  /** Execution provider that ran it. */
  readonly provider: string;
}

/** A model that is loaded once and asked often. */
export interface OpenModel {
  readonly signature: Signature;
  readonly opset: number;
  readonly provider: string;
  /** Rows that every call must have, where the file was exported for a fixed number. */
  readonly fixedRows: number | undefined;
  /** Rows `from` … `to` by input name, as the graph reads them. */
  readonly feed: Feed;
  /** One call with rows `from` … `to`, its outputs as they are. */
  run(columns: Columns, from: number, to: number): Promise<Readonly<Record<string, Output>>>;
  /**
   * Scores of all rows, in batches of `batch-size`. `isLenient` lets through what no metric can take, as NaN.
   * @throws OperatorError `model-invalid`
   */
  score(columns: Columns, rows: number, options?: { readonly isLenient?: boolean }): Promise<ModelScores>;
  /** Scores of all `rows` rows as they are read; what is kept of each is its scores. */
  scoreBatches(batches: AsyncIterable<RowBatch>, rows: number): Promise<ModelScores>;
  release(): Promise<void>;
}

/** Loads a model and finds out how rows go into it and what comes out. @throws OperatorError `model-invalid` */
export async function openModel(runtime: ModelRuntime, file: ModelFile, plan: ScoringPlan): Promise<OpenModel> {
  const { bytes, source, externalData } = file;
  const { providers } = plan.settings;
  const model = await runtime.load(bytes, source, { providers, ...(externalData && { externalData }) });
  try {
    const feed = planInputs(model.signature, plan, source);
    const outputs = chooseOutputs(model.signature, plan, source);
    const { signature, opset, provider } = model;
    return {
      signature,
      opset,
      provider,
      fixedRows: fixedRows(signature),
      feed,
      run: (columns, from, to) => model.run(feed(columns, from, to), to - from, from),
      score: (columns, rows, { isLenient = false } = {}) =>
        scoreBatches({ model, feed, outputs, plan, source, isLenient }, oneBatch({ columns, rows }), rows),
      scoreBatches: (batches, rows) =>
        scoreBatches({ model, feed, outputs, plan, source, isLenient: false }, batches, rows),
      release: () => model.release(),
    };
  } catch (error) {
    await model.release();
    throw error;
  }
}

interface Scoring {
  readonly model: LoadedModel;
  readonly feed: Feed;
  readonly outputs: ChosenOutputs;
  readonly plan: ScoringPlan;
  readonly source: string;
  readonly isLenient: boolean;
}

async function* oneBatch(batch: RowBatch): AsyncGenerator<RowBatch> {
  yield batch;
}

async function scoreBatches(scoring: Scoring, batches: AsyncIterable<RowBatch>, rows: number): Promise<ModelScores> {
  const { model, feed, outputs, plan, source, isLenient } = scoring;
  const scored = outputs.scores ?? '';
  const { width, read, choose } = createScoreDecoder(plan, scored, source);
  const order = createOrderCheck(plan, source);
  const scores = outputs.scores === undefined ? undefined : new Float64Array(rows * width);
  // Several labels a row are taken only where there are no scores to put a threshold on.
  const isLabelled = outputs.labels !== undefined && !(plan.task === 'multilabel-classification' && scores);
  const reader = isLabelled ? createLabelReader(plan, outputs.labels ?? '', source) : undefined;
  const decisions = reader && new Int32Array(rows * reader.width);
  const step = fixedRows(model.signature) ?? plan.settings['batch-size'];
  let from = 0;
  for await (const batch of cutBatches(batches, step)) {
    const results = await model.run(feed(batch.columns, 0, batch.rows), batch.rows, from);
    const labelled = results[outputs.labels ?? ''];
    const labels = labelled && reader?.read(labelled);
    if (reader && labels) decisions?.set(labels, from * reader.width);
    const result = results[scored];
    if (result && scores) {
      const said = read(result);
      const nameRow = nameRows(plan, batch.columns, from);
      if (!isLenient) checkScores(said, { plan, name: scored, source, firstRow: from, nameRow });
      const decoded = choose(said);
      if (labels) order.count(labels, decoded, width);
      scores.set(decoded, from * width);
    }
    from += batch.rows;
  }
  if (!isLenient) order.finish();
  // The threshold of a binary model is the policy's, not the model's.
  const isDecided = !(plan.task === 'binary-classification' && scores);
  return { scores, decisions: isDecided ? decisions : undefined, width, provider: model.provider };
}

/** A model that gives no number mostly got none: the empty cells are the first thing to look at. */
function nameRows({ placeOf }: ScoringPlan, columns: Columns, from: number): (row: number) => string {
  return (row) => {
    const isEmpty = (cell: unknown) => cell === '' || Number.isNaN(cell);
    const empty = Object.keys(columns).filter((name) => isEmpty(columns[name]?.[row]));
    const cells =
      empty.length === 0
        ? ''
        : ` (${empty.length === 1 ? 'the cell' : 'the cells'} ${quoteNames(empty)} of it ${empty.length === 1 ? 'is' : 'are'} empty)`;
    return `${placeOf?.(from + row) ?? `row ${from + row + 1}`}${cells}`;
  };
}

/** A model that was exported for a fixed number of rows takes exactly so many. */
function fixedRows({ inputs }: Signature): number | undefined {
  return inputs.map(({ shape }) => shape[0] ?? -1).find((size) => size > 0);
}
