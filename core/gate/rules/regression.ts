import type { RegressionRule } from '../../config/gate-rules.ts';
import { explainProof, findComparison, renderChange, subjectOfComparison } from '../find-comparison.ts';
import { type Rule, renderNumber } from '../rule.ts';

/** The mirror of non-inferior: the candidate passes until a loss is proven. */
export const regression: Rule<RegressionRule> = {
  kind: 'regression',
  explanation: `\`regression\` stops a candidate that is proven to be worse than what serves production, or than \`against\`, by more than \`tolerance\` (default 0).
It fails when the whole paired interval of the difference is a loss beyond the tolerance and the verdict calls the metric worse, which counts how many metrics the gate decides on.
It warns when the measured loss is beyond the tolerance but the interval still reaches back: that may be noise.
It passes when the measured loss is within the tolerance; with few rows that proves little, so use \`non-inferior\` where a loss must be ruled out.
It cannot tell when the metric is not defined or the other model could not be fetched; it is skipped for a first version.

\`\`\`yaml
- { kind: regression, metric: log_loss, tolerance: 0.005, against: churn@1.0.0 }
\`\`\``,
  source:
    'Efron & Tibshirani 1993, An Introduction to the Bootstrap, ch. 13 and 16; Holm 1979, Scandinavian Journal of Statistics 6.',
  decide(settings, evidence) {
    const head = { rule: 'regression', subject: subjectOfComparison(settings), threshold: settings.tolerance };
    const found = findComparison(settings, evidence);
    if (found.kind === 'not-compared') {
      const { status, reason, message } = found;
      return { ...head, status, reason, actual: null, message };
    }
    const loss = { value: 0 - found.gain.value, low: 0 - found.gain.high, high: 0 - found.gain.low };
    const row = { ...head, actual: loss.value };
    const text = renderChange(found, settings.against, evidence);
    const tolerance = renderNumber(settings.tolerance);
    if (loss.value <= settings.tolerance) {
      return {
        ...row,
        status: 'pass',
        reason: 'no-regression',
        message: `${text}: within the tolerance of ${tolerance}.`,
      };
    }
    if (loss.low <= settings.tolerance) {
      const message = `${text}: beyond the tolerance of ${tolerance}, but noise alone could do that.`;
      return { ...row, status: 'warn', reason: 'loss-unproven', message };
    }
    if (found.row.decision !== 'worse') {
      const message = `${text}: beyond ${tolerance} by itself, but not proven: ${explainProof(found.row, evidence.confidence)}.`;
      return { ...row, status: 'warn', reason: 'not-significant', message };
    }
    return { ...row, status: 'fail', reason: 'regression', message: `${text}: a proven loss beyond ${tolerance}.` };
  },
};
