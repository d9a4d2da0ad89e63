import { shortDigest } from '@tidegate/core/digest';
import { OperatorError } from '@tidegate/core/errors';
import { collectReport } from './collect-report.ts';
import type { Progress } from './progress.ts';
import type { DemoReport } from './report/demo-report.ts';
import { type DemoSession, ROOT } from './session.ts';
import { openImprovement, pushAgain, readVerdictComment } from './steps/improve-model.ts';
import { askWithoutPermission, promote } from './steps/promote.ts';
import { rollBack } from './steps/roll-back.ts';
import { shipFirstVersion } from './steps/ship-first-version.ts';
import { raiseAlarmOnShift, staySilentOnOrdinaryTraffic } from './steps/watch-drift.ts';
import { readTraffic } from './traffic.ts';
import { untilChecked, untilReleased, untilTrained } from './watch.ts';

/** From a pull request to a rollback: each step waits for what GitHub or the model server itself says. */
export async function playStory(session: DemoSession, { step, finished }: Progress): Promise<DemoReport> {
  await step('First version: train, gate, release, promote', (note) => shipFirstVersion(session, note));

  const change = await step('Pull request with other hyper-parameters: train on the runner', async (note) => {
    const value = await openImprovement(session);
    note(`pull request #${value.pullRequest} opened`);
    const run = await untilTrained(session, value.sha);
    return {
      detail: `pull request #${value.pullRequest}, training run ${run.id} left ${run.artifacts.join(', ')}`,
      value,
    };
  });
  const { pullRequest } = change;

  const comment = await step('Validate against production: comment and check', async () => {
    const check = await untilChecked(session, change.sha);
    const value = await readVerdictComment(session, pullRequest);
    return { detail: `check ${check.conclusion}: ${check.title}`, value };
  });

  const head = await step('A second push edits the same comment', async () => {
    const value = await pushAgain(session);
    const edited = await readVerdictComment(session, pullRequest);
    if (edited.id !== comment.id || edited.body === comment.body) {
      throw new OperatorError(
        'timed-out',
        `Comment ${comment.id} was not edited.`,
        'This is a fault of Tidegate: report it.',
      );
    }
    return {
      detail: `comment ${edited.id} speaks of ${value.sha.slice(0, 7)} now; check ${value.check.conclusion}`,
      value,
    };
  });

  await step('Merge, and release churn@1.1.0', async () => {
    await session.person('maintainer').merge(pullRequest);
    const value = await untilReleased(session, 'churn@1.1.0', pullRequest);
    return { detail: `${value.tag} with ${value.assets.map((asset) => asset.name).join(', ')}`, value };
  });

  await step('/promote: who may not is refused, who may is not', async () => {
    await askWithoutPermission(session, pullRequest);
    const value = await promote(session, {
      pullRequest,
      role: 'author',
      environment: 'staging',
      release: 'churn@1.1.0',
    });
    return { detail: `staging serves churn@1.1.0 (${shortDigest(value)})`, value };
  });

  await step('/promote production, behind its protection rule', async () => {
    const request = { pullRequest, role: 'maintainer', environment: 'production', release: 'churn@1.1.0' } as const;
    const value = await promote(session, request);
    return { detail: `production serves churn@1.1.0 and says so itself (${shortDigest(value)})`, value };
  });

  const traffic = await readTraffic(session, ROOT);
  const samples = await step('Ordinary traffic: predictions, and no alarm', async () => {
    const value = await staySilentOnOrdinaryTraffic(session, traffic);
    return { detail: `${value.length} customers of the holdout predicted; the drift job raised nothing`, value };
  });

  const alarm = await step('Shifted traffic: one issue, and retraining', async () => {
    const value = await raiseAlarmOnShift(session, traffic);
    const detail = `issue #${value.issue} "${value.title}"; pull request #${value.retraining} trains again`;
    return { detail, value };
  });

  const restored = await step('/rollback production', async () => {
    const value = await rollBack(session, alarm.issue, 'churn@1.0.0');
    return { detail: `production serves churn@1.0.0 again and says so itself (${shortDigest(value)})`, value };
  });

  return step('The retrained candidate gets its verdict; the page is written', async (note) => {
    note('waiting for the retraining run and the gate');
    const check = await untilChecked(session, alarm.retrainingSha);
    await session.runner.idle();
    const value = await collectReport(session, {
      pullRequest,
      check: head.check,
      samples,
      alarm,
      restored,
      steps: finished,
    });
    return { detail: `pull request #${alarm.retraining}: check ${check.conclusion}: ${check.title}`, value };
  });
}
