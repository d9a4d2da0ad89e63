import * as z from 'zod';
import { defineContract } from '../shared/contract.ts';
import { name, secret, text } from '../shared/inputs.ts';

export const DEPLOY = defineContract({
  name: 'deploy',
  summary: 'Lets the model server of an environment serve a release, and proves it by the digest that it answers.',
  inputs: z.strictObject({
    'github-token': secret.describe('Token that reads contents and writes deployments.'),
    environment: name.describe('Environment of the job.'),
    request: text.describe('Promotion or rollback as JSON (schemas/promotion.schema.json), written by the bot.'),
    'serving-token': secret.describe('Secret that lets the model server load another model.'),
  }),
  outputs: z.strictObject({
    release: z.string().describe('Name of the version that serves, as in churn@1.1.0.'),
    digest: z.string().describe('Digest that the server answered.'),
    url: z.string().describe('Address of the model server.'),
  }),
});
