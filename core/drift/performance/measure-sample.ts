import type { MetricId } from '../../config/metric-id.ts';
import { expandConfidence, percentileInterval } from '../../evaluation/interval.ts';
import type { Draw, Measure } from '../../evaluation/metric.ts';
import type { Estimate } from '../../evaluation/metric-row.ts';
import { prepareMetric } from '../../evaluation/metrics.ts';
import { createResampler } from '../../evaluation/resample.ts';
import type { Sample } from '../../evaluation/sample.ts';
import { takeSample } from '../../evaluation/take-sample.ts';
import { effectiveSize, unitsOf } from '../../evaluation/units.ts';
import { spreadRows } from '../../gate/probes/take-columns.ts';
import { MOST_DRAWN, shrinkInterval } from './shrink-interval.ts';

/** How intervals are found. */
export interface IntervalSettings {
  readonly confidence: number;
  readonly replicates: number;
  readonly seed: number;
}

/** Each metric on labelled rows, with its bootstrap interval; NaN where they do not define it. All metrics see the same draws. */
export function measureSample(
  sample: Sample,
  metrics: readonly MetricId[],
  settings: IntervalSettings,
): Map<string, Estimate> {
  // Queries are drawn as a whole, and a part of their rows is no part of them.
  const most = sample.task === 'ranking' ? sample.rows : MOST_DRAWN;
  const part = sample.rows > most ? takeSample(sample, Int32Array.from(spreadRows(sample.rows, most))) : sample;
  const units = unitsOf(part, undefined, undefined);
  const estimates = estimateTogether(
    metrics.map((id) => prepareDefined(part, id)),
    evenDraw(part.rows),
    {
      draw: createResampler(units, settings.seed),
      replicates: settings.replicates,
      level: expandConfidence(settings.confidence, effectiveSize(units)),
    },
  );
  const all = evenDraw(sample.rows);
  return new Map(
    metrics.map((id, index) => {
      const estimate = estimates[index] as Estimate;
      if (part === sample) return [id.id, estimate];
      return [id.id, shrinkInterval(prepareDefined(sample, id)(all), estimate, part.rows / sample.rows)];
    }),
  );
}

/** Every row once. */
export function evenDraw(rows: number): Draw {
  return { weights: new Float64Array(rows).fill(1) };
}

/** Values for one draw with percentile intervals over others; every measure sees the same ones. */
export function estimateTogether(
  measures: readonly Measure[],
  all: Draw,
  request: { readonly draw: (replicate: number) => Draw; readonly replicates: number; readonly level: number },
): Estimate[] {
  const values = measures.map((measure) => measure(all));
  const replicates = measures.map(() => new Float64Array(request.replicates));
  for (let replicate = 0; replicate < request.replicates; replicate += 1) {
    const draw = request.draw(replicate);
    replicates.forEach((own, index) => {
      own[replicate] = measures[index]?.(draw) ?? Number.NaN;
    });
  }
  return replicates.map((own, index) => percentileInterval(values[index] ?? Number.NaN, own, request.level));
}

/** As `prepareMetric`, but NaN where the metric would divide by zero, and not what a convention says of that. */
export function prepareDefined(sample: Sample, id: MetricId): Measure {
  const low = prepareMetric(sample, id, 0);
  // Averages over classes keep the convention: a class that is never predicted makes the whole no less meaningful.
  if (sample.task !== 'binary-classification') return low;
  if (id.name === 'average_precision')
    return (draw) => (hasPositive(sample.labels, draw.weights) ? low(draw) : Number.NaN);
  const high = prepareMetric(sample, id, 1);
  return (draw) => {
    const value = low(draw);
    return value === 0 && high(draw) !== 0 ? Number.NaN : value;
  };
}

function hasPositive(labels: Uint8Array, weights: Float64Array): boolean {
  return labels.some((label, row) => label === 1 && (weights[row] as number) > 0);
}
