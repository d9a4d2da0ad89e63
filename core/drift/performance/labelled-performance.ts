import * as z from 'zod';
import type { MetricId } from '../../config/metric-id.ts';
import { Task } from '../../config/task.ts';
import type { Estimate } from '../../evaluation/metric-row.ts';
import { higherIsBetter, METRICS } from '../../evaluation/metrics.ts';
import type { Sample } from '../../evaluation/sample.ts';
import { takeSample } from '../../evaluation/take-sample.ts';
import { CannotTell, cannotTell, LEAST_ROWS } from '../multivariate/cannot-tell.ts';
import { type IntervalSettings, measureSample } from './measure-sample.ts';
import {
  type Chunk,
  IntervalMethod,
  type PartOrReason,
  PerformanceChunk,
  PerformancePart,
} from './performance-part.ts';
import { areFinite, comparePerformance, type UndefinedMetric } from './performance-row.ts';

/** Performance of a model on the rows of a window whose labels have arrived. */
export const LabelledPerformance = z.discriminatedUnion('kind', [
  PerformancePart.extend({
    task: Task,
    windowRows: z.int().min(0).describe('of the window, those without a label included'),
    labelledShare: z.number().min(0).max(1),
    interval: IntervalMethod,
    chunks: z.array(PerformanceChunk),
  }),
  CannotTell,
]);
export type LabelledPerformance = z.infer<typeof LabelledPerformance>;

export interface LabelledQuestion {
  /** Rows of the window that have a label, with what the model said of them. */
  readonly sample: Sample;
  /** Place of each of them in the window, ascending. */
  readonly places: Int32Array;
  readonly windowRows: number;
  readonly metrics: readonly MetricId[];
  /** Metrics of the reference, as `measureSample` or a verdict tells them. */
  readonly reference: ReadonlyMap<string, Estimate>;
  readonly settings: IntervalSettings & {
    readonly leastRows?: number | undefined;
    /** What a decision needs, for the message that there are fewer. */
    readonly decidingRows?: number | undefined;
    /** Largest loss that is accepted, by metric; 0 where none is given. */
    readonly margins?: Readonly<Record<string, number>> | undefined;
  };
  readonly chunks?: readonly Chunk[] | undefined;
}

/** The metrics of the labelled rows beside those of the reference, with bootstrap intervals. */
export function measureLabelled(question: LabelledQuestion): LabelledPerformance {
  const { sample, places, windowRows, settings, chunks = [] } = question;
  const all = measurePart(question, sample);
  if (all.kind === 'cannot-tell') return all;
  const { confidence, replicates, seed } = settings;
  return {
    ...all,
    task: sample.task,
    windowRows,
    labelledShare: sample.rows / windowRows,
    interval: { method: 'bootstrap over rows (percentile)', confidence, replicates, seed },
    chunks: chunks.map((chunk) => {
      const own = Int32Array.from(places.keys()).filter(
        (row) => (places[row] as number) >= chunk.from && (places[row] as number) < chunk.to,
      );
      return { ...chunk, result: measurePart(question, takeSample(sample, own)) };
    }),
  };
}

function measurePart({ metrics, reference, settings }: LabelledQuestion, sample: Sample): PartOrReason {
  const { leastRows = LEAST_ROWS, decidingRows = 0, margins } = settings;
  if (sample.rows < leastRows)
    return cannotTell(
      'too-few-labels',
      `${sample.rows} ${sample.rows === 1 ? 'row has' : 'rows have'} a label; ${labelsNeeded(decidingRows, leastRows)}`,
    );
  const hasScores = 'scores' in sample ? sample.scores !== undefined : false;
  const measurable = metrics.filter(({ name }) => hasScores || METRICS[name].needs === 'predictions');
  const estimates = measureSample(sample, measurable, settings);
  const notDefined: UndefinedMetric[] = metrics
    .filter((id) => !measurable.includes(id))
    .map(({ id }) => ({ metric: id, message: 'It needs scores, and the model gives none.' }));
  const rows = measurable.flatMap(({ id, name }) => {
    const estimate = estimates.get(id);
    if (!estimate || !areFinite(estimate)) {
      notDefined.push({ metric: id, message: 'These rows do not define it: they lack a class, or vary too little.' });
      return [];
    }
    const margin = margins?.[id] ?? 0;
    const shared = { metric: id, higherIsBetter: higherIsBetter(name), estimate, margin };
    return [comparePerformance({ ...shared, reference: reference.get(id) })];
  });
  return { kind: 'measured', rows: sample.rows, metrics: rows, notDefined };
}

/** How many labels are measured at all, and from how many on they decide. */
export function labelsNeeded(decidingRows: number, leastRows = LEAST_ROWS): string {
  return decidingRows > leastRows
    ? `${leastRows} are needed to measure, ${decidingRows} to decide.`
    : `${leastRows} are needed.`;
}
