import type { DataExpectationsRule } from '../../config/gate-rules.ts';
import type { ExpectationsFact, OpenExpectation } from '../facts.ts';
import type { Rule } from '../rule.ts';
import { clipName } from '../worst-finding.ts';

const SHOWN = 3;

/** What is expected of the rows that a model is trained and judged on. */
export const dataExpectations: Rule<DataExpectationsRule> = {
  kind: 'data-expectations',
  explanation: `\`data-expectations\` asks the rows of \`data.path\` and of \`data.evaluation\` for what \`data.expectations\` says of them, and looks for personal data (\`data.personal-data\`).
The expectations are those of the base branch. A data file that the pull request changes is read from its head commit, as data and nothing else; any other file is the one that is checked out.
It passes when all expectations are met, warns when only those of severity \`warn\` are not, and fails when one of severity \`fail\` is not.
It cannot tell when none failed and one of severity \`fail\` could not be computed, or when a file could not be read: a changed file that is no text, one in Git LFS, or one that is not there.
Each finding names the expectation, its columns, what was observed and the share of unexpected values; it never shows a text of the data.

\`\`\`yaml
- { kind: data-expectations }
- { kind: data-expectations, on: [evaluation] }
\`\`\``,
  source:
    'Great Expectations, Expectation gallery (greatexpectations.io/expectations); Breck et al. 2019, Data Validation for Machine Learning (SysML).',
  decide({ on }, { expectations }) {
    const facts = expectations.filter(({ role }) => on.includes(role));
    const head = { rule: 'data-expectations', subject: on.join(', '), threshold: 0 };
    if (facts.length === 0) {
      const message = 'The data files were not looked at, so what is expected of them cannot be checked.';
      return { ...head, status: 'cannot-tell', reason: 'not-measured', actual: null, message };
    }
    const sum = (status: keyof ExpectationsFact['counts']) =>
      facts.reduce((total, { counts }) => total + counts[status], 0);
    const [failed, warned] = [sum('fail'), sum('warn')];
    const open = facts.flatMap((fact) => fact.open.map((one) => ({ fact, one })));
    const tell = (statuses: readonly OpenExpectation['status'][]) =>
      sayOpen(open.filter(({ one }) => statuses.includes(one.status)));
    if (failed > 0) {
      const message = `${countOf(failed)} not met. ${tell(['fail'])}`;
      return { ...head, status: 'fail', reason: 'expectation-failed', actual: failed, message };
    }
    const unread = facts.find((fact) => fact.unread !== null);
    if (unread) {
      const message = `${clipName(unread.path)} could not be looked at: ${unread.unread}`;
      return { ...head, status: 'cannot-tell', reason: 'data-unread', actual: null, message };
    }
    const unknown = open.filter(({ one }) => one.status === 'cannot-tell' && one.severity === 'fail');
    if (unknown.length > 0) {
      const message = `${countOf(unknown.length)} not computed. ${sayOpen(unknown)}`;
      return { ...head, status: 'cannot-tell', reason: 'expectation-open', actual: unknown.length, message };
    }
    if (warned > 0) {
      const message = `${countOf(warned)} of severity warn not met. ${tell(['warn'])}`;
      return { ...head, status: 'warn', reason: 'expectation-warned', actual: warned, message };
    }
    const files = facts.map(({ path, rows }) => `${clipName(path)} (${rows ?? 0} rows)`);
    const message = `${countOf(sum('pass'))} met by ${files.join(' and ')}.`;
    return { ...head, status: 'pass', reason: 'expectations-met', actual: 0, message };
  },
};

function countOf(count: number): string {
  return count === 1 ? '1 expectation is' : `${count} expectations are`;
}

/** A warning that could not be computed is open too, and decides nothing. */
function sayOpen(open: readonly { readonly fact: ExpectationsFact; readonly one: OpenExpectation }[]): string {
  const shown = open
    .slice(0, SHOWN)
    .map(({ fact, one }) => `${clipName(fact.path)}, ${one.type.replace(/^expect_/, '')}: ${one.sentence}`);
  return `${shown.join(' ')}${open.length > SHOWN ? ` … and ${open.length - SHOWN} more.` : ''}`;
}
