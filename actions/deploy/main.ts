import { join } from 'node:path';
import { createBranchLedger } from '@tidegate/core/adapters/branch-ledger';
import { createModelServer } from '@tidegate/core/adapters/model-server';
import { deployModel, findEnvironment } from '@tidegate/core/deployment/deploy-model';
import { PROMOTION } from '@tidegate/core/deployment/promotion';
import { parseDocument } from '@tidegate/core/document';
import { runAction } from '../shared/run-action.ts';
import { readPolicy } from '../shared/workspace.ts';
import { DEPLOY } from './contract.ts';

await runAction(DEPLOY, async (inputs, { job, github, clock, log }) => {
  const promotion = parseDocument(PROMOTION, inputs.request, 'The input request');
  const { environment } = inputs;
  const { model } = await readPolicy(job.workspace, promotion.model);
  const server = createModelServer({
    url: findEnvironment(model, environment).url,
    folder: join(job.stateFolder, 'serving', environment),
    servingToken: inputs['serving-token'],
    githubToken: inputs['github-token'],
    apiUrl: job.apiUrl,
    repository: `${job.owner}/${job.repo}`,
    variables: process.env,
  });
  const deployed = await deployModel(github, server, {
    promotion,
    environment,
    model,
    runId: job.runId,
    runUrl: job.runUrl,
    ledger: createBranchLedger(github, clock),
  });
  log(`${environment} serves ${deployed.release} (${deployed.digest}) at ${deployed.url}.`);
  return deployed;
});
