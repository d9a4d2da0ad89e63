import { join } from 'node:path';
import { readServedVersion } from '@tidegate/core/deployment/read-served-version';
import { compareProfiles } from '@tidegate/core/drift/compare-profiles';
import { readWindow } from '@tidegate/core/drift/read-window';
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
  const { predictions, brokenLines } = readPredictionLog(
    join(job.stateFolder, 'serving', environment, 'predictions.jsonl'),
  );
  const source = `predictions of ${release} in ${environment}`;
  const window = readWindow(reference, predictions, { digest, rows: model.drift['window-rows'], source });
  const report = compareProfiles({
    reference,
    ...window,
    settings: model.drift,
    clock,
    served: { release, digest, environment },
    brokenLines,
  });
  const about = { ...report, model: modelName, release, digest, environment };
  const body = renderDriftReport(about);
  log(`${release} in ${environment}: ${report.outcome} over ${report.window.rows} predictions.`);
  await writeSummary(body);
  return { outcome: report.outcome, ...(await raiseAlarm(github, { report: about, body, retrain, clock })) };
});
