import type { GateRule } from '../config/schema.ts';
import type { Evidence } from './rule.ts';
import { nonInferior } from './rules/non-inferior.ts';
import { threshold } from './rules/threshold.ts';
import type { Outcome, RuleRow } from './verdict.ts';

/** Every kind of rule there is. */
export const RULES = { threshold, 'non-inferior': nonInferior } as const;

export function decideRule(settings: GateRule, evidence: Evidence): RuleRow {
  switch (settings.kind) {
    case 'threshold':
      return RULES.threshold.decide(settings, evidence);
    case 'non-inferior':
      return RULES['non-inferior'].decide(settings, evidence);
  }
}

/** Any failed rule fails; else any rule that cannot tell leaves the whole open; warnings pass. */
export function foldOutcome(rules: readonly RuleRow[]): Outcome {
  if (rules.some(({ status }) => status === 'fail')) return 'fail';
  return rules.some(({ status }) => status === 'cannot-tell') ? 'cannot-tell' : 'pass';
}
