import type { LeakageRule } from '../../config/gate-rules.ts';
import type { LeakageFacts } from '../facts.ts';
import { type Finding, type Rule, renderNumber } from '../rule.ts';
import { clipName, nameSome } from '../worst-finding.ts';

const DEFAULT_SHARE = 0;
const DEFAULT_AREA = 0.98;

/** The evaluation says nothing about new rows when the model could know these. */
export const leakage: Rule<LeakageRule> = {
  kind: 'leakage',
  explanation: `\`leakage\` looks for what makes an evaluation too good to be true.
\`shared-rows\` fails when a larger share of evaluation rows than \`max\` (default 0) stands in training too, features and target alike.
\`evaluation-changed\` fails when the pull request changes a file of the evaluation set: a candidate must not choose its own exam. Merge the data first, alone.
\`single-column\` fails when one column alone tells the target with an area under the ROC curve above \`max\` (default 0.98): such a column usually was written after the target was known. The area of a category is its target rate among other rows, so a unique id does not look perfect; classes are taken one against the rest, values above against below their median.
It passes otherwise, never warns, and cannot tell where the training rows or the changed files are not known.

\`\`\`yaml
- { kind: leakage, check: shared-rows }
- { kind: leakage, check: single-column, max: 0.95 }
\`\`\``,
  source:
    'Kaufman, Rosset, Perlich & Stitelman 2012, Leakage in Data Mining (ACM TKDD 6:4); Airola et al. 2011 (leave-pair-out AUC); Kapoor & Narayanan 2023, Leakage and the reproducibility crisis (Patterns 4:9).',
  decide(settings, { leakage: facts }) {
    switch (settings.check) {
      case 'shared-rows':
        return decideShared(settings.max ?? DEFAULT_SHARE, facts);
      case 'evaluation-changed':
        return decideChanged(facts);
      case 'single-column':
        return decideColumn(settings.max ?? DEFAULT_AREA, facts);
    }
  },
};

function decideShared(max: number, facts: LeakageFacts | null): Finding {
  const head = { rule: 'leakage', subject: 'shared rows', threshold: max };
  const share = facts?.sharedRows ?? null;
  if (share === null)
    return unknown(head, 'The training rows are not known, so rows shared with them cannot be counted.');
  const shown = `${renderNumber(100 * share)} % of the evaluation rows stand in training too`;
  if (share <= max) return { ...head, status: 'pass', reason: 'rows-separate', actual: share, message: `${shown}.` };
  const message = `${shown}, more than ${renderNumber(100 * max)} %: the metrics are those of rows that the model has seen.`;
  return { ...head, status: 'fail', reason: 'rows-shared', actual: share, message };
}

function decideChanged(facts: LeakageFacts | null): Finding {
  const head = { rule: 'leakage', subject: 'evaluation set', threshold: 0 };
  const files = facts?.changedFiles ?? null;
  if (files === null)
    return unknown(
      head,
      'Which files the candidate changes is not known: there is no pull request, or it changes more files than GitHub lists.',
    );
  if (files.length === 0) {
    const message = 'The pull request leaves the evaluation set as it is.';
    return { ...head, status: 'pass', reason: 'evaluation-unchanged', actual: 0, message };
  }
  const message = `The pull request changes the evaluation set: ${nameSome(files)}. Merge the data in a pull request of its own first.`;
  return { ...head, status: 'fail', reason: 'evaluation-changed', actual: files.length, message };
}

function decideColumn(max: number, facts: LeakageFacts | null): Finding {
  const head = { rule: 'leakage', subject: 'single column', threshold: max };
  const best = facts?.columns[0];
  if (!best)
    return unknown(head, 'How well single columns predict the target was not measured: the model reads no column.');
  const suspects = facts.columns.filter(({ auc }) => auc > max).map(({ column }) => column);
  const shown = `${JSON.stringify(clipName(best.column))} alone predicts the target with an AUC of ${renderNumber(best.auc)}`;
  if (suspects.length === 0) {
    const message = `No column gives the target away: ${shown}, within ${renderNumber(max)}.`;
    return { ...head, status: 'pass', reason: 'no-column-predicts', actual: best.auc, message };
  }
  const verb = suspects.length === 2 ? 'does' : 'do';
  const others = suspects.length > 1 ? `; so ${verb} ${nameSome(suspects.slice(1))}` : '';
  const message = `${shown}, more than ${renderNumber(max)}${others}. Was it known before the target?`;
  return { ...head, status: 'fail', reason: 'column-predicts', actual: best.auc, message };
}

function unknown(head: Pick<Finding, 'rule' | 'subject' | 'threshold'>, message: string): Finding {
  return { ...head, status: 'cannot-tell', reason: 'not-measured', actual: null, message };
}
