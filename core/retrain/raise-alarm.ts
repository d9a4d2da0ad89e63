import type { ServedReport } from '../drift/drift-report.ts';
import type { Clock } from '../ports/clock.ts';
import type { GitHubPort } from '../ports/github.ts';
import { isOver } from './drift-history.ts';
import { planRetraining, startRetraining } from './request-retraining.ts';

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
    readonly clock: Clock;
  },
): Promise<{ readonly issue: string; readonly retraining: boolean }> {
  const { report, body, retrain, clock } = request;
  const marker = driftMarker(report.model);
  if (isOver(report)) {
    const closed = await github.closeIssue({ marker, comment: body });
    return { issue: closed?.url ?? '', retraining: false };
  }
  if (report.outcome !== 'drift') return { issue: '', retraining: false };
  const issue = await github.upsertIssue({
    marker,
    title: `Drift: ${report.release} in ${report.environment}`,
    body,
    labels: ['tidegate:drift'],
  });
  if (!retrain) return { issue: issue.url, retraining: false };
  const retraining = await planRetraining(report, issue.number, clock);
  const { started } = await startRetraining(github, retraining, report.environment);
  return { issue: issue.url, retraining: started };
}
