import type { Evidence } from './evidence.ts';
import { lostBaseline, NO_BASELINE, nameOf } from './find-comparison.ts';
import { type Finding, renderInterval, renderNumber } from './rule.ts';
import type { Estimate } from './verdict.ts';
import { worstFinding } from './worst-finding.ts';

/** What a rule asks of a measured speed: an absolute bound, one on the ratio to production's, or both. */
export interface SpeedBounds {
  readonly rule: string;
  readonly subject: string;
  readonly unit: string;
  readonly isUpper: boolean;
  readonly absolute: number | undefined;
  readonly ratio: number | undefined;
}

export interface MeasuredSpeed {
  readonly candidate: number | undefined;
  readonly ratio: Estimate | undefined;
}

/** One row for both bounds: the worse of them. */
export function decideSpeed(bounds: SpeedBounds, measured: MeasuredSpeed, evidence: Evidence): Finding {
  const { rule, subject, absolute, ratio } = bounds;
  const findings: Finding[] = [];
  if (absolute !== undefined) findings.push(decideAbsolute({ ...bounds, bound: absolute }, measured.candidate));
  if (ratio !== undefined) findings.push(decideRatio({ ...bounds, bound: ratio }, measured.ratio, evidence));
  const [first, ...rest] = findings;
  if (first) return worstFinding([first, ...rest]);
  const message = `${rule} has no bound.`;
  return { rule, subject, status: 'skipped', reason: 'nothing-asked', actual: null, threshold: null, message };
}

type SpeedBound = SpeedBounds & { readonly bound: number };

/** A machine's mood is in the number, so the message says so; a ratio does not have that fault. */
function decideAbsolute(asked: SpeedBound, measured: number | undefined): Finding {
  const { rule, subject, unit, bound, isUpper } = asked;
  const head = { rule, subject, threshold: bound };
  const limit = `${renderNumber(bound)} ${unit}`;
  if (measured === undefined) {
    const message = `${subject} was not measured, so ${isUpper ? '≤' : '≥'} ${limit} cannot be checked.`;
    return { ...head, status: 'cannot-tell', reason: 'not-measured', actual: null, message };
  }
  const isMet = isUpper ? measured <= bound : measured >= bound;
  const relation = isMet ? 'within' : isUpper ? 'above' : 'below';
  const message = `${subject} is ${renderNumber(measured)} ${unit}, ${relation} the limit of ${limit}. The number is this machine's: another, or a busier one, gives another.`;
  return {
    ...head,
    status: isMet ? 'pass' : 'fail',
    reason: isMet ? 'limit-met' : 'limit-exceeded',
    actual: measured,
    message,
  };
}

/** Both models ran in turns on one machine; only an interval that lies beyond the bound fails. */
function decideRatio(
  asked: SpeedBound,
  ratio: Estimate | undefined,
  evidence: Pick<Evidence, 'baseline' | 'lostBaseline' | 'isUnserved' | 'confidence'>,
): Finding {
  const { rule, subject, bound, isUpper } = asked;
  const { baseline, lostBaseline: why, confidence } = evidence;
  const head = { rule, subject, threshold: bound };
  const missing = why !== null ? lostBaseline(why) : baseline ? undefined : NO_BASELINE;
  if (missing)
    return { ...head, actual: null, status: missing.status, reason: missing.reason, message: missing.message };
  if (!ratio) {
    const message = `${subject} was not measured for both models, so a ratio of ${renderNumber(bound)} cannot be checked.`;
    return { ...head, status: 'cannot-tell', reason: 'not-measured', actual: null, message };
  }
  const { value, low, high } = ratio;
  const [best, worst] = isUpper ? [low, high] : [high, low];
  const isMet = (at: number) => (isUpper ? at <= bound : at >= bound);
  const limit = `the limit of ${renderNumber(bound)}`;
  const text = `${subject} is ${renderNumber(value)} times ${nameOf('production', evidence)}'s (${renderInterval(low, high, confidence)})`;
  const row = { ...head, actual: value };
  if (isMet(worst)) return { ...row, status: 'pass', reason: 'ratio-met', message: `${text}, within ${limit}.` };
  if (!isMet(best)) return { ...row, status: 'fail', reason: 'ratio-exceeded', message: `${text}, beyond ${limit}.` };
  const message = `${text}: these calls cannot tell whether it stays within ${limit}.`;
  return { ...row, status: 'cannot-tell', reason: 'interval-straddles-bound', message };
}
