import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { readFeatures } from '@tidegate/core/data/read-columns';
import { splitRows, takeRows } from '@tidegate/core/data/split';
import { readBaseline } from '@tidegate/core/deployment/read-baseline';
import { renderDocument } from '@tidegate/core/document';
import { buildProfile } from '@tidegate/core/drift/build-profile';
import { decideVerdict } from '@tidegate/core/gate/decide';
import { loadCandidate } from '@tidegate/core/gate/load-candidate';
import { renderHeadline, renderVerdictComment } from '@tidegate/core/report/render-verdict';
import { verdictArtifact } from '@tidegate/core/run/artifacts';
import { runAction } from '../shared/run-action.ts';
import { readPolicy, readTable } from '../shared/workspace.ts';
import { VALIDATE } from './contract.ts';

await runAction(VALIDATE, async (inputs, { job, github, clock, log, writeSummary, uploadArtifact }) => {
  const { model: modelName, 'pull-request': pullRequest, sha, 'run-id': runId } = inputs;
  const { model, digest } = await readPolicy(job.workspace, modelName);
  const table = await readTable(job.workspace, model);
  const { record, bytes } = await loadCandidate(github, { modelName, pullRequest, sha, runId });
  const baseline = await readBaseline(github, modelName, model);
  const candidate = { bytes, source: `model.onnx of run ${runId}`, commit: sha, pullRequest, run: record.id };
  const policy = { commit: job.commit, digest };
  const runtime = createOnnxRuntime();
  const decided = await decideVerdict({ runtime, clock, modelName, model, table, candidate, baseline, policy });
  const { verdict, scores } = decided;
  const columns = takeRows(readFeatures(table, model.data), splitRows(table, model.data).holdout);
  const source = { digest: verdict.evaluation.digest, rows: verdict.evaluation.n };
  const artifact = verdictArtifact(modelName);
  await uploadArtifact(artifact, {
    'verdict.json': renderDocument(verdict),
    'run-record.json': renderDocument(record),
    'model.onnx': bytes,
    'profile.json': renderDocument(buildProfile({ modelName, columns, scores, source })),
  });
  log(renderHeadline(verdict));
  await writeSummary(renderVerdictComment({ verdict, run: record }));
  return { outcome: verdict.outcome, verdict: verdict.id, artifact };
});
