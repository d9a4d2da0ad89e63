import type { NonInferiorRule } from '../../config/schema.ts';
import { type Rule, renderInterval, renderNumber } from '../rule.ts';

/** Not worse than production by more than the margin. An interval that straddles it is "cannot tell", never a pass. */
export const nonInferior: Rule<NonInferiorRule> = {
  kind: 'non-inferior',
  decide(settings, { metrics, confidence }) {
    const head = { rule: 'non-inferior', subject: settings.metric, threshold: settings.margin };
    const row = metrics.find(({ metric }) => metric === settings.metric);
    if (!row)
      return {
        ...head,
        status: 'cannot-tell',
        reason: 'metric-undefined',
        actual: null,
        message: `${settings.metric} was not computed.`,
      };
    if (!row.difference) {
      const message = 'Nothing serves production yet, so there is nothing to compare with.';
      return { ...head, status: 'skipped', reason: 'no-baseline', actual: null, message };
    }
    const { value, low, high } = row.difference;
    if ([value, low, high].some(Number.isNaN)) {
      const message = `${settings.metric} is not defined on these rows.`;
      return { ...head, status: 'cannot-tell', reason: 'metric-undefined', actual: null, message };
    }
    const worst = row.higherIsBetter ? low : -high;
    const best = row.higherIsBetter ? high : -low;
    const change = `${settings.metric} changes by ${renderNumber(value)} (${renderInterval(low, high, confidence)})`;
    const margin = renderNumber(settings.margin);
    if (worst >= -settings.margin) {
      const message = `${change}: at worst a loss within the margin of ${margin}.`;
      return { ...head, status: 'pass', reason: 'within-margin', actual: value, message };
    }
    if (best < -settings.margin) {
      const message = `${change}: a loss beyond the margin of ${margin}.`;
      return { ...head, status: 'fail', reason: 'worse-than-margin', actual: value, message };
    }
    const message = `${change}: these rows cannot tell whether the loss stays within ${margin}.`;
    return { ...head, status: 'cannot-tell', reason: 'interval-straddles-margin', actual: value, message };
  },
};
