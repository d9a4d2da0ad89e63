import * as z from 'zod';
import { takeNumbers } from '../../data/take-rows.ts';
import type { Estimate } from '../../evaluation/metric-row.ts';
import type { Columns } from '../../ports/model-runtime.ts';
import { placeRows } from '../multivariate/boosting/binned-rows.ts';
import { CannotTell, cannotTell, LEAST_ROWS } from '../multivariate/cannot-tell.ts';
import { shareOutside, whyUnlike } from '../multivariate/seen-region.ts';
import { REGRESSION_ASSUMPTIONS } from './assumptions.ts';
import { type FittedRegression, type PredictedRows, withPrediction } from './fit-regression.ts';
import { estimateLosses } from './learn-losses.ts';
import {
  type Chunk,
  IntervalMethod,
  type PartOrReason,
  PerformanceChunk,
  PerformancePart,
} from './performance-part.ts';
import { areFinite, comparePerformance } from './performance-row.ts';
import { estimateMean } from './residuals.ts';

/** Errors of a regression model on rows without targets: DLE, direct loss estimation. */
export const EstimatedRegression = z.discriminatedUnion('kind', [
  PerformancePart.extend({
    method: z.literal('dle'),
    assumptions: z.array(z.string()),
    windowRows: z.int().min(0).describe('of the window, those without a prediction included'),
    referenceRows: z.int().min(0),
    heldOut: z
      .array(
        z.strictObject({
          loss: z.enum(['absolute', 'percentage', 'squared', 'squared-log']),
          rows: z.int().min(1),
          estimated: z.number().min(0),
          realised: z.number().min(0),
        }),
      )
      .describe('mean loss of rows of the reference that were not learnt from, as estimated and as it was'),
    unseenShare: z.number().min(0).max(1).describe('rows with a value that the reference does not reach'),
    interval: IntervalMethod,
    chunks: z.array(PerformanceChunk),
  }),
  CannotTell,
]);
export type EstimatedRegression = z.infer<typeof EstimatedRegression>;

const NO_LOSS = 'None of the metrics is a mean of errors of rows, which is what can be estimated.';

/** How large the errors of a window are, before its targets arrive. */
export function estimateRegression(
  fitted: FittedRegression | CannotTell,
  window: PredictedRows,
  chunks: readonly Chunk[] = [],
): EstimatedRegression {
  if ('kind' in fitted) return fitted;
  const columns = withPrediction(window);
  const unlike = whyUnlike(fitted.region, columns);
  if (unlike !== undefined) return cannotTell('column-missing', unlike);
  const rows = window.predictions.length;
  const losses = estimateAll(fitted, columns, rows);
  const part = (from: number, to: number) => {
    const own = Int32Array.from(window.predictions.keys()).filter(
      (row) => row >= from && row < to && Number.isFinite(window.predictions[row]),
    );
    return estimatePart(fitted, losses, own);
  };
  const all = part(0, rows);
  if (all.kind === 'cannot-tell') return all;
  const { confidence, replicates, seed } = fitted.settings;
  return {
    ...all,
    method: 'dle',
    assumptions: [...REGRESSION_ASSUMPTIONS],
    windowRows: rows,
    referenceRows: fitted.rows,
    heldOut: fitted.learnt.map(({ loss, heldOut }) => ({ loss, ...heldOut })),
    unseenShare: shareOutside(fitted.region, columns, rows),
    interval: {
      method: 'standard error of estimated losses with held-out residuals (t, on a logarithmic scale)',
      confidence,
      replicates,
      seed,
    },
    chunks: chunks.map((chunk) => ({ ...chunk, result: part(chunk.from, chunk.to) })),
  };
}

function estimateAll({ bins, learnt }: FittedRegression, columns: Columns, rows: number): Float64Array[] {
  const binned = placeRows(bins, columns, rows);
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  return learnt.map(({ trees }) => estimateLosses(trees, binned, all));
}

/** @param losses estimated ones; shape [fitted.learnt][rows] */
function estimatePart(fitted: FittedRegression, losses: readonly Float64Array[], taken: Int32Array): PartOrReason {
  const { leastRows = LEAST_ROWS, confidence, margins } = fitted.settings;
  if (taken.length < leastRows)
    return cannotTell('too-few-rows', `${taken.length} rows have a prediction; ${leastRows} are needed.`);
  const means = new Map(
    fitted.learnt.map(({ loss, residuals }, index) => {
      const own = takeNumbers(losses[index] as Float64Array, taken);
      return [loss, estimateMean(own, residuals, fitted.rows, confidence)];
    }),
  );
  const notDefined = [...fitted.notDefined];
  const nothing = fitted.learnt.find(({ loss, heldOut }) => means.get(loss)?.value === 0 && heldOut.realised > 0);
  if (nothing)
    return cannotTell(
      'not-defined',
      `The errors (${nothing.loss}) are estimated as 0 in every row, which they were not.`,
    );
  const metrics = fitted.metrics.flatMap(({ metric, loss, isRoot }) => {
    const mean = means.get(loss);
    const estimate = mean && isRoot ? rootOf(mean) : mean;
    if (!estimate || !areFinite(estimate)) {
      notDefined.push({ metric, message: 'Losses of the reference vary too much for an interval.' });
      return [];
    }
    const shared = { metric, higherIsBetter: false, estimate, margin: margins?.[metric] ?? 0 };
    return [comparePerformance({ ...shared, reference: fitted.reference.get(metric) })];
  });
  if (metrics.length === 0)
    return cannotTell('not-defined', notDefined.map(({ message }) => message).join(' ') || NO_LOSS);
  return { kind: 'measured', rows: taken.length, metrics, notDefined };
}

function rootOf({ value, low, high }: Estimate): Estimate {
  return { value: Math.sqrt(value), low: Math.sqrt(low), high: Math.sqrt(high) };
}
