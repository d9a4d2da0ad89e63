import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { zlibCompression } from '@tidegate/core/adapters/zlib-compression';
import { loadValidated } from '@tidegate/core/release/load-validated';
import { releaseModel } from '@tidegate/core/release/release-model';
import { renderReleaseNotes } from '@tidegate/core/report/render-release-notes';
import { readSignature } from '@tidegate/core/run/read-signature';
import { runAction } from '../shared/run-action.ts';
import { readPolicy } from '../shared/workspace.ts';
import { RELEASE } from './contract.ts';

await runAction(RELEASE, async (inputs, { job, github, clock, log, writeSummary }) => {
  const { model: modelName, 'pull-request': pullRequest, sha, 'run-id': runId } = inputs;
  const { model } = await readPolicy(job.workspace, modelName);
  const validated = await loadValidated(github, { modelName, pullRequest, sha, runId });
  const onnx = await readSignature(createOnnxRuntime(), validated.bytes, `model.onnx of run ${runId}`);
  const { release, created } = await releaseModel(github, {
    modelName,
    model,
    validated,
    onnx,
    createdAt: clock.now(),
    compression: zlibCompression,
    renderNotes: (manifest) => renderReleaseNotes({ manifest, verdict: validated.verdict, pullRequest }),
  });
  log(`${release.tag} ${created ? 'is published' : 'was published before'}: ${release.url}`);
  await writeSummary(`### ${release.tag}\n\n${created ? release.notes : 'These bytes were released before.'}\n`);
  return { release: release.tag, digest: validated.record.onnx.digest, url: release.url, created };
});
