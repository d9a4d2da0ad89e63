import * as z from 'zod';
import { takeColumns } from '../../gate/probes/take-columns.ts';
import type { Column, Columns } from '../../ports/model-runtime.ts';
import { binColumns } from './boosting/bin-columns.ts';
import { placeRows } from './boosting/binned-rows.ts';
import type { BoostingSettings } from './boosting/boost.ts';
import { CannotTell, cannotTell, LEAST_ROWS } from './cannot-tell.ts';
import { crossValidate } from './cross-validated-area.ts';
import { drawRows } from './draw-folds.ts';
import { countRowsOf, mostRows } from './limit-rows.ts';
import { regionOf, whyUnlike } from './seen-region.ts';

/** How well a model tells rows of the window from rows of the reference: 0.5 not at all, 1 always. */
export const DomainClassifier = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('measured'),
    rows: z.strictObject({ reference: z.int().min(1), window: z.int().min(1) }).describe('that were drawn'),
    leftOut: z.array(z.string()).describe('columns with one value in both'),
    area: z
      .strictObject({ value: z.number(), low: z.number(), high: z.number() })
      .describe('under the ROC curve, mean over the folds'),
    confidence: z.number(),
    folds: z.int().min(2),
    p: z.number().min(0).max(1).describe('one-sided, that it is no better than chance'),
    alpha: z.number(),
    threshold: z.number().describe('smallest area that counts; Evidently alarms from 0.55 on, NannyML from 0.65'),
    columns: z
      .array(z.strictObject({ column: z.string(), share: z.number().min(0).max(1) }))
      .describe(
        'by what they tell apart, the most first: share of what their splits explain on rows that were not learnt from',
      ),
    seed: z.int(),
    decision: z.enum(['drift', 'none']),
  }),
  CannotTell,
]);
export type DomainClassifier = z.infer<typeof DomainClassifier>;

export interface DomainQuestion {
  readonly reference: Columns;
  readonly window: Columns;
  readonly seed: number;
  readonly threshold?: number | undefined;
  readonly alpha?: number | undefined;
  readonly confidence?: number | undefined;
  readonly folds?: number | undefined;
  readonly leastRows?: number | undefined;
  readonly boosting?: BoostingSettings | undefined;
}

/**
 * Coarser bins and smaller trees than LightGBM's defaults find shifts and broken correlations that those lose in noise, in a third of
 * the time (docs and tests tell by how much).
 */
export const DOMAIN_BOOSTING: BoostingSettings = {
  trees: 100,
  rate: 0.1,
  leaves: 16,
  leastRows: 50,
  categoryPenalty: 200,
  bins: 16,
  categories: 16,
};
const LIMITS = { rows: 50_000, cells: 2_500_000 };
/** Reference rows for each row of the window; more would hardly make the area surer. */
const MOST_RATIO = 10;
const FEW_ROWS = 10_000;
const LISTED_COLUMNS = 10;
/** Few rows need leaves that are as small. */
const LEAST_LEAVES = 20;

/** Drift where the model is better than chance and by enough. */
export function classifyDomains(question: DomainQuestion): DomainClassifier {
  const { seed, threshold = 0.55, alpha = 0.01, confidence = 0.95, folds = 5 } = question;
  const { boosting = DOMAIN_BOOSTING } = question;
  // A variance in every fold needs two rows.
  const leastRows = Math.max(question.leastRows ?? LEAST_ROWS, 2 * folds);
  const sizes = { reference: countRowsOf(question.reference), window: countRowsOf(question.window) };
  if (sizes.window < leastRows)
    return cannotTell('too-few-rows', `The window has ${sizes.window} rows; ${leastRows} are needed.`);
  if (sizes.reference < leastRows)
    return cannotTell('reference-too-small', `The reference has ${sizes.reference} rows; ${leastRows} are needed.`);
  const unlike = whyUnlike(regionOf(question.reference), question.window);
  if (unlike !== undefined) return cannotTell('column-missing', unlike);
  const limit = mostRows(question.reference, LIMITS);
  const window = drawRows(sizes.window, limit, seed);
  const most = Math.min(limit, Math.max(FEW_ROWS, MOST_RATIO * window.length));
  const reference = drawRows(sizes.reference, most, seed);
  const joined = joinColumns(takeColumns(question.reference, reference), takeColumns(question.window, window));
  const varying = Object.fromEntries(Object.entries(joined).filter(([, column]) => isVarying(column)));
  const names = Object.keys(varying);
  if (names.length === 0) return cannotTell('no-varying-column', 'No column has more than one value in both together.');
  const rows = placeRows(binColumns(varying, boosting), varying, reference.length + window.length);
  const labels = new Uint8Array(rows.rows).fill(1, reference.length);
  const leastInLeaf = Math.min(boosting.leastRows, Math.ceil(rows.rows / LEAST_LEAVES));
  const settings = { folds, seed, confidence, boosting: { ...boosting, leastRows: leastInLeaf } };
  const { value, low, high, p, gains } = crossValidate(rows, labels, settings);
  return {
    kind: 'measured',
    rows: { reference: reference.length, window: window.length },
    leftOut: Object.keys(joined).filter((name) => !names.includes(name)),
    area: { value, low, high },
    confidence,
    folds,
    p,
    alpha,
    threshold,
    columns: listColumns(names, gains),
    seed,
    decision: value >= threshold && p < alpha ? 'drift' : 'none',
  };
}

function joinColumns(reference: Columns, window: Columns): Columns {
  return Object.fromEntries(
    Object.entries(reference).map(([name, column]) => {
      const other = window[name] as Column;
      if (!(column instanceof Float64Array)) return [name, [...column, ...(other as readonly string[])]];
      const joined = new Float64Array(column.length + other.length);
      joined.set(column);
      joined.set(other as Float64Array, column.length);
      return [name, joined];
    }),
  );
}

function isVarying(column: Column): boolean {
  const [first] = column;
  return (column as readonly unknown[]).some((value) => !Object.is(value, first));
}

function listColumns(names: readonly string[], gains: Float64Array) {
  // What splits by chance explain nothing of rows that they have not seen, or less.
  const shares = gains.map((gain) => Math.max(0, gain));
  const total = shares.reduce((sum, gain) => sum + gain, 0);
  return names
    .map((column, index) => ({ column, share: total === 0 ? 0 : Math.min(1, (shares[index] as number) / total) }))
    .toSorted((left, right) => right.share - left.share || (left.column < right.column ? -1 : 1))
    .slice(0, LISTED_COLUMNS);
}
