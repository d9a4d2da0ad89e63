import type { Evidence } from './evidence.ts';
import { lostBaseline, NO_BASELINE, nameOf } from './find-comparison.ts';
import { type Finding, renderNumber } from './rule.ts';
import { worstFinding } from './worst-finding.ts';

/** A size in MB against a largest value, and as a ratio to production's. Null: not measured. */
export interface Limits {
  readonly rule: string;
  readonly subject: string;
  readonly max: number | undefined;
  readonly maxRatio: number | undefined;
  readonly candidateBytes: number | null;
  readonly baselineBytes: number | null;
}

/** One row for both limits: the worse of them. */
export function decideLimits(
  limits: Limits,
  evidence: Pick<Evidence, 'baseline' | 'lostBaseline' | 'isUnserved'>,
): Finding {
  const findings: Finding[] = [];
  if (limits.max !== undefined) findings.push(decideMax(limits, limits.max));
  if (limits.maxRatio !== undefined) findings.push(decideRatio(limits, limits.maxRatio, evidence));
  const [first, ...rest] = findings;
  if (first) return worstFinding([first, ...rest]);
  const { rule, subject } = limits;
  const message = `${rule} has neither max nor max-ratio.`;
  return { rule, subject, status: 'skipped', reason: 'nothing-asked', actual: null, threshold: null, message };
}

function decideMax({ rule, subject, candidateBytes }: Limits, max: number): Finding {
  const head = { rule, subject, threshold: max };
  if (candidateBytes === null) {
    const message = `${subject} was not measured: the process that loads the model did not end well within two minutes. So ≤ ${renderNumber(max)} MB cannot be checked.`;
    return { ...head, status: 'cannot-tell', reason: 'not-measured', actual: null, message };
  }
  const actual = candidateBytes / 1e6;
  const isMet = actual <= max;
  const message = `${subject} is ${renderNumber(actual)} MB, ${isMet ? 'within' : 'above'} ${renderNumber(max)} MB.`;
  const reason = isMet ? 'limit-met' : 'limit-exceeded';
  return { ...head, status: isMet ? 'pass' : 'fail', reason, actual, message };
}

function decideRatio(
  { rule, subject, candidateBytes, baselineBytes }: Limits,
  maxRatio: number,
  evidence: Pick<Evidence, 'baseline' | 'lostBaseline' | 'isUnserved'>,
): Finding {
  const head = { rule, subject, threshold: maxRatio };
  const lost = evidence.lostBaseline === null ? undefined : lostBaseline(evidence.lostBaseline);
  const missing = lost ?? (evidence.baseline ? undefined : NO_BASELINE);
  if (missing) {
    const { status, reason, message } = missing;
    return { ...head, status, reason, actual: null, message };
  }
  if (candidateBytes === null || baselineBytes === null || baselineBytes === 0) {
    const message = `${subject} was not measured for both models, so a ratio of ${renderNumber(maxRatio)} cannot be checked.`;
    return { ...head, status: 'cannot-tell', reason: 'not-measured', actual: null, message };
  }
  const actual = candidateBytes / baselineBytes;
  const isMet = actual <= maxRatio;
  const sizes = `${renderNumber(candidateBytes / 1e6)} MB to ${renderNumber(baselineBytes / 1e6)} MB`;
  const message = `${subject} is ${renderNumber(actual)} times ${nameOf('production', evidence)}'s (${sizes}), ${isMet ? 'within' : 'above'} ${renderNumber(maxRatio)}.`;
  const reason = isMet ? 'ratio-met' : 'ratio-exceeded';
  return { ...head, status: isMet ? 'pass' : 'fail', reason, actual, message };
}
