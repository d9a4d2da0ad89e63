import type { FairnessRule } from '../../config/gate-rules.ts';
import type { Estimate } from '../../evaluation/metric-row.ts';
import { reflectInterval } from '../../evaluation/reflect-interval.ts';
import { widenInterval } from '../../evaluation/widen-interval.ts';
import type { FairnessFact } from '../facts.ts';
import { type Finding, type Rule, renderInterval, renderNumber } from '../rule.ts';
import { clipName, nameSome } from '../worst-finding.ts';

/** The groups of a sensitive column, as fairlearn compares them; noise between small groups is no unfairness. */
export const fairness: Rule<FairnessRule> = {
  kind: 'fairness',
  explanation: `\`fairness\` compares the groups of a sensitive column with fairlearn's criteria: how often the model says positive in each (demographic parity), how often where that is right (equal opportunity), and also how often where it is wrong (equalized odds).
A difference is the largest group's rate minus the smallest's and has a \`max\`; a ratio is the smallest over the largest and has a \`min\`.
Noise alone makes groups differ, the more so the more groups there are: the bootstrap interval of the criterion is corrected for that bias and widened for the number of pairs (Bonferroni).
It fails only when the whole interval is past the bound, and warns when the value is past it but the interval reaches back.
It passes when the value meets the bound. Groups with fewer than \`min-rows\` rows (default 100) are left out and named.
It cannot tell when fewer than two groups are left, the criterion is not defined (a group without positives has no true positive rate), or the task is not binary classification.

\`\`\`yaml
- { kind: fairness, criterion: equalized_odds_difference, column: sex, max: 0.1 }
- { kind: fairness, criterion: demographic_parity_ratio, column: sex, min: 0.8 }
\`\`\``,
  source:
    'fairlearn.metrics (fairlearn.org); Hardt, Price & Srebro 2016 (arXiv:1610.02413); Agarwal et al. 2018 (arXiv:1803.02453); Davison & Hinkley 1997, section 5.2; Dunn 1961 (Bonferroni).',
  decide(settings, { fairness: facts, task, confidence }) {
    const { criterion, column } = settings;
    const bound = settings.max ?? settings.min ?? Number.NaN;
    const head = { rule: 'fairness', subject: `${criterion} by ${column}`, threshold: bound };
    const name = `${criterion} by ${clipName(column)}`;
    const cannotTell = (reason: string, message: string): Finding => {
      return { ...head, status: 'cannot-tell', reason, actual: null, message };
    };
    if (task !== 'binary-classification') {
      return cannotTell('task-unsupported', `${name} is defined for binary classification, and the task is ${task}.`);
    }
    const fact = findFact(facts, settings);
    if (!fact) return cannotTell('not-measured', `${name} was not measured.`);
    const counted = fact.groups.filter(({ isCounted }) => isCounted);
    const small = fact.groups.filter(({ isCounted }) => !isCounted).map(({ group }) => group);
    const leftOut = small.length > 0 ? ` Left out: ${nameSome(small, 3)}.` : '';
    if (counted.length < 2) {
      const message = `${counted.length} of ${fact.groups.length} groups of ${clipName(column)} ${counted.length === 1 ? 'has' : 'have'} ${settings['min-rows']} rows, and ${criterion} takes two.${leftOut}`;
      return cannotTell('too-few-groups', message);
    }
    if (fact.estimate === null) {
      return cannotTell('metric-undefined', `${name} is not defined on these rows: ${fact.notDefined}.${leftOut}`);
    }
    const { value, low, high } = correct(fact.estimate, counted, settings, confidence);
    const isPast = (at: number) => (settings.max === undefined ? at < bound : at > bound);
    const limit = `${settings.max === undefined ? '≥' : '≤'} ${renderNumber(bound)}`;
    const interval = `${renderInterval(low, high, confidence)}, corrected for ${counted.length} groups`;
    const text = `${name} is ${renderNumber(value)} (${interval})`;
    const row = { ...head, actual: value };
    if (isPast(low) && isPast(high)) {
      return { ...row, status: 'fail', reason: 'groups-differ', message: `${text} and misses ${limit}.${leftOut}` };
    }
    if (isPast(value)) {
      const message = `${text} and misses ${limit}, but noise alone could do that.${leftOut}`;
      return { ...row, status: 'warn', reason: 'interval-straddles-bound', message };
    }
    return { ...row, status: 'pass', reason: 'groups-alike', message: `${text} and meets ${limit}.${leftOut}` };
  },
};

/**
 * The criterion is that of the two groups which are farthest apart: noise pushes it, and it is the worst of as many pairs as there
 * are. With two groups and many rows nothing is added.
 */
function correct(
  estimate: Estimate,
  counted: readonly { readonly rows: number }[],
  settings: FairnessRule,
  confidence: number,
): Estimate {
  const comparisons = (counted.length * (counted.length - 1)) / 2;
  const rows = Math.min(...counted.map((group) => group.rows));
  const reflected = reflectInterval(estimate, settings.max === undefined ? 'down' : 'up');
  const { value, low, high } = widenInterval(reflected, { confidence, comparisons, rows });
  return { value, low: Math.max(0, low), high: Math.min(1, high) };
}

/** Two rules may ask for one criterion with different `min-rows`: theirs is the fact with the most groups, none of them too small. */
function findFact(facts: readonly FairnessFact[], settings: FairnessRule): FairnessFact | undefined {
  const count = ({ groups }: FairnessFact) => groups.filter(({ isCounted }) => isCounted).length;
  return facts
    .filter(({ criterion, column }) => criterion === settings.criterion && column === settings.column)
    .filter(({ groups }) => groups.every(({ isCounted, rows }) => !isCounted || rows >= settings['min-rows']))
    .toSorted((left, right) => count(right) - count(left))[0];
}
