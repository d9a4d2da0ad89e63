import * as z from 'zod';
import type { Estimate } from '../../evaluation/metric-row.ts';
import { higherIsBetter } from '../../evaluation/metrics.ts';
import { spreadRows } from '../../gate/probes/take-columns.ts';
import { CannotTell, cannotTell, LEAST_ROWS } from '../multivariate/cannot-tell.ts';
import { CLASSIFICATION_ASSUMPTIONS } from './assumptions.ts';
import { expectCounts, expectMetrics } from './expected-metrics.ts';
import type { FittedClassification } from './fit-classification.ts';
import { type Chunk, IntervalMethod, PerformanceChunk, PerformancePart } from './performance-part.ts';
import { areFinite, comparePerformance, type UndefinedMetric } from './performance-row.ts';
import { findScored, type ScoredRows, takeScored, widthOf } from './scored-rows.ts';

/** Performance of a classifier on rows without labels: CBPE, confidence-based performance estimation. */
export const EstimatedClassification = z.discriminatedUnion('kind', [
  PerformancePart.extend({
    method: z.literal('cbpe'),
    assumptions: z.array(z.string()),
    windowRows: z.int().min(0).describe('of the window, those without a score included'),
    referenceRows: z.int().min(0),
    calibration: z
      .array(
        z.strictObject({
          class: z.string(),
          isCalibrated: z.boolean(),
          errorBefore: z.number().describe('mean expected calibration error of held-out rows of the reference'),
          errorAfter: z.number(),
        }),
      )
      .describe('of each class against the rest; binary: of the positive one'),
    unseenShare: z.number().min(0).max(1).describe('rows with a score beyond those of the reference'),
    counts: z
      .strictObject({
        truePositive: z.number().min(0),
        falsePositive: z.number().min(0),
        trueNegative: z.number().min(0),
        falseNegative: z.number().min(0),
      })
      .nullable()
      .describe('expected; null for several classes'),
    interval: IntervalMethod,
    chunks: z.array(PerformanceChunk),
  }),
  CannotTell,
]);
export type EstimatedClassification = z.infer<typeof EstimatedClassification>;

/** Scores of rows once for each class, of each class: of more rows, every so many-th. */
const MOST_CELLS = 20_000_000;

/** What the labels of a window would say, before they arrive. */
export function estimateClassification(
  fitted: FittedClassification | CannotTell,
  window: ScoredRows,
  chunks: readonly Chunk[] = [],
): EstimatedClassification {
  if ('kind' in fitted) return fitted;
  const rows = scoredPart(fitted, window, 0, window.rows);
  if ('kind' in rows) return rows;
  const { calibration, classes, settings } = fitted;
  const names = widthOf(fitted) === 1 ? classes.slice(1) : classes;
  return {
    ...estimatePart(fitted, rows),
    method: 'cbpe',
    assumptions: [...CLASSIFICATION_ASSUMPTIONS],
    windowRows: window.rows,
    referenceRows: fitted.rows,
    calibration: calibration.map(({ curve, errorBefore, errorAfter }, index) => ({
      class: names[index] ?? '',
      isCalibrated: curve !== undefined,
      errorBefore,
      errorAfter,
    })),
    unseenShare: unseenShare(fitted, rows),
    counts: fitted.task === 'binary-classification' ? expectCounts(fitted, rows) : null,
    interval: {
      method: 'parametric bootstrap over the reference, rows and labels (percentile)',
      confidence: settings.confidence,
      replicates: settings.replicates,
      seed: settings.seed,
    },
    chunks: chunks.map((chunk) => {
      const part = scoredPart(fitted, window, chunk.from, chunk.to);
      return { ...chunk, result: 'kind' in part ? part : estimatePart(fitted, part) };
    }),
  };
}

function scoredPart(
  fitted: FittedClassification,
  window: ScoredRows,
  from: number,
  to: number,
): ScoredRows | CannotTell {
  const least = fitted.settings.leastRows ?? LEAST_ROWS;
  const scored = findScored(window, from, Math.min(to, window.rows));
  const most = Math.floor(MOST_CELLS / fitted.classes.length ** 2);
  if (scored.length >= least)
    return takeScored(
      window,
      Int32Array.from(spreadRows(scored.length, most), (place) => scored[place] as number),
    );
  return cannotTell('too-few-rows', `${scored.length} rows have a score; ${least} are needed.`);
}

function estimatePart(fitted: FittedClassification, rows: ScoredRows): PerformancePart {
  const estimates = expectMetrics(fitted, rows);
  return { kind: 'measured', rows: rows.rows, ...compareAll(fitted, estimates) };
}

function compareAll({ metrics, reference, settings }: FittedClassification, estimates: ReadonlyMap<string, Estimate>) {
  const notDefined: UndefinedMetric[] = [];
  const rows = metrics.flatMap(({ id, name }) => {
    const estimate = estimates.get(id);
    if (!estimate || !areFinite(estimate)) {
      notDefined.push({ metric: id, message: 'No rows are predicted, or expected, to be of the class that it is of.' });
      return [];
    }
    const margin = settings.margins?.[id] ?? 0;
    return [
      comparePerformance({
        metric: id,
        higherIsBetter: higherIsBetter(name),
        estimate,
        reference: reference.get(id),
        margin,
      }),
    ];
  });
  return { metrics: rows, notDefined };
}

function unseenShare({ ranges }: FittedClassification, rows: ScoredRows): number {
  const width = widthOf(rows);
  let unseen = 0;
  for (let row = 0; row < rows.rows; row += 1) {
    const isSeen = ranges.every(([least, most], index) => {
      const score = rows.scores[row * width + index] as number;
      return score >= least && score <= most;
    });
    unseen += Number(!isSeen);
  }
  return unseen / rows.rows;
}
