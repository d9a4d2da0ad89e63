import { decidingP, explainDecision } from '../evaluation/explain-decision.ts';
import type { Estimate, MetricRow } from '../evaluation/metric-row.ts';
import type { Evidence } from './evidence.ts';
import { type Finding, renderInterval, renderNumber } from './rule.ts';

/** A metric of the candidate against the model that a rule names, or the row that says why the two cannot be compared. */
export type Comparison =
  | {
      readonly kind: 'compared';
      readonly row: MetricRow;
      /** The difference turned so that higher is better, in the unit of the metric. */
      readonly gain: Estimate;
    }
  | ({ readonly kind: 'not-compared' } & Pick<Finding, 'status' | 'reason' | 'message'>);

interface ComparisonSettings {
  readonly metric: string;
  /** `production`, `base` or a release such as churn@1.0.0. */
  readonly against: string;
}

/** A baseline that is lost is "cannot tell", never a pass; only a first version, which has none, is skipped. */
export function findComparison({ metric, against }: ComparisonSettings, evidence: Evidence): Comparison {
  if (!findMetric(evidence.metrics, metric))
    return cannotTell('metric-undefined', `${metric} ${whyMissing(metric, evidence)}.`);
  const rows = against === 'production' ? evidence.metrics : evidence.references[against];
  const isFirst = evidence.baseline === undefined && evidence.lostBaseline === null;
  if (against === 'production' && evidence.lostBaseline !== null) return lostBaseline(evidence.lostBaseline);
  if (isFirst && (against === 'production' || (against === 'base' && rows === undefined))) return NO_BASELINE;
  if (rows === undefined) {
    const message = `${nameOf(against, evidence)} was not found or could not be fetched, so ${metric} has nothing to be compared with.`;
    return cannotTell('reference-missing', message);
  }
  const row = findMetric(rows, metric);
  if (row?.notCompared !== undefined)
    return cannotTell(
      'not-comparable',
      `${metric} against ${nameOf(against, evidence)} was not measured: ${row.notCompared}.`,
    );
  if (!row?.difference || !isDefined(row.difference)) {
    return cannotTell(
      'metric-undefined',
      `${metric} against ${nameOf(against, evidence)} is not defined on these rows.`,
    );
  }
  return { kind: 'compared', row, gain: row.higherIsBetter ? row.difference : negate(row.difference) };
}

/** Unique for each metric and reference. */
export function subjectOfComparison({ metric, against }: ComparisonSettings): string {
  return against === 'production' ? metric : `${metric} against ${against}`;
}

/** A model that somebody named is only what the candidate is compared with: nobody knows that it serves. */
export function nameOf(against: string, { isUnserved = false }: Pick<Evidence, 'isUnserved'>): string {
  if (against === 'production' && isUnserved) return 'the baseline';
  return against === 'base' ? "the base branch's newest release" : against;
}

/** What a metric won or lost, in words whose number needs no sign. */
export function renderChange(
  { row, gain }: Extract<Comparison, { kind: 'compared' }>,
  against: string,
  evidence: Pick<Evidence, 'isUnserved' | 'confidence'>,
): string {
  const isLoss = gain.value < 0;
  const { value, low, high } = isLoss ? negate(gain) : gain;
  const verb = value === 0 ? 'does not differ from' : `${isLoss ? 'loses' : 'gains'} ${renderNumber(value)} on`;
  return `${row.metric} ${verb} ${nameOf(against, evidence)} (${renderInterval(low, high, evidence.confidence)})`;
}

export function findMetric(rows: readonly MetricRow[], metric: string): MetricRow | undefined {
  return rows.find((row) => row.metric === metric);
}

/** Why a difference whose interval excludes zero is not proven, in words that the row bears out. */
export function explainProof(row: MetricRow, confidence: number): string {
  const why = explainDecision(row, confidence) ?? 'the test of the verdict does not bear it out';
  const p = decidingP(row);
  const corrected = row.adjustedP === null ? '' : ' after Holm';
  return p === null ? why : `${why} (${row.test ?? row.method}, p = ${renderNumber(p)}${corrected})`;
}

/** Why there is no row of a metric, to follow its name. */
export function whyMissing(metric: string, { notDefined }: Pick<Evidence, 'notDefined'>): string {
  const found = notDefined.find((each) => each.metric === metric);
  return found ? `is not defined on these rows: ${found.message}` : 'was not computed';
}

/** False where a value or an end of its interval is NaN or infinite. */
export function isDefined({ value, low, high }: Estimate): boolean {
  return Number.isFinite(value) && Number.isFinite(low) && Number.isFinite(high);
}

export function lostBaseline(why: string): Extract<Comparison, { kind: 'not-compared' }> {
  const text = why.length > 300 ? `${why.slice(0, 299)}…` : why;
  return cannotTell('baseline-lost', `What serves production could not be compared with: ${text.replace(/\.$/, '')}.`);
}

export const NO_BASELINE = {
  kind: 'not-compared',
  status: 'skipped',
  reason: 'no-baseline',
  message: 'There is no model to compare with: nothing serves production yet, or no --baseline was named.',
} as const;

function cannotTell(reason: string, message: string): Extract<Comparison, { kind: 'not-compared' }> {
  return { kind: 'not-compared', status: 'cannot-tell', reason, message };
}

// 0 - x and not -x: a difference of 0 must not be printed or compared as -0.
function negate({ value, low, high }: Estimate): Estimate {
  return { value: 0 - value, low: 0 - high, high: 0 - low };
}
