import { renderDocument } from '@tidegate/core/document';
import { renderDataCheck } from '@tidegate/core/report/render-data-check';
import { dataArtifact } from '@tidegate/core/run/artifacts';
import { runAction } from '../shared/run-action.ts';
import { checkFiles } from './check-file.ts';
import { DATA } from './contract.ts';
import { foldFiles, listResults } from './fold-files.ts';
import { planCheck } from './plan-check.ts';

await runAction(DATA, async (inputs, { job, clock, log, annotate, writeSummary, uploadArtifact }) => {
  const checks = await checkFiles(planCheck(job.workspace, inputs), clock);
  const files = checks.map(({ file }) => file);
  for (const annotation of checks.flatMap(({ annotations }) => annotations)) annotate(annotation);
  await writeSummary(renderDataCheck(files));
  const valid = foldFiles(files);
  log(`${files.map(({ path }) => path).join(', ')}: valid=${valid}`);
  const results = Object.entries(listResults(files)).map(([name, result]) => [name, renderDocument(result)]);
  if (results.length === 0) return { valid, artifact: '' };
  const artifact = dataArtifact(inputs.model);
  await uploadArtifact(artifact, Object.fromEntries(results));
  return { valid, artifact };
});
