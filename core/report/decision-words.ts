import { explainDecision } from '../evaluation/explain-decision.ts';
import type { MetricRow } from '../evaluation/metric-row.ts';
import { metric } from './numbers.ts';

const DECISIONS: Readonly<Record<MetricRow['decision'], string>> = {
  better: '🟢 better',
  'not-worse': '🟢 not worse',
  worse: '🔴 worse',
  'cannot-tell': '⚪ cannot tell',
  'no-baseline': '— no baseline',
};

/** The decision of a row, with what its interval and its p alone do not say. */
export function renderDecision(row: MetricRow, confidence: number, decimals: number): string {
  const why = explainDecision(row, confidence);
  return `${DECISIONS[row.decision]}${renderMargin(row, decimals)}${why ? `: ${why}` : renderPower(row, decimals)}`;
}

function renderMargin({ decision, reason, margin, difference, higherIsBetter }: MetricRow, decimals: number): string {
  if (reason === 'equal-answers') return ', equal answers';
  if (reason === 'no-interval') return ', no interval';
  if (margin === null || difference === null) return '';
  const loss = higherIsBetter ? 0 - difference.low : difference.high;
  if (decision === 'not-worse') return `, within ${metric(margin, decimals)}`;
  // A proven loss that a rule accepts: the gate may pass it.
  return decision === 'worse' && loss <= margin ? `, within the margin of ${metric(margin, decimals)}` : '';
}

/** "Cannot tell" is of use only with the difference that these rows would have shown. */
function renderPower({ decision, minimumDetectableEffect: effect }: MetricRow, decimals: number): string {
  return decision === 'cannot-tell' && effect !== null ? `; a true ±${metric(effect, decimals)} would show` : '';
}
