import { takeNumbers } from '../../data/take-rows.ts';
import { expandConfidence } from '../../evaluation/interval.ts';
import type { Estimate } from '../../evaluation/metric-row.ts';
import { createResampler } from '../../evaluation/resample.ts';
import { weightedMean } from '../../evaluation/weighted-mean.ts';
import { spreadRows, takeColumns } from '../../gate/probes/take-columns.ts';
import type { Columns } from '../../ports/model-runtime.ts';
import { binColumns, type ColumnBins } from '../multivariate/boosting/bin-columns.ts';
import { placeRows } from '../multivariate/boosting/binned-rows.ts';
import { type BoostingSettings, LIGHTGBM_DEFAULTS } from '../multivariate/boosting/boost.ts';
import { binsOf, type ListedEdges, listBins } from '../multivariate/boosting/listed-bins.ts';
import { type CannotTell, cannotTell, LEAST_ROWS } from '../multivariate/cannot-tell.ts';
import { mostRows } from '../multivariate/limit-rows.ts';
import { regionOf, type SeenRegion } from '../multivariate/seen-region.ts';
import type { EstimateSettings } from './fit-classification.ts';
import { type LearntLoss, learnLoss } from './learn-losses.ts';
import { LOSS_METRICS, type Loss, type LossMetric, lossesOf, whyUndefined } from './losses.ts';
import { estimateTogether } from './measure-sample.ts';
import type { UndefinedMetric } from './performance-row.ts';

export interface RegressionSettings extends EstimateSettings {
  readonly boosting?: BoostingSettings | undefined;
}

interface LearningSettings extends Pick<RegressionSettings, 'leastRows' | 'boosting' | 'seed'> {
  /** Only bins that a document may hold; see listed-bins.ts. */
  readonly listed?: ListedEdges;
}

/** Rows of a regression model, whose targets need not be known. */
export interface PredictedRows {
  readonly features: Columns;
  /** NaN where the model gave none; shape [rows]. */
  readonly predictions: Float64Array;
}

/** How large errors are, as the reference teaches. */
export interface LearntErrors {
  readonly rows: number;
  readonly bins: readonly ColumnBins[];
  readonly learnt: readonly LearntLoss[];
  readonly metrics: readonly LossMetric[];
  readonly notDefined: readonly UndefinedMetric[];
  readonly region: SeenRegion;
}

/** What was learnt from the reference, for any number of windows. */
export interface FittedRegression extends LearntErrors {
  readonly reference: ReadonlyMap<string, Estimate>;
  readonly settings: RegressionSettings;
}

/** Rows that are learnt from; of more, every so many-th. */
const LIMITS = { rows: 100_000, cells: 4_000_000 };
/** What the model said is one more column to learn from; no feature has this name. */
const PREDICTION = '(prediction)';

/** Learns from features and prediction how large an error is, and measures the reference. @param metrics of LOSS_METRICS */
export function fitRegression(
  rows: PredictedRows,
  labels: Float64Array,
  metrics: readonly string[],
  settings: RegressionSettings,
): FittedRegression | CannotTell {
  const learnt = learnErrors(rows, labels, metrics, settings);
  if ('kind' in learnt) return learnt;
  const { losses, ...errors } = learnt;
  return { ...errors, reference: measureReference(errors.metrics, losses, settings), settings };
}

/** @param labels NaN where the target is not known; shape [rows] @param metrics of LOSS_METRICS */
export function learnErrors(
  { features, predictions }: PredictedRows,
  labels: Float64Array,
  metrics: readonly string[],
  { leastRows = LEAST_ROWS, boosting = LIGHTGBM_DEFAULTS, seed, listed }: LearningSettings,
): (LearntErrors & { readonly losses: ReadonlyMap<Loss, Float64Array> }) | CannotTell {
  const all = Int32Array.from(labels.keys()).filter(
    (row) => Number.isFinite(labels[row]) && Number.isFinite(predictions[row]),
  );
  const known = takeSpread(all, mostRows(features, LIMITS));
  if (known.length < leastRows)
    return cannotTell(
      'reference-too-small',
      `The reference has ${known.length} rows with target and prediction; ${leastRows} are needed.`,
    );
  const own = { labels: takeNumbers(labels, known), predictions: takeNumbers(predictions, known) };
  const columns = withPrediction({ features: takeColumns(features, known), predictions: own.predictions });
  const fine = binColumns(columns, boosting);
  const bins = listed === undefined ? fine : binsOf(listBins(fine, columns, listed));
  const rows = placeRows(bins, columns, known.length);
  const wanted = LOSS_METRICS.filter(({ metric }) => metrics.includes(metric));
  const notDefined = wanted.flatMap(({ metric, loss }) => {
    const message = whyUndefined(loss, own.labels, own.predictions);
    return message === undefined ? [] : [{ metric, message }];
  });
  const defined = wanted.filter(({ metric }) => notDefined.every((other) => other.metric !== metric));
  const losses = new Map(
    [...new Set(defined.map(({ loss }) => loss))].map((loss) => [loss, lossesOf(loss, own.labels, own.predictions)]),
  );
  const learnt = [...losses].map(([loss, values]) => learnLoss(loss, rows, values, { seed, boosting }));
  return { rows: known.length, bins, learnt, metrics: defined, notDefined, region: regionOf(columns), losses };
}

function takeSpread(rows: Int32Array, most: number): Int32Array {
  return Int32Array.from(spreadRows(rows.length, most), (place) => rows[place] as number);
}

export function withPrediction({ features, predictions }: PredictedRows): Columns {
  return { ...features, [PREDICTION]: predictions };
}

function measureReference(
  metrics: readonly LossMetric[],
  losses: ReadonlyMap<Loss, Float64Array>,
  { replicates, seed, confidence }: RegressionSettings,
): Map<string, Estimate> {
  const rows = [...losses.values()][0]?.length ?? 0;
  const measures = metrics.map(({ loss, isRoot }) => {
    const values = losses.get(loss) ?? new Float64Array(rows);
    return ({ weights }: { readonly weights: Float64Array }) => {
      const mean = weightedMean(values, weights);
      return isRoot ? Math.sqrt(mean) : mean;
    };
  });
  const estimates = estimateTogether(
    measures,
    { weights: new Float64Array(rows).fill(1) },
    {
      draw: createResampler({ rows, count: rows, ofRow: undefined, weights: undefined }, seed),
      replicates,
      level: expandConfidence(confidence, rows),
    },
  );
  return new Map(metrics.map(({ metric }, index) => [metric, estimates[index] as Estimate]));
}
