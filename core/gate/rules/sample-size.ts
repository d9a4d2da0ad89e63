import type { SampleSizeRule } from '../../config/gate-rules.ts';
import type { Finding, Rule } from '../rule.ts';
import { clipName, worstFinding } from '../worst-finding.ts';

const RULE = 'sample-size';

/** Rows there must be before any other number is worth a look. */
export const sampleSize: Rule<SampleSizeRule> = {
  kind: RULE,
  explanation: `\`sample-size\` counts the rows of the evaluation set before anyone reads a metric of it.
\`min-rows\` is about all rows, \`min-per-class\` about those of the rarest class; classes that the data names and no row has count as 0.
It passes at or above each bound and fails below one; counts carry no noise, so it never warns.
It cannot tell when \`min-per-class\` is asked of a task without classes, and is skipped when neither bound is given.
The minimum detectable effect of each metric in the verdict says what a number of rows is good for.

\`\`\`yaml
- { kind: sample-size, min-rows: 1000, min-per-class: 100 }
\`\`\``,
  source: 'Hsieh, Bloch & Larsen 1998, A Simple Method of Sample Size Calculation, Statistics in Medicine 17.',
  decide(settings, { rows, classes }) {
    const findings: Finding[] = [];
    const minRows = settings['min-rows'];
    const minPerClass = settings['min-per-class'];
    if (minRows !== undefined) {
      const isMet = rows >= minRows;
      const message = `The evaluation set has ${rows} rows, ${isMet ? 'at least' : 'fewer than'} ${minRows}.`;
      findings.push(count(['enough-rows', 'too-few-rows'], isMet, { actual: rows, threshold: minRows, message }));
    }
    if (minPerClass !== undefined) findings.push(decideClasses(classes, minPerClass));
    const [first, ...rest] = findings;
    if (first) return worstFinding([first, ...rest]);
    const message = `${RULE} has neither min-rows nor min-per-class.`;
    return { ...HEAD, status: 'skipped', reason: 'nothing-asked', actual: rows, threshold: null, message };
  },
};

const HEAD = { rule: RULE, subject: 'evaluation rows' } as const;

function decideClasses(classes: Readonly<Record<string, number>>, threshold: number): Finding {
  const rarest = Object.entries(classes).reduce<readonly [string, number] | undefined>(
    (least, entry) => (least === undefined || entry[1] < least[1] ? entry : least),
    undefined,
  );
  if (!rarest) {
    const message = `The task has no classes, so ${threshold} rows of each cannot be counted.`;
    return { ...HEAD, status: 'cannot-tell', reason: 'no-classes', actual: null, threshold, message };
  }
  const [name, actual] = rarest;
  const isMet = actual >= threshold;
  const message = `The rarest class, ${clipName(name)}, has ${actual} rows, ${isMet ? 'at least' : 'fewer than'} ${threshold}.`;
  return count(['enough-rows', 'too-few-rows-of-class'], isMet, { actual, threshold, message });
}

function count(
  [met, missed]: readonly [string, string],
  isMet: boolean,
  row: Pick<Finding, 'actual' | 'threshold' | 'message'>,
): Finding {
  return { ...HEAD, ...row, status: isMet ? 'pass' : 'fail', reason: isMet ? met : missed };
}
