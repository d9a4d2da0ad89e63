import type { ServedReport } from '../drift/drift-report.ts';
import type { Clock } from '../ports/clock.ts';
import type { GitHubPort } from '../ports/github.ts';
import { planRetraining, startRetraining } from './request-retraining.ts';

/** The one issue of a model's drift. */
export const driftMarker = (modelName: string): string => `tidegate:drift/${modelName}`;

/** Tells people about drift in one issue that later reports edit, and asks for retraining once a version. */
export async function raiseAlarm(
  github: Pick<GitHubPort, 'upsertIssue' | 'readBranch' | 'startWorkflow'>,
  request: {
    readonly report: ServedReport;
    readonly body: string;
    readonly retrain: boolean;
    readonly clock: Clock;
  },
): Promise<{ readonly issue: string; readonly retraining: boolean }> {
  const { report, body, retrain, clock } = request;
  if (report.outcome !== 'drift') return { issue: '', retraining: false };
  const issue = await github.upsertIssue({
    marker: driftMarker(report.model),
    title: `Drift: ${report.release} in ${report.environment}`,
    body,
    labels: ['tidegate:drift'],
  });
  if (!retrain) return { issue: issue.url, retraining: false };
  const retraining = await planRetraining(report, issue.number, clock);
  const { started } = await startRetraining(github, retraining, report.environment);
  return { issue: issue.url, retraining: started };
}
