import { join } from 'node:path';
import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { runTraining } from '@tidegate/core/adapters/training-process';
import { renderDocument } from '@tidegate/core/document';
import { renderRun } from '@tidegate/core/report/render-run';
import { runArtifact } from '@tidegate/core/run/artifacts';
import { buildRunRecord } from '@tidegate/core/run/build-run-record';
import { readSignature } from '@tidegate/core/run/read-signature';
import { listTrainedFiles } from '@tidegate/core/run/trained-files';
import { describeRun } from '../shared/job.ts';
import { runAction } from '../shared/run-action.ts';
import { CONFIG_FILE, describeInputs, readPolicy } from '../shared/workspace.ts';
import { TRAIN } from './contract.ts';

await runAction(TRAIN, async ({ model: modelName }, { job, clock, log, writeSummary, uploadArtifact }) => {
  const { workspace } = job;
  const { model } = await readPolicy(workspace, modelName);
  const inputs = await describeInputs(workspace, model);
  const training = await runTraining({
    modelName,
    model,
    configFile: CONFIG_FILE,
    workspace,
    outputFolder: join(job.temporaryFolder, 'tidegate-training'),
    environment: process.env,
    onLine: log,
    now: clock.now,
  });
  const onnx = { bytes: training.onnx, ...(await readSignature(createOnnxRuntime(), training.onnx, 'model.onnx')) };
  const record = await buildRunRecord({ ...describeRun(job), ...inputs, ...training, modelName, model, onnx });
  const artifact = runArtifact(modelName);
  await uploadArtifact(artifact, { 'run-record.json': renderDocument(record), ...listTrainedFiles(training) });
  await writeSummary(renderRun(record));
  return { run: record.id, digest: record.onnx.digest, artifact };
});
