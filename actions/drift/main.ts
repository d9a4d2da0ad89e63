import { join } from 'node:path';
import { readServedVersion } from '@tidegate/core/deployment/read-served-version';
import { watchPredictions } from '@tidegate/core/drift/watch-predictions';
import { readReleasedProfile } from '@tidegate/core/release/read-release';
import { renderDriftReport } from '@tidegate/core/report/render-drift';
import { raiseAlarm } from '@tidegate/core/retrain/raise-alarm';
import { readPredictionLog } from '../shared/prediction-log.ts';
import { runAction } from '../shared/run-action.ts';
import { readPolicy } from '../shared/workspace.ts';
import { DRIFT } from './contract.ts';

await runAction(DRIFT, async ({ model: modelName }, { job, github, clock, log, writeSummary }) => {
  const { model } = await readPolicy(job.workspace, modelName);
  const { environment, retrain } = model.drift;
  const served = await readServedVersion(github, environment, modelName);
  if (served === undefined) {
    await writeSummary(`Nothing of \`${modelName}\` serves \`${environment}\` yet, so there is nothing to compare.\n`);
    return { outcome: 'cannot-tell' as const, issue: '', retraining: false };
  }
  const { release, digest } = served;
  const reference = await readReleasedProfile(github, release, digest);
  const file = join(job.stateFolder, 'serving', environment, 'predictions.jsonl');
  const report = watchPredictions({
    model: modelName,
    reference,
    log: readPredictionLog(file),
    settings: model.drift,
    served: { release, digest, environment },
    clock,
  });
  const body = renderDriftReport(report);
  log(`${release} in ${environment}: ${report.outcome} over ${report.window.rows} predictions.`);
  await writeSummary(body);
  return { outcome: report.outcome, ...(await raiseAlarm(github, { report, body, retrain, clock })) };
});
