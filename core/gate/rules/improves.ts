import type { ImprovesRule } from '../../config/gate-rules.ts';
import { explainProof, findComparison, renderChange, subjectOfComparison } from '../find-comparison.ts';
import { type Rule, renderNumber } from '../rule.ts';

/** A gain that is shown, not one that happened: the whole interval lies beyond it. */
export const improves: Rule<ImprovesRule> = {
  kind: 'improves',
  explanation: `\`improves\` asks for proof that the candidate is better than what serves production, or than \`against\`, by more than \`by\` (default 0).
Both models answer the same rows, and the paired interval of their difference decides; higher or lower is better as the metric says.
It passes when the whole interval lies beyond \`by\` and the verdict calls the metric better, which counts how many metrics the gate decides on.
It fails when the whole interval lies at or below \`by\`: so much of a gain is ruled out, as it is for a model equal to production.
In between it cannot tell, and the minimum detectable effect in the verdict says how large a gain these rows could show.
It cannot tell either when the metric is not defined or the other model could not be fetched; it is skipped for a first version, which has nothing to improve on.

\`\`\`yaml
- { kind: improves, metric: f1, by: 0.01, against: base }
\`\`\``,
  source:
    'Efron & Tibshirani 1993, An Introduction to the Bootstrap, ch. 13; Holm 1979, Scandinavian Journal of Statistics 6.',
  decide(settings, evidence) {
    const head = { rule: 'improves', subject: subjectOfComparison(settings), threshold: settings.by };
    const found = findComparison(settings, evidence);
    if (found.kind === 'not-compared') {
      const { status, reason, message } = found;
      return { ...head, status, reason, actual: null, message };
    }
    const { value, low, high } = found.gain;
    const row = { ...head, actual: value };
    const gain = renderChange(found, settings.against, evidence);
    const by = renderNumber(settings.by);
    if (high <= settings.by) {
      return { ...row, status: 'fail', reason: 'no-gain', message: `${gain}: a gain of more than ${by} is ruled out.` };
    }
    if (low <= settings.by) {
      const message = `${gain}: these rows cannot tell whether that is more than ${by}.`;
      return { ...row, status: 'cannot-tell', reason: 'interval-straddles-gain', message };
    }
    if (found.row.decision !== 'better') {
      const message = `${gain}: more than ${by} by itself, but not proven: ${explainProof(found.row, evidence.confidence)}.`;
      return { ...row, status: 'cannot-tell', reason: 'not-significant', message };
    }
    return { ...row, status: 'pass', reason: 'improves', message: `${gain}: more than ${by}, which is shown.` };
  },
};
