import type { Finding } from './rule.ts';
import type { RuleStatus } from './verdict.ts';

/** Worst first. Skipped comes last: a rule with one check that passed and one that had nothing to look at has passed. */
const SEVERITY: readonly RuleStatus[] = ['fail', 'cannot-tell', 'warn', 'pass', 'skipped'];

/** What a rule of several checks finds: the worst of them, the first where two are equally bad. */
export function worstFinding(findings: readonly [Finding, ...Finding[]]): Finding {
  const rank = ({ status }: Finding) => SEVERITY.indexOf(status);
  return findings.reduce((worst, finding) => (rank(finding) < rank(worst) ? finding : worst));
}

/** A list that a person reads in a message: the first few, each cut, and how many more there are. */
export function nameSome(names: readonly string[], most = 4): string {
  const shown = names.slice(0, most).map((name) => clipName(name));
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

export function clipName(name: string): string {
  return name.length > 40 ? `${name.slice(0, 39)}…` : name;
}
