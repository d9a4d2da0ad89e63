import type { ThresholdRule } from '../../config/schema.ts';
import { type Rule, renderInterval, renderNumber } from '../rule.ts';
import type { RuleStatus } from '../verdict.ts';

/** The candidate's value against a fixed bound. A pass whose interval crosses the bound is a warning: new rows may undo it. */
export const threshold: Rule<ThresholdRule> = {
  kind: 'threshold',
  decide(settings, { metrics, confidence }) {
    const row = metrics.find(({ metric }) => metric === settings.metric);
    const bound = settings.min ?? settings.max ?? Number.NaN;
    const head = { rule: 'threshold', subject: settings.metric, threshold: bound };
    if (!row || Number.isNaN(row.candidate.value)) {
      const message = `${settings.metric} is not defined on these rows.`;
      return { ...head, status: 'cannot-tell', reason: 'metric-undefined', actual: null, message };
    }
    const { value, low, high } = row.candidate;
    const isMet = (at: number) => (settings.min === undefined ? at <= bound : at >= bound);
    const sign = settings.min === undefined ? '≤' : '≥';
    const status: RuleStatus = !isMet(value) ? 'fail' : isMet(low) && isMet(high) ? 'pass' : 'warn';
    const reason = { fail: 'threshold-missed', warn: 'interval-straddles-threshold', pass: 'threshold-met' }[status];
    const interval = renderInterval(low, high, confidence);
    const verb = status === 'fail' ? 'misses' : 'meets';
    const message = `${settings.metric} ${renderNumber(value)} ${verb} ${sign} ${renderNumber(bound)} (${interval}).`;
    return { ...head, status, reason, actual: value, message };
  },
};
