import type { GateRule } from '../config/gate-rules.ts';
import type { Evidence } from './evidence.ts';
import type { RuleRow } from './verdict.ts';

export type { Evidence } from './evidence.ts';

/** What a rule finds; its place in the policy is added by `decideRules`. */
export type Finding = Omit<RuleRow, 'index'>;

/** A kind of gate rule: a pure function from its settings and the evidence to one row of the verdict. */
export interface Rule<Settings extends GateRule = GateRule> {
  readonly kind: Settings['kind'];
  /** What it does and when it passes, warns, fails and cannot tell: Markdown for `tidegate validate --explain`. */
  readonly explanation: string;
  /** Paper, specification or documentation that it follows. */
  readonly source: string;
  decide(settings: Settings, evidence: Evidence): Finding;
}

/** Numbers in messages: four significant digits, without trailing zeros, with the minus of the tables. */
export function renderNumber(value: number): string {
  return String(Number(value.toPrecision(4))).replace(/^-/, '−');
}

export function renderInterval(low: number, high: number, confidence: number): string {
  return `${renderNumber(100 * confidence)} % interval ${renderNumber(low)} to ${renderNumber(high)}`;
}
