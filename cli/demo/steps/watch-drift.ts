import { OperatorError } from '@tidegate/core/errors';
import { CHURN } from '../seed-repository.ts';
import type { DemoSession } from '../session.ts';
import { type SamplePrediction, sendTraffic, type Traffic } from '../traffic.ts';
import { countIssues, untilIssue, untilPullRequest } from '../watch.ts';

const REPOSITORY = `${CHURN.owner}/${CHURN.name}`;

/** Ordinary traffic and a tick of the schedule: a monitor that is worth having stays silent. */
export async function staySilentOnOrdinaryTraffic(
  session: DemoSession,
  traffic: Traffic,
): Promise<readonly SamplePrediction[]> {
  const before = await countIssues(session);
  const answers = await sendTraffic(session.servers.production, traffic.holdout);
  await session.runner.tickSchedule(REPOSITORY);
  await session.runner.idle();
  const after = await countIssues(session);
  if (after === before) return answers;
  throw new OperatorError(
    'timed-out',
    `Ordinary traffic raised ${after - before} issue(s).`,
    'The drift settings of tidegate.yml are too sensitive.',
  );
}

export interface DriftAlarm {
  readonly issue: number;
  readonly title: string;
  readonly body: string;
  readonly retraining: number;
  readonly retrainingSha: string;
}

/** Traffic from another population: one issue with the report, and a pull request that trains again. */
export async function raiseAlarmOnShift(session: DemoSession, traffic: Traffic): Promise<DriftAlarm> {
  await sendTraffic(session.servers.production, traffic.heavyCallers);
  await session.runner.tickSchedule(REPOSITORY);
  const issue = await untilIssue(session, /drift/i);
  const pullRequest = await untilPullRequest(session, 'tidegate/retrain-churn-');
  return {
    issue: issue.number,
    title: issue.title,
    body: issue.body,
    retraining: pullRequest.number,
    retrainingSha: pullRequest.headSha,
  };
}
