import quantileOfT from '@stdlib/stats-base-dists-t-quantile';
import * as z from 'zod';
import type { Columns } from '../../ports/model-runtime.ts';
import { CannotTell, cannotTell, LEAST_ROWS } from './cannot-tell.ts';
import { encodeColumns, encodeRows } from './encode-rows.ts';
import { limitRows } from './limit-rows.ts';
import { countMoments, subtractMoments } from './moments.ts';
import { findResidualAxes, meanReconstructionError } from './principal-axes.ts';
import { regionOf, whyUnlike } from './seen-region.ts';

/** How well the main axes of the reference describe the rows of a window: relations between columns that break make it worse. */
export const ReconstructionError = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('measured'),
    rows: z
      .strictObject({ reference: z.int().min(1), window: z.int().min(1) })
      .describe('that were looked at: of more, every so many-th'),
    columns: z.array(z.string()).describe('that vary in the reference; others are left out'),
    components: z.int().min(1),
    explained: z.number().min(0).max(1).describe('share of the variance of the reference'),
    value: z.number().min(0).describe('mean distance of a row of the window from its reconstruction'),
    expected: z.strictObject({
      mean: z.number().min(0),
      low: z.number().min(0),
      high: z.number().min(0),
      confidence: z.number(),
      chunks: z.int().min(2).describe('of the reference, each measured by axes of the others'),
      chunkRows: z.int().min(1),
    }),
    change: z.number().describe('of the mean, 0.1 for 10 % more'),
    leastChange: z.number().min(0).describe('smallest change that counts'),
    decision: z.enum(['drift', 'none']),
  }),
  CannotTell,
]);
export type ReconstructionError = z.infer<typeof ReconstructionError>;

export interface ReconstructionQuestion {
  readonly reference: Columns;
  readonly window: Columns;
  /** Of the interval in which a window without drift lies. */
  readonly confidence?: number | undefined;
  readonly leastRows?: number | undefined;
  readonly leastChange?: number | undefined;
  /** Share of the variance that the kept axes explain. */
  readonly share?: number | undefined;
}

const LEAST_CHUNKS = 5;
const MOST_CHUNKS = 20;
const LIMITS = { rows: 100_000, cells: 20_000_000 };
/** Axes are found once for every chunk, in time that grows with the third power of the columns. */
const MOST_COLUMNS = 200;

/** Alarms where the window lies outside of what chunks of the reference, of its size where there are enough rows, let expect. */
export function measureReconstruction(question: ReconstructionQuestion): ReconstructionError {
  const { confidence = 0.99, leastRows = LEAST_ROWS, leastChange = 0.01, share = 0.65 } = question;
  const reference = limitRows(question.reference, LIMITS);
  const window = limitRows(question.window, LIMITS);
  const size = Math.min(window.rows, Math.floor(reference.rows / (2 * LEAST_CHUNKS)));
  if (window.rows < leastRows)
    return cannotTell('too-few-rows', `The window has ${window.rows} rows; ${leastRows} are needed.`);
  if (size < leastRows)
    return cannotTell(
      'reference-too-small',
      `The reference has ${reference.rows} rows; ${2 * LEAST_CHUNKS * leastRows} are needed.`,
    );
  const unlike = whyUnlike(regionOf(reference.columns), window.columns);
  if (unlike !== undefined) return cannotTell('column-missing', unlike);
  const encodings = encodeColumns(reference.columns);
  const width = encodings.length;
  if (width < 2) return cannotTell('no-varying-column', `${width} columns of the reference vary; relations need two.`);
  if (width > MOST_COLUMNS)
    return cannotTell(
      'too-many-columns',
      `${width} columns vary; the axes of at most ${MOST_COLUMNS} can be compared.`,
    );
  const encoded = encodeRows(encodings, reference.columns, reference.rows);
  const all = countMoments(encoded, width, 0, reference.rows);
  const axes = findResidualAxes(all, share);
  const chunks = Math.min(MOST_CHUNKS, Math.floor(reference.rows / size));
  const errors = Array.from({ length: chunks }, (_, chunk) => {
    const from = Math.floor((chunk * (reference.rows - size)) / (chunks - 1));
    const others = findResidualAxes(subtractMoments(all, countMoments(encoded, width, from, from + size)), share);
    return meanReconstructionError(others, encoded, from, from + size);
  });
  const value = meanReconstructionError(axes, encodeRows(encodings, window.columns, window.rows), 0, window.rows);
  const expected = predictNext(errors, confidence);
  const change = expected.mean === 0 ? Number(value > 0) : value / expected.mean - 1;
  const isOutside = value < expected.low || value > expected.high;
  return {
    kind: 'measured',
    rows: { reference: reference.rows, window: window.rows },
    columns: encodings.map(({ name }) => name),
    components: axes.kept,
    explained: axes.explained,
    value,
    expected: { ...expected, confidence, chunks, chunkRows: size },
    change,
    leastChange,
    decision: isOutside && Math.abs(change) >= leastChange ? 'drift' : 'none',
  };
}

/** Distances below this are rounding. */
const ROUNDING = 1e-9;

/** Where the next of such values lies (Hahn & Meeker 1991, § 4.8): mean ± t · s · √(1 + 1/c), s with ddof 1. */
function predictNext(values: readonly number[], confidence: number) {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value / count, 0);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2 / (count - 1), 0);
  const reach = quantileOfT(1 - (1 - confidence) / 2, count - 1) * Math.sqrt(variance * (1 + 1 / count)) + ROUNDING;
  return { mean, low: Math.max(0, mean - reach), high: mean + reach };
}
