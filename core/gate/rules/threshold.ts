import type { ThresholdRule } from '../../config/gate-rules.ts';
import { findMetric, isDefined, whyMissing } from '../find-comparison.ts';
import { type Rule, renderInterval, renderNumber } from '../rule.ts';

/** The candidate's value against a fixed bound. A pass whose interval crosses the bound is a warning: new rows may undo it. */
export const threshold: Rule<ThresholdRule> = {
  kind: 'threshold',
  explanation: `\`threshold\` holds the candidate's own value of a metric against a fixed bound, \`min\` or \`max\`; no other model is looked at.
It fails when the value misses the bound, whatever the interval says: a bound is a promise about the measured value.
It warns when the value meets the bound but lies in the zone up to \`warn\`, or when its interval crosses the bound, because as many new rows could then undo it.
It passes when the value meets the bound, is past the zone, and so is the whole interval past the bound.
It cannot tell when the metric was not computed or is not defined on these rows, as roc_auc is with one class.

\`\`\`yaml
- { kind: threshold, metric: roc_auc, min: 0.8, warn: 0.85 }
\`\`\``,
  source:
    'Sculley et al. 2015, Hidden Technical Debt in Machine Learning Systems; Breck et al. 2017, The ML Test Score.',
  decide(settings, evidence) {
    const { metrics, confidence } = evidence;
    const row = findMetric(metrics, settings.metric);
    const isMin = settings.min !== undefined;
    const bound = settings.min ?? settings.max ?? Number.NaN;
    const head = { rule: 'threshold', subject: settings.metric, threshold: bound };
    if (!row || !isDefined(row.candidate)) {
      const why = row ? 'is not defined on these rows' : whyMissing(settings.metric, evidence);
      const message = `${settings.metric} ${why}, so ${isMin ? '≥' : '≤'} ${renderNumber(bound)} cannot be checked.`;
      return { ...head, status: 'cannot-tell', reason: 'metric-undefined', actual: null, message };
    }
    const { value, low, high } = row.candidate;
    const isMet = (at: number, limit: number) => (isMin ? at >= limit : at <= limit);
    const text = `${settings.metric} ${renderNumber(value)}`;
    const limit = `${isMin ? '≥' : '≤'} ${renderNumber(bound)} (${renderInterval(low, high, confidence)})`;
    const found = { ...head, actual: value };
    if (!isMet(value, bound)) {
      return { ...found, status: 'fail', reason: 'threshold-missed', message: `${text} misses ${limit}.` };
    }
    if (settings.warn !== undefined && !isMet(value, settings.warn)) {
      const message = `${text} meets ${limit}, but lies in the warning zone up to ${renderNumber(settings.warn)}.`;
      return { ...found, status: 'warn', reason: 'in-warn-zone', message };
    }
    const isSure = isMet(low, bound) && isMet(high, bound);
    const reason = isSure ? 'threshold-met' : 'interval-straddles-threshold';
    const why = isSure
      ? ''
      : `, but the interval reaches ${isMin ? 'below' : 'above'} ${renderNumber(bound)}: other rows could undo it`;
    return { ...found, status: isSure ? 'pass' : 'warn', reason, message: `${text} meets ${limit}${why}.` };
  },
};
