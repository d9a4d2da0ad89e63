import type { RobustnessRule } from '../../config/gate-rules.ts';
import type { RobustnessFact } from '../facts.ts';
import { type Rule, renderNumber } from '../rule.ts';
import { clipName } from '../worst-finding.ts';

/** Small changes of a row change few answers. */
export const robustness: Rule<RobustnessRule> = {
  kind: 'robustness',
  explanation: `\`robustness\` limits the share of rows whose prediction flips under a change that will happen in production.
\`noise\` adds normal noise to all numbers at once, \`noise\` (default 0.01) standard deviations of the column wide; \`missing\` takes the value of one column away and \`unseen\` gives one column a category that the data never has, and the worst column counts.
A prediction flips when the class changes, or when a value moves by more than a tenth of the target's standard deviation; a row that gets no answer has flipped too.
It passes at or below \`max\` and fails above. The noise is seeded, so the same model gets the same answer; there is no warning. The worst column is named where McNemar's test tells it from the next one. It cannot tell where nothing was measured.

\`\`\`yaml
- { kind: robustness, perturbation: noise, noise: 0.05, max: 0.02 }
\`\`\``,
  source:
    'Hendrycks & Dietterich 2019, Benchmarking Neural Network Robustness to Common Corruptions and Perturbations (ICLR, arXiv:1903.12261): flip probability; Ribeiro et al. 2020, CheckList (ACL): invariance tests.',
  decide(settings, { robustness: facts }) {
    const { perturbation, noise, max } = settings;
    const subject =
      perturbation === 'noise'
        ? `noise of ${renderNumber(noise)} standard deviations`
        : { missing: 'missing values', unseen: 'unseen categories' }[perturbation];
    const head = { rule: 'robustness', subject, threshold: max };
    const fact = facts.find(
      (fact) => fact.perturbation === perturbation && (perturbation !== 'noise' || fact.noise === noise),
    );
    if (!fact) {
      const message = `How predictions change under ${subject} was not measured.`;
      return { ...head, status: 'cannot-tell', reason: 'not-measured', actual: null, message };
    }
    const isMet = fact.flipRate <= max;
    const share = `${renderNumber(100 * fact.flipRate)} % of ${fact.rows} predictions flip under ${subject}`;
    const message = `${share}, ${isMet ? 'within' : 'more than'} ${renderNumber(100 * max)} %${nameWorst(fact)}.`;
    const reason = isMet ? 'robust' : 'flips-too-often';
    return { ...head, status: isMet ? 'pass' : 'fail', reason, actual: fact.flipRate, message };
  },
};

/** The worst of many columns is the worst by chance, unless it is proven to be. */
function nameWorst({ perturbation, flipRate, worstColumn }: RobustnessFact): string {
  if (worstColumn !== null) return `; the worst column is ${JSON.stringify(clipName(worstColumn))}`;
  return flipRate > 0 && perturbation !== 'noise' ? '; no column is worse than the next beyond chance' : '';
}
