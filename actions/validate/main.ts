import { createGateTools } from '@tidegate/core/adapters/gate-tools';
import { readReferences } from '@tidegate/core/deployment/read-references';
import { renderDocument } from '@tidegate/core/document';
import { profileReference } from '@tidegate/core/drift/profile-reference';
import { decideVerdict } from '@tidegate/core/gate/decide';
import { loadCandidate } from '@tidegate/core/gate/load-candidate';
import { readRunOfBaseline } from '@tidegate/core/release/read-run-of-baseline';
import { renderHeadline, renderVerdictSummary } from '@tidegate/core/report/render-verdict';
import { verdictArtifact } from '@tidegate/core/run/artifacts';
import { openGateData } from '../shared/gate-data.ts';
import { runAction } from '../shared/run-action.ts';
import { readPolicy } from '../shared/workspace.ts';
import { VALIDATE } from './contract.ts';

await runAction(VALIDATE, async (inputs, { job, github, clock, log, writeSummary, uploadArtifact }) => {
  const { model: modelName, 'pull-request': pullRequest, sha, 'run-id': runId } = inputs;
  const { model, digest } = await readPolicy(job.workspace, modelName);
  const { record, trained } = await loadCandidate(github, { modelName, model, pullRequest, sha, runId });
  const { verdict, profiled } = await decideVerdict({
    tools: createGateTools({ clock, workspace: job.workspace, environment: process.env, onLine: log }),
    modelName,
    model,
    ...(await openGateData(job, github, { modelName, model, pullRequest, sha })),
    ...trained,
    ...(await readReferences(github, modelName, model)),
    policy: { commit: job.commit, digest },
  });
  const artifact = verdictArtifact(modelName);
  await uploadArtifact(artifact, {
    'verdict.json': renderDocument(verdict),
    'run-record.json': renderDocument(record),
    'model.onnx': trained.candidate.bytes,
    'profile.json': renderDocument(profileReference(profiled, model, record.featureImportance)),
  });
  log(renderHeadline(verdict));
  const baselineRun = await readRunOfBaseline(github, verdict);
  await writeSummary(renderVerdictSummary({ verdict, run: record, baselineRun, gate: model.gate }));
  return { outcome: verdict.outcome, verdict: verdict.id, artifact };
});
