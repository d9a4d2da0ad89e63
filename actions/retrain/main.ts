import { parseDocument } from '@tidegate/core/document';
import { publishRetrainBranch } from '@tidegate/core/retrain/request-retraining';
import { RETRAIN_REQUEST } from '@tidegate/core/retrain/retrain-request';
import { runAction } from '../shared/run-action.ts';
import { readPolicy } from '../shared/workspace.ts';
import { RETRAIN } from './contract.ts';

await runAction(RETRAIN, async (inputs, { job, github, log }) => {
  const request = parseDocument(RETRAIN_REQUEST, inputs.request, 'The input request');
  await readPolicy(job.workspace, request.model); // a dispatch can be made by hand: only models that exist get a branch
  const published = await publishRetrainBranch(github, request);
  log(`Retraining of ${request.model} is asked on ${published.branch}.`);
  return published;
});
