import { createBranchLedger } from '@tidegate/core/adapters/branch-ledger';
import { readDriftPageAssets } from '@tidegate/core/adapters/drift-page-assets';
import { readServedVersion } from '@tidegate/core/deployment/read-served-version';
import { renderDocument } from '@tidegate/core/document';
import { watchPredictions } from '@tidegate/core/drift/watch-predictions';
import { renderDriftPage } from '@tidegate/core/report/drift-page/render-drift-page';
import { renderDriftReport } from '@tidegate/core/report/render-drift';
import { readEarlierDecisions } from '@tidegate/core/retrain/drift-history';
import { raiseAlarm } from '@tidegate/core/retrain/raise-alarm';
import { driftArtifact } from '@tidegate/core/run/artifacts';
import { runAction } from '../shared/run-action.ts';
import { readPolicy } from '../shared/workspace.ts';
import { DRIFT } from './contract.ts';
import { DRIFT_WORDS, NOTHING_SERVES } from './outputs.ts';
import { readServedEvidence } from './served-evidence.ts';

await runAction(DRIFT, async ({ model, labels }, { job, github, clock, log, writeSummary, uploadArtifact }) => {
  const policy = (await readPolicy(job.workspace, model)).model;
  const { environment, retrain, windows } = policy.drift;
  const served = await readServedVersion(github, environment, model);
  if (served === undefined) {
    await writeSummary(`Nothing of \`${model}\` serves \`${environment}\` yet, so there is nothing to compare.\n`);
    return NOTHING_SERVES;
  }
  const version = { release: served.release, digest: served.digest, environment };
  const evidence = await readServedEvidence(github, { policy, served: version, job, labels });
  const before = await readEarlierDecisions(createBranchLedger(github, clock), version, windows);
  const report = watchPredictions({ model, settings: policy.drift, served: version, before, clock, ...evidence });
  const page = await renderDriftPage(report, readDriftPageAssets());
  const artifact = driftArtifact(model);
  await uploadArtifact(artifact, { 'drift.json': renderDocument(report), 'drift.html': page });
  const body = renderDriftReport(report, { artifact, url: job.runUrl });
  log(`${version.release} in ${environment}: ${report.outcome} over ${report.window.rows} predictions.`);
  await writeSummary(body);
  const alarm = await raiseAlarm(github, { report, body, retrain, ledger: createBranchLedger(github, clock), clock });
  return { outcome: report.outcome, drift: DRIFT_WORDS[report.outcome], artifact, ...alarm };
});
