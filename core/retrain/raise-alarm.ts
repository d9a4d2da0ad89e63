import type { ServedReport } from '../drift/drift-report.ts';
import { OperatorError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { GitHubPort } from '../ports/github.ts';
import type { LedgerPort } from '../ports/ledger.ts';
import { isOver, ownEvents } from './drift-history.ts';
import { driftReasons } from './drift-reasons.ts';
import { planRetraining, startRetraining } from './request-retraining.ts';
import { writeHistory } from './write-history.ts';

/** The one issue of a model's drift. */
export const driftMarker = (modelName: string): string => `tidegate:drift/${modelName}`;

/**
 * Tells people about drift in one issue that later reports edit, and asks for retraining once a version. A report without drift
 * closes the issue and is its last comment; one that cannot tell leaves it as it is.
 */
export async function raiseAlarm(
  github: Pick<GitHubPort, 'upsertIssue' | 'closeIssue' | 'readBranch' | 'startWorkflow'>,
  request: {
    readonly report: ServedReport;
    readonly body: string;
    readonly retrain: boolean;
    readonly ledger: Pick<LedgerPort, 'list'>;
    readonly clock: Clock;
  },
): Promise<{ readonly issue: string; readonly retraining: boolean; readonly reasons: string }> {
  const { report, body, retrain, clock } = request;
  const marker = driftMarker(report.model);
  if (isOver(report)) {
    const history = await readHistory(request);
    const closed = await github.closeIssue({ marker, comment: [body, history].filter(Boolean).join('\n\n') });
    return { issue: closed?.url ?? '', retraining: false, reasons: '' };
  }
  if (report.outcome !== 'drift') return { issue: '', retraining: false, reasons: '' };
  const issue = await github.upsertIssue({
    marker,
    title: `Drift: ${report.release} in ${report.environment}`,
    body,
    labels: ['tidegate:drift'],
  });
  const reasons = driftReasons(report).join('\n');
  if (!retrain) return { issue: issue.url, retraining: false, reasons };
  const retraining = await planRetraining(report, issue.number, clock);
  const { started } = await startRetraining(github, retraining, report.environment);
  return { issue: issue.url, retraining: started, reasons };
}

/** The issue is closed all the same where the ledger cannot be read: whoever mends it is told by the bot. */
async function readHistory({ report, ledger, clock }: Parameters<typeof raiseAlarm>[1]): Promise<string> {
  try {
    return writeHistory(ownEvents(await ledger.list(), report), clock.now());
  } catch (error) {
    if (error instanceof OperatorError) return 'The ledger could not be read, so how it went is not told here.';
    throw error;
  }
}
