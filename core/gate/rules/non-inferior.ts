import type { NonInferiorRule } from '../../config/gate-rules.ts';
import { findComparison, nameOf, subjectOfComparison } from '../find-comparison.ts';
import { type Rule, renderInterval, renderNumber } from '../rule.ts';

/** Not worse than production by more than the margin. An interval that straddles it is "cannot tell", never a pass. */
export const nonInferior: Rule<NonInferiorRule> = {
  kind: 'non-inferior',
  explanation: `\`non-inferior\` asks for proof that the candidate loses at most \`margin\` against what serves production, or against \`against\`.
Both models answer the same rows, and the paired interval of their difference decides, in the direction that the metric calls worse.
It passes when even the worst end of the interval is a loss within the margin.
It fails when the whole interval is a loss beyond the margin.
In between it cannot tell, and never passes: give more rows, or a margin that as many rows can show.
It cannot tell either when the metric is not defined or the other model could not be fetched; it is skipped for a first version.
Several such rules need no correction for their number, because all of them must pass.

\`\`\`yaml
- { kind: non-inferior, metric: roc_auc, margin: 0.01 }
\`\`\``,
  source:
    'ICH E9 (1998), Statistical Principles for Clinical Trials, section 3.3.2; Berger 1982, Technometrics 24 (intersection-union tests).',
  decide(settings, evidence) {
    const head = { rule: 'non-inferior', subject: subjectOfComparison(settings), threshold: settings.margin };
    const found = findComparison(settings, evidence);
    if (found.kind === 'not-compared') {
      const { status, reason, message } = found;
      return { ...head, status, reason, actual: null, message };
    }
    const { difference } = found.row;
    const row = { ...head, actual: difference?.value ?? null };
    const interval = difference ? renderInterval(difference.low, difference.high, evidence.confidence) : '';
    const change = `${settings.metric} changes by ${renderNumber(difference?.value ?? Number.NaN)} against ${nameOf(settings.against, evidence)} (${interval})`;
    const margin = renderNumber(settings.margin);
    if (found.gain.low >= -settings.margin) {
      const message = `${change}: at worst a loss within the margin of ${margin}.`;
      return { ...row, status: 'pass', reason: 'within-margin', message };
    }
    if (found.gain.high < -settings.margin) {
      const message = `${change}: a loss beyond the margin of ${margin}.`;
      return { ...row, status: 'fail', reason: 'worse-than-margin', message };
    }
    const message = `${change}: these rows cannot tell whether the loss stays within ${margin}.`;
    return { ...row, status: 'cannot-tell', reason: 'interval-straddles-margin', message };
  },
};
