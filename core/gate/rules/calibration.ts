import type { CalibrationRule } from '../../config/gate-rules.ts';
import { reflectInterval } from '../../evaluation/reflect-interval.ts';
import { isDefined } from '../find-comparison.ts';
import { type Rule, renderInterval, renderNumber } from '../rule.ts';

/** A score of 0.8 should come true in 80 of 100 rows. */
export const calibration: Rule<CalibrationRule> = {
  kind: 'calibration',
  explanation: `\`calibration\` limits the expected calibration error of the candidate: rows are put into \`bins\` (default 10) by their score, and the mean distance between score and share of positives in a bin, weighted by rows, must be at most \`max\`.
Bins hold equally many rows (\`equal-mass\`, the default) or are equally wide (\`equal-width\`).
With few rows the error of a perfect model is above 0 too, so the interval is corrected for that bias before it decides.
It fails when the whole interval lies above \`max\`, and cannot tell when the value does but the interval reaches back.
It passes when the value and the interval lie within \`max\`, and warns when the value does but the interval reaches beyond.
It cannot tell either when the error is not defined, or the task is not binary classification.

\`\`\`yaml
- { kind: calibration, max: 0.05, bins: 15 }
\`\`\``,
  source:
    'Naeini, Cooper & Hauskrecht 2015 (AAAI); Roelofs et al. 2022, Mitigating Bias in Calibration Error Estimation (arXiv:2012.08668).',
  decide(settings, { calibration: facts, task, confidence }) {
    const { max, bins, binning } = settings;
    const head = { rule: 'calibration', subject: `calibration error in ${bins} ${binning} bins`, threshold: max };
    const name = `The expected calibration error in ${bins} ${binning} bins`;
    const fact = facts.find((fact) => fact.bins === bins && fact.binning === binning);
    if (task !== 'binary-classification') {
      const message = `${name} is defined for binary classification, and the task is ${task}.`;
      return { ...head, status: 'cannot-tell', reason: 'task-unsupported', actual: null, message };
    }
    if (!fact || !isDefined(fact.error)) {
      const message = `${name} ${fact ? 'is not defined on these rows' : 'was not measured: the model gives no probabilities'}.`;
      return {
        ...head,
        status: 'cannot-tell',
        reason: fact ? 'metric-undefined' : 'not-measured',
        actual: null,
        message,
      };
    }
    const { value, low, high } = reflectInterval(fact.error, 'up');
    const text = `${name} is ${renderNumber(value)} (${renderInterval(low, high, confidence)} with bias correction)`;
    const row = { ...head, actual: value };
    const most = renderNumber(max);
    if (low > max) return { ...row, status: 'fail', reason: 'miscalibrated', message: `${text}, more than ${most}.` };
    if (value > max) {
      const message = `${text}, more than ${most}, but these rows cannot tell it from noise.`;
      return { ...row, status: 'cannot-tell', reason: 'interval-straddles-bound', message };
    }
    const isSure = high <= max;
    const message = isSure ? `${text}, within ${most}.` : `${text}, within ${most}, though not surely.`;
    const reason = isSure ? 'calibrated' : 'interval-straddles-bound';
    return { ...row, status: isSure ? 'pass' : 'warn', reason, message };
  },
};
