import type { MetricRow } from '../evaluation/metric-row.ts';
import type { RuleRow, RuleStatus, Verdict } from '../gate/verdict.ts';

const ORDER: readonly RuleStatus[] = ['fail', 'cannot-tell', 'warn', 'pass', 'skipped'];

/** Those that do not pass first, else as in the policy. */
export function orderRules(rules: readonly RuleRow[]): readonly RuleRow[] {
  return rules.toSorted((left, right) => ORDER.indexOf(left.status) - ORDER.indexOf(right.status));
}

/** In the order of the rules that decide on them, then the others. A rule names its metric first: `f1`, `f1 against base`, `f1 by region`. */
export function orderMetrics({ metrics, rules }: Verdict): readonly MetricRow[] {
  const ordered = orderRules(rules);
  const place = ({ metric: name }: MetricRow) => {
    const found = ordered.findIndex(({ subject }) => subject === name || subject.startsWith(`${name} `));
    return found < 0 ? ordered.length : found;
  };
  return metrics.toSorted((left, right) => place(left) - place(right));
}
