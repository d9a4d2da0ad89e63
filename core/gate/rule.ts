import type { GateRule } from '../config/schema.ts';
import type { MetricRow } from '../evaluation/metric-row.ts';
import type { RuleRow } from './verdict.ts';

/** What a rule may look at: the rows of the verdict, by metric. */
export interface Evidence {
  readonly metrics: readonly MetricRow[];
  /** Level of their intervals, 0.95 for 95 %. */
  readonly confidence: number;
}

/** A kind of gate rule: a pure function from its settings and the evidence to one row of the verdict. */
export interface Rule<Settings extends GateRule> {
  readonly kind: Settings['kind'];
  readonly decide: (settings: Settings, evidence: Evidence) => RuleRow;
}

/** Numbers in messages: four significant digits, without trailing zeros. */
export function renderNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}

export function renderInterval(low: number, high: number, confidence: number): string {
  return `${renderNumber(100 * confidence)} % interval ${renderNumber(low)} to ${renderNumber(high)}`;
}
