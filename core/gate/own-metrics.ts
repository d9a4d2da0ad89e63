import type { MetricRow } from '../evaluation/metric-row.ts';
import type { Sample } from '../evaluation/sample.ts';
import type { EvaluationRows } from './evaluation-rows.ts';
import type { VerdictRequest } from './verdict-request.ts';

/**
 * Metrics of the user's own commands. A command cannot be run for every bootstrap replicate, so its values have no interval, and
 * nothing is decided of the difference; a threshold can be.
 */
export async function measureOwnMetrics(
  { tools, model }: VerdictRequest,
  models: { readonly sample: Sample; readonly baseline: Sample | undefined; readonly rows: EvaluationRows },
): Promise<MetricRow[]> {
  const { sample, baseline, rows } = models;
  const shared = { weights: rows.weights, groups: rows.groups };
  const found: MetricRow[] = [];
  for (const metric of model.evaluation['own-metrics']) {
    const ofBaseline = baseline ? await tools.measureOwn(metric, { sample: baseline, ...shared }) : [];
    for (const { name, value, higherIsBetter } of await tools.measureOwn(metric, { sample, ...shared })) {
      const other = ofBaseline.find((each) => each.name === name);
      found.push({
        metric: name,
        higherIsBetter,
        n: sample.rows,
        effectiveN: sample.rows,
        candidate: { value, low: value, high: value },
        baseline: other ? { value: other.value, low: other.value, high: other.value } : null,
        difference: null,
        p: null,
        adjustedP: null,
        minimumDetectableEffect: null,
        seeds: null,
        settled: null,
        margin: null,
        decision: baseline ? 'cannot-tell' : 'no-baseline',
        reason: baseline ? 'no-interval' : 'no-baseline',
        test: null,
        method: 'own command, no interval',
      });
    }
  }
  return found;
}
